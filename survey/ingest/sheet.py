"""A workbook's sheet into rows of text: what Excel holds as a number or a date is written out, never re-read."""

from __future__ import annotations

import datetime as dt
import io
import warnings
from collections.abc import Callable, Iterable

from survey.errors import Problem, UnreadableError
from survey.ingest.cells import Grid, Row


def read_workbook(data: bytes, name: str, holds_data: Callable[[Row], bool]) -> Grid:
    """The rows of the first sheet one of whose first rows `holds_data` knows for its header, or else of the first.

    Raises:
        UnreadableError: the workbook is damaged, or has no rows.
    """
    sheets = _sheets(data, name)
    filled = [(title, rows) for title, rows in sheets if not all(row.is_empty for row in rows)]
    if not filled:
        raise UnreadableError(Problem("the workbook has no filled sheet", where=name))
    known = [(title, rows) for title, rows in filled if any(holds_data(row) for row in rows[:3])]
    title, rows = (known or filled)[0]
    notes = (f"read from sheet {title!r} of {len(sheets)}",) if len(sheets) > 1 else ()
    return Grid(tuple(rows), typed_dates=True, notes=notes)


def _sheets(data: bytes, name: str) -> list[tuple[str, list[Row]]]:
    import openpyxl

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl warns of styles and extensions, which do not matter here
            book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
            return [(sheet.title, _rows(sheet.iter_rows(values_only=True))) for sheet in book.worksheets]
    except Exception as error:
        hint = "open it in Excel and save it again, or export the responses once more"
        raise UnreadableError(Problem("the workbook is damaged", name, got=str(error)[:200], hint=hint)) from None


def _rows(values: Iterable[tuple[object, ...]]) -> list[Row]:
    rows: list[Row] = []
    for line, row in enumerate(values, start=1):
        cells = tuple(map(text_of, row))
        rows.append(Row(line, cells, "\t".join(cells)))
    width = max((len(row.cells) for row in rows), default=0)
    return [Row(row.line, row.cells + ("",) * (width - len(row.cells)), row.raw) for row in rows]


def text_of(value: object) -> str:
    """A cell as text: 12.0 as `12`, dates in ISO 8601, nothing as the empty text."""
    match value:
        case None:
            return ""
        case bool():
            return str(value).upper()
        case float() if value.is_integer():
            return str(int(value))
        case dt.datetime() | dt.date() | dt.time():
            return value.isoformat()
        case _:
            return str(value)
