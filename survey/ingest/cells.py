"""Rows of text cells with the line each stands on: what every file format is read into first."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Row:
    """One record. `line` is where it starts in the file, counted from 1; `raw` is its text as it stands there."""

    line: int
    cells: tuple[str, ...]
    raw: str

    @property
    def is_empty(self) -> bool:
        """No cell holds anything."""
        return not any(cell.strip() for cell in self.cells)


@dataclass(frozen=True, slots=True)
class Damage:
    """A place of the file that is no record, and why."""

    line: int
    reason: str
    raw: str


@dataclass(frozen=True, slots=True)
class Grid:
    """All records of a file in order, header rows and empty rows included."""

    rows: tuple[Row, ...]
    damage: tuple[Damage, ...] = ()
    typed_dates: bool = False  # dates came as dates, not as text, and stand here as ISO 8601
    notes: tuple[str, ...] = ()
