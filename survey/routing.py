"""A questionnaire's conditions as polars expressions over the responses: who was asked, who is in the base."""

from __future__ import annotations

import polars as pl

from survey.questionnaire.definition import Consultation
from survey.questionnaire.kinds import BaseQuestion, Closed, Condition, MultiCode


def holds(condition: Condition | None, consultation: Consultation) -> pl.Expr:
    """True where the condition holds; no condition holds for everyone.

    An unanswered question makes it false, and so does an answer to a question that was not asked: routing is
    followed all the way up (the loader has seen to it that it does not go in circles).
    """
    if condition is None:
        return pl.lit(value=True)
    question = consultation.question(condition.question)
    assert isinstance(question, Closed | MultiCode)  # noqa: S101 - the loader has checked it
    label_of = {option.code: option.label for option in question.options}
    labels = [label_of[code] for code in condition.any_of or condition.all_of]
    if isinstance(question, MultiCode):
        tests = [pl.col(question.id).list.contains(label) for label in labels]
    else:
        tests = [pl.col(question.id).cast(pl.String) == label for label in labels]
    joined = pl.any_horizontal(tests) if condition.any_of else pl.all_horizontal(tests)
    return joined.fill_null(value=False) & holds(question.asked, consultation)


def asked(question: BaseQuestion, consultation: Consultation) -> pl.Expr:
    """True where the question was put to the respondent."""
    return holds(question.asked, consultation)
