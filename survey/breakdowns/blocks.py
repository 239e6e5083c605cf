"""Cells as arrays: of one answer in one table, by time, group and what was answered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import product
from typing import Any, TypeAlias

import numpy as np
import polars as pl
from numpy.typing import NDArray

from survey.breakdowns.plan import Level, Table
from survey.frames import ALL, NESTED, NOT_STATED, WITH
from survey.questionnaire.kinds import Number
from survey.statistics.variance import Sums

Time: TypeAlias = tuple[int | None, str | None]  # a week, or the id of a wave; neither: the whole
Codes: TypeAlias = list[str] | None
_PART = ("question_id", "item", "banner_id")
_NOBODY = np.zeros(0, np.int64)


@dataclass(frozen=True, slots=True)
class Block:
    """One answer's cells in a table: of each cell the place of its group, of what was answered, and its time.

    `groups` are labels, ALL first, and NOT_STATED last if there are any; `answers` lists of codes (nothing: no
    answer), of a number its values.
    """

    groups: list[str]
    answers: Sequence[Any]
    group: NDArray[np.int64]
    answer: NDArray[np.int64]
    week: NDArray[np.int64]  # 0: of none
    wave: NDArray[np.object_]
    cells: Sums

    def at(self, time: Time) -> NDArray[np.bool_] | slice:
        """Which cells are of that time."""
        week, wave = time
        if week is None and wave is None:
            return slice(None)
        return np.asarray(self.wave == wave if week is None else self.week == week)

    def sums(self, times: Sequence[Time]) -> Sums:
        """The cells added up: arrays by time, group and answer."""
        shape = (len(self.groups), len(self.answers))
        key = self.group * shape[1] + self.answer
        laid = np.array(
            [
                [np.bincount(key[at], each[at], shape[0] * shape[1]) for at in map(self.at, times)]
                for each in (self.cells.n, self.cells.w, self.cells.w2)
            ]
        )
        return Sums(*laid.reshape(3, len(times), *shape))

    def weighing(self, times: Sequence[Time]) -> NDArray[np.float64]:
        """How many weigh anything, laid out as in `sums`."""
        n = np.where(self.cells.w > 0, self.cells.n, 0)
        return replace(self, cells=Sums(n, self.cells.w, self.cells.w2)).sums(times).n


class Blocks:
    """All cells of a count, from which the block of any answer is taken."""

    def __init__(self, cells: pl.DataFrame) -> None:
        found = cells.select(
            (pl.col("codes", "group").to_physical().cast(pl.Int64) + 1).fill_null(0),
            pl.col("week").fill_null(0),
            pl.col(_PART).rle_id(),
        )
        texts, self._answer = _listed(cells["codes"], found["codes"].to_numpy())
        self._codes: list[Codes] = [text if text is None else text.split(WITH) if text else [] for text in texts]
        groups, self._key = _listed(cells["group"], found["group"].to_numpy())
        self._places = {group: place for place, group in enumerate(groups)}
        self._week = found["week"].to_numpy()
        self._weeks = [week for week in np.unique(self._week).tolist() if week]
        waves = cells["wave"]
        none = waves.null_count() == len(waves)
        self._wave = np.full(len(waves), None) if none else np.array(waves.to_list(), object)
        self._value = cells["value"].to_numpy()
        self._sums = Sums.of(*(cells[name].to_numpy() for name in ("n", "w", "w2")))
        self._rows = _parted(cells, np.stack([found[name].to_numpy() for name in _PART]))

    def months(self, table: Table) -> list[str]:
        """The codes that were given to a question, in order: of a date these are its months."""
        found = {
            number for key, rows in self._rows.items() if key[0] == table.question.id for number in self._answer[rows]
        }
        return sorted({code for number in found for code in self._codes[number] or []})

    def weeks(self, table: Table) -> list[int]:
        """The weeks that the cells hold; none for a table that was not counted by week."""
        own = (table.question.id, table.banner_id)
        parts = [self._week[rows] for key, rows in self._rows.items() if key[::2] == own]
        return self._weeks if not parts or any(part.any() for part in parts) else []

    def block(self, table: Table, item: str | None) -> Block:
        """The block of one answer of a table; it has no cells where nobody is in the base."""
        everyone = self._rows.get((table.question.id, item, None), _NOBODY)
        grouped = self._rows.get((table.question.id, item, table.banner_id), _NOBODY) if table.levels else _NOBODY
        labels = _groups(table.levels)
        unstated = len(labels)
        place_of = np.full(len(self._places), unstated)
        for place, codes in enumerate(labels):
            if codes in self._places:
                place_of[self._places[codes]] = place
        by = place_of[self._key[grouped]]
        rows = np.concatenate([everyone, grouped])
        if isinstance(table.question, Number):
            answers, answer = np.unique(self._value[rows], return_inverse=True)
            meant: Sequence[Any] = answers.tolist()
        else:
            numbers = self._answer[rows]
            found = np.bincount(numbers, minlength=len(self._codes)) > 0
            answer = (np.cumsum(found) - 1)[numbers]
            meant = [self._codes[number] for number in np.flatnonzero(found)]
        return Block(
            groups=[*labels.values(), *([NOT_STATED] if (by == unstated).any() else [])],
            answers=meant,
            group=np.concatenate([np.zeros(len(everyone), np.int64), by]),
            answer=answer,
            week=self._week[rows],
            wave=self._wave[rows],
            cells=Sums(self._sums.n[rows], self._sums.w[rows], self._sums.w2[rows]),
        )


def _parted(cells: pl.DataFrame, runs: NDArray[np.uint32]) -> dict[tuple[Any, ...], NDArray[np.int64]]:
    """The cells of each part: they stand in runs, of one number each."""
    starts = np.flatnonzero(np.any(np.diff(runs, axis=1, prepend=-1), axis=0))
    ends = [*starts, len(cells)][1:]
    found: dict[tuple[Any, ...], list[NDArray[np.int64]]] = {}
    for key, start, end in zip(cells.select(pl.col(_PART).gather(starts)).rows(), starts, ends, strict=True):
        found.setdefault(key, []).append(np.arange(start, end))
    return {key: np.concatenate(pieces) for key, pieces in found.items()}


def _listed(column: pl.Series, met: NDArray[np.int64]) -> tuple[list[str | None], NDArray[np.int64]]:
    """The different texts of a column (of each a number was met) in order, none first, and each cell's place there."""
    cell_of = np.full(met.max(initial=0) + 1, -1)
    cell_of[met] = np.arange(len(met))  # one that holds the text
    found = np.flatnonzero(cell_of >= 0)
    texts: list[str | None] = column.gather(cell_of[found]).to_list()
    order = sorted(range(len(texts)), key=lambda at: (texts[at] is not None, texts[at]))
    place_of = np.empty(len(cell_of), np.int64)
    place_of[found[order]] = np.arange(len(texts))
    return [texts[at] for at in order], place_of[met]


def _groups(levels: Sequence[Level]) -> dict[str | None, str]:
    """The label of each group by the codes of its options; of a nested banner every combination, empty ones too."""
    options = [[(option.code, option.label) for option in level.options] for level in levels]
    found: dict[str | None, str] = {None: ALL}
    for each in product(*options) if options else ():
        found[NESTED.join(code for code, _ in each)] = " / ".join(label for _, label in each)
    return found
