"""What respondents are counted by, as small whole numbers: columns to be read, and what their numbers mean."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, TypeAlias

import numpy as np
import polars as pl
from numpy.typing import NDArray

from survey.breakdowns.answers import Answer
from survey.questionnaire.waves import Wave

OUT, NONE, FIRST = 0, 1, 2  # not in the base; in it without an answer; the first answer
_DENSE = 1 << 16  # numbers below this are looked up in a table

Numbers: TypeAlias = NDArray[Any]


@dataclass(frozen=True, slots=True)
class Coded:
    """A number below `size` for each respondent: OUT, NONE, or FIRST and up, which are answers.

    `meaning` says of each answer, from FIRST on, what it is: a list of codes, a number, a week or a wave's id.
    """

    places: Numbers
    size: int
    meaning: Sequence[Any]


@dataclass(frozen=True, slots=True)
class Axis:
    """Columns to select from the responses, under names that start with the axis's, and how to code them."""

    name: str
    columns: tuple[pl.Expr, ...]
    coded: Callable[[pl.DataFrame], Coded]


def answer_axis(name: str, answer: Answer, inside: pl.Expr, counts: pl.Expr) -> Axis:
    """An axis of an answer's values.

    Args:
        name: the axis's.
        answer: what was answered.
        inside: true of respondents in the base.
        counts: true where the answer counts; elsewhere it is none.
    """
    raw = pl.when(counts).then(answer.raw)
    if answer.size is None:
        columns = (raw.alias(name), inside.alias(f"{name} in"))
        return Axis(name, columns, partial(_found, name, answer))
    packed = pl.when(inside).then((raw.cast(_small(answer.size)) + FIRST).fill_null(NONE)).otherwise(OUT)
    size = answer.size
    meaning = answer.codes(range(size)) if answer.codes else []
    column = packed.cast(_small(size)).alias(name)
    return Axis(name, (column,), lambda frame: Coded(frame[name].to_numpy(), FIRST + size, meaning))


def week_axis() -> Axis:
    """An axis of the weeks of fieldwork; NONE are the undated."""
    name = "week"
    column = (pl.col("week") + (FIRST - 1)).cast(pl.UInt16).fill_null(NONE).alias(name)

    def coded(frame: pl.DataFrame) -> Coded:
        places = frame[name].to_numpy()
        last = int(places.max()) if len(places) else NONE
        return Coded(places, last + 1, range(1, last - FIRST + 2))

    return Axis(name, (column,), coded)


def wave_axis(waves: Sequence[Wave]) -> Axis:
    """An axis of the waves, by the day that a response is of; NONE are those in no wave."""
    name, ids = "wave", [wave.id for wave in waves]
    found = [
        pl.when(pl.col("date").is_between(wave.opened, wave.closed)).then(FIRST + place)
        for place, wave in enumerate(waves)
    ]
    column = pl.coalesce(*found, pl.lit(NONE)).cast(pl.UInt8).alias(name)
    return Axis(name, (column,), lambda frame: Coded(frame[name].to_numpy(), FIRST + len(ids), ids))


def _small(size: int) -> type[pl.DataType]:
    return pl.UInt8 if size + FIRST < 1 << 8 else pl.UInt32


def _found(name: str, answer: Answer, frame: pl.DataFrame) -> Coded:
    """Codes for the values that stand in the column, whatever they are."""
    raw, given = frame[name], frame[name].is_not_null().to_numpy()
    if isinstance(raw.dtype, pl.Categorical):
        numbers = raw.to_physical().fill_null(0).to_numpy()
        distinct, places = compact(numbers)
        seat = np.zeros(len(distinct), np.int64)
        holding = np.flatnonzero(given)
        seat[places[holding]] = holding  # of each text one row that holds it; what is none may have any
        values: list[Any] = raw.gather(seat).cast(pl.String).fill_null("").to_list() if len(raw) else []
    else:
        distinct, places = compact(raw.fill_null(0).to_numpy())
        values = distinct.tolist()
    if answer.codes:
        values, back = _in_order(answer.codes(values))
        places = back[places]
    coded = np.where(given, places + FIRST, NONE)
    return Coded(np.where(frame[f"{name} in"].to_numpy(), coded, OUT), FIRST + len(values), values)


def _in_order(meaning: Sequence[list[str]]) -> tuple[list[list[str]], Numbers]:
    """What the values mean, each once and sorted, and which of these each value is: texts differ in order of ticks."""
    order = sorted({tuple(codes) for codes in meaning})
    place = {codes: number for number, codes in enumerate(order)}
    return [list(codes) for codes in order], np.array([place[tuple(codes)] for codes in meaning], np.int32)


def compact(numbers: Numbers) -> tuple[Numbers, Numbers]:
    """The different numbers in order, and for each number the place at which it stands among them."""
    whole = np.issubdtype(numbers.dtype, np.integer)
    if whole and len(numbers) and numbers.min() >= 0 and numbers.max() < _DENSE:
        used = np.flatnonzero(np.bincount(numbers.astype(np.int64)))
        table = np.zeros(used[-1] + 1, np.int32)
        table[used] = np.arange(len(used))
        return used, table[numbers]
    distinct = pl.Series(numbers).unique().sort().to_numpy()
    return distinct, np.searchsorted(distinct, numbers)
