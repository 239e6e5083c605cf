"""Responses side by side: each question's whole answer as one text, who came first, and when."""

from __future__ import annotations

from typing import assert_never

import polars as pl

from survey.questionnaire.definition import Consultation, variables
from survey.questionnaire.kinds import DateAnswer, FreeText, MultiCode, Number, Question, Ranking, Scale, SingleCode
from survey.questionnaire.matching import key

_PARTS_OF_A_DAY = (86_400, 3_600, 60, 1)  # seconds
_BETWEEN = "\x1f"  # between the parts of an answer: no label holds it


def in_order(responses: pl.DataFrame) -> pl.DataFrame:
    """The responses, first come first, with `:at`, when each came. The order of the rows given makes no difference.

    A response came when it was started, or else completed, or else on its date. The undated stand last; those of one
    moment stand in order of their ids.
    """
    at = pl.coalesce("started", "completed", pl.col("date").cast(pl.Datetime("us")))
    return responses.with_columns(at.alias(":at")).sort(":at", "response_id", nulls_last=True)


def resolution(times: pl.Series) -> int:
    """To how many seconds times are noted: 1, or a minute, an hour, a day where all of them are whole ones."""
    moments = times.dt.epoch("us")
    return next((part for part in _PARTS_OF_A_DAY if (moments % (part * 1_000_000) == 0).all()), 1)


def profiles(responses: pl.DataFrame, consultation: Consultation) -> pl.DataFrame:
    """One column a question, named by its id, with the whole answer as text; null where there is none.

    A grid is one answer, and so are a ranking and the options ticked, in whatever order. Verbatims are the same if
    they differ only in case, spaces and the kind of quotes or dashes.
    """
    return responses.select(_profile(question).alias(question.id) for question in consultation.questions)


def _profile(question: Question) -> pl.Expr:
    names = [variable.name for variable in variables(question)]
    match question:
        case SingleCode() | Scale() | Ranking():
            parts = [pl.col(name).cast(pl.String).fill_null("") for name in names]
            given = pl.any_horizontal(pl.col(name).is_not_null() for name in names)
            return pl.when(given).then(pl.concat_str(parts, separator=_BETWEEN))
        case MultiCode():
            ticked = pl.col(question.id).list.eval(pl.element().cast(pl.String))
            return ticked.list.unique().list.sort().list.join(_BETWEEN)
        case FreeText():
            return same_words(question.id)
        case Number() | DateAnswer():
            return pl.col(question.id).cast(pl.String)
        case _:
            assert_never(question)


def same_words(column: str) -> pl.Expr:
    """The verbatims of a column as they are compared: equal where the same words were written."""
    return pl.col(column).map_batches(
        lambda texts: pl.Series([key(text) if text is not None else None for text in texts], dtype=pl.String),
        return_dtype=pl.String,
    )
