"""Formulas in the labels of options, areas and questions stay text in everything published that a spreadsheet opens."""

from __future__ import annotations

import csv
import datetime as dt
import io
import zipfile
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import polars as pl
import pytest
import tomlkit
from pptx import Presentation

from pipelines.deck import make_deck
from pipelines.files import csv_bytes
from pipelines.places import Desk, open_desk
from pipelines.publication import Publication
from pipelines.tables import make_tables
from tests.charts.gallery import coded, frame

FORMULAS = (
    "=1+1",
    "+44 121 496 0000",
    "-1+1",
    "@SUM(A1:A9)",
    "\t=2+2",
    '=HYPERLINK("http://example.org","x")',
    "=cmd|'/C calc'!A0",
    "+cmd|'/C calc'!A0",
    '=IMPORTXML("http://example.org","//a")',
    "{=1+1}",
    "http://example.org",
)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    options = [{"code": f"o{place}", "label": label} for place, label in enumerate(FORMULAS)]
    area = {"id": "area", "kind": "single_code", "text": FORMULAS[0], "column": "Area", "options": options}
    scale = {"id": "safe", "kind": "scale", "polarity": "positive_first", "text": FORMULAS[3], "column": "Safe"}
    written = {
        "consultation": {"name": FORMULAS[1], "owner": FORMULAS[5], "area": "area"},
        "export": {"response_id": "ID"},
        "question": [area, {**scale, "options": options}],
    }
    (tmp_path / "formulas").mkdir()
    (tmp_path / "formulas" / "questionnaire.toml").write_text(tomlkit.dumps(written), encoding="utf-8")
    return open_desk(str(tmp_path / "formulas"), tmp_path)


@pytest.fixture
def publication(desk: Desk) -> Publication:
    area, safe = desk.consultation.questions
    counts = [100 + place for place in range(len(FORMULAS))]
    rows = [
        *coded(area, counts, sum(counts), group="All"),
        *coded(safe, counts, sum(counts), group="All"),
        *(
            each
            for name in ("All", *FORMULAS)
            for each in coded(safe, counts, sum(counts), banner_id="area", group=name)
        ),
    ]
    return Publication(frame(rows), 1000, False, dt.date(2024, 7, 14), 0)


def cells(book: bytes) -> Iterator[openpyxl.cell.Cell]:
    """Every cell; and that the file holds no formula and no link."""
    with zipfile.ZipFile(io.BytesIO(book)) as parts:
        for name in parts.namelist():
            assert b"<f>" not in parts.read(name), name
            assert b"hyperlink" not in parts.read(name), name
    for sheet in openpyxl.load_workbook(io.BytesIO(book)).worksheets:
        yield from (cell for row in sheet.iter_rows() for cell in row if cell.value is not None)


def test_the_workbook(desk: Desk, publication: Publication) -> None:
    files = make_tables(desk, publication)
    found = list(cells(files["formulas_tables.xlsx"]))
    assert set(FORMULAS) <= {cell.value for cell in found}
    assert {cell.data_type for cell in found} == {"s", "n"}


def test_the_csv(desk: Desk, publication: Publication) -> None:
    rows = list(csv.reader(io.StringIO(make_tables(desk, publication)["formulas_tables.csv"].decode(), newline="")))
    every = {cell for each in rows for cell in each}
    assert {f"'{label}" for label in FORMULAS[:9]} <= every
    assert not [cell for cell in every if cell.startswith(("=", "+", "@", "\t", "\r"))]
    assert not [cell for cell in every if cell.startswith("-") and not cell[1:].replace(".", "").isdigit()]


def test_headers_of_a_csv_too() -> None:
    assert csv_bytes(pl.DataFrame({"=1+1": ["-2"], "n": [-2]})) == b"'=1+1,n\n'-2,-2\n"


def test_the_workbooks_within_the_deck(desk: Desk, publication: Publication) -> None:
    deck, _ = make_deck(desk, publication, None, None, None)
    charts = [
        shape.chart for slide in Presentation(io.BytesIO(deck)).slides for shape in slide.shapes if shape.has_chart
    ]
    found = [cell for chart in charts for cell in cells(chart.part.chart_workbook.xlsx_part.blob)]
    assert set(FORMULAS) <= {cell.value for cell in found}
    assert {cell.data_type for cell in found} == {"s", "n"}
