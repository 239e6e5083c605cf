"""Figures inside words: which a text tells, and how an older text is brought up to date."""

from __future__ import annotations

import re
from collections.abc import Mapping

_TOLD = re.compile(r"(?P<name>[^,;:.]+?)\s+(?P<figure><?\d[\d,]*\.\d%|\[c\])")
_BASE = re.compile(r"\b[Bb]ase (?P<figure>\d[\d,]*\d|\d)")
_FIGURE = re.compile(r"<?\d[\d,]*(?:\.\d+)?%?")


def figures(alternative: str) -> dict[str, str]:
    """The percentages that a text alternative tells, by what stands before them, and its base.

    A name that stands twice, as an option does in each row of a grid, tells nothing and is left out.
    """
    found: dict[str, str] = {}
    twice: set[str] = set()
    for match in _TOLD.finditer(alternative):
        name = match["name"].strip()
        twice |= {name} if found.get(name, match["figure"]) != match["figure"] else set()
        found[name] = match["figure"]
    base = _BASE.search(alternative)
    known = {name: text for name, text in found.items() if name not in twice}
    return known | ({"base": base["figure"]} if base else {})


def moved(before: Mapping[str, str], after: Mapping[str, str]) -> dict[str, str]:
    """What each figure of before is now; none for one that has become several."""
    now: dict[str, set[str]] = {}
    for name, text in before.items():
        if name in after:
            now.setdefault(text, set()).add(after[name])
    return {old: new for old, (new, *more) in ((old, sorted(news)) for old, news in now.items()) if not more}


def exchange(text: str, now: Mapping[str, str]) -> tuple[str, list[str]]:
    """The text with its figures exchanged, and each exchange in words."""
    made: list[str] = []

    def one(match: re.Match[str]) -> str:
        old = match[0]
        new = now.get(old, old)
        if new != old:
            made.append(f"{old} is now {new}")
        return new

    return _FIGURE.sub(one, text), made
