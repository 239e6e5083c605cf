"""What there is no expression for: Great Expectations' pandas engine, on the columns concerned and no others."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any

import pandas as pd
import polars as pl
from great_expectations.exceptions.exceptions import MetricResolutionError
from great_expectations.execution_engine.pandas_batch_data import PandasBatchData
from great_expectations.execution_engine.pandas_execution_engine import PandasExecutionEngine
from great_expectations.validator.metric_configuration import MetricConfiguration
from polars.selectors import by_name

from survey.validate.polars_engine.columns import Schema


def as_pandas(frame: pl.DataFrame) -> pd.DataFrame:
    """The frame with columns of Python objects: a whole number with gaps stays whole, a date stays a date.

    So values are those that `polars.Series.to_list` gives. pyarrow is not needed.
    """
    return pd.DataFrame({name: pd.Series(frame[name].to_list(), dtype=object) for name in frame.columns})


class FrameData(PandasBatchData):
    """A lazy frame as the data of a batch; Great Expectations finds it in pandas where it looks into it."""

    def __init__(self, engine: PandasExecutionEngine, frame: pl.LazyFrame) -> None:
        """Reads the frame's schema, so that a source that cannot be read fails here."""
        super().__init__(engine, None)
        self.frame = frame
        self.schema: Schema = frame.collect_schema()

    @cached_property
    def dataframe(self) -> pd.DataFrame:
        """The whole frame, in pandas."""
        return as_pandas(self.frame.collect(engine="streaming"))


def ask_pandas(
    data: FrameData, metrics: Sequence[MetricConfiguration], known: Mapping[Any, Any], runtime: Any
) -> tuple[dict[Any, Any], dict[Any, str]]:
    """The metrics' values, and the words of the errors of those that have none, each by the metric's id.

    Each column they need is converted once, so metrics on one condition are best asked for together. `known`: values
    by id; what a metric depends on and is not among them is worked out.
    """
    engine, found = PandasExecutionEngine(), dict(known)
    failed: dict[Any, str] = {}
    narrow = FrameData(engine, data.frame.select(by_name(*_columns(metrics, list(data.schema)))))
    engine.load_batch_data(str(metrics[0].metric_domain_kwargs.get("batch_id")), narrow)
    for metric in metrics:
        try:
            _resolve(engine, metric, found, runtime)
        except MetricResolutionError as error:
            failed[metric.id] = str(error)
    return {metric.id: found[metric.id] for metric in metrics if metric.id not in failed}, failed


def _resolve(engine: PandasExecutionEngine, metric: MetricConfiguration, found: dict[Any, Any], runtime: Any) -> None:
    if metric.id in found:
        return
    for dependency in metric.metric_dependencies.values():
        _resolve(engine, dependency, found, runtime)
    try:
        found |= engine.resolve_metrics([metric], found, runtime)
    except MetricResolutionError:
        raise
    except Exception as error:  # Great Expectations would end the run of all that is asked
        raise MetricResolutionError(message=str(error), failed_metrics=(metric,)) from error


def _columns(metrics: Sequence[MetricConfiguration], names: Sequence[str]) -> Sequence[str]:
    """The columns that the metrics may look into; all of them where that cannot be told."""
    named: set[str] = set()
    for metric in metrics:
        domain = metric.metric_domain_kwargs
        own = [domain.get("column"), domain.get("column_A"), domain.get("column_B"), *(domain.get("column_list") or ())]
        if metric.metric_name.endswith(".unexpected_rows") or not (any(own) or metric.metric_name == "table.row_count"):
            return names
        result_format = metric.metric_value_kwargs.get("result_format") or {}
        texts = [*_texts(domain.get("row_condition")), *_texts(result_format.get("unexpected_index_column_names"))]
        named |= {*own, *(name for name in names if any(name in text for text in texts))}
    return [name for name in names if name in named] or names


def _texts(value: Any) -> Iterable[str]:
    """All texts within: a column that a condition on rows looks into is named in one of them."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for each in value.values():
            yield from _texts(each)
    elif isinstance(value, Iterable):
        for each in value:
            yield from _texts(each)
