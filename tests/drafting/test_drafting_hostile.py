"""Whatever an export holds, the draft is TOML that loads, says the same twice, and accounts for every column."""

from __future__ import annotations

import string

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from survey.drafting.account import GUESSES
from survey.drafting.draft import Draft, draft
from survey.drafting.ids import option_codes, question_ids
from survey.errors import UnreadableError, UsageError
from survey.questionnaire.check import RESERVED
from survey.questionnaire.definition import variables
from tests.drafting.sources import loaded, mixed, source

HEADERS = st.text(max_size=30) | st.sampled_from(
    [
        'Say "yes"?',
        "[[question]]",
        "a = 1 # no",
        "Line\nbreak",
        "\\",
        "'''",
        "emoji 👍 [👎]",
        "x - y - z",
        "*",
        "{option}",
    ]
)
CELLS = st.text(max_size=15) | st.sampled_from(["Yes", "No", "", "1", "2", "Agree", "a;b", "01/02/2024", "x@y.org"])
TABLES = st.integers(1, 12).flatmap(
    lambda rows: st.lists(st.tuples(HEADERS, st.lists(CELLS, min_size=rows, max_size=rows)), min_size=1, max_size=8)
)


def account_of(made: Draft, names: tuple[str, ...]) -> None:
    """Every column has its row; what is a question there is one in the file, of that kind."""
    consultation = loaded(made)
    assert made.guesses.columns == list(GUESSES)
    assert made.guesses["column"].to_list() == list(names)
    kinds = {question.id: question.kind for question in consultation.questions}
    for row in made.guesses.filter(made.guesses["question_id"].is_not_null()).iter_rows(named=True):
        assert kinds[row["question_id"]] == row["kind"]
    for question in consultation.questions:
        assert len(question.id) <= 40
        assert question.id not in RESERVED
        assert all(variable.name for variable in variables(question))


@settings(max_examples=40, deadline=None)
@given(TABLES)
def test_any_table_gives_a_draft_that_loads(columns: list[tuple[str, list[str]]]) -> None:
    given_to = source(dict(columns))
    try:
        made = draft(given_to, "drafted")
    except UnreadableError:
        return
    account_of(made, given_to.names)
    assert draft(given_to, "drafted").toml == made.toml


def test_five_hundred_columns() -> None:
    columns = {f"Question {place}?": mixed({"Yes": 3, "No": 2, "Maybe": 1}, place) for place in range(300)}
    columns |= {f"A very long grid of things - row {place}": ["Agree", "Disagree"] * 3 for place in range(200)}
    made = draft(source(columns), "drafted")
    account_of(made, tuple(columns))
    assert len(loaded(made).questions) == 301


def test_one_row() -> None:
    made = draft(source({"ID": ["7"], "Gender": ["Female"], "Why?": ["because of this and that and more"]}), "drafted")
    account_of(made, ("ID", "Gender", "Why?"))


def test_columns_that_are_different_in_every_row() -> None:
    columns = {f"Words {place}": [f"thing {place} {row} and so on" for row in range(50)] for place in range(5)}
    assert {question.kind for question in loaded(draft(source(columns), "drafted")).questions} == {"free_text"}


def test_columns_without_a_name_or_with_one_twice_are_told_of() -> None:
    cells = [["Yes", "No"]] * 3
    made = draft(source(dict(zip(["Gender", "GENDER ", " "], cells, strict=True))), "drafted")
    assert made.guesses["kind"].to_list() == ["single_code", "ignored", "ignored"]
    assert made.guesses["reason"][1] == "no name, or one that stood before: a definition cannot name it"
    assert len(loaded(made).questions) == 1


def test_nothing_but_empty_and_personal_columns_is_no_export() -> None:
    with pytest.raises(UnreadableError, match="no column looks like a question"):
        draft(source({"Email": ["a@example.org", "b@example.org"], "Empty": ["", ""]}), "drafted")


@pytest.mark.parametrize(
    ("wrong", "right"), [("My Survey 2024!", "my_survey_2024"), ("2024", "consultation_2024"), ("", "consultation")]
)
def test_a_name_no_consultation_can_have_is_refused_with_one_it_can(wrong: str, right: str) -> None:
    with pytest.raises(UsageError, match=f"try '{right}'"):
        draft(source({"Gender": ["Female", "Male"]}), wrong)
    assert loaded(draft(source({"Gender": ["Female", "Male", "Male"]}), right)).questions


@given(st.lists(st.tuples(st.text(max_size=80), st.sampled_from(["", "other"])), max_size=20))
def test_ids_are_names_none_twice_none_reserved(texts: list[tuple[str, str]]) -> None:
    ids = question_ids([*texts, ("week", ""), ("Week", ""), ("status", "")])
    assert len(set(ids)) == len(ids)
    assert not set(ids) & set(RESERVED)
    assert all(len(each) <= 40 and each[0] in string.ascii_lowercase for each in ids)
    assert all(set(each) <= set(string.ascii_lowercase + string.digits + "_") for each in ids)


@given(st.lists(st.text(max_size=90), max_size=20))
def test_codes_are_none_twice(labels: list[str]) -> None:
    codes = option_codes(labels)
    assert len(set(codes)) == len(codes)
    assert all(0 < len(code) <= 60 for code in codes)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Which of the following films have you seen? Please select all that apply.", "films_seen"),
        ("How often do you use the park (in an average week)?", "how_often_use_park"),
        ("What is your age?", "age"),
        ("2 or 3?", "q_2_3"),
        ("日本", "question_1"),
        ("week", "week_2"),
    ],
)
def test_ids_are_the_chief_words(text: str, name: str) -> None:
    assert question_ids([(text, "")]) == [name]
