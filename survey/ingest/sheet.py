"""A workbook's sheet into rows of text: what Excel holds as a number or a date is written out, never re-read."""

from __future__ import annotations

import datetime as dt
import warnings
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING

from survey.errors import Problem, SurveyError, UnreadableError
from survey.ingest.archive import merged_ranges, open_archive
from survey.ingest.cells import Grid, Merged, Row

if TYPE_CHECKING:
    from survey.ingest.workbook import Sheet

_EXACT = 15  # digits that a number in a workbook holds
_ROUNDED = "rounded:"
_TOP = 20  # rows by which the sheet is chosen
_MOST_ROWS = 1_048_576  # of a sheet in Excel
_MOST_CELLS = 100_000_000
_SPARSE, _FILLED = 2_000_000, 0.01  # above so many cells, so large a share must hold something


def read_workbook(data: bytes, name: str, holds_data: Callable[[Sequence[Row]], bool]) -> Grid:
    """The rows of the sheet whose first rows `holds_data` knows, or else of the one with most in it.

    Hidden sheets count only where no other holds anything.

    Raises:
        UnreadableError: the workbook is damaged, has no rows, swells beyond measure, or several sheets hold responses.
    """
    open_archive(data, name).close()
    try:
        return _read(data, name, holds_data)
    except SurveyError:
        raise
    except Exception as error:
        hint = "open it in Excel and save it again, or export the responses once more"
        raise UnreadableError(Problem("the workbook is damaged", name, got=str(error)[:200], hint=hint)) from None


def _read(data: bytes, name: str, holds_data: Callable[[Sequence[Row]], bool]) -> Grid:
    from survey.ingest.workbook import open_sheets

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl warns of styles and extensions, which do not matter here
        sheets = open_sheets(data, name)
        with open_archive(data, name) as archive:
            merged = [merged_ranges(archive, sheet._worksheet_path) for sheet in sheets]
        place, rows = _choose(sheets, name, holds_data)
    notes = [f"read from sheet {sheets[place].title!r} of {len(sheets)}"] if len(sheets) > 1 else []
    if any(cell.startswith(_ROUNDED) for row in rows for cell in row.cells):
        notes.append(f"numbers of over {_EXACT} digits, marked {_ROUNDED}: Excel has rounded them; hold ids as text")
    return Grid(tuple(rows), typed_dates=True, notes=tuple(notes), merged=tuple(map(_merged, merged[place])))


def _choose(sheets: list[Sheet], name: str, holds_data: Callable[[Sequence[Row]], bool]) -> tuple[int, list[Row]]:
    """The place of the sheet that holds the responses, and its rows."""
    tops = [list(islice(_texts(sheet, name), _TOP)) for sheet in sheets]
    filled = [place for place, rows in enumerate(tops) if rows]
    filled = [place for place in filled if sheets[place].sheet_state == "visible"] or filled
    if not filled:
        raise UnreadableError(Problem("the workbook has no filled sheet", where=name))
    known = [place for place in filled if holds_data(tops[place])]
    rows = {place: _rows(sheets[place], name) for place in known or filled}
    if len(known) > 1:
        sizes = ", ".join(f"{sheets[place].title!r} with {len(rows[place]):,} rows" for place in known)
        hint = "save each as a file of its own, or take out the sheet that is a copy"
        raise UnreadableError(Problem("several sheets hold responses", name, "one", sizes, hint))
    best = max(rows, key=lambda place: sum(bool(cell.strip()) for row in rows[place] for cell in row.cells))
    return best, rows[best]


def _rows(sheet: Sheet, name: str) -> list[Row]:
    """The sheet's rows, all as long as the longest."""
    rows = list(_texts(sheet, name))
    width = max((len(row.cells) for row in rows), default=0)
    return [Row(row.line, row.cells + ("",) * (width - len(row.cells)), row.raw) for row in rows]


def _texts(sheet: Sheet, name: str) -> Iterator[Row]:
    """The rows that hold anything, and the blank ones among the first, less the empty cells at their end."""
    from survey.ingest.workbook import rows_of

    cells = filled = before = 0
    for line, values in rows_of(sheet, name):
        yield from (Row(blank, (), "") for blank in range(before + 1, min(line, _TOP + 1)))
        before = line
        texts = tuple("" if value is None else text_of(value) for value in _shorn(values))
        cells += len(values)
        filled += len(texts) - texts.count("")
        if line > _MOST_ROWS or cells > _MOST_CELLS or (cells > _SPARSE and filled < _FILLED * cells):
            what = "the sheet reaches far beyond what is in it"
            got = f"{line:,} rows, {cells:,} cells, {filled:,} of them filled"
            raise UnreadableError(Problem(what, f"{name}, sheet {sheet.title!r}", got=got, hint="export as CSV"))
        if texts or line <= _TOP:
            yield Row(line, texts, "\t".join(texts))


def _shorn(values: list[object]) -> list[object]:
    """The values up to the last that there is."""
    end = len(values)
    while end and values[end - 1] is None:
        end -= 1
    return values[:end]


def _merged(reference: str) -> Merged:
    from openpyxl.utils import range_boundaries

    first, top, last, _ = (int(bound or 1) for bound in range_boundaries(reference))
    return Merged(top, first - 1, last)


def text_of(value: object) -> str:
    """A cell as text: 12.0 as `12`, dates in ISO 8601, nothing as the empty text, a rounded number marked as one."""
    match value:
        case None:
            return ""
        case str():
            return _unescaped(value)
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


def _unescaped(text: str) -> str:
    """The text with letters that XML has no place for, which Excel writes as `_x000D_`."""
    from openpyxl.utils.escape import unescape

    return str(unescape(text)) if "_x" in text else text
