"""Delimited text into rows, with care. A damaged record costs its own line, never the lines after it."""

from __future__ import annotations

import csv
import io
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from survey.ingest.cells import Damage, Grid, Row

_DELIMITERS = (",", ";", "\t", "|")
_SEPARATOR = re.compile(r"sep=(.)", re.IGNORECASE)
_LOOKED_AT = 20  # records by which the delimiter is found
_RUN = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Cut:
    """How a text is cut: the delimiter, and how many cells most of its first records have.

    `said`: the first line only names the delimiter, as a hint to Excel, and is no record.
    """

    delimiter: str
    width: int
    said: bool = False


def find_cut(head: str, delimiter: str | None = None) -> Cut:
    """How a text that begins so is cut; the delimiter, where not given, is the one that most of the first records
    agree on, and of several the one that gives most cells.
    """
    csv.field_size_limit(sys.maxsize)
    lines = list(islice(io.StringIO(head, newline=""), 1000))
    said = _SEPARATOR.fullmatch(lines[0].strip()) if lines else None
    if said:
        lines, delimiter = lines[1:], delimiter or said[1]
    widths = {each: _widths(lines, each) for each in ([delimiter] if delimiter else _DELIMITERS)}
    best = max(widths, key=lambda each: _agreement(widths[each]))
    return Cut(best, _agreement(widths[best])[1], said is not None)


def _widths(lines: list[str], delimiter: str) -> Counter[int]:
    """How many of the first records have how many cells; those of one cell tell nothing."""
    widths: Counter[int] = Counter()
    try:
        for cells in islice(csv.reader(lines, delimiter=delimiter, strict=True), _LOOKED_AT):
            widths[len(cells)] += any(cells)
    except csv.Error:
        pass  # what was read before the damage counts
    return +widths


def _agreement(widths: Counter[int]) -> tuple[float, int]:
    several = {width: count for width, count in widths.items() if width > 1}
    if not several:
        return 0.0, 1
    width = max(several, key=lambda each: (several[each], each))
    return several[width] / widths.total(), width


def read_delimited(text: str, delimiter: str | None = None) -> Grid:
    """The records of a text; the delimiter, where not given, is found (`find_cut`)."""
    return read_records(text, find_cut(text[:100_000], delimiter))


def read_records(text: str, cut: Cut) -> Grid:
    """The records of a text cut in that way."""
    lines = list(io.StringIO(text, newline=""))
    if cut.said:
        lines[0] = "\n"
    rows: list[Row] = []
    damage: list[Damage] = []
    start = 0
    while start < len(lines):
        start = _read_from(lines, start, cut, rows, damage)
    return Grid(tuple(rows), tuple(damage))


def _read_from(lines: list[str], start: int, cut: Cut, rows: list[Row], damage: list[Damage]) -> int:
    """Reads on from a line until the end or the first damage; gives the line to go on from.

    A quote that is never closed, or closed by another one far below, swallows good lines: only the line that the
    damaged record began on is given up, and what follows is read again.
    """
    reader = csv.reader(_from(lines, start), delimiter=cut.delimiter, strict=True)
    done = start
    try:
        for cells in reader:
            end = start + reader.line_num
            if end - done > 1 and swallows(lines[done:end], cells, cut, first=_none_whole(rows, cut)):
                damage.append(Damage(done + 1, "a quote opens here and takes in the lines that follow", lines[done]))
                return done + 1
            rows.append(Row(done + 1, tuple(cells), "".join(lines[done:end])))
            done = end
    except csv.Error as error:
        damage.append(Damage(done + 1, _reason(error), lines[done]))
        return done + 1
    return len(lines)


def _none_whole(rows: list[Row], cut: Cut) -> bool:
    return not any(len(row.cells) == cut.width for row in rows)


def swallows(lines: Iterable[str], cells: list[str], cut: Cut, first: bool = False) -> bool:
    """True of a record over several `lines` that has not its `cells`, or has within it a line that is a whole record.

    A line of an answer may have as many delimiters as a record has; a record also begins as the others do: in its
    first cell, letters, figures and signs stand as they do in that of the record around it. Not so around the `first`
    record, a header, which begins unlike those beneath it, or a further row of one, which begins with nothing.
    """
    if len(cells) != cut.width:
        return True
    for line in islice(lines, 1, None):
        if line.count(cut.delimiter) >= cut.width - 1 > 0:
            alone = next(csv.reader([line], delimiter=cut.delimiter), [])
            unlike = first or (alone and alone[0].strip() and not cells[0].strip())
            if len(alone) == cut.width and (unlike or shape_of(alone[0]) == shape_of(cells[0])):
                return True
    return False


def shape_of(cell: str) -> str:
    """The cell with each run of figures as 9, of letters as a, of both as x."""
    return _RUN.sub(lambda run: "9" if run[0].isdecimal() else "a" if run[0].isalpha() else "x", cell.strip())


def _from(lines: list[str], start: int) -> Iterator[str]:
    return (lines[place] for place in range(start, len(lines)))


def _reason(error: csv.Error) -> str:
    if "unexpected end" in str(error):
        return "a quote opens here and never closes: the file may be cut off"
    if "expected after" in str(error):
        return "text follows a closing quote: a quote is missing or not doubled"
    return f"not a readable record: {error}"
