"""Small multiples: one small panel for each group or week, all on the same scale."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from itertools import groupby

import polars as pl

from survey.charts.findings import leaders, told
from survey.charts.multiples_drawing import draw_multiples
from survey.charts.order import in_order
from survey.charts.picture import Context, Draft, Picture, assemble
from survey.charts.rows import NUMBERS, base_of, comparable, options, rows_of
from survey.charts.words import listed, span
from survey.frames import ALL, NOT_STATED, SMALL_BASE
from survey.questionnaire.definition import Fieldwork
from survey.questionnaire.kinds import Question

MOST = 6  # options in a panel; the frame of the question by the banner has all of them


def multiples_picture(question: Question, by: Question | Fieldwork, results: pl.DataFrame, context: Context) -> Picture:
    """Small panels of bars, one for each group of a banner or for each week of fieldwork: in each the MOST options that
    all respondents chose most, in the same order and on the same scale, with a mark for all respondents. Weeks and
    groups of nobody, and respondents who did not answer the banner's question, are left out.

    Args:
        question: single-code or multi-code without items.
        by: the banner, or fieldwork for its weeks.
        results: rows of RESULTS, those of all respondents over the whole of fieldwork among them.
        context: where the numbers come from.

    Raises:
        UsageError: the results hold nothing of this question.
    """
    silent: list[str] = []
    if isinstance(by, Fieldwork):
        whole, parts, name, plural = rows_of(question, results), _weeks(question, results, by), "week", "weeks"
        silent = _silent(parts, by)
    else:
        rows = rows_of(question, results, by.id)
        whole = rows.filter(pl.col("group") == ALL)
        parts = rows.filter(~pl.col("group").is_in([ALL, NOT_STATED]), pl.col("base_unweighted").fill_null(1) > 0)
        name, plural = by.short or f"answers to “{by.text}”", "groups"
    order = in_order(question, options(whole))
    frame = multiples_frame(whole, parts, order[:MOST])
    base = base_of(whole)
    measure = f"Percentage of {base.words}"
    compared = comparable(options(parts), "group")
    draft = Draft(
        frame=frame,
        draw=partial(draw_multiples, frame, f"Each {plural.removesuffix('s')}: {measure[0].lower()}{measure[1:]}"),
        headline=leaders(compared, "group", plural.removesuffix("s")),
        measure=f"{measure}, by {name}",
        description=f"Small bar charts, one for each of {len(_names(frame)) - 1} {plural}. {measure}. {_told(frame)}.",
        remarks=(
            *([f"Drawn: the {MOST} most chosen of {len(order)} options"] if len(order) > MOST else []),
            *([f"Weeks without answers: {listed(silent)}"] if silent else []),
            *_cautions(frame),
        ),
    )
    stem = "each_week" if isinstance(by, Fieldwork) else f"each_{by.id}"
    return assemble(f"{question.id}_{stem}", draft, question, base, context)


def multiples_frame(whole: pl.DataFrame, parts: pl.DataFrame, order: Sequence[str]) -> pl.DataFrame:
    """All respondents, then each group, with these options in this order. Columns: `group`, `label`, `count`,
    `base_unweighted`, `pct`.
    """
    place = pl.col("label").replace_strict(list(order), range(len(order)), default=None, return_dtype=pl.Int32)
    rows = pl.concat([options(whole).with_columns(group=pl.lit(ALL)), options(parts)])
    kept = rows.filter(pl.col("label").is_in(list(order))).with_columns(place=place, at=pl.col("group").rle_id())
    return kept.sort("at", "place").select("group", "label", *NUMBERS)


def _weeks(question: Question, results: pl.DataFrame, fieldwork: Fieldwork) -> pl.DataFrame:
    """The rows of every week with answers, or with a base that is withheld, each named by its days."""
    names = {week: span(*fieldwork.week_span(week)) for week in range(1, fieldwork.weeks + 1)}
    return (
        results.filter(
            pl.col("question_id") == question.id,
            pl.col("banner_id").is_null(),
            pl.col("week").is_not_null(),
            pl.col("base_unweighted").fill_null(1) > 0,
        )
        .sort("week", maintain_order=True)
        .with_columns(group=pl.col("week").replace_strict(names, return_dtype=pl.String))
    )


def _silent(weekly: pl.DataFrame, fieldwork: Fieldwork) -> list[str]:
    """The stretches of weeks that have no panel, from their first day to their last."""
    drawn = set(weekly["week"])
    runs = groupby(range(1, fieldwork.weeks + 1), lambda week: week in drawn)
    weeks = [list(run) for known, run in runs if not known]
    return [span(fieldwork.week_span(run[0])[0], fieldwork.week_span(run[-1])[1]) for run in weeks]


def _names(frame: pl.DataFrame) -> list[str]:
    return frame["group"].unique(maintain_order=True).to_list()


def _cautions(frame: pl.DataFrame) -> list[str]:
    bases = frame.filter(pl.col("group") != ALL).unique("group", keep="first", maintain_order=True)
    small = bases.filter(pl.col("base_unweighted").is_between(1, SMALL_BASE - 1))["group"].to_list()
    return [f"Small base (under {SMALL_BASE}), read with care: {listed(small)}"] if small else []


def _told(frame: pl.DataFrame) -> str:
    """All respondents in full, of each group the largest: the table beside the picture holds every figure."""
    first, *others = frame.partition_by("group", maintain_order=True)
    most = [
        f"{part['group'][0]}: most, {told(part.sort('pct', descending=True, nulls_last=True)[:1])}" for part in others
    ]
    return "; ".join([f"{ALL}: {told(first)}", *most])
