"""Which groups differ beyond chance: letters group against group, and marks of a group against the rest."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from survey.breakdowns.figures import MEANS
from survey.breakdowns.rows import Row
from survey.breakdowns.sides import Side
from survey.statistics.compare import share_tests, two_means
from survey.statistics.corrections import Correction, corrected
from survey.statistics.letters import SIZE, letters, pairs
from survey.statistics.variance import Array

Texts = NDArray[np.object_]


def marks(
    rows: Sequence[Row], side: Side, groups: int, correction: Correction, picks: bool, apart: bool
) -> tuple[Texts, Texts]:
    """Letters and marks by time, group and row, of the first `groups` after ALL; nothing where a group was not tested.

    Letters are those of the groups that a group is higher than, "" where of none. The mark is `+` where a group is
    higher than all others who stated theirs, `-` where it is lower, else "". The family of a correction is all letters,
    or all marks, of the table at one time.

    Args:
        rows: of the figures.
        side: ALL, the groups to be tested, and maybe those not stated.
        groups: how many are to be tested.
        correction: of the p values.
        picks: whether shares are of picks.
        apart: whether no respondent is in two groups; if some are, there are no letters.
    """
    own, stated = side.at(slice(1, groups + 1)), side.at(slice(0, 1))
    if side.sums.shape[-1] > groups + 1:
        stated = stated.less(side.at(slice(groups + 1, None)))
    rest = stated.less(own)
    value = own.value
    i, j = pairs(groups) if apart else pairs(0)
    against_rest, against_each = np.split(
        _p_values(rows, own.beside(own.at(i)), rest.beside(own.at(j)), picks), [groups], -1
    )
    p = _corrected(against_rest, correction)
    marked = np.where(p <= SIZE, np.where(value > rest.value, "+", "-"), "").astype(object)
    marked[np.isnan(p)] = None
    lettered = np.full(marked.shape, None, object)
    if apart:
        lettered = letters(value, _corrected(against_each, correction))
        lettered[~own.enough | np.isnan(value) | _untested(rows)] = None
    told = np.full((2, *side.respondents.shape), None, object)
    told[0, ..., 1 : groups + 1], told[1, ..., 1 : groups + 1] = lettered, marked
    return np.moveaxis(told[0], -1, 1), np.moveaxis(told[1], -1, 1)


def _p_values(rows: Sequence[Row], a: Side, b: Side, picks: bool) -> Array:
    """Shares by the pooled test; means, net balances and shares of picks by their variances within each group."""
    share = np.array([[bool(row.members) and not picks] for row in rows])
    p = np.full(np.broadcast_shapes(a.respondents.shape, b.respondents.shape), np.nan)
    if share.any():
        p = share_tests(a.inside, a.base, b.inside, b.base)
    if not share.all():
        means = two_means(a.estimate, a.base.effective, b.estimate, b.base.effective).p
        p = np.where(share, p, means)
    tested = a.enough & b.enough & ~_untested(rows)
    return np.where(tested, p, np.nan)


def _untested(rows: Sequence[Row]) -> NDArray[np.bool_]:
    return np.array([[not row.members and row.code not in MEANS] for row in rows])


def _corrected(p: Array, correction: Correction) -> Array:
    return corrected(p.reshape(len(p), -1), correction, axis=1).reshape(p.shape)
