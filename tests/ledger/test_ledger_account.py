"""The ledger and its account, worked out by hand for a dozen submissions."""

from __future__ import annotations

import datetime as dt
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from survey.errors import UsageError
from survey.frames import SET_ASIDE, conform, empty
from survey.ledger.account import account
from survey.ledger.flags import flags, leave_out
from survey.ledger.frames import ACCOUNT, FLAGS, LEDGER
from survey.ledger.ledger import ledger
from tests.ledger.small import CONSULTATION as ALL
from tests.ledger.small import QUESTIONS, START, grid, respond

LETTER = "We object to the closing of our police station since nobody will come out when we call for help at night"
TWELVE = "one two three four five six seven eight nine ten eleven twelve"
ROWS: tuple[dict[str, Any], ...] = (
    {"area": "Dudley", "comments": LETTER, "came_by": "Online"},
    {"area": "Dudley", "comments": LETTER, "came_by": "Online"},  # the same answers: a copy, or another person's
    {"area": "Walsall", "comments": f"{LETTER}. I live nearby.", "came_by": "Paper"},
    {"area": "Walsall", "comments": f"Well, {LETTER}", "came_by": "Paper"},
    {"area": "Outside the area", "comments": f"{LETTER} every single week", "came_by": "Online"},
    {"area": "Dudley", "comments": TWELVE},
    {"area": "Dudley", "comments": TWELVE.upper()},  # a copy
    {"area": "Prefer not to say", "comments": "No", **grid(*["Safe"] * 5)},
    {"comments": "no", "status": "partial", "started": None},
    {"area": "Walsall", "status": "screened_out", "started": dt.datetime(2024, 9, 1, 9, 0, 1), "week": None},
    {"status": "blank"},
)
ASIDE = pl.DataFrame(
    {"line": [20, 21], "column": ["ID", "ID"], "reason": ["no response id", "too few cells"], "raw": ["a", "b"]},
    schema=dict(SET_ASIDE),
)
CONSULTATION = ALL.model_copy(update={"channel": "came_by"})


def made() -> tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame]:
    """Responses, flags, ledger."""
    responses = respond(*ROWS)
    found = flags(responses, CONSULTATION)
    return responses, found, ledger(responses, ASIDE, found, CONSULTATION)


def test_every_submission_has_its_fate() -> None:
    rows = made()[2]
    assert conform(rows, LEDGER).equals(rows)
    assert rows.select("response_id", "status", "counted", "area", "channel").rows() == [
        ("r1", "complete", True, "in_area", "Online"),
        ("r2", "complete", True, "in_area", "Online"),
        ("r3", "complete", True, "in_area", "Paper"),
        ("r4", "complete", True, "in_area", "Paper"),
        ("r5", "complete", True, "outside", "Online"),
        ("r6", "complete", True, "in_area", "Not stated"),
        ("r7", "complete", True, "in_area", "Not stated"),
        ("r8", "complete", True, "not_stated", "Not stated"),
        ("r9", "partial", True, "not_stated", "Not stated"),
        ("r10", "screened_out", True, "in_area", "Not stated"),
        ("r11", "blank", False, "not_stated", "Not stated"),
        (None, "set_aside", False, None, None),
        (None, "set_aside", False, None, None),
    ]


def test_why_and_what_stands_beside_it() -> None:
    rows = made()[2]
    assert rows["why"].to_list()[7:] == [
        "finished: in the bases of the questions it was asked",
        "not finished: in the bases of the questions it was asked; in no week: no date",
        "screened out: in the bases of the questions it was asked; in no week: dated outside fieldwork",
        "not counted: no question is answered",
        "set aside: no response id",
        "set aside: too few cells",
    ]
    assert rows["flags"].to_list()[:8] == [
        "exact_duplicate; near_duplicate; campaign",
        "exact_duplicate; near_duplicate; campaign",
        "near_duplicate; campaign",
        "near_duplicate; campaign",
        "near_duplicate; campaign",
        "exact_duplicate",
        "exact_duplicate",
        "straight_lining",
    ]
    assert rows["duplicate_of"].to_list() == [None, "r1", None, None, None, None, "r6", *[None] * 6]
    assert rows["same_words_as"].to_list() == ["r1", "r1", "r3", "r4", "r5", "r6", "r6", "r8", "r8", *[None] * 4]


def test_the_counts_an_inquiry_asks_for() -> None:
    counts = account(made()[2], CONSULTATION)
    assert conform(counts, ACCOUNT).equals(counts)
    assert dict(counts.select("measure", "count").iter_rows()) == {
        "received": 13,
        "set_aside": 2,
        "kept": 11,
        "complete": 8,
        "partial": 1,
        "screened_out": 1,
        "blank": 1,
        "counted": 10,
        "later_exact_duplicates": 2,
        "later_exact_duplicates_of_campaigns": 1,
        "distinct": 8,
        "with_words": 9,
        "distinct_texts": 6,
        "exact_duplicate": 4,
        "near_duplicate": 5,
        "campaign": 5,
        "straight_lining": 1,
        "impossible_speed": 0,
        "test_response": 0,
        "flagged": 8,
        "local": 7,
        "outside": 1,
        "area_not_stated": 2,
        "channel: Not stated": 5,
        "channel: Online": 3,
        "channel: Paper": 2,
    }
    how = dict(counts.select("measure", "how").iter_rows())
    assert how["outside"] == "counted, and the answer to area (Where do you live?) is Outside the area"
    assert how["channel: Paper"] == "counted, and 'Paper' is the answer to came_by (Channel)"
    assert how["campaign"] == "kept, and flagged: 15 words or more that 5 responses or more share"


def test_what_cannot_be_known_is_not_a_nought() -> None:
    nowhere = CONSULTATION.model_copy(update={"area": None, "channel": None})
    responses = respond(*ROWS)
    counts = account(ledger(responses, ASIDE, empty(FLAGS), nowhere))
    unknown = {measure: how for measure, count, how in counts.iter_rows() if count is None}
    assert unknown == {
        **dict.fromkeys(
            ("local", "outside", "area_not_stated"),
            "not known: the definition names no area question ([consultation] area)",
        ),
        "channel": "not known: the definition names no question that holds it ([consultation] channel)",
    }


def test_the_definition_says_what_lies_outside() -> None:
    """Without a word of it, the option's code tells; Dudley is outside only where the definition says so."""
    border = CONSULTATION.model_copy(update={"outside": ("dudley", "outside_the_area")})
    responses = respond(*ROWS)
    counts = account(ledger(responses, ASIDE, empty(FLAGS), border), border)
    found = {measure: (count, how) for measure, count, how in counts.iter_rows()}
    assert (found["local"][0], found["outside"][0], found["area_not_stated"][0]) == (3, 5, 2)
    assert found["outside"][1].endswith("is Dudley or Outside the area")


def test_a_consultation_without_free_text_has_its_ledger() -> None:
    """A few ticks alike are no evidence; nobody's words are looked at, since nobody was asked for any."""
    closed = CONSULTATION.model_copy(update={"questions": QUESTIONS[:4], "channel": None})
    responses = respond({"area": "Dudley"}, {"area": "Dudley"}, {"status": "blank"}, consultation=closed)
    found = flags(responses, closed)
    assert found.is_empty()
    counts = dict(account(ledger(responses, ASIDE, found, closed), closed).select("measure", "count").iter_rows())
    assert {name: counts[name] for name in ("received", "kept", "distinct", "local", "with_words")} == {
        "received": 5,
        "kept": 3,
        "distinct": 2,
        "local": 2,
        "with_words": 0,
    }


def test_without_keeps_the_first_of_duplicates_and_the_order_of_rows() -> None:
    responses, found, _ = made()
    backwards = responses.reverse()
    assert leave_out(backwards, found, ["exact_duplicate"])["response_id"].to_list() == [
        f"r{place}" for place in (11, 10, 9, 8, 6, 5, 4, 3, 1)
    ]
    assert leave_out(responses, found, ["near_duplicate"])["response_id"].to_list() == [
        "r1",
        *[f"r{n}" for n in range(6, 12)],
    ]
    assert leave_out(responses, found, ["campaign", "straight_lining"])["response_id"].to_list() == [
        f"r{place}" for place in (6, 7, 9, 10, 11)
    ]
    assert_frame_equal(leave_out(responses, found, []), responses)
    assert (
        len(leave_out(responses.tail(10), found, ["exact_duplicate"])) == 9
    )  # r1 is not here: r2 is the first to come


def test_without_an_unknown_flag() -> None:
    with pytest.raises(UsageError) as raised:
        leave_out(respond(), empty(FLAGS), ["exact_duplicates", "speed"])
    assert [problem.hint for problem in raised.value.problems] == ["did you mean 'exact_duplicate'?", ""]


@settings(max_examples=6, deadline=None)
@given(st.permutations(range(len(ROWS))))
def test_the_order_of_rows_makes_no_difference(order: list[int]) -> None:
    responses, found, rows = made()
    shuffled = responses[order]
    assert_frame_equal(flags(shuffled, CONSULTATION), found)
    assert_frame_equal(ledger(shuffled, ASIDE.reverse(), found, CONSULTATION), rows)


def test_later_responses_leave_the_names_of_groups_as_they_are() -> None:
    responses, found, _ = made()
    later = respond(
        {"response_id": "a", "area": "Dudley", "comments": LETTER, "started": START + dt.timedelta(days=20)}
    )
    again = flags(pl.concat([responses, later]), CONSULTATION)
    names = pl.col("response_id", "flag", "group")
    assert_frame_equal(again.filter(pl.col("response_id") != "a").select(names), found.select(names))
