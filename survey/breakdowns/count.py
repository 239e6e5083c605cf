"""Counting: the one step that sees respondents. What comes after computes from its cells."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from survey.breakdowns.answers import Answer, answers
from survey.breakdowns.axes import Axis, answer_axis, wave_axis, week_axis
from survey.breakdowns.base import counted, in_base
from survey.breakdowns.cells import Part, assemble
from survey.breakdowns.counting import WEIGHT, tallies
from survey.breakdowns.leaned import routable
from survey.breakdowns.plan import Banner, Level, Tab, tables
from survey.questionnaire.definition import Consultation
from survey.questionnaire.kinds import Question


def count(
    responses: pl.LazyFrame,
    consultation: Consultation,
    questions: Sequence[Question],
    banner: Banner | None = None,
    weekly: bool = False,
) -> pl.DataFrame:
    """The cells of one tab: see `count_tabs`."""
    return count_tabs(responses, consultation, [Tab(questions, [banner] if banner else [], weekly)])


def count_tabs(responses: pl.LazyFrame, consultation: Consultation, tabs: Sequence[Tab]) -> pl.DataFrame:
    """The respondents of each combination of answers, banner group and time, for all tabs from one reading of them.

    A multi-code answer is counted by its combination of codes, a ranking place by the options put there (`item`
    is the place), a date by its month (code `2024-07`), free text as `answered` or not; a number keeps its `value`
    and has no codes.

    The base is the question's own: "answered" are those who answered (in a grid, that item; in a ranking, those
    who put an option at that place), and so are those whose "picks" are the base; "asked" and "all" hold nobody whose
    response is blank; `base_where` narrows it. Free text stands on those asked, or on all; a number always on those
    who gave one. An answer given by someone who was not asked is no answer here: it is outside the bases "answered"
    and "asked", and validation tells it. Codes (of a number: the value) are null for those in the base without an
    answer; an empty list is an answer without any code.

    Everyone's cells (`banner_id` null) come first, then those of each banner's groups, where a respondent of several
    groups is in each; `group` holds null for those in none. `week` and `wave` are null where the tab does not ask for
    them, and for responses of none; where two tabs ask for the same table, both have the times of either.

    A column `weight` of the responses is summed into `w`, its squares into `w2`. Picks may be lists of labels, or texts
    of them with the question's delimiter between.

    Returns:
        A frame with the schema CELLS: as many rows as there are combinations found, however many respondents.

    Raises:
        UsageError: a banner has no groups: it is neither single-code (or scale) without items nor multi-code.
        FailedChecksError: a weight is missing, negative or no number.
        UnreadableError: a text of picks holds what is no label of an option.
    """
    asked_of = [question for table in tables(tabs) for question in (table.question, *table.levels)]
    responses = routable(responses, consultation, asked_of)
    schema = responses.collect_schema()
    axes, parts = _plan(tabs, consultation, schema)
    weight = pl.col(WEIGHT) if WEIGHT in schema else pl.lit(1.0)
    columns = [column for axis in axes.values() for column in axis.columns]
    rows = responses.select(weight.cast(pl.Float64).alias(WEIGHT), *columns)
    found, coded = tallies(rows, axes, [part.names for part in parts])
    return assemble([(part, found[part.names]) for part in parts], coded)


def _plan(tabs: Sequence[Tab], consultation: Consultation, schema: pl.Schema) -> tuple[dict[str, Axis], list[Part]]:
    """The axes by name, and a part for each answer of each table."""
    axes: dict[str, Axis] = {}
    parts: list[Part] = []
    asked: dict[str, tuple[Answer, ...]] = {}
    for table in tables(tabs, everyone=True):
        question = table.question
        by = {f"by {level.id}": level for level in table.levels}
        times = {"week": week_axis()} if table.weekly else {}
        times |= {"wave": wave_axis(table.waves)} if table.waves else {}
        axes |= times | {
            name: _group_axis(name, level, consultation, schema) for name, level in by.items() if name not in axes
        }
        if question.id not in asked:
            asked[question.id] = answers(question, schema)
            axes |= {_name(answer): _answer_axis(answer, consultation) for answer in asked[question.id]}
        parts += [
            Part(question, answer.item, table.banner_id, _name(answer), by, tuple(times))
            for answer in asked[question.id]
        ]
    return axes, parts


def _name(answer: Answer) -> str:
    return f"{answer.question.id} {answer.item or ''}"


def _answer_axis(answer: Answer, consultation: Consultation) -> Axis:
    return answer_axis(_name(answer), answer, in_base(answer, consultation), counted(answer, consultation))


def _group_axis(name: str, level: Level, consultation: Consultation, schema: pl.Schema) -> Axis:
    """An axis of those who gave each answer to a banner's question; who was not asked is in no group."""
    (answer,) = answers(level, schema)
    return answer_axis(name, answer, pl.lit(value=True), counted(answer, consultation))
