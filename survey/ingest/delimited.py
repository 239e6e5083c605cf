"""Delimited text into rows. A damaged record costs its own line, never the lines after it."""

from __future__ import annotations

import csv
import io
import re
import sys
from collections.abc import Iterator

from survey.ingest.cells import Damage, Grid, Row

_DELIMITERS = (",", ";", "\t", "|")
_SEPARATOR = re.compile(r"sep=(.)", re.IGNORECASE)


def read_delimited(text: str, delimiter: str | None = None) -> Grid:
    """The records of a text; the delimiter, where not given, is the one that cuts the first record into most cells."""
    csv.field_size_limit(sys.maxsize)
    lines = list(io.StringIO(text, newline=""))
    if lines and (said := _SEPARATOR.fullmatch(lines[0].strip())):  # a hint to Excel, not a record
        delimiter = delimiter or said[1]
        lines[0] = "\n"
    delimiter = delimiter or max(_DELIMITERS, key=lambda each: _width(lines, each))
    rows: list[Row] = []
    damage: list[Damage] = []
    start = 0
    while start < len(lines):
        start = _read_from(lines, start, delimiter, rows, damage)
    return Grid(tuple(rows), tuple(damage))


def _read_from(lines: list[str], start: int, delimiter: str, rows: list[Row], damage: list[Damage]) -> int:
    """Reads on from a line until the end or the first damage; gives the line to go on from.

    A quote that is never closed, or closed by another one far below, swallows good lines: only the line that the
    damaged record began on is given up, and what follows is read again.
    """
    reader = csv.reader(_from(lines, start), delimiter=delimiter, strict=True)
    width = len(rows[0].cells) if rows else 0
    done = start
    try:
        for cells in reader:
            end = start + reader.line_num
            if width and end - done > 1 and _swallowed(lines[done:end], cells, width, delimiter):
                damage.append(Damage(done + 1, "a quote opens here and takes in the lines that follow", lines[done]))
                return done + 1
            rows.append(Row(done + 1, tuple(cells), "".join(lines[done:end])))
            width = width or len(cells)
            done = end
    except csv.Error as error:
        damage.append(Damage(done + 1, _reason(error), lines[done]))
        return done + 1
    return len(lines)


def _swallowed(lines: list[str], cells: list[str], width: int, delimiter: str) -> bool:
    """True of a record over several lines that has not its cells, or has within it a line with all the cells."""
    if len(cells) != width:
        return True
    alone = (next(csv.reader([line], delimiter=delimiter), []) for line in lines[1:])
    return any(len(each) >= width > 1 for each in alone)


def _from(lines: list[str], start: int) -> Iterator[str]:
    return (lines[place] for place in range(start, len(lines)))


def _width(lines: list[str], delimiter: str) -> int:
    try:
        return len(next(csv.reader(_from(lines, 0), delimiter=delimiter, strict=True), ()))
    except csv.Error:
        return 0


def _reason(error: csv.Error) -> str:
    if "unexpected end" in str(error):
        return "a quote opens here and never closes: the file may be cut off"
    if "expected after" in str(error):
        return "text follows a closing quote: a quote is missing or not doubled"
    return f"not a readable record: {error}"
