"""A consultation's folder into one frozen value; every mistake of its files is told in one go."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from survey.errors import DefinitionError, Problem, nearest
from survey.questionnaire.check import check
from survey.questionnaire.definition import Consultation, Disclosure, Export, Fieldwork, Step
from survey.questionnaire.kinds import KINDS, BaseQuestion, Code, Condition, Frozen, Identifier, Text
from survey.questionnaire.population import Weighting, read_population
from survey.questionnaire.toml import build, read_toml, unknown_keys
from survey.questionnaire.waves import read_waves

FILE = "questionnaire.toml"
_TABLES = ("consultation", "fieldwork", "export", "screened_out", "weighting", "disclosure", "wave", "question")


class _Head(Frozen):
    """The [consultation] table."""

    name: Text
    owner: Text
    source: str = ""
    geography: str = ""
    area: Identifier | None = None
    outside: tuple[Code, ...] = ()
    tiles: dict[Code, tuple[Step, Step]] = Field(default_factory=dict)
    channel: Identifier | None = None
    priorities: Identifier | None = None
    random_sample: bool = False


class _AnyKind(BaseQuestion):
    """What every kind has, to find the mistakes of a question whose own kind is none."""

    model_config = ConfigDict(extra="ignore")


def load_consultation(folder: Path) -> Consultation:
    """The consultation that a folder defines; its id is the folder's name.

    Raises:
        DefinitionError: with every mistake: file, key, expected, got, the nearest valid name.
    """
    path = folder / FILE
    data = read_toml(path)
    problems = unknown_keys(data, _TABLES, str(path))
    parts: dict[str, BaseModel | None] = {}
    tables: tuple[tuple[str, type[BaseModel], bool], ...] = (
        ("consultation", _Head, True),
        ("export", Export, True),
        ("fieldwork", Fieldwork, False),
        ("screened_out", Condition, False),
        ("weighting", Weighting, False),
        ("disclosure", Disclosure, False),
    )
    for name, model, needed in tables:
        parts[name], found = _table(model, data, name, needed, path)
        problems += found
    questions, found = _questions(data.get("question", []), path)
    problems += found
    waves, found = read_waves(data.get("wave", []), path)
    problems += found
    names = _known_ids(data.get("question", []))
    head = parts["consultation"]
    settings = {
        "id": folder.resolve().name,
        **(head.model_dump() if head else {}),
        "fieldwork": parts["fieldwork"],
        "export": parts["export"],
        "screened_out": parts["screened_out"],
        "questions": tuple(questions),
        "weighting": parts["weighting"],
        "disclosure": parts["disclosure"] or Disclosure(),
        "waves": waves,
    }
    problems += check(settings, names, path)
    settings["population"], found = read_population(settings, names, folder)
    problems += found
    if problems:
        raise DefinitionError(*problems)
    consultation, problems = build(Consultation, settings, str(path))
    if consultation is None:
        raise DefinitionError(*problems)
    return consultation


def _table(
    model: type[BaseModel], data: dict[str, Any], name: str, needed: bool, path: Path
) -> tuple[BaseModel | None, list[Problem]]:
    if name in data:
        return build(model, data[name], f"{path}, [{name}]")
    return None, [Problem(f"table [{name}] is missing", where=str(path))] if needed else []


def _questions(tables: Any, path: Path) -> tuple[list[BaseModel], list[Problem]]:
    if not isinstance(tables, list) or not tables:
        return [], [Problem("no questions", where=str(path), expected="one [[question]] table for each question")]
    questions: list[BaseModel] = []
    problems: list[Problem] = []
    for place, table in enumerate(tables, start=1):
        name = table.get("id", "") if isinstance(table, dict) else ""
        where = f"{path}, question {place}" + (f" ({name})" if name else "")
        kind = str(table.get("kind", "")) if isinstance(table, dict) else ""
        if kind not in KINDS:
            hint = nearest(kind, KINDS)
            problems.append(Problem("no such kind of question", where, "one of " + ", ".join(KINDS), repr(kind), hint))
            problems += build(_AnyKind, table, where)[1]
            continue
        question, found = build(KINDS[kind], table, where)
        questions += [question] if question else []
        problems += found
    return questions, problems


def _known_ids(tables: Any) -> list[str]:
    """The ids of all questions, also of those with mistakes, so that one mistake is not told twice."""
    if not isinstance(tables, list):
        return []
    return [str(table["id"]) for table in tables if isinstance(table, dict) and "id" in table]
