"""The reference consultation's definition: its questions as the deck prints them, and what is assumed marked."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from survey.questionnaire.definition import Consultation
from survey.questionnaire.kinds import Closed, FreeText, MultiCode, Scale, SingleCode
from survey.questionnaire.load import load_consultation

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "pipelines" / "consultations" / "police_crime_plan_2024"
REFERENCE = ROOT.parent / "shared" / "reference" / "police_crime_plan_2024.toml"
IDS = [
    "agree",
    "good_relations",
    "top_responsibilities",
    "live_in",
    "safe_where_live",
    "visits_another_area",
    "visited_areas",
    "safe_where_visit",
    "police_contact",
    "police_experience",
    "overall_view",
]


@pytest.fixture(scope="module")
def plan() -> Consultation:
    return load_consultation(FOLDER)


@pytest.fixture(scope="module")
def facts() -> dict[str, Any]:
    if not REFERENCE.exists():
        pytest.skip("the published facts are not beside this checkout")
    return tomllib.loads(REFERENCE.read_text())


def test_eleven_numbered_questions_in_order_and_one_free_text(plan: Consultation) -> None:
    assert plan.id == "police_crime_plan_2024"
    assert [(each.number, each.id) for each in plan.questions[:-1]] == list(enumerate(IDS, start=1))
    assert isinstance(plan.questions[-1], FreeText)
    assert plan.questions[-1].number is None


def test_words_kinds_and_dates_are_those_of_the_facts(plan: Consultation, facts: dict[str, Any]) -> None:
    kinds: dict[str, type] = {"single": SingleCode, "multiple": MultiCode, "scale": Scale}
    for question, fact in zip(plan.questions[:-1], facts["question"], strict=True):
        assert question.text == fact["text"]
        assert isinstance(question, kinds[fact["kind"]])
    assert plan.name == facts["consultation"]["name"]
    assert plan.owner == facts["consultation"]["owner"]
    assert plan.fieldwork is not None
    assert plan.fieldwork.opened == facts["consultation"]["opened"]
    assert plan.fieldwork.closed == facts["consultation"]["closed"]
    assert plan.fieldwork.weeks == facts["consultation"]["weeks"]


def test_printed_options_and_nets_are_there_and_what_is_not_printed_is_marked(
    plan: Consultation, facts: dict[str, Any]
) -> None:
    for question, fact in zip(plan.questions[:-1], facts["question"], strict=True):
        assert isinstance(question, Closed | MultiCode)
        labels = [each.label for each in question.options]
        printed = set(fact.get("options", ())) | set(fact.get("published", {}))
        printed |= {label for label, _ in fact.get("published_counts", ())}
        nets = {each.label for each in question.nets}
        assert printed <= set(labels)
        assert set(fact.get("published_nets", {})) <= nets
        assert set(fact.get("options_assumed", ())) <= set(labels)
        for option in question.options:
            assert option.assumed or option.label in printed | {"Neutral", "Coventry", "Dudley", "Sandwell"}
        if any(option.assumed for option in question.options):
            assert question.assumed


def test_what_is_assumed_of_each_question(plan: Consultation) -> None:
    assumed = {each.id for each in plan.questions if each.assumed}
    printed = {"agree", "good_relations", "visits_another_area", "police_contact"}
    assert assumed == {*IDS, "comments"} - printed
    responsibilities = plan.question("top_responsibilities")
    assert isinstance(responsibilities, MultiCode)
    assert responsibilities.max_picks == 5
    assert [each.assumed for each in responsibilities.options] == [False] * 10 + [True] * 6
    assert plan.question("visited_areas").base == "all"


def test_routing(plan: Consultation) -> None:
    asked = {each.id: (each.asked.question, each.asked.any_of) for each in plan.questions if each.asked}
    assert asked == {
        "visited_areas": ("visits_another_area", ("yes",)),
        "safe_where_visit": ("visits_another_area", ("yes",)),
        "police_experience": ("police_contact", ("yes",)),
    }


def test_scales_run_from_good_to_bad_and_nets_follow(plan: Consultation) -> None:
    scales = [each for each in plan.questions if isinstance(each, Scale)]
    assert len(scales) == 4
    for scale in scales:
        assert scale.polarity == "positive_first"
        codes = [option.code for option in scale.options]
        assert [net.codes for net in scale.nets] == [tuple(codes[:2]), (codes[2],), tuple(codes[3:5])]
        assert [net.polarity for net in scale.nets] == ["positive", "neutral", "negative"]
