"""Rolling figures, month after month, with a mark where one differs beyond chance from the baseline."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import polars as pl

from survey.charts.changes import INTERVALS, changes_frame, series
from survey.charts.changes_drawing import draw_changes
from survey.charts.picture import Context, Draft, Picture, assemble
from survey.charts.rows import Base, base_of
from survey.charts.words import percent, points
from survey.errors import Problem, UsageError
from survey.questionnaire.kinds import Question
from survey.questionnaire.waves import Wave

_TRIANGLE = "Triangle: differs from {} beyond chance{}"
_SHARED = "Windows that have months in common with the baseline have respondents in common, and are not tested"


def rolling_picture(
    question: Question,
    windows: tuple[Sequence[Wave], Wave, int],
    results: pl.DataFrame,
    compared: pl.DataFrame,
    context: Context,
) -> Picture:
    """Percentages of a question over so many months, month after month: of its nets with a polarity, else of the
    options most chosen. A triangle marks what differs from the baseline beyond chance.

    Args:
        question: closed without items, or multi-code.
        windows: in order; the one that is the baseline; and how many months each is.
        results: of `rolling_figures`.
        compared: of `since_baseline`.
        context: where the numbers come from.

    Raises:
        UsageError: no window has answers, or nothing of the question is a percentage.
    """
    of, baseline, length = windows
    names = {window.label: window.label for window in of}
    codes = series(question, results, "wave")
    drawn = results.filter(pl.col("code").is_in(codes), pl.col("pct").is_not_null()).with_columns(at="wave")
    if drawn.is_empty():
        raise UsageError(Problem(f"no percentages to draw of question {question.id!r}", "results"))
    drawn = drawn.with_columns(series=pl.col("code").replace_strict(codes, range(len(codes)), return_dtype=pl.Int32))
    frame = changes_frame(drawn, compared, names, "wave")
    found = base_of(drawn)
    base = Base(found.words, f"{found.size} a figure")
    measure = f"Percentage of {base.words}, {f'{length} months to ' if length > 1 else ''}each month"
    the = "the " * (length > 1)  # months by themselves have names
    triangle = _TRIANGLE.format(the + baseline.label, context.among)
    draft = Draft(
        frame=frame,
        draw=partial(draw_changes, frame, _short(of), (measure, triangle)),
        headline=_headline(frame, baseline, the),
        measure=measure,
        description=f"Line chart by month. {measure}. {_told(frame)}.",
        remarks=(
            INTERVALS.format(context.among),
            f"{triangle} (at 5%, corrected by Holm for all figures)",
            *([_SHARED] if length > 1 else []),
        ),
    )
    return assemble(f"{question.id}_rolling_{length}_months", draft, question, base, context)


def _short(of: Sequence[Wave]) -> dict[str, str]:
    """The last month of each window, its year below: of many not all are told, and none may lack it."""
    return {window.label: f"{window.closed:%b}\n{window.closed:%Y}" for window in of}


def _headline(frame: pl.DataFrame, baseline: Wave, the: str) -> str:
    """What the last window's first figure is, and since the baseline."""
    last = frame.filter(pl.col("label") == frame["label"][0]).row(-1, named=True)
    said = f"{last['label']}: {percent(last['pct'], last['count'])} in {the}{last['time']}"
    if last["time"] == baseline.label:
        return said
    if last["change"] is None:
        return f"{said}; not tested against {the}{baseline.label}"
    chance = "beyond chance" if last["beyond_chance"] else "no more than chance could make"
    return f"{said}, {points(last['change'])} points since {the}{baseline.label}: {chance}"


def _told(frame: pl.DataFrame) -> str:
    """Each figure from its first to its last window."""
    parts = []
    for part in frame.partition_by("label", maintain_order=True):
        first, last = part.row(0, named=True), part.row(-1, named=True)
        ends = [f"{percent(each['pct'], each['count'])} ({each['time']})" for each in (first, last)]
        parts.append(f"{part['label'][0]}: {' to '.join(ends) if part.height > 1 else ends[0]}")
    return "; ".join(parts)
