"""What is counted of each kind of question: a column over the responses, and the codes its values stand for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, assert_never

import polars as pl

from survey.breakdowns import picks
from survey.frames import answer_dtype
from survey.questionnaire.definition import Variable, variables
from survey.questionnaire.kinds import DateAnswer, FreeText, MultiCode, Number, Question, Ranking, Scale, SingleCode

ANSWERED, NOT_ANSWERED = "answered", "not_answered"


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer to count: of a question, of a grid's item, or for one place of a ranking.

    `raw` is what respondents are counted by, null where they did not answer: a whole number below `size`; or where that
    is nothing any number, or a Categorical. `codes` gives the codes that values of `raw` stand for, a list each;
    numbers have none.
    """

    question: Question
    item: str | None
    raw: pl.Expr
    size: int | None
    codes: Callable[[Sequence[Any]], list[list[str]]] | None


def answers(question: Question, schema: pl.Schema) -> tuple[Answer, ...]:
    """The answers a question has: one, or one for each item of a grid or each place of a ranking.

    Args:
        question: whose answers are counted.
        schema: the responses' columns; a multi-code answer may be a list of labels, or a text of them with the
            question's delimiter between (String or Categorical).
    """
    if isinstance(question, Ranking):
        return _places(question)
    return tuple(_answer(variable, schema) for variable in variables(question))


def _answer(variable: Variable, schema: pl.Schema) -> Answer:
    question, column = variable.question, pl.col(variable.name)
    whole = partial(Answer, question, variable.item.code if variable.item else None)
    match question:
        case SingleCode() | Scale():
            labels = column if schema[variable.name] == answer_dtype(question) else column.cast(answer_dtype(question))
            listed = [[option.code] for option in question.options]
            return whole(labels.to_physical(), len(listed), lambda values: [listed[value] for value in values])
        case MultiCode():
            return whole(*_picks(question, schema[variable.name]))
        case FreeText():
            written = pl.when(column.is_not_null()).then(pl.lit(0, dtype=pl.UInt8))
            return whole(written, 1, lambda values: [[ANSWERED] for _ in values])
        case DateAnswer():
            month = column.dt.year() * 12 + column.dt.month().cast(pl.Int32) - 1
            return whole(month, None, lambda values: [[f"{value // 12:04d}-{value % 12 + 1:02d}"] for value in values])
        case Number():
            finite = column.is_not_null() & column.cast(pl.Float64).is_finite()  # NaN is no number given
            return whole(pl.when(finite).then(column), None, None)
        case Ranking():
            raise AssertionError("rankings are counted by place")
        case _:
            assert_never(question)


def _picks(question: MultiCode, dtype: pl.DataType) -> tuple[pl.Expr, None, Callable[[Sequence[Any]], list[list[str]]]]:
    column, options = pl.col(question.id), question.options
    read = partial(picks.of_texts, options=options, where=f"question {question.id}")
    if not isinstance(dtype, pl.List):
        text = column if isinstance(dtype, pl.Categorical) else column.cast(pl.Categorical)
        return text, None, partial(read, delimiter=question.delimiter or ";")
    if len(options) > picks.MOST:
        text = column.list.unique().list.sort().cast(pl.List(pl.String)).list.join(picks.BETWEEN)
        return text.cast(pl.Categorical), None, partial(read, delimiter=picks.BETWEEN)
    listed = column if dtype == answer_dtype(question) else column.cast(answer_dtype(question))
    return picks.mask(listed), None, partial(picks.of_masks, options=options)


def _places(question: Ranking) -> tuple[Answer, ...]:
    names, options = [variable.name for variable in variables(question)], question.options

    def answer(place: int) -> Answer:
        put = [pl.col(name) == place for name in names]
        given = pl.any_horizontal(put).fill_null(value=False)
        whole = partial(Answer, question, str(place))
        if len(options) <= picks.MOST:
            return whole(pl.when(given).then(picks.mask_where(put)), None, partial(picks.of_masks, options=options))
        labels = [pl.when(test).then(pl.lit(option.label)) for test, option in zip(put, options, strict=True)]
        text = pl.concat_str(labels, separator=picks.BETWEEN, ignore_nulls=True).cast(pl.Categorical)
        read = partial(picks.of_texts, options=options, delimiter=picks.BETWEEN, where=f"question {question.id}")
        return whole(pl.when(given).then(text), None, read)

    return tuple(answer(place) for place in range(1, len(options) + 1))
