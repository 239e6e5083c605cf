"""Python's regular expressions in Rust's words, for whether a text has a match.

What Rust lacks (look-around, back-references, atomic groups) or sees otherwise (word boundaries beyond ASCII, case
beyond ASCII) is not translated. What is translated is taken from Python's own parser and spelt out, character class
by character class, so that it means the same for every character there is.

Method: the classes were compared over all code points, `re` of Python 3.11 with Rust's regex 1; the tests do it again.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from importlib import import_module
from typing import Any

from survey.validate.polars_engine.unknown import UnknownError

# Private to `re`, but its only parser; its nodes have been the same since Python 2.
_parser = import_module("re._parser")

# Characters that Python's Unicode does not have yet are none of its classes.
_AGE = r"\p{Age:" + ".".join(unicodedata.unidata_version.split(".")[:2]) + "}"
_CLASSES = {
    "DIGIT": (rf"[\d&&{_AGE}]", "[0-9]"),
    "SPACE": (r"[\s\x{1c}-\x{1f}]", r"[ \t\n\r\x{b}\x{c}]"),
    "WORD": (rf"[[\p{{L}}\p{{N}}_]&&{_AGE}]", "[a-zA-Z0-9_]"),
}
# The ASCII letters that also match other letters where case is ignored.
_OTHERS = {"i": "\u0130\u0131", "k": "\u212a", "s": "\u017f"}


def to_rust(pattern: str) -> str:
    """A pattern of Rust's regex that a text matches where `re.search(pattern, text)` finds something.

    Raises:
        UnknownError: no such pattern, or none known.
    """
    try:
        parsed = _parser.parse(pattern)
    except (re.error, RecursionError, OverflowError):
        raise UnknownError from None
    return _sequence(parsed, parsed.state.flags, last=True)


def _sequence(items: Any, flags: int, last: bool) -> str:
    every = list(items)
    ends = (last and place == len(every) for place in range(1, len(every) + 1))
    return "".join(_item(name, what, flags, end) for (name, what), end in zip(every, ends, strict=True))


def _item(name: Any, what: Any, flags: int, last: bool) -> str:
    write = _ITEMS.get(str(name))
    if write is None:
        raise UnknownError
    return write(what, flags, last)


def _literal(what: int, flags: int, last: bool) -> str:  # noqa: ARG001 - all writers have one signature
    return f"[{_cases([what], flags)}]"


def _not_literal(what: int, flags: int, last: bool) -> str:  # noqa: ARG001
    return f"[^{_cases([what], flags)}]"


def _any(what: None, flags: int, last: bool) -> str:  # noqa: ARG001
    return "(?s:.)" if flags & re.DOTALL else r"[^\n]"


def _in(what: list[tuple[Any, Any]], flags: int, last: bool) -> str:  # noqa: ARG001
    negated = str(what[0][0]) == "NEGATE"
    return ("[^" if negated else "[") + "".join(_member(*each, flags) for each in what[negated:]) + "]"


def _member(name: Any, what: Any, flags: int) -> str:
    if str(name) == "LITERAL":
        return _cases([what], flags)
    if str(name) == "CATEGORY":
        return _category(str(what), flags)
    low, high = what
    if not flags & re.IGNORECASE:
        return f"{_character(low)}-{_character(high)}"
    if high > 127:
        raise UnknownError
    return _cases(range(low, high + 1), flags)


def _category(name: str, flags: int) -> str:
    kind = name.removeprefix("CATEGORY_")
    spelt = _CLASSES[kind.removeprefix("NOT_")][bool(flags & re.ASCII)]
    return f"[^{spelt}]" if kind.startswith("NOT_") else spelt


def _cases(characters: Iterable[int], flags: int) -> str:
    """The characters, and where case is ignored all that Python holds for the same."""
    if not flags & re.IGNORECASE:
        return "".join(map(_character, characters))
    found = set()
    for code in characters:
        if code > 127:
            raise UnknownError
        small = chr(code).lower()
        found |= {chr(code), small, small.upper(), *("" if flags & re.ASCII else _OTHERS.get(small, ""))}
    return "".join(_character(ord(each)) for each in sorted(found))


def _character(code: int) -> str:
    return f"\\x{{{code:x}}}"


def _at(what: Any, flags: int, last: bool) -> str:
    name, lines = str(what).removeprefix("AT_"), bool(flags & re.MULTILINE)
    if name == "BEGINNING":
        return "(?m:^)" if lines else r"\A"
    if name == "END" and (lines or last):  # Python's $ also stands before a last line feed; what follows would see it
        return "(?m:$)" if lines else r"(?:\n?\z)"
    if name == "BOUNDARY" and flags & re.ASCII:
        return r"(?-u:\b)"
    if name in ("BEGINNING_STRING", "END_STRING"):
        return r"\A" if name == "BEGINNING_STRING" else r"\z"
    raise UnknownError


def _branch(what: tuple[None, list[Any]], flags: int, last: bool) -> str:
    return "(?:" + "|".join(_sequence(each, flags, last) for each in what[1]) + ")"


def _group(what: tuple[Any, int, int, Any], flags: int, last: bool) -> str:
    _, added, removed, items = what
    return f"(?:{_sequence(items, (flags | added) & ~removed, last)})"


def _repeat(what: tuple[int, Any, Any], flags: int, last: bool) -> str:  # noqa: ARG001
    low, high, items = what
    most = "" if high == _parser.MAXREPEAT else int(high)
    return f"(?:{_sequence(items, flags, last=False)}){{{low},{most}}}"


# Lazy or greedy: whether there is a match is the same.
_ITEMS: Mapping[str, Callable[[Any, int, bool], str]] = {
    "LITERAL": _literal,
    "NOT_LITERAL": _not_literal,
    "ANY": _any,
    "IN": _in,
    "AT": _at,
    "BRANCH": _branch,
    "SUBPATTERN": _group,
    "MAX_REPEAT": _repeat,
    "MIN_REPEAT": _repeat,
}
