"""Bars in order of size, each with what chance among those who answered makes of its percentage and of its rank."""

from __future__ import annotations

from functools import partial

import altair as alt
import polars as pl

from survey.charts.bars import BAR, PERCENT_TICK, row_axis, step, top
from survey.charts.colours import SEQUENTIAL
from survey.charts.findings import most_chosen
from survey.charts.layered import layered
from survey.charts.picture import Context, Draft, Picture, assemble
from survey.charts.rows import NUMBERS, base_of, options, rows_of
from survey.charts.size import Size
from survey.charts.text import wrap
from survey.charts.tips import TIP, tips
from survey.charts.words import listed, percent
from survey.questionnaire.kinds import Question
from survey.questionnaire.scores import beyond

LINE = "Line across the end of a bar: 95% interval of the percentage by chance{}"
SILENT = "; of people who did not answer it says nothing"
RANKS = "Ranks: those an option could hold by chance{} (95%, all options at once)"
_LINE = "Line: 95% interval, by chance{}"
_FILL = SEQUENTIAL[2]  # black lines can be told from it, and it from white
_AFTER = 88  # pixels between the plot and the ranks: room for a percentage
_NAMED = 3


def ranked_picture(question: Question, figures: pl.DataFrame, context: Context) -> Picture:
    """The options of a question by how many chose them, with the 95% interval of each percentage and, where it is
    known, the ranks that each could hold by chance. The headline names one option as leading only if no other could.

    Args:
        question: single-code without items, or multi-code.
        figures: rows of RESULTS, or of RANKING where ranks are to be told; those of other questions, banners and weeks
            are passed over.
        context: where the numbers come from.

    Raises:
        UsageError: there is nothing of this question.
    """
    rows = rows_of(question, _as_results(figures))
    frame, base = ranked_frame(rows), base_of(rows)
    measure = f"Percentage of {base.words}"
    told = frame["standing"].null_count() < frame.height
    draft = Draft(
        frame=frame,
        draw=partial(draw_ranked, frame, (measure, _LINE.format(context.among))),
        headline=_headline(frame, base.words),
        measure=measure,
        description=f"Bar chart with intervals. {measure}: {_told(frame)}.",
        remarks=(
            *(
                [LINE.format(context.among) + SILENT * bool(context.among)]
                if frame["ci_lower"].drop_nulls().len()
                else []
            ),
            *([RANKS.format(context.among)] if told else []),
        ),
    )
    return assemble(f"{question.id}_ranked", draft, question, base, context)


def ranked_frame(rows: pl.DataFrame) -> pl.DataFrame:
    """The options by size, equal ones as they come, withheld ones last. Columns: `label`, `standing` and
    `rank_lower_all` (null: not known), `count`, `base_unweighted`, `pct`, `ci_lower`, `ci_upper`.
    """
    by_size = options(rows).sort("count", descending=True, nulls_last=True, maintain_order=True)
    return by_size.select("label", "standing", "rank_lower_all", *NUMBERS, "ci_lower", "ci_upper")


def draw_ranked(frame: pl.DataFrame, titles: tuple[str, str], size: Size) -> alt.LayerChart:
    """One bar a row with its interval and percentage, and the ranks in a column of their own. Columns: as of
    `ranked_frame`; `titles` say what bars and what intervals are.
    """
    pct = pl.col("pct").fill_null(0.0).fill_nan(0.0)
    texts = [percent(share, count) for count, share in frame.select("count", "pct").iter_rows()]
    shown = frame.select(
        pct.alias("pct"),
        row=pl.Series([wrap(label, size.labels) for label in frame["label"]], dtype=pl.String),
        lower=pl.col("ci_lower"),
        upper=pl.col("ci_upper"),
        end=pl.max_horizontal(pct, pl.col("ci_upper").fill_null(0.0).fill_nan(0.0)),
        text=pl.Series(texts, dtype=pl.String),
        tip=tips(frame, "label"),
        standing=pl.col("standing").fill_null(""),
    )
    scale = alt.Scale(domain=[0, top(shown["end"])], nice=False)
    title = list(titles if frame["ci_upper"].drop_nulls().len() else titles[:1])
    axis = alt.Axis(title=title, tickCount=5, format="d", labelExpr=PERCENT_TICK)
    x, end = (alt.X(f"{name}:Q", scale=scale, axis=axis) for name in ("pct", "end"))
    rows = alt.Chart(shown).encode(y=row_axis(shown["row"]))
    chance = alt.Chart(shown.drop_nulls("upper")).encode(y=row_axis(shown["row"]))
    ends = [
        chance.mark_tick(thickness=2, size=12, color="black", opacity=1).encode(
            x=alt.X(f"{name}:Q", scale=scale, axis=axis)
        )
        for name in ("lower", "upper")
    ]
    line = chance.mark_rule(strokeWidth=2, color="black").encode(
        x=alt.X("lower:Q", scale=scale, axis=axis), x2=alt.X2("upper:Q")
    )
    ranks = rows.mark_text(align="left", baseline="middle").encode(
        x=alt.XValue(size.plot + _AFTER), text=alt.Text("standing:N")
    )
    return layered(
        layer=[
            rows.mark_bar(color=_FILL, size=BAR).encode(x=x, **TIP),
            line,
            *ends,
            rows.mark_text(align="left", baseline="middle", dx=8).encode(x=end, text=alt.Text("text:N")),
            *([ranks, _head(size)] if frame["standing"].drop_nulls().len() else []),
        ],
        width=size.plot,
        height=step(shown["row"]),
    )


def _head(size: Size) -> alt.Chart:
    """Over the column of ranks."""
    marks = alt.Chart(pl.DataFrame({"text": ["Rank, by chance"]})).mark_text(align="left", baseline="bottom")
    head: alt.Chart = marks.encode(x=alt.XValue(size.plot + _AFTER), y=alt.YValue(-6), text=alt.Text("text:N"))
    return head


def _as_results(figures: pl.DataFrame) -> pl.DataFrame:
    """RANKING has neither nets nor banners, RESULTS no standing."""
    absent = {"is_net": pl.lit(value=False), "banner_id": pl.lit(None, pl.String), "item": pl.lit(None, pl.String)}
    absent |= {"wave": pl.lit(None, pl.String)}
    absent |= {"standing": pl.lit(None, pl.String), "rank_lower_all": pl.lit(None, pl.Int32)}
    return figures.with_columns(each.alias(name) for name, each in absent.items() if name not in figures.columns)


def _headline(frame: pl.DataFrame, base: str) -> str:
    """As of plain bars, unless chance could put another option first."""
    inside = frame.filter(~pl.Series([beyond(label) for label in frame["label"]], dtype=pl.Boolean))
    if inside.is_empty() or not inside["count"][0]:
        return most_chosen(frame, base)
    first = inside.row(0, named=True)
    lowest = first["pct"] if first["ci_lower"] is None else first["ci_lower"]
    reach = pl.max_horizontal("pct", "ci_upper") >= lowest
    best = pl.col("rank_lower_all")
    near = inside.filter(pl.when(best.is_null()).then(reach).otherwise(best == 1))
    if near.height < 2:
        return most_chosen(inside, base)
    others = near.height - 1
    names = listed(near["label"].to_list()) if near.height <= _NAMED else f"{first['label']} and {others} others"
    return f"Too close to call among {base}: {names}"


def _told(frame: pl.DataFrame) -> str:
    parts = []
    for row in frame.iter_rows(named=True):
        text = f"{row['label']} {percent(row['pct'], row['count'])}"
        if row["ci_lower"] is not None and row["count"] is not None:
            text += f" (by chance {row['ci_lower']:.1f} to {row['ci_upper']:.1f})"
        parts.append(text + (f", {row['standing']}" if row["standing"] else ""))
    return "; ".join(parts)
