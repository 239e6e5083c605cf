"""What is found of what was planted: 5,000 SYNTHETIC comments, all different, and duplicates of known truth."""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import dataclass
from typing import Any

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from survey.frames import SET_ASIDE, empty
from survey.ledger.campaigns import campaigns
from survey.ledger.flags import flags
from survey.ledger.frames import CAMPAIGN, EXACT, NEAR
from survey.ledger.ledger import ledger
from survey.ledger.settings import DEFAULTS
from tests.ledger.planted import TEMPLATES, campaign_letter, edited, shuffled, unique_comments
from tests.ledger.small import AREA, COMMENTS, CONSULTATION, START, WHERE, respond

UNIQUE, EXACT_COPIES, NEAR_COPIES, LETTERS = 5_000, 250, 500, 40


@dataclass(frozen=True)
class Planted:
    responses: pl.DataFrame
    flags: pl.DataFrame
    exact: list[tuple[str, str]]  # first, copy
    near: list[tuple[str, str]]
    letters: dict[str, tuple[int, str | None]]  # id: which campaign, the sender's own words

    def groups(self, flag: str) -> dict[str, str]:
        return dict(self.flags.filter(pl.col("flag") == flag).select("response_id", "group").iter_rows())


def ticks(rng: random.Random) -> dict[str, Any]:
    labels = [option.label for option in WHERE.options]
    return {
        "area": rng.choice([option.label for option in AREA.options]),
        "visits": "Yes",
        "where": rng.sample(labels, rng.randint(1, 3)),
    }


def together(pair: tuple[str, str], groups: dict[str, str]) -> bool:
    return pair[0] in groups and groups[pair[0]] == groups.get(pair[1])


@pytest.fixture(scope="module")
def planted() -> Planted:
    rng = random.Random(5)  # noqa: S311 - reproducible, nothing secret
    comments = unique_comments(UNIQUE, seed=1)
    rows = [
        {"response_id": f"SYNTHETIC-{place}", "comments": text, **ticks(rng)} for place, text in enumerate(comments)
    ]
    exact: list[tuple[str, str]] = []
    near: list[tuple[str, str]] = []
    letters: dict[str, tuple[int, str | None]] = {}
    for row in rows[:EXACT_COPIES]:
        rows.append({**row, "response_id": f"{row['response_id']}-again", "where": row["where"][::-1]})
        exact.append((row["response_id"], rows[-1]["response_id"]))
    for row in rows[EXACT_COPIES : EXACT_COPIES + NEAR_COPIES]:
        words = {"comments": edited(row["comments"], rng), "response_id": f"{row['response_id']}-edited"}
        rows.append({**row, **ticks(rng), **words})
        near.append((row["response_id"], rows[-1]["response_id"]))
    own = iter(unique_comments(len(TEMPLATES) * LETTERS, seed=2))
    for number, template in enumerate(TEMPLATES):
        for place in range(LETTERS):
            mine = next(own).split(". ")[0].removesuffix(".")
            letter, added = campaign_letter(template, mine, rng)
            rows.append({"response_id": f"SYNTHETIC-letter-{number}-{place}", "comments": letter, **ticks(rng)})
            letters[rows[-1]["response_id"]] = (number, mine if added else None)
    moments = [START + dt.timedelta(minutes=place) for place in shuffled(len(rows), seed=3)]
    responses = respond(*({**row, "started": at} for row, at in zip(rows, moments, strict=True)))
    return Planted(responses, flags(responses, CONSULTATION), exact, near, letters)


def test_exact_duplicates_are_found_and_nothing_else(planted: Planted) -> None:
    groups = planted.groups(EXACT)
    found = [pair for pair in planted.exact if together(pair, groups)]
    assert len(found) >= 0.99 * len(planted.exact)
    wrong = groups.keys() - {name for pair in planted.exact for name in pair} - planted.letters.keys()
    assert not wrong


def test_near_duplicates_are_found_and_little_else(planted: Planted) -> None:
    groups = planted.groups(NEAR)
    found = [pair for pair in planted.near if together(pair, groups)]
    assert len(found) >= 0.95 * len(planted.near)
    truth = {name for pair in planted.near for name in pair}
    outside_campaigns = groups.keys() - planted.letters.keys()
    assert len(outside_campaigns & truth) >= 0.95 * len(outside_campaigns)


def test_campaigns_are_found_with_what_each_sender_added(planted: Planted) -> None:
    rows = planted.flags.filter(pl.col("flag") == CAMPAIGN).select("response_id", "group", "evidence").rows()
    assert {name for name, _, _ in rows} == planted.letters.keys()
    assert len({group for _, group, _ in rows}) == len(TEMPLATES)
    assert len({(group, planted.letters[name][0]) for name, group, _ in rows}) == len(TEMPLATES)
    right = [name for name, _, evidence in rows if evidence == (planted.letters[name][1] or "")]
    assert len(right) >= 0.95 * len(rows)


def test_nothing_is_removed(planted: Planted) -> None:
    made = ledger(planted.responses, empty(SET_ASIDE), planted.flags, CONSULTATION)
    assert made["response_id"].sort().to_list() == planted.responses["response_id"].sort().to_list()
    assert made["counted"].all()


def test_the_order_of_rows_makes_no_difference(planted: Planted) -> None:
    some = planted.responses.tail(700)
    again = some[shuffled(len(some), seed=4)]
    assert_frame_equal(flags(again, CONSULTATION), flags(some, CONSULTATION))
    assert_frame_equal(campaigns(again, [COMMENTS], DEFAULTS), campaigns(some, [COMMENTS], DEFAULTS))
