"""A workbook's sheets as the checks see them: words above, one table; what the Analysis Function asks of a sheet."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from survey.publish.preflight.behind import IDENT, cells_of
from survey.publish.preflight.deck_charts import decimals, is_percent
from survey.publish.preflight.finding import Finding, look, short, wrong

_MOST_CELLS = 200_000  # of a sheet that is read: one with more is data, not a table to be read
_MANY = 50  # rows
_ERRORS = ("#REF!", "#N/A", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!")


@dataclass(frozen=True, slots=True)
class Page:
    """A sheet. `above`: the lines over its table; `rows`: the table as texts, header first, none where there is no
    table; `top`: the row that the header stands in; `values`: every cell that is not empty, by row and column.
    """

    sheet: Any
    above: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    top: int
    values: dict[tuple[int, int], Any]

    @property
    def name(self) -> str:
        """How a finding names it."""
        return f"sheet {self.sheet.title}"

    def cell(self, row: int, column: int) -> str:
        """How a finding names the cell in a row and column of the table, the header's row being 0."""
        from openpyxl.utils import get_column_letter

        return f"{self.name}, {get_column_letter(column + 1)}{self.top + row}"


def page_of(sheet: Any) -> Page:
    """The sheet with its table: the first row with two cells and all below."""
    values = {
        (cell.row, cell.column): cell
        for cell in cells_of(sheet)[:_MOST_CELLS]
        if cell.value is not None and str(cell.value).strip()
    }
    wide: dict[int, int] = {}
    for row, _ in values:
        wide[row] = wide.get(row, 0) + 1
    top = min((row for row, count in wide.items() if count > 1), default=0)
    above = tuple(str(cell.value) for (row, _), cell in sorted(values.items()) if not top or row < top)
    if not top:
        return Page(sheet, above, (), 0, values)
    last, most = max(row for row, _ in values), max(column for row, column in values if row >= top)
    if (last - top) * most > _MOST_CELLS:
        return Page(sheet, above, (), top, values)
    rows = tuple(
        tuple(_text(values.get((row, column))) for column in range(1, most + 1)) for row in range(top, last + 1)
    )
    return Page(sheet, above, rows, top, values)


def texts_of(page: Page) -> Iterator[tuple[str, str]]:
    """The words of a sheet, cell by cell, with comments."""
    for cell in page.values.values():
        if isinstance(cell.value, str):
            yield f"{page.name}, {cell.coordinate}", cell.value


def check_sheet(page: Page) -> Iterator[Finding]:
    """What the Analysis Function's checklist asks of a sheet, and what must not be in one."""
    yield from _hidden(page)
    yield from _layout(page)
    yield from _table(page)
    comments = [cell.coordinate for cell in cells_of(page.sheet) if cell.comment is not None]
    if comments:
        hint = "delete them: Review, Delete"
        yield wrong("comments", "comments of colleagues", page.name, "none", ", ".join(comments[:5]), hint)
    for cell in page.values.values():
        if cell.data_type == "e" or cell.value in _ERRORS:
            hint = "mend the formula, and paste its value"
            where = f"{page.name}, {cell.coordinate}"
            yield wrong("error_value", "an error where a figure should be", where, "a figure", str(cell.value), hint)


def _hidden(page: Page) -> Iterator[Finding]:
    sheet = page.sheet
    if sheet.sheet_state != "visible":
        hint = "delete it: whoever has the file can show it"
        yield wrong("hidden_sheet", "a hidden sheet", page.name, "no hidden sheets", sheet.sheet_state, hint)
    rows = [str(number) for number, row in sheet.row_dimensions.items() if row.hidden]
    columns = [name for name, column in sheet.column_dimensions.items() if column.hidden]
    if rows or columns:
        hint = "delete them, or show them"
        got = ", ".join([*(f"column {name}" for name in columns[:5]), *(f"row {number}" for number in rows[:5])])
        yield wrong("hidden_cells", "hidden rows or columns", page.name, "none", got, hint)


def _layout(page: Page) -> Iterator[Finding]:
    sheet = page.sheet
    if not page.values:
        yield look("blank_sheet", "a blank sheet", page.name, "a table or words", "nothing", "delete it")
        return
    if (1, 1) not in page.values:
        yield look("no_title", "no title in A1", page.name, "the table's title", "nothing", "put the title into A1")
    if sheet.merged_cells.ranges:
        got = ", ".join(str(each) for each in list(sheet.merged_cells.ranges)[:5])
        yield look("merged", "merged cells", page.name, "none", got, "unmerge them: screen readers lose their place")
    filters = [sheet.auto_filter.ref] if sheet.auto_filter.ref else []
    filters += [table.autoFilter.ref for table in sheet.tables.values() if table.autoFilter is not None]
    if filters:
        yield look("filter", "a filter", page.name, "none", ", ".join(filters), "take it off: Data, Filter")
    if sheet.freeze_panes and sheet.freeze_panes != "A1":
        hint = "unfreeze them: enlarged, they leave no room for the rest"
        yield look("frozen", "frozen panes", page.name, "none", f"at {sheet.freeze_panes}", hint)


def _table(page: Page) -> Iterator[Finding]:
    """Header and rows of the table."""
    if not page.rows:
        if page.top:
            got = f"{len(page.values):,} cells or more"
            yield look("raw_data", "far more than a table to be read", page.name, "a table", got, "is this the data?")
        return
    head, *body = page.rows
    empty = [number for number, text in enumerate(head) if not text.strip()]
    twice = sorted({text for text in head if text.strip() and head.count(text) > 1})
    if empty:
        got = ", ".join(page.cell(0, number).split(", ")[1] for number in empty[:5])
        yield look("header", "a column without a header", page.name, "a header", f"nothing in {got}", "name the column")
    if twice:
        yield look(
            "header", "headers that stand twice", page.name, "each once", ", ".join(twice[:5]), "tell them apart"
        )
    blank = [page.top + number for number, row in enumerate(body, start=1) if not any(text.strip() for text in row)]
    if blank:
        hint = "delete the row, or put a second table on a sheet of its own"
        got = f"row {', '.join(map(str, blank[:5]))}"
        yield look("blank_row", "a blank row inside the table", page.name, "none", got, hint)
    idents = [text for text in head if IDENT.match(text.strip())]
    if idents and len(body) > _MANY:
        hint = "publish tables of counts only"
        got = f"{len(body):,} rows, with the columns {', '.join(short(text) for text in idents[:5])}"
        yield wrong("raw_data", "data of single respondents, it seems", page.name, "tables of counts", got, hint)


def _text(cell: Any) -> str:
    """A cell as it is printed."""
    if cell is None:
        return ""
    value, form = cell.value, str(cell.number_format or "")
    if isinstance(value, bool) or not isinstance(value, int | float):
        return str(value)
    percent, scales = is_percent(form)
    places = decimals(form)
    exact = Decimal(repr(value)) * (100 if scales else 1)
    if not exact.is_finite():
        return str(value)
    if places is None:
        places = 0 if isinstance(value, int) else min(2, max(0, -int(exact.normalize().as_tuple().exponent)))
    elif isinstance(value, float) and not percent and places == 0 and value % 1:
        places = 1  # more exact than it is shown
    return f"{exact:.{places}f}" + ("%" if percent else "")
