"""One suite, run by the polars engine and by Great Expectations' own for pandas; and their results compared."""

from __future__ import annotations

import math
import warnings
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from copy import deepcopy
from typing import Any

import polars as pl

Written = Sequence[Mapping[str, Any]]
Results = list[dict[str, Any]]

COMPLETE = {"result_format": "COMPLETE", "unexpected_index_column_names": ["line"]}


def in_polars(frame: pl.DataFrame | pl.LazyFrame, suite: Written, result_format: Any = COMPLETE) -> Results:
    """Results in the suite's order, as JSON has them."""
    return by_polars(frame, suite, result_format)[0]


def by_polars(
    frame: pl.DataFrame | pl.LazyFrame, suite: Written, result_format: Any = COMPLETE
) -> tuple[Results, list[str]]:
    """The results, and the metrics that pandas was asked for."""
    with _unwarned():
        from survey.validate.polars_engine import opened

        with opened(frame) as batch:
            return _results(batch, suite, result_format), batch.datasource.get_execution_engine().by_pandas


def in_pandas(frame: Any, suite: Written, result_format: Any = COMPLETE) -> Results:
    """The same by Great Expectations' pandas engine, of a pandas frame."""
    with _unwarned():
        import great_expectations as gx
        from great_expectations.data_context.types import base

        bars = base.ProgressBarsConfig(globally=False, metric_calculations=False)
        store = base.InMemoryStoreBackendDefaults(init_temp_docs_sites=False)
        config = base.DataContextConfig(store_backend_defaults=store, progress_bars=bars, analytics_enabled=False)
        context = gx.get_context(mode="ephemeral", project_config=config)
        asset = context.data_sources.add_pandas("pandas").add_dataframe_asset("frame")
        batch = asset.add_batch_definition_whole_dataframe("all").get_batch({"dataframe": frame})
        return _results(batch, suite, result_format)


def objects(frame: pl.DataFrame) -> Any:
    """The frame as pandas holds Python objects."""
    import pandas as pd

    return pd.DataFrame({name: pd.Series(frame[name].to_list(), dtype=object) for name in frame.columns})


def differences(ours: Results, theirs: Results, suite: Written) -> list[str]:
    """Fields that differ, each with both values: success, the result as deep as it goes, the errors' words.

    Numbers with a point may differ by 1e-12 of themselves, as sums in another order do; a whole number is none.
    """
    found = []
    for one, other, written in zip(ours, theirs, suite, strict=True):
        left = {"success": one["success"], "errors": _errors(one), **one["result"]}
        right = {"success": other["success"], "errors": _errors(other), **other["result"]}
        for field in left.keys() | right.keys():
            if not _same(left.get(field), right.get(field)):
                values = f"{left.get(field)!r:.200} and {right.get(field)!r:.200}"
                found.append(f"{written['type']} {written['kwargs']}: {field} is {values}")
    return sorted(found)


def raised(result: dict[str, Any]) -> bool:
    """Whether the expectation could not be run."""
    return bool(_errors(result))


def _errors(result: dict[str, Any]) -> list[str]:
    info = result["exception_info"]
    parts = [info] if "raised_exception" in info else list(info.values())
    return sorted({part["exception_message"] for part in parts if part["raised_exception"]})


def _same(one: Any, other: Any) -> bool:
    if isinstance(one, dict) and isinstance(other, dict):
        return list(one) == list(other) and all(_same(one[key], other[key]) for key in one)
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(_same, one, other))
    if isinstance(one, float) and isinstance(other, float):
        return one == other or math.isclose(one, other, rel_tol=1e-12) or (math.isnan(one) and math.isnan(other))
    return type(one) is type(other) and bool(one == other)


def _results(batch: Any, suite: Written, result_format: Any) -> Results:
    from great_expectations import ExpectationSuite
    from great_expectations.expectations.expectation_configuration import ExpectationConfiguration

    made = [ExpectationConfiguration(**deepcopy(dict(written))).to_domain_obj() for written in suite]
    together = ExpectationSuite(name="suite", expectations=made)
    for place, each in enumerate(made):
        each.id = str(place)  # results come in another order
    found = batch.validate(together, result_format=result_format)
    by_place = {int(each.expectation_config.id): each.to_json_dict() for each in found.results}
    return [by_place[place] for place in range(len(suite))]


@contextmanager
def _unwarned() -> Iterator[None]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield
