"""A platform's header rows into one name a column. Names that stand twice get ` (2)`, ` (3)` behind them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from survey.errors import Problem, UnreadableError
from survey.ingest.cells import Merged, Row
from survey.ingest.platforms.shape import Platform, texts_of
from survey.questionnaire.matching import key


@dataclass(frozen=True, slots=True)
class Header:
    """`names` are unique; `labels`, `headings` and `zone` as in Table."""

    names: tuple[str, ...]
    labels: tuple[str, ...]
    headings: tuple[tuple[str, ...], ...]
    zone: str


def read_header(rows: Sequence[Row], platform: Platform, merged: Sequence[Merged], name: str) -> Header:
    """The header that the first of `rows` are; a cell merged over several stands for each of them.

    Raises:
        UnreadableError: the file has not the header rows of the platform.
    """
    header = [_filled(row, merged) for row in rows[: platform.header_rows]]
    if len(header) < platform.header_rows or not platform.header(header):
        raise UnreadableError(
            Problem(
                f"the file has not the header of the layout {platform.name!r}",
                where=f"{name}, line {header[-1].line}",
                expected=f"{platform.header_rows} header rows as that tool writes them",
                hint="set layout in [export] of the questionnaire, or leave it out to have it found",
            )
        )
    names = [text or f"(column {place})" for place, text in enumerate(platform.names(header), start=1)]
    headings = zip(*(texts_of(header, place) for place in range(len(header))), strict=True)
    return Header(unique(names), tuple(platform.labels(header)), tuple(headings), platform.zone(header))


def unique(names: Sequence[str]) -> tuple[str, ...]:
    """The names, each one once: ` (2)`, ` (3)` behind those that stood before."""
    seen: Counter[str] = Counter()
    taken: set[str] = set()
    found: list[str] = []
    for name in names:
        free = name
        while key(free) in taken:
            seen[key(name)] += 1
            free = f"{name} ({seen[key(name)] + 1})"
        taken.add(key(free))
        found.append(free)
    return tuple(found)


def _filled(row: Row, merged: Sequence[Merged]) -> Row:
    cells = list(row.cells)
    end = 0  # ranges do not reach into one another: what does is no merged cell
    for each in sorted((each for each in merged if each.line == row.line), key=lambda each: each.first):
        if end <= each.first < len(cells):
            end = min(each.end, len(cells))
            for place in range(each.first, end):
                cells[place] = cells[place] or cells[each.first]
    return Row(row.line, tuple(cells), row.raw)
