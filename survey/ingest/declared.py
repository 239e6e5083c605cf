"""What the file itself declares to be no answer (SPSS's user-missing values, Triple-S's `Not stated`), left out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from survey.ingest.cells import Block, Row, Table
from survey.ingest.columns import Columns
from survey.questionnaire.definition import Consultation, variables
from survey.questionnaire.kinds import OptionColumns, Question, Ranking
from survey.questionnaire.matching import key


def less_declared(table: Table, columns: Columns, consultation: Consultation) -> Table:
    """The table with the cells emptied that its dictionary declares to be no answer, and a note of how many.

    What one variable declares is an answer in another: an age of 99 stays one. The definition goes before the file: a
    text that the question has as an option is an answer.
    """
    declared = dict(_declared(table, columns, consultation))
    if not declared or isinstance(table.rows, Block):
        return table
    rows: list[Row] = []
    emptied = 0
    for row in table.rows:
        hit = [place for place, texts in declared.items() if row.cells[place].strip() in texts]
        emptied += len(hit)
        cells = tuple("" if place in hit else cell for place, cell in enumerate(row.cells)) if hit else row.cells
        rows.append(replace(row, cells=cells))
    note = f"{emptied:,} cells hold what the file itself declares to be no answer"
    return replace(table, rows=tuple(rows), notes=(*table.notes, note)) if emptied else table


def _declared(table: Table, columns: Columns, consultation: Consultation) -> Iterator[tuple[int, frozenset[str]]]:
    """Of each question's columns the place, and the texts that are no answer there."""
    missing = {name: each.missing for each in table.dictionary if each.missing for name in each.columns}
    for question in consultation.questions:
        known = _options(question)
        for place in {place for each in variables(question) for place in columns.answers.get(each.name, ())}:
            texts = frozenset(text for text in missing.get(table.names[place], ()) if key(text) not in known)
            if texts:
                yield place, texts


def _options(question: Question) -> frozenset[str]:
    if not isinstance(question, OptionColumns | Ranking):
        return frozenset()
    texts = ((each.label, *each.aliases, each.value or "") for each in question.options)
    return frozenset(key(text) for each in texts for text in each)
