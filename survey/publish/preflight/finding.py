"""What a check found: how grave, by which check, and in words what, where, expected, got and what to do."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, TypeAlias

from survey.errors import Problem

_SHORT = 60
Severity: TypeAlias = Literal["wrong", "look"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is odd. `wrong`: it cannot be so, or must not go out; `look`: a person has to decide.

    `check` names the check, in small letters with _.
    """

    severity: Severity
    check: str
    problem: Problem


def wrong(check: str, what: str, where: str, expected: str = "", got: str = "", hint: str = "") -> Finding:
    """A finding that cannot be so, or must not go out."""
    return Finding("wrong", check, Problem(what, where, expected, got, hint))


def look(check: str, what: str, where: str, expected: str = "", got: str = "", hint: str = "") -> Finding:
    """A finding that a person has to look at."""
    return Finding("look", check, Problem(what, where, expected, got, hint))


def once(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """The findings in order, each once, what is wrong before what is to be looked at."""
    each = list(dict.fromkeys(findings))
    return tuple(sorted(each, key=lambda finding: finding.severity == "look"))


def short(text: str, most: int = _SHORT) -> str:
    """The beginning of a text, on one line."""
    plain = " ".join(text.split())
    return plain if len(plain) <= most else plain[: most - 1].rstrip() + "…"
