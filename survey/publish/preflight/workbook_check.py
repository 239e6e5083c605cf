"""The preflight of a workbook: everything that is odd in it, whoever made it."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from typing import Any

from survey.errors import Problem, UnreadableError
from survey.publish.preflight.alike import Published, check_alike
from survey.publish.preflight.arithmetic import check_figures
from survey.publish.preflight.behind import cells_of
from survey.publish.preflight.deck_check import Checked
from survey.publish.preflight.details import Find, check_details
from survey.publish.preflight.embedded import check_author
from survey.publish.preflight.figures import Block
from survey.publish.preflight.finding import Finding, look, once, wrong
from survey.publish.preflight.numbers import names_base
from survey.publish.preflight.package import safe_package
from survey.publish.preflight.published import check_value
from survey.publish.preflight.sheets import Page, check_sheet, page_of, texts_of
from survey.publish.preflight.tabular import blocks_of_table
from survey.publish.preflight.wording import check_words
from survey.publish.workbook import NOTHING, WITHHELD, Sheet, Value

_AGAIN = "type the published figure, or make the workbook again: survey tables"


def check_workbook(
    data: bytes,
    name: str,
    find: Find,
    made: Sequence[Sheet] = (),
    known: Sequence[Published] = (),
    owner: str = "",
) -> Checked:
    """Everything odd in a workbook, sheet by sheet.

    Args:
        find: finds personal details in a text.
        made: the sheets that the published figures give; none where nobody knows whose figures they are.
        known: the published figures, for sheets that we did not make.
        owner: who may stand as the author.

    Raises:
        UnreadableError: it is no workbook.
    """
    book = _open(data, name)
    pages = [page_of(sheet) for sheet in book.worksheets]
    wanted = {sheet.name: sheet for sheet in made}
    findings: list[Finding] = list(_package(data, name, book))
    figures = compared = 0
    for page in pages:
        blocks = list(blocks_of_table(page.name, page.rows, " ".join(page.above)))
        figures += sum(len(block.figures) for block in blocks)
        sheet = wanted.get(page.sheet.title)
        findings += _of_page(page, blocks, sheet)
        around = " ".join([*page.above, page.sheet.title])
        alike = [check_alike(block, known, around) for block in blocks] if sheet is None else []
        findings += [finding for _, odd in alike for finding in odd]
        compared += sheet is not None or any(found for found, _ in alike)
        findings += check_details(texts_of(page), find)
    findings += check_author(_Properties(book.properties), owner)
    return Checked(once(findings), len(pages), figures, compared)


def _open(data: bytes, name: str) -> Any:
    from openpyxl import load_workbook

    try:
        book = load_workbook(io.BytesIO(data), data_only=True)
        for sheet in book.worksheets:
            for cell in cells_of(sheet):
                str(cell.number_format)  # looked up only when it is asked for
        return book
    except Exception as error:  # a damaged file fails anywhere inside the reader
        hint = "save it in Excel as .xlsx, without a password"
        raise UnreadableError(Problem("the workbook cannot be read", name, got=str(error)[:200], hint=hint)) from None


class _Properties:
    """A workbook's properties under the names that a deck's have."""

    def __init__(self, properties: Any) -> None:
        self.author = properties.creator
        self.last_modified_by = properties.lastModifiedBy
        self.core_properties = self


def _package(data: bytes, name: str, book: Any) -> Iterator[Finding]:
    with safe_package(data, name) as package:
        parts = package.namelist()
    if any(part.startswith("xl/externalLinks/") for part in parts):
        hint = "paste the values: Data, Edit Links, Break Link"
        yield wrong("external_link", "links to other workbooks", "the workbook", "none", hint=hint)
    if any(part.startswith(("xl/pivotCache/", "xl/model/")) for part in parts):
        hint = "copy the tables as values into a new workbook"
        what = "the data behind a pivot table go out with the file"
        yield wrong("raw_data", what, "the workbook", "tables of counts", "a pivot's cache", hint)
    if any(part.startswith("xl/embeddings/") for part in parts):
        yield wrong("embedded_file", "a whole file is embedded", "the workbook", "none", hint="take it out")
    if not (book.properties.title or "").strip():
        hint = "File, Info, Properties: screen readers say it first"
        yield look("no_title", "the document has no title", "document properties", "a title", "none", hint)


def _of_page(page: Page, blocks: Sequence[Block], sheet: Sheet | None) -> Iterator[Finding]:
    yield from check_sheet(page)
    differs = list(_against(page, sheet)) if sheet is not None else []
    yield from differs
    if sheet is None or differs:
        for block in blocks:
            yield from check_figures(block)
    printed = any(figure.pct is not None for block in blocks for figure in block.figures)
    based = any(block.base or any(figure.base for figure in block.figures) for block in blocks)
    if (
        printed
        and not based
        and not any(names_base(line) for line in [*page.above, *(page.rows[0] if page.rows else ())])
    ):
        hint = "add a column with the base, or say it above the table"
        yield wrong("no_base", "percentages without a base", page.name, "a base: who, and how many", "none", hint)
    around = [(figure.label, figure.pct) for block in blocks for figure in block.figures if figure.pct is not None]
    for line in page.above:
        yield from check_words(page.name, line, around)


def _against(page: Page, sheet: Sheet) -> Iterator[Finding]:
    """Each figure in the row that begins with the same words, under the same header."""
    if not page.rows:
        yield wrong("not_as_published", "the table is gone", page.name, sheet.title, "no table", _AGAIN)
        return
    head, *body = page.rows
    places = {name: column for column, name in enumerate(head)}
    rows = {row[0]: number for number, row in enumerate(body, start=1)}
    for wanted in sheet.rows:
        number = rows.get(str(wanted[0]))
        for column, value in enumerate(wanted[1:], start=1):
            place = places.get(sheet.columns[column])
            if number is None or place is None:
                continue
            cell = page.values.get((page.top + number, place + 1))
            now = cell.value if cell is not None else None
            yield from _value(page.cell(number, place), now, value, sheet.decimals)


def _value(where: str, now: object, made: Value, places: int) -> Iterator[Finding]:
    if isinstance(made, str):
        if str(now or "") != made and (made in (WITHHELD, NOTHING) or isinstance(now, int | float)):
            yield wrong("not_as_published", "not as published", where, made, str(now or "nothing"), _AGAIN)
        return
    wanted = round(made, places) if isinstance(made, float) else made
    if isinstance(now, int | float) and not isinstance(now, bool):
        yield from check_value(where, float(now), None if wanted is None else float(wanted))
    elif wanted is None and (now is None or str(now).strip() in (WITHHELD, "")):
        return
    else:
        expected = WITHHELD if wanted is None else f"{wanted:g}"
        yield wrong("not_as_published", "a figure is not as published", where, expected, str(now or "nothing"), _AGAIN)
