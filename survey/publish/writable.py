"""Texts without the characters that no file of slides can hold."""

from __future__ import annotations

import re
from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeVar

_Value = TypeVar("_Value")
_UNWRITABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # by XML, which a deck is made of


def writable(value: _Value) -> _Value:
    """A deck, or a part of one, with U+FFFD for each character that no file of its kind can hold."""
    found: Any = value
    match found:
        case str():
            found = _UNWRITABLE.sub("\ufffd", found)
        case tuple():
            found = tuple(writable(each) for each in found)
        case _ if is_dataclass(found) and not isinstance(found, type):
            found = replace(found, **{each.name: writable(getattr(found, each.name)) for each in fields(found)})
    return found  # type: ignore[no-any-return]
