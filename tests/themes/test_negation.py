"""Which words stand under a negation, read by a person."""

from __future__ import annotations

import pytest

from survey.themes.negation import denied


@pytest.mark.parametrize(
    "before",
    [
        "i do not ",
        "i don't ",
        "we dont ",
        "it isn't a very ",
        "never ",
        "nobody here will ",
        "there is no ",
        "no longer ",
        "hardly ever ",
        "i do not think the police are very ",
        "i don't feel that our streets are ",
        "good, but not ",
        "they lack ",
        "they failed to be ",
        "without any ",
        "the road is anything but ",
        "free of ",
    ],
)
def test_a_negation_reaches_the_words(before: str) -> None:
    assert denied(before)


@pytest.mark.parametrize(
    "before",
    [
        "",
        "i ",
        "not only ",
        "no doubt they are ",
        "i do not drive but i ",
        "no. it is ",
        "not bad, ",
        "nothing but ",
        "not new but ",
        "he did not come because he was ",
        "i never saw the officer who came to our house ",
        "a knot of ",
        "no one disputes that it is a well run place and it is ",
    ],
)
def test_no_negation_reaches_them(before: str) -> None:
    assert not denied(before)
