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

_ZIP = b"PK\x03\x04"


def open_table(data: bytes, name: str, export: Export) -> Table:
    """The table that a CSV or XLSX file holds.

    Raises:
        UnreadableError: the file is empty, damaged, has no header of the layout, or no row beneath it.
    """
    grid = _grid(data, name, export)
    filled = next((place for place, row in enumerate(grid.rows) if not row.is_empty), None)
    if filled is None:
        raise UnreadableError(Problem("the file has no rows", where=name))
    rows = grid.rows[filled:]
    layout = detect_layout(rows) if export.layout == "auto" else export.layout
    names = column_names(rows, layout, name)
    body = [row for row in rows[HEADER_ROWS[layout] :] if not row.is_empty]
    kept = [_fitted(row, len(names)) for row in body if _fits(row, len(names))]
    aside = [(row.line, _misfit(row, len(names)), row.raw) for row in body if not _fits(row, len(names))]
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


def _fits(row: Row, width: int) -> bool:
    return len(row.cells) >= width and not any(cell.strip() for cell in row.cells[width:])


def _fitted(row: Row, width: int) -> Row:
    return row if len(row.cells) == width else Row(row.line, row.cells[:width], row.raw)


def _misfit(row: Row, width: int) -> str:
    return f"{len(row.cells)} cells where the header has {width}"


def _refuse(name: str, aside: int) -> None:
    what = f"none of the {aside} rows can be read" if aside else "a header, but no responses under it"
    raise UnreadableError(Problem(what, where=name, hint="export the responses again, all of them, as CSV or XLSX"))
