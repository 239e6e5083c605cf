"""Standard errors, effective bases and intervals from sums of weights and of squared weights, as polars expressions.

Under weights only (no clusters or strata), as R's `survey` has it: Taylor linearisation with the factor N / (N - 1),
where N counts everyone in the question's base: groups and weeks are domains of it.
"""

from __future__ import annotations

from statistics import NormalDist

import polars as pl

Z = NormalDist().inv_cdf(0.975)


def effective(total: pl.Expr, squares: pl.Expr) -> pl.Expr:
    """Kish's effective base: the square of the sum of weights by the sum of squared weights; 0 without weight."""
    return pl.when(squares > 0).then(total * total / squares).otherwise(0.0)


def share_error(share: pl.Expr, inside: pl.Expr, base: pl.Expr, squares: pl.Expr, everyone: pl.Expr) -> pl.Expr:
    """Standard error of a weighted share (0 to 1); null where everyone is one.

    Args:
        share: of the weights of the base.
        inside: squared weights of those in the share, summed.
        base: weights of the base, summed.
        squares: squared weights of the base, summed.
        everyone: respondents in the whole of which the base is a group.
    """
    # What rounding leaves below nought would have no root.
    outside = (squares - inside).clip(0)
    spread = (1 - share) ** 2 * inside + share**2 * outside
    return spread.sqrt() / base * small_sample(everyone)


def small_sample(everyone: pl.Expr) -> pl.Expr:
    """The root of N / (N - 1); null where N is one."""
    return pl.when(everyone > 1).then((everyone / (everyone - 1)).sqrt())


def wilson(share: pl.Expr, base: pl.Expr) -> tuple[pl.Expr, pl.Expr]:
    """Wilson's 95% interval of a share (0 to 1) of that base, or effective base."""
    z2 = Z * Z
    middle = share + z2 / (2 * base)
    half = Z * (share * (1 - share) / base + z2 / (4 * base * base)).sqrt()
    return tuple((limit / (1 + z2 / base)).clip(0, 1) for limit in (middle - half, middle + half))  # type: ignore[return-value]


def normal(value: pl.Expr, error: pl.Expr) -> tuple[pl.Expr, pl.Expr]:
    """The 95% interval of a mean, by the normal distribution."""
    return value - Z * error, value + Z * error
