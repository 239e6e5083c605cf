"""The order of options that are no scale: yes before no, amounts and degrees ascending, else by count; Other and the
like last.
"""

from __future__ import annotations

import re

from survey.drafting.scales import Values
from survey.drafting.words import split_last
from survey.questionnaire.matching import key

_DIGITS = "none one two three four five six seven eight nine ten"
_WORDS = {word: float(place) for place, word in enumerate(_DIGITS.split())}
_WORDS |= {"once": 1.0, "twice": 2.0, "tens": 10.0, "hundreds": 100.0, "thousands": 1000.0, "millions": 1e6}
_UNDER = r"under|below|less than|up to|fewer than|younger than|before|<|≤"
_OVER = r"over|above|more than|at least|older than|after|>|≥"
_AMOUNT = re.compile(
    rf"^(?:aged? |between |from )?(?P<bound>{_UNDER}|{_OVER})?\s*[£$€]?\s*"
    rf"(?P<number>\d[\d,]*(?:\.\d+)?|{'|'.join(_WORDS)})\b\s*(?P<many>k\b|of thousands|of millions|thousand|million)?"
)
_MANY = {"k": 1e3, "of thousands": 1e3, "thousand": 1e3, "of millions": 1e6, "million": 1e6}
_UNIT = re.compile(r"\b(minute|hour|day|week|month|year)s?\b")
_YEARS = {"minute": 1 / 525_600, "hour": 1 / 8_760, "day": 1 / 365, "week": 1 / 52, "month": 1 / 12, "year": 1.0}
_DEGREES = (  # an option is of the level of the first pattern found in it, the lower of two that it names
    (0, r"^no\b(?!.*high school)|^none\b|without (any )?(formal )?(education|qualifications|schooling)"),
    (1, r"(less|lower) than|below|(did|does) not|didn't|primary|elementary|no high school|(8th|eighth) grade"),
    (2, r"\bsome (high|secondary) school|middle school|entry level"),
    (3, r"\bgcses?\b|\bo[ -]levels?\b|\bcses?\b|\blevels? [12]\b|lower secondary"),
    (4, r"high school|\bged\b|\ba[ -]levels?\b|\blevel 3\b|sixth form|upper secondary|secondary"),
    (5, r"apprentice|vocational|\btrade\b|technical|\bhn[cd]\b|\bnvq|\blevels? [45]\b|foundation degree"),
    (6, r"\bsome (college|university|undergraduate)|incomplete|no degree"),
    (7, r"\bassociates?\b|2[- ]year|two[- ]year"),
    (9, r"\bsome (post)?-?graduate"),
    (8, r"bachelor|undergraduate|4[- ]year|four[- ]year|college|university|first degree|\blevel 6\b"),
    (10, r"master|\bm\.?(sc|a|ba|phil)\b|\blevel 7\b"),
    (12, r"doctor|\bph\.? ?d\b|\blevel 8\b"),
    (11, r"graduate|professional|\bdegree\b"),
)
_LEVELS = tuple((level, re.compile(words)) for level, words in _DEGREES)
_SCHOOLED = re.compile(
    r"school|college|degree|bachelor|gcse|\ba[ -]levels?\b|secondary|qualification|\blevel \d|ph\.? ?d|doctor"
)
_YES_NO = re.compile(r"^(yes|no)\b")


def order_options(values: Values) -> tuple[Values, str]:
    """The options in the order to list them, and by what they were ordered, in words."""
    body, last = split_last(values)
    for order in (_yes_no, _amounts, _degrees):
        found = order(body)
        if found is not None:
            return (*found[0], *last), found[1]
    return (*body, *last), "the most chosen first"


def amount(text: str) -> float | None:
    """The number that an option such as `18-29`, `> 60`, `$150,000+` or `Less than one year` begins with, for order."""
    lower = key(text)
    found = _AMOUNT.match(lower)
    if found is None:
        return None
    written = found["number"].replace(",", "")
    size = _WORDS[written] if written in _WORDS else float(written)
    size *= _MANY.get(found["many"] or "", 1.0)
    unit = _UNIT.search(lower)
    return (size + _beside(found["bound"] or "", lower)) * (_YEARS[unit.group(1)] if unit else 1.0)


def _beside(bound: str, text: str) -> float:
    """Under 18 comes before 18, over 60 after it."""
    if re.fullmatch(_OVER, bound) or re.search(r"\d\s*\+|or (over|more|older|above)|and (over|up)", text):
        return 0.5
    return -0.5 if re.fullmatch(_UNDER, bound) or re.search(r"or (younger|less|fewer|under|below)", text) else 0.0


def _amounts(body: list[tuple[str, int]]) -> tuple[Values, str] | None:
    sizes = {text: size for text, _ in body if (size := amount(text)) is not None}
    if len(body) < 2 or len(sizes) < len(body):
        return None
    return tuple(sorted(body, key=lambda value: sizes[value[0]])), "amounts, ascending"


def _degrees(body: list[tuple[str, int]]) -> tuple[Values, str] | None:
    """Levels of education, where every option is one."""
    levels = {text: level for text, _ in body if (level := _level(key(text))) is not None}
    numbers = {text: int(found[0]) if (found := re.search(r"\d+", text)) else 0 for text in levels}  # Level 1, Level 2
    named = sum(_SCHOOLED.search(key(text)) is not None for text in levels)
    if len(levels) < max(3, len(body)) or named < 2 or len(set(levels.values())) < 3:
        return None
    return tuple(sorted(body, key=lambda value: (levels[value[0]], numbers[value[0]]))), "education, ascending"


def _level(text: str) -> int | None:
    return next((level for level, words in _LEVELS if words.search(text)), None)


def _yes_no(body: list[tuple[str, int]]) -> tuple[Values, str] | None:
    said = [_YES_NO.match(key(text)) for text, _ in body]
    if not any(said) or sum(each is not None for each in said) < len(body) / 2:
        return None
    places = {"yes": 0, "no": 1}
    rank = {text: places[found.group(1)] if found else 2 for (text, _), found in zip(body, said, strict=True)}
    return tuple(sorted(body, key=lambda value: rank[value[0]])), "yes before no"
