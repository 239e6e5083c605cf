"""A table of percentages, options by groups, each cell with its figure: readable where bars no longer are."""

from __future__ import annotations

import math

import altair as alt
import polars as pl

from survey.charts.bars import row_axis, step
from survey.charts.colours import GREYS, SEQUENTIAL, ink
from survey.charts.key import draw_key
from survey.charts.layered import layered
from survey.charts.size import Size
from survey.charts.text import LINE, lines, width, wrap
from survey.charts.tips import TIP, tips
from survey.charts.words import percent

_NARROWEST = 68  # pixels: a cell holds "100.0%"
_WIDEST = 128


def draw_heat(frame: pl.DataFrame, axis_title: str, size: Size) -> alt.VConcatChart:
    """Rows are options, columns groups, both in the frame's order; darker means more, and a key tells how much.

    Columns: `group` (may hold line feeds), `label`, `count`, `base_unweighted`, `pct`.
    """
    cell = _cell_width(frame["group"])
    bands = _bands(frame["pct"])
    texts = [percent(pct, count) for count, pct in frame.select("count", "pct").iter_rows()]
    fills = [_fill(pct, count, bands) for count, pct in frame.select("count", "pct").iter_rows()]
    shown = pl.DataFrame(
        {
            "row": [wrap(label, size.side + 40) for label in frame["label"]],
            "column": [wrap(group, cell - 8) for group in frame["group"]],
            "text": texts,
            "tip": tips(frame, "group", "label"),
            "fill": fills,
            "ink": [ink(fill) for fill in fills],
        }
    )
    columns = shown["column"].unique(maintain_order=True).to_list()
    # Vega places the first line where a single one would stand: the lines below need room.
    below = (max(lines(column) for column in columns) - 1) * LINE
    headers = alt.Axis(
        orient="top",
        title=axis_title,
        labelAngle=0,
        labelExpr="split(datum.label, '\\n')",
        labelOverlap=False,
        labelPadding=8 + below,
    )
    gaps = alt.Scale(paddingInner=0.04, paddingOuter=0)
    cells = alt.Chart(shown).encode(
        x=alt.X("column:N", sort=columns, axis=headers, scale=gaps), y=row_axis(shown["row"]).scale(paddingInner=0.08)
    )
    table = layered(
        layer=[
            cells.mark_rect().encode(fill=alt.Fill("fill:N", scale=None), **TIP),
            cells.mark_text(baseline="middle").encode(text=alt.Text("text:N"), color=alt.Color("ink:N", scale=None)),
        ],
        width=alt.Step(cell),
        height=step(shown["row"]),
    )
    key = [(_range(place, bands), fill) for place, fill in enumerate(reversed(SEQUENTIAL))]
    return alt.vconcat(draw_key(key, max(640, cell * len(columns))), table)


def _cell_width(groups: pl.Series) -> int:
    words = max((width(word) for group in groups for word in group.split()), default=0.0)
    return round(min(_WIDEST, max(_NARROWEST, words + 12)))


def _bands(pcts: pl.Series) -> int:
    """How many percentage points one of the five shades spans."""
    largest = max((float(pct) for pct in pcts.drop_nulls().drop_nans()), default=0.0)
    return max(1, math.ceil(largest / len(SEQUENTIAL)))


def _fill(pct: float | None, count: int | None, band: int) -> str:
    if pct is None or count is None or math.isnan(pct):
        return GREYS[1]
    return SEQUENTIAL[::-1][min(int(pct / band), len(SEQUENTIAL) - 1)]


def _range(place: int, band: int) -> str:
    last = place == len(SEQUENTIAL) - 1
    return f"{place * band}% or more" if last else f"{place * band}% to under {(place + 1) * band}%"
