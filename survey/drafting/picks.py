"""Several answers in one cell: the delimiter, and the options as the pieces that come again and again.

An option may hold the delimiter itself, as `I don't know, someone else does this` does: pieces that only ever follow
one other piece are joined to it.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from survey.drafting.columns import Column, most_first
from survey.questionnaire.matching import key

_DELIMITERS = (";", "|", "\n", ", ", ",")
_COMMA = re.compile(r",(?!\d{3}(?!\d))\s*")  # not the comma of 24,999
_COMMA_SPACE = re.compile(r", (?![^()]*\))")  # not inside brackets
_SHOWN = 2_000  # different cells by which a column is taken for one of several answers
_MOST_OPTIONS = 60
_LONGEST = 200
_COVERED = 0.85  # of all pieces, those that are options; the rest is what people wrote behind Other
_OPTION = 10  # answers at least make an option of a text, or of few answers one in a hundred
_SOME = 0.03  # of the cells at least hold several
_SLIPS = 0.01  # of the cells at most hold a piece twice
_CHANCE = 0.001

Cell = tuple[list[str], int]
Joins = frozenset[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Picks:
    """`options`: labels and their counts; `rare`: how many cells hold a piece that too few gave to be an option;
    `whole`: the share of the cells that hold every option.
    """

    delimiter: str
    options: tuple[tuple[str, int], ...]
    rare: int
    whole: float


def find_picks(column: Column) -> Picks | None:
    """How a cell lists several options, or None where cells hold one answer each (or words)."""
    for delimiter in _DELIMITERS:
        found = _find(delimiter, column)
        if found is not None:
            return found
    return None


def _find(delimiter: str, column: Column) -> Picks | None:
    shown = list(column.counts.head(_SHOWN).iter_rows())
    given = sum(count for _, count in shown)
    if sum(count for text, count in shown if delimiter in text) < max(2, _SOME * given):
        return None
    cells = [(_split(text, delimiter), count) for text, count in shown]
    pairs = _one_option(cells, delimiter)
    if _read(cells, pairs, delimiter, column.filled) is None:
        return None
    every = ((_split(text, delimiter), count) for text, count in column.counts.iter_rows())
    return _read(every, pairs, delimiter, column.filled)


def _read(cells: Iterable[Cell], joins: Sequence[Joins], delimiter: str, filled: int) -> Picks | None:
    """The options in the cells, or None where the pieces do not come again and again, several in a cell."""
    cells = [(_joined(pieces, joins, delimiter), count) for pieces, count in cells]
    counts, spelt = _tally(cells)
    least = max(2, min(_OPTION, math.ceil(filled / 100)))
    options = tuple((text, count) for text, count in counts if count >= least)
    covered = sum(count for _, count in options) / max(1, sum(count for _, count in counts))
    if not 2 <= len(options) <= _MOST_OPTIONS or covered < _COVERED or max(len(text) for text, _ in options) > _LONGEST:
        return None
    labels = {text for text, _ in options}
    known = {piece for piece, label in spelt.items() if label in labels}
    given = sum(count for _, count in cells)
    mixed = sum(count for pieces, count in cells if len(known.intersection(pieces)) > 1)
    twice = sum(count for pieces, count in cells if len(set(pieces)) < len(pieces))
    if mixed < max(2, _SOME * given) or twice > _SLIPS * given:
        return None
    rare = sum(count for pieces, count in cells if not known.issuperset(pieces))
    whole = sum(count for pieces, count in cells if len(known.intersection(pieces)) == len(options))
    return Picks(delimiter, options, rare, whole / given)


def _split(text: str, delimiter: str) -> list[str]:
    if delimiter == ",":
        pieces = _COMMA.split(text)
    elif delimiter == ", ":
        pieces = _COMMA_SPACE.split(text)
    else:
        pieces = text.split(delimiter)
    return [piece.strip() for piece in pieces if piece.strip()]


def _tally(cells: Sequence[Cell]) -> tuple[list[tuple[str, int]], dict[str, str]]:
    """Pieces with their counts, the most frequent first, and the spelling under which each piece is counted.

    Those alike but for case and spaces are counted together, under the most frequent of their spellings.
    """
    found: Counter[str] = Counter()
    for pieces, count in cells:
        for piece in pieces:
            found[piece] += count
    label: dict[str, str] = {}
    spelt: dict[str, str] = {}
    counts: Counter[str] = Counter()
    for text, count in sorted(found.items(), key=most_first):
        spelt[text] = label.setdefault(key(text), " ".join(text.split()))
        counts[spelt[text]] += count
    return sorted(counts.items(), key=most_first), spelt


def _one_option(cells: Sequence[Cell], delimiter: str) -> list[Joins]:
    """The pairs of pieces to join, round by round: as often as an option holds the delimiter."""
    rounds: list[Joins] = []
    for _ in range(4):
        pairs = _belonging(cells)
        if not pairs:
            break
        rounds.append(pairs)
        cells = [(_join(pieces, pairs, delimiter), count) for pieces, count in cells]
    return rounds


def _joined(pieces: list[str], rounds: Sequence[Joins], delimiter: str) -> list[str]:
    for pairs in rounds:
        pieces = _join(pieces, pairs, delimiter)
    return pieces


def _join(pieces: list[str], pairs: Joins, delimiter: str) -> list[str]:
    joined: list[str] = []
    before = ""
    for piece in pieces:
        if (before, piece) in pairs:
            joined[-1] += delimiter + piece
        else:
            joined.append(piece)
        before = piece
    return joined


def _belonging(cells: Sequence[Cell]) -> Joins:
    """Pairs of pieces of which the second never stands without the first before it, and not by chance."""
    before: dict[str, set[str]] = {}
    counts: Counter[str] = Counter()
    for pieces, count in cells:
        for first, piece in zip(["", *pieces], pieces, strict=False):
            before.setdefault(piece, set()).add(first)
            counts[piece] += count
    filled = sum(count for _, count in cells)
    lone = {piece: next(iter(firsts)) for piece, firsts in before.items() if len(firsts) == 1}
    pairs = {(first, piece) for piece, first in lone.items() if first and _not_by_chance(first, piece, counts, filled)}
    # Of "a, b, c" only b is joined to a in one round, and c to both in the next.
    return frozenset(pair for pair in pairs if pair[0] not in {piece for _, piece in pairs})


def _not_by_chance(first: str, piece: str, counts: Counter[str], filled: int) -> bool:
    if counts[piece] >= 2 and first[:1].isupper() and piece[:1].islower():
        return True
    return float((counts[first] / filled) ** counts[piece]) < _CHANCE
