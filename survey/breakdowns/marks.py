"""Which groups differ beyond chance: letters group against group, and marks of a group against the rest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Any

import numpy as np
from numpy.typing import NDArray

from survey.breakdowns.figures import MEANS, Figures
from survey.breakdowns.rows import Row
from survey.statistics.compare import ROUNDING, share_tests, two_means
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
        return _Side(*(each[..., groups] for each in self._sums()))

    def less(self, others: _Side) -> _Side:
        """Without these, who are among them."""
        pairs = zip(self._sums(), others._sums(), strict=True)
        return _Side(*(_left(mine, other) for mine, other in pairs))

    def _sums(self) -> list[Array]:
        return [getattr(self, field.name) for field in fields(self)]

    @property
    def value(self) -> Array:
        nothing = np.full(self.total.shape, np.nan)
        return np.asarray(np.divide(self.total, self.base_w, out=nothing, where=self.base_w > 0))


def marks(
    rows: Sequence[Row], found: Figures, groups: int, correction: Correction, picks: bool, apart: bool
) -> tuple[Texts, Texts]:
    """Letters and marks by time, group and row, of the first `groups` after ALL; nothing where a group was not tested.

    Letters are those of the groups that a group is higher than, "" where of none. The mark is `+` where a group is
    higher than all others who stated theirs, `-` where it is lower, else "". The family of a correction is all letters,
    or all marks, of the table at one time.

    Args:
        rows: of the figures.
        found: the figures; their groups are ALL, those to be tested, and maybe those not stated.
        groups: how many are to be tested.
        correction: of the p values.
        picks: whether shares are of picks.
        apart: whether no respondent is in two groups; if some are, there are no letters.
    """
    side = _Side.of(found)
    own, stated = side.at(slice(1, groups + 1)), side.at(slice(0, 1))
    if found.n.shape[1] > groups + 1:
        stated = stated.less(side.at(slice(groups + 1, None)))
    rest = stated.less(own)
    p = _corrected(_p_values(rows, own, rest, picks), correction)
    marked = np.where(p <= SIZE, np.where(own.value > rest.value, "+", "-"), "").astype(object)
    marked[np.isnan(p)] = None
    lettered = np.full(marked.shape, None, object)
    if apart:
        i, j = pairs(groups)
        lettered = letters(own.value, _corrected(_p_values(rows, own.at(i), own.at(j), picks), correction))
        lettered[(own.respondents < FEWEST) | np.isnan(own.value) | _untested(rows)] = None
    told = np.full((2, *found.n.shape), None, object)
    told[0, :, 1 : groups + 1], told[1, :, 1 : groups + 1] = (np.moveaxis(each, -1, 1) for each in (lettered, marked))
    return told[0], told[1]


def _p_values(rows: Sequence[Row], a: _Side, b: _Side, picks: bool) -> Array:
    """Shares by the pooled test; means, net balances and shares of picks by their variances within each group."""
    share = np.array([[bool(row.members) and not picks] for row in rows])
    p = np.full(np.broadcast_shapes(a.n.shape, b.n.shape), np.nan)
    if share.any():
        inside_a, inside_b = (Sums(each.n, each.total, each.twice) for each in (a, b))
        p = share_tests(inside_a, _base(a), inside_b, _base(b))
    if not share.all():
        means = two_means(_estimate(a), _base(a).effective, _estimate(b), _base(b).effective).p
        p = np.where(share, p, means)
    tested = (a.respondents >= FEWEST) & (b.respondents >= FEWEST) & ~_untested(rows)
    return np.where(tested, p, np.nan)


def _untested(rows: Sequence[Row]) -> NDArray[np.bool_]:
    return np.array([[not row.members and row.code not in MEANS] for row in rows])


def _base(side: _Side) -> Sums:
    return Sums(side.base_n, side.base_w, side.squares)


def _estimate(side: _Side) -> Estimate:
    n = side.respondents
    value = side.value
    with np.errstate(invalid="ignore", divide="ignore"):
        spread = side.twice - 2 * value * side.once + value**2 * side.squares
        return Estimate(value, np.maximum(spread, 0) / side.base_w**2 * (n / (n - 1)))


def _corrected(p: Array, correction: Correction) -> Array:
    return corrected(p.reshape(len(p), -1), correction, axis=1).reshape(p.shape)


def _left(mine: Array, other: Array) -> Array:
    """What is left of sums. They are of the same weights in another order: what differs by rounding alone is nought."""
    rounded = np.abs(mine - other) <= ROUNDING * np.maximum(np.abs(mine), np.abs(other))
    return np.where(rounded, 0.0, mine - other)
