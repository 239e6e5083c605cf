"""Failed expectations as rows that say what is wrong, where, and what to do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl

from survey.errors import nearest
from survey.frames import Schema
from survey.validate.rules import EXISTS
from survey.validate.suite import Expectation
from survey.validate.values import VALUES, count_values, listed, look_alikes, most_frequent, shown
from survey.validate.words import counted

# One failed expectation a row; but the columns of one question that are missing are one row together.
FAILURES: Schema = {
    "question_id": pl.String,  # or the column's name where it is of no question; empty: about the whole export
    "expectation": pl.String,  # its type
    "what": pl.String,  # what it states: "Top responsibilities: at most 5 picks"
    "failed": pl.Int64,  # rows that fail; null: not about single rows, or could not be checked
    "rows": pl.Int64,  # rows checked: those with a value, where it is about values
    "lines": pl.String,  # lines of the export: the first ten, "and 12 more"
    "got": pl.String,  # the values found, the five most frequent, each with its count
    "todo": pl.String,
}

_JOINT = "; "
_SAYS = {"off_route": "answered", "not_alone": "with others", "answered": "no answer"}
_BY_HAND = "see to these lines, or change this expectation: it was written by hand"
_UNCHECKED = "it could not be checked: mend its settings in the suite"


def failure(expectation: Expectation, result: Mapping[str, Any], height: int) -> dict[str, Any]:
    """The row of an expectation that failed; `result` as engine.run gives it, `height` the frame's rows."""
    details, message = result["result"], result["exception_info"]["exception_message"]
    found = details.get("unexpected_index_list") or []
    count = details.get("element_count")
    got, todo = (message[:500], _UNCHECKED) if message else _got(expectation, found, details.get("observed_value"))
    return {
        "question_id": _question_id(expectation),
        "expectation": expectation.type,
        "what": _statement(expectation),
        "failed": details.get("unexpected_count"),
        "rows": height if count is None else count - (details.get("missing_count") or 0),
        "lines": listed(str(line) for line in sorted(each["line"] for each in found)),
        "got": got,
        "todo": todo,
    }


def missing_columns(missing: Mapping[str, Sequence[Expectation]], columns: Sequence[str]) -> dict[str, Any]:
    """The one row for a question's missing columns, each with the expectations on it; `columns` are the frame's."""
    together = [expectation for on_one in missing.values() for expectation in on_one]
    told = [expectation for expectation in together if expectation.type == EXISTS]
    first, others = (told or together)[0], len(together) - len(told)
    hint = "" if first.derived else nearest(next(iter(missing)), columns)
    return {
        "question_id": _question_id(first),
        "expectation": first.type,
        "what": _statement(first),
        "failed": None,
        "rows": 0,
        "lines": "",
        "got": "missing: "
        + listed(missing, VALUES)
        + (f"; not checked: {counted(others, 'more expectation')}" if others else ""),
        "todo": "; ".join(part for part in (str(first.meta.get("todo") or _BY_HAND), hint) if part),
    }


def about(column: str) -> str:
    """The question (or column of no question) that a column of AS_READ belongs to: `q6` of `q6.day:unread`."""
    return column.partition(":")[0].partition(".")[0]


def columns_of(expectation: Expectation) -> list[str]:
    """The columns it looks into."""
    kwargs = expectation.kwargs
    several = kwargs.get("column_list")
    named = [kwargs.get(key) for key in ("column", "column_A", "column_B")]
    return [name for name in [*named, *(several if isinstance(several, list) else [])] if isinstance(name, str)]


def _got(expectation: Expectation, found: Sequence[Mapping[str, Any]], observed: Any) -> tuple[str, str]:
    """What was found, and what to do."""
    todo = str(expectation.meta.get("todo") or _BY_HAND)
    if not found:
        return "" if observed is None else shown(observed), todo
    # The unread texts of a multi-code answer are joined; no option that holds the joint is taken apart.
    options = _list(expectation.meta.get("options"))
    joined = bool(options) and not any(_JOINT in str(option) for option in options)
    values = count_values(found, split=_JOINT if joined else "")
    ending = str(expectation.kwargs.get("column")).partition(":")[2]
    hints = look_alikes(values, options or _list(expectation.kwargs.get("value_set")))
    return most_frequent(values, _SAYS.get(ending, "")), "; ".join([todo, *hints])


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _question_id(expectation: Expectation) -> str:
    told = expectation.meta.get("question_id")
    return str(told) if told else next((about(column) for column in columns_of(expectation)), "")


def _statement(expectation: Expectation) -> str:
    """In its own words, or else from its type and settings."""
    words = expectation.meta.get("what") or expectation.written.get("description")
    if words:
        return str(words)
    columns = " and ".join(columns_of(expectation))
    kind = expectation.type.removeprefix("expect_").removeprefix("column_").replace("_", " ")
    others = (key for key in expectation.kwargs if key not in ("column", "column_A", "column_B", "column_list"))
    settings = ", ".join(f"{key} {shown(expectation.kwargs[key])}" for key in others)
    return ": ".join(part for part in (columns, kind) if part) + (f" ({settings})" if settings else "")
