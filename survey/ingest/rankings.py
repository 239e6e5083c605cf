"""The place of an option in a ranking, however the export writes the order down."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from survey.ingest.texts import known_texts, labels, split_picks, whole_places
from survey.questionnaire.definition import Variable
from survey.questionnaire.kinds import Ranking

_REASON = "no option has this text, or it stands at two places"


@dataclass(frozen=True, slots=True)
class Places:
    """`found` as Int64, null without a place; `unread`: the text that gives none, for the `reason` named."""

    found: pl.Series
    unread: pl.Series
    reason: str


def places(question: Ranking, variable: Variable, columns: Sequence[pl.Series], by_value: bool) -> Places:
    """The places of one option: from its own column, from a column for each place, or from one cell in order.

    A text that no option has is told with the question's first option; an option at two places with itself.
    """
    if question.column is None and "{place}" not in (question.columns or ""):
        count = len(question.options)
        found = whole_places(columns[0], count)
        return Places(found, columns[0].set(found.is_not_null(), None), f"not a place from 1 to {count}")
    label = variable.item.label if variable.item is not None else ""
    order, strange = _order(question, columns, by_value)
    stands = pl.DataFrame({"order": order}).select(
        pl.col("order").list.eval((pl.element() == label).arg_true()).alias("stands")
    )
    found = stands.select(pl.when(pl.col("stands").list.len() == 1).then(pl.col("stands").list.first() + 1)).to_series()
    twice = stands.select(pl.when(pl.col("stands").list.len() > 1).then(pl.lit(label))).to_series()
    unread = twice.fill_null(strange) if variable.item is question.options[0] else twice
    return Places(found.cast(pl.Int64), unread, _REASON)


def _order(question: Ranking, columns: Sequence[pl.Series], by_value: bool) -> tuple[pl.Series, pl.Series]:
    """The labels of the options in order as lists, and the texts that no option has, joined by `; `."""
    known = known_texts(question.options, by_value)
    if question.column is not None:
        said = {text: text for text in columns[0].unique().drop_nulls()}
        picks = split_picks(columns[0], said, question.delimiter or ";", known, in_order=True)
        return picks.found, picks.unread.list.join("; ")
    found = [labels(texts, known) for texts in columns]
    strange = [texts.set(each.is_not_null(), None) for texts, each in zip(columns, found, strict=True)]
    slots = pl.DataFrame([each.alias(str(place)) for place, each in enumerate(found)])
    lost = pl.DataFrame([each.alias(str(place)) for place, each in enumerate(strange)])
    joined = lost.select(pl.concat_str(pl.all(), separator="; ", ignore_nulls=True)).to_series()
    return slots.select(pl.concat_list(pl.all())).to_series(), joined.set(joined == "", None)
