"""Answers that say nothing, and answers that only begin like them."""

from __future__ import annotations

import pytest

from survey.themes.nothing import nothing_said


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
    assert nothing_said(text) == "no_comment"


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
    assert nothing_said(text) == "nothing_to_add"


@pytest.mark.parametrize(
    "text",
    [
        "No police anywhere",
        "Nothing is done about it",
        "None of the above",
        "😡",
        "👍🏽",
        "❤️",
        "Yes",
        "10",
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
    assert nothing_said(text) is None
