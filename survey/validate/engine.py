"""Great Expectations at work on one frame: in memory, silent, and no exception of its own gets out.

It is imported in here, when first needed: that takes seconds.
"""

from __future__ import annotations

import io
import logging
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from copy import deepcopy
from typing import Any

import polars as pl

from survey.validate.suite import Expectation

# Complete, as only then the index list is not capped at 200; the query would repeat the lines once more.
_FORMAT = {
    "result_format": "COMPLETE",
    "unexpected_index_column_names": ["line"],
    "return_unexpected_index_query": False,
}


def run(frame: pl.DataFrame, expectations: Sequence[Expectation]) -> list[dict[str, Any]]:
    """The result of each expectation, in order, as Great Expectations' JSON has it.

    Each has `success`, `result` and `exception_info`, of which only `raised_exception` and `exception_message` are
    kept (the traceback names files of this machine). An expectation that cannot be made or run has such a message.
    """
    with _quiet():
        return _results(_batch(frame), expectations)


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


def _batch(frame: pl.DataFrame) -> Any:
    """The frame as a batch of an ephemeral context: no files, no progress bars.

    Every column is of Python objects, so that a whole number with gaps stays whole and no text becomes a number.
    """
    import great_expectations as gx
    import pandas as pd
    from great_expectations.data_context.types import base

    columns = {name: pd.Series(frame[name].to_list(), dtype=object) for name in frame.columns}
    config = base.DataContextConfig(
        store_backend_defaults=base.InMemoryStoreBackendDefaults(init_temp_docs_sites=False),
        progress_bars=base.ProgressBarsConfig(globally=False, metric_calculations=False),
        analytics_enabled=False,
    )
    context = gx.get_context(mode="ephemeral", project_config=config)
    asset = context.data_sources.add_pandas("responses").add_dataframe_asset("as_read")
    return asset.add_batch_definition_whole_dataframe("all").get_batch({"dataframe": pd.DataFrame(columns)})


def _results(batch: Any, expectations: Sequence[Expectation]) -> list[dict[str, Any]]:
    """All in one run, which computes together what they share; where one breaks the run, each half by itself."""
    if not expectations:
        return []
    try:
        found = batch.validate(_suite(expectations), result_format=_FORMAT)
    except Exception as error:  # Great Expectations lets through whatever kwargs written by hand set off
        if len(expectations) == 1:
            return [_result(success=False, message=str(error) or type(error).__name__)]
        middle = len(expectations) // 2
        return _results(batch, expectations[:middle]) + _results(batch, expectations[middle:])
    by_place = {int(each.expectation_config.id): each.to_json_dict() for each in found.results}
    return [_cleaned(by_place[place]) for place in range(len(expectations))]


def _suite(expectations: Sequence[Expectation]) -> Any:
    from great_expectations import ExpectationSuite
    from great_expectations.expectations.expectation_configuration import ExpectationConfiguration

    made = []
    for expectation in expectations:
        written = {key: value for key, value in deepcopy(dict(expectation.written)).items() if key != "id"}
        made.append(ExpectationConfiguration(**written).to_domain_obj())
    suite = ExpectationSuite(name="suite", expectations=made)
    for place, each in enumerate(made):
        each.id = str(place)  # results come in another order
    return suite


def _cleaned(result: dict[str, Any]) -> dict[str, Any]:
    info = result["exception_info"]
    parts = [info] if "raised_exception" in info else list(info.values())
    messages = dict.fromkeys(part["exception_message"] or "no message" for part in parts if part["raised_exception"])
    return _result(bool(result["success"]), "; ".join(messages), result["result"])


def _result(success: bool, message: str, details: dict[str, Any] | None = None) -> dict[str, Any]:
    info = {"raised_exception": bool(message), "exception_message": " ".join(message.split()) or None}
    return {"success": success, "exception_info": info, "result": details or {}}
