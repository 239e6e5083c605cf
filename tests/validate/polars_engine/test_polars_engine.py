"""How the polars engine works: how often a frame is read, which columns go to pandas, and what is left behind."""

from __future__ import annotations

import ast
import gc
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from polars.io.plugins import register_io_source

import survey.validate.polars_engine as package
from survey.validate.polars_engine import as_pandas, carrier, opened
from survey.validate.polars_engine.in_pandas import FrameData
from tests.validate.polars_engine.oracle import by_polars, in_polars

FRAME = pl.DataFrame(
    {
        "line": [2, 3, 4, 5],
        "age": [17, 44, None, 130],
        "area": ["Dudley", "Coventry", "<b>", None],
        "date": ["2024-07-14", "14/07/2024", None, "2024-07-15"],
    }
)
SOUND: list[dict[str, Any]] = [
    {"type": "expect_column_values_to_be_unique", "kwargs": {"column": "line"}},
    {"type": "expect_column_values_to_match_regex", "kwargs": {"column": "area", "regex": "^.+$"}},
    {"type": "expect_column_value_lengths_to_be_between", "kwargs": {"column": "area", "max_value": 8}},
    {"type": "expect_column_mean_to_be_between", "kwargs": {"column": "age", "min_value": 60, "max_value": 70}},
    {"type": "expect_column_proportion_of_unique_values_to_be_between", "kwargs": {"column": "age", "min_value": 1}},
    {"type": "expect_column_values_to_be_between", "kwargs": {"column": "age", "min_value": 17, "max_value": 130}},
    {"type": "expect_table_row_count_to_equal", "kwargs": {"value": 4}},
]
UNSOUND: list[dict[str, Any]] = [
    {"type": "expect_column_values_to_be_in_set", "kwargs": {"column": "area", "value_set": ["Dudley"]}},
    {"type": "expect_column_values_to_be_between", "kwargs": {"column": "age", "min_value": 18, "max_value": 120}},
]
BY_PANDAS = {
    "type": "expect_column_values_to_match_strftime_format",
    "kwargs": {"column": "date", "strftime_format": "%Y-%m-%d"},
}


def watched() -> tuple[pl.LazyFrame, list[list[str] | None]]:
    """The frame, and the columns that each reading of it asks for; None: all."""
    readings: list[list[str] | None] = []

    def read(
        columns: list[str] | None, predicate: pl.Expr | None, rows: int | None, batch: int | None
    ) -> Iterator[pl.DataFrame]:
        del batch
        readings.append(columns)
        frame = FRAME.select(columns) if columns else FRAME
        frame = frame.filter(predicate) if predicate is not None else frame
        yield frame.head(rows) if rows is not None else frame

    return register_io_source(read, schema=FRAME.schema), readings


def test_after_its_rows_are_counted_a_sound_frame_is_read_once_for_the_whole_suite() -> None:
    frame, readings = watched()
    results, asked = by_polars(frame, SOUND)
    assert all(result["success"] for result in results)
    assert len(readings) == 2
    assert len(readings[0] or FRAME.columns) == 1
    # Made from figures that are there; no column of the frame is looked at.
    assert asked == ["column.unique_proportion"]


def test_rows_that_fail_are_read_in_one_more_reading() -> None:
    frame, readings = watched()
    results, _ = by_polars(frame, SOUND + UNSOUND)
    found = [result["result"]["unexpected_index_list"] for result in results[-2:]]
    assert found[0] == [{"area": "Coventry", "line": 3}, {"area": "<b>", "line": 4}]
    assert found[1] == [{"age": 17, "line": 2}, {"age": 130, "line": 5}]
    assert len(readings) == 3


def test_pandas_gets_the_columns_concerned_and_no_others() -> None:
    frame, readings = watched()
    (result,), asked = by_polars(frame, [BY_PANDAS])
    assert result["result"]["unexpected_index_list"] == [{"date": "14/07/2024", "line": 3}]
    assert sorted(readings[-1] or []) == ["date", "line"]
    assert {name.rpartition(".")[0] for name in asked} == {"column_values.match_strftime_format"}
    where = {"row_condition": "age.between(1, 99)", "condition_parser": "pandas"}
    del readings[:]
    by_polars(frame, [{**BY_PANDAS, "kwargs": {**BY_PANDAS["kwargs"], **where}}])  # type: ignore[dict-item]
    assert sorted(set().union(*(columns or () for columns in readings))) == ["age", "date", "line"]


@pytest.mark.parametrize("regex", [r"^(?!D)\w+", r"(o).*\1", r"\bDudley\b", r"(?<=D)u", r"(?i)É", r"(?>D)udley"])
def test_patterns_that_rust_has_not_are_asked_of_pandas(regex: str) -> None:
    suite = [{"type": "expect_column_values_to_match_regex", "kwargs": {"column": "area", "regex": regex}}]
    _, asked = by_polars(FRAME, suite)
    assert "column_values.match_regex.unexpected_count" in asked


def test_what_pandas_cannot_do_either_is_told_in_its_words() -> None:
    (result,) = in_polars(FRAME, [{**SOUND[3], "kwargs": {"column": "area", "min_value": 1}}])
    (info,) = result["exception_info"].values()
    assert info["exception_message"] == "Could not convert 'Dudley' to numeric"


def test_a_source_that_cannot_be_read_says_so_at_once(tmp_path: Path) -> None:
    with (
        pytest.raises(FileNotFoundError, match=r"nowhere\.parquet"),
        opened(pl.scan_parquet(tmp_path / "nowhere.parquet")),
    ):
        pass


def test_a_source_that_breaks_while_it_is_read_fails_each_expectation_by_itself() -> None:
    def read(*_: Any) -> Iterator[pl.DataFrame]:
        raise OSError("the disk is gone")
        yield

    results = in_polars(register_io_source(read, schema=FRAME.schema), SOUND)
    assert not any(result["success"] for result in results)
    assert all("the disk is gone" in str(result["exception_info"]) for result in results)


def test_nothing_of_the_frame_is_left_behind() -> None:
    gc.collect()
    before = sum(isinstance(each, pl.LazyFrame | FrameData) for each in gc.get_objects())
    in_polars(FRAME, [*SOUND, *UNSOUND, BY_PANDAS])
    gc.collect()
    assert sum(isinstance(each, pl.LazyFrame | FrameData) for each in gc.get_objects()) == before


def test_a_context_of_ones_own_takes_other_data_and_forgets_what_failed() -> None:
    import great_expectations as gx
    from great_expectations.expectations.core.expect_column_mean_to_be_between import ExpectColumnMeanToBeBetween

    context = gx.get_context(mode="ephemeral")
    datasource: Any = context.data_sources.add_polars("mine")
    definition = datasource.add_dataframe_asset("asked").add_batch_definition_whole_dataframe("all")
    expectation = ExpectColumnMeanToBeBetween(column="age", min_value=1, max_value=99)
    bad = definition.get_batch({"dataframe": carrier(pl.DataFrame({"age": ["x"]}))}).validate(expectation)
    assert (bad.success, bad.exception_info != {}) == (False, True)
    good = definition.get_batch({"dataframe": carrier(FRAME.lazy())}).validate(expectation)
    assert (good.success, good.result["observed_value"]) == (True, (17 + 44 + 130) / 3)


def test_columns_of_objects_hold_what_was_there() -> None:
    frame = as_pandas(FRAME.with_columns(pl.Series("real", [1.0, float("nan"), None, 2.5])))
    assert set(frame.dtypes.astype(str)) == {"object"}
    assert frame["age"].tolist() == [17, 44, None, 130]
    assert [type(value) for value in frame["real"]] == [float, float, type(None), float]


def test_the_package_could_leave_the_project() -> None:
    root = Path(package.__file__).parent
    allowed = {"__future__", "great_expectations", "numpy", "pandas", "polars"}
    standard = {"ast", "collections", "contextlib", "dataclasses", "datetime", "enum", "functools", "importlib"}
    standard |= {"inspect", "itertools", "math", "operator", "re", "typing", "unicodedata"}
    for path in root.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom | ast.Import):
                names = [node.module or ""] if isinstance(node, ast.ImportFrom) else [each.name for each in node.names]
                for name in names:
                    own = name.startswith("survey.validate.polars_engine.")
                    assert own or name.split(".")[0] in allowed | standard, f"{path.name} imports {name}"
