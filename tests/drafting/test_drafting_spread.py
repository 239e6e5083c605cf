"""Questions over several columns: ticks, grids, rankings, the words behind Other; and what only looks like one."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence

import pytest

from survey.questionnaire.definition import Consultation
from survey.questionnaire.kinds import FreeText, MultiCode, Ranking, Scale, SingleCode
from tests.drafting.sources import drafted, labels, mixed, only

DICE = random.Random(11)  # noqa: S311 - no secret
ROWS = 60
AGREE = ["Strongly agree", "Agree", "Disagree", "Strongly disagree"]


def ticks(stem: str, options: Sequence[str], yes: str | None, no: str = "") -> dict[str, list[str]]:
    """Option columns in which `yes` (the option itself where None) stands for picked."""
    return {f"{stem} - {option}": [DICE.choice([yes or option, no]) for _ in range(ROWS)] for option in options}


def kinds(consultation: Consultation) -> list[str]:
    return [question.kind for question in consultation.questions]


@pytest.mark.parametrize(
    ("yes", "no"), [(None, ""), ("Yes", "No"), ("Yes", ""), ("1", "0"), ("Y", ""), ("Checked", "Unchecked")]
)
def test_ticks_are_options(yes: str | None, no: str) -> None:
    options = ["Patrols", "Cameras", "Lighting"]
    question = only(drafted(ticks("Which would help? Select all that apply", options, yes, no)))
    assert isinstance(question, MultiCode)
    assert labels(question) == options
    assert question.columns == "Which would help? Select all that apply - {option}"


def test_of_one_option_alone_the_base_is_not_those_who_picked_it() -> None:
    """Else 100% would have: who left the box empty cannot be told from who was not asked."""
    question = only(drafted(ticks("Will you watch any of these? Please select all that apply", ["Parade"], None)))
    assert isinstance(question, MultiCode)
    assert (labels(question), question.base) == (["Parade"], "all")


def test_marks_that_are_not_known_are_written_down() -> None:
    question = only(drafted(ticks("Which would help? Tick all", ["Patrols", "Cameras"], "x")))
    assert isinstance(question, MultiCode)
    assert "x" in question.picked


def test_an_option_that_nobody_chose_is_kept() -> None:
    columns = {**ticks("Which? Tick all", ["Patrols", "Cameras"], None), "Which? Tick all - Dogs": [""] * ROWS}
    question = only(drafted(columns))
    assert isinstance(question, MultiCode)
    assert labels(question) == ["Patrols", "Cameras", "Dogs"]


def test_numbers_that_the_tool_puts_before_options_are_left_out() -> None:
    columns = ticks("Q4. Which? Tick all", ["Q4.1. Patrols", "Q4.2. Cameras"], "Yes", "No")
    question = only(drafted(columns))
    assert isinstance(question, MultiCode)
    assert (question.number, question.text) == (4, "Which? Tick all")
    assert (labels(question), question.columns) == (["Patrols", "Cameras"], "Q4. Which? Tick all - Q4.*. {option}")


def test_one_answer_spread_over_options_is_one_answer() -> None:
    options = ["North", "South", "East"]
    chosen = [DICE.choice(options) for _ in range(ROWS)]
    columns = {f"Where do you live? - {each}": [each if each == one else "" for one in chosen] for each in options}
    question = only(drafted(columns))
    assert isinstance(question, SingleCode)
    assert (labels(question), question.columns) == (options, "Where do you live? - {option}")


def test_the_words_behind_other_stand_beside_their_question() -> None:
    stem = "Which would help? Select all that apply"
    columns = ticks(stem, ["Patrols", "Cameras", "Other (please specify)"], None)
    columns[f"{stem} - Other (please specify) (2)"] = ["some dogs", "a wall", "a dog", *[""] * (ROWS - 3)]
    question, words = drafted(columns).questions
    assert isinstance(question, MultiCode)
    assert labels(question) == ["Patrols", "Cameras", "Other (please specify)"]
    assert isinstance(words, FreeText)
    assert (words.id, words.coded) == (f"{question.id}_other", False)


@pytest.mark.parametrize("name", ["How safe? - {}", "How safe? [{}]"])
def test_grids_of_scales(name: str) -> None:
    rows = ["By day", "After dark", "In town"]
    question = only(drafted({name.format(row): [DICE.choice(AGREE) for _ in range(ROWS)] for row in rows}))
    assert isinstance(question, Scale)
    assert ([item.label for item in question.items], question.column) == (rows, name.format("{item}"))
    assert (labels(question), question.polarity) == (AGREE, "positive_first")


def test_a_grid_of_yes_no_and_dont_know_is_no_multi_code() -> None:
    answers = ["Yes", "No", "Don't know"]
    rows = ["Park", "Market"]
    columns = {f"Do you visit these? [{row}]": [DICE.choice(answers) for _ in range(ROWS)] for row in rows}
    question = only(drafted(columns))
    assert isinstance(question, SingleCode)
    assert ([item.label for item in question.items], labels(question)) == (rows, answers)


def test_places_given_to_options_are_a_ranking() -> None:
    options = ["Patrols", "Cameras", "Lighting"]
    orders = [DICE.sample(["1", "2", "3"], 3) for _ in range(ROWS)]
    columns = {f"Rank these - {each}": [order[place] for order in orders] for place, each in enumerate(options)}
    question = only(drafted(columns))
    assert isinstance(question, Ranking)
    assert (labels(question), question.columns) == (options, "Rank these - {option}")


def test_options_given_to_places_are_a_ranking() -> None:
    options = ["Cameras", "Lighting", "Patrols"]
    orders = [DICE.sample(options, 3) for _ in range(ROWS)]
    columns = {f"Rank these [Rank {place + 1}]": [order[place] for order in orders] for place in range(3)}
    question = only(drafted(columns))
    assert isinstance(question, Ranking)
    assert (labels(question), question.columns) == (options, "Rank these [Rank {place}]")


def test_ratings_from_1_to_5_are_no_ranking() -> None:
    rows = ["Patrols", "Cameras", "Lighting", "Dogs", "Cars"]
    columns = {f"Rate these - {row}": [str(DICE.randint(1, 5)) for _ in range(ROWS)] for row in rows}
    question = only(drafted(columns))
    assert isinstance(question, Scale)
    assert (labels(question), len(question.items)) == (["1", "2", "3", "4", "5"], 5)


def test_questions_of_one_section_are_not_one_question() -> None:
    columns: Mapping[str, list[str]] = {
        "Section A - Do you agree?": [DICE.choice(AGREE) for _ in range(ROWS)],
        "Section A - Why?": [f"because of reason {row} and many other things" for row in range(ROWS)],
        "Section A - Gender": mixed({"Female": 30, "Male": 30}),
    }
    assert kinds(drafted(columns)) == ["scale", "free_text", "single_code"]


def test_option_columns_within_a_section() -> None:
    columns = {"Section A - Do you agree?": [DICE.choice(AGREE) for _ in range(ROWS)]}
    columns |= ticks("Section A - Which? Tick all", ["Patrols", "Cameras"], None)
    consultation = drafted(columns)
    assert kinds(consultation) == ["scale", "multi_code"]
    assert labels(consultation.questions[1]) == ["Patrols", "Cameras"]


def test_words_behind_an_other_that_has_no_tick_pick_it() -> None:
    """LimeSurvey's `[other]` holds the words and nothing else: who gave only these answered all the same."""
    columns = {f"Which do you use? [{each}]": ["Y", ""] * 20 for each in ("Bus", "Train")}
    columns["Which do you use? [other]"] = ["", "a tram"] * 10 + ["", ""] * 10
    question, words = drafted(columns, "limesurvey").questions
    assert isinstance(question, MultiCode)
    assert labels(question) == ["Bus", "Train", "Other"]
    assert [option.other for option in question.options] == [False, False, True]
    assert isinstance(words, FreeText)
    assert words.column == "Which do you use? [other]"


def test_words_beside_a_tick_are_only_words() -> None:
    columns = {f"Which do you use? [{each}]": ["Y", ""] * 20 for each in ("Bus", "Train")}
    columns["Which do you use? [other]"] = ["a tram", ""] * 20
    question, _ = drafted(columns, "limesurvey").questions
    assert labels(question) == ["Bus", "Train"]
