"""Workbooks as people leave them: one of ours is clean, each fault that is planted is found; those of others."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections.abc import Callable, Sequence

import openpyxl
import pytest
from openpyxl.comments import Comment
from openpyxl.worksheet.worksheet import Worksheet

from survey.errors import UnreadableError
from survey.publish.preflight.alike import Published
from survey.publish.preflight.finding import Finding
from survey.publish.preflight.package import kind_of
from survey.publish.preflight.workbook_check import check_workbook
from survey.publish.workbook import Cover, Sheet, workbook
from tests.publish.test_preflight_deck import find, told

ONE = Sheet(
    "Table_1",
    "Table 1: Safe?",
    ("Base: respondents who answered. [note 1]",),
    ("Answer", "Number", "Percentage", "Base"),
    (("Safe", 31, 62.0, 50), ("Unsafe", 19, 38.0, 50)),
)
TWO = Sheet(
    "Table_2a",
    "Table 2a: Safe? Percentage by area",
    ("Base: respondents who answered.",),
    ("Group", "Base", "Safe", "Unsafe"),
    (("North", 30, 66.7, 33.3), ("South", 20, None, None)),
)
COVER = Cover("Consultation", "Office", ("Results of a consultation.",), ("One.",), dt.date(2024, 10, 18))
MADE = (ONE, TWO)


@pytest.fixture(scope="module")
def made() -> bytes:
    return workbook(COVER, MADE)


def saved(book: openpyxl.Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def found(data: bytes, sheets: Sequence[Sheet] = MADE, known: Sequence[Published] = ()) -> tuple[Finding, ...]:
    return check_workbook(data, "a.xlsx", find, sheets, known, "Office").findings


def test_a_clean_workbook_of_ours_gives_nothing(made: bytes) -> None:
    checked = check_workbook(made, "a.xlsx", find, MADE, (), "Office")
    assert checked.findings == ()
    assert (checked.parts, checked.compared, checked.figures) == (5, 2, 4)
    assert found(made, ()) == ()


def book_of(sheet: Worksheet) -> openpyxl.Workbook:
    book = sheet.parent
    assert book is not None
    return book


def _typed_over(sheet: Worksheet) -> None:
    sheet["C5"] = 64.0


def _withheld(sheet: Worksheet) -> None:
    book_of(sheet)["Table_2a"]["C7"] = 55.0


def _hidden_sheet(sheet: Worksheet) -> None:
    book_of(sheet)["Notes"].sheet_state = "veryHidden"


def _hidden_row(sheet: Worksheet) -> None:
    sheet.row_dimensions[6].hidden = True


def _blank_sheet(sheet: Worksheet) -> None:
    book_of(sheet).create_sheet("Sheet9")


def _merged(sheet: Worksheet) -> None:
    sheet.merge_cells("A2:C2")


def _filter(sheet: Worksheet) -> None:
    sheet.auto_filter.ref = "A4:D6"


def _frozen(sheet: Worksheet) -> None:
    sheet.freeze_panes = "B5"


def _comment(sheet: Worksheet) -> None:
    sheet["B5"].comment = Comment("is this right?", "Jo")


def _details(sheet: Worksheet) -> None:
    sheet["A3"] = "Base: ask jo.bloggs@example.org, 0121 496 0000"


def _no_base(sheet: Worksheet) -> None:
    book_of(sheet).remove(book_of(sheet)["Table_2a"])
    sheet["A3"] = "Those who answered"
    sheet.delete_cols(4)
    sheet.tables.clear()


def _people(sheet: Worksheet) -> None:
    page = book_of(sheet).create_sheet("Export")
    page.append(["Respondent ID", "Started", "Answer"])
    for number in range(60):
        page.append([number, "14/07/2024", "Yes"])


def _words(sheet: Worksheet) -> None:
    sheet["A1"] = "Table 1: A third (62.0%) feel safe"


@pytest.mark.parametrize(
    ("plant", "odd"),
    [
        (_typed_over, [("not_as_published", "62", "64"), ("count_and_percentage", "62.0% of 50", "64.0%")]),
        (_withheld, [("withheld", "[c]", "55")]),
        (_hidden_sheet, [("hidden_sheet", "no hidden sheets", "veryHidden")]),
        (_hidden_row, [("hidden_cells", "none", "row 6")]),
        (_blank_sheet, [("blank_sheet", "a table or words", "nothing")]),
        (_merged, [("merged", "none", "A2:C2")]),
        (_filter, [("filter", "none", "A4:D6")]),
        (_frozen, [("frozen", "none", "at B5")]),
        (_comment, [("comments", "none", "B5")]),
        (_details, [("personal", "none", "jo.bloggs@example.org"), ("personal", "none", "0121 496 0000")]),
        (_no_base, [("no_base", "a base: who, and how many", "none")]),
        (_people, [("raw_data", "tables of counts", "60 rows, with the columns Respondent ID, Started")]),
        (_words, [("words", "31.8% to 34.8%", "62.0%")]),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_what_was_planted_is_found(
    made: bytes, plant: Callable[[Worksheet], None], odd: list[tuple[str, str, str]]
) -> None:
    book = openpyxl.load_workbook(io.BytesIO(made))
    plant(book["Table_1"])
    assert [each for each in told(found(saved(book))) if each[0] != "sum"] == odd


def test_workbooks_of_others() -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    book.properties.title, book.properties.creator = "Theirs", "Office"
    sheet.append(["Safety, n=20"])
    for row in (["Answer", "%"], ["Safe", 0.33], ["Unsafe", 0.7]):
        sheet.append(row)
    for cell in ("B3", "B4"):
        sheet[cell].number_format = "0%"
    checks = [each.check for each in found(saved(book), ())]
    assert checks == ["sum"]  # 103%, and a base above the table is of no one column
    sheet["B3"] = "#REF!"
    assert "error_value" in {each.check for each in found(saved(book), ())}
    of_all = Published(("Do you feel safe?", "Safety"), "", 1000, {"Safe": [(33.3, 333)], "Unsafe": [(66.7, 667)]})
    sheet["B3"], sheet["B4"] = 0.33, 0.67
    assert found(saved(book), (), [of_all]) == ()
    sheet["B4"] = 0.76
    assert ("not_as_published", "66.7%", "76%") in told(found(saved(book), (), [of_all]))


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda made: made[:900], "damaged"),
        (lambda made: swapped(made, b"<!DOCTYPE a [<!ENTITY b 'c'>]><worksheet>&b;</worksheet>"), "declares"),
        (lambda made: swapped(made, "<!DOCTYPE a [<!ENTITY b 'c'>]><a/>".encode("utf-16")), "declares"),
        (lambda made: swapped(made, b" " * 50_000_000), "far larger"),
        (lambda made: swapped(made, b"<worksheet"), "cannot be read"),
    ],
)
def test_hostile_and_damaged_workbooks(made: bytes, change: Callable[[bytes], bytes], words: str) -> None:
    data = change(made)

    def read() -> None:
        assert kind_of(data, "a.xlsx") == "workbook"
        found(data)

    with pytest.raises(UnreadableError, match=words):
        read()


def swapped(made: bytes, part: bytes) -> bytes:
    """The workbook with another first sheet."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(made)) as parts, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for each in parts.namelist():
            new.writestr(each, part if each == "xl/worksheets/sheet1.xml" else parts.read(each))
    return out.getvalue()


def test_a_sheet_that_claims_to_be_endless_is_read_by_what_it_has() -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet["A1"], sheet["XFD1048576"] = "Title", 1
    assert found(saved(book), ())
