"""How a map of tiles is drawn: a rectangle for each area, the darker the more, its figures inside."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import altair as alt
import polars as pl

from survey.charts.colours import GREYS, SEQUENTIAL, ink
from survey.charts.key import draw_key
from survey.charts.layered import layered
from survey.charts.size import Size
from survey.charts.text import LINE, width, wrap
from survey.charts.theme import OUTLINE
from survey.charts.tips import TIP, tips
from survey.charts.words import SUPPRESSED, percent
from survey.frames import SMALL_BASE

HIGHER = {"+": "higher*", "-": "lower*"}
_SHADES = SEQUENTIAL[:0:-1]  # four, from light to dark
_GAP = 6  # pixels between tiles
_NARROWEST, _WIDEST = 148, 300
_PAD = 12
_LOW = 0.7  # of its width, the height of a tile
Line = tuple[str, bool]  # a line of text, and whether it is bold


def draw_tiles(frame: pl.DataFrame, heading: str, size: Size) -> alt.VConcatChart:
    """One tile a row of the frame, the darker the higher its percentage, under a key with the heading. Columns: as of
    `tile_frame`.
    """
    frame = frame.with_columns(pl.col(name) - pl.col(name).min() + 1 for name in ("column", "row"))
    columns, rows = (max(frame[name]) for name in ("column", "row"))
    words = max(width(word) for name in frame["group"] for word in name.split())
    side = round(max(_NARROWEST, min(_WIDEST, words + 2 * _PAD, (size.side + size.wide) / columns)))
    texts = [_text(row, side - 2 * _PAD) for row in frame.iter_rows(named=True)]
    tall = round(max(side * _LOW, max(map(len, texts)) * LINE + 2 * _PAD))
    first, band = _bands(frame)
    fills = [_fill(pct, count, first, band) for pct, count in frame.select("pct", "count").iter_rows()]
    places = list(frame.select("column", "row").iter_rows())
    tiles = [
        _tile(column, row, side, tall) | {"fill": fill, "tip": tip}
        for (column, row), fill, tip in zip(places, fills, tips(frame, "group", "label"), strict=True)
    ]
    lines = [
        each
        for (column, row), text, fill in zip(places, texts, fills, strict=True)
        for each in _lines(text, ((column - 0.5) * side, (row - 0.5) * tall), ink(fill))
    ]
    across, down = alt.Scale(domain=[0, columns * side], nice=False), alt.Scale(domain=[rows * tall, 0], nice=False)
    layers = [_rectangles(tiles, across, down), *(_words(lines, bold, across, down) for bold in (False, True))]
    key = [*_key(frame, first, band), *([(f"{SUPPRESSED} or nobody", GREYS[1])] if GREYS[1] in fills else [])]
    chart = layered(layer=layers, width=columns * side, height=rows * tall)
    wide = max(480, columns * side)
    head = draw_key(key, wide)
    head.title = alt.Title(wrap(heading, wide).split("\n"), anchor="start", fontWeight="normal", offset=8)
    return alt.vconcat(head, chart)


def _text(row: Mapping[str, Any], room: float) -> list[Line]:
    """The area, its percentage in bold, whether it is higher or lower, its base."""
    base = row["base_unweighted"]
    sized = f"base {SUPPRESSED}" if base is None else f"base {base:,}"
    words = [(row["group"], False), (percent(row["pct"], row["count"]), True)]
    words += [(HIGHER[row["rest"]], False)] if row["rest"] in HIGHER and row["count"] is not None else []
    words += [(sized + (" (small)" if base is not None and base < SMALL_BASE else ""), False)]
    return [(line, bold) for text, bold in words for line in wrap(text, room).split("\n")]


def _bands(frame: pl.DataFrame) -> tuple[int, int]:
    """Where the lightest shade begins, and how many percentage points each spans."""
    known = frame.drop_nulls("count")["pct"].drop_nulls().drop_nans()
    least, most = min(known, default=0.0), max(known, default=0.0)
    return math.floor(least), max(1, math.ceil((most - math.floor(least)) / len(_SHADES)))


def _shade(pct: float, first: int, band: int) -> int:
    return min(int((pct - first) / band), len(_SHADES) - 1)


def _fill(pct: float | None, count: int | None, first: int, band: int) -> str:
    if pct is None or count is None or math.isnan(pct):
        return GREYS[1]
    return _SHADES[_shade(pct, first, band)]


def _key(frame: pl.DataFrame, first: int, band: int) -> list[tuple[str, str]]:
    """The shades up to the darkest that is drawn; the last one holds its upper end."""
    known = frame.drop_nulls("count")["pct"].drop_nulls().drop_nans()
    used = max((_shade(pct, first, band) for pct in known), default=-1)
    names = [f"{first + at * band}% to under {first + (at + 1) * band}%" for at in range(used + 1)]
    if used == len(_SHADES) - 1:
        names[-1] = f"{first + used * band}% or more"
    return list(zip(names, _SHADES, strict=False))


def _tile(column: int, row: int, side: int, tall: int) -> dict[str, Any]:
    edges = {"left": (column - 1) * side, "right": column * side, "above": (row - 1) * tall, "below": row * tall}
    inset = {"left": _GAP / 2, "above": _GAP / 2, "right": -_GAP / 2, "below": -_GAP / 2}
    return {name: edge + inset[name] for name, edge in edges.items()}


def _lines(text: list[Line], middle: tuple[float, float], colour: str) -> list[dict[str, Any]]:
    x, y = middle
    return [
        {"x": x, "y": y + (place - (len(text) - 1) / 2) * LINE, "text": line, "ink": colour, "bold": bold}
        for place, (line, bold) in enumerate(text)
    ]


def _rectangles(tiles: list[dict[str, Any]], across: alt.Scale, down: alt.Scale) -> alt.Chart:
    drawn: alt.Chart = (
        alt.Chart(pl.DataFrame(tiles))
        .mark_rect(stroke=OUTLINE, strokeWidth=0.75)
        .encode(
            x=alt.X("left:Q", scale=across, axis=None),
            x2=alt.X2("right:Q"),
            y=alt.Y("above:Q", scale=down, axis=None),
            y2=alt.Y2("below:Q"),
            fill=alt.Fill("fill:N", scale=None),
            **TIP,
        )
    )
    return drawn


def _words(lines: list[dict[str, Any]], bold: bool, across: alt.Scale, down: alt.Scale) -> alt.Chart:
    """Those lines that are bold, or those that are not."""
    words: alt.Chart = (
        alt.Chart(pl.DataFrame([each for each in lines if each["bold"] == bold]))
        .mark_text(baseline="middle", fontWeight="bold" if bold else "normal")
        .encode(
            x=alt.X("x:Q", scale=across, axis=None),
            y=alt.Y("y:Q", scale=down, axis=None),
            text=alt.Text("text:N"),
            color=alt.Color("ink:N", scale=None),
        )
    )
    return words
