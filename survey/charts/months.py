"""Columns by month, on a calendar axis: a month without answers stays as a gap, unless there were too many."""

from __future__ import annotations

import altair as alt
import polars as pl

from survey.charts.bars import PERCENT_TICK, top
from survey.charts.colours import CATEGORICAL
from survey.charts.layered import layered
from survey.charts.size import Size
from survey.charts.tips import TIP, tips
from survey.charts.words import percent

_COLUMN = 72  # pixels: "100.0%" fits above it
_LONGEST = 240  # months on one axis: one mistyped year would make thousands, which no picture and no drawer holds
_LABELLED = 12  # with more months the values would collide; the frame has them


def draw_months(frame: pl.DataFrame, axis_title: str, size: Size) -> alt.LayerChart:
    """One column a month. Columns: `label` ("July 2024"), `count`, `base_unweighted`, `pct`."""
    texts = [percent(pct, count) for count, pct in frame.select("count", "pct").iter_rows()]
    shown = frame.select(
        month="label",
        pct=pl.col("pct").fill_null(0.0).fill_nan(0.0),
        text=pl.Series(texts, dtype=pl.String),
        tip=tips(frame, "label"),
    )
    months = axis_months(frame["label"].to_list())
    short = "slice(split(datum.value, ' ')[0], 0, 3)"
    every = -(-len(months) // _LABELLED)
    axis = alt.Axis(
        title=None,
        values=months[::every],
        labelExpr=f"[{short}, split(datum.value, ' ')[1]]",
        labelAngle=0,
        labelOverlap=False,
        grid=False,
    )
    x = alt.X("month:O", sort=months, axis=axis, scale=alt.Scale(domain=months, paddingInner=0.2, paddingOuter=0.1))
    heading = alt.Axis(
        title=axis_title, titleAngle=0, titleAlign="left", titleX=0, titleY=-28, tickCount=5, labelExpr=PERCENT_TICK
    )
    y = alt.Y("pct:Q", scale=alt.Scale(domain=[0, top(shown["pct"])], nice=False), axis=heading)
    columns = alt.Chart(shown).encode(x=x, y=y)
    layers = [columns.mark_bar(color=CATEGORICAL[0]).encode(**TIP)]
    if len(months) <= _LABELLED:
        layers.append(columns.mark_text(baseline="bottom", dy=-4).encode(text=alt.Text("text:N")))
    return layered(layer=layers, width=min(size.wide + 64, len(months) * _COLUMN), height=320)


def axis_months(labels: list[str]) -> list[str]:
    """Every calendar month from the first to the last of the labels ("July 2024"), both included; over twenty years,
    only those of the labels.
    """
    days = ("1 " + pl.Series(labels)).str.to_date("%d %B %Y")  # polars names months in English, whatever the locale
    first, last = days.sort()[0], days.sort()[-1]
    months = pl.date_range(first, last, "1mo", eager=True)
    shown = months if len(months) <= _LONGEST else days.unique().sort()
    return shown.dt.strftime("%B %Y").to_list()
