"""Exports changed record by record, so that what must be read of them is known; and written in every dialect."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from random import Random

import xlsxwriter

Records = list[list[str]]
HOSTILE = (
    "",
    " ",
    "=1+1",
    '=HYPERLINK("http://example.org","x")',
    "@SUM(A1)",
    "-2+3",
    "+44 121 496 0000",
    "007",
    "1e5",
    "12345678901234567890",
    "TRUE",
    "null",
    "NaN",
    "#REF!",
    "01/02/03",
    "2024-13-45 99:99",
    "one\ntwo",
    "one\r\ntwo\r\n",
    "tab\tand; semicolon, and | more",
    'say "this"',
    "'",
    "\\",
    "\\N",
    "Zoë – “quoted” £5 €",
    "👍🏽 👨‍👩‍👧",
    "שלום עליכם",
    "e\u0301\u0323",
    "\u202edesrever",
    "\u00a0\u2003",
    "<b>bold</b> &amp; <!-- -->",
    "<?xml version='1.0'?>",
    "x" * 5_000,
    "{option}",
    "*",
    "%s %d {0}",
    "; ; ;",
)


@dataclass(frozen=True)
class Shape:
    """Header rows and rows of an export. `ragged`: not every row has the header's cells any more."""

    header: Records
    rows: Records
    ragged: bool = False


Change = Callable[[Shape, Random], Shape]


def _width(shape: Shape) -> int:
    return max(map(len, shape.header))


def _by_column(shape: Shape, change: Callable[[list[str]], list[str]]) -> Shape:
    """The change made in every record that has all cells; a blank header row stays one."""
    header = [change(row) if row else row for row in shape.header]
    return replace(shape, header=header, rows=list(map(change, shape.rows)))


def swap_columns(shape: Shape, rng: Random) -> Shape:
    """Two columns change places."""
    one, other = (rng.randrange(_width(shape)) for _ in range(2))

    def change(row: list[str]) -> list[str]:
        row = list(row)
        row[one], row[other] = row[other], row[one]
        return row

    return _by_column(shape, change)


def drop_column(shape: Shape, rng: Random) -> Shape:
    """A column is gone."""
    place = rng.randrange(_width(shape))
    return _by_column(shape, lambda row: row[:place] + row[place + 1 :]) if _width(shape) > 2 else shape


def double_column(shape: Shape, rng: Random) -> Shape:
    """A column stands twice."""
    place, to = rng.randrange(_width(shape)), rng.randrange(_width(shape) + 1)
    return _by_column(shape, lambda row: [*row[:to], row[place], *row[to:]])


def blank_column(shape: Shape, rng: Random) -> Shape:
    """The cells of a column say nothing."""
    place = rng.randrange(_width(shape))
    return replace(shape, rows=[[*row[:place], "", *row[place + 1 :]] for row in shape.rows])


def rename_column(shape: Shape, rng: Random) -> Shape:
    """A heading is another."""
    line, place = rng.randrange(len(shape.header)), rng.randrange(_width(shape))
    row = list(shape.header[line])
    if place < len(row):
        row[place] = rng.choice([*HOSTILE, row[place][:-1], row[place] + "?", rng.choice(row)])
    return replace(shape, header=[*shape.header[:line], row, *shape.header[line + 1 :]])


def double_rows(shape: Shape, rng: Random) -> Shape:
    """Some rows come again, anywhere."""
    rows = list(shape.rows)
    for _ in range(rng.randint(1, 5)):
        rows.insert(rng.randrange(len(rows) + 1), list(rng.choice(rows)))
    return replace(shape, rows=rows)


def drop_rows(shape: Shape, rng: Random) -> Shape:
    """Some rows are gone, never all."""
    kept = [row for row in shape.rows if rng.random() > 0.2]
    return replace(shape, rows=kept or shape.rows[:1])


def shuffle_rows(shape: Shape, rng: Random) -> Shape:
    """The rows stand in another order."""
    return replace(shape, rows=rng.sample(shape.rows, len(shape.rows)))


def blank_rows(shape: Shape, rng: Random) -> Shape:
    """Rows of nothing between the others."""
    rows = list(shape.rows)
    for _ in range(rng.randint(1, 5)):
        rows.insert(rng.randrange(len(rows) + 1), [""] * _width(shape))
    return replace(shape, rows=rows)


def header_again(shape: Shape, rng: Random) -> Shape:
    """The header stands among the rows too."""
    rows = list(shape.rows)
    place = rng.randrange(len(rows) + 1)
    again = [list(row) + [""] * (_width(shape) - len(row)) for row in shape.header]
    return replace(shape, rows=rows[:place] + again + rows[place:])


def ragged_rows(shape: Shape, rng: Random) -> Shape:
    """Some rows have a cell too few or too many."""
    rows = list(map(list, shape.rows))
    for _ in range(rng.randint(1, 4)):
        place = rng.randrange(len(rows))
        rows[place] = rows[place][:-1] if rng.random() < 0.5 and len(rows[place]) > 1 else [*rows[place], "surplus"]
    return replace(shape, rows=rows, ragged=True)


def hostile_cells(shape: Shape, rng: Random) -> Shape:
    """Some cells hold what software stumbles over."""
    rows = list(map(list, shape.rows))
    for _ in range(rng.randint(1, 20)):
        row = rng.choice(rows)
        row[rng.randrange(len(row))] = rng.choice(HOSTILE)
    return replace(shape, rows=rows)


CHANGES: tuple[Change, ...] = (
    *(swap_columns, drop_column, double_column, blank_column, rename_column),
    *(double_rows, drop_rows, shuffle_rows, blank_rows, header_again, ragged_rows, hostile_cells),
)


@dataclass(frozen=True)
class Dialect:
    """How records are written; `mark`: with a byte order mark; `packed`: within a zip."""

    encoding: str = "utf-8"
    delimiter: str = ","
    line_end: str = "\r\n"
    quote_all: bool = False
    mark: bool = False
    packed: bool = False
    workbook: bool = False


MARKS = {
    "utf-8": b"\xef\xbb\xbf",
    "utf-16-le": b"\xff\xfe",
    "utf-16-be": b"\xfe\xff",
    "utf-32-le": b"\xff\xfe\x00\x00",
    "cp1252": b"",
}


def any_dialect(rng: Random) -> Dialect:
    """One by chance; a workbook in one of six."""
    return Dialect(
        encoding=rng.choice(list(MARKS)),
        delimiter=rng.choice(",;\t|"),
        line_end=rng.choice(["\r\n", "\n", "\r"]),
        quote_all=rng.random() < 0.3,
        mark=rng.random() < 0.5,
        packed=rng.random() < 0.1,
        workbook=rng.random() < 1 / 6,
    )


def written(shape: Shape, dialect: Dialect) -> bytes:
    """The export as a file. What the encoding cannot hold is written in UTF-8, with its mark."""
    records = [*shape.header, *shape.rows]
    data = _as_workbook(records) if dialect.workbook else _as_text(records, dialect)
    if not dialect.packed or dialect.workbook:
        return data
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("export.csv", data)
    return packed.getvalue()


def _as_text(records: Records, dialect: Dialect) -> bytes:
    text = "".join(dialect.delimiter.join(_cell(cell, dialect) for cell in row) + dialect.line_end for row in records)
    mark = MARKS[dialect.encoding] if dialect.mark else b""
    try:
        return mark + text.encode(dialect.encoding)
    except UnicodeEncodeError:
        return MARKS["utf-8"] + text.encode()


def _cell(cell: str, dialect: Dialect) -> str:
    """A cell, quoted where it must be (`csv` leaves a lone line feed bare if lines end otherwise)."""
    if dialect.quote_all or any(sign in cell for sign in ('"', dialect.delimiter, "\r", "\n")):
        return '"' + cell.replace('"', '""') + '"'
    return cell


def _as_workbook(records: Records) -> bytes:
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"strings_to_numbers": False, "strings_to_formulas": False}) as book:
        sheet = book.add_worksheet()
        for line, row in enumerate(records):
            for place, cell in enumerate(row):
                sheet.write_string(line, place, cell)
    return buffer.getvalue()
