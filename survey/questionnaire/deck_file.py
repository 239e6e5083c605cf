"""`deck.toml`: what the analyst says on the slides beside the figures, with every mistake told in one go."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from string import Formatter
from typing import Any, TypeVar

from pydantic import Field

from survey.errors import DefinitionError, Problem, nearest
from survey.questionnaire.code_frame import NOTHING_SAID
from survey.questionnaire.definition import Consultation
from survey.questionnaire.frame_file import FILE as FRAME
from survey.questionnaire.frame_file import load_code_frame
from survey.questionnaire.kinds import Closed, Frozen, Identifier, MultiCode, Text
from survey.questionnaire.toml import build, read_toml, unknown_keys

FILE = "deck.toml"
THEMES = "themes"  # the question id of coded verbatims
TOP = ("top", "top_pct")
_TABLES = ("finding", "focus_group", "change")


class Finding(Frozen):
    """How the headline of a question is worded.

    In `words`, `{code}` stands for the percentage of that option or net, `{top}` for the option most chosen and
    `{top_pct}` for its percentage. `question` is an id, or `themes`.
    """

    question: Identifier
    words: Text


class FocusGroup(Frozen):
    """What a focus group was asked, and the areas that its answers were about."""

    group: Text
    question: Text
    key_areas: tuple[Text, ...] = Field(min_length=1)


class Change(Frozen):
    """What was fed back, with short quotes in the analyst's own choice of words, and what the plan says now."""

    feedback: Text
    plan: Text
    quotes: tuple[Text, ...] = ()


class DeckWords(Frozen):
    """All of `deck.toml`."""

    findings: tuple[Finding, ...] = ()
    focus_groups: tuple[FocusGroup, ...] = ()
    changes: tuple[Change, ...] = ()

    def finding(self, question_id: str) -> str:
        """The wording of a question's headline; empty where there is none."""
        return next((each.words for each in self.findings if each.question == question_id), "")


Table = TypeVar("Table", Finding, FocusGroup, Change)


def load_deck_words(folder: Path, consultation: Consultation) -> DeckWords:
    """The consultation's `deck.toml`; nothing said where there is no such file.

    Raises:
        DefinitionError: with every mistake: file, key, expected, got, the nearest valid name.
    """
    path = folder / FILE
    if not path.is_file():
        return DeckWords()
    data = read_toml(path)
    problems = unknown_keys(data, _TABLES, str(path))
    findings, found = _tables(Finding, data, "finding", path)
    problems += found + _check(findings, consultation, _themes(folder), path)
    groups, found = _tables(FocusGroup, data, "focus_group", path)
    problems += found
    changes, found = _tables(Change, data, "change", path)
    problems += found
    if problems:
        raise DefinitionError(*problems)
    return DeckWords(findings=findings, focus_groups=groups, changes=changes)


def _tables(model: type[Table], data: dict[str, Any], name: str, path: Path) -> tuple[tuple[Table, ...], list[Problem]]:
    tables = data.get(name, [])
    if not isinstance(tables, list):
        return (), [Problem("a list of tables is wanted here", f"{path}, {name}", f"[[{name}]] for each")]
    built = [build(model, table, f"{path}, {name} {place}") for place, table in enumerate(tables, start=1)]
    return tuple(each for each, _ in built if each is not None), [problem for _, found in built for problem in found]


def _themes(folder: Path) -> list[str]:
    """The codes of themes, which stand in the code frame."""
    if not (folder / FRAME).is_file():
        return []
    frame = load_code_frame(folder)
    return [*frame.labels, *(net.code for net in frame.nets), NOTHING_SAID]


def _check(findings: Sequence[Finding], consultation: Consultation, themes: Sequence[str], path: Path) -> list[Problem]:
    known = {question.id: question for question in consultation.questions}
    problems: list[Problem] = []
    seen: list[str] = []
    for finding in findings:
        where = f"{path}, finding of {finding.question}"
        if finding.question in seen:
            problems.append(Problem("a second finding of the same question", where))
        seen.append(finding.question)
        question = known.get(finding.question)
        if question is None and finding.question != THEMES:
            hint = nearest(finding.question, [*known, THEMES])
            problems.append(Problem("no such question", where, got=repr(finding.question), hint=hint))
            continue
        names = [*(_codes(question) if question else themes), *TOP]
        problems += _check_words(finding.words, names, where)
    return problems


def _codes(question: object) -> list[str]:
    if not isinstance(question, Closed | MultiCode):
        return []
    return [*(option.code for option in question.options), *(net.code for net in question.nets)]


def _check_words(words: str, names: Sequence[str], where: str) -> list[Problem]:
    try:
        parts = [part for part in Formatter().parse(words) if part[1] is not None]
    except ValueError as error:
        return [Problem(f"brackets that do not close: {error}", f"{where}, words", got=repr(words))]
    used = [str(name) for _, name, _, _ in parts]
    formats = [f"{{{name}{f'!{how}' * bool(how)}:{form}}}" for _, name, form, how in parts if form or how]
    return [
        Problem("percentages are written as they are", f"{where}, words", "{code}, without : or !", repr(each))
        for each in formats
    ] + [
        Problem("no such code", f"{where}, words", "one of " + ", ".join(names), repr(name), nearest(name, names))
        for name in used
        if name not in names
    ]
