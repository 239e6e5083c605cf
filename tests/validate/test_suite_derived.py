"""The suite a questionnaire gives, against one worked out by hand."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from survey.ingest.as_read import as_read
from survey.ingest.export import open_export
from survey.questionnaire.definition import Consultation
from survey.questionnaire.kinds import KINDS, MultiCode, Number
from survey.questionnaire.load import load_consultation
from survey.validate.json_suite import to_json
from survey.validate.run import validate
from survey.validate.suite import Expectation, Suite, derive, is_stale
from survey.validate.words import column_names, extent, percent
from tests.exports import ROWS, every_kind, export_text

SMALL = Path(__file__).parent / "small_plan"
LABELS = {
    "area": ["Birmingham", "Coventry", "Dudley"],
    "safety": ["Very safe", "Fairly safe", "Unsafe"],
}
BY_HAND = {"type": "expect_table_row_count_to_be_between", "kwargs": {"min_value": 1}, "notes": "ours"}

EXPECTED: list[tuple[str, str, dict[str, Any]]] = [
    ("expect_column_to_exist", "response_id", {}),
    ("expect_column_values_to_not_be_null", "response_id", {}),
    ("expect_column_values_to_be_unique", "response_id", {}),
    ("expect_column_to_exist", "started:unread", {}),
    ("expect_column_values_to_be_null", "started:unread", {}),
    ("expect_column_values_to_be_between", "date", {"min_value": "2024-07-14", "max_value": "2024-10-18"}),
    ("expect_column_to_exist", "area", {}),
    ("expect_column_values_to_be_in_set", "area", {"value_set": LABELS["area"]}),
    ("expect_column_to_exist", "safety.by_day", {}),
    ("expect_column_to_exist", "safety.after_dark", {}),
    ("expect_column_values_to_be_in_set", "safety.by_day", {"value_set": LABELS["safety"]}),
    ("expect_column_values_to_be_in_set", "safety.after_dark", {"value_set": LABELS["safety"]}),
    ("expect_column_to_exist", "duties:picks", {}),
    ("expect_column_values_to_be_null", "duties:unread", {}),
    ("expect_column_values_to_be_between", "duties:picks", {"min_value": 1, "max_value": 2}),
    ("expect_column_to_exist", "visits:picks", {}),
    ("expect_column_values_to_be_null", "visits:unread", {}),
    ("expect_column_to_exist", "order.patrols", {}),
    ("expect_column_to_exist", "order.cameras", {}),
    ("expect_column_values_to_be_between", "order.patrols", {"min_value": 1, "max_value": 2}),
    ("expect_column_values_to_be_null", "order.patrols:unread", {}),
    ("expect_column_values_to_be_between", "order.cameras", {"min_value": 1, "max_value": 2}),
    ("expect_column_values_to_be_null", "order.cameras:unread", {}),
    ("expect_column_to_exist", "age", {}),
    ("expect_column_values_to_be_null", "age:unread", {}),
    ("expect_column_values_to_be_between", "age", {"min_value": 16, "max_value": 120}),
    ("expect_column_to_exist", "moved", {}),
    ("expect_column_values_to_be_null", "moved:unread", {}),
    ("expect_column_to_exist", "why", {}),
    ("expect_column_values_to_be_in_set", "why:off_route", {"value_set": [False]}),
    ("expect_column_values_to_be_in_set", "why:answered", {"value_set": [True], "mostly": 0.5}),
]


@pytest.fixture(name="consultation", scope="module")
def _consultation() -> Consultation:
    return load_consultation(SMALL)


def changed(consultation: Consultation, question_id: str, **changes: Any) -> Consultation:
    questions = [q.model_copy(update=changes) if q.id == question_id else q for q in consultation.questions]
    return consultation.model_copy(update={"questions": tuple(questions)})


def test_an_option_that_excludes_the_others_is_given_alone(consultation: Consultation) -> None:
    duties = consultation.question("duties")
    assert isinstance(duties, MultiCode)
    lone = duties.options[-1].model_copy(update={"exclusive": True})
    made = derive(changed(consultation, "duties", options=(*duties.options[:-1], lone)))
    (found,) = [each for each in made.expectations if each.kwargs["column"] == "duties:not_alone"]
    assert (found.type, found.kwargs["value_set"]) == ("expect_column_values_to_be_in_set", [False])
    assert found.meta["what"] == f"Top responsibilities: nothing beside {lone.label!r}"


def test_who_gave_it_with_another_is_told_by_line() -> None:
    plan = every_kind()
    picks = plan.question("priorities")
    assert isinstance(picks, MultiCode)
    options = [each.model_copy(update={"exclusive": each.code == "parking"}) for each in picks.options]
    plan = changed(plan, "priorities", options=tuple(options))
    given = ("Parking", "Burglary; theft;Speeding", "Speeding;Parking", "")
    rows = [ROWS[0].replace("0012", f"{n}").replace("Burglary; theft;Speeding", each) for n, each in enumerate(given)]
    opened = open_export(export_text(*rows).encode(), "x.csv", plan)
    found = as_read(opened)
    assert found["priorities:not_alone"].to_list() == [False, False, True, None]
    failures = validate(found, derive(plan)).failures.filter(question_id="priorities")
    assert failures.select("what", "failed", "lines", "got").rows() == [
        ("What matters most: nothing beside 'Parking'", 1, "4", "with others (1)")
    ]


def test_every_expectation_as_worked_out_by_hand(consultation: Consultation) -> None:
    made = derive(consultation)
    assert [(each.type, dict(each.kwargs)) for each in made.expectations] == [
        (kind, {"column": column, **settings}) for kind, column, settings in EXPECTED
    ]
    assert made.name == "small_plan"


def test_each_says_what_it_is_about_and_what_to_do(consultation: Consultation) -> None:
    ids = {question.id for question in consultation.questions} | {"response_id", "started", "date"}
    for each in derive(consultation).expectations:
        assert each.derived
        assert each.meta["derived_from"] == "questionnaire"
        assert each.meta["question_id"] in ids
        assert ": " in each.meta["what"]
        assert each.meta["todo"]


def test_statements_in_plain_words(consultation: Consultation) -> None:
    said = {(each.type, each.kwargs["column"]): each.meta for each in derive(consultation).expectations}

    def what(kind: str, column: str) -> str:
        return str(said[(f"expect_column_{kind}", column)]["what"])

    assert what("values_to_be_between", "duties:picks") == "Top responsibilities: at most 2 picks"
    assert what("values_to_be_between", "date") == "Date: within fieldwork, 14 July 2024 to 18 October 2024"
    assert what("values_to_be_between", "age") == "Age: from 16 to 120 years"
    assert what("values_to_be_between", "order.patrols") == "Put these in order, Patrols: a place from 1 to 2"
    dark = "How safe do you feel, After dark: only options of the questionnaire"
    assert what("values_to_be_in_set", "safety.after_dark") == dark
    asked = "Why do you feel unsafe: answered by at least 50% of those who were asked"
    assert what("values_to_be_in_set", "why:answered") == asked
    for column in ("started:unread", "moved:unread"):
        assert "day and month swapped" in said[("expect_column_values_to_be_null", column)]["todo"]
    assert "'Q5 - Patrols', 'Q5 - Cameras'" in said[("expect_column_to_exist", "order.cameras")]["todo"]


def test_a_questionnaire_without_fieldwork_times_and_limits_has_no_expectations_on_them() -> None:
    bare = Consultation.model_validate(
        {
            "id": "bare",
            "name": "Bare",
            "owner": "The tests",
            "export": {"response_id": "ID"},
            "questions": [
                {"kind": "number", "id": "age", "text": "Age", "column": "A"},
                {"kind": "multi_code", "id": "pets", "text": "Pets", "columns": "{option}", "options": ["Cat", "Dog"]},
            ],
        }
    )
    assert [(each.type, each.kwargs["column"]) for each in derive(bare).expectations[3:]] == [
        ("expect_column_to_exist", "age"),
        ("expect_column_values_to_be_null", "age:unread"),
        ("expect_column_to_exist", "pets:picks"),
        ("expect_column_values_to_be_null", "pets:unread"),
    ]


def test_the_small_plan_has_every_kind(consultation: Consultation) -> None:
    assert {type(question) for question in consultation.questions} == set(KINDS.values())


@pytest.mark.parametrize(
    ("low", "high", "unit", "text"),
    [
        (0, 120, "years", "from 0 to 120 years"),
        (0.5, None, "", "at least 0.5"),
        (None, 1e6, "miles", "at most 1000000 miles"),
    ],
)
def test_the_range_of_a_number(low: float | None, high: float | None, unit: str, text: str) -> None:
    question = Number(kind="number", id="a", text="A", column="A", minimum=low, maximum=high, unit=unit)
    assert extent(question) == text


def test_shares_and_columns_in_words(consultation: Consultation) -> None:
    assert [percent(share) for share in (0.29, 0.995, 1)] == ["at least 29%", "at least 99.5%", "all"]
    many = "'Q3 - Knife crime', 'Q3 - Street drugs', 'Q3 - Road safety' and 1 more"
    assert column_names(consultation.question("duties")) == many
    assert column_names(consultation.question("safety")) == "'Q2 By day', 'Q2 After dark'"
    assert column_names(consultation.question("visits")) == "'Q4'"


def test_what_was_written_by_hand_is_kept_in_order_and_untouched(consultation: Consultation) -> None:
    made = derive(consultation)
    ours = (Expectation(BY_HAND), Expectation({**BY_HAND, "kwargs": {"max_value": 9}, "meta": {"who": "us"}}))
    mixed = replace(made, expectations=(ours[0], *made.expectations[:5], ours[1]), rest={"notes": "ask Ann"})
    again = derive(changed(consultation, "duties", max_picks=3), mixed)
    assert again.expectations[-2:] == ours
    assert len(again.expectations) == len(EXPECTED) + 2
    assert again.rest == {"notes": "ask Ann"}
    for each in ours:
        alone = to_json(Suite("x", (each,))).decode().splitlines()[2:-4]
        assert "\n".join(alone) in to_json(again).decode()


def test_deriving_again_changes_nothing(consultation: Consultation) -> None:
    once = derive(consultation, Suite("other", (Expectation(BY_HAND),), {"team": "ours"}))
    assert derive(consultation, once) == once
    assert once.meta["team"] == "ours"


@pytest.mark.parametrize(
    ("question_id", "changes"),
    [
        ("duties", {"max_picks": 3}),
        ("age", {"maximum": 110.0}),
        ("why", {"required_share": 0.6}),
        ("why", {"asked": None}),
        ("duties", {"short": "Priorities"}),
        ("moved", {"format": "%Y-%m-%d"}),
    ],
)
def test_a_change_that_matters_makes_the_suite_stale(
    consultation: Consultation, question_id: str, changes: dict[str, Any]
) -> None:
    suite = derive(consultation)
    assert not is_stale(suite, consultation)
    after = changed(consultation, question_id, **changes)
    assert is_stale(suite, after)
    assert not is_stale(derive(after, suite), after)


def test_a_change_that_does_not_matter_leaves_the_suite_current(consultation: Consultation) -> None:
    assert not is_stale(derive(consultation), changed(consultation, "area", note="assumed by us", number=7))


def test_a_suite_of_unknown_origin_is_stale(consultation: Consultation) -> None:
    assert is_stale(Suite("small_plan", (Expectation(BY_HAND),)), consultation)
