"""Who a question's percentages stand on, as an expression over the responses and in words."""

from __future__ import annotations

from typing import Literal, TypeAlias

import polars as pl

from survey.breakdowns.answers import Answer
from survey.questionnaire.definition import Consultation
from survey.questionnaire.kinds import FreeText, MultiCode, Number, Question
from survey.routing import asked, holds

Base: TypeAlias = Literal["answered", "asked", "all", "picks"]
WORDS: dict[Base, str] = {
    "answered": "respondents who answered",
    "asked": "respondents asked",
    "all": "all respondents",
    "picks": "picks by respondents who answered",
}


def base_of(question: Question) -> Base:
    """The base by name: as defined, but free text stands on those asked at least, a number on those who gave one, and
    only several answers out of a list can stand on the picks.
    """
    if isinstance(question, Number):
        return "answered"
    if isinstance(question, FreeText) and question.base in ("answered", "picks"):
        return "asked"
    return "answered" if question.base == "picks" and not isinstance(question, MultiCode) else question.base


def base_words(question: Question) -> str:
    """The base in words: the definition's own, or else by the base's name."""
    return question.base_label or WORDS[base_of(question)]


def counted(answer: Answer, consultation: Consultation) -> pl.Expr:
    """The answer where it counts: given by someone who was asked; else null."""
    question = answer.question
    return answer.raw if question.asked is None else pl.when(asked(question, consultation)).then(answer.raw)


def in_base(answer: Answer, consultation: Consultation) -> pl.Expr | None:
    """True of the respondents in the base of an answer; nothing where these are those whose answer counts."""
    question, name = answer.question, base_of(answer.question)
    if name in ("answered", "picks"):
        if question.base_where is None:
            return None
        inside = counted(answer, consultation).is_not_null()
    else:
        inside = pl.col("status").cast(pl.String) != "blank"
        inside = asked(question, consultation) & inside if name == "asked" else inside
    return inside & holds(question.base_where, consultation)
