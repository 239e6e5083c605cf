"""Encodings, delimiters, header layouts and workbooks: the same responses whatever the file is made of."""

from __future__ import annotations

import datetime as dt
import io
import re

import openpyxl
import pytest

from survey.errors import UnreadableError
from survey.ingest.cells import Row
from survey.ingest.delimited import read_delimited
from survey.ingest.export import open_export
from survey.ingest.header import read_header, unique
from survey.ingest.platforms.registry import platform_named, recognise
from survey.ingest.platforms.shape import Head
from survey.ingest.responses import Reading, read_responses
from survey.questionnaire.definition import Consultation
from survey.questionnaire.matching import key
from tests.exports import HEADER, ROWS, every_kind, export_text, read_text


def read(data: bytes, consultation: Consultation | None = None) -> Reading:
    return read_responses(open_export(data, "export", consultation or every_kind()))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_the_encoding_changes_nothing(encoding: str) -> None:
    text = export_text(ROWS[0].replace("bobbies", "café – “bobbies” 🚓"), ROWS[1])
    reading = read(text.encode(encoding))
    assert reading.responses.equals(read_text(text).responses)
    assert reading.notes == read_text(text).notes


def test_windows_1252_is_read_and_told() -> None:
    text = export_text(ROWS[0].replace("bobbies", "café – ’tis"))
    reading = read(text.encode("cp1252"))
    assert reading.responses["words"].item() == 'Too few, far too few "café – ’tis"'
    assert "Windows-1252" in reading.notes[0]
    assert "line 2" in reading.notes[0]


@pytest.mark.parametrize("delimiter", ["\t", "|"])
def test_other_delimiters_are_found(delimiter: str) -> None:
    text = export_text(
        *(row.replace('"Too few, far too few ""bobbies"""', "Few").replace('"1,034"', "1034") for row in ROWS)
    )
    expected = read_text(text).responses
    assert read(text.replace(",", delimiter).encode()).responses.equals(expected)


def workbook(*sheets: list[list[object]]) -> bytes:
    book = openpyxl.Workbook()
    del book["Sheet"]
    for rows in sheets:
        sheet = book.create_sheet()
        for row in rows:
            sheet.append(row)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def sheet_rows() -> list[list[object]]:
    opened = dt.datetime(2024, 7, 14, 9, 30)
    row: list[object] = [
        "0012",
        opened,
        dt.datetime(2024, 7, 14, 9, 40),
        None,
        "x",
        "North",
        "Speeding",
        "Safe",
        "Safe",
    ]
    return [[*HEADER.split(",")], [*row, 1, 2.0, "=1+1 is not a formula", 34.5, dt.date(2020, 4, 3), "Park", None]]


def test_a_workbook_is_read_as_text() -> None:
    rows = sheet_rows()
    rows[1][11] = "0121 496 0000"
    row = read(workbook(rows)).responses.row(0, named=True)
    assert (row["response_id"], row["words"]) == ("0012", "0121 496 0000")
    assert (row["order.patrols"], row["order.cameras"], row["age"]) == (1, 2, 34.5)
    assert (row["started"], row["moved"]) == (dt.datetime(2024, 7, 14, 9, 30), dt.date(2020, 4, 3))


def test_the_sheet_with_the_responses_is_found() -> None:
    reading = read(workbook([["Summary"], ["1 response"]], sheet_rows()))
    assert reading.responses["response_id"].to_list() == ["0012"]


@pytest.mark.parametrize(
    "data",
    [b"", b"\x00\x01\x02" * 400, b"%PDF-1.7 ...", b"\x89PNG\r\n", b"PK\x03\x04 cut off", b"\xd0\xcf\x11\xe0old"],
)
def test_what_is_no_export_is_refused_in_words(data: bytes) -> None:
    with pytest.raises(UnreadableError):
        read(data)


def test_a_workbook_cut_off_is_refused_in_words() -> None:
    whole = workbook(sheet_rows())
    with pytest.raises(UnreadableError, match="damaged"):
        read(whole[: len(whole) // 2])


def test_a_workbook_that_lies_about_its_size_loses_no_row() -> None:
    import zipfile

    whole = workbook([*sheet_rows(), *([f"{place}", *sheet_rows()[1][1:]] for place in range(20))])
    cut = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(whole)) as source, zipfile.ZipFile(cut, "w") as target:
        for entry in source.namelist():
            content = source.read(entry)
            target.writestr(entry, re.sub(rb'<dimension ref="[^"]*"', b'<dimension ref="A1:P3"', content))
    assert read(cut.getvalue()).rows_in == 21


def test_two_sheets_of_responses_are_refused() -> None:
    with pytest.raises(UnreadableError, match="several sheets hold responses"):
        read(workbook(sheet_rows(), sheet_rows()))


def test_numbers_that_excel_has_rounded_are_marked() -> None:
    rows = sheet_rows()
    rows[1][0] = 12345678901234567
    reading = read(workbook(rows))
    assert reading.responses["response_id"].item().startswith("rounded:")
    assert "Excel has rounded them" in reading.notes[0]


def test_one_stray_byte_does_not_cost_the_other_accents() -> None:
    text = export_text(ROWS[0].replace("bobbies", "café – naïve – piñata"), ROWS[2].replace("cars", "caf#"))
    reading = read(text.encode().replace(b"caf#", b"caf\xe9"))
    assert reading.responses["words"].to_list() == ['Too few, far too few "café – naïve – piñata"', "Speeding café"]
    assert "1 bytes are not UTF-8" in reading.notes[0]


def test_decomposed_accents_are_the_same_option() -> None:
    assert key("Cafe\u0301") == key("CAFÉ")


@pytest.mark.parametrize("before", ["Report of 1 August\r\n\r\n", "sep=,\r\n", "\ufeff\ufeff"])
def test_what_stands_before_the_header_is_passed_over(before: str) -> None:
    reading = read((before + export_text()).encode())
    assert reading.responses["response_id"].to_list() == ["0012", "0013", "0014", "0015"]


def test_titles_above_the_header_are_told_and_responses_there_set_aside() -> None:
    titled = read(("Report of August,,\r\nmade on,1 September\r\n\r\n" + export_text()).encode())
    assert titled.rows_in == 4
    assert "2 rows above the header passed over: 'Report of August,,'; 'made on,1 September'" in titled.notes
    again = HEADER.replace("ID,", "Ident,", 1)
    pasted = read("\r\n".join([again, ROWS[0], export_text(ROWS[1], ROWS[2])]).encode())
    assert (pasted.rows_in, len(pasted.responses)) == (4, 2)
    assert pasted.set_aside.select("line", "raw").rows() == [(1, again), (2, ROWS[0])]


@pytest.mark.parametrize("data", [b"<html><table><tr><td>ID</td></tr></table>", b'[{"ID": 1}]'])
def test_pages_and_json_are_named(data: bytes) -> None:
    with pytest.raises(UnreadableError, match="a web page, XML or JSON"):
        read(data)


def test_a_row_of_data_without_an_id_is_no_second_header() -> None:
    text = "RespondentID,Browser,Seen?\n,Firefox,\n1,Edge,Yes\n"
    assert recognise(Head(read_delimited(text).rows)).name == "one_row"


def rows_of(*lines: str) -> list[Row]:
    return [Row(place, tuple(line.split(",")), line) for place, line in enumerate(lines, start=1)]


def column_names(rows: list[Row], layout: str) -> list[str]:
    platform = platform_named(layout)
    assert platform is not None
    return list(read_header(rows, platform, (), "f").names)


def test_two_header_rows_of_surveymonkey() -> None:
    rows = rows_of("RespondentID,Seen?,Which?,,Why?", ",Response,One,Two,Open-Ended Response", "1,Yes,One,,x")
    names = column_names(rows, "surveymonkey")
    assert names == ["RespondentID", "Seen?", "Which? - One", "Which? - Two", "Why?"]


def test_three_header_rows_of_smartsurvey() -> None:
    rows = rows_of("UserID,Q1,,Q2,", ",Answer,Other:,Q2.1 A,Q2.2 B", ",,,,deeper", "1,x,,Yes,No")
    names = column_names(rows, "smartsurvey")
    assert names == ["UserID", "Q1", "Q1 - Other:", "Q2 - Q2.1 A", "Q2 - Q2.2 B - deeper"]


def test_names_that_stand_twice_are_numbered() -> None:
    assert unique(["ID", "Other", "other ", "Other"]) == ("ID", "Other", "other  (2)", "Other (3)")
    assert unique(["Age", "Age (2)", "Age"]) == ("Age", "Age (2)", "Age (3)")


def test_a_layout_the_file_has_not_is_refused() -> None:
    with pytest.raises(UnreadableError, match="layout 'surveymonkey'"):
        column_names(rows_of("RespondentID,Seen?", "1,Yes"), "surveymonkey")
