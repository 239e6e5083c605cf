"""Moves of counts held against the sums they must leave as they are, and against tables small enough to see through."""

from __future__ import annotations

import numpy as np
import pytest

from survey.publish.suppress import needs, suppress
from survey.publish.ties import Ties
from tests.publish.test_suppress import THRESHOLD, crossed

RECTANGLE = [0, 1, 4, 5]  # of three columns and their total


def test_a_rectangle_moves_against_itself() -> None:
    linked, places = crossed([[3, 40, 50], [30, 60, 70], [80, 45, 90]])
    unknown = np.isin(np.arange(places.size), RECTANGLE)
    assert Ties(linked.sums, unknown).moved(0, 2, lambda _cell, _by: True) == {0: 2, 1: -2, 4: -2, 5: 2}


def test_a_move_that_a_cell_cannot_make_is_not_made() -> None:
    linked, places = crossed([[3, 40, 50], [30, 60, 70], [80, 45, 90]])
    ties = Ties(linked.sums, np.isin(np.arange(places.size), RECTANGLE))
    assert not ties.moved(0, -3, lambda cell, by: int(linked.counts[cell]) + by >= 1)


def test_sums_with_one_unknown_are_lone_until_another_is_hidden() -> None:
    linked, places = crossed([[3, 40, 50], [30, 60, 70], [80, 45, 90]])
    ties = Ties(linked.sums, np.isin(np.arange(places.size), [0, 1]))
    across, down = 0, 4  # the first row; the first column stands behind the four rows
    assert (ties.lone(0), ties.lone(3), ties.lone(4)) == ([down], [], [down])
    assert ties.around(0) == [across, down, down + 1]
    ties.hide(4)
    assert (ties.lone(0), ties.lone(4)) == ([], [1])


@pytest.mark.parametrize("seed", range(10))
def test_whatever_moves_every_sum_holds_and_no_known_count_moves(seed: int) -> None:
    random = np.random.default_rng(seed)
    linked, _ = crossed(random.negative_binomial(1, 0.05, random.integers(3, 8, 2)).tolist())
    hidden = suppress(linked)
    ties, found = Ties(linked.sums, hidden), 0
    for cell in np.flatnonzero(hidden & (needs(linked.counts, THRESHOLD) > 0)).tolist():
        moves = ties.moved(cell, 1, lambda one, by: bool(linked.counts[one] + by >= 1))
        after = linked.counts.copy()
        for one, by in moves.items():
            after[one] += by
        assert all(after[total] == after[list(parts)].sum() for total, parts in linked.sums)
        assert (after[~hidden] == linked.counts[~hidden]).all()
        assert (after[hidden] >= 1).all()
        assert after[cell] - linked.counts[cell] == (1 if moves else 0)
        found += bool(moves)
    assert found or not hidden.any()
