"""Whether every line of a text file is in the table's account of it, told from the lines alone."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass

from survey.ingest.cells import Table

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n|\Z)")
_PASSED = re.compile(r"^(\d+) rows above the header")
_NOTHING = re.compile(r"[\s,;|\"\ufeff]*")


def lines_of(text: str) -> list[str]:
    """The lines of a text, each with its end."""
    return [line for line in _LINE.findall(text) if line]


def records_of(table: Table) -> Iterator[tuple[int, str]]:
    """Line and text of every row, kept or set aside."""
    yield from ((line, table.raw(place)) for place, line in enumerate(table.lines.to_list()))
    yield from table.set_aside.select("line", "raw").iter_rows()


@dataclass(frozen=True)
class Header:
    """A text's header, whose lines are in no row: how many rows it has, on how many lines."""

    rows: int
    lines: int


def unaccounted(table: Table, text: str, header: Header) -> list[str]:
    """What is wrong: a line in two rows or told otherwise than it stands, or one in none that is neither blank nor of
    the header.
    """
    lines = lines_of(text)
    taken: set[int] = set()
    faults: list[str] = []
    for line, raw in records_of(table):
        mine = range(line - 1, line - 1 + max(len(lines_of(raw)), 1))
        stands = "".join(lines[place] for place in mine if place < len(lines))
        if stands.rstrip("\r\n") != raw.rstrip("\r\n"):
            faults.append(f"line {line} is told as {raw[:60]!r}, and stands as {stands[:60]!r}")
        if taken.intersection(mine):
            faults.append(f"line {line} is in two rows")
        taken.update(mine)
    passed = sum(int(count) for note in table.notes for count in _PASSED.findall(note))
    left = [line for place, line in enumerate(lines) if place not in taken and not _NOTHING.fullmatch(line)]
    records = min(_records(left, delimiter) for delimiter in ",;\t|")
    if len(left) > header.lines + passed or records > header.rows + passed:
        told = ", ".join(repr(line[:60]) for line in left[:6])
        faults.append(f"{len(left)} lines, {records} rows are not told of; the header has {header}: {told}")
    return faults


def _records(lines: list[str], delimiter: str) -> int:
    return sum(any(map(str.strip, cells)) for cells in csv.reader(lines, delimiter=delimiter))
