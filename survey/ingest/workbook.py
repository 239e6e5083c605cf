"""A workbook opened, and the rows of its sheets as values: openpyxl's parts, put together anew for what exports need.

openpyxl itself takes `x005F_` out of the texts that cells share, so that `_x005F_x0041_`, which is how Excel writes the
text `_x0041_`, cannot be told from `_x0041_`, which is how it writes `A`. It passes over rows and cells that are out of
order, and reads what stands around the cells (hyperlinks, formats, merged ranges), which in a large sheet costs more
than the cells.
"""

from __future__ import annotations

import io
from collections.abc import Generator, Iterator
from typing import IO, Any, TypeAlias

from openpyxl.reader.excel import ExcelReader
from openpyxl.worksheet._reader import ROW_TAG, VALUE_TAG, WorkSheetParser
from openpyxl.xml.constants import SHARED_STRINGS, SHEET_MAIN_NS
from openpyxl.xml.functions import iterparse

from survey.errors import Problem, UnreadableError
from survey.ingest.archive import stream

Sheet: TypeAlias = Any  # openpyxl's of a workbook opened to be read only, of which its types know little

_MOST_SHEETS, _MOST_COLUMNS = 250, 16_384  # Excel's last column is XFD
_ITEM, _RUN, _TEXT, _CELLS = (f"{{{SHEET_MAIN_NS}}}{name}" for name in ("si", "r", "t", "sheetData"))


def open_sheets(data: bytes, name: str) -> list[Sheet]:
    """The sheets of the workbook in a file's bytes.

    Raises:
        UnreadableError: there are more than anybody looks through.
    """
    reader = _Reader(io.BytesIO(data), read_only=True, data_only=True)
    reader.name = name
    reader.read()
    return list(reader.wb.worksheets)


def rows_of(sheet: Sheet, name: str) -> Iterator[tuple[int, list[object]]]:
    """The rows that the sheet has, each with its line and its values, None where there is nothing; formulas as what
    they came to. A row that says it stands where another does stands below it.

    Raises:
        UnreadableError: a cell stands beyond the last column that a sheet has.
    """
    book, line = sheet.parent, 0
    with sheet._get_source() as source:
        parser = _Parser(
            source,
            sheet._shared_strings,
            data_only=True,
            epoch=book.epoch,
            date_formats=book._date_formats,
            timedelta_formats=book._timedelta_formats,
        )
        for said, cells in parser.parse():
            line = max(said, line + 1)
            width = max((cell["column"] for cell in cells), default=0)
            if width > _MOST_COLUMNS:
                raise UnreadableError(Problem("a cell beyond the last column of a sheet", f"{name}, {sheet.title!r}"))
            values: list[object] = [None] * width
            for cell in cells:
                values[cell["column"] - 1] = cell["value"]
            yield line, values


class _Reader(ExcelReader):
    name = ""

    def read_strings(self) -> None:
        part = self.package.find(SHARED_STRINGS)  # type: ignore[no-untyped-call]
        if part is not None:
            with stream(self.archive, part.PartName[1:]) as source:
                self.shared_strings = list(_texts(source))

    def read_worksheets(self) -> None:
        count = len(self.parser.sheets)
        if count > _MOST_SHEETS:
            got, hint = f"{count:,}, where {_MOST_SHEETS} are looked through", "save the sheet of responses as CSV"
            raise UnreadableError(Problem("the workbook has too many sheets", self.name, got=got, hint=hint))
        super().read_worksheets()


def _texts(source: IO[bytes]) -> Iterator[str]:
    """The text of each item, in one piece or in runs of one format; not how it is to be pronounced."""
    for _, node in iterparse(source):
        if node.tag == _ITEM:
            pieces = [*node.findall(_TEXT), *node.findall(f"{_RUN}/{_TEXT}")]
            yield "".join(piece.text or "" for piece in pieces)
            node.clear()


class _Parser(WorkSheetParser):
    def parse(self) -> Generator[tuple[int, list[dict[str, Any]]], None, None]:
        """The rows, and nothing that stands around them."""
        for _, element in iterparse(self.source):
            if element.tag == ROW_TAG:
                yield self.parse_row(element)
                element.clear()
            elif element.tag == _CELLS:
                return

    def parse_cell(self, element: Any) -> dict[str, Any]:
        """A cell; a number in the format of a date that is none stays the number."""
        cell: dict[str, Any] = super().parse_cell(element)
        if cell["data_type"] == "e":
            cell["value"] = element.findtext(VALUE_TAG)
        return cell
