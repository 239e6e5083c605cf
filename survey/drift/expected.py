"""Which columns the questionnaire expects, and by what key of `questionnaire.toml` each is named."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from survey.questionnaire.definition import AUTO, Consultation, variables
from survey.questionnaire.kinds import BaseQuestion, Closed, FreeText, Option, OptionColumns, Question, Ranking
from survey.questionnaire.matching import key

META = ("response_id", "started", "completed", "finished", "preview")


@dataclass(frozen=True, slots=True)
class Expected:
    """A column that must be there. `holds`: variable or meta name; `part`: code of the option or item, "" without.

    `patterns` are its names, `*` standing for anything; `pattern` is the shared one with `{option}` or `{item}`.
    `writable`: the questionnaire has a key that a new name could be written to.
    """

    holds: str
    question_id: str
    part: str
    patterns: tuple[str, ...]
    pattern: str = ""
    writable: bool = True


def expected_columns(consultation: Consultation) -> tuple[Expected, ...]:
    """All columns that the questionnaire names, the export's own first, then in questionnaire order."""
    export = consultation.export
    meta = [Expected("response_id", "", "", (export.response_id,))] if export.response_id != AUTO else []
    for name in META[1:]:
        column = getattr(export, name)
        meta += [Expected(name, "", "", (column.column,))] if column is not None else []
    return (*meta, *(each for question in consultation.questions for each in _of(question)))


def spread(question: BaseQuestion | Question) -> bool:
    """Whether a question of one or several codes has a column for each option."""
    whole = question.column is None if isinstance(question, OptionColumns) else False
    return whole and not (isinstance(question, Closed) and question.items)


def _of(question: Question) -> Iterator[Expected]:
    match question:
        case FreeText() if question.other_of is not None:
            return
        case OptionColumns() if spread(question):
            for option in question.options:
                yield _option(question.id, question.id, option, question.columns or "")
        case Ranking() if question.column is None and "{place}" in (question.columns or ""):
            for place in range(1, len(question.options) + 1):
                name = (question.columns or "").replace("{place}", str(place))
                yield Expected(question.id, question.id, f"place {place}", (name,), writable=False)
        case Ranking() if question.column is None:
            for variable, option in zip(variables(question), question.options, strict=True):
                yield _option(variable.name, question.id, option, question.columns or "")
        case Closed() if question.items:
            pattern = question.column or ""
            for variable, item in zip(variables(question), question.items, strict=True):
                name = item.column or pattern.replace("{item}", item.label)
                yield Expected(variable.name, question.id, item.code, (name,), "" if item.column else pattern)
        case _:
            yield Expected(question.id, question.id, "", (question.column or "",))


def _option(holds: str, question_id: str, option: Option, pattern: str) -> Expected:
    if option.column is not None:
        return Expected(holds, question_id, option.code, (option.column,))
    texts = (option.label, *option.aliases, *([option.value] if option.value is not None else []))
    return Expected(holds, question_id, option.code, tuple(pattern.replace("{option}", t) for t in texts), pattern)


def locate(
    names: Sequence[str], consultation: Consultation, claimed: Mapping[str, tuple[int, ...]]
) -> dict[int, Expected]:
    """Place of a column to what the questionnaire expects there: as claimed, and for the rest by name.

    A question of which one option's column is missing is not claimed at all: its other columns are found here.
    """
    expected = expected_columns(consultation)
    found: dict[int, Expected] = {}
    for holds, places in claimed.items():
        wanted = [each for each in expected if each.holds == holds]
        found |= dict(zip(places, wanted, strict=False))
    by_key = {key(name): place for place, name in enumerate(names)}
    for each in expected:
        if each.holds not in claimed:
            place = _place(each, by_key)
            found |= {} if place is None else {place: each}
    return found


def _place(expected: Expected, by_key: Mapping[str, int]) -> int | None:
    for pattern in map(key, expected.patterns):
        if pattern in by_key:
            return by_key[pattern]
        found = [place for name, place in by_key.items() if "*" in pattern and fits(pattern, name)]
        if len(found) == 1:
            return found[0]
    return None


def fits(pattern: str, name: str) -> bool:
    """Whether a name fits a pattern in which `*` stands for anything; both as keys."""
    return re.fullmatch(".*".join(map(re.escape, pattern.split("*"))), name, re.DOTALL) is not None


def option_text(pattern: str, name: str) -> str:
    """What stands in a column's name where the pattern has `{option}`; "" if the rest does not fit."""
    before, marker, after = key(pattern).partition("{option}")
    if not marker:
        return ""
    shape = f"(?:{_loose(before)})(.+)(?:{_loose(after)})"
    plain = " ".join(name.split())
    found = re.fullmatch(shape, key(plain), re.DOTALL)
    # Letters are taken from the name itself where its key is as long; else the key's own text serves.
    return (plain if len(key(plain)) == len(plain) else key(plain))[slice(*found.span(1))].strip() if found else ""


def _loose(text: str) -> str:
    return ".*?".join(map(re.escape, text.split("*")))
