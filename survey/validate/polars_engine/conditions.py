"""What expectations on single rows ask of each row (`column_values.between` and the like), as expressions.

Each follows the function of the same metric that Great Expectations has for pandas, for columns of Python objects.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import reduce
from operator import and_, or_
from typing import Any

import polars as pl

from survey.validate.polars_engine.columns import Column, Kind, Schema, column, compared
from survey.validate.polars_engine.given import EXAMPLES, answer
from survey.validate.polars_engine.records import LISTS, PAIRS, judged
from survey.validate.polars_engine.regex import to_rust
from survey.validate.polars_engine.rows import rows
from survey.validate.polars_engine.unknown import UnknownError

SUFFIX = ".condition"
Kwargs = Mapping[str, Any]

_EVERY = pl.lit(True)


@dataclass(frozen=True, slots=True)
class Condition:
    """What is asked of each row. Both expressions are true or false, never null."""

    columns: tuple[str, ...]  # that it is about
    listed: bool  # whether it is about a list of columns, and not one or a pair
    judged: pl.Expr  # whether the row is looked at
    unexpected: pl.Expr  # whether it is looked at and fails


def condition(metric: str, schema: Schema, domain: Kwargs, kwargs: Kwargs) -> Condition:
    """The condition of a metric (`column_values.between.condition`) in a domain, with the metric's settings.

    Raises:
        UnknownError: none that surely gives what pandas would.
    """
    name, where = metric.removesuffix(SUFFIX), rows(schema, domain)
    if name in PAIRS or name in LISTS:
        listed = [domain.get("column_A"), domain.get("column_B")] if name in PAIRS else domain.get("column_list")
        if not isinstance(listed, list | tuple) or len(listed) < 2:
            raise UnknownError
        columns = [column(schema, each, where) for each in listed]
        ignored = domain.get("ignore_row_if")
        meets = {**PAIRS, **LISTS}[name](columns, {**kwargs, "ignore_row_if": ignored})
        within = judged(columns, ignored)
    else:
        columns = [column(schema, domain.get("column"), where)]
        meets, within = _of_column(name, columns[0], kwargs)
    within = within if where is None else within & where
    names = tuple(each.name for each in columns)
    return Condition(names, name in LISTS, within, within & ~meets.fill_null(value=False))


def _of_column(name: str, column: Column, kwargs: Kwargs) -> tuple[pl.Expr, pl.Expr]:
    """What a row must meet, and which rows must: but for conditions on missing values, those with a value."""
    if name == "column_values.null":
        return ~column.present, _EVERY
    if name == "column_values.nonnull":
        return column.present, _EVERY
    if name not in _MEETS:
        raise UnknownError
    return _MEETS[name](column, kwargs), column.present


def _in_set(column: Column, kwargs: Kwargs) -> pl.Expr:
    values = kwargs.get("value_set")
    if not isinstance(values, list | tuple | set):
        raise UnknownError
    return column.among(value for value in values if value is not None)


def _not_in_set(column: Column, kwargs: Kwargs) -> pl.Expr:
    return ~_in_set(column, kwargs)


def _between(column: Column, kwargs: Kwargs) -> pl.Expr:
    return _within(column.of(*Kind), column.value, kwargs)


def _within(kind: Kind, value: pl.Expr, kwargs: Kwargs) -> pl.Expr:
    low, high = kwargs.get("min_value"), kwargs.get("max_value")
    ends = [] if low is None else [compared(kind, value, ">" if kwargs.get("strict_min") else ">=", low)]
    ends += [] if high is None else [compared(kind, value, "<" if kwargs.get("strict_max") else "<=", high)]
    if not ends or (low is not None and high is not None and low > high):
        raise UnknownError
    return reduce(and_, ends)


def _unique(column: Column, kwargs: Kwargs) -> pl.Expr:  # noqa: ARG001 - all have one signature
    column.of(*Kind)
    return ~column.value.is_duplicated()


def _length(column: Column) -> pl.Expr:
    column.of(Kind.TEXT)
    return column.value.str.len_chars().cast(pl.Int64)


def _length_between(column: Column, kwargs: Kwargs) -> pl.Expr:
    return _within(Kind.WHOLE, _length(column), kwargs)


def _length_equals(column: Column, kwargs: Kwargs) -> pl.Expr:
    length = kwargs.get("value")
    if type(length) not in (int, float):
        raise UnknownError
    return _length(column) == length


def _matches(column: Column, pattern: Any) -> pl.Expr:
    """Whole numbers are searched as Python writes them, which is as polars does."""
    column.of(Kind.TEXT, Kind.WHOLE)
    if not isinstance(pattern, str):
        raise UnknownError
    return column.value.cast(pl.String).str.contains(to_rust(pattern))


def _regex(column: Column, kwargs: Kwargs) -> pl.Expr:
    return _matches(column, kwargs.get("regex"))


def _not_regex(column: Column, kwargs: Kwargs) -> pl.Expr:
    return ~_regex(column, kwargs)


def _regex_list(column: Column, kwargs: Kwargs) -> pl.Expr:
    patterns, join = kwargs.get("regex_list"), {"any": or_, "all": and_}.get(str(kwargs.get("match_on")))
    if not isinstance(patterns, list | tuple) or not patterns or join is None:
        raise UnknownError
    return reduce(join, [_matches(column, pattern) for pattern in patterns])


def _not_regex_list(column: Column, kwargs: Kwargs) -> pl.Expr:
    return ~_regex_list(column, {**kwargs, "match_on": "any"})


def _increasing(column: Column, kwargs: Kwargs) -> pl.Expr:
    return _in_order(column, ">" if kwargs.get("strictly") else ">=")


def _decreasing(column: Column, kwargs: Kwargs) -> pl.Expr:
    return _in_order(column, "<" if kwargs.get("strictly") else "<=")


def _in_order(column: Column, sign: str) -> pl.Expr:
    """Against the value before, of the rows looked at; the first has none before it."""
    kind, value = column.of(Kind.WHOLE, Kind.REAL, Kind.DAY, Kind.TIME), column.value
    before = value.forward_fill().shift(1)
    if kind is Kind.REAL:  # by the difference, as infinity less infinity is no difference
        step = (value - before).fill_nan(None)
        return compared(kind, step, sign, 0) | step.is_null()
    signs: Mapping[str, Callable[[Any, Any], pl.Expr]] = {
        ">": pl.Expr.gt,
        ">=": pl.Expr.ge,
        "<": pl.Expr.lt,
        "<=": pl.Expr.le,
    }
    return signs[sign](value, before).fill_null(value=True)


def _type(metric: str) -> Callable[[Column, Kwargs], pl.Expr]:
    """All values of a polars column are of one Python type: one of them answers for all."""

    def meets(column: Column, kwargs: Kwargs) -> pl.Expr:
        return pl.lit(bool(answer(metric + SUFFIX, [EXAMPLES[column.of(*Kind)]], kwargs).iloc[0]))

    return meets


_MEETS: Mapping[str, Callable[[Column, Kwargs], pl.Expr]] = {
    "column_values.between": _between,
    "column_values.in_set": _in_set,
    "column_values.not_in_set": _not_in_set,
    "column_values.unique": _unique,
    "column_values.value_length.between": _length_between,
    "column_values.value_length.equals": _length_equals,
    "column_values.match_regex": _regex,
    "column_values.not_match_regex": _not_regex,
    "column_values.match_regex_list": _regex_list,
    "column_values.not_match_regex_list": _not_regex_list,
    "column_values.increasing": _increasing,
    "column_values.decreasing": _decreasing,
    "column_values.of_type": _type("column_values.of_type"),
    "column_values.in_type_list": _type("column_values.in_type_list"),
}
