"""The picture of one question, whatever its kind, over all respondents."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import assert_never

import polars as pl

from survey.charts.bars import draw_bars, draw_dots
from survey.charts.colours import SEQUENTIAL, fills, ramp
from survey.charts.crosstab import ITEM, crosstab
from survey.charts.findings import most_chosen, told
from survey.charts.months import draw_months
from survey.charts.order import in_order
from survey.charts.picture import Context, Draft, Picture, assemble
from survey.charts.rows import NUMBERS, Base, base_of, nets, options, rows_of
from survey.charts.stacked import draw_bar, draw_stack
from survey.charts.words import figure, percent
from survey.questionnaire.code_frame import OTHER, RESERVED_LABELS
from survey.questionnaire.kinds import DateAnswer, FreeText, MultiCode, Number, Question, Ranking, Scale, SingleCode
from survey.questionnaire.scores import beyond

FIRST_PLACE = "1"
THEMES = "themes"  # the id of coded verbatims as a question
MOST_THEMES = 15  # more bars than this are a table, not a chart


def question_picture(question: Question, results: pl.DataFrame, context: Context) -> Picture:
    """The picture of a question.

    - single-code, multi-code: bars, sorted by size unless the options have an order (`order.in_order` says when);
    - scale: one stacked bar, from the first option to the last; the headline tells the nets;
    - a grid of either: one stacked bar an item, or a table of percentages if the options are too many to stack;
    - themes (multi-code of the id THEMES): bars of the MOST_THEMES most raised, answers that say nothing left out;
    - ranking: one stacked bar an option, of its places, sorted by first places;
    - number: a dot for each statistic;
    - date: columns by month;
    - free text: how many wrote an answer.

    Args:
        question: what is drawn.
        results: rows of RESULTS; those of other questions, of banners and of single weeks are passed over.
        context: where the numbers come from.

    Raises:
        UsageError: the results hold nothing of this question.
    """
    rows = rows_of(question, results)
    base = base_of(rows)
    return assemble(question.id, _draft(question, rows, base), question, base, context)


def _draft(question: Question, rows: pl.DataFrame, base: Base) -> Draft:
    match question:
        case SingleCode() | Scale() if question.items:
            return crosstab(question, rows, ITEM, f"Percentage of {base.words}")
        case MultiCode() if question.id == THEMES:
            return _raised(rows, base)
        case SingleCode() | MultiCode():
            return _bars(numbers(rows, in_order(question, options(rows))), rows, base)
        case Scale():
            return _scale(question, rows, base)
        case Ranking():
            return _places(question, rows, base)
        case Number():
            return _statistics(question, rows)
        case DateAnswer():
            return _months(rows, base)
        case FreeText():
            return _written(rows, base)
        case _:
            assert_never(question)


def numbers(rows: pl.DataFrame, order: list[str]) -> pl.DataFrame:
    """The options' numbers, in that order of labels. Columns: `label`, `count`, `base_unweighted`, `pct`."""
    place = pl.col("label").replace_strict(order, range(len(order)), return_dtype=pl.Int32)
    return options(rows).sort(place).select("label", *NUMBERS)


def _bars(frame: pl.DataFrame, rows: pl.DataFrame, base: Base) -> Draft:
    measure = f"Percentage of {base.words}"
    return Draft(
        frame=frame,
        draw=partial(draw_bars, frame, measure),
        headline=most_chosen(frame, base.words),
        measure=measure,
        description=f"Bar chart. {measure}: {told(frame)}.{_nets(rows)}",
    )


def _raised(rows: pl.DataFrame, base: Base) -> Draft:
    """Themes are given by a code frame, not chosen: to say nothing is none, and what no code fits is no finding."""
    order = options(rows).sort("pct", descending=True, nulls_last=True, maintain_order=True)["label"].to_list()
    frame = numbers(rows, order)
    silent = pl.Series([beyond(label) for label in order], dtype=pl.Boolean)
    themes = frame.filter(~silent)
    remarks = [f"Drawn: the {MOST_THEMES} most raised of {themes.height} themes; the tables have all of them"]
    return replace(
        _bars(themes.head(MOST_THEMES), rows, base),
        headline=most_chosen(themes.filter(pl.col("label") != RESERVED_LABELS[OTHER]), base.words, "most raised"),
        remarks=(
            *(remarks if themes.height > MOST_THEMES else ()),
            *([f"Not drawn: {told(frame.filter(silent))}"] if silent.any() else ()),
        ),
    )


def _scale(question: Scale, rows: pl.DataFrame, base: Base) -> Draft:
    frame = numbers(rows, in_order(question, options(rows)))
    measure = f"Percentage of {base.words}"
    summed = nets(rows).drop_nulls("pct")
    headline = f"{told(summed)} of {base.words}" if summed.height else most_chosen(frame, base.words)
    return Draft(
        frame=frame,
        draw=partial(draw_bar, frame, fills(question, frame["label"].to_list()), measure),
        headline=headline,
        measure=measure,
        description=f"Stacked bar. {measure}: {told(frame)}.{_nets(rows)}",
    )


def _places(question: Ranking, rows: pl.DataFrame, base: Base) -> Draft:
    order = in_order(question, rows.filter(pl.col("item") == FIRST_PLACE))
    row = pl.col("label").replace_strict(order, range(len(order)), return_dtype=pl.Int32)
    frame = rows.sort(row, pl.col("item").cast(pl.Int32)).select("label", "item_label", *NUMBERS)
    places = frame["item_label"].unique(maintain_order=True).to_list()
    measure = f"Percentage of {base.words}, by the place they gave"
    shades = dict(zip(places, ramp(SEQUENTIAL, len(places)), strict=True))
    stacked = frame.select(*NUMBERS, row="label", label="item_label")
    parts = [f"{name[0]}: {told(part)}" for name, part in stacked.group_by("row", maintain_order=True)]
    first = frame.filter(pl.col("item_label") == places[0])
    return Draft(
        frame=frame,
        draw=partial(draw_stack, stacked, "row", shades, measure),
        headline=most_chosen(first, base.words, f"most often put {places[0]}"),
        measure=measure,
        description=f"Stacked bar chart, one bar an option. {measure}. {'; '.join(parts)}.",
    )


def _statistics(question: Number, rows: pl.DataFrame) -> Draft:
    frame = rows.select("label", "value", "base_unweighted")
    told_values = [f"{label} {figure(value, question.unit)}" for label, value in frame.select("label", "value").rows()]
    return Draft(
        frame=frame,
        draw=partial(draw_dots, frame, question.unit),
        headline=f"{question.title}: {', '.join(told_values[:2])}",
        measure=", ".join(frame["label"]),
        description=f"Dot chart. {', '.join(told_values)}.",
    )


def _months(rows: pl.DataFrame, base: Base) -> Draft:
    if rows.filter(pl.col("code") != "not_answered").is_empty():
        nobody = _bars(numbers(rows, options(rows)["label"].to_list()), rows, base)
        return replace(nobody, headline="Nobody gave a date")
    frame = options(rows).sort("code").select("label", *NUMBERS)
    measure = f"Percentage of {base.words}, by month"
    return Draft(
        frame=frame,
        draw=partial(draw_months, frame, measure),
        headline=most_chosen(frame, base.words, "most often"),
        measure=measure,
        description=f"Column chart. {measure}: {told(frame)}.",
    )


def _written(rows: pl.DataFrame, base: Base) -> Draft:
    bars = _bars(numbers(rows, options(rows).sort("code")["label"].to_list()), rows, base)
    share = options(rows).filter(pl.col("code") == "answered").select("pct", "count").row(0)
    return replace(bars, headline=f"{percent(*share)} of {base.words} wrote an answer")


def _nets(rows: pl.DataFrame) -> str:
    return f" In sum: {told(nets(rows))}." if nets(rows).height else ""
