"""An export's bytes as named columns of text, with the rows that have not the header's cells set aside."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import polars as pl

from survey.errors import Problem, UnreadableError
from survey.frames import SET_ASIDE, empty
from survey.ingest.archive import ZIP
from survey.ingest.cells import Block, Grid, Row, Table
from survey.ingest.decode import decode
from survey.ingest.delimited import find_cut, read_records
from survey.ingest.formats import SPSS, is_triple_s, unpacked
from survey.ingest.header import Header, read_header
from survey.ingest.platforms.registry import platform_named, recognise
from survey.ingest.platforms.shape import Head, Platform
from survey.ingest.regular import read_block, scan
from survey.ingest.sheet import read_workbook
from survey.questionnaire.definition import AUTO, Export
from survey.questionnaire.matching import key

_TOP = 10  # rows among which the header is looked for
_HEAD, _RECORDS = 100_000, 40  # bytes and records by which the header is found
_UNKNOWN = frozenset({"one_row", "blank_row", "components"})  # what any sheet may look like


def open_table(data: bytes, name: str, export: Export, companion: bytes = b"") -> Table:
    """The table that a file holds, whatever tool it is of: delimited text, a workbook, SPSS, Triple-S, or a zip of one.

    `companion` is the second file of a Triple-S survey, its records or its definition.

    Raises:
        UnreadableError: the file is empty, damaged, has no header of the layout, or no row beneath it.
    """
    data, companion, name = unpacked(data, companion, name)
    if data.startswith(SPSS):
        from survey.ingest.spss import read_spss

        return read_spss(data, name)
    if is_triple_s(data) or is_triple_s(companion):
        from survey.ingest.triple_s import read_triple_s

        definition, records = (data, companion) if is_triple_s(data) else (companion, data)
        return read_triple_s(definition, records, name)
    return _from_workbook(data, name, export) if data.startswith(ZIP) else _from_text(data, name, export)


@dataclass(frozen=True, slots=True)
class _Top:
    """The header rows, the first of them in place `start` of all rows; `above`: the filled rows before it."""

    start: int
    platform: Platform
    header: Header
    above: tuple[Row, ...]

    @property
    def end(self) -> int:
        return self.start + self.platform.header_rows

    @property
    def lost(self) -> list[Row]:
        """Rows above the header with more than half of its columns filled, and more than two: like responses."""
        most = max(sum(map(any, self.header.headings)) / 2, 2)
        return [row for row in self.above if sum(bool(cell.strip()) for cell in row.cells) > most]

    @property
    def notes(self) -> tuple[str, ...]:
        """What is passed over above the header, such as a title."""
        passed = [row.raw.strip()[:60] for row in self.above if row not in self.lost]
        return (
            (f"{len(passed)} rows above the header passed over: {'; '.join(map(repr, passed[:3]))}",) if passed else ()
        )


def _from_workbook(data: bytes, name: str, export: Export) -> Table:
    def holds_data(rows: Sequence[Row]) -> bool:
        if export.response_id != AUTO or export.started is not None:
            return _named(rows, export) is not None
        return recognise(Head(_from_first_filled(rows))).name not in _UNKNOWN

    grid = read_workbook(data, name, holds_data)
    return _table(grid, _top(grid, Head(()), export, name), name)


def _from_text(data: bytes, name: str, export: Export) -> Table:
    decoded = decode(data, name)
    cut = find_cut(decoded.head(_HEAD), export.delimiter)
    form = Head((), decoded.encoding, cut.delimiter)
    regular = scan(decoded, cut)
    if regular is not None:
        head = regular.head(_RECORDS)
        top = _top(head, form, export, name)
        block = read_block(regular, Grid(head.rows[: top.end], head.damage))
        if block and len(top.header.names) == cut.width and not top.lost:
            return _regular_table(block, top, decoded.notes)
    grid = replace(read_records(decoded.text, cut), notes=decoded.notes)
    return _table(grid, _top(grid, form, export, name), name)


def _top(grid: Grid, form: Head, export: Export, name: str) -> _Top:
    """The header: from the first filled row near the top that with the rows of its layout takes in the one that names
    the response id; where none does, from the first that holds anything.
    """
    filled = [place for place, row in enumerate(grid.rows) if not row.is_empty][:_TOP]
    if not filled:
        raise UnreadableError(Problem("the file has no rows", where=name))
    named = _named(grid.rows, export)
    last = filled[0] if named is None else named
    for start in filled:
        rows = grid.rows[start:]
        platform = platform_named(export.layout) or recognise(replace(form, rows=rows[: _RECORDS // 2]))
        if start + platform.header_rows > last:
            break
    above = tuple(row for row in grid.rows[:start] if not row.is_empty)
    return _Top(start, platform, read_header(rows, platform, grid.merged, name), above)


def _named(rows: Sequence[Row], export: Export) -> int | None:
    """The place of the row near the top that names the response id, or where ids are made, the time."""
    column = export.response_id
    if column == AUTO:
        column = export.started.column if export.started is not None else ""
    filled = [place for place, row in enumerate(rows) if not row.is_empty]
    return next((place for place in filled[:_TOP] if key(column) in map(key, rows[place].cells) and column), None)


def _from_first_filled(rows: Sequence[Row]) -> tuple[Row, ...]:
    start = next((place for place, row in enumerate(rows) if not row.is_empty), len(rows))
    return tuple(rows[start:])


def _regular_table(block: Block, top: _Top, notes: tuple[str, ...]) -> Table:
    def blank(place: int) -> bool:
        return not (block.texts.to_series(place).str.strip_chars() != "").any()

    width = _width(top.header, blank)
    rows = replace(block, texts=block.texts[:, :width])
    return replace(_named_table(top, rows, width), rows_in=len(block), notes=(*notes, *top.notes))


def _table(grid: Grid, top: _Top, name: str) -> Table:
    body = [row for row in grid.rows[top.end :] if not row.is_empty]
    width = _width(top.header, lambda place: not any("".join(row.cells[place : place + 1]).strip() for row in body))
    body = _trimmed(body, width, len(top.header.names))
    kept = tuple(row for row in body if len(row.cells) == width)
    aside = [(row.line, _misfit(row, width), row.raw) for row in body if len(row.cells) != width]
    aside += [(damage.line, damage.reason, damage.raw) for damage in grid.damage]
    aside += [(row.line, "above the header: is one file pasted under another?", row.raw) for row in top.lost]
    if not kept:
        _refuse(name, aside)
    set_aside = pl.DataFrame(
        [(line, None, reason, raw.rstrip("\r\n")) for line, reason, raw in sorted(aside)],
        schema=dict(SET_ASIDE),
        orient="row",
    )
    return replace(
        _named_table(top, kept, width),
        set_aside=set_aside,
        rows_in=len(kept) + len(aside),
        typed_dates=grid.typed_dates,
        notes=(*grid.notes, *top.notes),
    )


def _named_table(top: _Top, rows: tuple[Row, ...] | Block, width: int) -> Table:
    header = top.header
    return Table(
        header.names[:width],
        rows,
        empty(SET_ASIDE),
        len(rows),
        top.platform.name,
        labels=header.labels[:width],
        headings=header.headings[:width],
        zone=header.zone,
    )


def _width(header: Header, blank: Callable[[int], bool]) -> int:
    """How many columns there are, less those at the end that have neither a heading nor a text."""
    width = len(header.names)
    while width > 1 and not any(header.headings[width - 1]) and blank(width - 1):
        width -= 1
    return width


def _trimmed(body: list[Row], width: int, headed: int) -> list[Row]:
    """The rows less the blank cells under no heading, and less those that a tool puts behind every one of the rows; a
    single longer row is damage.
    """
    body = [_cut(row, width) if width < len(row.cells) <= headed else row for row in body]
    longer = min((len(row.cells) for row in body), default=width) > width
    if not longer or any(cell.strip() for row in body for cell in row.cells[width:]):
        return body
    return [_cut(row, width) for row in body]


def _cut(row: Row, width: int) -> Row:
    return Row(row.line, row.cells[:width], row.raw)


def _misfit(row: Row, width: int) -> str:
    return f"{len(row.cells)} cells where the header has {width}"


def _refuse(name: str, aside: list[tuple[int, str, str]]) -> None:
    what = f"none of the {len(aside)} rows can be read" if aside else "a header, but no responses under it"
    got = f"line {min(aside)[0]}: {min(aside)[1]}" if aside else ""
    hint = "export the responses again, all of them, as CSV or XLSX"
    raise UnreadableError(Problem(what, where=name, got=got, hint=hint))
