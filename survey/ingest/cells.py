"""Rows of text cells with the line each stands on: what every file format is read into first."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl


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


@dataclass(frozen=True, slots=True)
class Described:
    """What the file itself says of a variable: its columns by name, its wording, its values' labels in order.

    `kind` is one of single, multiple, number, text, date; `missing` are the values it declares to be no answer.
    """

    name: str
    kind: str
    label: str
    columns: tuple[str, ...]
    values: tuple[tuple[str, str], ...] = ()
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """An export as named columns of text: what every reader gives, whatever the platform.

    `rows` have as many cells as there are `names`, header rows not among them; `set_aside` (frames.SET_ASIDE) holds
    the rows that have not; `rows_in` counts both. `platform` names the layout found. `dictionary` describes the
    variables where the file does so itself (SPSS, Triple-S).
    """

    names: tuple[str, ...]
    rows: tuple[Row, ...]
    set_aside: pl.DataFrame
    rows_in: int
    platform: str
    typed_dates: bool = False
    notes: tuple[str, ...] = ()
    dictionary: tuple[Described, ...] = ()

    @property
    def lines(self) -> pl.Series:
        """The line of each row."""
        return pl.Series("line", [row.line for row in self.rows], dtype=pl.Int64)

    def column(self, place: int) -> pl.Series:
        """A column as text, as it stands in the file."""
        return pl.Series(self.names[place], [row.cells[place] for row in self.rows], dtype=pl.String)
