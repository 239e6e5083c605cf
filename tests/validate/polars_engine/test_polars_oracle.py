"""The polars engine's results against Great Expectations' own pandas engine, field by field."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from tests.validate.polars_engine.dirty import AREAS, dirty
from tests.validate.polars_engine.dirty_suite import FIGURES, ON_ROWS, RECORDS, SUITE, VALUES
from tests.validate.polars_engine.oracle import COMPLETE, by_polars, differences, in_pandas, in_polars, objects, raised

FEW = [*VALUES[8:32:8], FIGURES[0], *RECORDS[::8], ON_ROWS[4], ON_ROWS[9]]
TYPES = {each["type"] for each in SUITE}


def column(kind: str, name: str, **kwargs: Any) -> dict[str, Any]:
    return {"type": f"expect_column_{kind}", "kwargs": {"column": name, **kwargs}}


def both(frame: pl.DataFrame, suite: list[dict[str, Any]], result_format: Any) -> list[str]:
    ours, theirs = in_polars(frame, suite, result_format), in_pandas(objects(frame), suite, result_format)
    return differences(ours, theirs, suite)


def test_every_field_agrees_on_dirty_rows() -> None:
    frame = dirty(400)
    ours, asked = by_polars(frame, SUITE)
    theirs = in_pandas(objects(frame), SUITE)
    assert differences(ours, theirs, SUITE) == []
    assert len(SUITE) > 120
    assert len(TYPES) > 45
    assert sum(each["success"] for each in theirs) > 25
    assert sum(map(raised, theirs)) == 7
    assert sum(each["result"].get("unexpected_count") or 0 for each in theirs) > 8_000
    # Most of it is answered in polars, and what is not is asked of pandas with all that belongs to it.
    assert len({name.rpartition(".unexpected")[0] for name in asked if ".unexpected" in name}) < 15


@pytest.mark.parametrize("rows", [0, 1])
def test_every_field_agrees_on_hardly_any_row(rows: int) -> None:
    suite = [*VALUES[rows::4], *FIGURES[rows:20:2], *RECORDS[rows::4], *ON_ROWS[rows::6]]
    assert both(dirty(100).head(rows), suite, {"result_format": "BASIC"}) == []


@pytest.mark.parametrize(
    "result_format",
    [
        {"result_format": "BOOLEAN_ONLY"},
        {"result_format": "BASIC", "partial_unexpected_count": 3},
        {"result_format": "BASIC", "partial_unexpected_count": 0},
        {"result_format": "SUMMARY", "unexpected_index_column_names": ["line", "response_id"]},
        {"result_format": "COMPLETE"},
        {"result_format": "COMPLETE", "unexpected_index_column_names": ["age"], "exclude_unexpected_values": True},
        {"result_format": "COMPLETE", "unexpected_index_column_names": ["line"], "include_unexpected_rows": True},
        {"result_format": "COMPLETE", "unexpected_index_column_names": ["lime"]},
    ],
)
def test_every_result_format_agrees(result_format: dict[str, Any]) -> None:
    assert both(dirty(90), FEW, result_format) == []


def test_more_than_two_hundred_values_and_every_row_id() -> None:
    frame = pl.DataFrame({"line": range(1_000), "pick": [0, 1] * 500})
    suite = [column("values_to_be_in_set", "pick", value_set=[1])]
    (result,) = in_polars(frame, suite)
    assert len(result["result"]["unexpected_list"]) == 200
    assert [each["line"] for each in result["result"]["unexpected_index_list"]] == list(range(0, 1_000, 2))
    assert both(frame, suite, COMPLETE) == []


UTC = dt.UTC
ZONED = [dt.datetime(2024, 7, 14, tzinfo=UTC), None, dt.datetime(2024, 7, 15, tzinfo=UTC)]
DAYS = [dt.datetime(2024, 7, 14), None, dt.datetime(2024, 7, 15)]
OTHER: dict[str, tuple[list[Any], Any]] = {
    "zoned": (ZONED, pl.Datetime("us", "UTC")),
    "fine": (DAYS, pl.Datetime("ns")),
    "coarse": (DAYS, pl.Datetime("ms")),
    "price": ([Decimal("1.10"), None, Decimal("2.20")], pl.Decimal(10, 2)),
    "picks": ([["a"], None, []], pl.List(pl.String)),
    "pair": ([{"x": 1}, None, {"x": None}], pl.Struct({"x": pl.Int64})),
    "huge": ([2**63, None, 5], pl.UInt64),
    "wide": ([2**100, None, 5], pl.Int128),
    "none": ([None, None, None], pl.Null),
    "label": (["b", None, "a"], pl.Categorical),
}
# Great Expectations cannot write these values into its results.
UNWRITABLE: dict[str, tuple[list[Any], Any]] = {
    "took": ([dt.timedelta(minutes=5), None, dt.timedelta(0)], pl.Duration("us")),
    "clock": ([dt.time(9), None, dt.time(10)], pl.Time),
    "raw": ([b"a", None, b""], pl.Binary),
}


@pytest.mark.parametrize(
    ("columns", "result_format"),
    [
        (OTHER, {"result_format": "COMPLETE", "unexpected_index_column_names": ["huge"]}),
        (UNWRITABLE, {"result_format": "BASIC", "partial_unexpected_count": 0}),
    ],
)
def test_types_that_only_pandas_knows(columns: dict[str, tuple[list[Any], Any]], result_format: Any) -> None:
    suite = [
        column(kind, name, **kwargs)
        for name in columns
        for kind, kwargs in (
            ("values_to_not_be_null", {}),
            ("values_to_be_unique", {}),
            ("values_to_be_between", {"min_value": 1, "max_value": 3}),
            ("unique_value_count_to_be_between", {"max_value": 1}),
        )
    ]
    frame = pl.DataFrame(
        {name: pl.Series([*values, values[0]], dtype=dtype) for name, (values, dtype) in columns.items()}
    )
    assert both(frame, suite, result_format) == []


def test_whole_numbers_that_no_float_holds() -> None:
    big = 2**53
    frame = pl.DataFrame(
        {
            "line": range(6),
            "whole": [big - 1, big, big + 1, big + 2, -big - 1, None],
            "real": [float(big), float(big + 2), 0.1, 1e300, float("inf"), None],
            "far": [2**63 - 1, -(2**63), 2**62, 0, 1, None],
        }
    )
    suite = [
        column("values_to_be_between", "whole", max_value=big),
        column("values_to_be_between", "whole", min_value=float(-big), strict_min=True),
        column("values_to_be_in_set", "whole", value_set=[float(big), big + 1]),
        column("values_to_be_in_set", "real", value_set=[big + 1, big]),
        column("values_to_be_between", "real", max_value=big + 1),
        column("sum_to_be_between", "far", max_value=1),
        column("mean_to_be_between", "far", max_value=1),
        column("max_to_be_between", "far", max_value=1),
        {
            "type": "expect_multicolumn_sum_to_equal",
            "kwargs": {"column_list": ["far", "far"], "sum_total": 2, "ignore_row_if": "any_value_is_missing"},
        },
    ]
    assert both(frame, suite, COMPLETE) == []


def test_names_that_stand_for_others_in_polars() -> None:
    frame = pl.DataFrame({"*": [1, 2], "^a.*$": [3, 4], "ab": [5, None], "a`b": [1, 1], "index": [7, 8]})
    names = ["*", "^a.*$", "ab", "a`b"]
    suite = [column("values_to_be_in_set", name, value_set=[1, 3]) for name in names]
    suite += [column("values_to_not_be_null", name) for name in names]
    suite += [column("max_to_be_between", name, max_value=1) for name in names]
    suite += [column("distinct_values_to_be_in_set", name, value_set=[1]) for name in names]
    suite += [{"type": "expect_compound_columns_to_be_unique", "kwargs": {"column_list": names}}]
    suite += [column("values_to_be_json_parseable", "^a.*$")]
    assert both(frame, suite, {"result_format": "COMPLETE", "unexpected_index_column_names": ["*", "ab"]}) == []


def test_a_scanned_file_gives_what_the_frame_gives(tmp_path: Path) -> None:
    frame, path = dirty(500), tmp_path / "dirty.parquet"
    frame.write_parquet(path, row_group_size=90)
    suite = [*VALUES[::3], *FIGURES[::4], *RECORDS[::4]]
    assert differences(in_polars(pl.scan_parquet(path), suite), in_polars(frame, suite), suite) == []


def test_the_frame_of_the_tests_is_as_dirty_as_it_says() -> None:
    frame = dirty(5_000)
    assert frame["response_id"].n_unique() < 4_960
    assert frame["weight"].is_nan().sum() > 20
    assert not set(frame["area"].drop_nulls()) <= set(AREAS)
    assert frame["comment"].str.contains("<script>").sum() > 100
