"""What a page is made of: cards, sections, findings with their pictures, and tables."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

Cell: TypeAlias = str | int | float | None


@dataclass(frozen=True, slots=True)
class Card:
    """A figure for the top, what it is, and on whom it stands."""

    figure: str
    what: str
    base: str = ""


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: `caption`, headers, rows whose first cell names them. None is withheld; decimals are percentages."""

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, slots=True)
class Strip:
    """A row of a chart where there is no room for the picture: its name, and its parts as text, width and fill.

    Widths are percentages of the whole; None for a part that is withheld.
    """

    name: str
    parts: tuple[tuple[str, float | None, str], ...]


@dataclass(frozen=True, slots=True)
class Exhibit:
    """One finding: what it is about, what it says, what it measures, its picture (SVG with title and description), the
    picture's strips for narrow screens, and its table.
    """

    id: str
    topic: str
    headline: str
    subtitle: str
    svg: str
    grid: Grid
    notes: tuple[str, ...]
    alt: str
    strips: tuple[Strip, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the page under a heading of its own."""

    id: str
    heading: str
    lines: tuple[str, ...] = ()
    grids: tuple[Grid, ...] = ()
    exhibits: tuple[Exhibit, ...] = ()


@dataclass(frozen=True, slots=True)
class Page:
    """All of a page. `stamp`: said above everything where the data are not real."""

    title: str
    lead: tuple[str, ...]
    cards: tuple[Card, ...]
    sections: tuple[Section, ...]
    stamp: str = ""
    language: str = "en-GB"
