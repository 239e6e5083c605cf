"""What a mark says when it is pointed at, and to who hears the chart: its names, percentage, number and base."""

from __future__ import annotations

from typing import Any

import altair as alt
import polars as pl

from survey.charts.words import SUPPRESSED, figure, percent

# The channels of a mark that has them.
TIP: dict[str, Any] = {"tooltip": alt.Tooltip("tip:N"), "description": alt.Description("tip:N")}


def tips(frame: pl.DataFrame, *names: str) -> pl.Series:
    """Of each row "Solihull, Very safe: 10.8%, 79 of 732". A name's lines after its first are left out.

    Columns: `names`, `count`, `base_unweighted`, `pct`.
    """
    rows = zip(_named(frame, names), *frame.select("pct", "count", "base_unweighted"), strict=True)
    return pl.Series([f"{name}: {_share(*numbers)}" for name, *numbers in rows], dtype=pl.String)


def value_tips(frame: pl.DataFrame, unit: str) -> pl.Series:
    """Of each row "Mean: 5.3 hours, base 3,000". Columns: `label`, `value`, `base_unweighted`."""
    rows = zip(_named(frame, ("label",)), *frame.select("value", "base_unweighted"), strict=True)
    told = [f"{name}: {figure(value, unit)}, base {_number(base)}" for name, value, base in rows]
    return pl.Series(told, dtype=pl.String)


def _named(frame: pl.DataFrame, names: tuple[str, ...]) -> list[str]:
    return [", ".join(str(part).split("\n")[0] for part in row) for row in frame.select(names).iter_rows()]


def _share(pct: float | None, count: int | None, base: int | None) -> str:
    if count is None:
        return f"withheld {SUPPRESSED}"
    return f"{percent(pct, count)}, {count:,} of {_number(base)}"


def _number(number: int | None) -> str:
    return SUPPRESSED if number is None else f"{number:,}"
