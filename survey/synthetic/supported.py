"""Which consultations the generator can write: told before anything is drawn."""

from __future__ import annotations

from survey.errors import Problem
from survey.questionnaire.definition import Consultation
from survey.questionnaire.kinds import Closed, FreeText, MultiCode, Question
from survey.synthetic.published import Published


def not_supported(consultation: Consultation, published: Published) -> list[Problem]:
    """What of the consultation the generator does not write; empty if it writes all."""
    where = f"consultation {consultation.id}"
    ranked = [question.id for question in consultation.questions if isinstance(question, MultiCode)]
    first = published.weeks_first.question
    needs = (
        (consultation.fieldwork is not None, "a table [fieldwork]"),
        (consultation.area is not None, "area in [consultation]"),
        (first in ranked and first == consultation.priorities, "a multi-code question as priorities, in [weeks_first]"),
        (consultation.export.layout == "smartsurvey", 'layout = "smartsurvey" in [export]'),
    )
    return [
        *(Problem("no synthetic export", where, f"it needs {need}") for met, need in needs if not met),
        *(
            Problem("no synthetic answers to a question like this", f"{where}, question {question.id}", expected)
            for question in consultation.questions
            for expected in _not_written(question, consultation, published)
        ),
    ]


def _not_written(question: Question, consultation: Consultation, published: Published) -> list[str]:
    match question:
        case Closed():
            written, expected = not question.items, "no items"
        case MultiCode():
            written, expected = question.column is None, "a column for each option"
        case FreeText():
            written, expected = question.id == published.mentions.question, "no free text but that of [mentions]"
        case _:
            written, expected = False, "single_code, scale, multi_code or free_text"
    missing = [] if written else [expected]
    if question.asked is not None:
        places = {each.id: place for place, each in enumerate(consultation.questions)}
        parent = consultation.question(question.asked.question)
        if not isinstance(parent, Closed) or places[parent.id] > places[question.id]:
            missing.append("asked by an earlier single-code question or scale")
    return missing
