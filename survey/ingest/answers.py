"""Columns of text into a question's answers, by its kind."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import polars as pl

from survey.frames import answer_dtype
from survey.ingest import texts as read
from survey.questionnaire.definition import Variable
from survey.questionnaire.kinds import Closed, DateAnswer, FreeText, MultiCode, Number, Ranking
from survey.questionnaire.matching import key


@dataclass(frozen=True, slots=True)
class Answers:
    """A variable as read. `answer` has the type frames.answer_dtype gives; `as_read` are its columns of AS_READ.

    `unread`, a list of strings for each row, holds the texts that are no answer; null where all was read.
    """

    answer: pl.Series
    unread: pl.Series
    reason: str
    as_read: dict[str, pl.Series] = field(default_factory=dict)


def read_answers(variable: Variable, columns: Sequence[pl.Series], typed_dates: bool) -> Answers:
    """The answers of a variable from its cleaned columns (one, or one an option for multi-code)."""
    question, name, texts = variable.question, variable.name, columns[0]
    match question:
        case FreeText():
            return Answers(texts, _no_unread(texts), "", {name: texts})
        case Closed():
            found = read.labels(texts, question.options)
            as_read = {name: found.fill_null(texts.str.strip_chars())}
            return Answers(
                found.cast(answer_dtype(question)), _unread(texts, found), "no option has this text", as_read
            )
        case MultiCode():
            picks, unread = _picks(question, columns)
            as_read = {f"{name}:picks": picks.list.len().cast(pl.Int64), f"{name}:unread": unread.list.join("; ")}
            return Answers(picks.cast(answer_dtype(question)), unread, "no option has this text", as_read)
        case Ranking():
            count = len(question.options)
            places = read.places(texts, count)
            return _typed(name, texts, places, pl.Int32, f"not a place from 1 to {count}")
        case Number():
            return _typed(name, texts, read.numbers(texts), pl.Float64, "not a number")
        case DateAnswer():
            dates = read.times(texts, question.format, typed_dates).cast(pl.Date)
            return _typed(name, texts, dates, pl.Date, f"not a date in the format {question.format}")


def _typed(name: str, texts: pl.Series, found: pl.Series, dtype: type[pl.DataType], reason: str) -> Answers:
    unread = _unread(texts, found)
    return Answers(found.cast(dtype), unread, reason, {name: found, f"{name}:unread": unread.list.join("; ")})


def _no_unread(texts: pl.Series) -> pl.Series:
    return pl.Series(texts.name, [None] * len(texts), dtype=pl.List(pl.String))


def _unread(texts: pl.Series, found: pl.Series) -> pl.Series:
    lost = texts.set(found.is_not_null(), None)
    frame = pl.DataFrame({"text": lost})
    return frame.select(pl.when(pl.col("text").is_not_null()).then(pl.concat_list("text"))).to_series()


def _picks(question: MultiCode, columns: Sequence[pl.Series]) -> tuple[pl.Series, pl.Series]:
    """Picks and unread texts, each a list of strings a row, null where there are none."""
    if question.column is not None:
        return read.split_picks(columns[0], question.delimiter or ";", question.options)
    picked: list[pl.Series] = []
    unread: list[pl.Series] = []
    for place, (option, texts) in enumerate(zip(question.options, columns, strict=True)):
        yes = {key(text) for text in (option.label, *option.aliases, *question.picked)}
        no = {key(text) for text in question.not_picked}
        found = texts.unique().drop_nulls()
        known = {text: option.label for text in found if key(text) in yes}
        other = {text: text for text in found if key(text) not in yes | no}
        picked.append(texts.replace_strict(known, default=None, return_dtype=pl.String).alias(str(place)))
        unread.append(texts.replace_strict(other, default=None, return_dtype=pl.String).alias(str(place)))
    return _gather(picked), _gather(unread)


def _gather(columns: Sequence[pl.Series]) -> pl.Series:
    lists = pl.DataFrame(list(columns)).select(pl.concat_list(pl.all()).list.drop_nulls().alias("lists"))
    return lists.select(pl.when(pl.col("lists").list.len() > 0).then(pl.col("lists"))).to_series()
