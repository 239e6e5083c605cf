"""What is counted of each kind of question: an expression over the responses, and the codes it stands for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import assert_never

import polars as pl

from survey.questionnaire.definition import Variable, variables
from survey.questionnaire.kinds import (
    DateAnswer,
    FreeText,
    MultiCode,
    Number,
    Option,
    Question,
    Ranking,
    Scale,
    SingleCode,
)

ANSWERED, NOT_ANSWERED = "answered", "not_answered"
CODES = pl.List(pl.String)


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer to count: of a question, of a grid's item, or for one place of a ranking.

    `raw` is what respondents are counted by; `given` is true where they answered.
    """

    question: Question
    item: str | None
    raw: pl.Expr
    given: pl.Expr


def answers(question: Question) -> tuple[Answer, ...]:
    """The answers a question has: one, or one for each item of a grid or each place of a ranking."""
    if isinstance(question, Ranking):
        return _places(question)
    return tuple(
        Answer(question, variable.item.code if variable.item else None, raw, raw.is_not_null())
        for variable in variables(question)
        for raw in [_raw(variable)]
    )


def codes(answer: Answer, column: str) -> pl.Expr:
    """The codes (List of String, null: none given) that a column of the answer's `raw` values stands for."""
    question, raw = answer.question, pl.col(column)
    match question:
        case SingleCode() | Scale():
            return _listed(_code_of(raw.cast(pl.String), question.options))
        case MultiCode():
            # The order in which options were ticked is no difference, nor is one ticked twice.
            labels = raw.list.unique().list.sort().cast(CODES)
            return labels.list.eval(_code_of(pl.element(), question.options))
        case Ranking():
            placed = [
                pl.when(raw.struct.field(v.name).cast(pl.String) == answer.item).then(pl.lit(v.item.code))
                for v in variables(question)
                if v.item
            ]
            found = pl.concat_list(placed).list.drop_nulls()
            return pl.when(found.list.len() > 0).then(found)
        case FreeText():
            return pl.when(raw).then(pl.lit([ANSWERED], dtype=CODES))
        case DateAnswer():
            return _listed(raw.dt.strftime("%Y-%m"))
        case Number():
            return pl.lit(None, dtype=CODES)
        case _:
            assert_never(question)


def _raw(variable: Variable) -> pl.Expr:
    column = pl.col(variable.name)
    match variable.question:
        case FreeText():
            return pl.when(column.is_not_null()).then(pl.lit(value=True))
        case DateAnswer():
            return column.dt.truncate("1mo")
        case _:
            return column


def _places(question: Ranking) -> tuple[Answer, ...]:
    """One answer a place, all counted by the whole order given: few orders, though many respondents."""
    columns = [variable.name for variable in variables(question)]
    return tuple(
        Answer(
            question,
            str(place),
            pl.struct(columns),
            pl.any_horizontal(pl.col(name) == place for name in columns).fill_null(value=False),
        )
        for place in range(1, len(columns) + 1)
    )


def _code_of(label: pl.Expr, options: Sequence[Option]) -> pl.Expr:
    names = {option.label: option.code for option in options}
    return label.replace_strict(list(names), list(names.values()), return_dtype=pl.String)


def _listed(code: pl.Expr) -> pl.Expr:
    return pl.when(code.is_not_null()).then(pl.concat_list(code))
