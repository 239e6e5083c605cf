"""Any column, any settings: the expressions against Great Expectations' functions for pandas, called by themselves.

Where those raise there must be no expression either, so that pandas is asked and its error is told.
"""

from __future__ import annotations

import datetime as dt
import math
import warnings
from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from survey.validate.polars_engine.aggregates import aggregate, select
from survey.validate.polars_engine.conditions import condition
from survey.validate.polars_engine.given import answer
from survey.validate.polars_engine.unknown import NOT_KNOWN, UnknownError

WHOLE = st.integers(-3, 3) | st.sampled_from([2**53, 2**53 + 1, -(2**53) - 1, 2**63 - 1, -(2**63)])
REAL = st.sampled_from([0.0, -0.0, 0.5, 1.0, -1.5, 2.0, 0.1, float(2**53), math.nan, math.inf, -math.inf])
TEXT = st.text("aAbé1 <\n", max_size=3)
DAYS = st.dates(dt.date(2024, 7, 1), dt.date(2024, 7, 5))
TIMES = st.datetimes(dt.datetime(2024, 7, 1), dt.datetime(2024, 7, 2))
COLUMNS = st.one_of(
    *(
        st.tuples(st.just(dtype), st.lists(st.none() | values, max_size=12))
        for dtype, values in (
            (pl.Int64, WHOLE),
            (pl.Int8, st.integers(-3, 3)),
            (pl.Float64, REAL),
            (pl.Float32, REAL),
            (pl.String, TEXT),
            (pl.Enum(["b", "a", "é"]), st.sampled_from(["b", "a", "é"])),
            (pl.Boolean, st.booleans()),
            (pl.Date, DAYS),
            (pl.Datetime("us"), TIMES),
        )
    )
)
SCALARS = st.one_of(WHOLE, REAL, TEXT, st.booleans(), st.just("a"), st.none(), DAYS)
BOUNDS = st.one_of(st.none(), WHOLE, REAL, DAYS, TIMES, st.just("a"))
FLAGS = st.booleans() | st.none()
PATTERNS = st.sampled_from(["a", "^$", r"\d", "(?i)A", "[^a]$", "(?!a)", "(", r"^[ab]+$", r"1\b", ".é"])
ASKED = st.one_of(
    st.tuples(
        st.just("column_values.between"),
        st.fixed_dictionaries({"min_value": BOUNDS, "max_value": BOUNDS, "strict_min": FLAGS, "strict_max": FLAGS}),
    ),
    st.tuples(
        st.sampled_from(["column_values.in_set", "column_values.not_in_set"]),
        st.fixed_dictionaries({"value_set": st.none() | st.lists(SCALARS, max_size=4)}),
    ),
    st.tuples(
        st.sampled_from(["column_values.match_regex", "column_values.not_match_regex"]),
        st.fixed_dictionaries({"regex": PATTERNS}),
    ),
    st.tuples(
        st.sampled_from(["column_values.match_regex_list", "column_values.not_match_regex_list"]),
        st.fixed_dictionaries(
            {"regex_list": st.lists(PATTERNS, max_size=2), "match_on": st.sampled_from(["any", "all"])}
        ),
    ),
    st.tuples(
        st.sampled_from(["column_values.increasing", "column_values.decreasing"]),
        st.fixed_dictionaries({"strictly": FLAGS}),
    ),
    st.tuples(
        st.just("column_values.of_type"),
        st.fixed_dictionaries({"type_": st.sampled_from(["int", "str", "float64", "bool", "date", "none such"])}),
    ),
    st.tuples(st.just("column_values.unique"), st.just({})),
)
FIGURES: st.SearchStrategy[tuple[str, dict[str, Any]]] = st.one_of(
    st.tuples(
        st.sampled_from(
            [
                *("column.min", "column.max", "column.sum", "column.mean", "column.median"),
                *("column.standard_deviation", "column.non_null_count", "column.distinct_values.count"),
                "column.most_common_value",
            ]
        ),
        st.just({}),
    ),
    st.tuples(
        st.just("column.quantile_values"),
        st.fixed_dictionaries(
            {
                "quantiles": st.lists(st.sampled_from([0.0, 0.1, 0.25, 0.5, 0.75, 1 / 3, 1.0]), max_size=3),
                "allow_relative_error": st.sampled_from(
                    ["linear", "lower", "higher", "midpoint", "nearest", "odd", False]
                ),
            }
        ),
    ),
    st.tuples(
        st.sampled_from(["column.distinct_values.not_in_set", "column.distinct_values.missing_from_column.count"]),
        st.fixed_dictionaries({"value_set": st.lists(SCALARS, max_size=4)}),
    ),
)
MANY = settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def frame_of(column: tuple[Any, list[Any]], kept: Sequence[bool]) -> pl.DataFrame:
    dtype, values = column
    kept = [*kept, *[True] * len(values)][: len(values)]
    return pl.DataFrame({"x": pl.Series(values, dtype=dtype), "keep": pl.Series(kept, dtype=pl.Boolean)})


def pandas_says(metric: str, values: list[Any], kwargs: Mapping[str, Any]) -> Any:
    """What the function gives, or that it raised."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return answer(metric, values, kwargs)
        except UnknownError as error:
            return error


def same(one: Any, other: Any) -> bool:
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(same, one, other))
    if isinstance(one, float) and isinstance(other, float):
        return math.isclose(one, other, rel_tol=1e-12, abs_tol=1e-12) or one == other
    return bool(one == other)


DOMAIN = {"column": "x", "row_condition": "keep == True", "condition_parser": "pandas"}


@MANY
@given(column=COLUMNS, kept=st.lists(st.booleans(), max_size=12), asked=ASKED)
def test_a_condition_finds_the_rows_that_pandas_finds(
    column: tuple[Any, list[Any]], kept: list[bool], asked: tuple[str, dict[str, Any]]
) -> None:
    metric, kwargs = asked
    frame = frame_of(column, kept)
    try:
        unexpected = frame.select(condition(f"{metric}.condition", frame.schema, DOMAIN, kwargs).unexpected)
    except (*NOT_KNOWN, pl.exceptions.PolarsError):
        return
    looked_at = [
        (place, value)
        for place, (value, keep) in enumerate(frame.rows())
        if keep and value is not None and not (isinstance(value, float) and math.isnan(value))
    ]
    if not looked_at:
        assert not unexpected.to_series().any()
        return
    meets = pandas_says(f"{metric}.condition", [value for _, value in looked_at], kwargs)
    assert not isinstance(meets, UnknownError), meets
    assert unexpected.to_series().arg_true().to_list() == [
        place for (place, _), good in zip(looked_at, meets, strict=True) if not good
    ]


@MANY
@given(column=COLUMNS, kept=st.lists(st.booleans(), max_size=12), asked=FIGURES)
def test_a_figure_is_the_one_that_pandas_gives(
    column: tuple[Any, list[Any]], kept: list[bool], asked: tuple[str, dict[str, Any]]
) -> None:
    metric, kwargs = asked
    frame = frame_of(column, kept)
    try:
        found = select(frame.lazy(), {"figure": aggregate(metric, frame.schema, DOMAIN, kwargs)})
    except NOT_KNOWN:
        return
    given_by_pandas = pandas_says(metric, frame.filter("keep")["x"].to_list(), kwargs)
    if found:
        assert not isinstance(given_by_pandas, UnknownError), given_by_pandas
        assert same(found["figure"], given_by_pandas)
