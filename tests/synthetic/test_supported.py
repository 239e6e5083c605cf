"""What the generator cannot write is refused with the question named; what cannot be met at any total, too."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from survey.errors import UsageError
from survey.questionnaire.definition import Consultation
from survey.questionnaire.kinds import Condition, FreeText, MultiCode, Number
from survey.questionnaire.load import load_consultation
from survey.synthetic.export import make_export
from survey.synthetic.load import load_published
from survey.synthetic.plan import make_plan
from survey.synthetic.published import Published

FOLDER = Path(__file__).parents[2] / "pipelines" / "consultations" / "police_crime_plan_2024"
CONSULTATION = load_consultation(FOLDER)
PUBLISHED = load_published(FOLDER, CONSULTATION)
AGE = Number(id="age", text="Age?", kind="number", column="Age?")
WORDS = FreeText(id="words", text="Words?", kind="free_text", column="Words?")
ASKED_BY_PICKS = FreeText(
    id="comments",
    text="Why?",
    kind="free_text",
    column="Why?",
    asked=Condition(question="top_responsibilities", any_of=("knife_crime",)),
)


def changed(**update: Any) -> Consultation:
    return CONSULTATION.model_copy(update=update)


@pytest.mark.parametrize(
    ("consultation", "told"),
    [
        (changed(fieldwork=None), "it needs a table [fieldwork]"),
        (changed(area=None), "it needs area"),
        (changed(priorities="visited_areas"), "as priorities"),
        (changed(export=CONSULTATION.export.model_copy(update={"layout": "one_row"})), 'layout = "smartsurvey"'),
        (changed(questions=(*CONSULTATION.questions, AGE)), "question age"),
        (changed(questions=(*CONSULTATION.questions, WORDS)), "question words"),
        (changed(questions=(*CONSULTATION.questions[:-1], ASKED_BY_PICKS)), "an earlier single-code question or scale"),
    ],
)
def test_it_is_refused(consultation: Consultation, told: str) -> None:
    with pytest.raises(UsageError) as caught:
        make_export(consultation, PUBLISHED, 8000)
    assert told in str(caught.value)


def published_with(table: str, question: str, figures: dict[str, float]) -> Published:
    tables = getattr(PUBLISHED, table)
    return PUBLISHED.model_copy(update={table: {**tables, question: figures}})


def test_figures_that_no_total_can_show_are_refused() -> None:
    impossible = published_with("percentages", "police_contact", {"yes": 70.0, "no": 50.2})
    with pytest.raises(UsageError, match=r"question police_contact.*\n.*8,000\n +no greater total would do"):
        make_plan(CONSULTATION, impossible, 8000)


def test_fewer_answers_are_tried_where_a_base_cannot_show_the_figures() -> None:
    """50.0 and 50.0 need an even base; 99 respondents can only give one of 98."""
    halves = published_with("percentages", "police_contact", {"yes": 50.0, "no": 50.0})
    everyone = PUBLISHED.assumed.model_copy(update={"answered": {}, "partial": 0.0})
    consultation = changed(questions=(CONSULTATION.question("police_contact"),))
    plan = make_plan(consultation, halves.model_copy(update={"assumed": everyone}), 99)
    assert plan.margins["police_contact"].base == 98
    assert plan.margins["police_contact"].counts == (49, 49)


@pytest.mark.parametrize("respondents", range(6700, 20_000, 1330))
def test_margins_stay_within_those_asked(respondents: int) -> None:
    plan = make_plan(CONSULTATION, PUBLISHED, respondents)
    visits = plan.margins["visits_another_area"].counts[0]
    assert plan.margins["safe_where_visit"].base <= visits - sum(stop < 7 for stop in plan.stops)
    for question in CONSULTATION.questions[:-1]:
        margin = plan.margins[question.id]
        if isinstance(question, MultiCode):
            assert margin.base <= sum(margin.counts) <= margin.base * (question.max_picks or 8)
        else:
            assert sum(margin.counts) == margin.base
        assert min(margin.counts) >= 0
