"""Great Expectations' own functions for pandas, applied to a few values in place of a column."""

from __future__ import annotations

import datetime as dt
import inspect
from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd
from great_expectations.execution_engine.pandas_execution_engine import PandasExecutionEngine
from great_expectations.expectations.registry import get_metric_provider

from survey.validate.polars_engine.columns import Kind
from survey.validate.polars_engine.unknown import UnknownError

EXAMPLES: Mapping[Kind, Any] = {
    Kind.TEXT: "a",
    Kind.WHOLE: 1,
    Kind.REAL: 1.0,
    Kind.TRUTH: True,
    Kind.DAY: dt.date(2000, 1, 1),
    Kind.TIME: dt.datetime(2000, 1, 1),
}


def answer(metric: str, values: Iterable[Any], kwargs: Mapping[str, Any]) -> Any:
    """What the metric's function for pandas gives for a column of these objects.

    Raises:
        UnknownError: whatever the function raises; asked about the whole column, pandas will say it again.
    """
    owner, function = get_metric_provider(metric, PandasExecutionEngine())
    column = pd.Series(list(values), dtype=object)
    try:
        return inspect.unwrap(function)(owner, column=column, **kwargs)
    except Exception as error:
        raise UnknownError from error
