"""Numbers in words: percentages, bases and numbers of people."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

_PERCENT = re.compile(r"(?<![\w.,])(?P<less><?)(?P<number>\d{1,3}(?:\.\d+)?)\s?(?:%|per ?cent\b)")
NUMBER = r"(?P<number>(?>\d{1,3}(?:,\d{3})+|\d+))"  # never read again in part: long runs of digits end soon
_NO_MORE = r"(?![\d.,]*\d)(?!\s?(?:%|per ?cent))"
_BASE = re.compile(rf"(?:\b[Bb]ases?\b\s*(?:size\b\s*|of\b\s*)?[:=(]?|\b[Nn]\s?=)\s*{NUMBER}{_NO_MORE}")
_BASE_LATER = re.compile(rf"\b[Bb]ase\b:?[^\d\n;]{{1,80}}?[,(]\s?(?:[Nn]\s?=\s?)?{NUMBER}{_NO_MORE}")
PEOPLE = "respondents|responses|residents|people|participants|answers|households|interviews"
_TOTAL = re.compile(rf"(?<![\d.,]){NUMBER}{_NO_MORE}\s+(?:\w+ )?(?:{PEOPLE})\b")
_BEHIND = re.compile(r"\s*(?:\((?:base|n)\b[^()]*\)|\[[a-z]\])", re.IGNORECASE)
_RANGE = re.compile(r"\s*(?:to|–|-)\s*\d")


def percentages(text: str) -> Iterator[tuple[str, Decimal]]:
    """The percentages in a text, as written and as numbers; "<0.1%" is none that can be held against anything."""
    for match in _PERCENT.finditer(text):
        if not match["less"] and Decimal(match["number"]) <= 100:
            yield match[0], Decimal(match["number"])


def percentage(text: str) -> Decimal | None:
    """The percentage that a text is; None if it is none, or more than one."""
    found = list(_PERCENT.finditer(text.strip()))
    if len(found) != 1 or found[0][0] != text.strip() or found[0]["less"]:
        return None
    return Decimal(found[0]["number"])


def bases(text: str) -> list[int]:
    """The bases that a text names: "base 8,000", "n=312", "Base: all respondents (312)"; none from a range."""
    found: list[int] = []
    for pattern in (_BASE, _BASE_LATER):
        for match in pattern.finditer(text):
            year = pattern is _BASE_LATER and re.fullmatch(r"(?:19|20)\d\d", match["number"])
            if not year and not _RANGE.match(text, match.end()):
                found.append(whole(match["number"]))
    return list(dict.fromkeys(found))


def names_base(text: str) -> bool:
    """Whether a text tells on how many its figures stand, be it as a range or as a number of people."""
    return any(pattern.search(text) for pattern in (_BASE, _BASE_LATER, _TOTAL))


def totals(text: str) -> list[int]:
    """The numbers of people that a text names: "2,152 residents"."""
    return list(dict.fromkeys(whole(match["number"]) for match in _TOTAL.finditer(text)))


def bare(name: str) -> str:
    """The name of a group without its base and marks: "Dudley (base 799) [c]"."""
    return _BEHIND.sub("", name).strip()


def whole(text: str) -> int:
    """A whole number with or without commas."""
    return int(text.replace(",", ""))
