"""`survey check` on what was published, and on what was edited since."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl
from pptx import Presentation
from pptx.chart.data import CategoryChartData
from pptx.util import Inches

from tests.pipelines.conftest import Ended, Survey

NAME = "police_crime_plan_2024"


def odd(ended: Ended) -> list[tuple[str, str, str]]:
    assert ended.code == (1 if ended.records else 0)
    return [(each["check"], each["expected"], each["got"]) for each in ended.records]


def check_what_is_published(outputs: Path, survey: Survey) -> None:
    """What we publish is clean, what is edited is found, and what was published before the last export is told."""
    published = outputs / NAME / "publish"
    assert survey("tables", NAME, "--outputs", outputs).code == 0
    deck, tables = published / f"SYNTHETIC_{NAME}_deck.pptx", published / f"SYNTHETIC_{NAME}_tables.xlsx"
    ended = survey("check", deck)
    assert (ended.code, ended.out) == (0, f"nothing odd in {deck}\n")
    assert "18 slides held against what was published of police_crime_plan_2024, 8,024 responses" in ended.err
    area = survey("check", published / f"SYNTHETIC_{NAME}_deck_solihull.pptx")
    assert area.code == 0, area.out
    assert "17 slides held against" in area.err
    ended = survey("check", tables)
    assert ended.code == 0, ended.out
    assert "39 sheets held against" in ended.err

    copy = outputs / "edited.pptx"  # whose it is has to be said
    _edit_deck(deck, copy)
    named = ("--consultation", NAME, "--outputs", outputs, "--json")
    assert odd(survey("check", copy, *named)) == [
        ("personal", "none", "B1 1BB"),
        ("not_as_published", "68.1%", "86.1%"),
        ("not_as_published", "27", "29"),
        ("author", "West Midlands Police and Crime Commissioner", "Jo Bloggs"),
    ]
    assert "not held against published figures" in survey("check", copy, "--json").err

    book = openpyxl.load_workbook(tables)
    book["Table_2"]["C7"] = 86.1
    book["Table_5"].sheet_state = "hidden"
    book.save(outputs / "edited.xlsx")
    assert odd(survey("check", outputs / "edited.xlsx", *named))[:2] == [
        ("not_as_published", "68.1", "86.1"),
        ("count_and_percentage", "68.1% of 7,920", "86.1%"),
    ]

    again = make_more(outputs)
    assert survey("ingest", NAME, again, "--outputs", outputs).code in (0, 1)
    assert odd(survey("check", deck, "--json")) == [
        ("stale", "figures of all that was taken in", f"1 export since: {again.name}")
    ]


def make_more(folder: Path) -> Path:
    """An export with responses that were not in the first: the same ones a part of it, later."""
    (first,) = folder.glob("*.csv")
    lines = first.read_bytes().split(b"\n")
    more = first.with_name("SYNTHETIC_later.csv")
    more.write_bytes(b"\n".join(lines[:-200]))
    return more


def _edit_deck(deck: Path, copy: Path) -> None:
    file: Any = Presentation(str(deck))
    title = file.slides[2].shapes.title.text_frame.paragraphs[0].runs[0]
    title.text = title.text.replace("68.1%", "86.1%")
    (chart,) = [shape.chart for shape in file.slides[8].shapes if shape.has_chart]
    data = CategoryChartData(number_format='0.0"%"')
    data.categories = [each.label for each in chart.plots[0].categories]
    data.add_series(chart.plots[0].series[0].name, [29.0, *list(chart.plots[0].series[0].values)[1:]])
    chart.replace_data(data)
    box = file.slides[0].shapes.add_textbox(0, 0, Inches(1), Inches(1))
    box.text_frame.text = "Write to B1 1BB"
    file.core_properties.last_modified_by = "Jo Bloggs"
    file.save(str(copy))
