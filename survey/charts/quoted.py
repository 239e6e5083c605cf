"""Bars of themes, each with what people said of it."""

from __future__ import annotations

from functools import partial
from itertools import accumulate
from typing import Any

import altair as alt
import polars as pl

from survey.charts.bars import BAR, PERCENT_TICK, top
from survey.charts.colours import CATEGORICAL
from survey.charts.findings import most_chosen, told
from survey.charts.layered import layered
from survey.charts.picture import Context, Draft, Picture, assemble
from survey.charts.rows import NUMBERS, base_of, options, rows_of
from survey.charts.size import Size
from survey.charts.text import LINE, lines, wrap
from survey.charts.theme import centred
from survey.charts.tips import TIP, tips
from survey.charts.words import percent
from survey.questionnaire.kinds import MultiCode
from survey.questionnaire.scores import beyond

MOST = 6  # themes
_APART = 26  # pixels between two themes
_QUOTED = 10  # between a bar and its quote
CHOSEN = "Quotes: chosen to show a theme, not as typical of it; personal details are replaced, in brackets"


def quoted_picture(
    themes: MultiCode, results: pl.DataFrame, quotes: pl.DataFrame, fewest: int, context: Context
) -> Picture:
    """The MOST themes most raised, each as a bar with a quote under it. Answers that say nothing are left out. A theme
    that fewer than `fewest` respondents raised has no quote.

    Args:
        themes: coded verbatims as a question.
        results: rows of RESULTS; those of other questions, of banners and of weeks are passed over.
        quotes: `code`, `quote`, with personal details replaced, and `group`, null where it is not to be named; the
            first of each code is drawn.
        fewest: respondents whom a quote may stand for.
        context: where the numbers come from.

    Raises:
        UsageError: the results hold no themes.
    """
    rows = rows_of(themes, results)
    frame, base = quoted_frame(rows, quotes, fewest), base_of(rows)
    measure = f"Percentage of {base.words}"
    said = [f"{label}: {quote}" for label, quote in frame.drop_nulls("quote").select("label", "quote").iter_rows()]
    draft = Draft(
        frame=frame,
        draw=partial(draw_quoted, frame, measure),
        headline=most_chosen(frame, base.words, "most raised"),
        measure=measure,
        description=f"Bar chart with quotes. {measure}: {told(frame)}. Quotes: {' '.join(said) or 'none'}",
        remarks=(f"Drawn: the {frame.height} themes most raised", CHOSEN),
    )
    return assemble(f"{themes.id}_quoted", draft, themes, base, context)


def quoted_frame(rows: pl.DataFrame, quotes: pl.DataFrame, fewest: int) -> pl.DataFrame:
    """The themes most raised, in that order. Columns: `label`, `quote` (in quotation marks, with the group where it may
    be named; null: none), `count`, `base_unweighted`, `pct`.
    """
    silent = pl.Series([beyond(label) for label in options(rows)["label"]], dtype=pl.Boolean)
    raised = options(rows).filter(~silent).sort("count", descending=True, nulls_last=True, maintain_order=True)
    first = quotes.unique("code", keep="first", maintain_order=True)
    said = {
        code: f"“{quote}”" + (f" ({group})" if group else "")
        for code, quote, group in first.select("code", "quote", "group").iter_rows()
    }
    quote = pl.col("code").replace_strict(said, default=None, return_dtype=pl.String)
    return (
        raised.head(MOST)
        .with_columns(quote=pl.when(pl.col("count") >= fewest).then(quote))
        .select("label", "quote", *NUMBERS)
    )


def draw_quoted(frame: pl.DataFrame, axis_title: str, size: Size) -> alt.LayerChart:
    """One block a theme: its bar, and under it its quote. Columns: as of `quoted_frame`."""
    blocks = [_block(row, size) for row in frame.iter_rows(named=True)]
    tops = [0.0, *accumulate(block["tall"] + _APART for block in blocks)]
    placed = [
        block | {"bar": edge + block["above"] + BAR / 2, "under": edge + block["above"] + BAR + _QUOTED}
        for block, edge in zip(blocks, tops, strict=False)
    ]
    shown, total = pl.DataFrame(placed).with_columns(tip=tips(frame, "label")), tops[-1] - _APART / 2
    scale = alt.Scale(domain=[0, top(shown["pct"])], nice=False)
    axis = alt.Axis(title=axis_title, tickCount=5, format="d", labelExpr=PERCENT_TICK, grid=False)
    x = alt.X("pct:Q", scale=scale, axis=axis)
    down = alt.Scale(domain=[total, 0], nice=False)
    bar, under = (alt.Y(f"{name}:Q", scale=down, axis=None) for name in ("bar", "under"))
    themes = alt.Chart(shown)
    label = themes.mark_text(align="right", baseline="middle", dy=centred("datum.label"))
    return layered(
        layer=[
            themes.mark_bar(orient="horizontal", color=CATEGORICAL[0], size=BAR).encode(x=x, y=bar, **TIP),
            themes.mark_text(align="left", baseline="middle", dx=6).encode(x=x, y=bar, text=alt.Text("text:N")),
            label.encode(x=alt.XValue(-8), y=bar, text=alt.Text("label:N")),
            themes.mark_text(align="left", baseline="top").encode(x=alt.XValue(0), y=under, text=alt.Text("quote:N")),
        ],
        width=size.plot + 60,
        height=total,
    )


def _block(row: dict[str, Any], size: Size) -> dict[str, Any]:
    """The texts of a theme in their lines, and how tall they are together."""
    label, quote = wrap(row["label"], size.labels - 60), wrap(row["quote"] or "", size.plot + 60)
    quoted = BAR + (_QUOTED + lines(quote) * LINE if row["quote"] else 0)
    beyond_bar = max(0.0, (lines(label) * LINE - BAR) / 2)  # the label is centred on its bar
    return {
        "label": label,
        "quote": quote,
        "text": percent(row["pct"], row["count"]),
        "pct": 0.0 if row["pct"] is None else row["pct"],
        "above": beyond_bar,
        "tall": beyond_bar + max(quoted, BAR + beyond_bar),
    }
