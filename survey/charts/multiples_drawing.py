"""How small panels are drawn: side by side in rows, labels at the left of each row, one scale for all."""

from __future__ import annotations

import altair as alt
import polars as pl

from survey.charts.bars import row_axis, step, top
from survey.charts.colours import CATEGORICAL
from survey.charts.crosstab import with_bases
from survey.charts.key import draw_key
from survey.charts.layered import layered
from survey.charts.size import Size
from survey.charts.text import wrap
from survey.charts.tips import TIP, tips
from survey.charts.words import percent
from survey.frames import ALL

_BAR = 16  # pixels, the thickness of a bar
_BETWEEN = 16
_VALUE = 56  # room for a percentage behind the longest bar
_NARROWEST = 150
_LABELS = 300  # at least
_MARK = CATEGORICAL[3]


def draw_multiples(frame: pl.DataFrame, own: str, size: Size) -> alt.VConcatChart:
    """One panel for each value of `group` but ALL, whose figures are a mark in every panel. Columns: as of
    `multiples_frame`. `own`: what the bars are, for the key.
    """
    named = with_bases(frame, "group")
    everyone = dict(frame.filter(pl.col("group") == ALL).select("label", "pct").iter_rows())
    panels = named.filter(frame["group"] != ALL).partition_by("group", maintain_order=True)
    labels = max(size.side, _LABELS)
    # On an upright sheet three stand side by side: more would make all of it too small.
    total = labels + 3 * (_NARROWEST + _BETWEEN) if size.turned else size.side + size.wide
    across = max(1, min(len(panels), (total - labels) // (_NARROWEST + _BETWEEN)))
    room = (total - labels) // across - _BETWEEN
    longest = top(frame["pct"].fill_null(0.0).fill_nan(0.0))
    charts = [
        _panel(panel, everyone, (longest, room, labels), first=place % across == 0)
        for place, panel in enumerate(panels)
    ]
    rows = [alt.hconcat(*charts[at : at + across], spacing=_BETWEEN) for at in range(0, len(charts), across)]
    key = draw_key([(own, CATEGORICAL[0]), ("All respondents", _MARK)], max(480, across * (room + _BETWEEN)))
    return alt.vconcat(key, *rows, spacing=24)


def _panel(
    panel: pl.DataFrame, everyone: dict[str, float | None], room: tuple[float, int, int], first: bool
) -> alt.LayerChart:
    longest, wide, labels = room
    texts = [percent(pct, count) for pct, count in panel.select("pct", "count").iter_rows()]
    silent = panel["base_unweighted"][0] == 0
    shown = panel.select(
        row=pl.Series([wrap(label, labels) for label in panel["label"]], dtype=pl.String),
        pct=pl.col("pct").fill_null(0.0).fill_nan(0.0),
        text=pl.Series([""] * len(texts) if silent else texts, dtype=pl.String),
        tip=tips(panel, "group", "label"),
        everyone=pl.Series([everyone.get(label) for label in panel["label"]], dtype=pl.Float64),
    ).with_columns(end=pl.max_horizontal("pct", pl.col("everyone").fill_null(0.0)))
    # The scale goes on behind the longest bar, so that its percentage stands inside of the panel.
    scale = alt.Scale(domain=[0, longest * wide / (wide - _VALUE)], nice=False)
    values = [0, longest / 2, longest]
    axis = alt.Axis(title=None, values=values, format="d", labelExpr="datum.label + '%'", labelOverlap=False)
    x, end, mark = (alt.X(f"{name}:Q", scale=scale, axis=axis) for name in ("pct", "end", "everyone"))
    rows = alt.Chart(shown).encode(y=row_axis(shown["row"], labelled=first))
    title = alt.Title(_title(panel["group"][0], wide), anchor="start", fontWeight="normal", offset=8, frame="group")
    return layered(
        layer=[
            rows.mark_bar(color=CATEGORICAL[0], size=_BAR).encode(x=x, **TIP),
            rows.mark_tick(color=_MARK, opacity=1, thickness=3, size=_BAR + 8).encode(x=mark),
            rows.mark_text(align="left", baseline="middle", dx=6).encode(x=end, text=alt.Text("text:N")),
        ],
        width=wide,
        height=step(shown["row"]),
        title=title,
    )


def _title(name: str, room: int) -> list[str]:
    return wrap(name, room).split("\n")
