"""Delimited text into rows. A damaged record costs its own line, never the lines after it."""

from __future__ import annotations

import csv
import io
import sys
from collections.abc import Iterator

from survey.ingest.cells import Damage, Grid, Row

_DELIMITERS = (",", ";", "\t", "|")


def read_delimited(text: str, delimiter: str | None = None) -> Grid:
    """The records of a text; the delimiter, where not given, is the one that cuts the first record into most cells."""
    csv.field_size_limit(sys.maxsize)
    lines = list(io.StringIO(text, newline=""))
    delimiter = delimiter or max(_DELIMITERS, key=lambda each: _width(lines, each))
    rows: list[Row] = []
    damage: list[Damage] = []
    start = 0
    while start < len(lines):
        start = _read_from(lines, start, delimiter, rows, damage)
    return Grid(tuple(rows), tuple(damage))


def _read_from(lines: list[str], start: int, delimiter: str, rows: list[Row], damage: list[Damage]) -> int:
    """Reads on from a line until the end or the first damage; gives the line to go on from."""
    reader = csv.reader(_from(lines, start), delimiter=delimiter, strict=True)
    done = start
    try:
        for cells in reader:
            end = start + reader.line_num
            rows.append(Row(done + 1, tuple(cells), "".join(lines[done:end])))
            done = end
    except csv.Error as error:
        # The quote that upset the reader may have swallowed good lines: only the line it began on is given up.
        damage.append(Damage(done + 1, _reason(error), lines[done]))
        return done + 1
    return len(lines)


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
