"""Each week's ranking as it was first published, beside what it is now that late and changed responses are in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

import polars as pl

from survey.frames import PUBLISHED, conform

_FIGURES = {"count": "count", "base_unweighted": "base", "pct": "pct", "rank": "rank"}


def as_published(now: pl.DataFrame, then: pl.DataFrame, at: Mapping[int, dt.datetime]) -> pl.DataFrame:
    """The weeks of two rankings side by side.

    Args:
        now: rows of RANKING; the overall ones are passed over.
        then: rows of RANKING of the same question, each week's from the responses that were known when it was
            published.
        at: when each week was published; a week that is not there was not published yet.

    Returns:
        A frame with the schema PUBLISHED, in the order of `now`.
    """
    keys = ["week", "code"]
    before = then.select(*keys, *(pl.col(name).alias(f"{called}_published") for name, called in _FIGURES.items()))
    times = pl.DataFrame(
        list(at.items()), schema={"week": pl.Int32, "published_at": pl.Datetime("us", "UTC")}, orient="row"
    )
    told = (
        now.filter(pl.col("week").is_not_null())
        .join(times, on="week", how="left", maintain_order="left")
        .join(before, on=keys, how="left", maintain_order="left")
    )
    differs = pl.col("published_at").is_not_null() & pl.col("rank").ne_missing(pl.col("rank_published"))
    return conform(told.with_columns(differs=differs).select(list(PUBLISHED)), PUBLISHED)
