"""The numbers that respondents are counted by, over batches of them: values get theirs as they are met."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeAlias

import numpy as np
import polars as pl
from numpy.typing import NDArray

from survey.breakdowns.axes import FIRST, Axis, Coded

_TABLE = 1 << 16  # whole numbers below this are looked up in a table
_UNMET = -1

Numbers: TypeAlias = NDArray[Any]


class Coding:
    """The numbers of one axis."""

    def __init__(self, axis: Axis) -> None:
        self._axis = axis
        self._meaning: dict[Any, int] = {}  # what was met, and its number
        self._numbers: dict[Any, int] = {}  # of values as they stand in the column, which may mean the same
        self._table = np.full(0 if axis.coded else _TABLE, _UNMET, np.int32)  # numbers of values that are small

    @property
    def size(self) -> int:
        """All numbers are below this, until more values are met."""
        return self._axis.coded.size if self._axis.coded else FIRST + len(self._meaning)

    def places(self, rows: pl.DataFrame) -> Numbers:
        """The number of each respondent."""
        name = self._axis.name
        if self._axis.coded:
            return rows[name].to_numpy()
        values, state = rows[f"{name} value"].to_numpy(), rows[f"{name} state"].to_numpy()
        given = state == FIRST
        places = self._met(rows[name], values, given)
        return places if given.all() else np.where(given, places, state)

    def settled(self) -> tuple[Coded, Numbers | None]:
        """What the numbers mean in the end, in order of the values whatever order they were met in; and for each number
        so far the one that it is then, if any is another.
        """
        if self._axis.coded:
            return self._axis.coded, None
        order = sorted(self._meaning)
        number = np.arange(self.size)
        number[[self._meaning[value] for value in order]] = FIRST + np.arange(len(order))
        meaning = [list(codes) for codes in order] if self._axis.codes else order
        return Coded(self.size, meaning), number

    def _met(self, raw: pl.Series, values: Numbers, given: NDArray[np.bool_]) -> Numbers:
        """The numbers of the values, any where none is given."""
        if np.issubdtype(values.dtype, np.integer) and len(values) and values.min() >= 0 and values.max() < _TABLE:
            places = self._table.take(values)
            unmet = np.flatnonzero(places == _UNMET)
            if len(unmet) and len(unmet := unmet[given[unmet]]):
                distinct = np.flatnonzero(np.bincount(values[unmet]))
                holding = np.zeros(distinct[-1] + 1, np.int64)
                holding[values[unmet]] = unmet  # of each value one row that has it
                self._table[distinct] = self._meet(raw, distinct.tolist(), holding[distinct])
                places = self._table.take(values)
            return places
        holding = np.flatnonzero(given)
        distinct, first, back = np.unique(values[holding], return_index=True, return_inverse=True)
        places = np.full(len(values), _UNMET)
        places[holding] = self._meet(raw, distinct.tolist(), holding[first])[back]
        return places

    def _meet(self, raw: pl.Series, values: Sequence[Any], rows: Numbers) -> Numbers:
        """The numbers of different values, of which these rows hold one each."""
        new = [place for place, value in enumerate(values) if value not in self._numbers]
        if new:
            texts = isinstance(raw.dtype, pl.Categorical)
            met = raw.gather(rows[new]).cast(pl.String).to_list() if texts else [values[place] for place in new]
            meant = [tuple(codes) for codes in self._axis.codes(met)] if self._axis.codes else met
            for place, meaning in zip(new, meant, strict=True):
                self._numbers[values[place]] = self._meaning.setdefault(meaning, FIRST + len(self._meaning))
        return np.array([self._numbers[value] for value in values], np.int64)
