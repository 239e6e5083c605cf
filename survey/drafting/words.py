"""The words of headers and answers that the guesses go by."""

from __future__ import annotations

import re

from survey.questionnaire.matching import key

_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_NUMBER = re.compile(r"^(?:q|question)?\s*(\d{1,3})(?:\.\d+)*[a-z]?\s*[.):]\s+(?=\S)", re.IGNORECASE)
_TAG = re.compile(r"<[^<>]{1,200}>")
_OTHER = re.compile(
    r"\bother\b.*\b(specify|state|details?|describe|write|text|please)\b|write[- ]in"
    r"|please (specify|state|give details)|^other( word\(s\))?[ :,.]*( \(\d+\))?$"
)
_TWICE = re.compile(r" \(\d+\)$")
OTHER_PLACE = 1
# How the codes that are no position on a scale end a list, in this order.
_LAST = (
    re.compile(r"^(any )?other\b"),
    re.compile(r"^(none|nothing)( of (these|the above|them|those))?$"),
    re.compile(r"\bn/a\b|^not applicable\b|^(this )?do(es)?n['o]?t apply|^unfamiliar\b"),
    re.compile(r"^(i )?(do not|don't|dont) know\b|^can't say|^cannot say|^(not|un)\s?sure$|^no opinion|^don't recall"),
    re.compile(r"^(i('d| would)? )?(prefer|rather) not\b|^refused?$|^not stated$|^no answer$"),
)


def plain(name: str) -> str:
    """A header in lower case, its humps and underscores made spaces: `IPAddress` gives `ip address`."""
    return " ".join(_HUMP.sub(" ", name).replace("_", " ").split()).casefold()


def wording(name: str) -> str:
    """A header as a person reads it: without its number, without HTML."""
    bare = " ".join(_TAG.sub(" ", name).split()) or name
    return _NUMBER.sub("", bare).removesuffix(" - Selected Choice")


def number_of(name: str) -> int | None:
    """The question number a header begins with: 12 of `Q12. Where do you live?`."""
    found = _NUMBER.match(name)
    return int(found.group(1)) if found else None


def once(part: str) -> str:
    """A header's part without the ` (2)` that tells it from another of the same name."""
    return _TWICE.sub("", part)


def is_other_text(part: str) -> bool:
    """The header is that of the words behind an `Other (please specify)`."""
    return _OTHER.search(key(part)) is not None


def last_place(text: str) -> int | None:
    """The place among the codes that end a list (1 `Other` to 5 `Prefer not to say`); None for all others."""
    known = key(text)
    return next((place for place, words in enumerate(_LAST, start=1) if words.search(known)), None)


def split_last(values: tuple[tuple[str, int], ...]) -> tuple[list[tuple[str, int]], list[tuple[str, int]]]:
    """The texts that are answers proper, and those that end a list, in the order in which they end it."""
    body = [value for value in values if last_place(value[0]) is None]
    last = [value for value in values if last_place(value[0]) is not None]
    return body, sorted(last, key=lambda value: last_place(value[0]) or 0)
