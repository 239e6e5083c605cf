"""An export into what is remembered of it."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace

import polars as pl

from survey.drift.cells import (
    FEWEST,
    Cells,
    as_values,
    count_cells,
    known_texts,
    option_codes,
    question_texts,
    split_counts,
    unlisted,
)
from survey.drift.expected import Expected, locate, spread
from survey.drift.shapes import date_shape, id_shape, kind_of
from survey.drift.values import Answers, Column, Kind, Profile, Source
from survey.questionnaire.definition import Consultation
from survey.questionnaire.kinds import Closed, MultiCode, Question, Ranking
from survey.questionnaire.matching import key

_FEWEST_IDS = 20  # rows, all different, for an unclaimed column to be looked at as one of ids


def profile(source: Source) -> Profile:
    """What is to be remembered of an export: its columns in order, answers of closed questions, responses by day.

    Kept are names of columns, counts of texts that the questionnaire knows, of unknown texts in closed questions that
    three responses or more share, forms of dates and ids. Never kept: verbatims, ids, what stands in personal columns.
    """
    if source.by_value:
        source = replace(source, consultation=as_values(source.consultation))
    located = locate(source.names, source.consultation, source.claimed)
    questions = {question.id: question for question in source.consultation.questions}
    known = known_texts(source.consultation)
    unclaimed = set(source.unclaimed)
    columns: list[Column] = []
    counted: dict[int, Cells] = {}
    for place, name in enumerate(source.names):
        expected = located.get(place)
        if expected is None and name not in unclaimed:
            columns.append(Column(name=name, blank=source.texts.height, filled=0, kind="blank"))
            continue
        question = questions.get(expected.question_id) if expected else None
        closed = isinstance(question, Closed | MultiCode)
        cells = count_cells(source.texts.to_series(place), source.consultation, closed)
        counted[place] = cells
        columns.append(_column(name, expected, question, cells, source, known))
    days = _days(source)
    return Profile(
        file=source.file,
        sha256=source.sha256,
        taken=source.taken,
        rows=source.texts.height,
        columns=tuple(columns),
        answers=tuple(_answers(source, located, counted)),
        days=days,
        undated=source.texts.height - sum(count for _, count in days) if source.dates is not None else 0,
    )


def _column(
    name: str, expected: Expected | None, question: Question | None, cells: Cells, source: Source, known: frozenset[str]
) -> Column:
    counts: Mapping[str, int] = cells.counts
    if isinstance(question, MultiCode) and question.column is not None:
        counts = split_counts(counts, question.delimiter or ";", question.options)
    mine = question_texts(question) if isinstance(question, Closed | MultiCode) else known
    if expected and expected.holds == "finished" and source.consultation.export.finished:
        mine = frozenset(map(key, source.consultation.export.finished.values))
    of_known: Counter[str] = Counter()
    of_unknown: Counter[str] = Counter()
    for text, count in counts.items():
        if key(text) in mine:
            of_known[key(text)] += count
        elif isinstance(question, Closed | MultiCode) and not _takes_words(question, expected):
            of_unknown[text] += count
    kind = kind_of(cells.some)
    return Column(
        name=name,
        holds=expected.holds if expected else "",
        question_id=expected.question_id if expected else "",
        part=expected.part if expected else "",
        unclaimed=expected is None,
        blank=source.texts.height - cells.filled,
        filled=cells.filled,
        kind=kind,
        shape=_shape(expected, kind, cells, source.typed_dates),
        length=round(cells.length, 1),
        known=tuple(sorted(of_known.items())),
        unknown=tuple(sorted((text, count) for text, count in of_unknown.items() if count >= FEWEST)),
    )


def _takes_words(question: Closed | MultiCode, expected: Expected | None) -> bool:
    """The column is that of an option which whatever words it holds say was picked."""
    return spread(question) and any(
        option.other for option in question.options if expected and option.code == expected.part
    )


def _shape(expected: Expected | None, kind: Kind, cells: Cells, typed_dates: bool) -> str:
    if kind == "date":
        shape = date_shape(cells.some)
        return "" if typed_dates and shape.startswith("yyyy-mm-dd") else shape
    alike_ids = expected is None and cells.distinct == cells.filled >= _FEWEST_IDS
    return id_shape(cells.some) if alike_ids or (expected and expected.holds == "response_id") else ""


def _answers(source: Source, located: Mapping[int, Expected], counted: Mapping[int, Cells]) -> Iterable[Answers]:
    by_variable: dict[str, dict[int, Expected]] = {}
    for place, expected in located.items():
        by_variable.setdefault(expected.holds, {})[place] = expected
    for question in source.consultation.questions:
        for holds, places in by_variable.items():
            if question.id not in {each.question_id for each in places.values()} or isinstance(question, Ranking):
                continue
            first = next(iter(places))
            if isinstance(question, Closed | MultiCode) and spread(question):
                yield _spread(question, places, counted, source)
            elif isinstance(question, Closed | MultiCode):
                yield _picks(question, holds, counted[first])


def _picks(question: Closed | MultiCode, variable: str, cells: Cells) -> Answers:
    """Of one column: an option that takes what no other has is counted by the cells that hold such a text."""
    delimiter = (question.delimiter or ";") if isinstance(question, MultiCode) else None
    counts = cells.counts if delimiter is None else split_counts(cells.counts, delimiter, question.options)
    codes = option_codes(question.options)
    found = Counter({option.code: 0 for option in question.options})
    for text, count in counts.items():
        if key(text) in codes:
            found[codes[key(text)]] += count
    other = next((option.code for option in question.options if option.other), None)
    if other is not None and delimiter is None:
        found[other] += sum(count for text, count in counts.items() if key(text) not in codes)
    elif other is not None and delimiter is not None:
        found[other] += unlisted(cells.counts, delimiter, question.options)
    return Answers(variable=variable, question_id=question.id, answered=cells.filled, picks=tuple(found.items()))


def _spread(
    question: Closed | MultiCode, places: Mapping[int, Expected], counted: Mapping[int, Cells], source: Source
) -> Answers:
    """Of option columns: answered is who picked any; options whose column is missing have no count."""
    always = {key(text) for text in question.picked}
    own = {option.code: set(option_codes([option])) for option in question.options}
    picks: list[tuple[str, int]] = []
    any_picked: list[pl.Expr] = []
    for place, expected in places.items():
        words = _takes_words(question, expected)
        yes = [text for text in counted[place].counts if words or key(text) in always | own[expected.part]]
        picks.append((expected.part, sum(counted[place].counts[text] for text in yes)))
        written = [*yes, *(_written(text, source.consultation) for text in yes)]
        any_picked.append(pl.col(str(place)).str.strip_chars().is_in(written).fill_null(value=False))
    answered = source.texts.select(pl.any_horizontal(any_picked).sum()).item() if any_picked else 0
    return Answers(variable=question.id, question_id=question.id, answered=int(answered), picks=tuple(picks))


def _written(text: str, consultation: Consultation) -> str:
    """The text as the tool wrote it: escapes done again."""
    for old, new in consultation.export.replace.items():
        text = text.replace(new, old)
    return text


def _days(source: Source) -> tuple[tuple[dt.date, int], ...]:
    if source.dates is None:
        return ()
    counted = source.dates.rename("day").drop_nulls().value_counts(name="count").sort("day")
    return tuple(counted.iter_rows())
