"""Suppression held against hand-worked tables and against an attacker of the tests' own, who counts every table."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from survey.publish.suppress import Linked, exposed, needs, suppress

THRESHOLD = 10


def crossed(table: list[list[int]], threshold: int = THRESHOLD) -> tuple[Linked, NDArray[np.int64]]:
    """A table with its margins, all printed, and the places of its cells: the margins are last."""
    inner = np.array(table, dtype=np.int64)
    full = np.block(
        [[inner, inner.sum(axis=1, keepdims=True)], [inner.sum(axis=0, keepdims=True), inner.sum(keepdims=True)]]
    )
    places = np.arange(full.size).reshape(full.shape)
    rows = [(int(line[-1]), tuple(int(one) for one in line[:-1])) for line in places]
    columns = [(int(line[-1]), tuple(int(one) for one in line[:-1])) for line in places.T]
    counts = full.ravel()
    return Linked(counts, np.ones(full.size, dtype=bool), tuple(rows + columns), needs(counts, threshold)), places


def test_one_small_count_takes_three_more_with_it() -> None:
    linked, places = crossed([[3, 40, 50], [30, 60, 70], [80, 45, 90]])
    hidden = suppress(linked)
    assert hidden[places[0, 0]]
    assert hidden.sum() == 4
    assert hidden[places][:2, :2].all()
    assert not exposed(linked, hidden)


def test_nothing_small_hides_nothing() -> None:
    linked, _ = crossed([[10, 40], [30, 0]])
    assert not suppress(linked).any()


def test_a_primary_alone_is_exposed() -> None:
    linked, places = crossed([[3, 40], [30, 60]])
    alone = np.zeros(places.size, dtype=bool)
    alone[places[0, 0]] = True
    assert exposed(linked, alone) == [int(places[0, 0])]


def test_a_count_that_is_not_printed_but_follows_is_kept_from_following() -> None:
    """Of 98 asked 95 are printed in two options: that three did not answer must not follow."""
    counts = np.array([98, 60, 35, 3])
    linked = Linked(counts, np.array([True, True, True, False]), ((0, (1, 2, 3)),), needs(counts, THRESHOLD))
    hidden = suppress(linked)
    assert list(hidden) == [False, False, True, False]
    assert not exposed(linked, hidden)


@settings(max_examples=20, deadline=None)
@given(st.lists(st.integers(0, 8), min_size=4, max_size=4), st.integers(3, 5))
def test_no_small_count_follows_by_counting_every_table(cells: list[int], threshold: int) -> None:
    linked, _ = crossed([cells[:2], cells[2:]], threshold)
    hidden = suppress(linked)
    assert not ((linked.needs > 0) & ~hidden).any()
    fits = ((linked.counts == _EVERY) | hidden).all(axis=1) & ((_EVERY >= 1) | ~hidden).all(axis=1)
    for cell in np.flatnonzero(hidden):
        values = set(_EVERY[fits, cell].tolist())
        assert len(values) > 1
        assert len(values) > linked.needs[cell]


def _every() -> NDArray[np.int64]:
    """Every table of two by two counts up to 15 with its margins, a row each, as `crossed` lays them out."""
    a, b, c, d = (one.ravel() for one in np.indices((16, 16, 16, 16)))
    return np.stack([a, b, a + b, c, d, c + d, a + c, b + d, a + b + c + d], axis=1)


_EVERY = _every()


@pytest.mark.parametrize("seed", range(12))
def test_random_tables_are_safe(seed: int) -> None:
    random = np.random.default_rng(seed)
    shape = random.integers(2, 8), random.integers(2, 9)
    linked, _ = crossed(random.negative_binomial(1, 0.03, shape).tolist())
    hidden = suppress(linked)
    assert not ((linked.needs > 0) & ~hidden).any()
    assert not exposed(linked, hidden)
