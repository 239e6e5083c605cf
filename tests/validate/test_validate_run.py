"""Validation on frames worked out by hand: four rows, lines 2 to 5 of an export."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from survey.frames import AS_READ, conform
from survey.questionnaire.load import load_consultation
from survey.validate.run import FAILURES, Outcome, validate
from survey.validate.suite import Expectation, Suite, derive

SUITE = derive(load_consultation(Path(__file__).parent / "small_plan"))
DAY = dt.date(2024, 8, 1)
TEXT, WHOLE, FLAG = pl.String, pl.Int64, pl.Boolean
NOTHING = [None] * 4

# Every limit is met exactly: both ends of fieldwork, most picks, last place, youngest and oldest, half answered.
CLEAN: dict[str, tuple[Any, list[Any]]] = {
    "line": (WHOLE, [2, 3, 4, 5]),
    "response_id": (TEXT, ["001", "1", "1.0", "NaN"]),
    "started": (pl.Datetime("us"), [dt.datetime(2024, 8, 1, 9)] * 4),
    "completed": (pl.Datetime("us"), NOTHING),
    "date": (pl.Date, [dt.date(2024, 7, 14), dt.date(2024, 10, 18), DAY, None]),
    "started:unread": (TEXT, NOTHING),
    "area": (TEXT, ["Birmingham", "Dudley", "Dudley", None]),
    "safety.by_day": (TEXT, ["Very safe", "Fairly safe", "Unsafe", None]),
    "safety.after_dark": (TEXT, NOTHING),
    "duties:picks": (WHOLE, [1, 2, None, 2]),
    "duties:unread": (TEXT, NOTHING),
    "visits:picks": (WHOLE, [1, None, None, 2]),
    "visits:unread": (TEXT, NOTHING),
    "order.patrols": (WHOLE, [1, 2, None, None]),
    "order.patrols:unread": (TEXT, NOTHING),
    "order.cameras": (WHOLE, [2, 1, None, None]),
    "order.cameras:unread": (TEXT, NOTHING),
    "age": (pl.Float64, [16.0, 120.0, None, 44.5]),
    "age:unread": (TEXT, NOTHING),
    "moved": (pl.Date, [DAY, None, None, None]),
    "moved:unread": (TEXT, NOTHING),
    "why": (TEXT, [None, "Dark streets", None, None]),
    "why:off_route": (FLAG, [False, False, False, False]),
    "why:answered": (FLAG, [None, True, False, None]),
}

BETWEEN = "expect_column_values_to_be_between"
IN_SET = "expect_column_values_to_be_in_set"
NULL = "expect_column_values_to_be_null"


def frame(**changes: list[Any]) -> pl.DataFrame:
    """The clean frame with other values in some columns (`__` stands for `:`, `_of_` for the point)."""
    columns = {name: pl.Series(name, values, dtype=dtype) for name, (dtype, values) in CLEAN.items()}
    for key, values in changes.items():
        name = key.replace("__", ":").replace("_of_", ".")
        columns[name] = pl.Series(name, values, dtype=CLEAN[name][0])
    return pl.DataFrame(list(columns.values()))


def only_failure(outcome: Outcome) -> dict[str, Any]:
    assert not outcome.success
    assert outcome.failures.height == 1
    return outcome.failures.row(0, named=True)


def about(question_id: str) -> Suite:
    """The part of the suite that is about one question."""
    return Suite(question_id, tuple(each for each in SUITE.expectations if each.meta["question_id"] == question_id))


def suite_of(*written: dict[str, Any]) -> Suite:
    return Suite("by_hand", tuple(map(Expectation, written)))


def test_clean_passes_with_every_limit_met_exactly() -> None:
    conform(frame().select(AS_READ.keys()), AS_READ)
    outcome = validate(frame(), SUITE)
    assert outcome.success
    assert outcome.checked == len(SUITE.expectations)
    assert outcome.failures.is_empty()
    conform(outcome.failures, FAILURES)


ONE_BAD_ROW = [
    ("response_id", ["a", "b", None, "d"], "expect_column_values_to_not_be_null", (1, 4, "4", "empty (1)")),
    ("response_id", ["a", "b", "c", "b"], "expect_column_values_to_be_unique", (2, 4, "3, 5", "'b' (2)")),
    ("started__unread", [None, "13/13/2024", None, None], NULL, (1, 4, "3", "'13/13/2024' (1)")),
    ("date", [dt.date(2024, 7, 13), DAY, DAY, None], BETWEEN, (1, 3, "2", "'2024-07-13' (1)")),
    ("date", [DAY, dt.date(2024, 10, 19), DAY, None], BETWEEN, (1, 3, "3", "'2024-10-19' (1)")),
    ("area", ["Birmingham", "Leeds", None, None], IN_SET, (1, 2, "3", "'Leeds' (1)")),
    ("safety_of_after_dark", [None, None, None, "very safe"], IN_SET, (1, 1, "5", "'very safe' (1)")),
    ("duties__picks", [1, None, 3, 2], BETWEEN, (1, 3, "4", "3 (1)")),
    ("duties__picks", [1, 0, None, 2], BETWEEN, (1, 3, "3", "0 (1)")),
    ("duties__unread", [None, None, None, "Parking"], NULL, (1, 4, "5", "'Parking' (1)")),
    ("order_of_patrols", [1, 2, 3, None], BETWEEN, (1, 3, "4", "3 (1)")),
    ("order_of_cameras", [0, 2, None, None], BETWEEN, (1, 2, "2", "0 (1)")),
    ("order_of_cameras__unread", ["1st", None, None, None], NULL, (1, 4, "2", "'1st' (1)")),
    ("age", [15.5, None, 120.0, 16.0], BETWEEN, (1, 3, "2", "15.5 (1)")),
    ("age", [16.0, None, 121.0, 16.0], BETWEEN, (1, 3, "4", "121 (1)")),
    ("age__unread", [None, "forty", None, None], NULL, (1, 4, "3", "'forty' (1)")),
    ("moved__unread", [None, None, "2020", None], NULL, (1, 4, "4", "'2020' (1)")),
    ("why__off_route", [False, True, None, False], IN_SET, (1, 3, "3", "answered (1)")),
    ("why__answered", [False, True, False, None], IN_SET, (2, 3, "2, 4", "no answer (2)")),
]


@pytest.mark.parametrize(
    ("column", "values", "expectation", "row"), ONE_BAD_ROW, ids=[f"{each[0]}-{each[3][3]}" for each in ONE_BAD_ROW]
)
def test_one_bad_row_fails_with_its_line_alone(
    column: str, values: list[Any], expectation: str, row: tuple[int, int, str, str]
) -> None:
    question_id = column.partition("__")[0].partition("_of_")[0]
    suite = about(question_id)
    assert validate(frame(), suite).success
    found = only_failure(validate(frame(**{column: values}), suite))
    assert (found["expectation"], found["question_id"]) == (expectation, question_id)
    assert (found["failed"], found["rows"], found["lines"], found["got"]) == row
    assert found["todo"]


def test_the_statement_and_what_to_do_come_along() -> None:
    found = only_failure(validate(frame(duties__picks=[1, None, 3, 2]), SUITE))
    assert found["what"] == "Top responsibilities: at most 2 picks"
    assert found["todo"] == (
        "the survey tool let more through: decide whether these answers count, or correct max_picks"
    )


def test_an_unknown_option_that_looks_like_a_known_one_is_told() -> None:
    changes: dict[str, list[Any]] = {
        "area": ["Birmingam", "Leeds", "BIRMINGHAM", None],
        "duties__unread": ["Knive crime; Parking", None, "Knive crime", None],
        "visits__unread": ["Park; play ground", None, None, None],
    }
    area, duties, visits = validate(frame(**changes), SUITE).failures.iter_rows(named=True)
    assert area["got"] == "'BIRMINGHAM' (1); 'Birmingam' (1); 'Leeds' (1)"
    hints = "; 'BIRMINGHAM': did you mean 'Birmingham'?; 'Birmingam': did you mean 'Birmingham'?"
    assert area["todo"].endswith("under [export] replace" + hints)
    assert duties["got"] == "'Knive crime' (2); 'Parking' (1)"
    assert duties["todo"].endswith("under [export] replace; 'Knive crime': did you mean 'Knife crime'?")
    assert visits["got"] == "'Park; play ground' (1)"
    assert visits["todo"].endswith("'Park; play ground': did you mean 'Park; playground'?")


def test_failures_stand_in_the_suites_order() -> None:
    changes: dict[str, list[Any]] = {"age": [0.0, None, None, None], "response_id": [None, "1", "2", "3"]}
    assert validate(frame(**changes), SUITE).failures["question_id"].to_list() == ["response_id", "age"]


def test_a_missing_question_is_one_failure_and_the_rest_of_it_is_not_checked() -> None:
    gone = [name for name in CLEAN if name.startswith("order")]
    outcome = validate(frame().drop(gone), SUITE)
    found = only_failure(outcome)
    assert found == {
        "question_id": "order",
        "expectation": "expect_column_to_exist",
        "what": "Put these in order: the export has its columns",
        "failed": None,
        "rows": 0,
        "lines": "",
        "got": "missing: order.patrols, order.cameras, order.patrols:unread, order.cameras:unread; "
        "not checked: 4 more expectations",
        "todo": "put into questionnaire.toml what the export calls 'Q5 - Patrols', 'Q5 - Cameras'",
    }
    assert outcome.checked == len(SUITE.expectations) - 4


def test_a_missing_column_of_response_ids() -> None:
    found = only_failure(validate(frame().drop("response_id"), SUITE))
    assert found["got"] == "missing: response_id; not checked: 2 more expectations"
    assert "'Respondent ID'" in found["todo"]


def test_all_null_columns_hold_no_wrong_answers_but_no_ids_either() -> None:
    empty = frame().with_columns(
        pl.lit(None).cast(frame().schema[name]).alias(name) for name in CLEAN if name != "line"
    )
    found = only_failure(validate(empty, SUITE))
    assert (found["expectation"], found["lines"]) == ("expect_column_values_to_not_be_null", "2, 3, 4, 5")


def test_an_export_without_rows_breaks_nothing() -> None:
    outcome = validate(frame().clear(), SUITE)
    assert outcome.success
    assert outcome.checked == len(SUITE.expectations)


def test_a_suite_without_expectations() -> None:
    outcome = validate(frame(), Suite("none", ()))
    assert (outcome.success, outcome.checked, outcome.failures.height) == (True, 0, 0)


def test_ten_lines_and_five_values_are_named_of_ten_thousand_unknown_options() -> None:
    count = 10_000
    many = pl.DataFrame({"line": range(2, count + 2), "area": [f"Place {i:05}" for i in range(count - 1)] + ["Leeds"]})
    in_set = {"type": IN_SET, "kwargs": {"column": "area", "value_set": ["Dudley"]}}
    found = only_failure(validate(many, suite_of(in_set)))
    assert (found["failed"], found["rows"]) == (count, count)
    assert found["lines"] == "2, 3, 4, 5, 6, 7, 8, 9, 10, 11 and 9,990 more"
    assert found["got"].startswith("'Leeds' (1); 'Place 00000' (1); 'Place 00001' (1); ")
    assert found["got"].endswith(" and 9,995 more")


def test_hostile_texts_stay_one_short_line_as_they_are() -> None:
    changes: dict[str, list[Any]] = {"area": ["[red]x[/red]", "=1+1\n\x1b[31m", "é" * 1_000_000, "<script>"]}
    found = only_failure(validate(frame(**changes), SUITE))
    assert "'[red]x[/red]' (1)" in found["got"]
    assert r"'=1+1\n\x1b[31m' (1)" in found["got"]
    assert "'" + "é" * 80 + "…' (1)" in found["got"]
    assert len(found["got"] + found["todo"]) < 600


NONSENSE = [
    ({"type": IN_SET, "kwargs": {"column": "area", "value_sett": ["x"]}}, "value_sett"),
    ({"type": IN_SET, "kwargs": {"column": "area", "value_set": ["x"], "mostly": 7}}, "mostly"),
    ({"type": IN_SET, "kwargs": {"value_set": ["x"]}}, "column"),
    ({"type": BETWEEN, "kwargs": {"column": "age", "min_value": 9, "max_value": 1}}, "min_value cannot be greater"),
    ({"type": BETWEEN, "kwargs": {"column": "age", "min_value": {"$PARAMETER": "p"}}}, "No value found for $PARAMETER"),
    ({"type": BETWEEN, "kwargs": {"column": "area", "min_value": 1}}, "same type"),
    ({"type": "expect_column_values_to_match_regex", "kwargs": {"column": "why", "regex": "("}}, "subpattern"),
    ({"type": "unexpected_rows_expectation", "kwargs": {"unexpected_rows_query": "SELECT 1"}}, "PolarsExecutionEngine"),
    ({"type": NULL, "kwargs": {"column": "area"}, "severity": "dire"}, "severity"),
]


def test_nonsense_written_by_hand_fails_by_itself_with_a_message() -> None:
    written = [each for each, _ in NONSENSE]
    sound = {"type": "expect_table_row_count_to_equal", "kwargs": {"value": 4}}
    outcome = validate(frame(), Suite("mixed", SUITE.expectations + suite_of(sound, *written, sound).expectations))
    assert outcome.checked == len(SUITE.expectations) + len(NONSENSE) + 2
    assert outcome.failures["expectation"].to_list() == [each["type"] for each in written]
    for row, (_, message) in zip(outcome.failures.iter_rows(named=True), NONSENSE, strict=True):
        assert message in row["got"]
        assert "Traceback" not in row["got"]
        assert (row["failed"], row["lines"]) == (None, "")
        assert row["todo"] == "it could not be checked: mend its settings in the suite"
    assert b"Traceback" not in outcome.full


def test_expectations_written_by_hand_are_worded_from_their_settings() -> None:
    written: list[dict[str, Any]] = [
        {"type": BETWEEN, "kwargs": {"column": "age", "min_value": 18, "max_value": 120}},
        {"type": "expect_table_row_count_to_be_between", "kwargs": {"min_value": 100}},
        {"type": "expect_column_max_to_be_between", "kwargs": {"column": "duties:picks", "max_value": 1}},
        {
            "type": "expect_column_pair_values_a_to_be_greater_than_b",
            "kwargs": {"column_A": "order.patrols", "column_B": "order.cameras"},
            "description": "Patrols come after cameras",
        },
        {"type": "expect_column_values_to_not_be_null", "kwargs": {"column": "why"}, "meta": {"todo": "ask Ann"}},
    ]
    rows = validate(frame(), suite_of(*written)).failures.rows(named=True)
    keys = ("question_id", "what", "failed", "rows", "lines", "got")
    assert [tuple(row[key] for key in keys) for row in rows] == [
        ("age", "age: values to be between (min_value 18, max_value 120)", 1, 3, "2", "16 (1)"),
        ("", "table row count to be between (min_value 100)", None, 4, "", "4"),
        ("duties", "duties:picks: max to be between (max_value 1)", None, 4, "", "2"),
        ("order", "Patrols come after cameras", 1, 2, "2", "order.patrols 1, order.cameras 2 (1)"),
        ("why", "why: values to not be null", 3, 4, "2, 4, 5", "empty (3)"),
    ]
    assert rows[0]["todo"] == "see to these lines, or change this expectation: it was written by hand"
    assert rows[4]["todo"] == "ask Ann"


def test_an_expectation_written_by_hand_on_a_column_that_is_not_there() -> None:
    kwargs = {"column": "safety.by_dai"}
    outcome = validate(frame(), suite_of({"type": NULL, "kwargs": kwargs}, {"type": NULL, "kwargs": kwargs}))
    found = only_failure(outcome)
    assert (outcome.checked, found["question_id"], found["failed"]) == (0, "safety", None)
    assert found["got"] == "missing: safety.by_dai; not checked: 2 more expectations"
    assert found["todo"].endswith("did you mean 'safety.by_day'?")


def test_a_lazy_frame_gives_the_same(tmp_path: Path) -> None:
    bad = frame(duties__picks=[1, None, 3, 2], age=[16.0, 121.0, None, 44.5]).drop("moved", "moved:unread")
    path = tmp_path / "as_read.parquet"
    bad.write_parquet(path)
    lazy, whole = validate(pl.scan_parquet(path), SUITE), validate(bad, SUITE)
    assert lazy.full == whole.full
    assert lazy.failures.equals(whole.failures)
    assert lazy.failures["rows"].to_list() == [3, 3, 0]


def test_the_full_result_is_the_same_bytes_again_and_says_the_same() -> None:
    bad = frame(duties__picks=[1, None, 3, 2]).drop("moved", "moved:unread")
    outcome = validate(bad, SUITE)
    assert validate(bad, SUITE).full == outcome.full
    full = json.loads(outcome.full)
    assert json.dumps(full, sort_keys=True, ensure_ascii=False) + "\n" == outcome.full.decode()
    assert full["success"] is False
    assert full["suite_name"] == "small_plan"
    assert full["statistics"] == {
        "evaluated_expectations": 31,
        "successful_expectations": 28,
        "unsuccessful_expectations": 3,
        "success_percent": pytest.approx(100 * 28 / 31),
    }
    failed = [each for each in full["results"] if not each["success"]]
    picks = failed[0]["result"]
    assert failed[0]["expectation_config"]["kwargs"] == {"column": "duties:picks", "min_value": 1, "max_value": 2}
    assert picks["unexpected_index_list"] == [{"duties:picks": 3, "line": 4}]
    assert (picks["element_count"], picks["missing_count"], picks["unexpected_count"]) == (4, 1, 1)
    assert "missing" in failed[2]["exception_info"]["exception_message"]
