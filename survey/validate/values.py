"""Values that failed, counted and put into one line of text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from survey.errors import nearest

VALUES = 5  # so many values are named before "and 12 more"
_LINES = 10
_LONG = 80  # characters of a text that are shown
_COMPARED = 200  # longer than any label: comparing an essay with each option would take minutes


def shown(value: Any) -> str:
    """A value on one line: texts quoted, long ones cut, whole numbers without a point."""
    if value is None:
        return "empty"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    text = repr(value[:_LONG] + "…" if isinstance(value, str) and len(value) > _LONG else value)
    return text if len(text) <= 4 * _LONG else text[: 4 * _LONG] + "…"


def count_values(found: Sequence[Mapping[str, Any]], split: str = "") -> Counter[Any]:
    """How often each failing value stands; `found` has one row a failing line, with `line` and the values.

    Values of several columns are put together; texts are taken apart at `split`.
    """
    columns = [name for name in found[0] if name != "line"] or ["line"] if found else []
    if len(columns) > 1:
        return Counter(tuple((name, each[name]) for name in columns) for each in found)
    values = (each[columns[0]] for each in found)
    return Counter(text for value in values for text in str(value).split(split)) if split else Counter(values)


def _frequent(values: Counter[Any]) -> list[Any]:
    """The five most frequent; equally frequent ones in the order of their text."""
    return sorted(values, key=lambda value: (-values[value], str(value)))[:VALUES]


def most_frequent(values: Counter[Any], says: str = "") -> str:
    """The most frequent values, each with its count; `says` stands for the value where it says nothing itself."""
    texts = [f"{says or _together(value)} ({values[value]:,})" for value in _frequent(values)]
    return "; ".join(texts) + _more(len(values) - VALUES)


def listed(texts: Iterable[str], most: int = _LINES) -> str:
    """The first ten, `and 12 more`."""
    every = list(texts)
    return ", ".join(every[:most]) + _more(len(every) - most)


def look_alikes(values: Counter[Any], options: Iterable[Any]) -> list[str]:
    """For the most frequent texts, the option that each looks like."""
    known = [option for option in options if isinstance(option, str)]
    texts = [value for value in _frequent(values) if isinstance(value, str) and len(value) <= _COMPARED]
    return [f"{shown(text)}: {hint}" for text in texts if (hint := nearest(text, known))]


def _together(value: Any) -> str:
    return ", ".join(f"{name} {shown(one)}" for name, one in value) if isinstance(value, tuple) else shown(value)


def _more(count: int) -> str:
    return f" and {count:,} more" if count > 0 else ""
