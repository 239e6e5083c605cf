"""Exact duplicates by hand: what is one, what is not, and that thousands who tick alike are not."""

from __future__ import annotations

import datetime as dt
import random
from typing import Any

import polars as pl
import pytest

from survey.ledger.chance import likelihood
from survey.ledger.exact import exact_duplicates
from survey.ledger.profiles import in_order, profiles
from survey.ledger.settings import DEFAULTS
from tests.ledger.small import CONSULTATION, START, grid, respond

EIGHT = "Please mend the lights along the canal path"
TICKS: dict[str, Any] = {"area": "Walsall", "visits": "Yes", "where": ["Metro"], "came_by": "Paper"}
LINE = grid("Safe", "Unsafe", "Safe", "Neither", "Unsafe")


def found(*rows: dict[str, Any]) -> list[tuple[str, str]]:
    flags = exact_duplicates(respond(*rows), CONSULTATION, DEFAULTS)
    return flags.select("response_id", "group").rows()


def test_all_answers_with_a_verbatim_of_eight_words() -> None:
    rows = [{**TICKS, "comments": EIGHT}, {"comments": EIGHT}, {**TICKS, "comments": EIGHT}]
    flags = exact_duplicates(respond(*rows), CONSULTATION, DEFAULTS)
    assert flags.select("response_id", "group").rows() == [("r1", "exact:r1"), ("r3", "exact:r1")]
    assert flags["reason"].to_list() == [
        "all answers (to 5 questions) are the same as those of response r3, 2 responses in all: "
        "a verbatim of 8 words among them",
        "all answers (to 5 questions) are the same as those of response r1, 2 responses in all: "
        "a verbatim of 8 words among them",
    ]


def test_seven_words_are_a_stock_phrase() -> None:
    seven = {**TICKS, "comments": "I have nothing more to add thanks"}
    assert found(seven, seven) == []


def test_order_of_ticks_case_spaces_and_quotes_are_no_difference() -> None:
    one = {**TICKS, "where": ["Bus", "Metro"], "comments": "It's  the LIGHTS along the canal that worry me"}
    other = {**TICKS, "where": ["Metro", "Bus"], "comments": "It\u2019s the lights along the canal that\nworry me "}
    assert [name for name, _ in found(one, other)] == ["r1", "r2"]


@pytest.mark.parametrize(
    "change",
    [{"area": "Dudley"}, {"where": ["Bus"]}, {"ideas": "More"}, {"comments": EIGHT + " now"}, {"safe.day": "Safe"}],
)
def test_one_other_answer_and_it_is_no_duplicate(change: dict[str, Any]) -> None:
    assert found({**TICKS, "comments": EIGHT}, {**TICKS, "comments": EIGHT, **change}) == []


def test_blank_responses_are_no_duplicates() -> None:
    blank = {"status": "blank", "started": START}
    assert found(blank, blank) == []


def crowd(*rows: dict[str, Any]) -> list[dict[str, Any]]:
    """198 responses a day apart, of one kind of answer, and then these."""
    usual = {"area": "Dudley", "visits": "No", "came_by": "Online"}
    return [*([usual] * 198), *rows]


def test_equal_ticks_that_chance_cannot_explain() -> None:
    at = START + dt.timedelta(days=300)
    rare = {**TICKS, **LINE}
    rows = crowd({**rare, "started": at}, {**rare, "started": at + dt.timedelta(seconds=90)})
    flags = exact_duplicates(respond(*rows), CONSULTATION, DEFAULTS)
    # Four questions of which 2 of 200 gave this answer, one that 2 of the 2 asked gave: 0.01^4. One other response
    # within half an hour, so 0.05 within 90 seconds: 200 * 0.01^4 * 0.05 / 2.
    assert flags.select("response_id", "group").rows() == [("r199", "exact:r199"), ("r200", "exact:r199")]
    assert flags["reason"][0].endswith(
        "within 90 seconds; by accident 5e-08 pairs so alike and so close are to be expected in the whole consultation"
    )


def test_the_same_ticks_at_another_time_take_the_evidence_away() -> None:
    at = START + dt.timedelta(days=300)
    rare = {**TICKS, **LINE}
    later = {**rare, "started": at + dt.timedelta(seconds=90)}
    assert found(*crowd({**rare, "started": at}, later, {**rare, "started": at + dt.timedelta(days=1)})) == []
    assert found(*crowd({**rare, "started": at}, later, {**rare, "started": None})) == []


def test_half_an_hour_is_the_limit() -> None:
    at = START + dt.timedelta(days=300)
    rare = {**TICKS, **LINE}
    within = {**rare, "started": at + dt.timedelta(seconds=1800)}
    assert len(found(*crowd({**rare, "started": at}, within))) == 2
    assert found(*crowd({**rare, "started": at}, {**rare, "started": at + dt.timedelta(seconds=1801)})) == []


def test_times_to_the_day_tell_nothing_of_closeness() -> None:
    midnight = START.replace(hour=0, second=0)
    days = [{"started": midnight + dt.timedelta(days=place)} for place in range(200)]
    rows = crowd(*([{**TICKS, **LINE}] * 2))
    assert found(*({**row, **day} for row, day in zip(rows, [*days[:-1], days[-2]], strict=True))) == []
    minute = dt.timedelta(hours=9, minutes=5)  # the same noted to the minute
    moments = [{"started": day["started"] + minute} for day in days]
    assert len(found(*({**row, **at} for row, at in zip(rows, [*moments[:-1], moments[-2]], strict=True)))) == 2


def test_three_answers_are_too_few() -> None:
    at = START + dt.timedelta(days=300)
    few = {"area": "Walsall", "came_by": "Paper", **LINE}
    assert found(*crowd({**few, "started": at}, {**few, "started": at})) == []
    assert len(found(*crowd({**few, "visits": "Yes", "started": at}, {**few, "visits": "Yes", "started": at}))) == 2


def test_thousands_tick_alike() -> None:
    """3,000 people in three days; each has a mood, by which the answers hang together: what independence denies."""
    rng = random.Random(1)  # noqa: S311 - reproducible, nothing secret
    rows: list[dict[str, Any]] = []
    for place in range(3_000):
        mood = rng.random()
        options = ("Safe", "Neither", "Unsafe")
        picked = [options[max(0, min(2, int(3 * mood + rng.choice((-0.4, 0, 0, 0, 0.4)))))] for _ in range(5)]
        rows.append(
            {
                "started": START + dt.timedelta(seconds=86 * place),
                "area": "Walsall" if mood < 0.1 else "Dudley",
                "visits": "Yes" if mood < 0.5 else "No",
                "where": ["Bus"] if mood < 0.5 else None,
                "comments": "No" if mood > 0.8 else None,
                "came_by": "Online",
                **grid(*picked),
            }
        )
    responses = respond(*rows)
    assert profiles(responses, CONSULTATION).is_duplicated().sum() > 2_000
    assert exact_duplicates(responses, CONSULTATION, DEFAULTS).is_empty()


def test_the_likelihood_is_of_those_asked() -> None:
    rows: list[dict[str, Any]] = [
        {"visits": "Yes", "where": ["Bus"]},
        {"visits": "Yes", "where": ["Train"]},
        {"visits": "No"},
        {"visits": "No"},
    ]
    ordered = in_order(respond(*rows))
    assert likelihood(ordered, profiles(ordered, CONSULTATION), CONSULTATION).to_list() == [0.25, 0.25, 0.5, 0.5]


def test_a_grid_is_one_answer() -> None:
    rows: list[dict[str, Any]] = [
        grid("Safe", "Safe", "Safe", "Safe", "Safe"),
        grid("Safe", "Safe", "Safe", "Safe", "Safe"),
        LINE,
        {},
    ]
    ordered = in_order(respond(*rows))
    assert likelihood(ordered, profiles(ordered, CONSULTATION), CONSULTATION).to_list() == [0.5, 0.5, 0.25, 0.25]


def test_first_come_first_whatever_the_line() -> None:
    same = {"started": START}
    rows: list[dict[str, Any]] = [
        {"response_id": "b", "line": 3, **same},
        {"response_id": "a", "line": 2, **same},
        {"response_id": "c", "started": None},
    ]
    responses = respond(*rows)
    assert in_order(responses)["response_id"].to_list() == ["a", "b", "c"]
    assert in_order(responses).select(pl.col(":at").null_count()).item() == 1
