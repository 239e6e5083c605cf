"""The datasource through which Great Expectations takes the engine, and a frame as one of its batches."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, ClassVar, Literal

import great_expectations as gx
import pandas as pd
import polars as pl
from great_expectations.data_context.types import base
from great_expectations.datasource.fluent.pandas_datasource import DataFrameAsset, PandasDatasource

from survey.validate.polars_engine.engine import FRAME, PolarsExecutionEngine


class PolarsDatasource(PandasDatasource):
    """`context.data_sources.add_polars(name)`: a pandas datasource with the engine put in place of pandas' own."""

    execution_engine_override: ClassVar[Any] = PolarsExecutionEngine
    asset_types: ClassVar[Sequence[Any]] = [DataFrameAsset]

    type: Literal["polars"] = "polars"  # type: ignore[assignment]


@contextmanager
def opened(frame: pl.DataFrame | pl.LazyFrame) -> Iterator[Any]:
    """The frame as a batch of an ephemeral context, which writes no files and draws no progress bars.

    A lazy frame is read several times, so its rows must come in the same order each time. At the end no reference to
    the frame is left.
    """
    config = base.DataContextConfig(
        store_backend_defaults=base.InMemoryStoreBackendDefaults(init_temp_docs_sites=False),
        progress_bars=base.ProgressBarsConfig(globally=False, metric_calculations=False),
        analytics_enabled=False,
    )
    context = gx.get_context(mode="ephemeral", project_config=config)
    datasource: Any = context.data_sources.add_polars("polars")
    definition = datasource.add_dataframe_asset("frame").add_batch_definition_whole_dataframe("all")
    batch = definition.get_batch({"dataframe": carrier(frame)})
    try:
        yield batch
    finally:
        datasource.get_execution_engine().release()


def carrier(frame: pl.DataFrame | pl.LazyFrame) -> pd.DataFrame:
    """An empty pandas frame that carries the lazy one, as Great Expectations' asset takes no other kind of frame."""
    empty = pd.DataFrame()
    empty.attrs[FRAME] = frame.lazy()
    return empty
