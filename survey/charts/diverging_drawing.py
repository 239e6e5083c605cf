"""How bars to the left and right of nought are drawn, with what stands aside on a scale of its own, and the balance."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import altair as alt
import polars as pl

from survey.charts.bars import BAR, row_axis, step
from survey.charts.colours import ink
from survey.charts.key import draw_key
from survey.charts.layered import layered
from survey.charts.size import Size
from survey.charts.text import width, wrap
from survey.charts.theme import OUTLINE
from survey.charts.tips import TIP, tips
from survey.charts.words import SUPPRESSED, percent, points

LEFT, RIGHT, ASIDE = "left", "right", "aside"
_POINT = 7.2  # pixels for a percentage point: the text of a segment of 5% fits
_BETWEEN = 10  # points between what diverges and what stands aside
_GAP = 0.3  # white between segments, in percentage points
_PRINTED = 5.0  # percentages are printed in segments of this size or more
_TICKS = 20
_SEGMENT: Mapping[str, type[pl.DataType]] = dict.fromkeys(("row", "label", "tip", "text"), pl.String) | dict.fromkeys(
    ("start", "end", "middle"), pl.Float64
)
_MORE = 140  # pixels that a plot on the page may be wider than that of other bars
_BALANCE = 100  # pixels from the plot to the right end of the balances


@dataclass(frozen=True, slots=True)
class _Room:
    """How many points each part of the plot has, and where what stands aside begins."""

    left: float
    right: float
    aside: float

    @property
    def begin(self) -> float:
        return self.right + (_BETWEEN if self.aside else 0.0)

    @property
    def total(self) -> float:
        return self.left + self.begin + self.aside


def draw_diverging(frame: pl.DataFrame, fills: Mapping[str, str], axis_title: str, size: Size) -> alt.VConcatChart:
    """One row for each value of `group`, in the frame's order, under a key. Columns: as of `diverging_frame`.

    Segments stand outward from nought, the mildest first, as far as they are known: a withheld one, marked [c], ends
    its side of the row.
    """
    room = _Room(*(_most(frame, side) for side in (LEFT, RIGHT, ASIDE)))
    plot = round(min(room.total * _POINT, size.wide + (0 if size.canvas else _MORE)))
    names = {name: wrap(name, size.side) for name in frame["group"].unique()}
    parts = frame.with_columns(
        row=pl.col("group").replace_strict(names), tip=tips(frame, "group", "label")
    ).partition_by("row", maintain_order=True)
    segments = [each for part in parts for each in _segments(part, room, plot)]
    rows = row_axis([part["row"][0] for part in parts])
    chart = layered(
        layer=[*_layers(segments, fills, rows, _axis(room, axis_title)), *_balances(parts, rows, plot)],
        width=plot,
        height=step(names.values()),
    )
    return alt.vconcat(draw_key(fills.items(), max(plot, 640)), chart)


def _most(frame: pl.DataFrame, side: str) -> float:
    """How many points the longest row has on a side: whole tens; none aside if nobody stands there."""
    own = frame.filter(pl.col("side") == side)
    sums = own.group_by("group").agg(pl.col("pct").fill_nan(0.0).sum())["pct"]
    if side == ASIDE and own["count"].null_count() == 0 and not own["count"].sum():
        return 0.0
    return max(10.0, math.ceil(round(max(sums, default=0.0), 6) / 10) * 10.0)


def _segments(part: pl.DataFrame, room: _Room, plot: int) -> Iterator[dict[str, Any]]:
    """The segments of one row; a text alone where one is withheld."""
    first = part["side"][0]
    for side, sign, begin in ((LEFT, -1, 0.0), (RIGHT, 1, 0.0), (ASIDE, 1, room.begin)):
        end = begin
        answers = part.filter(pl.col("side") == side).rows(named=True)
        for answer in reversed(answers) if side == first else answers:
            text = percent(answer["pct"], answer["count"])
            shown = {name: answer[name] for name in ("row", "label", "tip")} | {"text": text}
            if text == SUPPRESSED:
                yield shown | {"start": end, "end": end, "middle": end + sign * 20 * room.total / plot}
                break
            pct = 0.0 if answer["pct"] is None or math.isnan(answer["pct"]) else answer["pct"]
            start, end = end, end + sign * pct
            gap = sign * min(_GAP / 2, pct / 4)
            fits = pct >= _PRINTED and width(text) <= (pct - _GAP) * plot / room.total - 1
            shown |= {"start": start + gap, "end": end - gap, "middle": (start + end) / 2, "text": text if fits else ""}
            yield shown


def _layers(segments: list[dict[str, Any]], fills: Mapping[str, str], rows: alt.Y, x: alt.X) -> Iterator[alt.Chart]:
    drawn = pl.DataFrame(segments, schema=dict(_SEGMENT)).with_columns(
        fill=pl.col("label").replace_strict(fills, return_dtype=pl.String),
        ink=pl.col("label").replace_strict({label: ink(fill) for label, fill in fills.items()}, return_dtype=pl.String),
        wide=pl.col("start") != pl.col("end"),
    )
    yield (
        alt.Chart(drawn.filter("wide"))
        .mark_bar(size=BAR, stroke=OUTLINE, strokeWidth=0.75)
        .encode(y=rows, x=x, x2=alt.X2("end:Q"), fill=alt.Fill("fill:N", scale=None), **TIP)
    )
    printed = drawn.filter(pl.col("text") != "").with_columns(
        ink=pl.when("wide").then("ink").otherwise(pl.lit("black"))
    )
    middle = x.copy()
    middle.shorthand = "middle:Q"
    yield (
        alt.Chart(printed)
        .mark_text(baseline="middle")
        .encode(y=rows, x=middle, text=alt.Text("text:N"), color=alt.Color("ink:N", scale=None))
    )


def _axis(room: _Room, title: str) -> alt.X:
    """Percentages away from nought on both sides, and from a nought of its own for what stands aside."""
    away = [float(tick) for tick in range(0, int(max(room.left, room.right)) + 1, _TICKS)]
    beside = [room.begin + tick for tick in range(0, int(room.aside) + 1, _TICKS)] if room.aside else []
    ticks = [-tick for tick in reversed(away[1:]) if tick <= room.left] + [tick for tick in away if tick <= room.right]
    axis = alt.Axis(
        title=title,
        values=[*ticks, *beside],
        labelExpr=f"(datum.value > {room.right} ? datum.value - {room.begin} : abs(datum.value)) + '%'",
        labelOverlap=False,
    )
    domain = [-room.left, room.begin + room.aside]
    return alt.X("start:Q", scale=alt.Scale(domain=domain, nice=False), axis=axis)


def _balances(parts: list[pl.DataFrame], rows: alt.Y, plot: int) -> Iterator[alt.Chart]:
    """The net balance of each row, under its name, right of the plot."""
    known = [(part["row"][0], part["balance"][0], part["base_unweighted"][0]) for part in parts]
    texts = [
        {"row": row, "text": "–" if base == 0 else SUPPRESSED if balance is None else points(balance)}
        for row, balance, base in known
    ]
    marks = alt.Chart(pl.DataFrame(texts)).encode(x=alt.XValue(plot + _BALANCE))
    yield marks.mark_text(align="right", baseline="middle", fontWeight="bold").encode(y=rows, text=alt.Text("text:N"))
    head = alt.Chart(pl.DataFrame([{"text": "Net balance"}])).mark_text(align="right", baseline="bottom")
    yield head.encode(x=alt.XValue(plot + _BALANCE), y=alt.YValue(-6), text=alt.Text("text:N"))
