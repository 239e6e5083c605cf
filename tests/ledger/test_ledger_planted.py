"""What is found of what was planted: 5,000 SYNTHETIC comments, all different, and duplicates of known truth."""

from __future__ import annotations

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from survey.frames import SET_ASIDE, empty
from survey.ledger.campaigns import campaigns
from survey.ledger.flags import flags
from survey.ledger.frames import CAMPAIGN, EXACT, NEAR
from survey.ledger.ledger import ledger
from survey.ledger.settings import DEFAULTS
from tests.ledger.planted import TEMPLATES, Planted, plant, shuffled, together
from tests.ledger.small import COMMENTS, CONSULTATION


@pytest.fixture(scope="module")
def planted() -> Planted:
    return plant()


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
