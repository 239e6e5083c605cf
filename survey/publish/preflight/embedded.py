"""What travels inside a deck unseen: workbooks behind charts, links to other files, comments, notes, who made it."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Sequence
from typing import Any

from survey.errors import UnreadableError
from survey.publish.preflight.deck_charts import series_of
from survey.publish.preflight.deck_pages import Page, called
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
_HYPERLINK = "/hyperlink"
_MANY = 20  # rows beyond those drawn: a table of people rather than a total beside
_NO_PEOPLE = ("python-pptx", "Steve Canny", "openpyxl", "")


def check_inside(pages: Sequence[Page], file: Any) -> Iterator[Finding]:
    """Workbooks, links and comments of every slide."""
    for page in pages:
        for shape in page.shapes:
            if getattr(shape, "has_chart", False):
                yield from _workbook(f"{page.where}, {called(shape)}", shape.chart)
        yield from _relations(page.where, page.slide.part)
        yield from _comments(page)
    yield from _relations("the deck", file.part)


def check_author(file: Any, owner: str) -> Iterator[Finding]:
    """Who the document says made it."""
    properties = file.core_properties
    people = {properties.author or "", properties.last_modified_by or ""} - {owner, *_NO_PEOPLE}
    if people:
        got = ", ".join(sorted(people))
        hint = "if no person shall be named: File, Info, Check for Issues, Inspect Document"
        yield look("author", "the document names who made it", "document properties", owner or "no person", got, hint)


def check_notes(pages: Sequence[Page], notes: Sequence[int]) -> Iterator[Finding]:
    """Speaker notes that nobody but the analyst has looked at: of these slides, by number."""
    if notes:
        where = f"slide{'s' if len(notes) > 1 else ''} {', '.join(map(str, notes))} of {len(pages)}"
        hint = "read them as if they were on the slide, or take them out"
        yield look("notes", "speaker notes go out with the file", where, "notes that may be published", "notes", hint)


def _comments(page: Page) -> Iterator[Finding]:
    for relation in page.slide.part.rels.values():
        if "comment" in relation.reltype.rsplit("/", 1)[-1].lower() and not relation.is_external:
            text = relation.target_part.blob.decode("utf-8", "replace")
            words = "; ".join(
                short(each) for each in re.findall(r"<(?:p:text|a:t)[^>]*>([^<]*)<", text) if each.strip()
            )
            hint = "delete the comments: Review, Delete, Delete All Comments in This Presentation"
            yield wrong("comments", "comments of colleagues go out with the file", page.where, "none", words, hint)


def _relations(where: str, part: Any) -> Iterator[Finding]:
    for relation in part.rels.values():
        kind = relation.reltype.rsplit("/", 1)[-1]
        if relation.is_external:
            target = relation.target_ref
            local = not re.match(r"(?:https?|mailto|tel):|#", target, re.IGNORECASE)
            if not relation.reltype.endswith(_HYPERLINK) or local:
                hint = (
                    "break the link, or put the thing itself in: others do not have that file, and its path tells where"
                )
                yield wrong(
                    "external_link", f"a link to a file outside ({kind})", where, "none", short(target, 120), hint
                )
        elif kind in ("oleObject", "package") and "chart" not in str(part.partname):
            hint = "put a picture or a table in its place: the whole file can be opened from the slide"
            got = str(relation.target_part.partname)
            yield wrong("embedded_file", "a whole file is embedded in the slide", where, "none", got, hint)


def _workbook(where: str, chart: Any) -> Iterator[Finding]:
    """The workbook behind a chart holds what is drawn and nothing else."""
    yield from _relations(where, chart.part)
    inner = chart.part.chart_workbook.xlsx_part
    if inner is None:
        return
    cells = [cell for series in series_of(chart) for cell in series.cells]
    yield from check_workbook_behind(where, inner.blob, cells)


def check_workbook_behind(where: str, data: bytes, cells: Sequence[str]) -> Iterator[Finding]:
    """What a workbook holds beside the cells that its chart draws, such as `Sheet1!$B$2:$B$9`."""
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
    areas = _areas(cells)
    for sheet in book.worksheets:
        if sheet.sheet_state != "visible":
            yield wrong("hidden_sheet", f"a hidden sheet behind the chart: {sheet.title}", where, "none", hint=hint)
        yield from _beside(where, sheet, areas.get(sheet.title), hint)


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
