"""The definition's columns found among the export's: by name, or by a pattern in which `*` stands for anything."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from survey.errors import Problem, nearest
from survey.ingest.platforms.shape import Platform
from survey.questionnaire.definition import AUTO, Consultation, Finished, TimeColumn, variables
from survey.questionnaire.kinds import Closed, DateAnswer, FreeText, MultiCode, Number, Option, Question, Ranking
from survey.questionnaire.matching import key


@dataclass(frozen=True, slots=True)
class Columns:
    """Which column (by its place) holds what.

    `answers`: variable name -> its columns: one, or one for each option or place, in order. `meta`: response_id,
    started, completed, finished, preview. `missing`: a problem for each column not found. `unclaimed`: names of columns
    that neither the definition mentions nor the tool is known to add.
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

    def claim_rest(self, patterns: Iterable[str]) -> tuple[str, ...]:
        """The same, of the columns that nothing has claimed."""
        return self.claim(
            self.names[place] for pattern in patterns for place in self.match(pattern) if place not in self.claimed
        )


def find_columns(
    names: Sequence[str], consultation: Consultation, where: str, platform: Platform | None = None
) -> Columns:
    """Where the definition's columns stand among `names`; nothing is raised: what is missing is listed."""
    finder = Finder(names, where)
    meta = _find_meta(finder, consultation)
    answers: dict[str, tuple[int, ...]] = {}
    for question in consultation.questions:
        wanted, shared = _wanted(question)
        found = [finder.find(patterns, f"question {question.id}") for patterns in wanted]
        whole = tuple(place for place in found if place is not None)
        if shared and len(whole) == len(wanted) > 0:
            answers |= dict.fromkeys((variable.name for variable in variables(question)), whole)
        elif not shared:
            each = zip(variables(question), found, strict=True)
            answers |= {variable.name: (place,) for variable, place in each if place is not None}
    personal = finder.claim(consultation.export.personal)
    finder.claim(consultation.export.ignored)
    if platform is not None:
        personal += finder.claim_rest(platform.personal)
        finder.claim_rest(platform.own)
    unclaimed = tuple(name for place, name in enumerate(names) if place not in finder.claimed)
    return Columns(answers, meta, tuple(finder.missing), unclaimed, personal)


def _find_meta(finder: Finder, consultation: Consultation) -> dict[str, int]:
    export = consultation.export
    named = {} if export.response_id == AUTO else {"response_id": export.response_id}
    for name in ("started", "completed", "finished", "preview"):
        column: TimeColumn | Finished | None = getattr(export, name)
        if column is not None:
            named[name] = column.column
    places = {name: finder.find([pattern], f"[export] {name}") for name, pattern in named.items()}
    return {name: place for name, place in places.items() if place is not None}


def _wanted(question: Question) -> tuple[list[list[str]], bool]:
    """The columns of a question, each as the patterns to try in turn; whether every variable is read from all."""
    match question:
        case FreeText() if question.other_of is not None:
            return [], True
        case Ranking() if question.column is None and "{place}" in (question.columns or ""):
            pattern = question.columns or ""
            return [[pattern.replace("{place}", str(place + 1))] for place in range(len(question.options))], True
        case MultiCode() if question.column is None:
            return [_option_patterns(question.columns, option) for option in question.options], True
        case Closed() if question.column is None and not question.items:
            return [_option_patterns(question.columns, option) for option in question.options], True
        case Ranking() if question.column is None:
            return [_option_patterns(question.columns, option) for option in question.options], False
        case Closed() if question.items:
            pattern = question.column or ""
            return [[item.column or pattern.replace("{item}", item.label)] for item in question.items], False
        case Closed() | MultiCode() | Ranking() | FreeText() | Number() | DateAnswer():
            return [[question.column or ""]], True


def _option_patterns(pattern: str | None, option: Option) -> list[str]:
    if option.column is not None:
        return [option.column]
    texts = (option.label, *option.aliases, *([option.value] if option.value is not None else []))
    return [(pattern or "").replace("{option}", text) for text in texts]
