"""An export's bytes as named columns of text, with the rows that have not the header's cells set aside."""

from __future__ import annotations

import polars as pl

from survey.errors import Problem, UnreadableError
from survey.frames import SET_ASIDE
from survey.ingest.cells import Grid, Row, Table
from survey.ingest.decode import decode
from survey.ingest.delimited import read_delimited
from survey.ingest.header import HEADER_ROWS, column_names, detect_layout
from survey.ingest.sheet import read_workbook
from survey.questionnaire.definition import Export
from survey.questionnaire.matching import key

_TOP = 10  # rows among which the header is looked for
_ZIP = b"PK\x03\x04"


def open_table(data: bytes, name: str, export: Export) -> Table:
    """The table that a CSV or XLSX file holds.

    Raises:
        UnreadableError: the file is empty, damaged, has no header of the layout, or no row beneath it.
    """
    grid = _grid(data, name, export)
    start = _header_row(grid, export)
    if start is None:
        raise UnreadableError(Problem("the file has no rows", where=name))
    rows = grid.rows[start:]
    layout = detect_layout(rows) if export.layout == "auto" else export.layout
    names = column_names(rows, layout, name)
    body = _trimmed([row for row in rows[HEADER_ROWS[layout] :] if not row.is_empty], len(names))
    kept = [row for row in body if len(row.cells) == len(names)]
    aside = [(row.line, _misfit(row, len(names)), row.raw) for row in body if len(row.cells) != len(names)]
    aside += [(damage.line, damage.reason, damage.raw) for damage in grid.damage]
    if not kept:
        _refuse(name, len(aside))
    table = pl.DataFrame(
        [(line, None, reason, raw.rstrip("\r\n")) for line, reason, raw in sorted(aside)],
        schema=dict(SET_ASIDE),
        orient="row",
    )
    return Table(tuple(names), tuple(kept), table, len(kept) + len(aside), layout, grid.typed_dates, grid.notes)


def _grid(data: bytes, name: str, export: Export) -> Grid:
    if data.startswith(_ZIP):
        wanted = key(export.response_id)
        return read_workbook(data, name, lambda row: wanted in map(key, row.cells))
    decoded = decode(data, name)
    grid = read_delimited(decoded.text, export.delimiter)
    return Grid(grid.rows, grid.damage, notes=decoded.notes)


def _header_row(grid: Grid, export: Export) -> int | None:
    """Where the header starts: at the row that names the response id, near the top, or else at the first row."""
    filled = [place for place, row in enumerate(grid.rows) if not row.is_empty]
    wanted = key(export.response_id)
    named = [place for place in filled[:_TOP] if wanted in map(key, grid.rows[place].cells)]
    return next(iter(named or filled), None)


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
