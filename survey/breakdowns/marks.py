"""Which groups differ beyond chance: letters group against group, and marks of a group against the rest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import astuple, dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from survey.breakdowns.figures import MEANS, Figures
from survey.breakdowns.rows import Row
from survey.statistics.compare import share_tests, two_means
from survey.statistics.corrections import Correction, corrected
from survey.statistics.letters import SIZE, letters, pairs
from survey.statistics.variance import Array, Estimate, Sums

FEWEST = 30  # respondents: groups of fewer are not tested
Texts = NDArray[np.object_]


@dataclass(frozen=True, slots=True)
class _Side:
    """What a test needs of groups, by time, row and group: sums, so that groups can be put together and taken off."""

    respondents: Array
    n: Array
    base_n: Array
    total: Array
    base_w: Array
    squares: Array
    once: Array
    twice: Array

    @classmethod
    def of(cls, found: Figures) -> _Side:
        total = np.nan_to_num(found.weighted * found.base_w)
        sums = (found.respondents, found.n, found.base_n, total, found.base_w, found.squares, found.once, found.twice)
        return cls(*(np.moveaxis(each, 1, -1) for each in sums))

    def at(self, groups: Any) -> _Side:
        return _Side(*(each[..., groups] for each in astuple(self)))

    def less(self, others: _Side) -> _Side:
        """Without these, who are among them. Sums in another order differ in the last digits, a rest of nobody is 0."""
        left = [mine - other for mine, other in zip(astuple(self), astuple(others), strict=True)]
        return _Side(*(np.where(left[0] > 0, each, 0.0) for each in left))

    @property
    def value(self) -> Array:
        with np.errstate(invalid="ignore", divide="ignore"):
            return np.where(self.respondents >= FEWEST, self.total / self.base_w, np.nan)


def letter_marks(rows: Sequence[Row], found: Figures, groups: int, correction: Correction, picks: bool) -> Texts:
    """The letters of the groups that a group is higher than, by time, group and row; of the first `groups` after ALL.

    "" where there are none; nothing where a group was not tested. The family of a correction is the table, at one time.
    The groups must have no respondents in common.
    """
    told = np.full(found.n.shape, None, object)
    side = _Side.of(found).at(slice(1, groups + 1))
    i, j = pairs(groups)
    p = _corrected(_p_values(rows, side.at(i), side.at(j), picks), correction)
    value = side.value
    marked = letters(value, p)
    marked[np.isnan(value) | _untested(rows)] = None
    told[:, 1 : groups + 1] = np.moveaxis(marked, -1, 1)
    return told


def rest_marks(rows: Sequence[Row], found: Figures, groups: int, correction: Correction, picks: bool) -> Texts:
    """`+` where a group is higher than all others who stated theirs, `-` where it is lower, by time, group and row.

    "" where it is neither; nothing where it was not tested. The family of a correction is the table, at one time.
    """
    told = np.full(found.n.shape, None, object)
    side = _Side.of(found)
    own = side.at(slice(1, groups + 1))
    stated = side.at(slice(0, 1))
    if found.n.shape[1] > groups + 1:
        stated = stated.less(side.at(slice(groups + 1, None)))
    rest = stated.less(own)
    p = _corrected(_p_values(rows, own, rest, picks), correction)
    marked = np.where(p <= SIZE, np.where(own.value > rest.value, "+", "-"), "").astype(object)
    marked[np.isnan(p)] = None
    told[:, 1 : groups + 1] = np.moveaxis(marked, -1, 1)
    return told


def _p_values(rows: Sequence[Row], a: _Side, b: _Side, picks: bool) -> Array:
    """Shares by the pooled test; means, net balances and shares of picks by their variances within each group."""
    tested = (a.respondents >= FEWEST) & (b.respondents >= FEWEST) & ~_untested(rows)
    share = np.array([[not row.scores and not picks] for row in rows])
    inside_a, inside_b = (Sums(each.n, each.total, each.twice) for each in (a, b))
    by_share = share_tests(inside_a, _base(a), inside_b, _base(b))
    by_mean = two_means(_estimate(a), _base(a).effective, _estimate(b), _base(b).effective).p
    return np.where(tested, np.where(share, by_share, by_mean), np.nan)


def _untested(rows: Sequence[Row]) -> NDArray[np.bool_]:
    return np.array([[not row.members and row.code not in MEANS] for row in rows])


def _base(side: _Side) -> Sums:
    return Sums(side.base_n, side.base_w, side.squares)


def _estimate(side: _Side) -> Estimate:
    n = side.respondents
    with np.errstate(invalid="ignore", divide="ignore"):
        value = side.total / side.base_w
        spread = side.twice - 2 * value * side.once + value**2 * side.squares
        return Estimate(value, np.maximum(spread, 0) / side.base_w**2 * (n / (n - 1)))


def _corrected(p: Array, correction: Correction) -> Array:
    return corrected(p.reshape(len(p), -1), correction, axis=1).reshape(p.shape)
