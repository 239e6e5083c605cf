"""Whether figures rise or fall over time: a straight line through those of weeks or waves."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import chdtrc

from survey.statistics.compare import ROUNDING, two_sided
from survey.statistics.intervals import LEVEL, quantile
from survey.statistics.variance import Array, Estimate, Sums, Values


@dataclass(frozen=True, slots=True)
class Trend:
    """Change of the figure in one unit of time, the ends of its interval, the statistic and its p value.

    All NaN with a base at fewer than two times. `p_line` is small where the figures leave the line beyond chance
    (NaN with fewer than three times): then the trend tells only part of what happened.
    """

    slope: Array
    lower: Array
    upper: Array
    statistic: Array
    p: Array
    p_line: Array


def share_trend(times: Values, inside: Sums, base: Sums, level: float = LEVEL) -> Trend:
    """The trend of a share by Cochran and Armitage's test (R's `prop.trend.test`), on effective bases where weighted.

    The variance is that under no trend, with the factor for how weights and answer hang together that
    `compare.share_tests` has.

    Args:
        times: along the last axis of the sums; weeks of nobody are passed over.
        inside: those of each base who gave the answer.
        base: broadcasts with `inside`.
    """
    inside, base = _broadcast(inside, base)
    n = base.effective
    with np.errstate(invalid="ignore", divide="ignore"):
        share = np.where(n > 0, inside.w / base.w, 0.0)
        p = np.clip((n * share).sum(-1) / n.sum(-1), 0, 1)
        within, all_of = inside.w2.sum(-1), base.w2.sum(-1)
        spread = ((1 - p) ** 2 * within + p**2 * np.maximum(all_of - within, 0)) / all_of
    return _line(times, share, n, spread, level)


def trend(times: Values, figures: Estimate, bases: Values, level: float = LEVEL) -> Trend:
    """The trend of means, nets or balances: least squares weighted by the bases, with the variance within times.

    It is the linear contrast of an analysis of variance. (Weights of one over each time's own variance would be
    pulled to the times whose figure is near the end of its scale.)

    Args:
        times: along the last axis of the figures; those that are NaN are passed over.
        figures: of different respondents at each time.
        bases: they stand on; effective bases where weighted.
    """
    y, variance = (np.asarray(each, float) for each in (figures.value, figures.variance))
    n = np.where(np.isnan(y), 0.0, np.broadcast_to(np.asarray(bases, float), y.shape))
    told = np.where(np.isnan(variance), 0.0, n)
    with np.errstate(invalid="ignore", divide="ignore"):
        spread = np.where(told > 0, told**2 * variance, 0.0).sum(-1) / told.sum(-1)
    return _line(times, np.where(np.isnan(y), 0.0, y), n, spread, level)


def _line(times: Values, y: Array, n: Array, spread: Array, level: float) -> Trend:
    """Weighted least squares, where a figure's variance is `spread` over its weight n."""
    t = np.broadcast_to(np.asarray(times, float), n.shape)
    known = (n > 0).sum(-1)
    with np.errstate(invalid="ignore", divide="ignore"):
        middle_t, middle_y = ((n * each).sum(-1, keepdims=True) / n.sum(-1, keepdims=True) for each in (t, y))
        width = np.where(known > 1, (n * (t - middle_t) ** 2).sum(-1), np.nan)
        slope = (n * (t - middle_t) * (y - middle_y)).sum(-1) / width
        se = np.sqrt(spread / width)
        flat = np.abs(slope) * np.ptp(t, axis=-1) <= ROUNDING * np.abs(middle_y[..., 0])
        slope = np.where(flat, 0 * slope, slope)
        # Figures without any error (each time all gave one value) are a line beyond chance, unless they are the same.
        statistic = np.where(spread > 0, slope / se, np.where(flat, 0 * width, np.copysign(np.inf, slope) + 0 * width))
        off = (n * (y - middle_y - slope[..., None] * (t - middle_t)) ** 2).sum(-1) / spread
    z = quantile(level)
    p_line = _beyond(np.where(spread > 0, off, np.nan), known - 2)
    return Trend(slope, slope - z * se, slope + z * se, statistic, two_sided(statistic), p_line)


def _beyond(chisq: Array, degrees: Array) -> Array:
    return np.asarray(chdtrc(np.where(degrees > 0, degrees, np.nan), chisq))


def _broadcast(inside: Sums, base: Sums) -> tuple[Sums, Sums]:
    shape = np.broadcast_shapes(inside.w.shape, base.w.shape)
    one, other = (Sums(*(np.broadcast_to(each, shape) for each in (s.n, s.w, s.w2))) for s in (inside, base))
    return one, other
