"""An export's bytes as named columns of text, with the rows that have not the header's cells set aside."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import polars as pl

from survey.errors import Problem, UnreadableError
from survey.frames import SET_ASIDE, empty
from survey.ingest.archive import ZIP
from survey.ingest.cells import Grid, Row, Table
from survey.ingest.decode import decode
from survey.ingest.delimited import find_cut, read_records
from survey.ingest.header import HEADER_ROWS, column_names, detect_layout
from survey.ingest.regular import read_block, scan
from survey.ingest.sheet import read_workbook
from survey.questionnaire.definition import Export
from survey.questionnaire.matching import key

_TOP = 10  # rows among which the header is looked for
_HEAD, _RECORDS = 100_000, 40  # bytes and records by which the header is found


def open_table(data: bytes, name: str, export: Export) -> Table:
    """The table that a CSV or XLSX file holds.

    Raises:
        UnreadableError: the file is empty, damaged, has no header of the layout, or no row beneath it.
    """
    if data.startswith(ZIP):
        grid = read_workbook(data, name, lambda rows: _named(rows, export) is not None)
        return _table(grid, _top(grid, export, name), name)
    decoded = decode(data, name)
    cut = find_cut(decoded.head(_HEAD), export.delimiter)
    found = scan(decoded, cut)
    if found is not None:
        head = found.head(_RECORDS)
        top = _top(head, export, name)
        block = read_block(found, Grid(head.rows[: top.start + HEADER_ROWS[top.layout]], head.damage))
        if block and len(top.names) == cut.width:
            return Table(top.names, block, empty(SET_ASIDE), len(block), top.layout, notes=decoded.notes)
    grid = replace(read_records(decoded.text, cut), notes=decoded.notes)
    return _table(grid, _top(grid, export, name), name)


@dataclass(frozen=True, slots=True)
class _Top:
    """The header: the place of its first row, its layout, the columns' names."""

    start: int
    layout: str
    names: tuple[str, ...]


def _top(grid: Grid, export: Export, name: str) -> _Top:
    start = _header_row(grid.rows, export)
    if start is None:
        raise UnreadableError(Problem("the file has no rows", where=name))
    rows = grid.rows[start:]
    layout = detect_layout(rows) if export.layout == "auto" else export.layout
    return _Top(start, layout, tuple(column_names(rows, layout, name)))


def _table(grid: Grid, top: _Top, name: str) -> Table:
    width = len(top.names)
    body = [row for row in grid.rows[top.start + HEADER_ROWS[top.layout] :] if not row.is_empty]
    body = _trimmed(body, width)
    kept = [row for row in body if len(row.cells) == width]
    aside = [(row.line, _misfit(row, width), row.raw) for row in body if len(row.cells) != width]
    aside += [(damage.line, damage.reason, damage.raw) for damage in grid.damage]
    if not kept:
        _refuse(name, len(aside))
    table = pl.DataFrame(
        [(line, None, reason, raw.rstrip("\r\n")) for line, reason, raw in sorted(aside)],
        schema=dict(SET_ASIDE),
        orient="row",
    )
    return Table(top.names, tuple(kept), table, len(kept) + len(aside), top.layout, grid.typed_dates, grid.notes)


def _header_row(rows: Sequence[Row], export: Export) -> int | None:
    """Where the header starts: at the row that names the response id, near the top, or else at the first row."""
    named = _named(rows, export)
    return named if named is not None else next((place for place, row in enumerate(rows) if not row.is_empty), None)


def _named(rows: Sequence[Row], export: Export) -> int | None:
    """The place of the row near the top that names the response id."""
    wanted = key(export.response_id)
    filled = [place for place, row in enumerate(rows) if not row.is_empty]
    return next((place for place in filled[:_TOP] if wanted in map(key, rows[place].cells)), None)


def _trimmed(body: list[Row], width: int) -> list[Row]:
    """The rows without the blank cells that a tool puts behind every one of them; a single longer row is damage."""
    longer = min((len(row.cells) for row in body), default=width) > width
    if not longer or any(cell.strip() for row in body for cell in row.cells[width:]):
        return body
    return [Row(row.line, row.cells[:width], row.raw) for row in body]


def _misfit(row: Row, width: int) -> str:
    return f"{len(row.cells)} cells where the header has {width}"


def _refuse(name: str, aside: int) -> None:
    what = f"none of the {aside} rows can be read" if aside else "a header, but no responses under it"
    raise UnreadableError(Problem(what, where=name, hint="export the responses again, all of them, as CSV or XLSX"))
