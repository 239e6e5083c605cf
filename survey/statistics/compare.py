"""Tests of a difference between two figures: the difference, its interval, the statistic and its p value.

All take arrays that broadcast. Tests are two-sided; p is NaN where one side has no base.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import ndtr, stdtr, stdtrit

from survey.statistics.intervals import LEVEL, newcombe, quantile, wilson
from survey.statistics.variance import Array, Estimate, Sums, Values, share

ROUNDING = 1e-12


@dataclass(frozen=True, slots=True)
class Difference:
    """First minus second, with the ends of its interval; the statistic is its distance from 0 in standard errors."""

    value: Array
    lower: Array
    upper: Array
    statistic: Array
    p: Array


def two_shares(
    inside_a: Sums, base_a: Sums, inside_b: Sums, base_b: Sums, overlap: Values = 0.0, level: float = LEVEL
) -> Difference:
    """Two shares of two groups: the pooled z test (`share_tests`), and Newcombe's interval on the same bases.

    A group against the rest is this test with the rest (`total - group`) as the second group.

    Args:
        inside_a: those of `base_a` who gave the answer; as `inside_b` of `base_b`.
        overlap: where some respondents are in both bases, the sum of their squared weights over S_a * S_b.
    """
    statistic, deff = _pooled(inside_a, base_a, inside_b, base_b, np.asarray(overlap, float))
    with np.errstate(invalid="ignore", divide="ignore"):
        a, b = inside_a.w / base_a.w, inside_b.w / base_b.w
        n_a, n_b = base_a.effective / deff, base_b.effective / deff
        correlation = np.clip(np.nan_to_num(overlap * np.sqrt(base_a.effective * base_b.effective)), 0, 1)
    lower, upper = newcombe(a, n_a, b, n_b, correlation, level)
    return Difference(a - b, lower, upper, statistic, two_sided(statistic))


def share_tests(inside_a: Sums, base_a: Sums, inside_b: Sums, base_b: Sums) -> Array:
    """The p values of two groups' shares, for many cells at once.

    Without weights the pooled z test of R's `prop.test(correct = FALSE)`. With weights the respondents are the
    effective bases, over a factor for how weights and answer hang together (those who gave it weigh more than others,
    or less), estimated over both groups: Var = p(1 - p) f (1 / e_a + 1 / e_b),
    f = [(1 - p)^2 S2_in + p^2 S2_out] / [p(1 - p) S2]. Without it the size at 5% is off by a point or two where they
    do (tests/benchmarks/size.py). Where both shares are 0, or both 1, p is 1.
    """
    return two_sided(_pooled(inside_a, base_a, inside_b, base_b, np.asarray(0.0))[0])


def share_against(inside: Sums, base: Sums, fixed: Values, level: float = LEVEL) -> Difference:
    """A share less one that has no error of its own, such as a target: the score test and Wilson's interval.

    Without weights R's `prop.test(x, n, p = fixed, correct = FALSE)`; with weights on the effective base over the
    factor of `share_tests`. NaN where `fixed` is not between 0 and 1.
    """
    given = np.asarray(fixed, float)
    p0 = np.where((given > 0) & (given < 1), given, np.nan)
    with np.errstate(invalid="ignore", divide="ignore"):
        p = inside.w / base.w
        n = base.effective / _factor(inside, base, p)[1]
        z = _apart(p, p0) / np.sqrt(p0 * (1 - p0) / n)
    lower, upper = wilson(p, n, level)
    return Difference(p - p0, lower - p0, upper - p0, z, two_sided(z))


def difference(
    first: Estimate,
    second: Estimate,
    covariance: Values = 0.0,
    degrees: Values = np.inf,
    level: float = LEVEL,
) -> Difference:
    """Any two estimates by their variances: nets, net balances, means, figures of overlapping respondents.

    Var = var(first) + var(second) - 2 cov. With `degrees` N - 2 it is R's `svyttest` of two groups. Equal figures
    without variance have p 1.

    Args:
        covariance: of the two, 0 for different respondents (`variance.covariance` gives it for the same).
        degrees: of freedom of Student's t; without, the normal distribution.
    """
    variance = first.variance + second.variance - 2 * np.asarray(covariance, float)
    se = np.sqrt(np.maximum(variance, 0.0))
    size = np.maximum(np.abs(first.value), np.abs(second.value))
    # Nothing apart from rounding is no difference; where errors are larger than that it does no harm.
    value = np.where(se > ROUNDING * size, first.value - second.value, _apart(first.value, second.value))
    return _tested(value, se, np.asarray(degrees, float), level)


def two_means(first: Estimate, base_first: Values, second: Estimate, base_second: Values) -> Difference:
    """Means of two groups by Welch's t (R's `t.test`), degrees of freedom from the (effective) bases.

    Where all of each group gave one value p is 1 if it is the same, else 0 (R's `t.test` refuses such data).
    Each estimate's variance stands on its own group (`mean` without `everyone`).
    """
    n_a, n_b = np.asarray(base_first, float), np.asarray(base_second, float)
    with np.errstate(invalid="ignore", divide="ignore"):
        parts = first.variance**2 / (n_a - 1) + second.variance**2 / (n_b - 1)
        degrees = (first.variance + second.variance) ** 2 / parts
        degrees = np.where((first.variance == 0) & (second.variance == 0), np.inf, degrees)
    return difference(first, second, degrees=degrees)


def paired(only_first: Sums, only_second: Sums, base: Sums, everyone: Values | None = None) -> Difference:
    """Two answers of the same respondents: two options, a positive and a negative net, one answer in two waves.

    Those who gave both or neither tell nothing of the difference. The test is McNemar's with weights: the difference
    over the root of sum w^2 of those who gave one only; the interval is linearised.

    Args:
        only_first: those who gave the first and not the second.
        base: all of them.
        everyone: respondents of the survey; by default those of the base.
    """
    first, second = share(only_first, base), share(only_second, base)
    value = first.value - second.value
    with np.errstate(invalid="ignore", divide="ignore"):
        n = base.n if everyone is None else np.asarray(everyone, float)
        one_only = only_first.w2 + only_second.w2
        spread = one_only - 2 * value * (only_first.w2 - only_second.w2) + value**2 * base.w2
        se = np.sqrt(np.maximum(spread, 0.0) * n / (n - 1)) / base.w
        moved = only_first.w - only_second.w
        statistic = np.where((one_only > 0) | np.isnan(value), moved / np.sqrt(one_only), 0.0) + 0 * value
    z = quantile(LEVEL)
    return Difference(value, value - z * se, value + z * se, statistic, two_sided(statistic))


def two_sided(statistic: Values, degrees: Values = np.inf) -> Array:
    """The p value of a z statistic, or of a t statistic with these degrees of freedom."""
    below = -np.abs(np.asarray(statistic, float))
    freedom = np.asarray(degrees, float)
    infinite = np.isposinf(freedom)
    if infinite.all():
        return np.asarray(2 * ndtr(below))
    found: Array = np.where(infinite, ndtr(below), stdtr(np.where(infinite, 1, freedom), below))
    return np.asarray(2 * found)


def _tested(value: Array, se: Array, degrees: Array, level: float) -> Difference:
    with np.errstate(invalid="ignore", divide="ignore"):
        statistic = np.where(value == 0, 0 * se, value / se)
    infinite = np.isposinf(degrees)
    t = np.where(infinite, quantile(level), stdtrit(np.where(infinite, 1, degrees), (1 + level) / 2))
    return Difference(value, value - t * se, value + t * se, statistic, two_sided(statistic, degrees))


def _pooled(inside_a: Sums, base_a: Sums, inside_b: Sums, base_b: Sums, overlap: Array) -> tuple[Array, Array]:
    """The z statistic, and the factor f of `share_tests`."""
    n_a, n_b = base_a.effective, base_b.effective
    with np.errstate(invalid="ignore", divide="ignore"):
        a, b = inside_a.w / base_a.w, inside_b.w / base_b.w
        p = np.clip((a * n_a + b * n_b) / (n_a + n_b), 0, 1)
        spread, deff = _factor(inside_a + inside_b, base_a + base_b, p)
        variance = spread * (1 / n_a + 1 / n_b - 2 * overlap)
        z = (a - b) / np.sqrt(np.maximum(variance, 0.0))
        return np.where(_apart(a, b) == 0, 0 * variance, z), deff


def _factor(inside: Sums, base: Sums, p: Array) -> tuple[Array, Array]:
    """p(1 - p) f, and f, of `share_tests`; f is 1 where the share is 0 or 1."""
    with np.errstate(invalid="ignore", divide="ignore"):
        spread = ((1 - p) ** 2 * inside.w2 + p**2 * np.maximum(base.w2 - inside.w2, 0)) / base.w2
        return spread, np.where((spread > 0) & (p * (1 - p) > ROUNDING), spread / (p * (1 - p)), 1.0)


def _apart(a: Array, b: Array) -> Array:
    """a - b; nothing where they differ by rounding alone, which over an error of nothing would be a finding."""
    return np.where(np.abs(a - b) <= ROUNDING * np.maximum(np.abs(a), np.abs(b)), 0 * (a - b), a - b)
