"""Which groups differ beyond chance: letters group against group, and marks of a group against the rest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
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
class Sides:
    """What a test needs of groups: sums, so that groups can be put together and taken off.

    `sums` are, along the first axis: respondents, those in the row, those in its base, the total of the row's values
    and of the weights of its base, and the base's squared weights alone, times the value, times its square. Along the
    others: time, row, group.
    """

    sums: Array

    @classmethod
    def of(cls, found: Figures) -> Sides:
        """All groups of the figures."""
        total = np.nan_to_num(found.weighted * found.base_w)
        sums = (found.respondents, found.n, found.base_n, total, found.base_w, found.squares, found.once, found.twice)
        return cls(np.moveaxis(np.array(sums), 2, -1))

    def at(self, groups: Any) -> Sides:
        """Some of the groups."""
        return Sides(self.sums[..., groups])

    def less(self, others: Sides) -> Sides:
        """Without these, who are among them. They weigh the same in another order: what rounding leaves is nought."""
        left = self.sums - others.sums
        most = np.maximum(np.abs(self.sums), np.abs(others.sums))
        return Sides(np.where(np.abs(left) <= ROUNDING * most, 0.0, left))

    @property
    def respondents(self) -> Array:
        """Respondents behind the base."""
        found: Array = self.sums[0]
        return found

    @property
    def inside(self) -> Sums:
        """Those in the row, of a share."""
        return Sums(self.sums[1], self.sums[3], self.sums[7])

    @property
    def base(self) -> Sums:
        """Those in its base."""
        return Sums(self.sums[2], self.sums[4], self.sums[5])

    @property
    def estimate(self) -> Estimate:
        """The row's figure, with its variance within the group; NaN without a base."""
        n, _, _, total, base_w, squares, once, twice = self.sums
        value = np.divide(total, base_w, out=np.full(total.shape, np.nan), where=base_w > 0)
        with np.errstate(invalid="ignore", divide="ignore"):
            spread = twice - 2 * value * once + value**2 * squares
            return Estimate(value, np.maximum(spread, 0) / base_w**2 * (n / (n - 1)))


def marks(
    rows: Sequence[Row], side: Sides, groups: int, correction: Correction, picks: bool, apart: bool
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
    value = own.estimate.value
    p = _corrected(_p_values(rows, own, rest, picks), correction)
    marked = np.where(p <= SIZE, np.where(value > rest.estimate.value, "+", "-"), "").astype(object)
    marked[np.isnan(p)] = None
    lettered = np.full(marked.shape, None, object)
    if apart:
        i, j = pairs(groups)
        lettered = letters(value, _corrected(_p_values(rows, own.at(i), own.at(j), picks), correction))
        lettered[(own.respondents < FEWEST) | np.isnan(value) | _untested(rows)] = None
    told = np.full((2, *side.respondents.shape), None, object)
    told[0, ..., 1 : groups + 1], told[1, ..., 1 : groups + 1] = lettered, marked
    return np.moveaxis(told[0], -1, 1), np.moveaxis(told[1], -1, 1)


def _p_values(rows: Sequence[Row], a: Sides, b: Sides, picks: bool) -> Array:
    """Shares by the pooled test; means, net balances and shares of picks by their variances within each group."""
    share = np.array([[bool(row.members) and not picks] for row in rows])
    p = np.full(np.broadcast_shapes(a.respondents.shape, b.respondents.shape), np.nan)
    if share.any():
        p = share_tests(a.inside, a.base, b.inside, b.base)
    if not share.all():
        means = two_means(a.estimate, a.base.effective, b.estimate, b.base.effective).p
        p = np.where(share, p, means)
    tested = (a.respondents >= FEWEST) & (b.respondents >= FEWEST) & ~_untested(rows)
    return np.where(tested, p, np.nan)


def _untested(rows: Sequence[Row]) -> NDArray[np.bool_]:
    return np.array([[not row.members and row.code not in MEANS] for row in rows])


def _corrected(p: Array, correction: Correction) -> Array:
    return corrected(p.reshape(len(p), -1), correction, axis=1).reshape(p.shape)
