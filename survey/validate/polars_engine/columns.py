"""A polars column as pandas would hold its values, and what can be compared with them.

The pandas frame that results must agree with has columns of Python objects (see as_pandas). What a column of objects
answers follows from the Python type of its values, which a polars column tells beforehand: its kind.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any

import polars as pl
from polars.selectors import by_name

from survey.validate.polars_engine.unknown import UnknownError

Schema = Mapping[str, pl.DataType]

_INT64 = range(-(2**63), 2**63)
_EXACT = 2**53  # whole numbers up to here are floats without rounding
_WHOLE = (pl.Int8, pl.Int16, pl.Int32, pl.Int64, pl.UInt8, pl.UInt16, pl.UInt32)


class Kind(Enum):
    """The Python type of a column's values."""

    TEXT = str
    WHOLE = int
    REAL = float
    TRUTH = bool
    DAY = dt.date
    TIME = dt.datetime


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the frame; `where`: the rows looked at, no others count."""

    name: str
    kind: Kind | None  # None: values of another type; no more is known of them than whether they are missing
    where: pl.Expr | None = None

    @property
    def raw(self) -> pl.Expr:
        """The column as it is; by `pl.col`, a name such as `*` would stand for others."""
        return by_name(self.name).as_expr()

    @property
    def value(self) -> pl.Expr:
        """The value as String, Int64, Float64, Boolean, Date or Datetime; null where missing or not looked at."""
        value = self.raw
        if self.kind is Kind.TEXT:
            value = value.cast(pl.String)
        elif self.kind is Kind.WHOLE:
            value = value.cast(pl.Int64)
        elif self.kind is Kind.REAL:
            value = value.cast(pl.Float64).fill_nan(None)
        return value if self.where is None else pl.when(self.where).then(value)

    @property
    def present(self) -> pl.Expr:
        """Whether there is a value; to pandas, NaN is none."""
        return self.value.is_not_null()

    def of(self, *kinds: Kind) -> Kind:
        """Its kind, if one of these. Raises UnknownError otherwise."""
        if self.kind not in kinds:
            raise UnknownError
        return self.kind

    def among(self, values: Iterable[Any]) -> pl.Expr:
        """As `among`, for its values."""
        return among(self.of(*Kind), self.value, values)

    def compared(self, sign: str, bound: Any) -> pl.Expr:
        """As `compared`, for its values."""
        return compared(self.of(*Kind), self.value, sign, bound)


def column(schema: Schema, name: Any, where: pl.Expr | None = None) -> Column:
    """The column of that name. Raises UnknownError where the frame has none."""
    if not isinstance(name, str) or name not in schema:
        raise UnknownError
    return Column(name, _kind(schema[name]), where)


def among(kind: Kind, value: pl.Expr, values: Iterable[Any]) -> pl.Expr:
    """Whether a value equals one of these, as Python has it (1 equals 1.0 and True, and no text); never null.

    Raises:
        UnknownError: dates and times, and values of another type than text, number or boolean.
    """
    if kind not in _DTYPES:
        raise UnknownError  # whether pandas turns a text or a date into a time first depends on what else is there
    same = pl.Series([same for each in values for same in _equals(kind, each)], dtype=_DTYPES[kind])
    return value.is_in(same.implode()).fill_null(value=False)


def compared(kind: Kind, value: pl.Expr, sign: str, bound: Any) -> pl.Expr:
    """A value against a bound (<, <=, >, >=), as Python has it; false where there is no value.

    Raises:
        UnknownError: a bound that Python would not compare with the value.
    """
    if type(bound) in (int, float) and kind in (Kind.WHOLE, Kind.TRUTH):
        value, bound = value.cast(pl.Int64), _whole(sign, bound)
    elif type(bound) in (int, float) and kind is Kind.REAL:
        bound = _real(bound)
    elif type(bound) is not kind.value or kind not in (Kind.TEXT, Kind.DAY, Kind.TIME) or _zoned(bound):
        raise UnknownError
    return _SIGNS[sign](value, pl.lit(bound)).fill_null(value=False)


_DTYPES = {Kind.TEXT: pl.String, Kind.WHOLE: pl.Int64, Kind.REAL: pl.Float64, Kind.TRUTH: pl.Boolean}
_SIGNS: Mapping[str, Callable[[pl.Expr, pl.Expr], pl.Expr]] = {
    "<": pl.Expr.lt,
    "<=": pl.Expr.le,
    ">": pl.Expr.gt,
    ">=": pl.Expr.ge,
}


def _kind(dtype: pl.DataType) -> Kind | None:
    if isinstance(dtype, pl.String | pl.Enum | pl.Categorical):
        return Kind.TEXT
    if isinstance(dtype, _WHOLE):
        return Kind.WHOLE
    if isinstance(dtype, pl.Float32 | pl.Float64):
        return Kind.REAL
    if isinstance(dtype, pl.Datetime):  # Python's times have no nanoseconds, and zones compare in their own way
        return Kind.TIME if dtype.time_zone is None and dtype.time_unit != "ns" else None
    return {pl.Boolean: Kind.TRUTH, pl.Date: Kind.DAY}.get(type(dtype))


def _equals(kind: Kind, value: Any) -> list[Any]:
    """The one value of this kind that equals the given one, or none."""
    if type(value) not in (str, bool, int, float):
        raise UnknownError
    if isinstance(value, str) or kind is Kind.TEXT:
        return [value] if isinstance(value, str) and kind is Kind.TEXT else []
    if kind is Kind.REAL:
        return [_real(value)]
    if not math.isfinite(value) or value != int(value) or int(value) not in _INT64:
        return []
    if kind is Kind.TRUTH:
        return [bool(value)] if value in (0, 1) else []
    return [int(value)]


def _whole(sign: str, bound: float) -> int:
    """The whole number that says the same: Python compares whole numbers with fractions exactly, polars rounds."""
    if not math.isfinite(bound):
        raise UnknownError
    same = math.ceil(bound) if sign in ("<", ">=") else math.floor(bound)
    if same not in _INT64:
        raise UnknownError
    return same


def _real(number: float) -> float:
    if math.isnan(number) or (not isinstance(number, float) and abs(number) > _EXACT):
        raise UnknownError
    return float(number)


def _zoned(bound: Any) -> bool:
    return isinstance(bound, dt.datetime) and bound.tzinfo is not None
