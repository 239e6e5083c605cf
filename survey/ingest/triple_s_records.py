"""The records of a Triple-S file, fixed or CSV, cut into a field a variable."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from survey.ingest.decode import decode
from survey.ingest.delimited import read_delimited
from survey.ingest.triple_s_definition import Definition, Variable

_END = b"\x1a"  # which older systems put behind the last line
_LINE_END = re.compile(r"\r\n|\n|\r")


@dataclass(frozen=True, slots=True)
class Record:
    """A record on its line of the file, as it stands there, and its fields in the order of the variables."""

    line: int
    raw: str
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Records:
    """Those that could be cut, and the line, reason and text of those that could not."""

    kept: tuple[Record, ...]
    aside: tuple[tuple[int, str, str], ...]
    notes: tuple[str, ...]


def read_records(data: bytes, definition: Definition, name: str) -> Records:
    """The records in a file's bytes; empty lines are none.

    Raises:
        UnreadableError: the file is empty, or is not text.
    """
    decoded = decode(data.removesuffix(_END), name)
    records = _csv(decoded.text, definition) if definition.csv else _fixed(decoded.text, definition)
    return Records(records.kept, records.aside, (*decoded.notes, *records.notes))


def _csv(text: str, definition: Definition) -> Records:
    grid = read_delimited(text, ",")
    rows = [row for row in grid.rows[definition.skip :] if not row.is_empty]
    names = tuple(variable.name for variable in definition.variables)
    notes: tuple[str, ...] = ()
    if rows and not definition.skip and rows[0].cells == names:
        rows, notes = rows[1:], ("the first line holds the variables' names, though the definition skips no line",)
    needed = max(variable.finish for variable in definition.variables)
    kept = [
        Record(row.line, row.raw, tuple(_cells(row.cells, variable) for variable in definition.variables))
        for row in rows
        if len(row.cells) >= needed
    ]
    aside = [(damage.line, damage.reason, damage.raw) for damage in grid.damage]
    aside += [
        (row.line, f"{len(row.cells)} cells where the definition needs {needed}", row.raw)
        for row in rows
        if len(row.cells) < needed
    ]
    return Records(tuple(kept), tuple(sorted(aside)), notes)


def _cells(cells: tuple[str, ...], variable: Variable) -> str:
    """A variable's cell; the cells of a spread multiple response, where it has several, as subfields."""
    if variable.finish == variable.start:
        return cells[variable.start - 1]
    return "".join(cell.rjust(variable.width) for cell in cells[variable.start - 1 : variable.finish])


def _fixed(text: str, definition: Definition) -> Records:
    lines = list(enumerate(_LINE_END.split(text), start=1))[definition.skip :]
    records = [(line, record) for line, record in lines if record.strip()]
    in_bytes = _counted_in_bytes([record for _, record in records])
    cut = [(line, _Places(record, in_bytes)) for line, record in records]
    needed = max(variable.finish for variable in definition.variables)
    trimmed = not any(record.endswith((" ", "\t")) for _, record in records)
    kept: list[Record] = []
    aside: list[tuple[int, str, str]] = []
    padded = beyond = 0
    for line, places in cut:
        if len(places) < needed and not (trimmed and _only_blanks_cut(len(places), definition.variables)):
            aside.append((line, f"{len(places)} places where the definition needs {needed}", places.record))
            continue
        padded += len(places) < needed
        beyond += places.goes_beyond(needed)
        fields = tuple(places.field(variable.start, variable.finish) for variable in definition.variables)
        kept.append(Record(line, places.record, fields))
    return Records(tuple(kept), tuple(aside), _fixed_notes(in_bytes, padded, beyond, needed))


def _fixed_notes(in_bytes: bool, padded: int, beyond: int, needed: int) -> tuple[str, ...]:
    notes = []
    if in_bytes:
        notes.append("places are counted in bytes of UTF-8: so every record has the same length")
    if padded:
        notes.append(f"{padded} records end before place {needed}, their trailing blanks cut off: read as blank")
    if beyond:
        notes.append(f"{beyond} records go on past place {needed}, where the definition has no variable: not read")
    return tuple(notes)


def _counted_in_bytes(records: Sequence[str]) -> bool:
    """Records of one length in bytes, but of several in characters, count their places in bytes."""
    lengths = {len(record) for record in records}
    return len(lengths) > 1 and len({len(record.encode()) for record in records}) == 1


def _only_blanks_cut(length: int, variables: Sequence[Variable]) -> bool:
    """A record of this length may have lost nothing but blanks, to an editor that cuts them off line ends.

    All it lacks must be texts, or variables that not everybody was asked, and no code or number may be cut in two. A
    record cut short by damage rarely ends so; one that does is still told of.
    """
    lacking = [variable for variable in variables if variable.finish > length]
    return all(variable.type == "character" or (variable.filtered and variable.start > length) for variable in lacking)


class _Places:
    """A record by its places: characters, or bytes of UTF-8."""

    def __init__(self, record: str, in_bytes: bool) -> None:
        self.record = record
        self.in_bytes = in_bytes
        # One character a byte, so that cutting is the same for both
        self.places = record.encode().decode("latin-1") if in_bytes else record

    def __len__(self) -> int:
        return len(self.places)

    def field(self, start: int, finish: int) -> str:
        """The field from one place to another, as far as the record reaches."""
        found = self.places[start - 1 : finish]
        return found.encode("latin-1").decode(errors="replace") if self.in_bytes else found

    def goes_beyond(self, place: int) -> bool:
        """Something other than blanks stands past the place."""
        return bool(self.places[place:].strip())
