"""An export opened: its table of text, the definition's columns found in it, every answer read. One step from bytes."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import polars as pl

from survey.errors import Problem, UnreadableError
from survey.frames import answer_dtype
from survey.ingest.answers import Answers
from survey.ingest.cells import Table
from survey.ingest.columns import Columns, find_columns
from survey.ingest.declared import less_declared
from survey.ingest.meta import read_meta
from survey.ingest.platforms.registry import platform_named
from survey.ingest.platforms.settle import settled
from survey.ingest.questions import read_all
from survey.ingest.table import open_table
from survey.questionnaire.definition import Consultation, variables


@dataclass(frozen=True, slots=True)
class OpenExport:
    """`consultation` has in its [export] also what is known of the tool. `answers` by variable name, of the questions
    whose columns the export has; `frame` holds those of all questions (null where the export has no column) beside
    `line`, `response_id`, `started` and `completed`, a row each row of the table.

    `finished`: which responses are, as far as the export says; `preview`: the marks of those that are previews.
    `unread_times`: the texts of `started` and `completed` that are not in their format. `by_value`: options stood as
    their values. `remarks` are of the answers' reading.
    """

    name: str
    consultation: Consultation
    table: Table
    columns: Columns
    answers: dict[str, Answers]
    frame: pl.DataFrame
    finished: pl.Series | None
    preview: pl.Series | None
    unread_times: dict[str, pl.Series]
    by_value: bool = False
    remarks: tuple[str, ...] = ()

    @property
    def notes(self) -> tuple[str, ...]:
        """What the analyst should know of the file, and of its columns that become no answers."""
        notes = [*self.table.notes, *self.remarks]
        unclaimed = self.columns.unclaimed
        if unclaimed:
            names = ", ".join(repr(name) for name in unclaimed[:5])
            more = f" and {len(unclaimed) - 5} more" if len(unclaimed) > 5 else ""
            notes.append(f"columns that no question names, left out: {names}{more}")
        if self.columns.personal:
            notes.append(f"columns of personal details, left out: {len(self.columns.personal)}")
        return tuple(notes)


def open_export(data: bytes, name: str, consultation: Consultation, companion: bytes = b"") -> OpenExport:
    """The export in the file's bytes; `name` is the file's, for messages; `companion` a Triple-S survey's other file.

    Raises:
        UnreadableError: the file cannot be read, or holds no column of any question: the export of another survey.
    """
    table = open_table(data, name, consultation.export, companion)
    platform = platform_named(table.platform)
    known = settled(consultation.export, platform, table.names)
    consultation = consultation.model_copy(update={"export": known})
    columns = find_columns(table.names, consultation, name, platform)
    if not columns.answers:
        found = ", ".join(repr(each) for each in table.names[:6])
        what = f"none of the {len(consultation.questions)} questions of {consultation.id} is in this file"
        hint = "is it the export of another survey? survey --help lists the consultations' commands"
        raise UnreadableError(Problem(what, where=name, got=f"columns {found}, ...", hint=hint))
    table = less_declared(table, columns, consultation)
    with ThreadPoolExecutor(1) as pool:
        others = pool.submit(read_meta, table, columns, consultation)
        answered = read_all(table, columns, consultation)
        meta = others.result()
    answers = answered.answers
    series = [table.lines, *meta.columns]
    for question in consultation.questions:
        for variable in variables(question):
            if variable.name in answers:
                series.append(answers[variable.name].answer.alias(variable.name))
            else:
                nothing = pl.Series(variable.name, [None], dtype=answer_dtype(question))
                series.append(nothing.new_from_index(0, table.height))
    return OpenExport(
        name,
        consultation,
        table,
        columns,
        answers,
        pl.DataFrame(series),
        meta.finished,
        meta.preview,
        meta.unread,
        answered.by_value,
        (*answered.remarks, *meta.remarks),
    )
