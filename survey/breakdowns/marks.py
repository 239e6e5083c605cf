"""Which groups differ beyond chance: letters group against group, and marks of a group against the rest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

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


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of one banner among a side's: ALL at `start`, `groups` to be tested, and maybe those not stated.

    `apart`: no respondent is in two groups; if some are, there are no letters.
    """

    start: int
    groups: int
    unstated: bool
    apart: bool

    @property
    def first(self) -> int:
        """The first of its groups."""
        return self.start + 1


def marks(
    rows: Sequence[Row], side: Side, banners: Sequence[Columns], correction: Correction, picks: bool
) -> tuple[Texts, Texts]:
    """Letters and marks by time, group and row, of the groups of banners; nothing where a group was not tested.

    Letters are those of the groups that a group is higher than, "" where of none. The mark is `+` where a group is
    higher than all others who stated theirs, `-` where it is lower, else "". The family of a correction is all letters,
    or all marks, of a banner at one time.

    Args:
        rows: of the figures.
        side: all columns.
        banners: their columns.
        correction: of the p values.
        picks: whether shares are of picks.
    """
    groups = [each.groups for each in banners]
    couples = [pairs(each.groups) if each.apart else pairs(0) for each in banners]
    at = np.concatenate([np.arange(each.groups) + each.first for each in banners])
    one, other = (
        np.concatenate([each.first + couple[which] for each, couple in zip(banners, couples, strict=True)])
        for which in (0, 1)
    )
    own, stated = side.at(at), Side.beside([_stated(side, each) for each in banners])
    rest = stated.at(np.repeat(np.arange(len(banners)), groups)).less(own)
    p = _p_values(rows, side.at(np.concatenate([at, one])), Side.beside([rest, side.at(other)]), picks)
    mine = _beside(groups)
    couple = [
        slice(len(at) + each.start, len(at) + each.stop) for each in _beside([len(first) for first, _ in couples])
    ]
    p = _corrected(p, [*mine, *couple], correction)
    value, beyond = own.value, p[..., : len(at)]
    marked = np.where(beyond <= SIZE, np.where(value > rest.value, "+", "-"), "").astype(object)
    marked[np.isnan(beyond)] = None
    told = np.full((2, *side.respondents.shape), None, object)
    told[1][..., at] = marked
    for each, own_at, pair_at in zip(banners, mine, couple, strict=True):
        if each.apart:
            told[0][..., at[own_at]] = letters(value[..., own_at], p[..., pair_at])
    untold = ~own.enough | np.isnan(value) | _untested(rows)
    told[0][..., at] = np.where(untold, None, told[0][..., at])
    return np.moveaxis(told[0], -1, 1), np.moveaxis(told[1], -1, 1)


def _beside(sizes: Sequence[int]) -> list[slice]:
    """Where each of several lies, one behind the other."""
    ends = np.cumsum(sizes).tolist()
    return [slice(end - size, end) for end, size in zip(ends, sizes, strict=True)]


def _stated(side: Side, banner: Columns) -> Side:
    """Everyone of whom the banner's group is known."""
    everyone = side.at(slice(banner.start, banner.first))
    last = banner.first + banner.groups
    return everyone.less(side.at(slice(last, last + 1))) if banner.unstated else everyone


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


def _corrected(p: Array, families: Sequence[slice], correction: Correction) -> Array:
    """Corrected for all rows of a family, whose tests lie along the last axis, at one time."""
    sizes = [each.stop - each.start for each in families]
    within = np.arange(max(sizes)) < np.array(sizes)[:, None]
    laid = np.full((len(p), len(families), p.shape[1], within.shape[1]), np.nan)  # as wide as the widest: the rest NaN
    for place, (family, size) in enumerate(zip(families, sizes, strict=True)):
        laid[:, place, :, :size] = p[..., family]
    found = corrected(laid.reshape(len(p), len(families), -1), correction, axis=-1).reshape(laid.shape)
    return np.moveaxis(found, 1, 2)[..., within]
