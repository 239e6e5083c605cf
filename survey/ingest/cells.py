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
class Merged:
    """Cells of a workbook merged into one: on `line`, from the place `first` to before `end`."""

    line: int
    first: int
    end: int


@dataclass(frozen=True, slots=True)
class Grid:
    """All records of a file in order, header rows and empty rows included."""

    rows: tuple[Row, ...]
    damage: tuple[Damage, ...] = ()
    typed_dates: bool = False  # dates came as dates, not as text, and stand here as ISO 8601
    notes: tuple[str, ...] = ()
    merged: tuple[Merged, ...] = ()


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
class Block:
    """Rows of a regular text file, read in one go.

    `texts` has a String column for each cell, named by its place from "0" on; `lines` the line each row starts on;
    `starts` and `ends` where its text stands in the bytes of `data`, which are UTF-8.
    """

    texts: pl.DataFrame
    lines: pl.Series
    starts: pl.Series
    ends: pl.Series
    data: bytes

    def __len__(self) -> int:
        """How many rows there are."""
        return self.texts.height

    def raw(self, place: int) -> str:
        """The text of a row as it stands in the file, without its line ending."""
        return self.data[self.starts[place] : self.ends[place]].decode().rstrip("\r\n")


@dataclass(frozen=True, slots=True)
class Table:
    """An export as named columns of text: what every reader gives, whatever the platform.

    `rows` have as many cells as there are `names`, header rows not among them: a tuple of Row, or a Block where the
    file is so regular that it could be read in one go; `column`, `lines` and `raw` are the same for both. `set_aside`
    (frames.SET_ASIDE) holds the rows that have not these cells; `rows_in` counts both. `platform` names the layout
    found. `labels` are the wordings beside the names, of tools that write both; `headings` every text of the header
    above each column; `zone` the time zone the file says its times are in. `dictionary` describes the variables where
    the file does so itself (SPSS, Triple-S).
    """

    names: tuple[str, ...]
    rows: tuple[Row, ...] | Block
    set_aside: pl.DataFrame
    rows_in: int
    platform: str
    typed_dates: bool = False
    notes: tuple[str, ...] = ()
    dictionary: tuple[Described, ...] = ()
    labels: tuple[str, ...] = ()
    headings: tuple[tuple[str, ...], ...] = ()
    zone: str = ""

    @property
    def height(self) -> int:
        """How many rows there are."""
        return len(self.rows)

    @property
    def lines(self) -> pl.Series:
        """The line of each row."""
        if isinstance(self.rows, Block):
            return self.rows.lines.alias("line")
        return pl.Series("line", [row.line for row in self.rows], dtype=pl.Int64)

    @property
    def texts(self) -> pl.DataFrame:
        """Every column as text, named by its place from "0" on."""
        if isinstance(self.rows, Block):
            return self.rows.texts
        return pl.DataFrame([self.column(place).alias(str(place)) for place in range(len(self.names))])

    def column(self, place: int) -> pl.Series:
        """A column as text, as it stands in the file."""
        name = self.names[place]
        if isinstance(self.rows, Block):
            return self.rows.texts.to_series(place).alias(name)
        return pl.Series(name, [row.cells[place] for row in self.rows], dtype=pl.String)

    def raw(self, place: int) -> str:
        """The text of a row as it stands in the file, without its line ending."""
        return self.rows.raw(place) if isinstance(self.rows, Block) else self.rows[place].raw.rstrip("\r\n")
