"""Columns of text into a question's answers, by its kind."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import polars as pl

from survey.frames import answer_dtype
from survey.ingest import texts as read
from survey.ingest.rankings import places
from survey.ingest.times import times
from survey.questionnaire.definition import Export, Variable
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
    """A variable as read. `answer` has the type frames.answer_dtype gives; `as_read` gives its columns of AS_READ.

    `unread`, a list of strings for each row, holds the texts that are no answer; null where all was read. `other` are
    the respondents' own words, where an option takes what no option has.
    """

    answer: pl.Series
    unread: pl.Series
    reason: str
    as_read: Callable[[], dict[str, pl.Series]]
    other: pl.Series | None = None


@dataclass(frozen=True, slots=True)
class Way:
    """How cells are to be read: the settings; whether dates may stand in ISO 8601 too; whether options are values."""

    export: Export
    typed_dates: bool
    by_value: bool


def read_answers(variable: Variable, columns: Sequence[pl.Series], way: Way) -> Answers:
    """The answers of a variable from its columns as they stand (one, or one an option or place)."""
    question, name, texts = variable.question, variable.name, columns[0]
    match question:
        case FreeText():
            return written(name, read.clean(texts, way.export))
        case Closed() if question.column is None and not question.items:
            return _spread(question, name, columns, way)
        case Closed():
            return _closed(question, name, texts, way)
        case MultiCode():
            return _multi_code(question, name, columns, way)
        case Ranking():
            ranked = places(question, variable, [read.clean(each, way.export) for each in columns], way.by_value)
            return _typed(name, ranked.unread, ranked.found, pl.Int32, ranked.reason)
        case Number():
            cleaned = read.clean(texts, way.export)
            found = read.numbers(cleaned)
            return _typed(name, _lost(cleaned, found), found, pl.Float64, "not a number")
        case DateAnswer():
            cleaned = read.clean(texts, way.export)
            found = times(cleaned, question.format, way.typed_dates).cast(pl.Date)
            return _typed(name, _lost(cleaned, found), found, pl.Date, f"not a date in the format {question.format}")


def written(name: str, texts: pl.Series) -> Answers:
    """Words, of which none can be wrong."""
    return Answers(texts, read.no_texts(texts), "", lambda: {name: texts})


def _closed(question: SingleCode | Scale, name: str, texts: pl.Series, way: Way) -> Answers:
    known = read.known_texts(question.options, way.by_value)
    exact = read.exact(texts, known, way.export)
    texts = texts.set(exact.is_not_null(), None)  # what is left to read with care: mostly nothing
    said = read.distinct(texts, way.export)
    labels = {cell: read.label_of(text, known) or known.other for cell, text in said.items()}
    strange = {cell: text.strip() for cell, text in said.items() if read.label_of(text, known) is None}
    found = {cell: label for cell, label in labels.items() if label is not None}
    answer = exact.fill_null(texts.replace_strict(found, default=None, return_dtype=exact.dtype)) if found else exact
    words = texts.replace_strict(strange, default=None, return_dtype=pl.String) if known.other and strange else None
    unread = read.listed(texts, {} if known.other else {cell: [text] for cell, text in strange.items()})

    def as_read() -> dict[str, pl.Series]:
        return {name: answer.cast(pl.String).fill_null(unread.list.first())}

    other = (words if words is not None else unread.list.first()) if known.other else None
    return Answers(answer, unread, _NO_OPTION, as_read, other)


def _spread(question: SingleCode | Scale, name: str, columns: Sequence[pl.Series], way: Way) -> Answers:
    """One answer out of a column an option: two picks in a row, or a text that is none, are no answer."""
    picks, strange = _picked(question, columns, way)
    rows = pl.DataFrame({"picks": picks, "strange": strange}).select(
        pl.coalesce("strange", pl.when(pl.col("picks").list.len() > 1).then("picks")).alias("unread"),
        pl.col("picks").list.first().alias("pick"),
    )
    unread = rows["unread"]
    found = rows["pick"].set(unread.is_not_null(), None)

    def as_read() -> dict[str, pl.Series]:
        return {name: found.fill_null(unread.list.join("; "))}

    reason = "several options picked, or a text that no option has"
    return Answers(found.cast(answer_dtype(question)), unread, reason, as_read)


def _multi_code(question: MultiCode, name: str, columns: Sequence[pl.Series], way: Way) -> Answers:
    other = None
    if question.column is None:
        found, unread = _picked(question, columns, way)
    else:
        known = read.known_texts(question.options, way.by_value)
        said = read.distinct(columns[0], way.export)
        picks = read.split_picks(columns[0], said, question.delimiter or ";", known)
        found, unread, other = picks.found, picks.unread, picks.other if known.other else None

    def as_read() -> dict[str, pl.Series]:
        return {f"{name}:picks": found.list.len().cast(pl.Int64), f"{name}:unread": unread.list.join("; ")}

    return Answers(found.cast(answer_dtype(question)), unread, _NO_OPTION, as_read, other)


def _typed(name: str, lost: pl.Series, found: pl.Series, dtype: type[pl.DataType], reason: str) -> Answers:
    return Answers(found.cast(dtype), _as_lists(lost), reason, lambda: {name: found, f"{name}:unread": lost})


def _lost(texts: pl.Series, found: pl.Series) -> pl.Series:
    return texts.set(found.is_not_null(), None)


def _as_lists(texts: pl.Series) -> pl.Series:
    """Each text as a list of its own, null where there is none."""
    if texts.null_count() == len(texts):
        return read.no_texts(texts)
    frame = pl.DataFrame({"text": texts})
    return frame.select(pl.when(pl.col("text").is_not_null()).then(pl.concat_list("text"))).to_series()


def _picked(question: OptionColumns, columns: Sequence[pl.Series], way: Way) -> tuple[pl.Series, pl.Series]:
    """Labels picked in a column an option, and texts that say neither yes nor no: lists, null where there are none.

    Of an option that takes what no other has, whatever words its column holds say yes.
    """
    picked: list[pl.Series] = []
    unread: list[pl.Series] = []
    no = {key(text) for text in question.not_picked}
    for place, (option, texts) in enumerate(zip(question.options, columns, strict=True)):
        yes = {*read.known_texts([option], way.by_value).labels, *map(key, question.picked)}
        said = read.distinct(texts, way.export)
        known = {cell: option.label for cell, text in said.items() if key(text) in yes}
        other = {cell: text for cell, text in said.items() if key(text) not in yes | no}
        if option.other:
            known, other = known | dict.fromkeys(other, option.label), {}
        picked.append(texts.replace_strict(known, default=None, return_dtype=pl.String).alias(str(place)))
        unread.append(texts.replace_strict(other, default=None, return_dtype=pl.String).alias(str(place)))
    return _gather(picked), _gather(unread)


def _gather(columns: Sequence[pl.Series]) -> pl.Series:
    if all(column.null_count() == len(column) for column in columns):
        return read.no_texts(columns[0])
    lists = pl.DataFrame(list(columns)).select(pl.concat_list(pl.all()).list.drop_nulls().alias("lists"))
    return lists.select(pl.when(pl.col("lists").list.len() > 0).then(pl.col("lists"))).to_series()
