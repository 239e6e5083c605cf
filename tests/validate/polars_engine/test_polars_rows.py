"""Conditions on rows as expressions, against pandas' own `query` of a frame of objects."""

from __future__ import annotations

import datetime as dt
from typing import Any

import polars as pl
import pytest

from survey.validate.polars_engine import as_pandas
from survey.validate.polars_engine.rows import rows
from survey.validate.polars_engine.unknown import UnknownError

FRAME = pl.DataFrame(
    {
        "age": [17, 44, None, 130, 0],
        "real": [0.5, float("nan"), None, 2.0, float("inf")],
        "area": ["Dudley", "", None, "a`b", "it's"],
        "asked of": [True, False, None, True, True],
        "at": [dt.datetime(2024, 7, 14), None, dt.datetime(2024, 7, 15), None, None],
    }
)


def kept(condition: Any, parser: str | None = "pandas") -> list[int]:
    where = rows(FRAME.schema, {"row_condition": condition, "condition_parser": parser})
    assert where is not None
    numbered = FRAME.with_row_index("place")
    assert numbered.select(where.is_null().any()).item() is False
    return numbered.filter(where)["place"].to_list()


@pytest.mark.parametrize(
    "query",
    [
        "age == 44",
        "age != 44",
        "age > 16.5",
        "17 <= age < 44.0",
        "130 == age",
        "0.5 < real",
        "real != 2",
        "real <= 2",
        "area == 'Dudley'",
        'area != "it\'s"',
        "area == 'a`b'",
        "area > 'D'",
        "area == 5",
        "area in ['Dudley', '']",
        "area not in ['Dudley', '']",
        "age in [17, 130.0, True]",
        "`asked of` == True",
        "`asked of` != 1",
        "area.isnull()",
        "~area.isna() and age.notnull()",
        "not (age > 20) or real == 0.5",
        "(age > 20) & (real > 1) | (area == '')",
        " age < 0 ",
    ],
)
def test_a_query_keeps_the_rows_that_pandas_keeps(query: str) -> None:
    assert kept(query) == as_pandas(FRAME).query(query).index.tolist()


@pytest.mark.parametrize(
    ("condition", "places"),
    [
        ({"type": "comparison", "column": {"name": "asked of"}, "operator": "==", "parameter": True}, [0, 3, 4]),
        ({"type": "comparison", "column": {"name": "age"}, "operator": "NOT_IN", "parameter": [17, 44]}, [2, 3, 4]),
        ({"type": "nullity", "column": {"name": "real"}, "is_null": True}, [1, 2]),
        ({"type": "pass_through", "pass_through_filter": "age < 20"}, [0, 4]),
    ],
)
def test_great_expectations_own_conditions(condition: dict[str, Any], places: list[int]) -> None:
    assert kept(condition, "great_expectations") == places


@pytest.mark.parametrize(
    "query",
    [
        "age > real",
        "age > 'a'",
        "age == None",
        "area in ['a', None]",
        "age == [17]",
        "age",
        "index > 2",
        "age + 1 > 3",
        "age > 1 & real < 2",
        "area.str.len() > 2",
        "at > '2024-07-14'",
        "nothing == 1",
        "age ==",
        "@age == 1",
        "age > 1\nage < 2",
    ],
)
def test_what_is_not_understood_for_certain_is_left_to_pandas(query: str) -> None:
    with pytest.raises(UnknownError):
        kept(query)


def test_without_a_condition_all_rows_are_looked_at() -> None:
    assert rows(FRAME.schema, {"row_condition": None}) is None
    with pytest.raises(UnknownError):
        kept("age == 1", parser=None)
