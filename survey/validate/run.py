"""An export, as read, against a suite: what fails, in words, and the engine's own result."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from typing import Any

import polars as pl

from survey.validate.engine import run
from survey.validate.failures import FAILURES, about, columns_of, failure, missing_columns
from survey.validate.rules import EXISTS
from survey.validate.suite import Expectation, Suite

__all__ = ["FAILURES", "Outcome", "validate"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """`failures` has the schema FAILURES, in the suite's order. `checked`: how many expectations were run.

    `full`: Great Expectations' own result as JSON, the same bytes for the same frame and suite. It holds answers
    of respondents.
    """

    success: bool
    failures: pl.DataFrame
    checked: int
    full: bytes


@dataclass(frozen=True, slots=True)
class _Check:
    expectation: Expectation
    missing: str  # the first of its columns that the frame does not have
    result: dict[str, Any]


def validate(as_read: pl.DataFrame | pl.LazyFrame, suite: Suite) -> Outcome:
    """The outcome of a suite's expectations on a frame as frames.AS_READ describes it; a lazy one is never whole here.

    An expectation on a column that the frame does not have is not run: the missing column is the failure, one for
    all the columns of a question. One that Great Expectations cannot run is a failure with its message.
    """
    frame = as_read.lazy()
    columns = frame.collect_schema().names()
    missing = [_missing(expectation, columns) for expectation in suite.expectations]
    pairs = list(zip(suite.expectations, missing, strict=True))
    to_run = [expectation for expectation, column in pairs if not column or expectation.type == EXISTS]
    results = iter(run(frame, to_run))
    checks = [
        _Check(each, column, next(results) if not column or each.type == EXISTS else _not_run(column))
        for each, column in pairs
    ]
    height = int(frame.select(pl.len()).collect().item())
    failures = pl.DataFrame(list(_rows(checks, columns, height)), schema=dict(FAILURES))
    return Outcome(failures.is_empty(), failures, len(to_run), _full(suite.name, checks))


def _missing(expectation: Expectation, columns: Sequence[str]) -> str:
    return next((column for column in columns_of(expectation) if column not in columns), "")


def _not_run(column: str) -> dict[str, Any]:
    info = {"raised_exception": False, "exception_message": f"not checked: the column {column!r} is missing"}
    return {"success": False, "exception_info": info, "result": {}}


def _rows(checks: Sequence[_Check], columns: Sequence[str], height: int) -> Iterator[dict[str, Any]]:
    by_question: dict[str, dict[str, list[Expectation]]] = {}
    for check in checks:
        if check.missing:
            of_question = by_question.setdefault(about(check.missing), {})
            of_question.setdefault(check.missing, []).append(check.expectation)
    for check in checks:
        if check.missing:
            if together := by_question.pop(about(check.missing), None):
                yield missing_columns(together, columns)
        elif not check.result["success"]:
            yield failure(check.expectation, check.result, height)


def _full(name: str, checks: Sequence[_Check]) -> bytes:
    """As Great Expectations writes the result of a suite, without what differs from run to run."""
    passed = sum(check.result["success"] for check in checks)
    written = {
        "meta": {"great_expectations_version": version("great_expectations")},
        "results": [{**check.result, "expectation_config": dict(check.expectation.written)} for check in checks],
        "statistics": {
            "evaluated_expectations": len(checks),
            "successful_expectations": passed,
            "unsuccessful_expectations": len(checks) - passed,
            "success_percent": 100 * passed / len(checks) if checks else None,
        },
        "success": passed == len(checks),
        "suite_name": name,
    }
    return (json.dumps(written, sort_keys=True, ensure_ascii=False, default=str) + "\n").encode()
