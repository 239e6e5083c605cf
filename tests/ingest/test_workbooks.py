"""Workbooks: the sheet that holds the responses, merged headings, texts, and files made to do harm."""

from __future__ import annotations

import datetime as dt
import io
import zipfile

import openpyxl
import pytest
import xlsxwriter

from survey.errors import UnreadableError
from survey.ingest import archive as bounds
from survey.ingest.sheet import text_of
from survey.ingest.table import open_table
from survey.questionnaire.definition import Export, TimeColumn
from tests.hard.bombs import ROW, sheet, with_parts

EXPORT = Export(response_id="ID")
AUTO = Export(response_id="auto")


def saved(book: openpyxl.Workbook) -> bytes:
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def test_a_heading_merged_over_several_columns_stands_over_each() -> None:
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    page.append(["ID", "Which?", None, None, "Why?"])
    page.append([None, "One", "Two", "Three", "Open-Ended Response"])
    page.append(["1", "One", None, "Three", "so"])
    page.merge_cells("B1:D1")
    found = open_table(saved(book), "f.xlsx", Export(response_id="ID", layout="surveymonkey"))
    assert found.names == ("ID", "Which? - One", "Which? - Two", "Which? - Three", "Why?")
    plain = open_table(saved(book), "f.xlsx", EXPORT)
    assert plain.names == ("ID", "Which?", "Which? (2)", "Which? (3)", "Why?")


def test_merged_cells_under_the_header_are_left_alone() -> None:
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    page.append(["ID", "A", "B"])
    page.append(["1", "x", None])
    page.merge_cells("B2:C2")
    assert open_table(saved(book), "f.xlsx", EXPORT).column(2).to_list() == [""]


def test_hidden_sheets_and_notes_are_passed_over() -> None:
    book = openpyxl.Workbook()
    notes = book.active
    assert notes is not None
    notes.title = "Read me"
    notes.append(["This workbook holds the responses of August"])
    hidden = book.create_sheet("Old")
    hidden.append(["ID", "A"])
    hidden.append(["9", "old"])
    hidden.sheet_state = "hidden"
    data = book.create_sheet("Data")
    data.append(["ID", "A"])
    data.append(["1", "new"])
    table = open_table(saved(book), "f.xlsx", EXPORT)
    assert table.column(1).to_list() == ["new"]
    assert table.notes == ("read from sheet 'Data' of 3",)


@pytest.mark.parametrize(
    "export", [AUTO, Export(response_id="auto", started=TimeColumn(column="Timestamp", format="%Y-%m-%d"))]
)
def test_without_a_column_of_ids_the_tool_or_the_fullest_sheet_tells(export: Export) -> None:
    book = openpyxl.Workbook()
    first = book.active
    assert first is not None
    for place in range(30):
        first.append([f"note {place}"])
    data = book.create_sheet("Form responses 1")
    data.append(["Timestamp", "A"])
    data.append([dt.datetime(2024, 7, 14, 9, 30), "x"])
    table = open_table(saved(book), "f.xlsx", export)
    assert (table.platform, table.column(1).to_list()) == ("google_forms", ["x"])


def test_of_two_unknown_sheets_the_fuller_is_read() -> None:
    book = openpyxl.Workbook()
    first = book.active
    assert first is not None
    first.append(["a note"])
    data = book.create_sheet("Answers")
    for place in range(5):
        data.append([f"A{place}", f"B{place}"])
    assert open_table(saved(book), "f.xlsx", AUTO).names == ("A0", "B0")


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("0121 496 0000", "0121 496 0000"),
        ("00012", "00012"),
        (12.0, "12"),
        (0.1, "0.1"),
        (1034, "1034"),
        (True, "TRUE"),
        (dt.datetime(2024, 7, 14, 9, 30), "2024-07-14T09:30:00"),
        (dt.date(2024, 7, 14), "2024-07-14"),
        ("one_x000D_\ntwo", "one\r\ntwo"),
        ("snake_xylophone", "snake_xylophone"),
        (None, ""),
    ],
)
def test_every_cell_is_text(value: object, text: str) -> None:
    assert text_of(value) == text


@pytest.mark.parametrize("text", ["_x0041_", "_x000D_", "max005F_ and x005F_", "one\r\ntwo", "\x07 bell"])
def test_texts_that_cells_share_come_as_they_were_written(text: str) -> None:
    """xlsxwriter escapes them as Excel does: `_x0041_` as `_x005F_x0041_`, a bell as `_x0007_`."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer) as book:
        page, bold = book.add_worksheet(), book.add_format({"bold": True})
        page.write_column("A1", ["ID", text])
        page.write_rich_string("A3", "in ", bold, "several", " runs")
    assert open_table(buffer.getvalue(), "f.xlsx", EXPORT).column(0).to_list() == [text, "in several runs"]


def test_lines_are_those_of_the_sheet_and_columns_without_anything_are_dropped() -> None:
    table = open_table(
        with_parts(
            sheet=sheet(
                '<row r="3"><c r="B3" t="inlineStr"><is><t>ID</t></is></c><c r="C3" t="inlineStr"><is><t>A</t></is></c>'
                '<c r="D3" s="0"/></row>'
                '<row r="7"><c r="B7"><v>1</v></c><c r="C7"><v>2.50</v></c><c r="D7" s="0"/></row>'
            )
        ),
        "f.xlsx",
        EXPORT,
    )
    assert (table.names, table.lines.to_list()) == (("(column 1)", "ID", "A"), [7])
    assert [table.column(place).to_list() for place in range(3)] == [[""], ["1"], ["2.5"]]


def cell(place: str, text: str) -> str:
    return f'<c r="{place}" t="inlineStr"><is><t>{text}</t></is></c>'


def test_rows_and_cells_out_of_order_are_all_there() -> None:
    """A row that stands on the line of another comes below it; cells are where they say they are."""
    rows = (
        f'<row r="1">{cell("A1", "ID")}{cell("B1", "A")}</row>'
        f'<row r="3">{cell("B3", "x")}{cell("A3", "1")}</row>'
        f'<row r="3">{cell("A3", "2")}{cell("B3", "y")}</row>'
        f'<row r="2">{cell("A2", "3")}{cell("B2", "z")}</row>'
    )
    table = open_table(with_parts(sheet=sheet(rows)), "f.xlsx", EXPORT)
    assert table.texts.rows() == [("1", "x"), ("2", "y"), ("3", "z")]
    assert table.lines.to_list() == [3, 4, 5]


def test_a_number_in_the_format_of_a_date_that_is_none_stays_a_number() -> None:
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer) as book:
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        page = book.add_worksheet()
        page.write("A1", "ID")
        page.write_column("A2", [45000, 99999999], day)
        page.write_formula("A4", "=NA()", None, "#N/A")
    texts = open_table(buffer.getvalue(), "f.xlsx", EXPORT).column(0).to_list()
    assert texts == ["2023-03-15T00:00:00", "99999999", "#N/A"]


def test_merged_cells_that_reach_into_one_another_are_none() -> None:
    rows = f'<row r="1">{"".join(cell(f"{letter}1", letter) for letter in "AC")}{cell("D1", "")}</row>' + ROW.format(2)
    merged = '<mergeCells><mergeCell ref="C1:D1"/><mergeCell ref="A1:B1"/><mergeCell ref="B1:D1"/></mergeCells>'
    table = open_table(with_parts(sheet=sheet(rows, after=merged)), "f.xlsx", AUTO)
    assert table.names == ("A", "A (2)", "C", "C (2)")


def test_what_is_too_large_is_refused_however_little_it_is_packed(monkeypatch: pytest.MonkeyPatch) -> None:
    data = with_parts(sheet=sheet(ROW.format(1)))
    size = sum(part.file_size for part in zipfile.ZipFile(io.BytesIO(data)).infolist())
    monkeypatch.setattr(bounds, "_MOST_BYTES", size)
    with pytest.raises(UnreadableError, match="no responses under it"):
        open_table(data, "f.xlsx", EXPORT)
    monkeypatch.setattr(bounds, "_MOST_BYTES", size - 1)
    with pytest.raises(UnreadableError, match="far larger than any export"):
        open_table(data, "f.xlsx", EXPORT)


def archive(**parts: bytes) -> bytes:
    found = io.BytesIO()
    with zipfile.ZipFile(found, "w") as target:
        for name, content in parts.items():
            target.writestr(name.replace("_", "."), content)
    return found.getvalue()


def test_a_zip_of_one_export_is_opened() -> None:
    table = open_table(archive(export_csv=b"Timestamp,A\n2020/06/05,x\n"), "f.zip", AUTO)
    assert (table.platform, table.column(1).to_list()) == ("google_forms", ["x"])


def test_a_zip_of_several_exports_is_refused() -> None:
    with pytest.raises(UnreadableError, match="a zip without one export in it"):
        open_table(archive(a_csv=b"ID\n1\n", b_csv=b"ID\n2\n"), "f.zip", EXPORT)


def test_a_damaged_zip_is_refused_in_words() -> None:
    whole = archive(export_csv=b"ID,A\n1,x\n" * 9)
    with pytest.raises(UnreadableError, match="damaged"):
        open_table(whole.replace(b"1,x\n", b"1,y\n", 1), "f.zip", EXPORT)


def test_a_triple_s_definition_alone_asks_for_its_records() -> None:
    with pytest.raises(UnreadableError, match="without its records"):
        open_table(b'<?xml version="1.0"?><sss version="2.0"><survey/></sss>', "f.sss", AUTO)
