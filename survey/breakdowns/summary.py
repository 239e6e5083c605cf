"""Statistics of numbers, from how often each value was given."""

from __future__ import annotations

import polars as pl

from survey.breakdowns.rows import STATISTICS

KEYS = ["question_id", "place", "week"]


def summaries(cells: pl.DataFrame) -> pl.DataFrame:
    """Mean, median, minimum and maximum of the values, each `n` times, for each question, place and week.

    The median of an even number of values is the mean of the middle two; a weighted one is the value at which half
    the weight is reached, or the mean of two values between which it is.

    Returns:
        Columns question_id, place, week, code (the statistic's), value, weighted_value and spread (of the mean:
        squared weight times squared distance from it, summed), one row a statistic.
    """
    value, w, w2, n = pl.col("value"), pl.col("w"), pl.col("w2"), pl.col("n")
    groups = cells.filter(value.is_not_null()).sort(*KEYS, "value").group_by(KEYS, maintain_order=True)
    plain = groups.agg(**_figures(n))
    weighted = groups.agg(**_figures(w))
    mean = (value * w).sum() / w.sum()
    spread = groups.agg((w2 * (value - mean) ** 2).sum().alias("spread"))
    return (
        _long(plain, "value")
        .join(_long(weighted, "weighted_value"), on=[*KEYS, "code"], nulls_equal=True)
        .join(spread.with_columns(pl.lit("mean").alias("code")), on=[*KEYS, "code"], how="left", nulls_equal=True)
    )


def _figures(times: pl.Expr) -> dict[str, pl.Expr]:
    value = pl.col("value")
    twice_reached = 2 * times.cum_sum()
    lower = value.filter(twice_reached >= times.sum()).first()
    upper = value.filter(twice_reached > times.sum()).first()
    return {
        "mean": (value * times).sum() / times.sum(),
        "median": (lower + upper) / 2,
        "minimum": value.min(),
        "maximum": value.max(),
    }


def _long(wide: pl.DataFrame, name: str) -> pl.DataFrame:
    return wide.unpivot(on=list(STATISTICS), index=KEYS, variable_name="code", value_name=name)
