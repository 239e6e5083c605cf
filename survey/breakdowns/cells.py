"""Tallies of numbers into cells of codes: the frame that all figures are computed from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from survey.breakdowns.axes import FIRST, NONE, OUT, Coded
from survey.breakdowns.coding import Numbers
from survey.breakdowns.cube import Tally, added, parted
from survey.breakdowns.plan import Level
from survey.frames import CELLS, NESTED, WITH, conform, empty
from survey.questionnaire.kinds import MultiCode, Number, Question


@dataclass(frozen=True, slots=True)
class Part:
    """One answer's cells, for everyone or for one banner. `answer`, `times` and the keys of `levels` name axes."""

    question: Question
    item: str | None
    banner_id: str | None
    answer: str
    levels: Mapping[str, Level]
    times: tuple[str, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """The axes that its cells are counted by."""
        return (*self.levels, *self.times, self.answer)


class _Book:
    """Different things, numbered from 1 on; 0 is none."""

    def __init__(self) -> None:
        self.values: list[Any] = [None]
        self._starts: dict[str, int] = {}
        self._known: dict[str, int] = {}

    def numbers(self, name: str, axis: Coded, places: Numbers) -> Numbers:
        """The numbers of the things that places of an axis stand for."""
        if name not in self._starts:
            self._starts[name] = len(self.values)
            self.values += [WITH.join(each) if isinstance(each, list) else each for each in axis.meaning]
        return np.where(places < FIRST, 0, places + (self._starts[name] - FIRST))

    def each(self, texts: Sequence[str]) -> Numbers:
        """The numbers of texts, which may be known or not."""
        for text in texts:
            if text not in self._known:
                self._known[text] = len(self.values)
                self.values.append(text)
        return np.array([self._known[text] for text in texts], np.int64)


def assemble(found: Sequence[tuple[Part, Tally]], coded: Mapping[str, Coded]) -> pl.DataFrame:
    """The cells of all parts, with the schema CELLS; `coded` says what the places of each axis mean."""
    if not found:
        return empty(CELLS)
    # All parts in one frame of numbers first: what they stand for is looked up once a column, not once a part.
    books = {name: _Book() for name in ("codes", "value", "group", "week", "wave")}
    pieces = [
        _numbered(place, part, parted(_apart(part, counts, coded)), coded, books)
        for place, (part, counts) in enumerate(found)
    ]
    whole = pl.DataFrame([pl.Series(name, np.concatenate([piece[name] for piece in pieces])) for name in pieces[0]])
    parts: dict[str, list[str | None]] = {
        "question_id": [part.question.id for part, _ in found],
        "item": [part.item for part, _ in found],
        "banner_id": [part.banner_id for part, _ in found],
    }
    schema = pl.Schema(CELLS)
    values = {name: pl.Series(book.values, dtype=schema[name]) for name, book in books.items()}
    named = [pl.lit(pl.Series(name, each, schema[name])).gather(pl.col("part")) for name, each in parts.items()]
    meant = [pl.lit(each.alias(name)).gather(pl.col(name)) for name, each in values.items()]
    return conform(whole.select(*named, *meant, "n", "w", "w2"), CELLS)


def _numbered(
    place: int, part: Part, counts: Tally, coded: Mapping[str, Coded], books: Mapping[str, _Book]
) -> dict[str, Numbers]:
    """A part's cells, of those in the base, as numbers of the books' entries."""
    kept = counts.places[part.answer] != OUT
    height = int(np.count_nonzero(kept))
    nothing = np.zeros(height, np.int64)
    numbers = dict.fromkeys(books, nothing) | {"part": np.full(height, place)}
    kind = "value" if isinstance(part.question, Number) else "codes"
    for book, axis in ((kind, part.answer), *((time, time) for time in part.times)):
        numbers[book] = books[book].numbers(axis, coded[axis], counts.places[axis][kept])
    if part.levels:
        numbers["group"] = _groups(part, counts, kept, books["group"])
    return numbers | {"n": counts.n[kept], "w": counts.w[kept], "w2": counts.w2[kept]}


def _groups(part: Part, counts: Tally, kept: NDArray[np.bool_], book: _Book) -> Numbers:
    """The numbers of the groups: the code of each level's option."""
    sizes = [FIRST + len(level.options) for level in part.levels.values()]
    keys = np.ravel_multi_index([counts.places[name][kept] for name in part.levels], sizes)
    distinct, back = np.unique(keys, return_inverse=True)
    codes = [["", "", *(option.code for option in level.options)] for level in part.levels.values()]
    groups = [
        NESTED.join(known[place] for known, place in zip(codes, combined, strict=True))
        for combined in zip(*np.unravel_index(distinct, sizes), strict=True)
    ]
    return book.each(groups)[back]


def _apart(part: Part, counts: Tally, coded: Mapping[str, Coded]) -> Tally:
    """The tally with a place an option of each level: who gave several codes is at each of them."""
    sizes = {name: coded[name].size for name in part.names}
    counts = _stated_or_not(part, counts, coded)
    for name, level in part.levels.items():
        if isinstance(level, MultiCode):
            sizes[name] = FIRST + len(level.options)
            counts = added([_taken_apart(name, level, counts, coded[name].meaning)], sizes)
    return counts


def _stated_or_not(part: Part, counts: Tally, coded: Mapping[str, Coded]) -> Tally:
    """The tally where who is in no group of one level is at no option of a multi-code one: in none, and so but once."""
    several = {name: level for name, level in part.levels.items() if isinstance(level, MultiCode)}
    if not several or len(part.levels) == 1:
        return counts
    stated = np.ones(len(counts.n), np.bool_)
    for name in part.levels:
        codes = [False] * FIRST + [bool(each) for each in coded[name].meaning]
        stated &= np.array(codes, np.bool_)[counts.places[name]]
    nowhere = {name: np.where(stated, counts.places[name], NONE) for name in several}
    return replace(counts, places={**counts.places, **nowhere})


def _taken_apart(name: str, level: MultiCode, counts: Tally, meaning: Sequence[list[str]]) -> Tally:
    option = {option.code: FIRST + place for place, option in enumerate(level.options)}
    members = [[OUT], [NONE], *([option[code] for code in codes] or [NONE] for codes in meaning)]
    sizes = np.array([len(each) for each in members])
    starts = np.cumsum(sizes) - sizes
    times = sizes[counts.places[name]]
    row = np.repeat(np.arange(len(times)), times)
    within = np.arange(len(row)) - np.repeat(np.cumsum(times) - times, times)
    options = np.array([each for codes in members for each in codes])[starts[counts.places[name]][row] + within]
    places = {other: each[row] for other, each in counts.places.items()} | {name: options}
    return Tally(places, counts.n[row], counts.w[row], counts.w2[row])
