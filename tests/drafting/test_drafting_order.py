"""Options that are no scale: yes before no, amounts and education ascending, else by count; what is no answer proper
comes last.
"""

from __future__ import annotations

import random

import pytest

from survey.drafting.order import order_options

AMOUNTS = [
    ["Under 18", "18-29", "30-44", "45-60", "> 60", "Prefer not to say"],
    ["10 or younger", "11", "12", "21 or older"],
    ["$0 - $24,999", "$25,000 - $49,999", "$100,000 - $149,999", "$150,000+", "Prefer not to answer"],
    ["Less than £10,000", "£10,000 to £19,999", "£200,000 and up"],
    ["Less than 6 months", "6-12 months", "1-2 years", "Over 2 years"],
    ["Less than one year", "One year or more"],
    ["Under ten", "Tens", "Hundreds", "Thousands", "Tens of thousands", "Hundreds of thousands or more"],
    ["1-10 employees", "11-50 employees", "Not applicable"],
]

DEGREES = [  # the first as SurveyMonkey asks it, the second as in England, the third as the US Census does
    ["Less than high school degree", "High school degree", "Some college or Associate degree", "Bachelor degree",
     "Graduate degree"],
    ["No formal qualifications", "GCSEs or equivalent", "A levels or equivalent", "Apprenticeship", "Bachelor's degree",
     "Master's degree", "Doctorate (PhD)", "Other", "Prefer not to say"],
    ["No schooling completed", "Some high school, no diploma", "High school graduate", "Trade or vocational training",
     "Some college, no degree", "Associate degree", "Bachelor's degree", "Master's degree", "Professional degree",
     "Doctorate degree"],
    ["No qualifications", "Level 1", "Level 2", "Level 3", "Level 4 or above"],
]  # fmt: skip


@pytest.mark.parametrize("ordered", AMOUNTS, ids=lambda each: each[0])
def test_amounts_ascend(ordered: list[str]) -> None:
    shuffled = random.Random(5).sample(ordered, len(ordered))  # noqa: S311 - no secret
    found, by = order_options(tuple((text, 10) for text in shuffled))
    assert ([text for text, _ in found], by) == (ordered, "amounts, ascending")


@pytest.mark.parametrize("ordered", DEGREES, ids=lambda each: each[0])
def test_education_ascends(ordered: list[str]) -> None:
    shuffled = random.Random(5).sample(ordered, len(ordered))  # noqa: S311 - no secret
    found, by = order_options(tuple((text, 10) for text in shuffled))
    assert ([text for text, _ in found], by) == (ordered, "education, ascending")


def test_what_names_a_school_is_no_level_of_education() -> None:
    counts = {"The school": 50, "The college car park": 40, "A park": 30, "Elsewhere": 20}
    assert order_options(tuple(counts.items())) == (tuple(counts.items()), "the most chosen first")


def test_yes_comes_before_no() -> None:
    values = (("No", 90), ("Don't know", 70), ("Yes", 50), ("Prefer not to say", 60), ("Maybe", 5))
    found, by = order_options(values)
    assert [text for text, _ in found] == ["Yes", "No", "Maybe", "Don't know", "Prefer not to say"]
    assert by == "yes before no"


def test_others_go_by_count_with_what_is_no_answer_last() -> None:
    counts = {"Don't know": 99, "Ham": 50, "Other (please specify)": 40, "Turkey": 30, "None of these": 20, "N/A": 10}
    found, by = order_options((*counts.items(), ("Prefer not to say", 5)))
    labels = [text for text, _ in found]
    assert labels[:2] == ["Ham", "Turkey"]
    assert labels[2:] == ["Other (please specify)", "None of these", "N/A", "Don't know", "Prefer not to say"]
    assert by == "the most chosen first"
