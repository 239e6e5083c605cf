"""Suites as JSON: the same bytes again, read by Great Expectations itself, mistakes told at once."""

from __future__ import annotations

import json
import warnings
from pathlib import Path
from typing import Any

import pytest

from survey.errors import DefinitionError, Problem
from survey.questionnaire.load import load_consultation
from survey.validate.json_suite import from_json, to_json
from survey.validate.known import TYPES
from survey.validate.suite import Expectation, Suite, derive

SMALL = Path(__file__).parent / "small_plan"
NOT_NULL = {"type": "expect_column_values_to_not_be_null", "kwargs": {"column": "a"}}


def problems(suite: Any) -> tuple[Problem, ...]:
    data = suite if isinstance(suite, bytes) else json.dumps(suite).encode()
    with pytest.raises(DefinitionError) as caught:
        from_json(data, "plan.json")
    return caught.value.problems


def test_the_layout_by_hand() -> None:
    suite = Suite("café", (Expectation({"type": "t", "kwargs": {"b": 1, "a": [2.0]}, "id": "x"}),), {"m": None})
    assert to_json(suite).decode() == (
        '{\n  "expectations": [\n    {\n      "kwargs": {\n        "a": [\n          2.0\n        ],\n'
        '        "b": 1\n      },\n      "type": "t"\n    }\n  ],\n  "meta": {\n    "m": null\n  },\n'
        '  "name": "café"\n}\n'
    )


def test_round_trip() -> None:
    suite = derive(load_consultation(SMALL), Suite("", (Expectation(NOT_NULL),), rest={"notes": "ours"}))
    assert from_json(to_json(suite), "plan.json") == suite
    assert to_json(from_json(to_json(suite), "plan.json")) == to_json(suite)


def test_great_expectations_loads_it_and_what_it_writes_is_read() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from great_expectations import ExpectationSuite

        suite = derive(load_consultation(SMALL))
        theirs = ExpectationSuite(**json.loads(to_json(suite)))
        written = theirs.to_json_dict()
    assert [each.type for each in theirs.expectation_configurations] == [each.type for each in suite.expectations]
    assert [each.meta for each in theirs.expectation_configurations] == [each.meta for each in suite.expectations]
    back = from_json(json.dumps(written).encode(), "theirs.json")
    assert [dict(each.kwargs) for each in back.expectations] == [dict(each.kwargs) for each in suite.expectations]
    assert b'"id"' not in to_json(back)


def test_the_types_known_are_those_that_great_expectations_has() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import great_expectations  # noqa: F401 - importing it registers them
        from great_expectations.expectations.registry import list_registered_expectation_implementations

        assert set(TYPES) == set(list_registered_expectation_implementations())


def test_every_mistake_in_one_go() -> None:
    wrong = {
        "expectations": [
            {"type": "expect_column_values_to_be_nul", "kwargs": {}},
            {"expectation_type": "expect_column_to_exist", "kwargs": {"column": "a"}},
            NOT_NULL,
            "expect_column_to_exist",
            {"type": "expect_column_to_exist", "kwargs": ["a"], "meta": 1, "metas": {}},
        ],
        "data_asset_type": None,
        "expectation_suite_name": "old",
    }
    found = problems(wrong)
    assert [(each.where, each.what, each.hint) for each in found] == [
        ("plan.json", "unknown key 'data_asset_type'", ""),
        ("plan.json", "unknown key 'expectation_suite_name'", "Great Expectations 1 calls it 'name'"),
        ("plan.json", "the suite has no name", ""),
        (
            "plan.json, expectation 1",
            "no such type of expectation",
            "did you mean 'expect_column_values_to_be_null'?",
        ),
        ("plan.json, expectation 2", "unknown key 'expectation_type'", "Great Expectations 1 calls it 'type'"),
        ("plan.json, expectation 2", "the expectation has no type", ""),
        ("plan.json, expectation 4", "not an expectation", ""),
        ("plan.json, expectation 5", "unknown key 'metas'", "did you mean 'meta'?"),
        ("plan.json, expectation 5", "kwargs is not an object", ""),
        ("plan.json, expectation 5", "meta is not an object", ""),
    ]
    assert found[3].got == "'expect_column_values_to_be_nul'"
    assert found[3].expected == "one of the 59 expectations of Great Expectations"


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"", "not valid JSON"),
        (b'{"name": "x",\n  oops}', "not valid JSON: Expecting property name enclosed in double quotes: line 2"),
        (b"\xff\xfe", "not UTF-8 text"),
        (b'{"name": "\\ud800"}', "not UTF-8 text"),
        (b'{"name": NaN}', "not valid JSON"),
        (b"[" * 100_000, "not valid JSON"),
        (b"[1, 2]", "not a suite"),
        (b'{"name": "x"}', "the suite has no list of expectations"),
        (b'{"name": "x", "expectations": [], "meta": []}', "meta is not an object"),
    ],
)
def test_what_is_no_suite_is_told_and_never_a_traceback(data: bytes, what: str) -> None:
    (problem,) = problems(data)
    assert problem.what.startswith(what)
    assert problem.where == "plan.json"


def test_a_byte_order_mark_is_no_mistake() -> None:
    assert from_json(b"\xef\xbb\xbf" + to_json(Suite("x", ())), "plan.json") == Suite("x", ())
