"""What no single question can see: references between questions, repeated ids and labels, missing columns."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from survey.errors import Problem, nearest
from survey.questionnaire.definition import Disclosure
from survey.questionnaire.kinds import (
    BaseQuestion,
    Closed,
    Condition,
    FreeText,
    MultiCode,
    Net,
    Option,
    OptionColumns,
    Ranking,
    SingleCode,
)
from survey.questionnaire.matching import key

_ROLES: dict[str, tuple[tuple[type[BaseQuestion], ...], str]] = {
    "area": ((SingleCode,), "a single_code question"),
    "channel": ((SingleCode, FreeText), "a single_code or free_text question"),
    "priorities": ((SingleCode, MultiCode), "a multi_code or single_code question"),
}
RESERVED = (
    *("response_id", "line", "started", "completed", "date", "week", "status", "synthetic", "preview"),
    *("themes", "weight"),
)


def check(settings: dict[str, Any], known_ids: Sequence[str], path: Path) -> list[Problem]:
    """Every mistake between the parts of a consultation; `known_ids` are those of all questions in the file."""
    questions: tuple[BaseQuestion, ...] = settings["questions"]
    problems = _repeated(known_ids, "question id", str(path))
    problems += [
        Problem("question id is a reserved name", f"{path}, question {name}", got=name)
        for name in known_ids
        if name in RESERVED
    ]
    by_id = {question.id: question for question in questions}
    for question in questions:
        where = f"{path}, question {question.id}"
        problems += _check_options(question, where) + _check_columns(question, where)
        if question.base == "picks" and not isinstance(question, MultiCode):
            problems.append(Problem("only picks of a multi_code question can be a base", where, got="base = 'picks'"))
        problems += _check_other(question, questions, known_ids, where)
        for name, condition in (("asked", question.asked), ("base_where", question.base_where)):
            if condition is not None:
                problems += _check_condition(condition, by_id, known_ids, f"{where}, {name}")
    if settings.get("screened_out") is not None:
        problems += _check_condition(settings["screened_out"], by_id, known_ids, f"{path}, [screened_out]")
    problems += _circles(by_id, path)
    for name in _ROLES:
        problems += _check_reference(settings.get(name), name, by_id, known_ids, path)
    return problems + _check_areas(settings, by_id, path) + _check_published(settings["disclosure"], known_ids, path)


def _check_published(disclosure: Disclosure, known_ids: Sequence[str], path: Path) -> list[Problem]:
    named = {"by_area": disclosure.by_area or (), "leave_out": disclosure.leave_out}
    known = [*known_ids, "themes"]
    return [
        Problem("no such question", f"{path}, [disclosure], {key}", got=repr(name), hint=nearest(name, known))
        for key, names in named.items()
        for name in names
        if name not in known
    ]


def _check_reference(
    name: str | None, role: str, by_id: dict[str, BaseQuestion], known_ids: Sequence[str], path: Path
) -> list[Problem]:
    where = f"{path}, [consultation], {role}"
    if name is None or (name in known_ids and name not in by_id):
        return []
    if name not in by_id:
        return [Problem("no such question", where, got=repr(name), hint=nearest(name, known_ids))]
    wanted, expected = _ROLES[role]
    if not isinstance(by_id[name], wanted):
        return [Problem("not that kind of question", where, expected, repr(name))]
    question = by_id[name]
    if role == "channel" and isinstance(question, Closed) and question.items:
        return [Problem("not that kind of question", where, f"{expected}, without items", repr(name))]
    return []


def _check_areas(settings: dict[str, Any], by_id: dict[str, BaseQuestion], path: Path) -> list[Problem]:
    """Of the area's options: those that lie outside, and those that have a tile."""
    question, problems = by_id.get(settings.get("area") or ""), []
    for name, wrong in (("outside", "outside which area?"), ("tiles", "tiles of which areas?")):
        where, codes = f"{path}, [consultation], {name}", settings.get(name, ())
        if codes and settings.get("area") is None:
            problems.append(Problem(wrong, where, "area, the id of the question that says where people live"))
            continue
        known = [option.code for option in question.options] if isinstance(question, SingleCode) else list(codes)
        problems += [_unknown_code(code, known, where) for code in codes if code not in known]
    return problems + _repeated(settings.get("tiles", {}).values(), "a tile's place", f"{path}, [consultation], tiles")


def _check_condition(
    condition: Condition, by_id: dict[str, BaseQuestion], known_ids: Sequence[str], where: str
) -> list[Problem]:
    if condition.question not in known_ids:
        hint = nearest(condition.question, known_ids)
        return [Problem("no such question", where, got=repr(condition.question), hint=hint)]
    question = by_id.get(condition.question)
    if question is None:
        return []
    if (isinstance(question, Closed) and question.items) or not isinstance(question, Closed | MultiCode):
        return [Problem("a condition needs a question with options and no items", where, got=repr(question.id))]
    codes = [option.code for option in question.options]
    return [
        _unknown_code(code, codes, f"{where} on {question.id}")
        for code in condition.any_of + condition.all_of
        if code not in codes
    ]


def _circles(by_id: dict[str, BaseQuestion], path: Path) -> list[Problem]:
    """Questions asked, at one or more removes, of those who answered the same question."""
    problems: list[Problem] = []
    for start in by_id.values():
        seen: list[str] = []
        here: BaseQuestion | None = start
        while here is not None and here.asked is not None and here.id not in seen:
            seen.append(here.id)
            here = by_id.get(here.asked.question)
        if here is start and seen:
            way = " -> ".join([*seen, start.id])
            problems.append(Problem("who is asked goes in a circle", f"{path}, question {start.id}, asked", got=way))
    return problems


def _check_options(question: BaseQuestion, where: str) -> list[Problem]:
    if not isinstance(question, Closed | MultiCode | Ranking):
        return []
    nets: tuple[Net, ...] = () if isinstance(question, Ranking) else question.nets
    codes = [option.code for option in question.options]
    problems = _repeated([*codes, *(net.code for net in nets)], "code", where)
    problems += _repeated(_texts(question.options), "label or alias", where)
    problems += _repeated([key(option.value) for option in question.options if option.value], "value", where)
    if not isinstance(question, MultiCode) and any(option.exclusive for option in question.options):
        problems.append(Problem("only answers of a multi_code question exclude others", where, got="exclusive = true"))
    if isinstance(question, Closed):
        problems += _repeated([item.code for item in question.items], "item code", where)
    return problems + [
        _unknown_code(code, codes, f"{where}, net {net.code}")
        for net in nets
        for code in net.codes
        if code not in codes
    ]


def _texts(options: Iterable[Option]) -> list[str]:
    """As exports are compared with them: two texts that differ in case or spaces only are the same."""
    return [key(text) for option in options for text in (option.label, *option.aliases)]


def _check_columns(question: BaseQuestion, where: str) -> list[Problem]:
    match question:
        case MultiCode() if question.column is not None:
            complete = question.delimiter is not None and question.columns is None
            expected = "column with delimiter, or columns with {option}, or a column for each option"
        case Ranking() if question.column is not None:
            complete = question.delimiter is not None and question.columns is None
            expected = "column with delimiter, or columns with {option} or {place}, or a column for each option"
        case MultiCode() | Ranking():
            pattern = question.columns or ""
            complete = "{option}" in pattern or all(option.column for option in question.options)
            complete = complete or (isinstance(question, Ranking) and "{place}" in pattern)
            expected = "columns = a pattern with {option}, or a column for each option"
        case Closed() if question.items:
            complete = "{item}" in (question.column or "") or all(item.column for item in question.items)
            expected = "column = a pattern with {item}, or a column for each item"
        case Closed():
            spread = "{option}" in (question.columns or "") or all(option.column for option in question.options)
            complete = (question.columns is None) if question.column is not None else spread
            expected = "column = the export's column, or columns = a pattern with {option}, or a column for each option"
        case _:
            return []
    return [] if complete else [Problem("the export's columns are not fully named", where, expected)]


def _check_other(
    question: BaseQuestion, questions: Sequence[BaseQuestion], known_ids: Sequence[str], where: str
) -> list[Problem]:
    """An option that takes what no other has needs one cell to take it from, and a free text to keep the words; where
    options have columns, it is picked by whatever words its own column holds, which a free text of that column keeps.
    """
    if isinstance(question, FreeText) and question.other_of is not None:
        of = next((each for each in questions if each.id == question.other_of), None)
        if question.other_of not in known_ids:
            hint = nearest(question.other_of, known_ids)
            return [Problem("no such question", f"{where}, other_of", got=repr(question.other_of), hint=hint)]
        if of is not None and not (isinstance(of, OptionColumns) and any(option.other for option in of.options)):
            expected = "a question with an option that has other = true"
            return [Problem("not that kind of question", f"{where}, other_of", expected, repr(of.id))]
    if not isinstance(question, OptionColumns | Ranking) or not any(option.other for option in question.options):
        return []
    problems = _repeated([option.other for option in question.options if option.other], "other = true", where)
    if isinstance(question, Ranking) or (isinstance(question, Closed) and question.items):
        problems.append(Problem("other = true is for questions with one answer or several, and no items", where))
    keepers = [each.id for each in questions if isinstance(each, FreeText) and each.other_of == question.id]
    if question.column is None and keepers and not isinstance(question, Ranking):
        expected = "column, since the words have a column of their own"
        problems.append(Problem(f"{keepers[0]}: other_of is for questions in one column", where, expected))
    elif question.column is not None and len(keepers) != 1:
        expected = f"one free_text question with other_of = {question.id!r}, which keeps the respondents' own words"
        problems.append(Problem("other = true", where, expected, ", ".join(keepers) or "none"))
    return problems


def _repeated(names: Iterable[object], what: str, where: str) -> list[Problem]:
    return [
        Problem(f"{what} stands {count} times", where, expected="once", got=repr(name))
        for name, count in Counter(names).items()
        if count > 1
    ]


def _unknown_code(code: str, codes: Sequence[str], where: str) -> Problem:
    return Problem("no such code", where, "one of " + ", ".join(codes), repr(code), nearest(code, codes))
