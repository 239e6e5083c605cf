"""Conditions on the values of several columns in a row: pairs and lists of columns."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import reduce
from itertools import combinations
from operator import add, and_, or_
from typing import Any

import polars as pl

from survey.validate.polars_engine.columns import Column, Kind, among
from survey.validate.polars_engine.unknown import UnknownError

Kwargs = Mapping[str, Any]

_ALL = ("both_values_are_missing", "all_values_are_missing")
_ANY = ("either_value_is_missing", "any_value_is_missing")
_NONE = ("neither", "never")


def judged(columns: Sequence[Column], ignore_row_if: Any) -> pl.Expr:
    """Whether a row is not to be ignored, by Great Expectations' name for those that are; never null."""
    present = [column.present for column in columns]
    if ignore_row_if in _ALL:
        return reduce(or_, present)
    if ignore_row_if in _ANY:
        return reduce(and_, present)
    if ignore_row_if in _NONE or ignore_row_if is None:
        return present[0] | ~present[0]
    raise UnknownError


def _equal(columns: Sequence[Column], kwargs: Kwargs) -> pl.Expr:  # noqa: ARG001 - all have one signature
    _one_kind(columns)
    first, second = columns
    return first.value == second.value


def _greater(columns: Sequence[Column], kwargs: Kwargs) -> pl.Expr:
    _one_kind(columns)
    first, second = columns
    return first.value >= second.value if kwargs.get("or_equal") else first.value > second.value


def _pair_in_set(columns: Sequence[Column], kwargs: Kwargs) -> pl.Expr:
    pairs = kwargs.get("value_pairs_set")
    if not isinstance(pairs, list | tuple | set) or any(len(pair) != 2 for pair in pairs):
        raise UnknownError
    both = ([_is(column, value) for column, value in zip(columns, pair, strict=True)] for pair in pairs)
    return reduce(or_, [first & second for first, second in both], pl.lit(False))


def _is(column: Column, value: Any) -> pl.Expr:
    return ~column.present if value is None else column.among([value])


def _sum(columns: Sequence[Column], kwargs: Kwargs) -> pl.Expr:
    """Row by row from left to right. Where a value is missing Python would raise, so such rows must be ignored."""
    kind = _one_kind(columns)
    if kwargs.get("ignore_row_if") not in _ANY or kind not in (Kind.WHOLE, Kind.REAL):
        raise UnknownError
    wide = pl.Int128 if kind is Kind.WHOLE else pl.Float64
    total = reduce(add, [column.value.cast(wide) for column in columns])
    narrow = total.cast(pl.Int64, strict=False) if kind is Kind.WHOLE else total
    return among(kind, narrow, [kwargs.get("sum_total")])


def _unique(columns: Sequence[Column], kwargs: Kwargs) -> pl.Expr:
    """Missing values equal one another; rows that are not judged are like no other."""
    _known(columns)
    judged_too = judged(columns, kwargs.get("ignore_row_if")).alias("judged")
    values = [column.value.alias(str(place)) for place, column in enumerate(columns)]
    where = [] if columns[0].where is None else [columns[0].where.alias("where")]
    return ~pl.struct([judged_too, *where, *values]).is_duplicated()


def _all_equal(columns: Sequence[Column], kwargs: Kwargs) -> pl.Expr:  # noqa: ARG001
    _one_kind(columns)
    return reduce(and_, [column.value.eq_missing(columns[0].value) for column in columns])


def _all_different(columns: Sequence[Column], kwargs: Kwargs) -> pl.Expr:  # noqa: ARG001
    if _one_kind(columns) is Kind.REAL:
        raise UnknownError  # to pandas, None and NaN are two values here
    pairs = combinations(columns, 2)
    return reduce(and_, [first.value.ne_missing(second.value) for first, second in pairs])


def _known(columns: Sequence[Column]) -> None:
    for column in columns:
        column.of(*Kind)


def _one_kind(columns: Sequence[Column]) -> Kind:
    kind = columns[0].of(*Kind)
    for column in columns:
        column.of(kind)
    return kind


PAIRS: Mapping[str, Callable[[Sequence[Column], Kwargs], pl.Expr]] = {
    "column_pair_values.equal": _equal,
    "column_pair_values.a_greater_than_b": _greater,
    "column_pair_values.in_set": _pair_in_set,
}
LISTS: Mapping[str, Callable[[Sequence[Column], Kwargs], pl.Expr]] = {
    "multicolumn_sum.equal": _sum,
    "compound_columns.unique": _unique,
    "multicolumn_values.equal": _all_equal,
    "select_column_values.unique.within_record": _all_different,
}
