"""The answers to every question of an export, and in what way its options stand in it."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import polars as pl

from survey.ingest.answers import Answers, Way, read_answers, written
from survey.ingest.cells import Table
from survey.ingest.columns import Columns
from survey.ingest.texts import distinct, known_texts, labels, split_picks
from survey.questionnaire.definition import Consultation, Variable, variables
from survey.questionnaire.kinds import Closed, FreeText, MultiCode


@dataclass(frozen=True, slots=True)
class Answered:
    """`answers` by variable name, of the questions whose columns there are; whether options stood as values; what to
    know of the reading.
    """

    answers: dict[str, Answers]
    by_value: bool
    remarks: tuple[str, ...]


def read_all(table: Table, columns: Columns, consultation: Consultation) -> Answered:
    """The answers to all questions."""
    export = consultation.export
    way = Way(export, table.typed_dates, _by_value(table, columns, consultation))
    marks = {"not put to the respondent": export.not_asked, "passed by": export.unanswered}
    there = [
        each for question in consultation.questions for each in variables(question) if columns.answers.get(each.name)
    ]

    def read(variable: Variable) -> tuple[Answers, list[int]]:
        bare = [table.column(place) for place in columns.answers[variable.name]]
        marked = [sum(_count(each, texts) for each in bare) for texts in marks.values()]
        return read_answers(variable, bare, way), marked

    with ThreadPoolExecutor(pl.thread_pool_size()) as pool:  # polars keeps one processor busy with a column
        found = list(pool.map(read, there))
    answers = {variable.name: each for variable, (each, _) in zip(there, found, strict=True)}
    cells = {what: sum(counts[place] for _, counts in found) for place, what in enumerate(marks)}
    answers |= _words(answers, consultation)
    remarks = [f"{count:,} cells say that a question was {what}" for what, count in cells.items() if count]
    values = ["options are read as values, not as labels"] if way.by_value else []
    return Answered(answers, way.by_value, (*values, *remarks))


def _count(column: pl.Series, texts: Sequence[str]) -> int:
    return int(column.str.strip_chars().is_in(list(texts)).sum()) if texts else 0


def _words(answers: dict[str, Answers], consultation: Consultation) -> dict[str, Answers]:
    """The free texts that stand in another question's cells."""
    found: dict[str, Answers] = {}
    for question in consultation.questions:
        of = answers.get(question.other_of or "") if isinstance(question, FreeText) else None
        if of is not None and of.other is not None:
            found[question.id] = written(question.id, of.other.alias(question.id))
    return found


def _by_value(table: Table, columns: Columns, consultation: Consultation) -> bool:
    """Whether options stand as values: as the definition says, or else if more of the export's texts are values."""
    if consultation.export.answers != "auto":
        return consultation.export.answers == "values"
    fit = {False: 0, True: 0}
    for question in consultation.questions:
        if isinstance(question, Closed | MultiCode) and any(option.value for option in question.options):
            for variable in variables(question):
                for place in columns.answers.get(variable.name, ()):
                    texts = distinct(table.column(place), consultation.export).values()
                    for by_value in fit:
                        fit[by_value] += _fitting(question, pl.Series(texts, dtype=pl.String), by_value)
    return fit[True] > fit[False]


def _fitting(question: Closed | MultiCode, texts: pl.Series, by_value: bool) -> int:
    """How many of the texts are wholly options: by their values alone, or by their labels and aliases."""
    options = [option.model_copy(update={"other": False}) for option in question.options]
    if by_value:
        options = [
            option.model_copy(update={"label": option.value or option.label, "aliases": ()}) for option in options
        ]
    known = known_texts(options, by_value=False)
    if isinstance(question, MultiCode) and question.column is not None:
        picks = split_picks(texts, {text: text for text in texts}, question.delimiter or ";", known)
        return int((picks.found.is_not_null() & picks.unread.is_null()).sum())
    return int(labels(texts, known).is_not_null().sum())
