"""How a bump chart is drawn: lines and dots on a calendar axis, a label at both ends of each line."""

from __future__ import annotations

import datetime as dt
from typing import Literal

import altair as alt
import polars as pl

from survey.charts.colours import CATEGORICAL, MIDDLE
from survey.charts.layered import layered
from survey.charts.size import Size
from survey.charts.text import LINE, lines, wrap
from survey.charts.theme import centred
from survey.charts.tips import TIP, tips
from survey.charts.words import span
from survey.statistics.rank_words import ordinal, standing

FOCUS = len(CATEGORICAL)  # so many options are in colour
_LABELS = 300  # pixels
_MARGINS = 48
_PITCH = 56  # between two labels of the calendar axis
_WIDEST = 760
_BOLD = 1.1  # so much wider are letters in bold
SETS = ("rank_lower_all", "rank_upper_all")
_LEADER = 30  # from the last dot to its label
_JOINT = 0.28  # of a row: how far below each other options of joint rank stand
_WEIGHTS: tuple[Literal["normal", "bold"], ...] = ("normal", "bold")
_WEEK = 7 * 86_400_000  # milliseconds


def draw_bump(frame: pl.DataFrame, size: Size) -> alt.LayerChart:
    """Ranks by week. Columns: `week_from`, `week_to`, `label`, `rank`, `rank_lower_all`, `rank_upper_all`,
    `count`, `base_unweighted`, `pct`; sorted by week, then rank.

    If k options share the rank r, the ranks r + 1 to r + k - 1 are empty: there is room to draw the k below each
    other without reaching the next rank. Labels take one row each, in that order.
    """
    points = _points(frame)
    days = points["day"].unique().sort().to_list()
    widest, room = _room(size)
    plot = min(widest, max(1, round((days[-1] - days[0]) / _WEEK)) * _PITCH)
    only = len(days) == 1
    right = _ends(points, days[-1], (plot / 2 if only else plot, _LEADER), room)
    ends = [right] if only or size.canvas else [_ends(points, days[0], (0, -_LEADER), room), right]
    rows = points["label"].n_unique()
    tallest = max(lines(text) for end in ends for text in end["text"])
    pad = _WEEK / 2 if only else 0
    x = alt.X(
        "day:T",
        scale=alt.Scale(type="utc", domain=[days[0] - pad, days[-1] + pad], nice=False),
        axis=_calendar(days, plot, hollow=not points["sure"].all()),
    )
    scale = alt.Scale(domain=[rows + 0.5, 0.5], nice=False)
    y, place = alt.Y("y:Q", scale=scale, axis=None), alt.Y("place:Q", scale=scale, axis=None)
    return layered(
        layer=[
            *(_leaders(end, y) for end in ends),
            *_lines(points.filter(~pl.col("focus")), x, y, thickness=2),
            *_lines(points.filter("focus"), x, y, thickness=4),
            *(layer for end in ends for layer in _labels(end, place)),
        ],
        width=plot,
        height=rows * (tallest * LINE + 10),
    )


def _room(size: Size) -> tuple[int, int]:
    """How wide the plot may be, and each label, where there is a canvas to fill."""
    if size.canvas is None:
        return _WIDEST, _LABELS
    plot = round(size.canvas[0] * 0.56)
    return plot, size.canvas[0] - plot - _LEADER - _MARGINS


def _points(frame: pl.DataFrame) -> pl.DataFrame:
    """One row a dot: `day` (milliseconds, UTC, so that no time zone can move it), `y`, `run` of unbroken weeks."""
    first = frame.filter(pl.col("rank") == 1).group_by("label", maintain_order=True).len()
    chosen = first.sort("len", descending=True, maintain_order=True)["label"].to_list()[:FOCUS]
    colours = dict(zip(chosen, CATEGORICAL, strict=False))
    follows = pl.col("week_from") == pl.col("week_to").shift(1).dt.offset_by("1d")
    shared = pl.len().over("week_from", "rank") > 1
    known = frame.drop_nulls("rank")
    return known.select(
        "label",
        "rank",
        *SETS,
        tip=_tips(known),
        day=pl.col("week_from").cast(pl.Datetime("ms")).dt.epoch("ms"),
        y=pl.col("rank") + _JOINT * pl.int_range(pl.len()).over("week_from", "rank"),
        place=pl.int_range(1, pl.len() + 1).over("week_from"),
        run=(~follows).fill_null(value=True).cast(pl.Int32).cum_sum().over("label"),
        joint=shared,
        sure=(pl.col("rank_lower_all") == pl.col("rank_upper_all")).fill_null(value=True),
        focus=pl.col("label").is_in(chosen),
        colour=pl.col("label").replace_strict(colours, default=MIDDLE, return_dtype=pl.String),
    ).with_columns(fill=pl.when("sure").then("colour").otherwise(pl.lit("white")))


def _tips(known: pl.DataFrame) -> pl.Series:
    weeks = [span(first, last) for first, last in known.select("week_from", "week_to").iter_rows()]
    ranks = [f"rank {rank}" for rank in known["rank"]]
    return tips(
        known.with_columns(week=pl.Series(weeks, dtype=pl.String), place=pl.Series(ranks, dtype=pl.String)),
        "label",
        "week",
        "place",
    )


def _ends(points: pl.DataFrame, day: int, at: tuple[float, int], room: int) -> pl.DataFrame:
    """One row a label of that day: its text, its row (`place`), where its dot and its text stand (pixels)."""
    end, (dot, leader) = points.filter(pl.col("day") == day), at
    texts = [
        wrap(f"{_rank(rank, joint, best, worst)}: {label}", room / (_BOLD if focus else 1))
        for rank, joint, best, worst, label, focus in end.select("rank", "joint", *SETS, "label", "focus").iter_rows()
    ]
    return end.select(
        "y", "place", "focus", text=pl.Series(texts, dtype=pl.String), dot=pl.lit(dot), end=pl.lit(dot + leader)
    )


def _rank(rank: int, joint: bool, best: int | None, worst: int | None) -> str:
    """A rank in words; where chance was asked, all that it could be."""
    if best is None or worst is None:
        return f"joint {ordinal(rank)}" if joint else ordinal(rank)
    return standing(best, worst)


def _lines(points: pl.DataFrame, x: alt.X, y: alt.Y, thickness: int) -> list[alt.Chart]:
    chart = alt.Chart(points).encode(x=x, y=y, detail=[alt.Detail("label:N"), alt.Detail("run:N")])
    return [
        chart.mark_line(strokeWidth=thickness, strokeJoin="round").encode(color=alt.Color("colour:N", scale=None)),
        # A rim of white keeps dots apart from the lines that pass behind them.
        chart.mark_point(filled=True, opacity=1, size=thickness * 40, fill="white", stroke="white", strokeWidth=3),
        chart.mark_point(filled=True, opacity=1, size=thickness * 30, strokeWidth=thickness / 2).encode(
            fill=alt.Fill("fill:N", scale=None), stroke=alt.Stroke("colour:N", scale=None), **TIP
        ),
    ]


def _leaders(ends: pl.DataFrame, y: alt.Y) -> alt.Chart:
    """From each outermost dot to its label."""
    dot, end = ends["dot"][0], ends["end"][0]
    inset = 6 if end < dot else -6
    rules = alt.Chart(ends).mark_rule(color=MIDDLE, strokeWidth=1)
    leaders: alt.Chart = rules.encode(x=alt.XValue(dot), x2=alt.X2Value(end + inset), y=y, y2=alt.Y2("place:Q"))
    return leaders


def _labels(ends: pl.DataFrame, place: alt.Y) -> list[alt.Chart]:
    """The labels of one side, those in focus bold."""
    return [
        alt.Chart(ends.filter(pl.col("focus") == (weight == "bold")))
        .mark_text(align=_side(ends), baseline="middle", dy=centred("datum.text"), fontWeight=weight)
        .encode(x=alt.XValue(ends["end"][0]), y=place, text=alt.Text("text:N"))
        for weight in _WEIGHTS
    ]


def _side(ends: pl.DataFrame) -> Literal["left", "right"]:
    return "right" if ends["end"][0] < ends["dot"][0] else "left"


def _calendar(days: list[int], plot: int, hollow: bool) -> alt.Axis:
    """Week starts, as many as have room; the year under the first of each year. The title tells of hollow dots."""
    room = (days[-1] - days[0]) * (_PITCH - 1) / plot  # between two labels, in time
    shown: list[int] = []
    for day in days:
        shown += [day] if not shown or day - shown[-1] >= room else []
    years = [dt.datetime.fromtimestamp(day / 1000, dt.UTC).year for day in shown]
    named = [day for place, day in enumerate(shown) if place == 0 or years[place] != years[place - 1]]
    short, year = "utcFormat(datum.value, '%-d %b')", "utcFormat(datum.value, '%Y')"
    return alt.Axis(
        values=shown,
        title=["Week starting", *(["Hollow dot: could hold another rank by chance"] if hollow else [])],
        grid=False,
        labelExpr=f"indexof({named}, +datum.value) >= 0 ? [{short}, {year}] : {short}",
        labelOverlap=False,
    )
