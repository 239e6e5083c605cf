"""An export opened: its table of text, the definition's columns found in it, every answer read. One step from bytes."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from survey.errors import Problem, UnreadableError
from survey.frames import answer_dtype
from survey.ingest.answers import Answers, read_answers
from survey.ingest.cells import Table
from survey.ingest.columns import Columns, find_columns
from survey.ingest.table import open_table
from survey.ingest.texts import clean, times
from survey.questionnaire.definition import Consultation, TimeColumn, variables


@dataclass(frozen=True, slots=True)
class OpenExport:
    """`answers` by variable name, of the questions whose columns the export has; `frame` holds those of all questions
    (null where the export has no column) beside `line`, `response_id`, `started` and `completed`, a row each row of
    the table. `unread_times`: the texts of `started` and `completed` that are not in their format.
    """

    name: str
    consultation: Consultation
    table: Table
    columns: Columns
    answers: dict[str, Answers]
    frame: pl.DataFrame
    finished: pl.Series | None
    unread_times: dict[str, pl.Series]

    @property
    def notes(self) -> tuple[str, ...]:
        """What the analyst should know of the file, and of its columns that become no answers."""
        notes = list(self.table.notes)
        unclaimed = self.columns.unclaimed
        if unclaimed:
            names = ", ".join(repr(name) for name in unclaimed[:5])
            more = f" and {len(unclaimed) - 5} more" if len(unclaimed) > 5 else ""
            notes.append(f"columns that no question names, left out: {names}{more}")
        if self.columns.personal:
            notes.append(f"columns of personal details, left out: {len(self.columns.personal)}")
        return tuple(notes)


def open_export(data: bytes, name: str, consultation: Consultation) -> OpenExport:
    """The export in the file's bytes; `name` is the file's, for messages.

    Raises:
        UnreadableError: the file cannot be read, or holds no column of any question: the export of another survey.
    """
    table = open_table(data, name, consultation.export)
    columns = find_columns(table.names, consultation, name)
    if not columns.answers:
        known = ", ".join(repr(each) for each in table.names[:6])
        what = f"none of the {len(consultation.questions)} questions of {consultation.id} is in this file"
        hint = "is it the export of another survey? survey --help lists the consultations' commands"
        raise UnreadableError(Problem(what, where=name, got=f"columns {known}, ...", hint=hint))
    answers = _answers(table, columns, consultation)
    meta = {each: clean(table.column(place), consultation.export) for each, place in columns.meta.items()}
    rows = table.height
    nothing = pl.Series("nothing", [None] * rows, dtype=pl.String)
    series = [table.lines, meta.get("response_id", nothing).str.strip_chars().alias("response_id")]
    unread_times: dict[str, pl.Series] = {}
    for each, column in (("started", consultation.export.started), ("completed", consultation.export.completed)):
        found, unread = _times(meta.get(each, nothing), column, table.typed_dates)
        series.append(found.alias(each))
        unread_times |= {each: unread} if each in meta else {}
    for question in consultation.questions:
        for variable in variables(question):
            empty = pl.Series(variable.name, [None] * rows, dtype=answer_dtype(question))
            found = answers[variable.name].answer if variable.name in answers else empty
            series.append(found.alias(variable.name))
    frame = pl.DataFrame(series)
    return OpenExport(name, consultation, table, columns, answers, frame, meta.get("finished"), unread_times)


def _answers(table: Table, columns: Columns, consultation: Consultation) -> dict[str, Answers]:
    answers: dict[str, Answers] = {}
    for question in consultation.questions:
        for variable in variables(question):
            if variable.name in columns.answers:
                places = columns.answers[variable.name]
                texts = [clean(table.column(place), consultation.export) for place in places]
                answers[variable.name] = read_answers(variable, texts, table.typed_dates)
    return answers


def _times(texts: pl.Series, column: TimeColumn | None, typed: bool) -> tuple[pl.Series, pl.Series]:
    """Times read, and the texts that were not."""
    if column is None:
        return pl.Series(texts.name, [None] * len(texts), dtype=pl.Datetime("us")), texts
    found = times(texts, column.format, typed)
    return found, texts.set(found.is_not_null(), None)
