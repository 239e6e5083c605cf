"""Values written as TOML: strings, flags, numbers, days, lists, inline tables, comments."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence

_BARE = re.compile(r"[A-Za-z0-9_-]+")
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\b": "\\b", "\t": "\\t", "\n": "\\n", "\f": "\\f", "\r": "\\r"}


def toml_value(value: object) -> str:
    """The value on one line.

    Raises:
        TypeError: it is of a type that has no place in a questionnaire: a bug of ours.
    """
    match value:
        case bool():
            return "true" if value else "false"
        case int() | float():
            return repr(value)
        case dt.date():
            return value.isoformat()
        case str():
            return _quoted(value)
        case Mapping():
            return "{ " + ", ".join(toml_pair(str(name), each) for name, each in value.items()) + " }"
        case Sequence():
            return "[" + ", ".join(map(toml_value, value)) + "]"
        case _:
            raise TypeError(f"no TOML for {type(value).__name__}")


def toml_pair(name: str, value: object) -> str:
    """`name = value`."""
    return f"{name if _BARE.fullmatch(name) else _quoted(name)} = {toml_value(value)}"


def toml_list(name: str, values: Sequence[tuple[object, str]]) -> list[str]:
    """A list with one value a line, each with its comment (none where empty)."""
    lines = [f"  {toml_value(value)}," + (f"  {toml_comment(words)}" if words else "") for value, words in values]
    return [f"{name} = [", *lines, "]"]


def toml_comment(text: str) -> str:
    """The text as a comment of one line; what a comment may not hold becomes a space."""
    return "# " + " ".join("".join(each if each.isprintable() else " " for each in text).split())


def _quoted(text: str) -> str:
    return '"' + "".join(map(_escaped, text)) + '"'


def _escaped(letter: str) -> str:
    """Control characters, and what cannot be seen or told apart on a screen, by their number."""
    if letter in _ESCAPES:
        return _ESCAPES[letter]
    if letter == " " or letter.isprintable():
        return letter
    return f"\\u{ord(letter):04x}" if ord(letter) < 0x10000 else f"\\U{ord(letter):08x}"
