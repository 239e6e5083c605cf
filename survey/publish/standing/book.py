"""What stands on the sheets of a workbook of tables."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

from survey.errors import Problem, UnreadableError
from survey.publish.standing.parts import Part, grid_cells

_COUNTS = "Number of respondents"


def read_book(data: bytes) -> list[Part]:
    """The tables in order; cover, notes and contents are none.

    Raises:
        UnreadableError: it is no workbook.
    """
    from openpyxl import load_workbook

    try:
        book = load_workbook(io.BytesIO(data))
    except Exception as error:  # a damaged file fails anywhere inside the reader
        hint = "save it in Excel as .xlsx, without a password"
        raise UnreadableError(Problem("the workbook cannot be read", expected="an .xlsx file", hint=hint)) from error
    return [part for sheet in book.worksheets for part in _sheet(sheet)]


def _sheet(sheet: Any) -> Iterator[Part]:
    rows = [["" if value is None else value for value in row] for row in sheet.values]
    top = next((number for number, row in enumerate(rows) if "Base" in row), None)
    if top is None:
        return
    title = str(rows[0][0])
    heads = tuple(str(value) for value in rows[top] if value != "")
    body = [tuple(map(_text, row[: len(heads)])) for row in rows[top + 1 :] if row[0] != ""]
    about = tuple(str(row[0]) for row in rows[1:top])
    cells = grid_cells(heads, body, "count" if _COUNTS in title else "pct")
    yield Part(f"sheet {sheet.title}", sheet.title, title, "", cells, about)


def _text(value: object) -> str:
    return f"{value:.10g}" if isinstance(value, float) else str(value)
