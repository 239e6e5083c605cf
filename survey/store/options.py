"""The options of the questions over time: what was accepted under one questionnaire is read under another."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeAlias

import polars as pl

from survey.errors import DefinitionError, Problem, nearest
from survey.frames import Schema

# Of each column the labels it could hold when it was accepted; None of a column without options.
Options: TypeAlias = dict[str, list[str] | None]
_SHOWN = 5


def options(schema: Schema) -> Options:
    """The options of every column of a schema."""
    return {name: _labels(dtype) for name, dtype in pl.Schema(schema).items()}


def _labels(dtype: pl.DataType) -> list[str] | None:
    inner = pl.Schema({"": dtype.inner})[""] if isinstance(dtype, pl.List) else dtype
    return inner.categories.to_list() if isinstance(inner, pl.Enum) else None


def check_options(rows: pl.LazyFrame, schema: Schema, accepted: Iterable[Options], where: str) -> None:
    """Nothing, if every label among the stored rows is an option of its question in `schema`.

    `accepted`: the options of each wave among the rows. Only columns that had others than now are looked through.

    Raises:
        DefinitionError: labels that no option has; each question is named with them.
    """
    waves = list(accepted)
    now = {name: labels for name, labels in options(schema).items() if labels is not None}
    doubtful = [name for name in now if not all(_within(wave.get(name, []), now[name]) for wave in waves)]
    stored = rows.collect_schema()
    texts = pl.collect_all(rows.select(_texts(stored, name)) for name in doubtful)
    problems = [
        _unknown(name, unknown, now[name], where)
        for name, frame in zip(doubtful, texts, strict=True)
        if (unknown := sorted(set(frame[name].drop_nulls()) - set(now[name])))
    ]
    if problems:
        raise DefinitionError(*problems)


def _within(labels: list[str] | None, now: list[str]) -> bool:
    return labels is not None and set(labels) <= set(now)


def _texts(stored: pl.Schema, name: str) -> pl.Expr:
    column = pl.col(name).explode() if isinstance(stored[name], pl.List) else pl.col(name)
    return column.unique()


def _unknown(name: str, texts: list[str], now: list[str], where: str) -> Problem:
    shown = ", ".join(repr(text[:80]) for text in texts[:_SHOWN])
    mend = (
        "in questionnaire.toml make it an option again; or, if the option was reworded, "
        "make it an alias of the new wording and ingest the export again"
    )
    likely = nearest(texts[0], now)
    return Problem(
        f"{name}: accepted responses hold an answer that no option of the question has",
        where=where,
        expected="one of " + ", ".join(repr(label) for label in now),
        got=shown + (f" and {len(texts) - _SHOWN} more" if len(texts) > _SHOWN else ""),
        hint=f"{likely} {mend}" if likely else mend,
    )
