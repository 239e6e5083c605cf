"""Responses whose made id has changed are the ones they were: counted once; all others are nobody else's."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from pathlib import Path

import pytest

from survey.store.same import stored_before
from tests.exports import CONSULTATIONS, HEADER, ROWS, export_text
from tests.pipelines.conftest import Survey, survey
from tests.store.small import Row, export, response, take

__all__ = ["survey"]
AREAS = ("North", "South", "East")


def at(name: str, minute: int, **answers: object) -> dict[str, object]:
    """A response begun at that minute; unless told otherwise it has an area and a number of years of its own."""
    started = dt.datetime(2024, 8, 5, 9) + dt.timedelta(minutes=minute)
    given = {"area": AREAS[minute % 3], "years": float(minute), "comment": f"Words {minute}"}
    return {**response(name), "started": started, **given, **answers}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Sixty responses, one a minute."""
    take(tmp_path / "store", [at(f"old{minute}", minute) for minute in range(60)])
    return tmp_path / "store"


def found(folder: Path, rows: Iterable[Row]) -> dict[str, str]:
    return stored_before(folder, export(rows))


def test_a_renamed_question_gives_every_response_another_id_and_none_another_response(folder: Path) -> None:
    assert found(folder, [at(f"new{minute}", minute) for minute in range(80)]) == {
        f"new{minute}": f"old{minute}" for minute in range(60)
    }


def test_an_edited_answer_and_an_unfinished_response_taken_up_again(folder: Path) -> None:
    take(folder, [at("blank", 60, area=None, years=None, comment=None)])
    rows = [at(f"old{minute}", minute) for minute in range(60) if minute != 7]
    edited, finished = at("edited", 7, area="East"), at("finished", 60)
    assert found(folder, [*rows, edited, finished]) == {"edited": "old7", "finished": "blank"}


def test_of_two_of_one_moment_each_is_its_own(folder: Path) -> None:
    take(folder, [at("a", 70, comment="The parking"), at("b", 70, years=1.0)])
    rows = [at(f"old{minute}", minute) for minute in range(60)]
    now = [at("b2", 70, years=1.0, area="North"), at("a2", 70, comment="The parking", area="North")]
    assert found(folder, [*rows, *now]) == {"a2": "a", "b2": "b"}


def test_somebody_else_of_the_same_moment_stays_somebody_else(folder: Path) -> None:
    rows = [at(f"old{minute}", minute) for minute in range(60) if minute != 7]
    other = at("other", 7, area="East", years=99.0, comment="Something else")
    assert found(folder, [*rows, other]) == {}


def test_who_is_gone_is_not_taken_for_another_of_the_same_day(tmp_path: Path) -> None:
    day = {"started": dt.datetime(2024, 8, 5)}
    take(tmp_path, [at(f"old{minute}", minute, **day) for minute in range(60)])
    rows = [at(f"old{minute}", minute, **day) for minute in range(60) if minute != 7]
    half_alike, same = at("other", 7, comment="Another's words", **day), at("renamed", 7, **day)
    assert found(tmp_path, [*rows, half_alike]) == {}
    assert found(tmp_path, [*rows, same]) == {"renamed": "old7"}


LONG = "The street lights in our road have been out since {}, and nobody comes."


def test_an_edit_that_the_tool_dates_anew_is_known_by_words_that_nobody_else_wrote(folder: Path) -> None:
    """Google Forms gives an edited response the moment of the edit."""
    mine, theirs = at("mine", 70, comment=LONG.format("May")), at("theirs", 71, comment=LONG.format("June"))
    campaign = [at(f"campaign{minute}", minute, comment=LONG.format("ever")) for minute in (72, 73)]
    take(folder, [mine, theirs, *campaign])
    rows = [*(at(f"old{minute}", minute) for minute in range(60)), theirs]
    edited = at("edited", 95, comment=LONG.format("May"), area=mine["area"])
    new = [at("other", 96, comment=LONG.format("July")), at("joined", 97, comment=LONG.format("ever"))]
    assert found(folder, [*rows, *campaign, *new, edited]) == {"edited": "mine"}
    assert found(folder, [*rows, mine, campaign[0], *new]) == {}  # the campaign's words are nobody's own
    assert found(folder, [*rows, *campaign, *new, at("before", 61, comment=mine["comment"], area=mine["area"])]) == {}


def test_an_export_of_other_people_in_the_same_weeks_takes_nobody_over(folder: Path) -> None:
    """Every other minute of the span is there: a part by another collector, alike in all but the ids."""
    rows = [at(f"new{minute}", minute) for minute in range(0, 60, 2)]
    assert found(folder, rows) == {}


def test_a_later_part_that_overlaps(folder: Path) -> None:
    rows = [at(f"old{minute}", minute) for minute in range(50, 90) if minute != 55]
    assert found(folder, [*rows, at("edited", 55, years=None)]) == {"edited": "old55"}


def test_without_times_nothing_is_told(folder: Path) -> None:
    assert found(folder, [{**at("new", 3), "started": None}]) == {}
    assert stored_before(folder / "none", export([at("new", 3)])) == {}


def test_made_ids_outlive_an_edit_from_export_to_figures(survey: Survey, tmp_path: Path) -> None:
    """Sixty responses, then one of them moved south and one more came: 61, not 62."""
    text = (CONSULTATIONS / "every_kind" / "questionnaire.toml").read_text()
    consultation, out = tmp_path / "made", ("--outputs", tmp_path / "outputs")
    consultation.mkdir()
    (consultation / "questionnaire.toml").write_text(text.replace('response_id = "ID"', 'response_id = "auto"'))
    rows = [ROWS[0].replace("09:30", f"{9 + minute // 60:02d}:{minute % 60:02d}") for minute in range(30, 91)]
    first, second = tmp_path / "first.csv", tmp_path / "second.csv"
    first.write_text(export_text(*rows[:60], header=HEADER), newline="")
    second.write_text(export_text(rows[0].replace(",North,", ",South,"), *rows[1:], header=HEADER), newline="")
    assert survey("ingest", consultation, first, *out).code == 0
    told = survey("ingest", consultation, second, *out, "--json").records[0]
    assert [told[name] for name in ("new", "changed", "known", "not_in_export")] == [1, 1, 59, 0]
    areas = survey("breakdown", consultation, "--question", "area", *out, "--json").records
    assert {row["code"]: row["count"] for row in areas} == {"north": 60, "south": 1}
