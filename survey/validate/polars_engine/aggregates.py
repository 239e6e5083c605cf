"""Single figures of a column or of the table (`column.mean`, `table.row_count`), as expressions.

Each follows the function of the same metric that Great Expectations has for pandas, for columns of Python objects.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import polars as pl

from survey.validate.polars_engine.columns import Column, Kind, Schema, column
from survey.validate.polars_engine.given import answer
from survey.validate.polars_engine.rows import rows
from survey.validate.polars_engine.unknown import NOT_KNOWN, UnknownError

Kwargs = Mapping[str, Any]

# Of polars: no such operation, no Python value for what was found, no file to read.
REFUSED = (pl.exceptions.PolarsError, ValueError, OverflowError, OSError)

_NUMBERS = (Kind.WHOLE, Kind.REAL)
_INTERPOLATIONS = ("linear", "lower", "higher", "midpoint", "nearest")


@dataclass(frozen=True, slots=True)
class Aggregate:
    """Expressions of one value each, and what is made of these values; that may raise UnknownError."""

    values: tuple[pl.Expr, ...]
    finish: Callable[..., Any]


def aggregate(metric: str, schema: Schema, domain: Kwargs, kwargs: Kwargs) -> Aggregate:
    """The figure of a metric in a domain, with the metric's settings.

    Raises:
        UnknownError: none that surely gives what pandas would.
    """
    where = rows(schema, domain)
    if metric == "table.row_count":
        return Aggregate((pl.len() if where is None else where.sum(),), int)
    if metric in _DISTINCT:
        return _distinct(metric, column(schema, domain.get("column"), where), kwargs)
    if metric in _OF_COLUMN:
        return _OF_COLUMN[metric](column(schema, domain.get("column"), where), kwargs)
    raise UnknownError


def select(frame: pl.LazyFrame, figures: Mapping[Any, Aggregate]) -> dict[Any, Any]:
    """The figures, under their keys, in one streaming select. Left out are those that turn out not to be known.

    Where polars refuses one of them, each half is tried by itself, and so on.
    """
    expressions = [value for figure in figures.values() for value in figure.values]
    if not expressions:
        return {}
    named = [value.alias(str(place)) for place, value in enumerate(expressions)]
    try:
        values = iter(frame.select(named).collect(engine="streaming").row(0))
    except REFUSED:
        if len(figures) == 1:
            return {}
        halves = list(figures.items())[: len(figures) // 2], list(figures.items())[len(figures) // 2 :]
        return select(frame, dict(halves[0])) | select(frame, dict(halves[1]))
    found = {}
    for key, figure in figures.items():
        own = [next(values) for _ in figure.values]
        with suppress(*NOT_KNOWN):
            found[key] = figure.finish(*own)
    return found


def _there(value: Any) -> Any:
    """The value, if there is one; what pandas makes of none depends on its version."""
    if value is None or (isinstance(value, float) and not math.isfinite(value)):
        raise UnknownError
    return value


def _min(column: Column, kwargs: Kwargs) -> Aggregate:  # noqa: ARG001 - all have one signature
    column.of(*Kind)
    return Aggregate((column.value.min(),), _there)


def _max(column: Column, kwargs: Kwargs) -> Aggregate:  # noqa: ARG001
    column.of(*Kind)
    return Aggregate((column.value.max(),), _there)


def _sum(column: Column, kwargs: Kwargs) -> Aggregate:  # noqa: ARG001
    total, count = _total(column), column.present.sum()
    return Aggregate((total, count), lambda total, count: _there(total if count else None))


def _mean(column: Column, kwargs: Kwargs) -> Aggregate:  # noqa: ARG001
    total, count = _total(column), column.present.sum()
    return Aggregate((total, count), lambda total, count: _there(float(total) / count if count else None))


def _total(column: Column) -> pl.Expr:
    wide = pl.Int128 if column.of(*_NUMBERS) is Kind.WHOLE else pl.Float64
    return column.value.cast(wide).sum()


def _deviation(column: Column, kwargs: Kwargs) -> Aggregate:  # noqa: ARG001
    column.of(*_NUMBERS)
    return Aggregate((column.value.std(),), _there)


def _median(column: Column, kwargs: Kwargs) -> Aggregate:  # noqa: ARG001
    column.of(*_NUMBERS)
    return Aggregate((column.value.median(),), _there)


def _quantiles(column: Column, kwargs: Kwargs) -> Aggregate:
    """The values before and after each quantile's place in order, of which the rule for interpolation makes one.

    Source: numpy.quantile, whose place is (count - 1) * quantile, rounded half to even for `nearest`.
    """
    column.of(*_NUMBERS)
    shares, rule = kwargs.get("quantiles"), kwargs.get("allow_relative_error") or "nearest"
    if rule not in _INTERPOLATIONS or not isinstance(shares, list | tuple) or not shares:
        raise UnknownError
    count = column.value.count()
    places = [(count.cast(pl.Float64) - 1) * float(share) for share in shares]
    both = [side(place).cast(pl.Int64) for place in places for side in (pl.Expr.floor, pl.Expr.ceil)]
    found = column.value.drop_nulls().sort().gather(pl.concat_list(both).explode()).implode()

    def finish(count: int, found: Sequence[Any]) -> list[Any]:
        pairs = zip(found[::2], found[1::2], strict=True)
        return [_there(_between(*pair, rule, (count - 1) * share)) for pair, share in zip(pairs, shares, strict=True)]

    return Aggregate((count, found), finish)


def _between(before: Any, after: Any, rule: str, place: float) -> Any:
    part = place - math.floor(place)
    if rule == "nearest":
        return after if round(place) > place else before
    if rule in ("lower", "higher"):
        return before if rule == "lower" else after
    part = 0.5 if rule == "midpoint" and part else part
    return after - (after - before) * (1 - part) if part >= 0.5 else before + (after - before) * part


def _non_null_count(column: Column, kwargs: Kwargs) -> Aggregate:  # noqa: ARG001
    return Aggregate((column.present.sum(),), int)


def _distinct_count(column: Column, kwargs: Kwargs) -> Aggregate:  # noqa: ARG001
    column.of(*Kind)
    return Aggregate((column.value.n_unique(), (~column.present).any()), lambda values, missing: values - bool(missing))


def _shortest(column: Column, kwargs: Kwargs) -> Aggregate:  # noqa: ARG001
    column.of(Kind.TEXT)
    return Aggregate((column.value.str.len_chars().min(),), _there)


def _longest(column: Column, kwargs: Kwargs) -> Aggregate:  # noqa: ARG001
    column.of(Kind.TEXT)
    return Aggregate((column.value.str.len_chars().max(),), _there)


def _most_common(column: Column, kwargs: Kwargs) -> Aggregate:  # noqa: ARG001
    column.of(*Kind)
    return Aggregate((column.value.drop_nulls().mode().sort().implode(),), list)


def _distinct(metric: str, column: Column, kwargs: Kwargs) -> Aggregate:
    """What depends on nothing but the distinct values: the same function, given these for the column."""
    column.of(*Kind)
    values = column.raw if column.where is None else column.raw.filter(column.where)
    return Aggregate((values.unique().implode(),), lambda values: answer(metric, values, kwargs))


_DISTINCT = (
    "column.distinct_values",
    "column.distinct_values.not_in_set",
    "column.distinct_values.not_in_set.count",
    "column.distinct_values.missing_from_column",
    "column.distinct_values.missing_from_column.count",
)
_OF_COLUMN: Mapping[str, Callable[[Column, Kwargs], Aggregate]] = {
    "column.min": _min,
    "column.max": _max,
    "column.sum": _sum,
    "column.mean": _mean,
    "column.median": _median,
    "column.standard_deviation": _deviation,
    "column.quantile_values": _quantiles,
    "column.non_null_count": _non_null_count,
    "column.distinct_values.count": _distinct_count,
    "column.most_common_value": _most_common,
    "column_values.length.min": _shortest,
    "column_values.length.max": _longest,
}
