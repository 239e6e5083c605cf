"""Lists of answers known as scales: their order from the good end, or by number, and which end is the good one."""

from __future__ import annotations

import random

import pytest

from survey.drafting.scales import find_scale, kind_of

POSITIVE, NEGATIVE = "positive_first", "negative_first"
KNOWN = [
    ["Strongly agree", "Agree", "Neither agree nor disagree", "Disagree", "Strongly disagree", "Don't know"],
    ["strongly agree", "somewhat agree", "neutral", "somewhat disagree", "stronlgy disagree"],
    ["Strongly agree", "Tend to agree", "Tend to disagree", "Strongly disagree", "Prefer not to say"],
    ["Very satisfied", "Fairly satisfied", "Neither", "Fairly dissatisfied", "Very dissatisfied"],
    ["Very satisfied", "Satisifed", "Disatisfied", "Very dissatisfied"],
    ["Very safe", "Fairly safe", "A bit unsafe", "Very unsafe", "Don't know"],
    ["Safe", "Neither", "Unsafe"],
    ["Extremely likely", "Likely", "Unlikely", "Extremely unlikely"],
    ["Very good", "Good", "Fair", "Poor", "Very poor", "Not applicable"],
    ["Excellent", "Good", "Fair", "Poor"],
    ["Very well", "Fairly well", "Not very well", "Not at all well"],
    ["extremely important", "very", "moderately", "slightly", "not at all important", "I do not know"],
    ["Critical to me", "Somewhat useful", "Not relevant for me"],
    ["Very favorably", "Somewhat favorably", "Neither favorably nor unfavorably (neutral)", "Somewhat unfavorably",
     "Very unfavorably", "Unfamiliar (N/A)"],
    ["approve (1)", "neutral (0)", "disapprove (-1)"],
    ["Support", "Oppose"],
    ["Much better", "A bit better", "About the same", "A bit worse", "Much worse"],
    ["Very confident", "Fairly confident", "Not very confident", "Not at all confident"],
    ["Definitely agree", "Tend to agree", "Tend to disagree", "Definitely disagree", "Don’t know"],
    ["Very reliable", "Fairly reliable", "Not too reliable", "Not at all reliable", "No opinion"],
    # Worry is bad: not to worry is the good end.
    ["Not at all worried", "Not very worried", "Fairly worried", "Very worried"],
]  # fmt: skip


@pytest.mark.parametrize("ordered", KNOWN, ids=lambda each: each[0])
def test_known_words_are_put_in_order_from_the_good_end(ordered: list[str]) -> None:
    shuffled = random.Random(3).sample(ordered, len(ordered))  # noqa: S311 - no secret
    for given in (ordered, ordered[::-1], shuffled):
        found = find_scale(tuple((text, 10) for text in given), "")
        assert found is not None
        assert [text for text, _ in found.ordered] == ordered
        assert (found.polarity, found.checks) == (POSITIVE, ())


@pytest.mark.parametrize(
    ("texts", "ordered"),
    [
        (
            ["neutral", "not polarized", "strongly polarized", "low polarized", "somewhat polarized"],
            ["strongly polarized", "somewhat polarized", "neutral", "low polarized", "not polarized"],
        ),
        (["Low", "High", "Medium"], ["High", "Medium", "Low"]),
        (["To some extent", "Not at all", "To a great extent"], ["To a great extent", "To some extent", "Not at all"]),
    ],
    ids=lambda each: each[0],
)
def test_where_the_words_do_not_say_which_end_is_good_a_person_is_asked(texts: list[str], ordered: list[str]) -> None:
    found = find_scale(tuple((text, 10) for text in texts), "")
    assert found is not None
    assert [text for text, _ in found.ordered] == ordered
    assert found.checks[0].startswith("polarity: ")


@pytest.mark.parametrize(
    "ordered",
    [
        ["Always", "Often", "Sometimes", "Rarely", "Never"],
        ["Daily", "Weekly", "Monthly", "Less often than monthly"],
        ["Every day", "2-3 times a week", "Once a week", "A few times a month", "Once a month", "A few times a year"],
        ["All the time, even when I sleep", "Every day", "Occasionally", "Never", "Prefer not to say"],
    ],
    ids=lambda each: each[0],
)
def test_words_of_how_often_go_from_often_and_have_no_good_end(ordered: list[str]) -> None:
    found = find_scale(tuple((text, 10) for text in sorted(ordered)), "")
    assert found is not None
    assert [text for text, _ in found.ordered] == ordered
    assert (found.polarity, found.checks, kind_of(found)) == (None, (), ("single_code", {}))


@pytest.mark.parametrize(
    ("texts", "header", "polarity", "sure"),
    [
        (["3", "1", "2", "5", "4"], "How easy was it?", NEGATIVE, False),
        (["4.0", "3.0", "2.0", "1.0"], "How easy is it?", NEGATIVE, False),
        (["1", "2", "3", "4", "5"], "Rate it, 1 being very good", POSITIVE, True),
        (["1", "2", "3", "4", "5"], "Rate it from 1 (very poor) to 5 (very good)", NEGATIVE, True),
        (["1 - Not at all likely", "2", "3", "4", "5 - Very likely"], "", NEGATIVE, True),
        (["1 Very satisfied", "2 Satisfied", "3 Dissatisfied", "4 Very dissatisfied"], "", POSITIVE, True),
    ],
)
def test_numbers_ascend(texts: list[str], header: str, polarity: str, sure: bool) -> None:
    found = find_scale(tuple((text, 10) for text in texts), header)
    assert found is not None
    assert [text for text, _ in found.ordered] == sorted(texts)
    assert (found.polarity, not found.checks) == (polarity, sure)


def test_a_step_that_nobody_chose_is_asked_for() -> None:
    numbers = find_scale(tuple((text, 10) for text in ("1", "2", "4", "5")), "1 being very poor")
    assert numbers is not None
    assert numbers.checks == ("no one chose 3: add it, or are the numbers codes in another order?",)
    words = find_scale(tuple((text, 10) for text in ("Very safe", "Fairly safe", "Very unsafe")), "")
    assert words is not None
    assert words.checks == ("no one chose a step on the bad side (found 'Very unsafe'): add what was offered",)


@pytest.mark.parametrize(
    "texts",
    [
        ["Yes", "No"],
        ["Yes, definitely", "Yes, probably", "No"],
        ["I agree", "I do not agree"],
        ["Female", "Male"],
        ["Urban", "Suburban", "Rural"],
        ["18-29", "30-44", "45-60", "> 60"],
        ["1", "2"],
        ["3", "7", "12"],
        ["1-10 employees", "11-50 employees", "51-250 employees"],
        ["Less than high school degree", "High school degree", "Some college or Associate degree"],
        ["More documentation", "New features", "More examples in my field"],
        ["Good", "Safe", "Clear"],
        ["Turkey"],
    ],
    ids=lambda each: each[0],
)
def test_other_lists_are_no_scales(texts: list[str]) -> None:
    assert find_scale(tuple((text, 10) for text in texts), "") is None
