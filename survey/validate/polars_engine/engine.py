"""The execution engine: which metric that Great Expectations asks for is answered how, and when."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress
from typing import Any, cast

import numpy as np
from great_expectations.core.batch import BatchMarkers
from great_expectations.exceptions.exceptions import MetricResolutionError
from great_expectations.execution_engine.pandas_execution_engine import PandasExecutionEngine
from great_expectations.validator.metric_configuration import MetricConfiguration

from survey.validate.polars_engine.aggregates import REFUSED, Aggregate, aggregate, select
from survey.validate.polars_engine.conditions import SUFFIX, Condition, condition
from survey.validate.polars_engine.failing import SUFFIXES, Wanted, told
from survey.validate.polars_engine.in_pandas import FrameData, ask_pandas
from survey.validate.polars_engine.unknown import NOT_KNOWN, UnknownError

FRAME = "lazy frame"  # under this name a batch's empty pandas frame carries the lazy one in its attrs

_CONDITION = "unexpected_condition"  # by this name a metric knows the condition that it tells of
_JUDGED = ".filtered_row_count"


class _Untranslated:
    """In place of a condition that pandas is to work out, together with what is to be told of it."""


class PolarsExecutionEngine(PandasExecutionEngine):
    """Answers what it can in polars, and asks pandas for the rest.

    Great Expectations asks in rounds, each for what earlier rounds made possible, and asks again for what it was not
    given. So figures are held back until all conditions are known: one select then serves the whole suite.

    `by_pandas`: names of the metrics that pandas was asked for, in order.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by_pandas: list[str] = []
        self._failed: dict[Any, str] = {}  # what pandas said, by metric id

    def get_batch_data_and_markers(self, batch_spec: Any) -> tuple[FrameData, BatchMarkers]:
        """The lazy frame that the batch's pandas frame carries."""
        frame = batch_spec.batch_data.attrs[FRAME]
        _, markers = super().get_batch_data_and_markers(batch_spec)
        return FrameData(self, frame), markers

    def load_batch_data(self, batch_id: str, batch_data: Any) -> None:
        """Takes a batch in; what was found wrong with an earlier one of that id is forgotten."""
        super().load_batch_data(batch_id, batch_data)
        self._failed.clear()

    def release(self) -> None:
        """Lets go of all frames and of all that was found in them."""
        self.batch_manager.batch_data_cache.clear()
        self.batch_manager.batch_cache.clear()
        self._metric_cache = {}
        self._failed.clear()

    def resolve_metrics(
        self,
        metrics_to_resolve: Iterable[MetricConfiguration],
        metrics: dict[Any, Any] | None = None,
        runtime_configuration: dict[str, Any] | None = None,
    ) -> dict[Any, Any]:
        """Values by metric id: of some of those asked for, of none only where none has a value.

        Raises:
            MetricResolutionError: for those without a value that fail in the same words.
        """
        every = list(metrics_to_resolve)
        asked = [metric for metric in every if metric.id not in self._failed]
        found = self._planned(asked) or self._found(asked, metrics or {}, runtime_configuration)
        if every and not found:
            words = self._failed[every[0].id]
            failed = tuple(metric for metric in every if self._failed[metric.id] == words)
            raise MetricResolutionError(message=words, failed_metrics=failed)
        return found

    def _planned(self, asked: Iterable[MetricConfiguration]) -> dict[Any, Any]:
        """What can be told without a look at the rows."""
        planned: dict[Any, Any] = {}
        for metric in asked:
            schema, name = self._data(metric).schema, metric.metric_name
            if name == "table.column_types":
                planned[metric.id] = [{"name": column, "type": np.dtype(object)} for column in schema]
            elif name == "table.columns":
                planned[metric.id] = list(schema)
            elif name.endswith((SUFFIX, ".map")):
                planned[metric.id] = _Untranslated()
                with suppress(*NOT_KNOWN):
                    domain, settings = metric.metric_domain_kwargs, metric.metric_value_kwargs
                    planned[metric.id] = condition(name, schema, domain, settings)
        return planned

    def _found(self, asked: Iterable[MetricConfiguration], known: Mapping[Any, Any], runtime: Any) -> dict[Any, Any]:
        """What the rows tell, batch by batch; of most suites there is one."""
        found: dict[Any, Any] = {}
        batches: dict[int, list[MetricConfiguration]] = {}
        for metric in asked:
            batches.setdefault(id(self._data(metric)), []).append(metric)
        for metrics in batches.values():
            data = self._data(metrics[0])
            in_polars = _in_polars(data, metrics, known)
            rest = [metric for metric in metrics if metric.id not in in_polars]
            found |= in_polars | self._in_pandas(data, rest, known, runtime)
        return found

    def _in_pandas(
        self, data: FrameData, rest: Iterable[MetricConfiguration], known: Mapping[Any, Any], runtime: Any
    ) -> dict[Any, Any]:
        found: dict[Any, Any] = {}
        plain = {key: value for key, value in known.items() if not isinstance(value, Condition | _Untranslated)}
        groups: dict[Any, list[MetricConfiguration]] = {}
        for metric in rest:
            groups.setdefault(getattr(metric.metric_dependencies.get(_CONDITION), "id", metric.id), []).append(metric)
        for metrics in groups.values():
            self.by_pandas += [metric.metric_name for metric in metrics]
            answers, failed = ask_pandas(data, metrics, plain, runtime)
            found |= answers
            self._failed |= failed
        return found

    def _data(self, metric: MetricConfiguration) -> FrameData:
        batch = str(metric.metric_domain_kwargs.get("batch_id") or self.batch_manager.active_batch_data_id)
        return cast(FrameData, self.batch_manager.batch_data_cache[batch])


def _in_polars(data: FrameData, asked: Iterable[MetricConfiguration], known: Mapping[Any, Any]) -> dict[Any, Any]:
    """The values, by id, of those metrics that expressions give."""
    figures: dict[Any, Aggregate] = {}
    wanted: dict[Any, Wanted] = {}
    for metric in asked:
        with suppress(*NOT_KNOWN):
            one = _sorted(metric, data, known)
            if isinstance(one, Wanted):
                wanted[metric.id] = one
                figures[id(one.condition)] = Aggregate((one.condition.unexpected.sum(),), int)
            else:
                figures[metric.id] = one
    found = select(data.frame, figures)
    wanted = {key: each for key, each in wanted.items() if id(each.condition) in found}
    answers = {key: value for key, value in found.items() if not isinstance(key, int)}
    with suppress(*REFUSED):
        answers |= told(data, wanted, found)
    return answers


def _sorted(metric: MetricConfiguration, data: FrameData, known: Mapping[Any, Any]) -> Aggregate | Wanted:
    name, settings = metric.metric_name, metric.metric_value_kwargs
    dependency = metric.metric_dependencies.get(_CONDITION)
    if dependency is None:
        return aggregate(name, data.schema, metric.metric_domain_kwargs, settings)
    asked, suffix = known.get(dependency.id), "." + name.rpartition(".")[2]
    if isinstance(asked, Condition) and suffix == _JUDGED:
        return Aggregate((asked.judged.sum(),), int)
    if not isinstance(asked, Condition) or suffix not in SUFFIXES:
        raise UnknownError
    return Wanted(suffix, asked, settings.get("result_format") or {})
