"""Rows that fail a condition: their values, their ids and their places, in the frame's order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd
import polars as pl
from great_expectations.constants import MAX_RESULT_RECORDS
from polars.selectors import by_name

from survey.validate.polars_engine.columns import Schema
from survey.validate.polars_engine.conditions import Condition
from survey.validate.polars_engine.in_pandas import FrameData, as_pandas

SUFFIXES = (
    ".unexpected_count",
    ".unexpected_values",
    ".unexpected_index_list",
    ".unexpected_index_query",
    ".unexpected_rows",
)
_COUNT, _VALUES, _IDS, _QUERY, _ROWS = SUFFIXES
_PLACE = "place of the row, counted from 0"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a metric, by the end of its name, is to tell of the rows that fail."""

    suffix: str
    condition: Condition
    result_format: Mapping[str, Any]

    @property
    def ids(self) -> list[str]:
        """The columns that tell which row it is; without any, its place does."""
        return list(self.result_format.get("unexpected_index_column_names") or ())

    @property
    def nothing(self) -> bool:
        """Whether it was asked not to tell."""
        return self.suffix == _QUERY and self.result_format.get("return_unexpected_index_query") is False

    @property
    def most(self) -> int | None:
        """So many rows are told of; None: all."""
        everything = self.suffix == _QUERY or self.result_format["result_format"] == "COMPLETE"
        most = None if everything else int(self.result_format["partial_unexpected_count"])
        if self.suffix in (_VALUES, _ROWS):
            return MAX_RESULT_RECORDS if most is None else min(most, MAX_RESULT_RECORDS)
        return most

    def columns(self, schema: Schema) -> list[str]:
        """What is read of the rows."""
        if self.suffix == _ROWS:
            return [*schema, _PLACE]
        if self.suffix == _QUERY or (self.suffix == _IDS and not self.ids):
            return [_PLACE]
        return [*self.condition.columns, *(self.ids if self.suffix == _IDS else ())]


def told(data: FrameData, wanted: Mapping[Any, Wanted], counts: Mapping[int, int]) -> dict[Any, Any]:
    """What each tells, under its key. `counts`: how many rows fail, by the condition's `id()`.

    Where any fail, the frame is read once, for all of them. Left out are wants that name a column it has not.
    """
    told: dict[Any, Any] = {}
    groups: dict[int, dict[Any, Wanted]] = {}
    for key, each in wanted.items():
        if each.suffix == _COUNT or each.nothing:
            told[key] = counts[id(each.condition)] if each.suffix == _COUNT else None
        elif set(each.columns(data.schema)) <= {*data.schema, _PLACE}:
            groups.setdefault(id(each.condition), {})[key] = each
    failing = {place: list(group.values()) for place, group in groups.items() if counts[place]}
    rows, none = _failing(data, failing), pl.DataFrame(schema={_PLACE: pl.UInt32, **data.schema})
    for place, group in groups.items():
        own = rows.filter(by_name(_tell_of(place)).as_expr()) if place in failing else none
        told |= {key: _tell(each, data.schema, own) for key, each in group.items()}
    return told


def _failing(data: FrameData, groups: Mapping[int, Sequence[Wanted]]) -> pl.DataFrame:
    """The rows that any group tells of, with a column for each group: whether it tells of the row."""
    if not groups:
        return pl.DataFrame()
    every = (name for group in groups.values() for each in group for name in each.columns(data.schema))
    tells = {_tell_of(place): _tells(group) for place, group in groups.items()}
    rows = data.frame.with_row_index(_PLACE).with_columns(**tells).filter(pl.any_horizontal(by_name(*tells)))
    return rows.select(by_name(*dict.fromkeys(every), *tells)).collect(engine="streaming")


def _tell_of(place: int) -> str:
    return f"whether to tell of condition {place}"


def _tells(group: Sequence[Wanted]) -> pl.Expr:
    most, fails = [each.most for each in group], group[0].condition.unexpected
    if None in most:
        return fails
    return fails & (fails.cum_sum() <= max(each for each in most if each is not None))


def _tell(wanted: Wanted, schema: Schema, rows: pl.DataFrame) -> Any:
    """The metric's value, as the pandas engine gives it, from the rows that its condition fails."""
    if wanted.most is not None:
        rows = rows.head(wanted.most)
    if wanted.suffix == _QUERY:
        return f"df.filter(items={rows[_PLACE].to_list()}, axis=0)"
    if wanted.suffix == _ROWS:
        return as_pandas(rows.select(by_name(*schema))).set_axis(pd.Index(rows[_PLACE].to_list()))
    return _values(wanted.condition, rows) if wanted.suffix == _VALUES else _ids(wanted, rows)


def _values(condition: Condition, rows: pl.DataFrame) -> list[Any]:
    if len(condition.columns) == 1:
        return rows[condition.columns[0]].to_list()
    own = rows.select(by_name(*dict.fromkeys(condition.columns)))
    return own.rows(named=True) if condition.listed else own.rows()


def _ids(wanted: Wanted, rows: pl.DataFrame) -> list[Any]:
    ids, excluded = wanted.ids, wanted.result_format.get("exclude_unexpected_values", False)
    if not ids:
        return rows[_PLACE].to_list()
    if excluded and rows.height:
        return [{name: rows[name].to_list() for name in ids}]
    first, *others = wanted.condition.columns
    return rows.select(by_name(*dict.fromkeys([first, *ids, *others]))).rows(named=True)
