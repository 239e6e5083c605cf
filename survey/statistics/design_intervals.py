"""Intervals of a share from its own linearised variance, as R's `svyciprop` names and makes them.

`degrees` are those of the design (R's `degf`): respondents of the survey, or of the group that is looked at, who weigh
anything, less one. Where the share is 0 or 1 it has no variance,
and `logit`, `arcsine` and `likelihood` are NaN there; `korn_graubard` (and Wilson's, in `intervals`) are not.
"""

from __future__ import annotations

import numpy as np
from scipy.special import expit, log_expit, logit, stdtrit, xlogy

from survey.statistics.intervals import LEVEL, clopper_pearson
from survey.statistics.variance import Array, Estimate, Values

STEPS = 60  # Newton's; ten are enough anywhere but at the very ends


def plain(share: Estimate, degrees: Values, level: float = LEVEL) -> tuple[Array, Array]:
    """Share and t times its error (method "mean"); may leave 0 to 1."""
    reach = _t(degrees, level) * share.se
    return share.value - reach, share.value + reach


def log_odds(share: Estimate, degrees: Values, level: float = LEVEL) -> tuple[Array, Array]:
    """The plain interval of the log odds, turned back (methods "xlogit" and, but for where R stops, "logit").

    R's "logit" fits a model step by step and stops within 1e-8 of its deviance; this is where it tends to.
    """
    p, variance = _inner(share)
    middle, reach = logit(p), _t(degrees, level) * np.sqrt(variance) / (p * (1 - p))
    return expit(middle - reach), expit(middle + reach)


def arcsine(share: Estimate, degrees: Values, level: float = LEVEL) -> tuple[Array, Array]:
    """The plain interval of the arc sine of the root, turned back (method "asin").

    Ends beyond 0 and 1 stay there; R turns them back into the scale (sin^2 of an angle below 0 is above 0).
    """
    p, variance = _inner(share)
    middle, reach = np.arcsin(np.sqrt(p)), _t(degrees, level) * np.sqrt(variance / (p * (1 - p))) / 2
    return np.sin(np.maximum(middle - reach, 0)) ** 2, np.sin(np.minimum(middle + reach, np.pi / 2)) ** 2


def korn_graubard(share: Estimate, rows: Values, degrees: Values, level: float = LEVEL) -> tuple[Array, Array]:
    """Clopper and Pearson's interval on the effective base p(1 - p) / Var (method "beta", Korn and Graubard 1998).

    Args:
        rows: respondents of the base; they are the base where the share is 0 or 1.
        degrees: of the design; the base is scaled by the squared ratio of t with `rows` - 1 to t with these.
    """
    p, variance = _inner(share)
    rows = np.asarray(rows, float)
    with np.errstate(invalid="ignore"):
        base = p * (1 - p) / variance * (_t(rows - 1, level) / _t(degrees, level)) ** 2
    base = np.where(np.isnan(share.value), 0, np.where(np.isnan(base), rows, base))
    return clopper_pearson(share.value, base, level)


def likelihood(share: Estimate, rows: Values, degrees: Values, level: float = LEVEL) -> tuple[Array, Array]:
    """Shares whose scaled binomial deviance is within t^2 (method "likelihood"), solved to the last digits.

    R reads its ends off a spline through some fifteen points of the profile, which puts them 1e-6 off or so, and up to
    0.003 where there are few respondents or their weights differ much.

    Args:
        rows: respondents of the base; the deviance's dispersion is `rows` / (`rows` - 1).
        degrees: of the design.
    """
    p, variance = _inner(share)
    rows = np.asarray(rows, float)
    with np.errstate(invalid="ignore", divide="ignore"):
        base = p * (1 - p) / variance
        limit = _t(degrees, level) ** 2 * rows / (rows - 1) / (2 * base)
    lower, upper = (_profile_end(p, limit, side) for side in (-1, 1))
    return lower, upper


def _profile_end(p: Array, limit: Array, side: int) -> Array:
    """Where the divergence of a share from p reaches the limit, by Newton on the log odds, on which it is convex."""
    with np.errstate(invalid="ignore", divide="ignore", over="ignore"):
        odds = logit(p) + side * np.sqrt(2 * limit / (p * (1 - p)))
        certain = xlogy(p, p) + xlogy(1 - p, 1 - p) - limit
        for _ in range(STEPS):
            excess = certain - p * log_expit(odds) - (1 - p) * log_expit(-odds)
            odds = odds - excess / (expit(odds) - p)
    return np.asarray(expit(odds))


def _inner(share: Estimate) -> tuple[Array, Array]:
    """Shares and variances, NaN where there is no variance to speak of: at 0, at 1 and for one respondent."""
    p, variance = np.asarray(share.value, float), np.asarray(share.variance, float)
    known = (p > 0) & (p < 1) & (variance > 0)
    return np.where(known, p, np.nan), np.where(known, variance, np.nan)


def _t(degrees: Values, level: float) -> Array:
    freedom = np.asarray(degrees, float)
    return np.asarray(stdtrit(np.where(freedom > 0, freedom, np.nan), (1 + level) / 2))
