"""Which question says where respondents live: by the areas it lists, or by what it asks."""

from __future__ import annotations

import re

from survey.drafting.guess import Guess
from survey.questionnaire.matching import key

_GSS = re.compile(r"^[ensw]\d{8}$")
_WEST_MIDLANDS = frozenset({"birmingham", "coventry", "dudley", "sandwell", "solihull", "walsall", "wolverhampton"})
_UK = _WEST_MIDLANDS | frozenset(
    key(name)
    for name in (
        "England",
        "Wales",
        "Scotland",
        "Northern Ireland",
        "North East",
        "North West",
        "Yorkshire and The Humber",
        "East Midlands",
        "West Midlands",
        "East of England",
        "London",
        "South East",
        "South West",
    )
)
_MATTERS = re.compile(r"\b(priorit\w+|most important|matters? most|top (police )?\w+)\b")
_TIDY = re.compile(r"\b(city of|city|metropolitan|borough|council|district|of)\b")
_KIND = r"\b(local authority|borough|local area|county|region|ward|district|council|constituency)\b"
_ASKED = (
    (re.compile(rf"\bwhere do you live\b|({_KIND}|\barea\b).*\b(live|reside)"), 3),
    (re.compile(rf"\blive in\b|{_KIND}"), 2),
    (re.compile(r"^(area|location|country|nation|state|place|town|city)\b|\blist of countries\b|\byou live\b"), 1),
)


def is_area_header(header: str) -> bool:
    """The header asks where somebody lives, or names a kind of area."""
    return _asked(header) > 0


def area_question(guesses: list[Guess]) -> Guess | None:
    """The single-code question most likely to say where respondents live, or None."""
    scored = [(_evidence(guess), guess) for guess in guesses if guess.kind == "single_code" and not guess.items]
    best = max(scored, key=lambda pair: (pair[0], -pair[1].place), default=None)
    return best[1] if best and best[0] > 0 else None


def priorities_question(guesses: list[Guess]) -> Guess | None:
    """The multi-code question to rank: one that asks what matters most, or else the one with the most options."""
    lists = [guess for guess in guesses if guess.kind == "multi_code" and len(guess.options) > 2]
    rank = {guess.place: (bool(_MATTERS.search(guess.text.casefold())), len(guess.options)) for guess in lists}
    return max(lists, key=lambda guess: (rank[guess.place], -guess.place), default=None)


def _evidence(guess: Guess) -> int:
    known = sum(_is_area(option.label) for option in guess.options)
    listed = 10 if known >= 2 and known >= len(guess.options) / 3 else 0
    return listed + _asked(guess.text.casefold()) if len(guess.options) > 1 else 0


def _asked(header: str) -> int:
    return next((size for words, size in _ASKED if words.search(header)), 0)


def _is_area(text: str) -> bool:
    known = key(text)
    return bool(_GSS.match(known)) or known in _UK or " ".join(_TIDY.sub(" ", known).split()) in _UK
