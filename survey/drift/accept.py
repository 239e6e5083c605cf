"""Accepted changes written into `questionnaire.toml`, its comments and layout kept."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import polars as pl
import tomlkit
from tomlkit.exceptions import TOMLKitError

from survey.errors import DefinitionError, Problem
from survey.questionnaire.kinds import slug
from survey.questionnaire.matching import key


def accept(toml_text: str, drift_frame: pl.DataFrame) -> str:
    """The questionnaire with the acceptable findings of a drift frame written in; the same text if there are none.

    An alias goes to its option, which becomes a table if it was a bare label; a text that the question has already is
    left out. A renamed column replaces the name that stood there, with a comment that keeps the old one: a question has
    one `column`, so an export with the old name is then no longer read. Renamed option columns become aliases where
    the name follows the question's pattern, and both names are read. Accepting twice changes nothing more.

    Raises:
        DefinitionError: the text is not TOML, or has no such question or option.
    """
    try:
        document = tomlkit.parse(toml_text)
    except TOMLKitError as error:
        raise DefinitionError(Problem(f"not valid TOML: {error}", where="questionnaire.toml")) from None
    questions = {str(table.get("id")): table for table in document.get("question", [])}
    for row in drift_frame.filter(pl.col("accept_kind").is_not_null()).iter_rows(named=True):
        _write(document, questions, row)
    return tomlkit.dumps(document)


def _write(document: Any, questions: dict[str, Any], row: dict[str, Any]) -> None:
    question_id, code, text = row["question_id"], row["accept_code"], row["accept_text"]
    if question_id is None:
        _write_export(document["export"], code, text)
    elif question_id not in questions:
        raise DefinitionError(Problem("no such question", "questionnaire.toml", got=repr(question_id)))
    elif row["accept_kind"] == "alias":
        _write_alias(questions[question_id], code, text)
    elif code is None:
        _replace(questions[question_id], "column", text)
    else:
        _part(questions[question_id], code)["column"] = text


def _write_export(export: Any, name: str, text: str) -> None:
    if name == "response_id":
        _replace(export, name, text)
    else:
        export[name]["column"] = text


def _replace(table: Any, name: str, text: str) -> None:
    old = str(table[name])
    if old == text:
        return
    remark = table[name].trivia.comment.removeprefix("#").strip()
    table[name] = text
    told = [remark] if remark else []
    table[name].comment("; ".join([*told, f"before: {' '.join(old.split())}"]))


def _write_alias(question: Any, code: str, text: str) -> None:
    known = {key(each) for option in question["options"] for each in _texts(option)}
    if key(text) in known:
        return
    option = _part(question, code)
    if "aliases" in option:
        option["aliases"].append(text)
    else:
        option["aliases"] = [text]


def _texts(option: Any) -> Iterator[str]:
    if isinstance(option, str):
        yield str(option)
        return
    yield str(option["label"])
    yield from map(str, option.get("aliases", []))


def _part(question: Any, code: str) -> Any:
    """The option or item of that code as a table that can be written to; a bare label is made one in its place."""
    for name in ("options", "items"):
        for place, each in enumerate(question.get(name, [])):
            bare = isinstance(each, str)
            label = str(each) if bare else str(each["label"])
            if (slug(label) if bare else str(each.get("code", slug(label)))) != code:
                continue
            if bare:
                table = tomlkit.inline_table()
                table["label"] = label
                question[name][place] = table
            return question[name][place]
    where = f"questionnaire.toml, question {question.get('id')}"
    raise DefinitionError(Problem("no such option or item", where, got=repr(code)))
