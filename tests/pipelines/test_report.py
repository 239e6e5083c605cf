"""What the page says, from figures worked out by hand: cards, changes of two weeks, tables of groups, who answered."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path

import pytest

from pipelines.places import Desk, open_desk
from pipelines.publication import Publication
from pipelines.report_page import report_page
from survey.publish.page_parts import Card, Page, Section
from survey.questionnaire.kinds import Closed, MultiCode
from tests.charts.gallery import Row, coded, frame
from tests.pipelines.small import QUESTIONNAIRE

FIRST, SECOND = "week 1, 1 to 7 July 2024", "week 2, 8 to 14 July 2024"
Counts = Sequence[int | None]


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    folder = tmp_path / "small"
    folder.mkdir()
    (folder / "questionnaire.toml").write_text(QUESTIONNAIRE)
    population = '[[margin]]\nquestion = "area"\nsource = "a census"\ndate = 2021-03-21\ngeography = "Here"\n'
    shares = "counts = { north = 500, south = 300, east = 200 }\n"
    (folder / "population.toml").write_text(population + shares)
    return open_desk(str(folder), tmp_path)


def rows(desk: Desk, name: str, counts: Counts, base: int, **more: object) -> list[Row]:
    question = desk.consultation.question(name)
    assert isinstance(question, Closed | MultiCode)
    return [{"group": "All", **each} for each in coded(question, counts, base, **more)]


def told(desk: Desk, *parts: list[Row]) -> Page:
    figures = frame([row for part in parts for row in part])
    return report_page(desk, Publication(figures, 900, False, dt.date(2024, 7, 14), 3))[0]


def section(page: Page, name: str) -> Section:
    return next(each for each in page.sections if each.id == name)


def weeks(desk: Desk, first: Counts, second: Counts, base: int = 400) -> Section:
    """What changed, the priorities chosen so often of the base in each week."""
    numbers = zip((1, 2), (first, second), strict=True)
    return section(told(desk, *(rows(desk, "top", counts, base, week=week) for week, counts in numbers)), "changes")


def test_a_change_beyond_chance(desk: Desk) -> None:
    """A quarter of 400, then 40% of 400: pooled z 4.5. Half, then 51%: 0.3."""
    found = weeks(desk, (100, 200, 80), (160, 204, 80))
    assert found.lines[0] == (
        f"From {FIRST}, to {SECOND}, changed beyond chance: Burglary (+15.0 points). "
        "Every other change can be chance. Most chosen in both: Speeding."
    )
    (grid,) = found.grids
    assert grid.caption == f"The priorities: {FIRST} (base 400), and {SECOND} (base 400)"
    assert grid.rows == (
        ("Burglary", 25.0, 40.0, "+15.0", "yes"),
        ("Speeding", 50.0, 51.0, "+1.0", "no"),
        ("Parking", 20.0, 20.0, "0.0", "no"),
    )


def test_many_comparisons_are_corrected_for(desk: Desk) -> None:
    """100, then 128 of 400: z 2.19, p 0.028 alone, but 0.085 as the least of three."""
    found = weeks(desk, (100, 200, 80), (128, 204, 80))
    assert found.lines[0].startswith(f"From {FIRST}, to {SECOND}: no change is beyond chance.")
    assert [row[-1] for row in found.grids[0].rows] == ["no"] * 3


def test_another_is_most_chosen_and_one_is_withheld(desk: Desk) -> None:
    found = weeks(desk, (210, 200, None), (190, 200, 80))
    assert found.lines[0].endswith("Most chosen: Speeding; the week before: Burglary.")
    assert found.lines[1] == "1 option is not compared: a figure of one of the weeks is withheld."
    assert len(found.grids[0].rows) == 2


def test_no_second_week_no_section(desk: Desk) -> None:
    page = told(desk, rows(desk, "top", (100, 200, 80), 400, week=1), rows(desk, "top", (0, 0, 0), 0, week=2))
    assert "changes" not in [each.id for each in page.sections]


def test_cards(desk: Desk) -> None:
    page = told(desk, rows(desk, "safe", (200, 100, 90, 10), 400), rows(desk, "top", (300, 60, 60), 400))
    assert page.cards == (
        Card("900", "responses were accepted"),
        Card("75.0%", "How safe do you feel? – Safe or neither", "base 400"),
        Card("75.0%", "of those who answered chose “Burglary”", "base 400"),
    )


def test_a_scale_by_area_as_a_table(desk: Desk) -> None:
    by = {"North": (60, 30, 10, 0), "South": (20, 20, 60, 0), "East": (None, 30, 50, None)}
    groups = [
        each
        for name, counts in by.items()
        for each in coded(desk.consultation.question("safe"), counts, 100, banner_id="area", group=name)
    ]
    for each in groups:
        if (each["group"], each["code"]) == ("East", "safe_at_all"):
            each.update(count=None, pct=None)  # or what is withheld of it would follow
    page = told(desk, rows(desk, "safe", (100, 80, 120, 0), 300), groups)
    exhibit = next(each for each in section(page, "findings").exhibits if each.id == "safe_by_area")
    assert exhibit.grid.columns == ("Group", "Base", "Safe", "Neither", "Unsafe", "Prefer not to say", "Net balance")
    cells = {row[0]: row[1:] for row in exhibit.grid.rows}
    north = (100, 60.0, 30.0, 10.0, 0.0, "+80.0")  # 60 + 30 - 10: the good net holds both
    assert cells["North"] == north
    assert cells["East"] == (100, None, 30.0, 50.0, None, None)
    assert [strip.name for strip in exhibit.strips] == ["North (base 100)", "South (base 100)", "East (base 100)"]
    assert exhibit.strips[2].parts[0][:2] == ("Safe [c]", None)
    assert "2 of 3 groups shown" in exhibit.headline


def test_who_answered(desk: Desk) -> None:
    found = section(told(desk, rows(desk, "area", (240, 100, 60), 400)), "who")
    assert found.lines == (
        "Where do you live? – furthest from the population: North, 60.0% of those who answered, "
        "50.0% of the population.",
        "Population: Here, a census, 21 March 2021.",
    )
    assert found.grids[0].rows[0] == ("North", 240, 60.0, 50.0, "+10.0")
    hidden = section(told(desk, rows(desk, "area", (240, None, 60), 400)), "who")
    assert hidden.lines == ("Where do you live? – withheld, because groups are small.",)
    assert hidden.grids == ()
