"""Stacked bars of percentages: one bar a row, its segments in the order of the frame."""

from __future__ import annotations

from collections.abc import Mapping

import altair as alt
import polars as pl

from survey.charts.bars import BAR, PERCENT_TICK, row_axis, step
from survey.charts.colours import ink
from survey.charts.key import draw_key
from survey.charts.layered import layered
from survey.charts.size import Size
from survey.charts.text import LINE, lines, width, wrap
from survey.charts.theme import OUTLINE
from survey.charts.tips import TIP, tips
from survey.charts.words import NOBODY, SUPPRESSED, percent

_PRINTED = 5.0  # percentages are printed in segments of this size or more
_GAP = 0.3  # white between segments, in percentage points
_SINGLE = 64  # the thickness of a bar that stands alone
_MARGIN = 8  # between the labels of neighbouring segments
_MOST_LINES = 4


def draw_bar(
    frame: pl.DataFrame, fills: Mapping[str, str], axis_title: str, size: Size
) -> alt.LayerChart | alt.VConcatChart:
    """One bar. Its labels stand above their segments if each has room there, else in a key with the percentages.

    Columns: `label`, `count`, `base_unweighted`, `pct`.
    """
    named = frame.with_columns(tip=tips(frame, "label"), row=pl.lit(""))
    segments = _segments(named, fills)
    bar = _layers(segments, alt.Y("row:N", axis=None), axis_title, _SINGLE)
    if all(_fits(label, _room(pct, size)) for label, pct in segments.select("label", "pct").iter_rows()):
        return layered(layer=[*bar, _above(segments, size)], width=size.wide, height=_SINGLE)
    entries = [(f"{label} {text}", fills[label]) for label, text in segments.select("label", "text").iter_rows()]
    return alt.vconcat(draw_key(entries, size.wide), layered(layer=bar, width=size.wide, height=_SINGLE))


def draw_stack(
    frame: pl.DataFrame, row: str, fills: Mapping[str, str], axis_title: str, size: Size
) -> alt.VConcatChart:
    """One bar for each value of the column `row`, in the frame's order, under a key.

    Columns: `row`, `label`, `count`, `base_unweighted`, `pct`.
    """
    wrapped = {name: wrap(name, size.side) for name in frame[row].unique()}
    named = frame.with_columns(tip=tips(frame, row, "label"), row=pl.col(row).replace_strict(wrapped))
    segments = _segments(named, fills)
    layers = _layers(segments, row_axis(segments["row"]), axis_title, BAR)
    bars = layered(layer=layers, width=size.wide, height=step(segments["row"].unique()))
    return alt.vconcat(draw_key(fills.items(), size.wide), bars)


def _segments(frame: pl.DataFrame, fills: Mapping[str, str]) -> pl.DataFrame:
    """Start, end and middle of each segment, its fill, text and the text's colour."""
    texts = [percent(pct, count) for count, pct in frame.select("count", "pct").iter_rows()]
    ends = pl.col("pct").cum_sum().over("row")
    gap = pl.min_horizontal(pl.lit(_GAP / 2), pl.col("pct") / 4)
    return (
        frame.with_columns(pl.col("pct").fill_null(0.0).fill_nan(0.0), text=pl.Series(texts, dtype=pl.String))
        .with_columns(start=ends - pl.col("pct") + gap, end=ends - gap, middle=ends - pl.col("pct") / 2)
        .with_columns(
            fill=pl.col("label").replace_strict(fills),
            ink=pl.col("label").replace_strict({label: ink(fill) for label, fill in fills.items()}),
        )
        .select("row", "label", "pct", "text", "tip", "start", "end", "middle", "fill", "ink")
    )


def _layers(segments: pl.DataFrame, rows: alt.Y, axis_title: str, thickness: int) -> list[alt.Chart]:
    """The segments, and the percentages in those with room for them; behind a bar of which some is withheld, [c], and
    where there is nobody a dash.
    """
    scale = alt.Scale(domain=[0, 100], nice=False)
    axis = alt.Axis(title=axis_title, tickCount=5, labelExpr=PERCENT_TICK)
    start, middle = (alt.X(f"{field}:Q", scale=scale, axis=axis) for field in ("start", "middle"))
    drawn = alt.Chart(segments.filter(pl.col("pct") > 0)).encode(y=rows)
    printed = alt.Chart(segments.filter(pl.col("pct") >= _PRINTED)).encode(y=rows)
    short = _short(segments)
    behind = alt.Chart(short).mark_text(align="left", baseline="middle", dx=6)
    end = alt.X("end:Q", scale=scale, axis=axis)
    return [
        drawn.mark_bar(size=thickness, stroke=OUTLINE, strokeWidth=0.75).encode(
            x=start, x2=alt.X2("end:Q"), fill=alt.Fill("fill:N", scale=None), **TIP
        ),
        printed.mark_text(baseline="middle").encode(
            x=middle, text=alt.Text("text:N"), color=alt.Color("ink:N", scale=None)
        ),
        *([behind.encode(y=rows, x=end, text=alt.Text("text:N"))] if short.height else []),
    ]


def _short(segments: pl.DataFrame) -> pl.DataFrame:
    """The rows that are no whole bar: what is said behind each (`text`), and where (`end`)."""
    text = pl.col("text")
    said = (
        pl.when((text == SUPPRESSED).any()).then(pl.lit(SUPPRESSED)).when((text == NOBODY).all()).then(pl.lit(NOBODY))
    )
    rows = segments.group_by("row", maintain_order=True).agg(end=pl.col("pct").sum(), text=said)
    return rows.drop_nulls("text")


def _above(segments: pl.DataFrame, size: Size) -> alt.Chart:
    labels = [wrap(label, _room(pct, size)) for label, pct in segments.select("label", "pct").iter_rows()]
    tallest = max(lines(label) for label in labels)
    shown = segments.select("middle", label=pl.Series(labels, dtype=pl.String))
    marks = alt.Chart(shown).mark_text(baseline="bottom")
    above: alt.Chart = marks.encode(
        x=alt.X("middle:Q"), y=alt.YValue(-_MARGIN - (tallest - 1) * LINE), text=alt.Text("label:N")
    )
    return above


def _fits(label: str, room: float) -> bool:
    words = max((width(word) for word in label.split()), default=0.0)
    return words <= room and lines(wrap(label, room)) <= _MOST_LINES


def _room(pct: float, size: Size) -> float:
    return pct * size.wide / 100 - _MARGIN
