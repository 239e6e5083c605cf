"""Workbooks: the sheet that holds the responses, merged headings, texts, and files made to do harm."""

from __future__ import annotations

import datetime as dt
import io
import json
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter

from survey.errors import UnreadableError
from survey.ingest import archive as bounds
from survey.ingest.sheet import text_of
from survey.ingest.table import open_table
from survey.questionnaire.definition import Export, TimeColumn

EXPORT = Export(response_id="ID")
AUTO = Export(response_id="auto")
SECONDS, MEGABYTES = 1.0, 300  # of the processor, and held in all: a bomb is refused within these
MEASURE = """
import json, re, sys, time
from survey.ingest.table import open_table
from survey.errors import UnreadableError
from survey.questionnaire.definition import Export
import openpyxl
data = open(sys.argv[1], "rb").read()
start = time.process_time()
try:
    open_table(data, "bomb.xlsx", Export(response_id="ID"))
    words = ""
except UnreadableError as error:
    words = str(error)
seconds = time.process_time() - start
peak = int(re.search(r"VmHWM:\\s+([0-9]+)", open("/proc/self/status").read())[1]) / 1000
print(json.dumps({"words": words, "seconds": seconds, "mb": peak}))
"""
ROW = '<row r="{0}"><c r="A{0}" t="inlineStr"><is><t>{0}</t></is></c></row>'


def saved(book: openpyxl.Workbook) -> bytes:
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def with_sheet(xml: str | bytes, **parts: bytes) -> bytes:
    """A workbook of one sheet of that XML."""
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active["A1"] = "ID"
    found = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(saved(book))) as source,
        zipfile.ZipFile(found, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for name in source.namelist():
            if name == "xl/worksheets/sheet1.xml":
                target.writestr(name, xml)
            elif name not in parts:
                target.writestr(name, source.read(name))
        for name, content in parts.items():
            target.writestr(name, content)
    return found.getvalue()


def sheet(rows: str, before: str = "", after: str = "") -> str:
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    return f'{before}<worksheet xmlns="{main}"><sheetData>{rows}</sheetData>{after}</worksheet>'


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
        with_sheet(
            sheet(
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


def _ratio() -> bytes:
    return with_sheet(sheet(ROW.format(1) + " " * 50_000_000))


def _far_column() -> bytes:
    return with_sheet(sheet('<row r="1"><c r="ZZZZZZ1" t="inlineStr"><is><t>ID</t></is></c></row>'))


def _far_row() -> bytes:
    return with_sheet(sheet(ROW.format(1) + ROW.format(99_999_999_999)))


def _wide() -> bytes:
    return with_sheet(sheet("".join(f'<row r="{row}"><c r="XFD{row}"><v>1</v></c></row>' for row in range(1, 20_000))))


def _entities() -> bytes:
    lines = "".join(f'<!ENTITY a{place} "{f"&a{place - 1};" * 10}">' for place in range(1, 10))
    doctype = f'<!DOCTYPE worksheet [<!ENTITY a0 "aaaaaaaaaa">{lines}]>'
    return with_sheet(sheet('<row r="1"><c r="A1" t="inlineStr"><is><t>&a9;</t></is></c></row>', before=doctype))


@pytest.mark.parametrize("bomb", [_ratio, _far_column, _far_row, _wide, _entities])
@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="memory is measured as Linux tells it")
def test_a_bomb_is_refused_before_it_goes_off(bomb: Callable[[], bytes], tmp_path: Path) -> None:
    path = tmp_path / "bomb.xlsx"
    path.write_bytes(bomb())
    done = subprocess.run([sys.executable, "-c", MEASURE, str(path)], capture_output=True, text=True, check=True)
    found = json.loads(done.stdout)
    assert found["words"]
    assert found["seconds"] < SECONDS
    assert found["mb"] < MEGABYTES


def test_what_is_too_large_is_refused_however_little_it_is_packed(monkeypatch: pytest.MonkeyPatch) -> None:
    data = with_sheet(sheet(ROW.format(1)))
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
