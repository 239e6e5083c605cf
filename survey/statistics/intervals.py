"""Intervals of shares (0 to 1) from a base: respondents, or the effective base where there are weights.

Each takes arrays that broadcast and gives lower and upper ends; NaN where the base is 0. They never leave 0 to 1.
"""

from __future__ import annotations

import numpy as np
from scipy.special import betaincinv, ndtri

from survey.statistics.variance import Array, Values

LEVEL = 0.95


def wilson(share: Values, base: Values, level: float = LEVEL) -> tuple[Array, Array]:
    """Wilson's score interval (Newcombe 1998, method 3; R's `prop.test(correct = FALSE)`)."""
    p, n = _given(share, base)
    return _score_ends(p, p, n, quantile(level))


def wilson_corrected(share: Values, base: Values, level: float = LEVEL) -> tuple[Array, Array]:
    """Wilson's interval with continuity correction (Newcombe 1998, method 4; R's `prop.test`).

    As in R, a share of exactly one half is not corrected.
    """
    p, n = _given(share, base)
    shift = np.minimum(0.5, np.abs(p * n - n / 2)) / n
    return _score_ends(np.maximum(p - shift, 0), np.minimum(p + shift, 1), n, quantile(level))


def clopper_pearson(share: Values, base: Values, level: float = LEVEL) -> tuple[Array, Array]:
    """The "exact" interval (R's `binom.test`); the base need not be whole."""
    p, n = _given(share, base)
    x, rest = p * n, (1 - p) * n
    low, high = (p <= 0) | (x <= 0), (p >= 1) | (rest <= 0)
    tail = (1 - level) / 2
    lower = np.where(low, p * 0, betaincinv(np.where(low, 1, x), rest + 1, tail))
    upper = np.where(high, p * 0 + 1, betaincinv(x + 1, np.where(high, 1, rest), 1 - tail))
    return np.minimum(lower, p), np.maximum(upper, p)  # the inverse is rough where there is next to nothing


def newcombe(
    share_a: Values, base_a: Values, share_b: Values, base_b: Values, correlation: Values = 0.0, level: float = LEVEL
) -> tuple[Array, Array]:
    """The interval of the difference a - b of two shares, from their Wilson intervals (Newcombe 1998, method 10).

    It holds at 0 and 1 too, where the plain one (`prop.test`) shrinks to nothing.

    Args:
        share_a: of a base `base_a`, as `share_b` of `base_b`.
        correlation: of the two shares, where they have respondents in common.
    """
    (a, n_a), (b, n_b) = _given(share_a, base_a), _given(share_b, base_b)
    (lower_a, upper_a), (lower_b, upper_b) = wilson(a, n_a, level), wilson(b, n_b, level)
    down = _joint(a - lower_a, upper_b - b, correlation)
    up = _joint(upper_a - a, b - lower_b, correlation)
    return np.maximum(a - b - down, -1.0), np.minimum(a - b + up, 1.0)


def quantile(level: float) -> float:
    """How many standard errors an interval of this level reaches to each side."""
    return float(ndtri((1 + level) / 2))


def _joint(one: Array, other: Array, correlation: Values) -> Array:
    return np.sqrt(np.maximum(one**2 - 2 * np.asarray(correlation, float) * one * other + other**2, 0.0))


def _score_ends(low: Array, high: Array, n: Array, z: float) -> tuple[Array, Array]:
    """Lower end of the score interval of one share, upper end of that of another."""
    half = z * z / (2 * n)

    def reach(p: Array) -> Array:
        return np.asarray(p + half + z * np.sqrt(p * (1 - p) / n + half / (2 * n)))

    # (low + half)^2 - root^2 is low^2 (1 + 2 half): so written, a tiny share loses no digits.
    return low**2 / reach(low), np.minimum(reach(high) / (1 + 2 * half), 1.0)


def _given(share: Values, base: Values) -> tuple[Array, Array]:
    """Shares and bases as arrays; a base of nobody is NaN, and so is all that comes of it."""
    p, n = np.broadcast_arrays(np.asarray(share, float), np.asarray(base, float))
    n = np.where(n > 0, n, np.nan)
    return np.clip(p + 0 * n, 0, 1), n
