"""The picture of one question by the groups of another, such as the area people live in."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import assert_never

import altair as alt
import polars as pl

from survey.charts.bars import draw_dots
from survey.charts.crosstab import GROUP, ITEM, crosstab, with_bases
from survey.charts.findings import spread
from survey.charts.picture import Context, Draft, Drawing, Picture, assemble
from survey.charts.question import FIRST_PLACE
from survey.charts.rows import base_of, comparable, rows_of
from survey.charts.size import Size
from survey.charts.text import wrap
from survey.charts.words import figure, listed
from survey.frames import ALL, NOT_STATED, SMALL_BASE
from survey.questionnaire.kinds import (
    Closed,
    DateAnswer,
    FreeText,
    MultiCode,
    Number,
    Question,
    Ranking,
    Scale,
    SingleCode,
)

_TITLE = 900  # pixels


def banner_picture(question: Question, banner: Question, results: pl.DataFrame, context: Context) -> Picture:
    """The picture of a question by the groups of a banner: all respondents first, then the banner's options in order.

    - scale, free text, single-code of up to four options: one stacked bar a group;
    - multi-code, longer single-code, dates: a table of percentages, one column a group; of a ranking, first places;
    - a grid: one such chart an item, below each other;
    - number: a dot for the mean of each group.

    Those who did not answer the banner's question stand last; they are left out, and the notes say so, if they are
    fewer than SMALL_BASE. Other groups with a small base are drawn, named in the notes, and not compared in the
    headline.

    Args:
        question: what is drawn.
        banner: whose options are the groups.
        results: rows of RESULTS; those of other questions and banners are passed over.
        context: where the numbers come from.

    Raises:
        UsageError: the results hold nothing of this question by this banner.
    """
    every = rows_of(question, results, banner.id)
    rows = _arranged(every, banner)
    base = base_of(_overall(rows))
    draft = _draft(question, rows, f"Percentage of {base.words}")
    remarks = (*_left_out(every, rows), *_small(rows))
    with_groups = replace(
        draft,
        measure=f"{draft.measure}, by {_name(banner)}",
        description=" ".join([draft.description, f"Groups: {_name(banner)}.", *(f"{remark}." for remark in remarks)]),
        remarks=(f"Groups: answers to “{banner.text}”", *remarks),
    )
    return assemble(f"{question.id}_by_{banner.id}", with_groups, question, base, context)


def _draft(question: Question, rows: pl.DataFrame, measure: str) -> Draft:
    match question:
        case SingleCode() | Scale() if question.items:
            return _grid(question, rows, measure)
        case SingleCode() | Scale() | MultiCode() | DateAnswer() | FreeText():
            return crosstab(question, rows, GROUP, measure)
        case Ranking():
            first = rows.filter(pl.col("item") == FIRST_PLACE)
            return crosstab(question, first, GROUP, f"{measure}, who put it {first[ITEM][0]}")
        case Number():
            return _means(question, rows)
        case _:
            assert_never(question)


def _name(banner: Question) -> str:
    return banner.short or f"answers to “{banner.text}”"


def _arranged(rows: pl.DataFrame, banner: Question) -> pl.DataFrame:
    """All respondents, the banner's options in order, those not stated unless they are few."""
    labels = [option.label for option in banner.options] if isinstance(banner, Closed | MultiCode) else []
    order = [ALL, *labels, NOT_STATED]
    place = pl.col("group").replace_strict(order, range(len(order)), default=len(labels), return_dtype=pl.Int32)
    few = (pl.col("group") == NOT_STATED) & pl.col("small_base")
    return rows.filter(~few.fill_null(value=True)).sort(place, maintain_order=True)


def _overall(rows: pl.DataFrame) -> pl.DataFrame:
    """The rows of all respondents, or every row if there are none such."""
    overall = rows.filter(pl.col("group") == ALL)
    return rows if overall.is_empty() else overall


def _left_out(every: pl.DataFrame, drawn: pl.DataFrame) -> list[str]:
    sizes = every.join(drawn, on="group", how="anti")["base_unweighted"].drop_nulls().to_list()
    size = max(sizes, default=0)
    return [f"Not drawn: {NOT_STATED}, base {size} (small base)"] if size else []


def _small(rows: pl.DataFrame) -> list[str]:
    names = rows.filter("small_base")["group"].unique(maintain_order=True).to_list()
    return [f"Small base (under {SMALL_BASE}), read with care: {listed(names)}"] if names else []


def _grid(question: Question, rows: pl.DataFrame, measure: str) -> Draft:
    """One chart an item, each under its label; the headline compares the items over all respondents."""
    parts = rows.partition_by(ITEM, maintain_order=True)
    names = [str(part[ITEM][0]) for part in parts]
    drafts = [crosstab(question, part, GROUP, measure) for part in parts]
    frames = [draft.frame.select(pl.lit(name).alias(ITEM), pl.all()) for name, draft in zip(names, drafts, strict=True)]
    return Draft(
        frame=pl.concat(frames),
        draw=partial(_below_each_other, names, [draft.draw for draft in drafts]),
        headline=crosstab(question, _overall(rows), ITEM, measure).headline,
        measure=measure,
        description=" ".join(f"{name}. {draft.description}" for name, draft in zip(names, drafts, strict=True)),
    )


def _below_each_other(names: Sequence[str], draws: Sequence[Callable[[Size], Drawing]], size: Size) -> alt.VConcatChart:
    charts = [_titled(name, draw(size)) for name, draw in zip(names, draws, strict=True)]
    return alt.vconcat(*charts, spacing=40)


def _titled(name: str, chart: Drawing) -> Drawing:
    chart.title = alt.Title(wrap(name, _TITLE).split("\n"), anchor="start", offset=12)
    return chart


def _means(question: Number, rows: pl.DataFrame) -> Draft:
    means = rows.filter(pl.col("code") == "mean").drop_nulls("value")
    frame = means.select("group", "value", "base_unweighted")
    texts = [figure(value, question.unit) for value in frame["value"]]
    printed = dict(zip(frame["group"], texts, strict=True))
    figures = [
        (group, value, printed[group]) for group, value in comparable(means, GROUP).select(GROUP, "value").rows()
    ]
    told = "; ".join(f"{group} {text}" for group, text in printed.items())
    return Draft(
        frame=frame,
        draw=partial(draw_dots, with_bases(frame, GROUP).rename({GROUP: "label"}), question.unit),
        headline=spread(f"{question.title}, mean", figures),
        measure="Mean",
        description=f"Dot chart of means. {told}.",
    )
