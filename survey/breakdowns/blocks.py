"""Cells as arrays: of one answer in one table, by time, group and what was answered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any, TypeAlias

import numpy as np
import polars as pl
from numpy.typing import NDArray

from survey.breakdowns.plan import Level, Table
from survey.frames import ALL, NOT_STATED
from survey.questionnaire.kinds import Number
from survey.statistics.variance import Sums

Time: TypeAlias = tuple[int | None, str | None]  # a week, or the id of a wave; neither: the whole
Codes: TypeAlias = list[str] | None
_MARK = "\x1f"


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
    time: pl.DataFrame
    cells: Sums

    def at(self, time: Time) -> NDArray[np.bool_]:
        """Which cells are of that time."""
        week, wave = time
        if week is None and wave is None:
            return np.ones(len(self.group), np.bool_)
        named = pl.col("wave") == wave if week is None else pl.col("week") == week
        return self.time.select(named.fill_null(value=False)).to_series().to_numpy()

    def sums(self, times: Sequence[Time]) -> Sums:
        """The cells added up: arrays by time, group and answer."""
        shape = (len(self.groups), len(self.answers))
        key = self.group * shape[1] + self.answer
        laid = [
            [np.bincount(key[at], each[at], shape[0] * shape[1]).reshape(shape) for at in map(self.at, times)]
            for each in (self.cells.n, self.cells.w, self.cells.w2)
        ]
        return Sums(*(np.stack(each).astype(np.float64) for each in laid))


class Blocks:
    """All cells of a count, from which the block of any answer is taken."""

    def __init__(self, cells: pl.DataFrame) -> None:
        codes, group = pl.col("codes"), pl.col("group")
        # Each list of codes is looked at once, however many cells have it. No answer is another than no code.
        text = pl.when(codes.is_not_null()).then(pl.lit(_MARK) + codes.list.join(_MARK)).fill_null("")
        keyed = cells.with_columns(
            (text.rank("dense").cast(pl.Int64) - 1).alias("answer"),
            group.list.join(_MARK, ignore_nulls=False).alias("key"),
        )
        self._codes: list[Codes] = keyed.group_by("answer").agg(codes.first()).sort("answer")["codes"].to_list()
        self._weeks: list[int] = cells["week"].drop_nulls().unique().sort().to_list()
        keys = ["question_id", "item", "banner_id"]
        bare = keyed.drop("codes", "group")
        self._none = bare.drop(keys).clear()
        self._parts = bare.partition_by(keys, as_dict=True, include_key=False)

    def months(self, table: Table) -> list[str]:
        """The codes that were given to a question, in order: of a date these are its months."""
        parts = [part for key, part in self._parts.items() if key[0] == table.question.id]
        found = {number for part in parts for number in part["answer"].unique()}
        return sorted({code for number in found for code in self._codes[number] or []})

    def weeks(self, table: Table) -> list[int]:
        """The weeks that the cells hold; none for a question that was not counted by week."""
        parts = [part["week"] for key, part in self._parts.items() if key[0] == table.question.id]
        by_week = not parts or any(part.is_not_null().any() for part in parts)
        return self._weeks if by_week else []

    def block(self, table: Table, item: str | None) -> Block:
        """The block of one answer of a table; it has no cells where nobody is in the base."""
        everyone = self._parts.get((table.question.id, item, None), self._none)
        grouped = (
            self._parts.get((table.question.id, item, table.banner_id), self._none) if table.levels else self._none
        )
        labels = {"": ALL, **_groups(table.levels)}
        places = {key: place for place, key in enumerate(labels)}
        unstated = len(labels)
        by = grouped["key"].replace_strict(places, default=unstated, return_dtype=pl.Int64).to_numpy()
        rows = pl.concat([everyone, grouped])
        if isinstance(table.question, Number):
            answers, answer = np.unique(rows["value"].to_numpy(), return_inverse=True)
            meant: Sequence[Any] = answers.tolist()
        else:
            found, answer = np.unique(rows["answer"].to_numpy(), return_inverse=True)
            meant = [self._codes[number] for number in found]
        return Block(
            groups=[*labels.values(), *([NOT_STATED] if (by == unstated).any() else [])],
            answers=meant,
            group=np.concatenate([np.zeros(everyone.height, np.int64), by]),
            answer=answer,
            time=rows.select("week", "wave"),
            cells=Sums.of(rows["n"].to_numpy(), rows["w"].to_numpy(), rows["w2"].to_numpy()),
        )


def _groups(levels: Sequence[Level]) -> dict[str, str]:
    """The label of each group by the codes of its options; of a nested banner every combination, empty ones too."""
    options = [[(option.code, option.label) for option in level.options] for level in levels]
    return {
        _MARK.join(code for code, _ in each): " / ".join(label for _, label in each)
        for each in (product(*options) if options else ())
    }
