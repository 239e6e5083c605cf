"""What each shape of a deck is, kept in its name, with a digest of what was written into it."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from typing import Any

_NAME = re.compile(
    r"^(?P<slide>\w+) (?P<part>headline|subtitle|lines|chart|table|footer|notes) (?P<digest>[0-9a-f]{12})$"
)


@dataclass(frozen=True, slots=True)
class Mark:
    """Of which slide a shape is, which part of it, and the digest of its text when it was made."""

    slide: str
    part: str
    digest: str

    def holds(self, text: str) -> bool:
        """Whether the text is still what was written."""
        return digest(text) == self.digest


def mark(shape: Any, slide: str, part: str, text: str, alternative: str = "") -> None:
    """Names the shape after the part, with the digest of its text; gives it a text alternative, if there is one."""
    shape.name = f"{slide} {part} {digest(text)}"
    if alternative:
        described(shape).set("descr", alternative)


def mark_of(shape: Any) -> Mark | None:
    """What a shape is; None if it is none of ours."""
    found = _NAME.match(shape.name)
    return Mark(**found.groupdict()) if found else None


def described(shape: Any) -> Any:
    """The element that holds a shape's name and its text alternative."""
    return shape._element._nvXxPr.cNvPr


def digest(text: str) -> str:
    """Twelve letters that change with the text; runs of blanks and the kind of line break do not matter."""
    return hashlib.sha256(" ".join(text.split()).encode()).hexdigest()[:12]
