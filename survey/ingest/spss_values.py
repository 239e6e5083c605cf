"""SPSS values as text: labels, exact numbers, dates and times, and which of them are missing."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable
from decimal import Decimal

from survey.ingest.cells import Described
from survey.ingest.coded_columns import Part, shared_labels
from survey.ingest.spss_file import SavVariable, Value

_TEXTS = {"A", "AHEX"}
_DAYS = {"DATE", "ADATE", "EDATE", "JDATE", "SDATE", "QYR", "MOYR", "WKYR"}
_MOMENTS = {"DATETIME", "YMDHMS"}
_DURATIONS = {"TIME", "DTIME", "MTIME"}
_BEGINNING = dt.datetime(1582, 10, 14)  # SPSS counts seconds from the first day of the Gregorian calendar
_DAY = 86_400


def is_text(variable: SavVariable) -> bool:
    """The variable holds texts, not numbers."""
    return _format(variable) in _TEXTS


def is_missing(variable: SavVariable, value: Value) -> bool:
    """The user has declared this value to be missing: by itself, or within a range."""
    return any(_within(value, low, high) for low, high in variable.missing)


def code_of(variable: SavVariable, value: Value) -> str:
    """The value without its label: dates and times in ISO 8601, numbers in full, texts as they are."""
    if isinstance(value, str):
        return value
    if math.isnan(value):
        return ""
    kind = _format(variable)
    if kind in _DAYS | _MOMENTS:
        return _date(value, kind in _MOMENTS)
    return _duration(value) if kind in _DURATIONS else _number(value)


def text_of(variable: SavVariable, value: Value | None) -> str:
    """The value's label, or without one its code; what the system calls missing is empty."""
    if value is None:
        return ""
    return variable.values.get(value, "").strip() or code_of(variable, value)


def single_column(variable: SavVariable) -> Part:
    """A variable as one column."""
    texts = {value: text_of(variable, value) for value in set(variable.column)}
    values = tuple((code_of(variable, value), text_of(variable, value)) for value in variable.values)
    bare = _unlabelled(variable)
    kind = _kind(variable, len(bare))
    described = Described(variable.name, kind, variable.label, (variable.name,), values, missing_texts(variable))
    notes = shared_labels(described)
    if kind == "single" and bare:
        codes = sorted((code_of(variable, value) for value in bare), key=lambda code: (len(code), code))
        notes += (f"{variable.name}: no label for {', '.join(codes)[:200]}",)
    return Part(described, ([texts[value] for value in variable.column],), notes)


def missing_texts(variable: SavVariable) -> tuple[str, ...]:
    """The texts of the values declared missing: those named, those labelled, and those that occur in a range."""
    named = [low for low, high in variable.missing if low == high]
    values = [*named, *variable.values, *_sorted(set(variable.column) - {None})]
    return tuple(dict.fromkeys(text_of(variable, value) for value in values if is_missing(variable, value)))


def _sorted(values: Iterable[Value | None]) -> list[Value]:
    return sorted((value for value in values if value is not None), key=lambda value: (str(type(value)), value))


def _within(value: Value, low: Value, high: Value) -> bool:
    if isinstance(value, str) or isinstance(low, str) or isinstance(high, str):
        return value in (low, high)
    return low <= value <= high


def _format(variable: SavVariable) -> str:
    return variable.format.rstrip("0123456789.")


def _unlabelled(variable: SavVariable) -> set[Value]:
    """Values that occur, are not declared missing, and have no label."""
    found = {value for value in set(variable.column) if value is not None and code_of(variable, value)}
    return {value for value in found - variable.values.keys() if not is_missing(variable, value)}


def _kind(variable: SavVariable, unlabelled: int) -> str:
    """Labels make a single answer of a variable; not where they are the exception: an age, with 99 for refused."""
    kind = _format(variable)
    if kind in _DAYS | _MOMENTS:
        return "date"
    labelled = sum(not is_missing(variable, value) for value in variable.values)
    if labelled and unlabelled <= labelled:
        return "single"
    return "text" if kind in _TEXTS | _DURATIONS else "number"


def _number(value: float) -> str:
    """A number in full and exactly: 12.0 as `12`, 1e-7 as `0.0000001`."""
    return str(int(value)) if value.is_integer() else format(Decimal(repr(value)), "f")


def _date(seconds: float, with_time: bool) -> str:
    """A day, with its time where the format has one or it is not midnight. What no calendar holds stays a number."""
    try:
        moment = _BEGINNING + dt.timedelta(seconds=round(seconds, 5))
    except (OverflowError, ValueError):
        return _number(seconds)
    return moment.isoformat() if with_time or seconds % _DAY else moment.date().isoformat()


def _duration(seconds: float) -> str:
    """Hours, minutes and seconds; a duration may have more than 24 hours."""
    if not math.isfinite(seconds):
        return _number(seconds)
    whole = int(abs(seconds))
    fraction = format(Decimal(repr(abs(seconds))) - whole, "f").removeprefix("0").rstrip("0").rstrip(".")
    sign = "-" if seconds < 0 else ""
    return f"{sign}{whole // 3600:02}:{whole // 60 % 60:02}:{whole % 60:02}{fraction}"
