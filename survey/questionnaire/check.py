"""What no single question can see: references between questions, repeated ids and labels, missing columns."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from survey.errors import Problem, nearest
from survey.questionnaire.kinds import BaseQuestion, Closed, Condition, MultiCode, Net, Option, Ranking, SingleCode
from survey.questionnaire.matching import key

RESERVED = ("response_id", "line", "started", "completed", "date", "week", "status", "synthetic", "themes")


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
        for name, condition in (("asked", question.asked), ("base_where", question.base_where)):
            if condition is not None:
                problems += _check_condition(condition, by_id, known_ids, f"{where}, {name}")
    if settings.get("screened_out") is not None:
        problems += _check_condition(settings["screened_out"], by_id, known_ids, f"{path}, [screened_out]")
    problems += _circles(by_id, path)
    for name in ("area", "priorities"):
        problems += _check_reference(settings.get(name), name, by_id, known_ids, path)
    return problems


def _check_reference(
    name: str | None, role: str, by_id: dict[str, BaseQuestion], known_ids: Sequence[str], path: Path
) -> list[Problem]:
    where = f"{path}, [consultation], {role}"
    if name is None or (name in known_ids and name not in by_id):
        return []
    if name not in by_id:
        return [Problem("no such question", where, got=repr(name), hint=nearest(name, known_ids))]
    wanted = SingleCode if role == "area" else (SingleCode, MultiCode)
    if not isinstance(by_id[name], wanted):
        expected = "a single_code question" if role == "area" else "a multi_code or single_code question"
        return [Problem("not that kind of question", where, expected, repr(name))]
    return []


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
        case MultiCode() | Ranking():
            complete = "{option}" in (question.columns or "") or all(option.column for option in question.options)
            expected = "columns = a pattern with {option}, or a column for each option"
        case Closed() if question.items:
            complete = "{item}" in (question.column or "") or all(item.column for item in question.items)
            expected = "column = a pattern with {item}, or a column for each item"
        case Closed():
            complete, expected = question.column is not None, "column = the export's column"
        case _:
            return []
    return [] if complete else [Problem("the export's columns are not fully named", where, expected)]


def _repeated(names: Iterable[str], what: str, where: str) -> list[Problem]:
    return [
        Problem(f"{what} stands {count} times", where, expected="once", got=repr(name))
        for name, count in Counter(names).items()
        if count > 1
    ]


def _unknown_code(code: str, codes: Sequence[str], where: str) -> Problem:
    return Problem("no such code", where, "one of " + ", ".join(codes), repr(code), nearest(code, codes))
