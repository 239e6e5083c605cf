"""Figures week by week, or wave by wave, with a mark where the change since the one before is beyond chance."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import polars as pl

from survey.charts.changes_drawing import TRIANGLE, draw_changes
from survey.charts.colours import CATEGORICAL
from survey.charts.picture import Context, Draft, Picture, assemble
from survey.charts.rows import Base, base_of
from survey.charts.words import listed, percent, points, span
from survey.errors import Problem, UsageError
from survey.frames import SMALL_BASE
from survey.questionnaire.definition import Fieldwork
from survey.questionnaire.kinds import Closed, MultiCode, Question
from survey.questionnaire.waves import Wave

MOST = len(CATEGORICAL)  # figures in one picture
Times = Fieldwork | Sequence[Wave]
INTERVALS = "Thin lines: 95% intervals by chance{}"


def changes_picture(
    question: Question, times: Times, results: pl.DataFrame, compared: pl.DataFrame, context: Context
) -> Picture:
    """Percentages of a question by week, or by wave: of its nets with a polarity, else of the MOST options most chosen.
    A triangle marks a change since the week (wave) before that is beyond chance; a week without answers is a gap.

    Args:
        question: closed without items, or multi-code.
        times: fieldwork for its weeks, or waves in order.
        results: rows of RESULTS by week or wave; those of other questions and banners are passed over.
        compared: rows of COMPARED, each week (wave) less the one before; those of other questions are passed over.
        context: where the numbers come from.

    Raises:
        UsageError: the results hold no such week or wave with answers.
    """
    names, column = _names(times)
    rows = results.filter(pl.col("question_id") == question.id, pl.col("banner_id").is_null())
    timed = rows.filter(pl.col(column).is_not_null()).with_columns(pl.col(column).cast(pl.String).alias("at"))
    timed = timed.filter(pl.col("at").is_in(list(names)))
    if timed.filter(pl.col("base_unweighted") > 0).is_empty():
        hint = "weeks need a dated export and [fieldwork] in the questionnaire, waves [[wave]] tables"
        raise UsageError(Problem(f"no {column} of question {question.id!r} has answers", "results", hint=hint))
    codes = series(question, results, column)
    drawn = timed.filter(pl.col("code").is_in(codes), pl.col("is_net") == bool(_nets(question)))
    drawn = drawn.with_columns(series=pl.col("code").replace_strict(codes, range(len(codes)), return_dtype=pl.Int32))
    frame = changes_frame(drawn, compared.filter(pl.col("question_id") == question.id), names, column)
    found = base_of(timed.filter(pl.col("base_unweighted") > 0))
    base = Base(found.words, f"{found.size} a {column}")
    measure = f"Percentage of {base.words}, each {column}"
    draft = Draft(
        frame=frame,
        draw=partial(draw_changes, frame, _short(times), (measure, TRIANGLE.format(context.among))),
        headline=_headline(frame, column),
        measure=measure,
        description=f"Line chart by {column}. {measure}. {_told(frame, list(names.values()))}.",
        remarks=_remarks(frame, list(names.values()), column, context.among),
    )
    return assemble(f"{question.id}_changes", draft, question, base, context)


def changes_frame(figures: pl.DataFrame, compared: pl.DataFrame, names: dict[str, str], column: str) -> pl.DataFrame:
    """The figures by time. Columns: `time` (in words), `label`, `count`, `base_unweighted`, `pct`, `ci_lower`,
    `ci_upper`, `change` (percentage points since the time before; null: none, or not tested), `beyond_chance`.
    """
    first = pl.col("first").str.strip_prefix("week ") if column == "week" else pl.col("first")
    tested = compared.filter(pl.col("beyond_chance").is_not_null()).select(
        "code", "is_net", first.alias("at"), change="difference", beyond_chance="beyond_chance"
    )
    order = {name: place for place, name in enumerate(names)}
    return (
        figures.join(tested, on=["code", "is_net", "at"], how="left", maintain_order="left")
        .with_columns(
            place=pl.col("at").replace_strict(order, return_dtype=pl.Int32),
            time=pl.col("at").replace_strict(names, return_dtype=pl.String),
        )
        .sort("series", "place", maintain_order=True)
        # From a change a withheld figure would follow, whichever of the two it is.
        .with_columns(known=pl.col("pct").is_not_null() & pl.col("pct").shift(1).over("series").is_not_null())
        .with_columns(
            change=pl.when("known").then("change"),
            beyond_chance=pl.col("beyond_chance").fill_null(value=False) & pl.col("known"),
        )
        .select("time", "label", "count", "base_unweighted", "pct", "ci_lower", "ci_upper", "change", "beyond_chance")
    )


def series(question: Question, results: pl.DataFrame, column: str) -> list[str]:
    """The codes of the figures that are drawn: the nets that have a polarity, else the options most chosen over all
    weeks or waves (`column`).
    """
    nets = _nets(question)
    if nets:
        return nets[:MOST]
    rows = results.filter(pl.col("question_id") == question.id, pl.col(column).is_not_null(), ~pl.col("is_net"))
    sums = rows.group_by("code", maintain_order=True).agg(pl.col("count").sum())
    return sums.sort("count", descending=True, maintain_order=True)["code"].to_list()[:MOST]


def _nets(question: Question) -> list[str]:
    return [net.code for net in question.nets if net.polarity] if isinstance(question, Closed | MultiCode) else []


def _names(times: Times) -> tuple[dict[str, str], str]:
    """The times in words, by what RESULTS calls them, and its column."""
    if isinstance(times, Fieldwork):
        return {str(week): span(*times.week_span(week)) for week in range(1, times.weeks + 1)}, "week"
    return {wave.label: wave.label for wave in times}, "wave"


def _short(times: Times) -> dict[str, str]:
    """Each time in words, and what stands for it on the axis: a week's first day, the year under the first of each."""
    if not isinstance(times, Fieldwork):
        return {wave.label: wave.label for wave in times}
    spans = [times.week_span(week) for week in range(1, times.weeks + 1)]
    found, year = {}, 0
    for first, last in spans:
        found[span(first, last)] = f"{first.day} {first:%b}" + ("" if first.year == year else f"\n{first.year}")
        year = first.year
    return found


def _marked(frame: pl.DataFrame) -> list[str]:
    return [
        f"{label} {points(change)} points, {time}"
        for label, change, time in frame.filter("beyond_chance").select("label", "change", "time").iter_rows()
    ]


def _headline(frame: pl.DataFrame, column: str) -> str:
    """The changes beyond chance, the latest first named; or that there are none."""
    found = frame.filter("beyond_chance")
    if found.is_empty():
        tested = frame["change"].drop_nulls().len()
        return f"No change from one {column} to the next is beyond chance" if tested else "No change could be tested"
    if found.height > 2:
        names = listed(found["label"].unique(maintain_order=True).to_list())
        return f"{found.height} changes from one {column} to the next are beyond chance: of {names}"
    return "Beyond chance: " + "; ".join(_marked(frame))


def _remarks(frame: pl.DataFrame, times: Sequence[str], column: str, among: str) -> tuple[str, ...]:
    bases = frame.unique("time", keep="first", maintain_order=True)
    answered = bases.filter(pl.col("base_unweighted").fill_null(1) > 0)["time"].to_list()
    silent = [time for time in times if time not in answered]
    small = bases.filter(pl.col("base_unweighted").is_between(1, SMALL_BASE - 1))["time"].to_list()
    marks = _marked(frame)
    return (
        INTERVALS.format(among),
        f"Triangle: changed since the {column} before beyond chance{among} (at 5%, corrected by Holm for all figures "
        f"and {column}s)",
        *([f"So changed: {'; '.join(marks)}"] if marks else []),
        *([f"No answers: {'; '.join(silent)}"] if silent else []),
        *([f"Small base (under {SMALL_BASE}), read with care: {'; '.join(small)}"] if small else []),
    )


def _told(frame: pl.DataFrame, times: Sequence[str]) -> str:
    """Each figure from its first to its last, and what marks there are."""
    parts = []
    for part in frame.partition_by("label", maintain_order=True):
        known = part.filter(pl.col("base_unweighted").fill_null(1) > 0)
        first, last = known.row(0, named=True), known.row(-1, named=True)
        ends = [f"{percent(each['pct'], each['count'])} ({each['time']})" for each in (first, last)]
        parts.append(f"{part['label'][0]}: {' to '.join(ends) if known.height > 1 else ends[0]}")
    marks = _marked(frame)
    told = f"{len(times)} times. {'; '.join(parts)}"
    return f"{told}. Beyond chance: {'; '.join(marks)}" if marks else told
