"""A key above a chart, in the order of what it explains, laid out so that no label is cut or hidden."""

from __future__ import annotations

from collections.abc import Iterable

import altair as alt
import polars as pl

from survey.charts.layered import layered
from survey.charts.text import LINE, SIZE, lines, width, wrap
from survey.charts.theme import OUTLINE

_SWATCH = 16  # pixels
_AFTER_SWATCH = 8
_BETWEEN = 24


def draw_key(entries: Iterable[tuple[str, str]], total_width: int) -> alt.LayerChart:
    """Squares with labels, left to right, in as many rows as needed. Entries: label and fill."""
    shown, height = _lay_out(list(entries), total_width)
    x = alt.X("x:Q", scale=alt.Scale(domain=[0, total_width], nice=False), axis=None)
    y = alt.Y("y:Q", scale=alt.Scale(domain=[height, 0], nice=False), axis=None)
    marks = alt.Chart(shown).encode(x=x, y=y)
    swatches = marks.mark_square(size=_SWATCH**2, opacity=1, stroke=OUTLINE, strokeWidth=0.75, xOffset=_SWATCH / 2)
    labels = marks.mark_text(align="left", baseline="top", dx=_SWATCH + _AFTER_SWATCH, dy=-SIZE / 2)
    return layered(
        layer=[swatches.encode(fill=alt.Fill("fill:N", scale=None)), labels.encode(text=alt.Text("label:N"))],
        width=total_width,
        height=height,
    )


def _lay_out(entries: list[tuple[str, str]], total_width: int) -> tuple[pl.DataFrame, int]:
    room = total_width - _SWATCH - _AFTER_SWATCH
    placed: list[tuple[str, str, float, float]] = []
    x, y, tallest = 0.0, 0, 0
    for label, fill in entries:
        wrapped = wrap(label, room)
        taken = _SWATCH + _AFTER_SWATCH + max(width(line) for line in wrapped.split("\n"))
        if x > 0 and x + taken > total_width:
            x, y, tallest = 0.0, y + tallest, 0
        placed.append((wrapped, fill, x, y + LINE / 2))
        x, tallest = x + taken + _BETWEEN, max(tallest, lines(wrapped) * LINE + 4)
    return pl.DataFrame(placed, schema=["label", "fill", "x", "y"], orient="row"), y + tallest
