"""The ranking as the analyst sees it: chance in words, weeks to date, weeks as they were published."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from pipelines.rank_tables import top_moves
from tests.exports import CONSULTATIONS, ROWS, export_text
from tests.pipelines.conftest import Ended, Survey

EVERY = CONSULTATIONS / "every_kind"


@pytest.fixture
def accepted(survey: Survey, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Takes rows in as an export, at nine in the morning of a day of July 2024."""

    def run(day: int, *rows: str) -> None:
        path = tmp_path / "export.csv"
        path.write_text(export_text(*rows), newline="")
        monkeypatch.setattr("survey.store.upsert.now", lambda: dt.datetime(2024, 7, day, 9, tzinfo=dt.UTC))
        survey("ingest", EVERY, path, "--outputs", tmp_path / "outputs")

    return run


@pytest.fixture
def rank(survey: Survey, tmp_path: Path) -> Callable[..., Ended]:
    """Runs `survey rank` on these exports."""
    return lambda *arguments: survey("rank", EVERY, *arguments, "--outputs", tmp_path / "outputs")


def respondent(number: int, date: str, picked: str) -> str:
    return (
        ROWS[0]
        .replace("0012", str(number))
        .replace("14/07/2024 09:3", f"{date} 09:3")
        .replace("14/07/2024", date)
        .replace("Burglary; theft;Speeding", picked)
    )


# Week 1 is 14 to 20 July, week 2 is 21 to 27 July.
FIRST = [respondent(number, "15/07/2024", "Speeding") for number in range(1, 4)]
LATE = [respondent(number, "16/07/2024", "Parking") for number in range(11, 16)]
SECOND = [respondent(number, "22/07/2024", "Parking") for number in range(21, 23)]


def test_each_week_as_published_and_as_now(accepted: Callable[..., None], rank: Callable[..., Ended]) -> None:
    accepted(19, FIRST[0])  # the week is not over yet: not what was published
    accepted(22, *FIRST)
    accepted(29, *FIRST, *LATE, *SECOND)
    shown = rank("--as-published").out
    (first, second, third, *_) = [line for line in shown.splitlines() if " Jul 2024 " in line]
    assert re.split(r" {2,}", first.strip())[:7] == ["1", "14 Jul 2024", "20 Jul 2024", "22 Jul 2024", "3", "8", "5"]
    assert "Speeding: 1st, now 2nd" in " ".join(shown.split())
    assert "29 Jul 2024" in second
    assert "none" in second
    assert third.strip().endswith("no answers")
    rows = {(row["week"], row["code"]): row for row in rank("--as-published", "--json").records}
    speeding, parking = rows[1, "speeding"], rows[1, "parking"]
    assert (speeding["rank_published"], speeding["rank"], speeding["differs"]) == (1, 2, True)
    assert (parking["count_published"], parking["base_published"], parking["pct"]) == (0, 3, 62.5)
    assert rows[2, "parking"]["base_published"] == rows[2, "parking"]["base_unweighted"] == 2
    assert rows[3, "parking"]["published_at"] is None
    before = rank("--as-published", "--as-of", "2024-07-28", "--json").records
    assert not any(row["differs"] for row in before)
    assert [row["published_at"][:10] for row in before if row["week"] == 1] == ["2024-07-22"] * 3


def test_as_published_is_of_all_responses(accepted: Callable[..., None], rank: Callable[..., Ended]) -> None:
    accepted(22, *FIRST)
    for more in (["--weight"], ["--to-date"], ["--without", "near_duplicate"]):
        ended = rank("--as-published", *more)
        assert (ended.code, "leave out --weight" in ended.err) == (2, True)


def test_chance_in_words(accepted: Callable[..., None], rank: Callable[..., Ended]) -> None:
    accepted(29, *FIRST, *LATE, *SECOND, *(respondent(number, "23/07/2024", "Parking") for number in range(31, 61)))
    shown = rank().out
    words = " ".join(shown.split())
    assert "could hold by chance among those who answered" in words
    assert "joint 2nd to 3rd" in words
    assert "2 of 2 1 of 2" in words  # Parking was first twice, and surely once
    assert "not tested, too few answered in one of the two weeks." in words
    assert "too few answered since week 1." in " ".join(rank("--to-date").out.split())
    assert "margin of error" not in words.lower()
    assert max(map(len, shown.splitlines())) <= 120
    overall = [row for row in rank("--json").records if row["week"] is None]
    assert [overall[0][name] for name in ("code", "rank_lower", "rank_upper")] == ["parking", 1, 1]


def test_to_the_end_of_each_week(accepted: Callable[..., None], rank: Callable[..., Ended], tmp_path: Path) -> None:
    accepted(29, *FIRST, *LATE, *SECOND)
    rows = rank("--to-date", "--json").records
    assert {row["week"]: row["base_unweighted"] for row in rows} == {None: 10, 1: 8, 2: 10, 3: 0}
    assert {row["weeks_first"] for row in rows if row["code"] == "parking"} == {2}  # the third week is yet to come
    assert {row["change_p_all"] for row in rows if row["week"] == 3} == {None}
    shown = rank("--to-date").out
    assert "to the end of week 2, " in shown
    assert shown.endswith("Week 3 has no answers to this question yet.\n\n")
    # Not nobody from 14 Jul to 3 Aug: ten answered until then.
    empty = "week 3: nobody answered in it or later: the ranking to date is that of week 2\n"
    assert rank("--to-date", "--week", "3").out.endswith(empty)
    assert {row["cumulative"] for row in rows if row["week"]} == {True}
    assert "to the end of week 2, 14 Jul 2024 to 27 Jul 2024: 10 respondents" in rank("--to-date", "--week", "2").out
    tables = tmp_path / "outputs" / "every_kind" / "draft" / "tables"
    assert {path.name for path in tables.glob("ranking_*")} == {"ranking_priorities_to_date.csv"}
    assert rank("--week", "3").out.endswith("week 3, 28 Jul 2024 to 3 Aug 2024: nobody answered\n")


def test_the_last_weeks_without_answers_are_named(accepted: Callable[..., None], rank: Callable[..., Ended]) -> None:
    """Also where people came in them, and gave no answer to what is ranked."""
    came = [respondent(number, "29/07/2024", "") for number in range(31, 40)]
    accepted(29, *FIRST, *came)
    for options in ([], ["--to-date"]):
        shown = rank(*options).out
        assert "Weeks 2 and 3 have no answers to this question yet." in shown
        assert [line.split()[0] for line in shown.splitlines() if "20 Jul 2024 " in line] == ["1"]
    accepted(30, *FIRST, *came, *SECOND, *(respondent(number, "30/07/2024", "Parking") for number in range(41, 44)))
    assert "yet" not in rank("--to-date").out


def moved(*ranks: tuple[int, int]) -> list[dict[str, Any]]:
    """Rows of (rank, rank of the week before)."""
    return [
        {"label": f"option {place}", "rank": now, "rank_change": before - now}
        for place, (now, before) in enumerate(ranks)
    ]


def test_entries_and_exits_of_the_top_ten() -> None:
    same = [(rank, rank) for rank in range(1, 10)]
    assert top_moves(moved(*same, (10, 11), (11, 10))) == "Into the top ten: option 9. Out of it: option 10"
    assert top_moves(moved(*same, (10, 11), (10, 10))) == "Into the top ten: option 9"
    assert top_moves(moved(*same, (10, 10), (11, 11))) == "The top ten are the same options"
    assert top_moves(moved(*same, (10, 10))) == ""  # there are no more than ten
