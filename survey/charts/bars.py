"""Horizontal bars from nought, each with its value beside it; and a dot for each statistic of a number."""

from __future__ import annotations

import math
from collections.abc import Iterable

import altair as alt
import polars as pl

from survey.charts.colours import CATEGORICAL
from survey.charts.layered import layered
from survey.charts.size import Size
from survey.charts.text import LINE, lines, wrap
from survey.charts.theme import centred
from survey.charts.tips import TIP, tips, value_tips
from survey.charts.words import figure, percent

_GAP = 12  # between the labels of two rows
BAR = 26  # the thickness of a bar
PERCENT_TICK = "datum.label + '%'"


def draw_bars(frame: pl.DataFrame, axis_title: str, size: Size) -> alt.LayerChart:
    """One bar a row, in the frame's order. Columns: `label`, `count`, `base_unweighted`, `pct`."""
    texts = [percent(pct, count) for count, pct in frame.select("count", "pct").iter_rows()]
    shown = frame.select(
        row=pl.Series([wrap(label, size.labels) for label in frame["label"]], dtype=pl.String),
        pct=pl.col("pct").fill_null(0.0).fill_nan(0.0),
        text=pl.Series(texts, dtype=pl.String),
        tip=tips(frame, "label"),
    )
    scale = alt.Scale(domain=[0, top(shown["pct"])], nice=False)
    x = alt.X("pct:Q", scale=scale, axis=alt.Axis(title=axis_title, tickCount=5, format="d", labelExpr=PERCENT_TICK))
    rows = alt.Chart(shown).encode(x=x, y=row_axis(shown["row"]))
    return layered(
        layer=[
            rows.mark_bar(color=CATEGORICAL[0], size=BAR).encode(**TIP),
            rows.mark_text(align="left", baseline="middle", dx=6).encode(text=alt.Text("text:N")),
        ],
        width=size.plot,
        height=step(shown["row"]),
    )


def draw_dots(frame: pl.DataFrame, unit: str, size: Size) -> alt.LayerChart:
    """One dot a row, in the frame's order, on an axis that need not start at nought. Columns: `label`, `value`,
    `base_unweighted`.
    """
    shown = frame.select(
        row=pl.Series([wrap(label, size.labels) for label in frame["label"]], dtype=pl.String),
        value=pl.col("value"),
        text=pl.Series([figure(value, unit) for value in frame["value"]], dtype=pl.String),
        tip=value_tips(frame, unit),
    ).with_columns(pl.col("value").fill_null(0.0).fill_nan(0.0))
    x = alt.X(
        "value:Q", scale=alt.Scale(zero=False, padding=12), axis=alt.Axis(title=unit or None, tickCount=5, format=",~f")
    )
    rows = alt.Chart(shown).encode(x=x, y=row_axis(shown["row"]).scale(padding=0.5))
    return layered(
        layer=[
            rows.mark_point(filled=True, opacity=1, size=160, color=CATEGORICAL[0]).encode(**TIP),
            rows.mark_text(align="left", baseline="middle", dx=12).encode(text=alt.Text("text:N")),
        ],
        width=size.plot,
        height=step(shown["row"]),
    )


def row_axis(rows: Iterable[str], labelled: bool = True) -> alt.Y:
    """The vertical axis of the rows, in their order, each label in its lines and none left out."""
    split = alt.Axis(
        title=None,
        labelExpr="split(datum.label, '\\n')",
        labelOffset=centred("datum.value"),
        labelOverlap=False,
        grid=False,
    )
    return alt.Y(
        "row:N", sort=list(dict.fromkeys(rows)), axis=split if labelled else None, scale=alt.Scale(paddingInner=0.3)
    )


def step(rows: Iterable[str]) -> alt.Step:
    """The height of a row: room for the longest label."""
    return alt.Step(max((lines(row) for row in rows), default=1) * LINE + _GAP)


def top(pcts: pl.Series) -> float:
    """Where an axis of percentages ends: the next ten, 10 at least."""
    largest = max((float(pct) for pct in pcts), default=0.0)
    return min(100.0, max(10.0, math.ceil(largest / 10) * 10.0))
