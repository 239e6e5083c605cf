"""What a column by itself is taken for, what is written down of it, and what a person is asked."""

from __future__ import annotations

import random

import pytest

from survey.drafting.draft import draft
from survey.questionnaire.kinds import FreeText, Number, Scale, SingleCode
from tests.drafting.sources import drafted, labels, loaded, mixed, only, source

DICE = random.Random(13)  # noqa: S311 - no secret
WORDS = [f"There should be {row} more of these in the streets near us" for row in range(80)]
KINDS = {
    "Gender": (mixed({"Female": 50, "Male": 40, "Prefer not to say": 5}), "single_code"),
    "Do you agree?": (mixed({"Agree": 30, "Disagree": 40, "Strongly agree": 9}), "scale"),
    "How old are you?": ([str(DICE.randint(16, 90)) for _ in range(80)], "number"),
    "How many people live with you?": ([str(DICE.randint(0, 5)) for _ in range(80)], "number"),
    "How easy was it?": ([str(DICE.randint(1, 5)) for _ in range(80)], "scale"),
    "Which of these?": ([str(DICE.randint(4, 7)) for _ in range(80)], "single_code"),
    "Does an illness limit what you do?": (mixed({"Yes, a lot": 20, "Yes, a little": 20, "No": 40}), "single_code"),
    "What share of your income is rent, in %?": ([str(DICE.randint(5, 60)) for _ in range(80)], "number"),
    "How many children have you?": (mixed({"0": 30, "1": 20, "2": 15, "3": 5, "4+": 5}), "single_code"),
    "How likely are you to come again? (0-10)": ([str(DICE.randint(0, 10)) for _ in range(80)], "scale"),
    "Compared with last year?": (mixed({"Better": 20, "About the same": 20, "Worse": 9}), "scale"),
    "Which ward is yours?": ([f"Ward {letter}" for letter in "ABCDEFGHIJ" * 8], "single_code"),
    "When?": ([f"{DICE.randint(10, 28)}/03/2024" for _ in range(80)], "date"),
    "Why?": (WORDS, "free_text"),
    "Your role": ([f"Officer {row % 60}" for row in range(80)], "free_text"),
    "Which country do you live in?": ([f"Land {row % 30}" for row in range(80)], "single_code"),
    "Any other comments?": (
        mixed({"None": 20, "No comment": 20, "Nothing": 20, "All good, thanks": 20}),
        "single_code",
    ),
}


@pytest.mark.parametrize("header", KINDS)
def test_kinds(header: str) -> None:
    cells, kind = KINDS[header]
    assert only(drafted({header: cells})).kind == kind


def test_zeros_behind_the_point_are_read_either_way() -> None:
    question = only(drafted({"How easy was it?": mixed({"4.0": 40, "3.0": 30, "2.0": 20, "1.0": 10})}))
    assert isinstance(question, Scale)
    assert [(option.label, option.aliases) for option in question.options] == [
        ("1", ("1.0",)),
        ("2", ("2.0",)),
        ("3", ("3.0",)),
        ("4", ("4.0",)),
    ]


def test_texts_that_differ_in_case_and_spaces_only_are_one_option() -> None:
    question = only(drafted({"Area": mixed({"North": 40, "north ": 10, "NORTH": 5, "South  End": 20})}))
    assert isinstance(question, SingleCode)
    assert labels(question) == ["North", "South End"]


def test_the_few_words_behind_other_go_to_a_free_text() -> None:
    cells = mixed({"By bus": 90, "By car": 60, "On foot": 40, "my own horse": 1, "a friend brings me": 1, "by boat": 1})
    question, words = drafted({"How do you get here?": cells}).questions
    assert isinstance(question, SingleCode)
    assert [(option.label, option.other) for option in question.options][-1] == ("Other", True)
    assert isinstance(words, FreeText)
    assert words.other_of == question.id


def test_an_age_is_in_years() -> None:
    question = only(drafted({"What is your age?": [str(DICE.randint(16, 90)) for _ in range(80)]}))
    assert isinstance(question, Number)
    assert question.unit == "years"


def test_every_guess_has_its_reason_and_every_option_its_count() -> None:
    made = draft(source({"Gender": mixed({"Female": 50, "Male": 40})}), "drafted")
    assert "# single_code, high confidence: 2 texts among 90 answers; the most chosen first\n[[question]]" in made.toml
    assert '  "Female",  # 50\n  "Male",  # 40\n' in made.toml
    row = made.guesses.row(0, named=True)
    assert (row["question_id"], row["kind"], row["confidence"], row["to_check"]) == (
        "gender",
        "single_code",
        "high",
        "",
    )


def test_what_is_unsure_is_marked_in_the_file_and_in_the_account() -> None:
    made = draft(source({"How easy was it?": mixed({"1": 20, "2": 30, "4": 30, "5": 20})}), "drafted")
    assert "# CHECK: polarity: is the highest number the best (negative_first) or the worst?" in made.toml
    assert "no one chose 3" in made.guesses["to_check"][0]


def test_area_and_priorities() -> None:
    columns = {
        "How would you describe where you live?": mixed({"Town": 40, "Village": 40}),
        "Which place is nearest?": mixed({"Birmingham": 40, "City of Wolverhampton": 20, "Elsewhere": 20}),
        "What matters?": [";".join(DICE.sample(["a1", "b2", "c3", "d4", "e5"], 2)) for _ in range(80)],
        "What are your top priorities?": [";".join(DICE.sample(["Parks", "Buses", "Roads"], 2)) for _ in range(80)],
    }
    consultation = drafted(columns)
    assert consultation.area == "place_nearest"
    assert consultation.priorities == "top_priorities"


def test_times_ids_and_the_tools_own_columns() -> None:
    rows = 50
    columns = {
        "UserID": [str(200_000 + row) for row in range(rows)],
        "UserNo": [str(row) for row in range(rows)],
        "Started": [f"{row % 28 + 1:02}/07/2024 09:{row:02}:00" for row in range(rows)],
        "Ended": ["" if row == 3 else f"{row % 28 + 1:02}/07/2024 10:{row:02}:00" for row in range(rows)],
        "Tracking Link": ["web"] * rows,
        "Status": mixed({"Complete": 40, "Partial": 10}),
        "What matters?": ["Parks", "-"] * (rows // 2),
        "Nothing": [""] * rows,
    }
    consultation = loaded(draft(source(columns, "smartsurvey"), "drafted"))
    export, fieldwork = consultation.export, consultation.fieldwork
    assert (export.response_id, export.ignored) == ("UserID", ("UserNo", "Tracking Link", "Nothing"))
    assert export.started is not None
    assert (export.started.column, export.started.format) == ("Started", "%d/%m/%Y %H:%M:%S")
    assert export.completed is not None
    assert export.completed.column == "Ended"
    assert export.finished is not None
    assert (export.finished.column, export.finished.values) == ("Status", ("Complete",))
    assert export.blanks == ("", "-", ".")
    assert fieldwork is not None
    assert (str(fieldwork.opened), str(fieldwork.closed)) == ("2024-07-01", "2024-07-28")
    assert labels(only(consultation)) == ["Parks"]


def test_ids_that_stand_twice_are_told_of() -> None:
    columns = {
        "Respondent ID": ["R_a", "R_A", "R_b", "R_b", ""],
        "Gender": ["Female", "Male", "Male", "Male", "Female"],
    }
    made = draft(source(columns), "drafted")
    assert loaded(made).export.response_id == "Respondent ID"
    assert "# CHECK, response_id: 2 rows without an id of their own would be set aside" in made.toml


def test_without_a_response_id_ids_are_made() -> None:
    made = draft(source({"Gender": mixed({"Female": 50, "Male": 40})}), "drafted")
    assert loaded(made).export.response_id == "auto"


def test_times_that_a_tool_did_not_keep_are_no_fieldwork() -> None:
    columns = {
        "Response ID": ["1", "2", "3"],
        "Date submitted": ["1980-01-01 00:00:00"] * 3,
        "Why?": ["a b c", "d e", "f"],
    }
    consultation = loaded(draft(source(columns, "limesurvey"), "drafted"))
    assert consultation.fieldwork is None
    assert consultation.export.completed is not None
    assert consultation.export.completed.undated == ("1980-01-01 00:00:00",)
