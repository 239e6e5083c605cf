"""A suite into JSON as Great Expectations writes it, and back with every mistake told in one go."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from survey.errors import DefinitionError, Problem, nearest
from survey.validate.known import TYPES
from survey.validate.suite import Expectation, Suite

_SUITE_KEYS = ("name", "expectations", "meta", "id", "notes", "suite_parameters")
_KEYS = (
    "type",
    "kwargs",
    "meta",
    "id",
    "notes",
    "description",
    "severity",
    "success_on_last_run",
    "expectation_context",
    "rendered_content",
)
_OLD_KEYS = {"expectation_type": "type", "expectation_suite_name": "name"}  # before Great Expectations 1.0


def to_json(suite: Suite) -> bytes:
    """The suite as UTF-8 JSON: keys sorted, without ids, the same bytes for the same suite."""
    written = {
        **suite.rest,
        "name": suite.name,
        "meta": suite.meta,
        "expectations": [_without_id(expectation.written) for expectation in suite.expectations],
    }
    return (json.dumps(written, indent=2, sort_keys=True, ensure_ascii=False) + "\n").encode()


def from_json(data: bytes, where: str) -> Suite:
    """The suite in a file's bytes; `where` names the file.

    Settings (`kwargs`) are not looked into: those that Great Expectations does not take show when it validates.

    Raises:
        DefinitionError: not JSON, not a suite, an unknown key or type of expectation; all that is wrong.
    """
    found = _parse(data, where)
    problems = _unknown_keys(found, _SUITE_KEYS, where)
    if not isinstance(found.get("name"), str) or not found["name"]:
        problems.append(Problem("the suite has no name", where, expected='"name": a text'))
    problems += _check_meta(found, where)
    expectations = found.get("expectations")
    if not isinstance(expectations, list):
        problems.append(Problem("the suite has no list of expectations", where, expected='"expectations": [...]'))
        expectations = []
    for place, written in enumerate(expectations, start=1):
        problems += _check(written, f"{where}, expectation {place}")
    if problems:
        raise DefinitionError(*problems)
    own = ("id", "name", "meta", "expectations")
    rest = {key: value for key, value in found.items() if key not in own and value is not None}
    return Suite(found["name"], tuple(map(Expectation, expectations)), found.get("meta") or {}, rest)


def _parse(data: bytes, where: str) -> dict[str, Any]:
    try:
        found = json.loads(data.decode("utf-8-sig"))
        # NaN and lone surrogates are read by json, but are no JSON that could be written again.
        json.dumps(found, allow_nan=False, ensure_ascii=False).encode()
    except UnicodeError:
        raise DefinitionError(Problem("not UTF-8 text", where, hint="save the file as UTF-8")) from None
    except (ValueError, RecursionError) as error:
        raise DefinitionError(Problem(f"not valid JSON: {error}", where)) from None
    if not isinstance(found, dict):
        raise DefinitionError(Problem("not a suite", where, "an object {...}", _short(found)))
    return found


def _check(written: Any, where: str) -> list[Problem]:
    if not isinstance(written, dict):
        return [Problem("not an expectation", where, "an object {...}", _short(written))]
    problems = _unknown_keys(written, _KEYS, where)
    kind = written.get("type")
    if not isinstance(kind, str):
        problems.append(Problem("the expectation has no type", where, '"type": a text', _short(kind)))
    elif kind not in TYPES:
        expected = f"one of the {len(TYPES)} expectations of Great Expectations"
        problems.append(Problem("no such type of expectation", where, expected, repr(kind), nearest(kind, TYPES)))
    if not isinstance(written.get("kwargs"), dict):
        problems.append(Problem("kwargs is not an object", where, '"kwargs": {...}', _short(written.get("kwargs"))))
    return problems + _check_meta(written, where)


def _check_meta(written: Mapping[str, Any], where: str) -> list[Problem]:
    meta = written.get("meta")
    if meta is None or isinstance(meta, dict):
        return []
    return [Problem("meta is not an object", where, '"meta": {...}', _short(meta))]


def _unknown_keys(found: Mapping[str, Any], known: tuple[str, ...], where: str) -> list[Problem]:
    return [_unknown_key(key, known, where) for key in found if key not in known]


def _unknown_key(key: str, known: Iterable[str], where: str) -> Problem:
    now = _OLD_KEYS.get(key)
    hint = f"Great Expectations 1 calls it {now!r}" if now else nearest(key, known)
    return Problem(f"unknown key {key!r}", where, "one of " + ", ".join(known), hint=hint)


def _without_id(written: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in written.items() if key != "id"}


def _short(value: Any) -> str:
    text = json.dumps(value)
    return text if len(text) <= 60 else text[:59] + "…"
