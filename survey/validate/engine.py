"""Great Expectations at work on one frame: in memory, silent, and no exception of its own gets out.

It is imported in here, when first needed: that takes seconds.
"""

from __future__ import annotations

import io
import logging
import warnings
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from copy import copy, deepcopy
from typing import Any

import polars as pl

from survey.validate.suite import Expectation

# Complete, as only then the index list is not capped at 200; the query would repeat the lines once more.
_FORMAT = {
    "result_format": "COMPLETE",
    "unexpected_index_column_names": ["line"],
    "return_unexpected_index_query": False,
}


def run(frame: pl.DataFrame | pl.LazyFrame, expectations: Sequence[Expectation]) -> list[dict[str, Any]]:
    """The result of each expectation, in order, as Great Expectations' JSON has it.

    Each has `success`, `result` and `exception_info`, of which only `raised_exception` and `exception_message` are
    kept (the traceback names files of this machine). An expectation that cannot be made or run has such a message.
    """
    with _quiet():
        from survey.validate.polars_engine import opened

        with opened(frame) as batch:
            return _results(batch, expectations)


@contextmanager
def _quiet() -> Iterator[None]:
    """Neither warnings, log lines nor print from within; all are as before afterwards."""
    logger, silent = logging.getLogger("great_expectations"), logging.NullHandler()
    propagate = logger.propagate
    with warnings.catch_warnings(), redirect_stdout(io.StringIO()), redirect_stderr(io.StringIO()):
        warnings.simplefilter("ignore")
        logger.addHandler(silent)
        logger.propagate = False
        try:
            yield
        finally:
            logger.propagate = propagate
            logger.removeHandler(silent)


def _results(batch: Any, expectations: Sequence[Expectation]) -> list[dict[str, Any]]:
    """One that cannot be made is a result by itself; all others are run together."""
    results: dict[int, dict[str, Any]] = {}
    made: dict[int, Any] = {}
    for place, expectation in enumerate(expectations):
        try:
            made[place] = _made(expectation)
        except Exception as error:  # Great Expectations lets through whatever kwargs written by hand set off
            results[place] = _failed(error)
    results |= _validated(batch, made)
    return [results[place] for place in range(len(expectations))]


def _made(expectation: Expectation) -> Any:
    from great_expectations.expectations.expectation_configuration import ExpectationConfiguration

    written = {key: value for key, value in deepcopy(dict(expectation.written)).items() if key != "id"}
    return ExpectationConfiguration(**written).to_domain_obj()


def _validated(batch: Any, made: Mapping[int, Any]) -> dict[int, dict[str, Any]]:
    """All in one run, which computes together what they share; where one breaks the run, each half by itself."""
    from great_expectations import ExpectationSuite

    if not made:
        return {}
    try:
        suite = ExpectationSuite(name="suite", expectations=[copy(each) for each in made.values()])
        for place, each in zip(made, suite.expectations, strict=True):
            each.id = str(place)  # results come in another order
        found = batch.validate(suite, result_format=_FORMAT)
    except Exception as error:
        if len(made) == 1:
            return dict.fromkeys(made, _failed(error))
        places, middle = list(made), len(made) // 2
        halves = ({place: made[place] for place in half} for half in (places[:middle], places[middle:]))
        return {place: result for half in halves for place, result in _validated(batch, half).items()}
    return {int(each.expectation_config.id): _cleaned(each.to_json_dict()) for each in found.results}


def _cleaned(result: dict[str, Any]) -> dict[str, Any]:
    info = result["exception_info"]
    parts = [info] if "raised_exception" in info else list(info.values())
    messages = dict.fromkeys(part["exception_message"] or "no message" for part in parts if part["raised_exception"])
    return _result(bool(result["success"]), "; ".join(messages), result["result"])


def _failed(error: Exception) -> dict[str, Any]:
    return _result(success=False, message=str(error) or type(error).__name__)


def _result(success: bool, message: str, details: dict[str, Any] | None = None) -> dict[str, Any]:
    info = {"raised_exception": bool(message), "exception_message": " ".join(message.split()) or None}
    return {"success": success, "exception_info": info, "result": details or {}}
