"""`survey charts`: which pictures there are, their sizes, and whose words stand on them."""

from __future__ import annotations

import csv
import struct
from pathlib import Path

import pytest

from tests.pipelines.conftest import Survey
from tests.pipelines.small import NAME, export, folder, rows

TILES = "\n[consultation.tiles]\nnorth = [1, 1]\nsouth = [1, 2]\neast = [2, 2]\n\n[fieldwork]\n"
LETTER = "Please do something about the cars that park all over our street every single night"


@pytest.fixture
def taken(survey: Survey, tmp_path: Path) -> tuple[Path, Path]:
    """200 responses: 30 in their own words, each with a telephone number; then 20 letters of a kind."""
    made = folder(tmp_path / "definition")
    path = made / "questionnaire.toml"
    path.write_text(path.read_text().replace("\n[fieldwork]\n", TILES))
    lines = rows(200)
    for place in range(50):
        own = f"Cars park by house {place} and nobody can pass; ring me on 07700 900{place:03d}"
        lines[place] = f"{lines[place].rsplit(',', 1)[0]},{own if place < 30 else LETTER}"
    outputs = tmp_path / "outputs"
    assert survey("ingest", made, export(tmp_path / "export.csv", lines), "--outputs", outputs).code == 0
    return made, outputs


def test_every_picture_and_quotes_once_they_are_chosen(survey: Survey, taken: tuple[Path, Path]) -> None:
    made, outputs = taken
    charts = outputs / NAME / "draft" / "charts"
    first = survey("charts", made, "--outputs", outputs)
    assert first.code == 0
    assert [Path(line).stem for line in first.out.split()] == [
        "01_area",
        "02_safe",
        "02_safe_by_area",
        "02_safe_map",
        "02_safe_weeks",
        "03_top",
        "04_visits",
        "06_themes",
        "ranking_top",
        "03_top_each_area",
        "weekly_ranking_top",
        "03_top_weeks",
        "03_top_each_week",
    ]
    with (charts / "02_safe_map.csv").open() as file:
        assert [row["group"] for row in csv.DictReader(file)] == ["North", "South", "East"]
    assert survey("quotes", made, "--code", "parking", "--number", "2", "--outputs", outputs).code == 0
    table = outputs / NAME / "draft" / "tables" / "quotes_parking.csv"
    with table.open() as file:
        chosen = [row["quote"] for row in csv.DictReader(file)]
    assert survey("charts", made, "--outputs", outputs).out.split()[-1].endswith("06_themes_quoted.png")
    drawn = (charts / "06_themes_quoted.txt").read_text()
    assert chosen[0] in drawn
    assert chosen[1] not in drawn
    for words in ("07700", LETTER):
        assert words not in drawn + (charts / "06_themes_quoted.svg").read_text()
    # what the analyst strikes out of the table is off the chart
    lines = table.read_text().splitlines(keepends=True)
    table.write_text("".join([lines[0], lines[2]]))
    survey("charts", made, "--outputs", outputs)
    assert chosen[0] not in (charts / "06_themes_quoted.txt").read_text()
    assert chosen[1] in (charts / "06_themes_quoted.txt").read_text()


def test_sizes_have_folders_of_their_own(survey: Survey, taken: tuple[Path, Path]) -> None:
    made, outputs = taken
    ended = survey("charts", made, "--size", "slide", "--outputs", outputs)
    paths = [Path(line) for line in ended.out.split()]
    assert {path.parent.name for path in paths} == {"charts_slide"}
    assert {struct.unpack(">II", path.read_bytes()[16:24]) for path in paths} == {(2560, 1440)}
    assert not (outputs / NAME / "draft" / "charts").exists()
    wrong = survey("charts", made, "--size", "sldie", "--outputs", outputs)
    assert wrong.code == 2
    assert "page, slide, print" in wrong.err
    assert "'slide'" in wrong.err
