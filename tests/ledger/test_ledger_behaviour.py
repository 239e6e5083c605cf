"""Straight-lining, impossible speed, tests and previews: each on its boundary."""

from __future__ import annotations

import datetime as dt
from typing import Any

import polars as pl
import pytest

from survey.errors import UsageError
from survey.ledger.behaviour import impossible_speed, straight_lining, trials_and_previews
from survey.ledger.settings import DEFAULTS, LedgerSettings
from tests.ledger.small import CONSULTATION, START, grid, respond


def test_the_same_answer_to_all_five_items() -> None:
    rows = [
        grid(*["Safe"] * 5),
        grid("Safe", "Safe", "Safe", "Safe", "Unsafe"),
        grid(*["Unsafe"] * 5),
        grid(*["Safe"] * 4, None),
    ]
    found = straight_lining(respond(*rows), CONSULTATION, DEFAULTS)
    assert found.select("response_id", "reason").rows() == [
        ("r1", "the same answer (Safe) to all 5 items of safe, as 2 of the 3 who answered them all"),
        ("r3", "the same answer (Unsafe) to all 5 items of safe, as 2 of the 3 who answered them all"),
    ]


def test_a_small_grid_is_left_alone() -> None:
    assert straight_lining(respond(grid(*["Safe"] * 5)), CONSULTATION, LedgerSettings(grid_items=6)).is_empty()


def taking(*seconds: float, start: dt.datetime = START) -> list[dict[str, Any]]:
    return [{"started": start, "completed": start + dt.timedelta(seconds=each)} for each in seconds]


def test_under_a_fifth_of_the_median() -> None:
    found = impossible_speed(respond(*taking(*[600] * 30, 119, 120)), DEFAULTS)
    assert found.select("response_id", "reason").rows() == [
        ("r31", "completed in 119 seconds; the floor is 120, 20% of the median of 600 seconds")
    ]


def test_a_floor_that_is_given() -> None:
    found = impossible_speed(respond(*taking(59, 60)), LedgerSettings(speed_seconds=60))
    assert found["reason"].to_list() == ["completed in 59 seconds; the floor is 60 seconds"]


def test_too_few_times_say_nothing() -> None:
    assert impossible_speed(respond(*taking(*[600] * 18, 1)), DEFAULTS).is_empty()
    assert len(impossible_speed(respond(*taking(*[600] * 19, 1)), DEFAULTS)) == 1


def test_times_to_the_minute_may_have_been_one_more() -> None:
    whole = START.replace(second=0)
    found = impossible_speed(respond(*taking(*[600] * 30, 60, 0, start=whole)), DEFAULTS)
    assert found["response_id"].to_list() == ["r32"]


def test_completed_before_it_was_started() -> None:
    found = impossible_speed(respond(*taking(-5)), DEFAULTS)
    assert found["reason"].to_list() == ["completed 5 seconds before it was started"]


def test_who_left_early_is_not_flagged() -> None:
    early = {**taking(1)[0], "status": "partial"}
    assert impossible_speed(respond(*taking(*[600] * 30), early, {"completed": None}), DEFAULTS).is_empty()


@pytest.mark.parametrize(
    "text", ["Test", "  testing, testing 123!", "This is only a test - please ignore", "TEST RESPONSE"]
)
def test_words_that_are_a_test(text: str) -> None:
    found = trials_and_previews(respond({"comments": text}), CONSULTATION)
    assert found["response_id"].to_list() == ["r1"]


@pytest.mark.parametrize(
    "text", ["The test centre is shut", "More drug tests", "Contest", "123", "Please ignore this", "detest"]
)
def test_words_that_are_none(text: str) -> None:
    assert trials_and_previews(respond({"comments": text}), CONSULTATION).is_empty()


def test_all_words_must_say_so() -> None:
    rows = [{"comments": "test", "ideas": "More patrols"}, {"comments": "test", "ideas": "test"}]
    found = trials_and_previews(respond(*rows), CONSULTATION)
    assert found.select("response_id", "reason").rows() == [("r2", "all its words are: test | test")]


@pytest.mark.parametrize(
    ("name", "is_test"), [("test-1", True), ("R_preview", True), ("TEST", True), ("R_contest9", False)]
)
def test_ids_that_say_so(name: str, is_test: bool) -> None:
    found = trials_and_previews(respond({"response_id": name}), CONSULTATION)
    assert found["response_id"].to_list() == ([name] if is_test else [])


def test_previews_by_the_tools_own_mark() -> None:
    found = trials_and_previews(respond({"preview": "Survey Preview"}, {}), CONSULTATION)
    assert found.select("response_id", "reason").rows() == [("r1", "the survey tool marks it: Survey Preview")]


def test_previews_by_how_they_came() -> None:
    rows = [{"came_by": "Survey preview"}, {"came_by": "Paper"}, {}]
    found = trials_and_previews(respond(*rows), CONSULTATION.model_copy(update={"channel": "came_by"}))
    assert found.select("response_id", "reason").rows() == [("r1", "it came as Survey preview")]
    assert trials_and_previews(respond(*rows), CONSULTATION).is_empty()


def test_settings_out_of_range_are_all_named() -> None:
    with pytest.raises(UsageError) as raised:
        LedgerSettings(near_similarity=0.4, grid_items=1, speed_share=1.5)
    assert [problem.what.split()[0] for problem in raised.value.problems] == [
        "near_similarity",
        "grid_items",
        "speed_share",
    ]
    assert raised.value.problems[0].expected == "from 0.5 to 1"


def test_flags_of_behaviour_have_no_group() -> None:
    found = straight_lining(respond(grid(*["Safe"] * 5)), CONSULTATION, DEFAULTS)
    assert found.select(pl.col("group", "evidence").null_count()).row(0) == (1, 1)
