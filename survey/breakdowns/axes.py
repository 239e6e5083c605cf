"""What respondents are counted by: columns to be read as small whole numbers, and what these numbers mean."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from survey.breakdowns.answers import Answer
from survey.questionnaire.waves import Wave

OUT, NONE, FIRST = 0, 1, 2  # not in the base; in it without an answer; the first answer


@dataclass(frozen=True, slots=True)
class Coded:
    """Numbers below `size`: OUT, NONE, or FIRST and up, which are answers.

    `meaning` says of each answer, from FIRST on, what it is: a list of codes, a number, a week or a wave's id.
    """

    size: int
    meaning: Sequence[Any]


@dataclass(frozen=True, slots=True)
class Axis:
    """Columns to select from the responses, under names that start with the axis's.

    `coded` says what the numbers of the one column mean. Without it there are three: what stands there, the same as a
    number (`NAME value`, any where nothing stands), and OUT, NONE or FIRST (`NAME state`), which means any answer. Then
    the numbers are given as values are met, which stand for what `codes` says.
    """

    name: str
    columns: tuple[pl.Expr, ...]
    coded: Coded | None = None
    codes: Callable[[Sequence[Any]], list[list[str]]] | None = None


def answer_axis(name: str, answer: Answer, inside: pl.Expr | None, counted: pl.Expr) -> Axis:
    """An axis of an answer's values.

    Args:
        name: the axis's.
        answer: what was answered.
        inside: true of respondents in the base; without it, these are those whose answer counts.
        counted: the answer's `raw`, null where it does not count.
    """
    if answer.size is None:
        return _to_be_met(name, counted, inside, answer.codes)
    small = _small(answer.size)
    packed = (counted.cast(small) + FIRST).fill_null(OUT if inside is None else NONE)
    packed = packed if inside is None else pl.when(inside).then(packed).otherwise(OUT)
    meaning = answer.codes(range(answer.size)) if answer.codes else []
    return Axis(name, (packed.cast(small).alias(name),), Coded(FIRST + answer.size, meaning))


def week_axis() -> Axis:
    """An axis of the weeks of fieldwork; NONE are the undated."""
    return _to_be_met("week", pl.col("week").cast(pl.UInt32), pl.lit(value=True), None)


def wave_axis(waves: Sequence[Wave]) -> Axis:
    """An axis of the waves, by the day that a response is of; NONE are those in no wave."""
    name, ids = "wave", [wave.id for wave in waves]
    found = [
        pl.when(pl.col("date").is_between(wave.opened, wave.closed)).then(FIRST + place)
        for place, wave in enumerate(waves)
    ]
    column = pl.coalesce(*found, pl.lit(NONE)).cast(pl.UInt8).alias(name)
    return Axis(name, (column,), Coded(FIRST + len(ids), ids))


def _to_be_met(
    name: str, raw: pl.Expr, inside: pl.Expr | None, codes: Callable[[Sequence[Any]], list[list[str]]] | None
) -> Axis:
    # What counting would else have to ask of each batch is told with it: there polars would be busy reading the next.
    without = pl.lit(OUT) if inside is None else pl.when(inside).then(NONE).otherwise(OUT)
    state = pl.when(raw.is_not_null() if inside is None else inside & raw.is_not_null()).then(FIRST).otherwise(without)
    value = raw.to_physical().fill_null(0)
    columns = (raw.alias(name), value.alias(f"{name} value"), state.cast(pl.UInt8).alias(f"{name} state"))
    return Axis(name, columns, codes=codes)


def _small(size: int) -> type[pl.DataType]:
    return pl.UInt8 if size + FIRST < 1 << 8 else pl.UInt32
