"""Answers that conditions stand on: routing looks for a label among picks, which may come as texts."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from survey.breakdowns import picks
from survey.frames import answer_dtype
from survey.questionnaire.definition import Consultation
from survey.questionnaire.kinds import MultiCode, Question


def routable(responses: pl.LazyFrame, consultation: Consultation, questions: Sequence[Question]) -> pl.LazyFrame:
    """The responses with lists of labels for the picks that a condition of these or of the definition's questions
    stands on, where they are texts: these columns alone are read once more, for the different texts there are.

    Raises:
        UnreadableError: a text holds what is no label of an option.
    """
    schema = responses.collect_schema()
    every = (*questions, *consultation.questions)
    leaned_on = {condition.question for each in every for condition in (each.asked, each.base_where) if condition}
    return responses.with_columns(
        _listed(question, responses)
        for question in consultation.questions
        if isinstance(question, MultiCode) and question.id in leaned_on & {*schema}
        if not isinstance(schema[question.id], pl.List)
    )


def _listed(question: MultiCode, responses: pl.LazyFrame) -> pl.Expr:
    text = pl.col(question.id).cast(pl.String)
    met = responses.select(text.unique().drop_nulls()).collect(engine="streaming").to_series()
    if met.is_empty():
        return pl.lit(None, answer_dtype(question)).alias(question.id)
    # Not within the reading below: polars passes an error on as a text of it.
    found = picks.of_texts(met.to_list(), question.options, question.delimiter or ";", f"question {question.id}")
    label_of = {option.code: option.label for option in question.options}
    lists = pl.Series([[label_of[code] for code in codes] for codes in found], dtype=answer_dtype(question))
    at = text.replace_strict(met, pl.int_range(len(met), eager=True), return_dtype=pl.UInt32)
    return pl.lit(lists).gather(at).alias(question.id)
