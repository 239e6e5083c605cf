"""Headers taken apart: `Question - Option`, `Question [Row]`, `q3_2`; neighbouring columns with the same stem."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from survey.drafting.columns import Column

_BRACKET = re.compile(r"^(?P<stem>.*\S)\s*\[(?P<part>[^\[\]]*(?:\[[^\[\]]*\][^\[\]]*)*)\](?P<twice>\.\d+|\s\(\d+\))?$")
_NUMBERED = re.compile(r"^(?P<stem>\S*[A-Za-z]\S*?)[_.](?P<part>\d{1,3})$")
_DASH = " - "
_TIGHT = re.compile(r"(?<=[?:.!])-(?=\S)")  # Qualtrics' of old: `Which do you use?-Bus`


@dataclass(frozen=True, slots=True)
class Split:
    """A header as the question's wording and the option or row; `way`: how it was taken apart."""

    stem: str
    part: str
    way: str


@lru_cache(maxsize=4096)
def splits(name: str) -> tuple[Split, ...]:
    """Every way to take a header apart."""
    found: list[Split] = []
    bracket = _BRACKET.match(name)
    if bracket:
        # `.1` or ` (2)` behind the bracket belongs to another question of the same wording.
        found.append(Split(bracket["stem"], bracket["part"].strip(), f"bracket{bracket['twice'] or ''}"))
    start = name.find(_DASH)
    while start > 0:
        found.append(Split(name[:start].rstrip(), name[start + len(_DASH) :].strip(), "dash"))
        start = name.find(_DASH, start + 1)
    for dash in _TIGHT.finditer(name):
        found.append(Split(name[: dash.start()], name[dash.end() :].strip(), "tight"))
    numbered = _NUMBERED.match(name)
    if numbered:
        found.append(Split(numbered["stem"], numbered["part"], "number"))
    return tuple(found)


def part_of(name: str) -> str:
    """The option or row that a header ends in, or nothing."""
    found = [split for split in splits(name) if split.way != "number"]
    return found[-1].part if found else ""


@dataclass(frozen=True, slots=True)
class Run:
    """Neighbouring columns with the same stem, each with its part."""

    stem: str
    way: str
    parts: tuple[tuple[Column, str], ...]

    @property
    def columns(self) -> tuple[Column, ...]:
        """The columns."""
        return tuple(column for column, _ in self.parts)

    @property
    def filled(self) -> tuple[tuple[Column, str], ...]:
        """Those of them in which anything stands."""
        return tuple(pair for pair in self.parts if pair[0].filled)


def runs(columns: Sequence[Column]) -> Iterator[Run]:
    """The runs that begin with the first of these columns: the longest first, and then that with the longest stem."""
    found: list[Run] = []
    for split in splits(columns[0].header):
        parts: list[tuple[Column, str]] = []
        for column in columns:
            same = _same(column, columns[0], split)
            if same is None:
                break
            parts.append((column, same.part))
        found.append(Run(split.stem, split.way, tuple(parts)))
    yield from sorted(found, key=lambda run: (-len(run.parts), -len(run.stem)))


def _same(column: Column, first: Column, wanted: Split) -> Split | None:
    """The column's header taken apart as the first one's is. Names, where they are not the headers, have one stem too:
    a question may be put twice in the same words.
    """
    if _base(column) != _base(first):
        return None
    return next((each for each in splits(column.header) if (each.stem, each.way) == (wanted.stem, wanted.way)), None)


def _base(column: Column) -> str | None:
    numbered = _NUMBERED.match(column.name) if column.name != column.header else None
    return numbered["stem"] if numbered else None
