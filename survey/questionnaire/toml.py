"""TOML into frozen models, with every mistake told in one go: file, key, expected, got, nearest valid name."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from survey.errors import DefinitionError, Problem, nearest
from survey.questionnaire.designs import design_asked_for

Model = TypeVar("Model", bound=BaseModel)
_WORDS = {
    "model_type": 'a table is wanted here, such as { column = "Started", format = "%d/%m/%Y" }',
    "tuple_type": "a list is wanted here, in square brackets",
    "dict_type": "a table is wanted here, in curly brackets",
    "string_type": "a text is wanted here, in quotes",
    "string_pattern_mismatch": "not a name: small letters, digits and _, beginning with a letter (codes: also . and -)",
    "string_too_short": "an empty text",
    "string_too_long": "longer than 60 letters",
    "bool_type": "true or false is wanted here",
    "bool_parsing": "true or false is wanted here",
    "int_type": "a whole number is wanted here",
    "int_parsing": "a whole number is wanted here",
    "float_type": "a number is wanted here",
    "float_parsing": "a number is wanted here",
    "date_type": "a date is wanted here, without quotes, such as 2024-07-14",
    "date_parsing": "a date is wanted here, without quotes, such as 2024-07-14",
    "date_from_datetime_parsing": "a date is wanted here, without quotes, such as 2024-07-14",
    "too_short": "a list with at least one entry is wanted here",
}


def read_toml(path: Path) -> dict[str, Any]:
    """The file's content.

    Raises:
        DefinitionError: the file is missing, is not UTF-8, or is not TOML (with line and column).
    """
    try:
        return tomllib.loads(path.read_bytes().decode("utf-8-sig"))
    except FileNotFoundError:
        raise DefinitionError(Problem("file is missing", where=str(path))) from None
    except UnicodeDecodeError as error:
        problem = Problem("not UTF-8 text", where=str(path), got=f"byte {error.start}", hint="save the file as UTF-8")
        raise DefinitionError(problem) from None
    except (ValueError, RecursionError) as error:  # also numbers of thousands of digits, and lists in lists in lists
        raise DefinitionError(Problem(f"not valid TOML: {error}", where=str(path))) from None
    except OSError as error:
        raise DefinitionError(Problem(f"cannot be read: {error.strerror}", where=str(path))) from None


def build(model: type[Model], data: object, where: str) -> tuple[Model | None, list[Problem]]:
    """The model made from `data`, or None and each mistake in it; `where` names file and table."""
    try:
        return model.model_validate(data), []
    except ValidationError as error:
        return None, [_problem(model, detail, where) for detail in error.errors()]


def unknown_keys(table: Mapping[str, Any], known: tuple[str, ...], where: str) -> list[Problem]:
    """A problem for each key of `table` that is not known."""
    return [_unknown(key, where, known) for key in table if key not in known]


def _unknown(key: str, where: str, known: Sequence[str]) -> Problem:
    expected = "one of " + ", ".join(known)
    return design_asked_for(key, where) or Problem(f"unknown key {key!r}", where, expected, hint=nearest(key, known))


def _problem(model: type[BaseModel], detail: ErrorDetails, where: str) -> Problem:
    key = _key(detail["loc"])
    place = f"{where}, {key}" if key else where
    match detail["type"]:
        case "extra_forbidden":
            return _unknown(str(detail["loc"][-1]), place, _fields(model, detail["loc"]))
        case "missing":
            return Problem(f"key {str(detail['loc'][-1])!r} is missing", place)
        case "literal_error":
            allowed = detail["ctx"]["expected"]
            names = [name.strip(" '") for name in allowed.replace(" or ", ", ").split(",")]
            got = str(detail["input"])
            return Problem(
                "not a value this key takes", place, expected=allowed, got=repr(got), hint=nearest(got, names)
            )
        case kind if kind in _WORDS:
            return Problem(_WORDS[kind], place, got=repr(detail["input"])[:80])
        case _:
            message = detail["msg"].removeprefix("Value error, ")
            got = "" if isinstance(detail["input"], dict) else repr(detail["input"])[:80]
            return Problem(message[0].lower() + message[1:], place, got=got)


def _key(loc: tuple[int | str, ...]) -> str:
    """The path as a person finds it in the file: `options[2].code`, counted from 1."""
    parts = ""
    for step in loc:
        parts += f"[{step + 1}]" if isinstance(step, int) else f".{step}"
    return parts.removeprefix(".")


def _fields(model: type[BaseModel], loc: tuple[int | str, ...]) -> list[str]:
    """The keys known where the unknown one stands: those of the innermost model on the way."""
    here = model
    for step in loc[:-1]:
        if isinstance(step, str) and step in here.model_fields:
            here = _inner_model(here.model_fields[step].annotation) or here
    return list(here.model_fields)


def _inner_model(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    for argument in getattr(annotation, "__args__", None) or (getattr(annotation, "__origin__", None),):
        found = _inner_model(argument) if argument is not None and argument is not annotation else None
        if found:
            return found
    return None
