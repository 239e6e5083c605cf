"""Statistics of numbers, from how often each value was given."""

from __future__ import annotations

import polars as pl

from survey.breakdowns.rows import STATISTICS

KEYS = ["question_id", "place", "week"]


def summaries(cells: pl.DataFrame) -> pl.DataFrame:
    """Mean, median, minimum and maximum of the values, each `n` times, for each question, place and week.

    The median of an even number of values is the mean of the middle two.

    Returns:
        Columns question_id, place, week, code (the statistic's) and value, one row a statistic.
    """
    value, n = pl.col("value"), pl.col("n")
    twice_reached = 2 * n.cum_sum()
    lower, upper = value.filter(twice_reached >= n.sum()).first(), value.filter(twice_reached > n.sum()).first()
    wide = (
        cells.filter(value.is_not_null())
        .sort(*KEYS, "value")
        .group_by(KEYS, maintain_order=True)
        .agg(
            ((value * n).sum() / n.sum()).alias("mean"),
            ((lower + upper) / 2).alias("median"),
            value.min().alias("minimum"),
            value.max().alias("maximum"),
        )
    )
    return wide.unpivot(on=list(STATISTICS), index=KEYS, variable_name="code", value_name="value")
