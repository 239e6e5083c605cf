"""How figures over time are drawn: lines that break where there are no answers, intervals, marks of change."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

import altair as alt
import polars as pl

from survey.charts.apart import apart
from survey.charts.bars import PERCENT_TICK, top
from survey.charts.colours import CATEGORICAL
from survey.charts.layered import layered
from survey.charts.size import Size
from survey.charts.text import LINE, lines, width, wrap
from survey.charts.theme import centred
from survey.charts.tips import TIP, tips
from survey.charts.words import percent

_PITCH = 60  # pixels between two times
_WIDEST = 100  # a line of a time's name
_APART = 12  # between two names
_AFTER = 0.2  # of the pitch, behind the last time
_ASIDE = 0.08  # of the pitch, between the figures of one time: their intervals would hide each other
_HEIGHT = 340
_LEADER = 24  # from the last point to its label
_GAP = 6  # between two labels
_HIGHEST = -12  # of labels, above the plot: what the lines are stands over it
TRIANGLE = "Triangle: a change since the one before beyond chance{}"
_UP, _DOWN = "triangle-up", "triangle-down"


def draw_changes(
    frame: pl.DataFrame, times: Mapping[str, str], headings: tuple[str, str], size: Size
) -> alt.LayerChart:
    """One line a label. Columns: as of `changes_frame`; `times` are all there could be, in order, and what stands for
    each on the axis; `headings` say what lines and what triangles are.
    """
    names = [wrap(name, _WIDEST) for name in times.values()]
    pitch = max(_PITCH, round(max(width(line) for name in names for line in name.split("\n"))) + _APART)
    plot = min(size.wide - 100, max(2, len(times)) * pitch)
    points = _points(frame, list(times))
    limit = top(pl.concat([points["pct"], points["ci_upper"].drop_nulls()]))
    axis = _times(names, max(1, -(-pitch * len(names) // plot)))
    x = alt.X("place:Q", scale=alt.Scale(domain=[-0.5, len(times) - 1 + _AFTER], nice=False), axis=axis)
    heads = list(headings if points["mark"].ne("").any() else headings[:1])
    percents = alt.Axis(
        title=heads,
        titleAngle=0,
        titleAlign="left",
        titleX=0,
        titleY=-20 - LINE * (len(heads) - 1),
        tickCount=5,
        format="d",
        labelExpr=PERCENT_TICK,
    )
    y = alt.Y("pct:Q", scale=alt.Scale(domain=[0, limit], nice=False), axis=percents)
    colour = alt.Color("colour:N", scale=None)
    base = alt.Chart(points).encode(x=x, y=y, color=colour)
    lower, marked = y.copy(), points.filter(pl.col("mark") != "")
    lower.shorthand = "ci_lower:Q"
    intervals = alt.Chart(points.drop_nulls("ci_lower")).mark_rule(strokeWidth=1.5)
    layers = [
        intervals.encode(x=x, y=lower, y2=alt.Y2("ci_upper:Q"), color=colour),
        base.mark_line(strokeWidth=3, strokeJoin="round").encode(detail=[alt.Detail("label:N"), alt.Detail("run:N")]),
        base.transform_filter("datum.mark == ''").mark_point(filled=True, opacity=1, size=50).encode(**TIP),
        *([_marks(marked, x, y)] if marked.height else []),
        *_labels(_last(points, frame), x, limit, (plot, size.side - 20)),
    ]
    return layered(layer=layers, width=plot, height=_HEIGHT)


def _points(frame: pl.DataFrame, times: Sequence[str]) -> pl.DataFrame:
    """One row a point: its place, `run` of times without a gap, and its mark."""
    labels = frame["label"].unique(maintain_order=True).to_list()
    places = {time: place for place, time in enumerate(times)}
    known = frame.filter(pl.col("count").is_not_null(), pl.col("pct").is_not_null(), pl.col("base_unweighted") > 0)
    placed = known.with_columns(
        at=pl.col("time").replace_strict(places, return_dtype=pl.Int32),
        series=pl.col("label").replace_strict(labels, range(len(labels)), return_dtype=pl.Int32),
        colour=pl.col("label").replace_strict(dict(zip(labels, CATEGORICAL, strict=False)), return_dtype=pl.String),
        mark=pl.when(~pl.col("beyond_chance"))
        .then(pl.lit(""))
        .when(pl.col("change") > 0)
        .then(pl.lit(_UP))
        .otherwise(pl.lit(_DOWN)),
    )
    follows = pl.col("at") == pl.col("at").shift(1).over("label") + 1
    place = pl.col("at") + _ASIDE * (pl.col("series") - (len(labels) - 1) / 2)
    run = (~follows).fill_null(value=True).cast(pl.Int32).cum_sum().over("label")
    placed = placed.with_columns(tip=tips(placed, "label", "time"))
    names = ("label", "tip", "pct", "count", "ci_lower", "ci_upper", "colour", "mark")
    return placed.select(*names, place=place.round(4), run=run)


def _marks(marked: pl.DataFrame, x: alt.X, y: alt.Y) -> alt.Chart:
    shape = alt.Shape("mark:N", scale=alt.Scale(domain=[_UP, _DOWN], range=[_UP, _DOWN]), legend=None)
    drawn = alt.Chart(marked).mark_point(filled=True, opacity=1, size=260, stroke="white", strokeWidth=1.5)
    marks: alt.Chart = drawn.encode(x=x, y=y, shape=shape, fill=alt.Fill("colour:N", scale=None), **TIP)
    return marks


def _last(points: pl.DataFrame, frame: pl.DataFrame) -> pl.DataFrame:
    """The last point of each line; of a line that is withheld all over, a label at the foot of the plot."""
    last = points.sort("place").group_by("label", maintain_order=True).last()
    absent = frame.unique("label", keep="first", maintain_order=True).join(points, on="label", how="anti")
    foot = absent.select("label", pct=pl.lit(0.0), colour=pl.lit("black"), place=pl.lit(0.0), count=None)
    columns = ("label", "pct", "count", "colour", "place")
    return pl.concat([last.select(columns), foot.select(columns)], how="vertical_relaxed")


def _labels(last: pl.DataFrame, x: alt.X, limit: float, room: tuple[int, int]) -> list[alt.Chart]:
    """The label of each line beside its last point, with its figure there; moved apart where they would overlap."""
    plot, wide = room
    texts = [
        wrap(f"{label} {percent(pct, count)}", wide)
        for label, pct, count in last.select("label", "pct", "count").rows()
    ]
    wanted = [_HEIGHT * (1 - pct / limit) for pct in last["pct"]]
    stand = apart(wanted, [lines(text) * LINE + _GAP for text in texts], _HIGHEST)
    shown = last.select(
        "pct",
        "count",
        "place",
        "colour",
        text=pl.Series(texts, dtype=pl.String),
        stand=pl.Series([limit * (1 - place / _HEIGHT) for place in stand], dtype=pl.Float64),
    )
    y = alt.Scale(domain=[0, limit], nice=False)
    ends = alt.Chart(shown)
    rules = (
        alt.Chart(shown.drop_nulls("count"))
        .mark_rule(strokeWidth=1)
        .encode(
            x=x,
            x2=alt.X2Value(plot + _LEADER - 6),
            y=alt.Y("pct:Q", scale=y),
            y2=alt.Y2("stand:Q"),
            color=alt.Color("colour:N", scale=None),
        )
    )
    words = ends.mark_text(align="left", baseline="middle", dy=centred("datum.text"))
    return [rules, words.encode(x=alt.XValue(plot + _LEADER), y=alt.Y("stand:Q", scale=y), text=alt.Text("text:N"))]


def _times(names: Sequence[str], every: int) -> alt.Axis:
    """Every so many of the names, in the lines they have."""
    named = [name.split("\n") if place % every == 0 else [] for place, name in enumerate(names)]
    return alt.Axis(
        values=list(range(0, len(names), every)),
        title=None,
        grid=False,
        labelExpr=f"{json.dumps(named)}[datum.value]",
        labelOverlap=False,
    )
