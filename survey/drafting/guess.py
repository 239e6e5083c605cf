"""What is guessed of one question, before it is written down."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from survey.drafting.columns import Column

HIGH, MEDIUM, LOW = "high", "medium", "low"
_WHOLE = re.compile(r"^[+-]?\d+\.0+$")


@dataclass(frozen=True, slots=True)
class Choice:
    """An option or a row of a grid: its label, how many chose (or filled) it, its column where it has one.

    `other`: it takes the texts that no other option has. `exclusive`: all who gave it gave it alone, as it says.
    """

    label: str
    count: int
    aliases: tuple[str, ...] = ()
    column: str | None = None
    other: bool = False
    exclusive: bool = False


@dataclass(frozen=True, slots=True)
class Guess:
    """A question as guessed. `settings` are further keys of its kind; `checks` what a person must look at; `suffix`
    ends its id. `keeps_other`: it keeps the words of those whose answer to the guess before it is its Other.
    """

    kind: str
    columns: tuple[Column, ...]
    text: str
    reason: str
    confidence: str = HIGH
    options: tuple[Choice, ...] = ()
    items: tuple[Choice, ...] = ()
    settings: Mapping[str, object] = field(default_factory=dict)
    checks: tuple[str, ...] = ()
    suffix: str = ""
    keeps_other: bool = False

    @property
    def place(self) -> int:
        """Where it stands in the export."""
        return self.columns[0].place


def many(count: int, what: str) -> str:
    """`1 text`, `1,200 texts`."""
    return f"{count:,} {what}{'' if count == 1 else 's'}"


def choices(values: tuple[tuple[str, int], ...]) -> tuple[Choice, ...]:
    """Options of a closed question; `4.0` is listed as 4, and read as either."""
    labels = {text for text, _ in values}
    found: list[Choice] = []
    for text, count in values:
        whole = text.split(".")[0] if _WHOLE.match(text) else text
        found.append(Choice(text, count) if whole == text or whole in labels else Choice(whole, count, (text,)))
    return tuple(found)
