"""Options that go with no other are drafted so, where they say it and nobody's answer says otherwise."""

from __future__ import annotations

import random

import pytest

from survey.drafting.draft import draft
from survey.questionnaire.kinds import MultiCode
from tests.drafting.sources import drafted, loaded, only, source

OPTIONS = ["Burglary", "Speeding", "Knife crime", "Parking"]
SAYS = ["None of these", "None of the above", "None", "Prefer not to say", "Don’t know", "I don't know", "Not sure"]
DICE = random.Random(3)  # noqa: S311 - no secret


def picked(rows: int) -> list[list[str]]:
    return [DICE.sample(OPTIONS, DICE.randint(1, 3)) for _ in range(rows)]


def columns(answers: list[list[str]], options: list[str]) -> dict[str, list[str]]:
    """A column for each option, its name in it where it was picked."""
    return {
        f"Which of these matter? Tick all that apply - {option}": [option if option in each else "" for each in answers]
        for option in options
    }


def exclusive(consultation_question: object) -> list[str]:
    assert isinstance(consultation_question, MultiCode)
    return [option.label for option in consultation_question.options if option.exclusive]


@pytest.mark.parametrize("label", SAYS)
@pytest.mark.parametrize("delimiter", ["; ", ";", ""])
def test_an_option_that_says_so_and_stood_alone_is_exclusive(label: str, delimiter: str) -> None:
    answers = [*picked(150), *[[label]] * 30]
    DICE.shuffle(answers)
    if delimiter:
        made = drafted({"Which of these matter?": [delimiter.join(each) for each in answers]})
    else:
        made = drafted(columns(answers, [*OPTIONS, label]), "surveymonkey")
    assert exclusive(only(made)) == [label]


def test_the_draft_says_by_how_many() -> None:
    answers = [*picked(150), *[["None of these"]] * 30, *[["Prefer not to say"]] * 11]
    made = draft(source({"Which of these matter?": ["; ".join(each) for each in answers]}), "drafted")
    assert '{ label = "None of these", exclusive = true },  # 30, each without another' in made.toml
    assert exclusive(only(loaded(made))) == ["None of these", "Prefer not to say"]


def test_one_that_somebody_gave_with_others_is_left_to_a_person() -> None:
    answers = [*picked(150), *[["None of these"]] * 30, ["None of these", "Parking"]]
    for cells in ({"Which?": ["; ".join(each) for each in answers]}, columns(answers, [*OPTIONS, "None of these"])):
        made = draft(source(cells), "drafted")
        assert exclusive(only(loaded(made))) == []
        check = "# CHECK: does 'None of these' exclude all others (exclusive)? 1 of 31 gave it with others"
        assert check in " ".join(made.toml.split())


def test_words_that_begin_alike_and_what_only_happened_to_stand_alone_are_options_as_others_are() -> None:
    other = ["Nothing is done about parking", "No police on the street", "All of the above"]
    answers = [*picked(150), *[[each] for each in other for _ in range(20)]]
    DICE.shuffle(answers)
    made = drafted({"Which of these matter?": ["; ".join(each) for each in answers]})
    assert exclusive(only(made)) == []
