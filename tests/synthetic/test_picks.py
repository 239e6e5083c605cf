"""Picks hold what they were asked to hold, whatever the counts."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from survey.synthetic.picks import draw_picks, weekly_counts


@st.composite
def pick_counts(draw: st.DrawFn) -> tuple[int, int, list[int]]:
    """Respondents, the limit, and counts that can be picked."""
    respondents = draw(st.integers(1, 40))
    counts = draw(st.lists(st.integers(0, respondents), min_size=1, max_size=8).filter(lambda c: sum(c) >= respondents))
    least = -(-sum(counts) // respondents)
    return respondents, draw(st.integers(least, max(least, len(counts)))), counts


@settings(max_examples=200)
@given(drawn=pick_counts(), seed=st.integers(0, 1000))
def test_counts_are_exact_and_everyone_picks_within_the_limit(drawn: tuple[int, int, list[int]], seed: int) -> None:
    respondents, most, counts = drawn
    rng = np.random.default_rng(seed)
    picked = draw_picks(counts, rng.standard_normal((respondents, len(counts))), most, rng)
    assert picked.sum(axis=0).tolist() == counts
    assert picked.sum(axis=1).min() >= 1
    assert picked.sum(axis=1).max() <= most


def test_who_likes_it_most_picks_it() -> None:
    liking = np.array([[3.0, 0.0], [2.0, 1.0], [0.0, 2.0]])
    picked = draw_picks([1, 2], liking, 2, np.random.default_rng(1))
    assert picked.tolist() == [[True, False], [False, True], [False, True]]


# 55, 47, 47, 44 % and a small option, as of the reference; limits from ample to nothing to spare.
@pytest.mark.parametrize(("most", "small"), [(5, 300), (3, 300), (2, 125)])
@given(seed=st.integers(0, 500))
@settings(max_examples=25, deadline=None)
def test_the_first_leads_in_all_weeks_but_two(most: int, small: int, seed: int) -> None:
    bases = [400, 250, 200, 300, 200, 150]
    counts = [830, 705, 704, 636, small]
    table = weekly_counts(counts, bases, most, 0, {2: 1, 5: 2}, np.random.default_rng(seed))
    assert table.sum(axis=0).tolist() == counts
    assert (table >= 0).all()
    assert (table.sum(axis=1) <= np.array(bases) * most).all()
    lead = table[:, 0] - table[:, 1:].max(axis=1)
    assert [bool(each > 0) for each in lead] == [True, True, False, True, True, False]
    assert table[2].argmax() == 1
    assert table[5].argmax() == 2
    assert (lead != 0).all()
