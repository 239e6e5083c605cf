"""The workbook behind a chart: it holds the numbers that are drawn, and no others."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from survey.errors import UnreadableError
from survey.publish.preflight.deck_charts import Drawn
from survey.publish.preflight.finding import Finding, look, short, wrong
from survey.publish.preflight.package import safe_package

IDENT = re.compile(
    r"^(?:.*\b(?:respondent|response|participant|user|record|submission|unique)[ _]?(?:id|no|number|identifier)|"
    r"id|uuid|name|(?:first|last|family|full)[ _]?name|surname|e-?mail(?: address)?|ip(?: address)?|telephone|mobile|"
    r"phone(?: number)?|post ?code|address|date of birth|dob|start(?:ed| time| date)|end(?:ed| time| date)|completed|"
    r"timestamp|submitted|comments?|verbatims?|free text)$",
    re.IGNORECASE,
)
_REFERENCE = re.compile(r"^(?:'((?:[^']|'')+)'|([^'!]+))!\$?([A-Z]{1,3})\$?(\d+)(?::\$?([A-Z]{1,3})\$?(\d+))?$")
_DEFAULT = "To resize chart data range, drag lower right corner of range."  # what PowerPoint itself writes there
_MANY = 20  # rows beyond those drawn: a table of people rather than a total beside


def check_behind(where: str, data: bytes, drawn: Sequence[Drawn]) -> Iterator[Finding]:
    """What a workbook holds beside what its chart draws, and where it holds other figures than are drawn."""
    from openpyxl import load_workbook

    hint = "edit the chart's data and delete the rest, or paste the chart's own numbers into a new chart"
    try:
        names = set(safe_package(data, where).namelist())
        book = load_workbook(io.BytesIO(data), read_only=False, data_only=True)
    except UnreadableError as error:
        yield wrong("embedded_workbook", f"behind the chart: {error.problems[0].what}", where, hint=hint)
        return
    except Exception as error:  # a damaged workbook fails anywhere inside the reader
        got = f"{type(error).__name__}: {short(str(error))}"
        yield look("embedded_workbook", "the workbook behind the chart cannot be read", where, got=got, hint=hint)
        return
    if any("externalLinks/" in name for name in names):
        yield wrong("external_link", "the workbook behind the chart links to other files", where, "none", hint=hint)
    areas = _areas([cell for series in drawn for cell in series.cells])
    for sheet in book.worksheets:
        if sheet.sheet_state != "visible":
            yield wrong("hidden_sheet", f"a hidden sheet behind the chart: {sheet.title}", where, "none", hint=hint)
        yield from _beside(where, sheet, areas.get(sheet.title), hint)
    for series in drawn:
        yield from _other(where, series, {sheet.title: sheet for sheet in book.worksheets})


def _other(where: str, series: Drawn, sheets: Mapping[str, Any]) -> Iterator[Finding]:
    """Figures that are drawn otherwise than the workbook has them: when its data are next edited, the chart jumps."""
    found = _areas([series.value_cells])
    for name, (left, top, right, bottom) in found.items():
        if name not in sheets or (right - left + 1) * (bottom - top + 1) > len(series.values) + 1:
            continue
        places = [(row, column) for row in range(top, bottom + 1) for column in range(left, right + 1)]
        for label, value, place in zip(series.categories, series.values, places, strict=False):
            cell = sheets[name]._cells.get(place)
            held = cell.value if cell is not None else None
            if not isinstance(held, int | float) or value is None or abs(held - value) <= 1e-6 * max(1, abs(held)):
                continue
            hint = "edit the chart's data and see which is right"
            what = "the chart draws another figure than its workbook holds"
            yield wrong("chart_and_workbook", what, f"{where}, {label}", f"{held:g}", f"{value:g}", hint)


def _beside(where: str, sheet: Any, area: tuple[int, int, int, int] | None, hint: str) -> Iterator[Finding]:
    """Cells that the chart does not draw."""
    left, top, right, bottom = area or (0, 0, 0, 0)
    others = [
        cell
        for cell in cells_of(sheet)
        if cell.value not in (None, "", _DEFAULT) and not (left <= cell.column <= right and top <= cell.row <= bottom)
    ]
    if not others:
        return
    heads = [str(cell.value) for cell in cells_of(sheet) if cell.row == 1 and cell.value is not None]
    rows = {cell.row for cell in others}
    idents = [head for head in heads if IDENT.match(head.strip())]
    got = f"{len(others):,} cells in {len(rows):,} rows of sheet {sheet.title}"
    if idents or len(rows) > _MANY:
        got += f", with the columns {', '.join(map(short, heads[:8]))}"
        what = (
            "data of single respondents, it seems, behind the chart"
            if idents
            else "far more data than is drawn behind the chart"
        )
        yield wrong("raw_data", what, where, "only the numbers that are drawn", got, hint)
    else:
        yield look(
            "raw_data", "numbers that are not drawn behind the chart", where, "only those that are drawn", got, hint
        )


def cells_of(sheet: Any) -> list[Any]:
    """The cells that a sheet has, in order; not those that it only says are between them, which may be billions."""
    return [cell for _, cell in sorted(sheet._cells.items())]


def _areas(cells: Sequence[str]) -> dict[str, tuple[int, int, int, int]]:
    """Of each sheet, the rectangle around all that is drawn: first and last column, first and last row."""
    from openpyxl.utils import column_index_from_string

    found: dict[str, tuple[int, int, int, int]] = {}
    for cell in cells:
        match = _REFERENCE.match(cell)
        if match is None:
            continue
        quoted, plain, first, top, last, bottom = match.groups()
        name = quoted.replace("''", "'") if quoted else plain
        left, right = column_index_from_string(first), column_index_from_string(last or first)
        before = found.get(name, (left, int(top), right, int(bottom or top)))
        found[name] = (
            min(before[0], left),
            min(before[1], int(top)),
            max(before[2], right),
            max(before[3], int(bottom or top)),
        )
    return found
