"""Options against rows (items of a grid, groups of a banner): stacked bars, or a table where bars would not be read."""

from __future__ import annotations

from functools import partial

import polars as pl

from survey.charts.colours import CATEGORICAL, fills
from survey.charts.findings import answered, focus_code, leaders, percentages, spread, told
from survey.charts.heat import draw_heat
from survey.charts.order import in_order
from survey.charts.picture import Draft
from survey.charts.rows import NUMBERS, comparable, options
from survey.charts.stacked import draw_stack
from survey.charts.words import SUPPRESSED
from survey.frames import ALL, SMALL_BASE
from survey.questionnaire.kinds import DateAnswer, FreeText, Question, Scale, SingleCode
from survey.questionnaire.scores import beyond

ITEM = "item_label"
GROUP = "group"


def crosstab(question: Question, rows: pl.DataFrame, by: str, measure: str) -> Draft:
    """The draft of a chart of options by the column `by`, whose values keep the order of the rows.

    A scale, a single-code question of up to four options (answers beyond the list apart) and answered-or-not are
    stacked bars; all else is a table of percentages. The headline compares the groups (or items) whose base is not
    small, never the ones not stated.

    Args:
        question: whose options are drawn.
        rows: of RESULTS; nets are told, not drawn.
        by: ITEM or GROUP.
        measure: what the percentages are, in words.
    """
    frame = _frame(question, rows, by)
    shown = with_bases(frame, by)
    compared = comparable(rows, by)
    labels = frame["label"].unique(maintain_order=True).to_list()
    if stackable(question, labels):
        return Draft(
            frame=frame,
            draw=partial(draw_stack, shown, by, fills(question, labels), measure),
            headline=_range(question, rows, compared, by),
            measure=measure,
            description=f"Stacked bar chart, one bar a row. {measure}. {_told_rows(frame, by)}.",
        )
    return Draft(
        frame=frame,
        draw=partial(draw_heat, shown.rename({by: GROUP}), measure),
        headline=leaders(options(compared), by, "item" if by == ITEM else "group"),
        measure=measure,
        description=f"Table of percentages, darker where more. {measure}. {_told_columns(frame, by)}.",
    )


def stackable(question: Question, labels: list[str]) -> bool:
    """Whether that many options can be told apart in a stacked bar."""
    if isinstance(question, SingleCode):
        return sum(not beyond(label) for label in labels) <= len(CATEGORICAL)
    return isinstance(question, Scale | FreeText)


def _frame(question: Question, rows: pl.DataFrame, by: str) -> pl.DataFrame:
    drawn = options(rows)
    groups = drawn[by].unique(maintain_order=True).to_list()
    if isinstance(question, DateAnswer | FreeText):
        labels = drawn.sort("code")["label"].unique(maintain_order=True).to_list()
    else:
        leading = drawn.filter(pl.col(by) == groups[0]) if by == GROUP else _means(drawn)
        labels = in_order(question, leading)
    return drawn.sort(_place(by, groups), _place("label", labels)).select(by, "label", *NUMBERS)


def _means(drawn: pl.DataFrame) -> pl.DataFrame:
    return drawn.group_by("label", maintain_order=True).agg(pl.col("pct").mean())


def _place(column: str, order: list[str]) -> pl.Expr:
    """Where each value stands in an order; values that the order lacks stand last."""
    return pl.col(column).replace_strict(order, range(len(order)), default=len(order), return_dtype=pl.Int32)


def with_bases(frame: pl.DataFrame, by: str) -> pl.DataFrame:
    """Each group named with its base; items only if their bases differ."""
    if by == ITEM and frame["base_unweighted"].n_unique() == 1:
        return frame
    names = {
        name: f"{name}\n{_base(base)}"
        for name, base in frame.select(by, "base_unweighted").unique(by, keep="first", maintain_order=True).iter_rows()
    }
    return frame.with_columns(pl.col(by).replace_strict(names))


def _base(size: int | None) -> str:
    if size is None:
        return f"base {SUPPRESSED}"
    return f"base {size:,} (small)" if 0 < size < SMALL_BASE else f"base {size:,}"


def _range(question: Question, rows: pl.DataFrame, compared: pl.DataFrame, by: str) -> str:
    everyone = rows.filter(pl.col(by) == ALL)
    focus = pl.col("code") == focus_code(question, compared if everyone.is_empty() else everyone)
    groups, overall = compared.filter(focus), everyone.filter(focus)
    finding = spread(groups["label"][0], percentages(groups, by), answered(groups))
    return "; overall ".join([finding, *(text for _, _, text in percentages(overall, by))])


def _told_rows(frame: pl.DataFrame, by: str) -> str:
    return "; ".join(f"{name[0]}: {told(part)}" for name, part in frame.group_by(by, maintain_order=True))


def _told_columns(frame: pl.DataFrame, by: str) -> str:
    """The first column in full, of the others the largest: the table beside the picture holds every figure."""
    first, *others = frame.partition_by(by, maintain_order=True)
    most = [f"{part[by][0]}: most, {told(part.sort('pct', descending=True, nulls_last=True)[:1])}" for part in others]
    return "; ".join([f"{first[by][0]}: {told(first)}", *most])
