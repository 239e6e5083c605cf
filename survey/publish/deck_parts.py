"""What a deck of slides is made of, as plain values."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal, TypeAlias

SMALLEST = 12  # points: no text is smaller


@dataclass(frozen=True, slots=True)
class Series:
    """One series of a chart: percentages (0 to 100), None where withheld; its fill, and the colour of text on it."""

    name: str
    values: tuple[float | None, ...]
    fill: str
    ink: str


@dataclass(frozen=True, slots=True)
class Chart:
    """A native chart, its workbook holding these numbers and no others.

    `bars`: a bar for each category, first on top. `stacked`: a bar for each category, its series from left to right,
    100 together: what is withheld has a series of its own.
    """

    kind: Literal["bars", "stacked"]
    categories: tuple[str, ...]
    series: tuple[Series, ...]
    axis: str


@dataclass(frozen=True, slots=True)
class Table:
    """A table of texts. `widths`: of the columns, as shares of the whole."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Lines:
    """Lines of text, each a bullet point."""

    lines: tuple[str, ...]


Body: TypeAlias = Chart | Table | Lines | None


@dataclass(frozen=True, slots=True)
class Slide:
    """One slide. `id` tells it apart for good: letters, digits and _. `alt`: the text alternative of its body."""

    id: str
    headline: str
    subtitle: str
    body: Body
    alt: str
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Deck:
    """All slides, the title slide first. `footer`: the source, on every slide; `stamp`: before it, empty for none."""

    title: str
    author: str
    made: dt.date
    stamp: str
    footer: str
    slides: tuple[Slide, ...]
