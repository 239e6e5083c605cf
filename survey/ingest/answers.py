"""Columns of text into a question's answers, by its kind."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import polars as pl

from survey.frames import answer_dtype
from survey.ingest import texts as read
from survey.ingest.rankings import places
from survey.ingest.times import times
from survey.questionnaire.definition import Variable
from survey.questionnaire.kinds import (
    Closed,
    DateAnswer,
    FreeText,
    MultiCode,
    Number,
    OptionColumns,
    Ranking,
    Scale,
    SingleCode,
)
from survey.questionnaire.matching import key

_NO_OPTION = "no option has this text"


@dataclass(frozen=True, slots=True)
class Answers:
    """A variable as read. `answer` has the type frames.answer_dtype gives; `as_read` are its columns of AS_READ.

    `unread`, a list of strings for each row, holds the texts that are no answer; null where all was read. `other` are
    the respondents' own words, where an option takes what no option has.
    """

    answer: pl.Series
    unread: pl.Series
    reason: str
    as_read: dict[str, pl.Series] = field(default_factory=dict)
    other: pl.Series | None = None


def read_answers(variable: Variable, columns: Sequence[pl.Series], typed_dates: bool, by_value: bool) -> Answers:
    """The answers of a variable from its cleaned columns (one, or one an option or place).

    `typed_dates`: dates may stand in ISO 8601 too; `by_value`: options stand as their values.
    """
    question, name, texts = variable.question, variable.name, columns[0]
    match question:
        case FreeText():
            return Answers(texts, no_texts(texts), "", {name: texts})
        case Closed() if question.column is None and not question.items:
            return _spread(question, name, columns, by_value)
        case Closed():
            return _closed(question, name, texts, by_value)
        case MultiCode():
            return _multi_code(question, name, columns, by_value)
        case Ranking():
            ranked = places(question, variable, columns, by_value)
            return _typed(name, ranked.unread, ranked.found, pl.Int32, ranked.reason)
        case Number():
            found = read.numbers(texts)
            return _typed(name, _lost(texts, found), found, pl.Float64, "not a number")
        case DateAnswer():
            found = times(texts, question.format, typed_dates).cast(pl.Date)
            return _typed(name, _lost(texts, found), found, pl.Date, f"not a date in the format {question.format}")


def no_texts(like: pl.Series) -> pl.Series:
    """As many nulls as the series has rows, of the type of lists of texts."""
    return pl.Series(like.name, [None], dtype=pl.List(pl.String)).new_from_index(0, len(like))


def _closed(question: SingleCode | Scale, name: str, texts: pl.Series, by_value: bool) -> Answers:
    known = read.known_texts(question.options, by_value)
    found = read.labels(texts, known)
    other = _lost(texts, found).str.strip_chars() if known.other else None
    if other is not None:
        found = found.set(other.is_not_null(), known.other)
    as_read = {name: found.fill_null(texts.str.strip_chars())}
    unread = _as_lists(_lost(texts, found))
    return Answers(found.cast(answer_dtype(question)), unread, _NO_OPTION, as_read, other)


def _spread(question: SingleCode | Scale, name: str, columns: Sequence[pl.Series], by_value: bool) -> Answers:
    """One answer out of a column an option: two picks in a row, or a text that is none, are no answer."""
    picks, strange = _picked(question, columns, by_value)
    rows = pl.DataFrame({"picks": picks, "strange": strange}).select(
        pl.coalesce("strange", pl.when(pl.col("picks").list.len() > 1).then("picks")).alias("unread"),
        pl.col("picks").list.first().alias("pick"),
    )
    unread = rows["unread"]
    found = rows["pick"].set(unread.is_not_null(), None)
    as_read = {name: found.fill_null(unread.list.join("; "))}
    reason = "several options picked, or a text that no option has"
    return Answers(found.cast(answer_dtype(question)), unread, reason, as_read)


def _multi_code(question: MultiCode, name: str, columns: Sequence[pl.Series], by_value: bool) -> Answers:
    other = None
    if question.column is None:
        found, unread = _picked(question, columns, by_value)
    else:
        known = read.known_texts(question.options, by_value)
        picks = read.split_picks(columns[0], question.delimiter or ";", known)
        found, unread, other = picks.found, picks.unread, picks.other
    as_read = {f"{name}:picks": found.list.len().cast(pl.Int64), f"{name}:unread": unread.list.join("; ")}
    return Answers(found.cast(answer_dtype(question)), unread, _NO_OPTION, as_read, other)


def _typed(name: str, lost: pl.Series, found: pl.Series, dtype: type[pl.DataType], reason: str) -> Answers:
    as_read = {name: found, f"{name}:unread": lost}
    return Answers(found.cast(dtype), _as_lists(lost), reason, as_read)


def _lost(texts: pl.Series, found: pl.Series) -> pl.Series:
    return texts.set(found.is_not_null(), None)


def _as_lists(texts: pl.Series) -> pl.Series:
    """Each text as a list of its own, null where there is none."""
    if texts.null_count() == len(texts):
        return no_texts(texts)
    frame = pl.DataFrame({"text": texts})
    return frame.select(pl.when(pl.col("text").is_not_null()).then(pl.concat_list("text"))).to_series()


def _picked(question: OptionColumns, columns: Sequence[pl.Series], by_value: bool) -> tuple[pl.Series, pl.Series]:
    """Labels picked in a column an option, and texts that say neither yes nor no: lists, null where there are none."""
    picked: list[pl.Series] = []
    unread: list[pl.Series] = []
    no = {key(text) for text in question.not_picked}
    for place, (option, texts) in enumerate(zip(question.options, columns, strict=True)):
        yes = {*read.known_texts([option], by_value).labels, *map(key, question.picked)}
        found = texts.unique().drop_nulls()
        known = {text: option.label for text in found if key(text) in yes}
        other = {text: text for text in found if key(text) not in yes | no}
        picked.append(texts.replace_strict(known, default=None, return_dtype=pl.String).alias(str(place)))
        unread.append(texts.replace_strict(other, default=None, return_dtype=pl.String).alias(str(place)))
    return _gather(picked), _gather(unread)


def _gather(columns: Sequence[pl.Series]) -> pl.Series:
    if all(column.null_count() == len(column) for column in columns):
        return no_texts(columns[0])
    lists = pl.DataFrame(list(columns)).select(pl.concat_list(pl.all()).list.drop_nulls().alias("lists"))
    return lists.select(pl.when(pl.col("lists").list.len() > 0).then(pl.col("lists"))).to_series()
