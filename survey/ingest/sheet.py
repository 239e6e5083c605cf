"""A workbook's sheet into rows of text: what Excel holds as a number or a date is written out, never re-read."""

from __future__ import annotations

import datetime as dt
import io
import warnings
from collections.abc import Callable, Iterable

from survey.errors import Problem, UnreadableError
from survey.ingest.cells import Grid, Row

_EXACT = 15  # digits that a number in a workbook holds
_ROUNDED = "rounded:"


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
    if len(known) > 1:
        sizes = ", ".join(f"{title!r} with {len(rows):,} rows" for title, rows in known)
        hint = "save each as a file of its own, or take out the sheet that is a copy"
        raise UnreadableError(Problem("several sheets hold responses", name, "one", sizes, hint))
    title, rows = (known or filled)[0]
    notes = [f"read from sheet {title!r} of {len(sheets)}"] if len(sheets) > 1 else []
    if any(cell.startswith(_ROUNDED) for row in rows for cell in row.cells):
        notes.append(f"numbers of over {_EXACT} digits, marked {_ROUNDED}: Excel has rounded them; hold ids as text")
    return Grid(tuple(rows), typed_dates=True, notes=tuple(notes))


def _sheets(data: bytes, name: str) -> list[tuple[str, list[Row]]]:
    import openpyxl

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl warns of styles and extensions, which do not matter here
            book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
            for sheet in book.worksheets:
                sheet.reset_dimensions()  # what a file says of its own size may be wrong, and would cut rows off
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
    """A cell as text: 12.0 as `12`, dates in ISO 8601, nothing as the empty text, a rounded number marked as one."""
    match value:
        case None:
            return ""
        case bool():
            return str(value).upper()
        case int() | float() if abs(value) >= 10**_EXACT:
            return f"{_ROUNDED}{value:.0f}"
        case float() if value.is_integer():
            return str(int(value))
        case dt.datetime() | dt.date() | dt.time():
            return value.isoformat()
        case _:
            return str(value)
