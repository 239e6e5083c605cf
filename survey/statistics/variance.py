"""Shares, means and totals under weights, with their linearised variances, from sums over cells of respondents.

The design is "weights only" (each respondent a draw with replacement, as R's `svydesign(ids = ~1, weights = ~w)`) or,
with a `population`, a simple random sample without replacement. The variance of a group's figure is that of a domain:
its factor N / (N - 1) counts everyone of the survey (`everyone`), not the group alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

Array: TypeAlias = npt.NDArray[np.float64]
Values: TypeAlias = npt.ArrayLike


_NOISE = 1e-13  # what is left of a difference of two sums that are the same but for rounding


@dataclass(frozen=True, slots=True)
class Sums:
    """Cells of respondents: how many, the sum of their weights, the sum of the squared weights. Arrays of one shape."""

    n: Array
    w: Array
    w2: Array

    @classmethod
    def of(cls, n: Values, w: Values | None = None, w2: Values | None = None) -> Sums:
        """Cells from these figures; without weights each respondent weighs 1."""
        count = np.asarray(n, float)
        weight = count if w is None else np.asarray(w, float)
        return cls(count, weight, count if w2 is None else np.asarray(w2, float))

    @classmethod
    def respondents(cls, weights: Values) -> Sums:
        """One cell a respondent."""
        w = np.asarray(weights, float)
        return cls(np.ones_like(w), w, w * w)

    @property
    def effective(self) -> Array:
        """Kish's effective base, (sum w)^2 / sum w^2; 0 where nobody has a weight."""
        return _ratio(self.w * self.w, self.w2, 0.0)

    @property
    def design_effect(self) -> Array:
        """Kish's design effect of the weights alone: respondents over effective base; NaN where nobody has a weight."""
        return _ratio(self.n, self.effective)

    def sum(self, axis: int = -1) -> Sums:
        """The cells along an axis put together."""
        return Sums(self.n.sum(axis), self.w.sum(axis), self.w2.sum(axis))

    def __add__(self, other: Sums) -> Sums:
        """These cells and others, respondent by respondent apart."""
        return Sums(self.n + other.n, self.w + other.w, self.w2 + other.w2)

    def __sub__(self, part: Sums) -> Sums:
        """Those who are in these cells and not in `part`, which lies within: the rest beside a group."""
        # Sums in another order differ in the last digits, and a rest of nobody must weigh nothing.
        n = self.n - part.n
        w, w2 = (np.where(n > 0, np.maximum(a - b, 0.0), 0.0) for a, b in ((self.w, part.w), (self.w2, part.w2)))
        return Sums(n, w, w2)


@dataclass(frozen=True, slots=True)
class Estimate:
    """Figures and their variances; NaN where there is no base."""

    value: Array
    variance: Array

    @property
    def se(self) -> Array:
        """Standard errors."""
        return np.sqrt(self.variance)


def share(
    inside: Sums,
    base: Sums,
    everyone: Values | None = None,
    population: float | None = None,
    outside: Sums | None = None,
) -> Estimate:
    """Shares (0 to 1) of the base that is inside: [(1 - p)^2 S2_in + p^2 S2_out] / S^2 * N / (N - 1).

    Args:
        inside: those of each base who gave the answer.
        base: broadcasts with `inside`.
        everyone: respondents of the survey, N; by default those of the base.
        population: how many the simple random sample was drawn from.
        outside: those of each base who did not; by default the base less those inside, which loses digits where those
            outside weigh next to nothing.
    """
    p = _ratio(inside.w, base.w)
    if outside is None:
        apart = base.w2 - inside.w2
        # The sums may differ in the last digits where all are inside, and a variance is never negative.
        left, apart = 1 - p, np.where(apart > _NOISE * base.w2, apart, 0.0)
    else:
        left, apart = _ratio(outside.w, base.w), outside.w2
    spread = left**2 * inside.w2 + p**2 * apart
    return Estimate(p, _ratio(np.maximum(spread, 0.0), base.w**2) * _scale(base, everyone, population))


def mean(values: Values, cells: Sums, everyone: Values | None = None, population: float | None = None) -> Estimate:
    """Weighted means of a value that all respondents of a cell have, over the last axis.

    A value may be a score of the answers: 1 for a net and 0 else, 1 for agreement and -1 for disagreement (the mean is
    the net balance), 1 for one option and -1 for another, the place on a scale.

    Args:
        values: broadcasts with the cells; NaN: not in the base.
        cells: combinations of answers, values that were given, or single respondents.
        everyone: respondents of the survey; by default those of the base.
        population: how many the simple random sample was drawn from.
    """
    y, cells = _in_base(values, cells)
    base = cells.sum()
    m = _ratio((cells.w * y).sum(-1), base.w)
    m = m + _ratio((cells.w * (y - m[..., None])).sum(-1), base.w)  # what rounding took, where values are far from 0
    spread = (cells.w2 * _off(y, cells, base) ** 2).sum(-1)
    return Estimate(m, _ratio(spread, base.w**2) * _scale(base, everyone, population))


def total(values: Values, cells: Sums, everyone: Values | None = None, population: float | None = None) -> Estimate:
    """Weighted totals of a value over the last axis (1 for those who count, 0 else: how many there are).

    Arguments as of `mean`; the variance is that of N draws, so `everyone` must hold those without the value too.
    """
    y, cells = _in_base(values, cells)
    sums = (cells.w * y).sum(-1)
    n = cells.n.sum(-1) if everyone is None else np.asarray(everyone, float)
    # Within cells and between them: the squares less the square of the sum would lose digits where draws are alike.
    drawn, middle = _ratio(cells.w * y, cells.n, 0.0), _ratio(sums, n, 0.0)[..., None]
    squares = cells.w2 * y**2
    within = squares - cells.n * drawn**2
    within = np.where(within > _NOISE * squares, within, 0.0).sum(-1)
    between = (cells.n * (drawn - middle) ** 2).sum(-1) + (n - cells.n.sum(-1)) * middle[..., 0] ** 2
    return Estimate(sums, (within + between) * _scale(cells.sum(), everyone, population))


def covariance(
    scores: Sequence[Values] | Array, cells: Sums, everyone: Values | None = None, population: float | None = None
) -> Array:
    """The covariance matrix of the means of several scores over the same cells; NaN in a score: not in its base.

    Bases may differ (items of a grid, two waves with some respondents in both): cov = sum over those in both of
    w^2 (a - mean a)(b - mean b) / (S_a S_b) * N / (N - 1).

    Args:
        scores: k scores of each of the cells.
        cells: one axis.
        everyone: respondents of the survey; by default those of the cells.
        population: how many the simple random sample was drawn from.
    """
    y = np.asarray(scores, float)
    within = ~np.isnan(y)
    y, held = _in_base(y, cells)
    base = within @ cells.w
    distance = np.where(within, _off(y, held, held.sum()), 0.0)
    spread = (distance * cells.w2) @ distance.T
    return _ratio(spread, np.outer(base, base)) * _scale(cells.sum(), everyone, population)


def design_effect(
    values: Values, cells: Sums, everyone: Values | None = None, population: float | None = None
) -> Array:
    """Variance of `mean` over that of as many drawn at random with replacement (R's `deff = "replace"`).

    As in R, cells without weight are not among as many. Arguments as of `mean`.
    """
    variance = mean(values, cells, everyone, population).variance
    y, cells = _in_base(values, cells)
    base = Sums(np.where(cells.w > 0, cells.n, 0.0), cells.w, cells.w2).sum()
    spread = _ratio((cells.w * _off(y, cells, base) ** 2).sum(-1), base.w)
    return _ratio(variance, _ratio(spread, base.n - 1))


def _in_base(values: Values, cells: Sums) -> tuple[Array, Sums]:
    y = np.asarray(values, float)
    within = ~np.isnan(y)
    return np.where(within, y, 0.0), Sums(cells.n * within, cells.w * within, cells.w2 * within)


def _off(y: Array, cells: Sums, base: Sums) -> Array:
    """How far values are off their weighted mean, over the last axis.

    Reckoned from the value that weighs most: so it keeps its digits where values are far from 0, and is nothing at all
    where everyone gave the same.
    """
    y, w = np.broadcast_arrays(y, cells.w)
    if not y.shape[-1]:
        return y
    apart = np.where(w > 0, y - np.take_along_axis(y, w.argmax(-1, keepdims=True), -1), 0.0)
    return np.asarray(apart - _ratio((w * apart).sum(-1), base.w)[..., None])


def _scale(base: Sums, everyone: Values | None, population: float | None) -> Array:
    """N / (N - 1), NaN for one respondent; times what is left of the population."""
    n = base.n if everyone is None else np.asarray(everyone, float)
    return _ratio(n, n - 1) * (1.0 if population is None else 1 - n / population)


def _ratio(over: Array, under: Array, otherwise: float = np.nan) -> Array:
    over, under = np.broadcast_arrays(np.asarray(over, float), np.asarray(under, float))
    found: Array = np.divide(over, under, out=np.full(over.shape, otherwise), where=under > 0)
    return found
