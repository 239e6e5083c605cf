"""The rows a question has in a table, whether anyone chose them or not: options in order, then nets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import assert_never

import polars as pl

from survey.breakdowns.answers import ANSWERED, NOT_ANSWERED
from survey.questionnaire.kinds import (
    DateAnswer,
    FreeText,
    Item,
    MultiCode,
    Net,
    Number,
    Option,
    Question,
    Ranking,
    Scale,
    SingleCode,
)

STATISTICS = {"mean": "Mean", "median": "Median", "minimum": "Minimum", "maximum": "Maximum"}


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table: `members` are the codes any of which puts a respondent into it (null: no code at all)."""

    item: str | None
    item_label: str | None
    code: str
    label: str
    is_net: bool
    members: tuple[str | None, ...]


def rows(question: Question, cells: pl.DataFrame) -> list[Row]:
    """The rows of a question in order. Months are those found in the cells; all else is the definition's."""
    match question:
        case SingleCode() | Scale():
            items: Sequence[Item | None] = question.items or [None]
            return [row for item in items for row in _coded(question.options, question.nets, item)]
        case MultiCode():
            return _coded(question.options, question.nets)
        case Ranking():
            places = [Item(code=str(place), label=ordinal(place)) for place in range(1, len(question.options) + 1)]
            return [row for place in places for row in _coded(question.options, (), place)]
        case FreeText():
            answered = Row(None, None, ANSWERED, "Answered", False, (ANSWERED,))
            return [answered, Row(None, None, NOT_ANSWERED, "Not answered", False, (None,))]
        case Number():
            return [Row(None, None, code, label, False, ()) for code, label in STATISTICS.items()]
        case DateAnswer():
            return _months(cells.filter(pl.col("question_id") == question.id))
        case _:
            assert_never(question)


def ordinal(place: int) -> str:
    """A place in words: 1st, 2nd, 3rd, 11th."""
    teen = place % 100 in (11, 12, 13)
    return f"{place}{'th' if teen else {1: 'st', 2: 'nd', 3: 'rd'}.get(place % 10, 'th')}"


def _coded(options: Sequence[Option], nets: Sequence[Net], item: Item | None = None) -> list[Row]:
    name, label = (item.code, item.label) if item else (None, None)
    return [Row(name, label, option.code, option.label, False, (option.code,)) for option in options] + [
        Row(name, label, net.code, net.label, True, net.codes) for net in nets
    ]


def _months(cells: pl.DataFrame) -> list[Row]:
    months = cells["codes"].explode().drop_nulls().unique().sort()
    labels = months.str.to_date("%Y-%m").dt.strftime("%B %Y")  # polars names months in English, whatever the locale
    return [Row(None, None, code, label, False, (code,)) for code, label in zip(months, labels, strict=True)]
