"""An accessible workbook, after the Analysis Function's checklist for spreadsheets: a cover, notes, contents, then one
marked-up table a sheet, with the title in A1, no merged cells, no filter, no frozen panes, nothing hidden.
"""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

Value: TypeAlias = str | int | float | None
WITHHELD = "[c]"
NOTHING = "[z]"
_WIDEST, _NARROWEST, _LETTERS = 60, 12, 1.1


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table with its words.

    `name`: of the sheet, at most 31 letters. `about`: lines under the title (source, base, what a mark means).
    `columns`: headers, each once. `rows`: texts, counts (whole), percentages (0 to 100, with decimals);
    None where withheld. `decimals`: of numbers with decimals.
    """

    name: str
    title: str
    about: tuple[str, ...]
    columns: tuple[str, ...]
    rows: tuple[tuple[Value, ...], ...]
    decimals: int = 1


@dataclass(frozen=True, slots=True)
class Cover:
    """What the first sheets say. `facts`: lines of the cover; `notes`: a name and a text each, for [note 1] and on."""

    title: str
    author: str
    facts: tuple[str, ...]
    notes: tuple[str, ...]
    made: dt.date


def workbook(cover: Cover, sheets: Sequence[Sheet]) -> bytes:
    """The workbook as XLSX. The same tables give the same bytes.

    Text that looks like a formula stays text. A withheld figure is `[c]`, explained on every sheet that has one.
    """
    from xlsxwriter import Workbook

    file = io.BytesIO()
    book = Workbook(file, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    made = dt.datetime.combine(cover.made, dt.time())
    book.set_properties({"title": cover.title, "author": cover.author, "created": made, "comments": cover.facts[0]})
    forms = _Forms(book)
    _lines(book.add_worksheet("Cover"), [cover.title, *cover.facts], forms)
    _lines(book.add_worksheet("Notes"), ["Notes", *_numbered(cover.notes)], forms)
    contents = [(sheet.name, sheet.title) for sheet in sheets]
    head = "Table of contents"
    _table(book.add_worksheet("Contents"), Sheet("Contents", head, (), ("Sheet", "Table"), tuple(contents)), forms)
    for sheet in sheets:
        _table(book.add_worksheet(sheet.name), sheet, forms)
    book.close()
    return file.getvalue()


class _Forms:
    """How cells look: text of 12 points, black, sans-serif."""

    def __init__(self, book: Workbook) -> None:
        plain = {"font_name": "Arial", "font_size": 12}
        wrapped = {**plain, "text_wrap": True, "valign": "top"}
        self.title: Format = book.add_format({**plain, "bold": True, "font_size": 15})
        self.line: Format = book.add_format(plain)
        self.head: Format = book.add_format({**wrapped, "bold": True, "bottom": 1})
        self.text: Format = book.add_format(wrapped)
        self.whole: Format = book.add_format({**plain, "num_format": "#,##0", "align": "right", "valign": "top"})
        self.mark: Format = book.add_format({**plain, "align": "right", "valign": "top"})
        self.decimals: dict[int, Format] = {}
        self._book, self._plain = book, plain

    def decimal(self, places: int) -> Format:
        """The form of a number with that many decimals."""
        if places not in self.decimals:
            form = {**self._plain, "num_format": "#,##0." + "0" * places, "align": "right", "valign": "top"}
            self.decimals[places] = self._book.add_format(form)
        return self.decimals[places]


def _numbered(notes: Sequence[str]) -> list[str]:
    return [f"[note {number}] {text}" for number, text in enumerate(notes, start=1)]


def _lines(page: Worksheet, lines: Sequence[str], forms: _Forms) -> None:
    page.set_column(0, 0, 100, forms.text)
    for row, line in enumerate(lines):
        page.write_string(row, 0, line, forms.text if row else forms.title)


def _table(page: Worksheet, sheet: Sheet, forms: _Forms) -> None:
    withheld = any(value is None for row in sheet.rows for value in row)
    mark = [f"{WITHHELD} a figure withheld, so that nobody can be identified."] if withheld else []
    lines = [sheet.title, "This worksheet contains one table.", *sheet.about, *mark]
    for row, line in enumerate(lines):
        page.write_string(row, 0, line, forms.line if row else forms.title)
    top, columns = len(lines), len(sheet.columns)
    settings = {
        "columns": [{"header": name, "header_format": forms.head} for name in sheet.columns],
        "name": "table_" + "".join(each if each.isalnum() else "_" for each in sheet.name.casefold()),
        "autofilter": False,
        "style": None,
    }
    page.add_table(top, 0, top + max(len(sheet.rows), 1), columns - 1, settings)
    for place, values in enumerate(sheet.rows, start=top + 1):
        for column, value in enumerate(values):
            _cell(page, place, column, value, sheet.decimals, forms)
    for column, name in enumerate(sheet.columns):
        longest = max([len(name) / 2, *(len(str(row[column])) for row in sheet.rows if isinstance(row[column], str))])
        page.set_column(column, column, min(max(longest * _LETTERS + 2, _NARROWEST), _WIDEST))


def _cell(page: Worksheet, row: int, column: int, value: Value, decimals: int, forms: _Forms) -> None:
    match value:
        case None:
            page.write_string(row, column, WITHHELD, forms.mark)
        case str():
            page.write_string(row, column, value, forms.mark if value == NOTHING else forms.text)
        case int():
            page.write_number(row, column, value, forms.whole)
        case float():
            page.write_number(row, column, round(value, decimals), forms.decimal(decimals))
