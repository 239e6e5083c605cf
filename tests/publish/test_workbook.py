"""The Analysis Function's checklist for spreadsheets, read back from the workbook by another library."""

from __future__ import annotations

import datetime as dt
import io
import zipfile

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from survey.publish.workbook import Cover, Sheet, workbook

COVER = Cover("Consultation", "Office", ("Results of a consultation.",), ("One.", "Two."), dt.date(2024, 10, 18))
SHEETS = (
    Sheet(
        "Table_1",
        "Table 1: Safe?",
        ("Base: all.",),
        ("Answer", "Number", "%"),
        (("=1+1", 1234, 33.349), ("B", None, None)),
    ),
    Sheet("Table_2", "Table 2: Empty", (), ("Answer", "Number"), ()),
)


@pytest.fixture(scope="module")
def book() -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(workbook(COVER, SHEETS)))


def test_the_sheets_and_their_order(book: openpyxl.Workbook) -> None:
    assert book.sheetnames == ["Cover", "Notes", "Contents", "Table_1", "Table_2"]
    assert book.active is not None
    assert book.active.title == "Cover"
    assert (book.properties.title, book.properties.creator) == ("Consultation", "Office")
    assert book.properties.created == dt.datetime(2024, 10, 18)


@pytest.mark.parametrize("name", ["Cover", "Notes", "Contents", "Table_1", "Table_2"])
def test_the_checklist(book: openpyxl.Workbook, name: str) -> None:
    sheet = book[name]
    assert isinstance(sheet, Worksheet)
    assert sheet["A1"].value
    assert not sheet.merged_cells.ranges
    assert sheet.freeze_panes is None
    assert sheet.auto_filter.ref is None
    assert sheet.sheet_state == "visible"
    assert not [row for row, shape in sheet.row_dimensions.items() if shape.hidden]
    assert [one.activeCell for one in sheet.sheet_view.selection] in ([], ["A1"])
    filled = [any(cell.value is not None for cell in row) for row in sheet.iter_rows()]
    assert all(filled) or name == "Table_2"
    if name not in ("Cover", "Notes"):
        (table,) = sheet.tables.values()
        assert table.autoFilter is None
        heads = [column.name for column in table.tableColumns]
        assert len(set(heads)) == len(heads)
        assert all(heads)


def test_values_marks_and_formulas_that_are_text(book: openpyxl.Workbook) -> None:
    sheet = book["Table_1"]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=5)]
    assert rows == [["Answer", "Number", "%"], ["=1+1", 1234, 33.3], ["B", "[c]", "[c]"]]
    assert sheet["A6"].data_type == "s"
    assert "[c]" in str(sheet["A4"].value)
    assert [cell.value for cell in book["Notes"]["A"]] == ["Notes", "[note 1] One.", "[note 2] Two."]


def test_the_same_tables_give_the_same_bytes() -> None:
    first, second = workbook(COVER, SHEETS), workbook(COVER, SHEETS)
    assert first == second
    with zipfile.ZipFile(io.BytesIO(first)) as parts:
        assert {part.date_time for part in parts.infolist()} == {(1980, 1, 1, 0, 0, 0)}
