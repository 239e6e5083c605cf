"""Answers that say nothing, and answers that only begin like them."""

from __future__ import annotations

import pytest

from survey.themes.nothing import without_code


@pytest.mark.parametrize(
    "text",
    [
        "No",
        "no.",
        "N/A",
        "n / a",
        "NA",
        "None",
        "NONE!!",
        "-",
        "...",
        "?",
        " . ",
        "",
        "\x00",
        "No comment",
        "no comments",
        "No thanks",
        "no thank you",
        "Nil",
        "Nothing",
        "not applicable",
        "nope",
        "None at all",
        "Not at the moment",
        "I don’t have any",
        "+",
    ],
)
def test_no_comment(text: str) -> None:
    assert without_code(text) == "no_comment"


@pytest.mark.parametrize(
    "text",
    [
        "Nothing to add",
        "nothing to add.",
        "No further comments",
        "I have nothing further to add, thank you",
        "I've nothing else to say",
        "No additional comments at this time",
        "nothing more",
        "No other comments",
        "I don't have anything to add",
    ],
)
def test_nothing_to_add(text: str) -> None:
    assert without_code(text) == "nothing_to_add"


@pytest.mark.parametrize(
    "text",
    [
        "No police anywhere",
        "Nothing is done about it",
        "None of the above",
        "Yes",
        "don't know",
        "No one cares",
        "add more",
        "thank you",
        "Not at all",
        "nothing to add except more patrols",
        "no " * 60,
    ],
)
def test_something_is_said(text: str) -> None:
    assert without_code(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "😡",
        "👍🏽",
        "❤️",
        "10",
        "1. 2, 3",
        "As above",
        "see my previous answer.",
        "Same as before!",
        "ditto",
        "as above ^",
    ],
)
def test_nobody_could_code_it_by_itself(text: str) -> None:
    assert without_code(text) == "cannot_decide"


@pytest.mark.parametrize(
    "text", ["As above, and more patrols", "same problems everywhere", "10 officers", "see me after"]
)
def test_words_of_its_own_make_it_an_answer(text: str) -> None:
    assert without_code(text) is None
