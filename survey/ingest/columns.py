"""The definition's columns found among the export's: by name, or by a pattern in which `*` stands for anything."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from survey.errors import Problem, nearest
from survey.questionnaire.definition import Consultation, variables
from survey.questionnaire.kinds import Closed, DateAnswer, FreeText, MultiCode, Number, Option, Question, Ranking
from survey.questionnaire.matching import key


@dataclass(frozen=True, slots=True)
class Columns:
    """Which column (by its place) holds what.

    `answers`: variable name -> its columns; a multi-code question in option columns has one for each option,
    in order. `meta`: response_id, started, completed, finished. `missing`: a problem for each column not found.
    `unclaimed`: names of columns that nothing in the definition mentions.
    """

    answers: dict[str, tuple[int, ...]]
    meta: dict[str, int]
    missing: tuple[Problem, ...]
    unclaimed: tuple[str, ...]
    personal: tuple[str, ...]


class Finder:
    """Looks columns up and keeps account of what was asked for, found and not found."""

    def __init__(self, names: Sequence[str], where: str) -> None:
        self.names = names
        self.where = where
        self.by_key = {key(name): place for place, name in enumerate(names)}
        self.claimed: set[int] = set()
        self.missing: list[Problem] = []

    def match(self, pattern: str) -> list[int]:
        """Places of the columns that a name or pattern fits; the exact name goes before the pattern."""
        wanted = key(pattern)
        if wanted in self.by_key:
            return [self.by_key[wanted]]
        if "*" not in wanted:
            return []
        shape = re.compile(".*".join(map(re.escape, wanted.split("*"))), re.DOTALL)
        return [place for name, place in self.by_key.items() if shape.fullmatch(name)]

    def find(self, patterns: Iterable[str], what: str) -> int | None:
        """The one column that fits the first of the patterns that fits any; claims it, or notes the problem."""
        patterns = list(dict.fromkeys(patterns))
        for pattern in patterns:
            found = self.match(pattern)
            if len(found) > 1:
                names = ", ".join(repr(self.names[place]) for place in found[:4])
                self.missing.append(Problem(f"{what}: several columns fit", self.where, repr(pattern), names))
                return None
            if found:
                self.claimed.add(found[0])
                return found[0]
        self.missing.append(self._not_found(patterns[0], what))
        return None

    def _not_found(self, pattern: str, what: str) -> Problem:
        hint = nearest(pattern, self.names)
        todo = f"{hint} if so, rename it in the export or change the questionnaire" if hint else ""
        return Problem(f"{what}: the column is missing", self.where, expected=repr(pattern), hint=todo)

    def claim(self, patterns: Iterable[str]) -> tuple[str, ...]:
        """Marks columns as known though not read; gives the names of those found."""
        found = [place for pattern in patterns for place in self.match(pattern)]
        self.claimed.update(found)
        return tuple(self.names[place] for place in found)


def find_columns(names: Sequence[str], consultation: Consultation, where: str) -> Columns:
    """Where the definition's columns stand among `names`; nothing is raised: what is missing is listed."""
    finder = Finder(names, where)
    meta = _find_meta(finder, consultation)
    answers: dict[str, tuple[int, ...]] = {}
    for question in consultation.questions:
        for name, wanted in _wanted(question).items():
            found = [finder.find(patterns, f"question {question.id}") for patterns in wanted]
            if None not in found:
                answers[name] = tuple(place for place in found if place is not None)
    personal = finder.claim(consultation.export.personal)
    finder.claim(consultation.export.ignored)
    unclaimed = tuple(name for place, name in enumerate(names) if place not in finder.claimed)
    return Columns(answers, meta, tuple(finder.missing), unclaimed, personal)


def _find_meta(finder: Finder, consultation: Consultation) -> dict[str, int]:
    export = consultation.export
    named = {"response_id": export.response_id}
    for name, column in (("started", export.started), ("completed", export.completed), ("finished", export.finished)):
        if column is not None:
            named[name] = column.column
    places = {name: finder.find([pattern], f"[export] {name}") for name, pattern in named.items()}
    return {name: place for name, place in places.items() if place is not None}


def _wanted(question: Question) -> dict[str, list[list[str]]]:
    """For each variable of a question its columns, each as the patterns to try in turn."""
    match question:
        case MultiCode() if question.column is None:
            return {question.id: [_option_patterns(question.columns, option) for option in question.options]}
        case Ranking():
            return {
                variable.name: [_option_patterns(question.columns, option)]
                for variable, option in zip(variables(question), question.options, strict=True)
            }
        case Closed() if question.items:
            return {
                variable.name: [[item.column or (question.column or "").replace("{item}", item.label)]]
                for variable, item in zip(variables(question), question.items, strict=True)
            }
        case Closed() | MultiCode() | FreeText() | Number() | DateAnswer():
            return {question.id: [[question.column or ""]]}


def _option_patterns(pattern: str | None, option: Option) -> list[str]:
    if option.column is not None:
        return [option.column]
    return [(pattern or "").replace("{option}", text) for text in (option.label, *option.aliases)]
