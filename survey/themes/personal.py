"""Personal details in what people wrote: found by what they look like, and by checksums where they have them.

Each find has a kind, which stands in brackets in its place: "[phone]". See addresses, identifiers and online
for what has a pattern, names for who is named.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from operator import itemgetter

from survey.questionnaire.code_frame import UNSEEN
from survey.themes.addresses import ADDRESSES, HOUSES
from survey.themes.gazetteer import is_family
from survey.themes.identifiers import NUMBERS
from survey.themes.names import NAME, find_names
from survey.themes.online import HINTS, ONLINE

_TYPED = {ord(space): " " for space in "\u00a0\u2002\u2003\u2007\u2009\u200a\u202f\u3000"} | {
    ord(hyphen): "-" for hyphen in "\u2010\u2011\u2012\u2013\u2014\u2015\u2212"
}
_ORDER = [
    "card number",
    "bank account",
    "NHS number",
    "phone",
    "National Insurance number",
    "email",
    "web address",
    "social media",
    "handle",
    "postcode",
    "vehicle registration",
    "driving licence",
    "passport number",
    "date of birth",
    "reference number",
    "officer's number",
    "address",
    "name",
]
_WITH_DIGITS = (*ADDRESSES, *NUMBERS)
_INITIALS = re.compile(r"\b(?:[A-Z]\. ?){1,3}[A-Z][a-z][\w'-]*")


@dataclass(frozen=True, slots=True)
class Detail:
    """A personal detail: its kind, and where it stands: text[start:end] == words."""

    kind: str
    start: int
    end: int
    words: str


def find_details(text: str) -> tuple[Detail, ...]:
    """The personal details of a text in order; none overlaps another, the longer goes before the shorter."""
    plain, places = _as_typed(text)
    found = sorted(
        {*_by_pattern(plain), *_initialled(plain), *find_names(plain)},
        key=lambda each: (each[1] - each[2], each[1], _ORDER.index(each[0])),
    )
    kept: list[tuple[str, int, int]] = []
    for kind, start, end in found:
        if all(end <= before or after <= start for _, before, after in kept):
            kept.append((kind, start, end))
    written = [(kind, places[start], places[end - 1] + 1) for kind, start, end in kept]
    return tuple(Detail(kind, start, end, text[start:end]) for kind, start, end in sorted(written, key=itemgetter(1)))


def _as_typed(text: str) -> tuple[str, Sequence[int]]:
    """The text with the spaces and hyphens of a keyboard, without characters of no width; and where each stood."""
    typed = text.translate(_TYPED)
    if not UNSEEN.search(typed):
        return typed, range(len(typed))
    places = [place for place, letter in enumerate(typed) if not UNSEEN.match(letter)]
    return "".join(typed[place] for place in places), places


def replaced(text: str, details: Sequence[Detail]) -> str:
    """The text with its kind in brackets in place of each detail: the same detail always by the same bracket."""
    numbers: dict[tuple[str, str], int] = {}
    kinds: dict[str, int] = {}
    parts, last = [], 0
    for detail in details:
        key = (detail.kind, " ".join(detail.words.casefold().split()))
        if key not in numbers:
            kinds[detail.kind] = numbers[key] = kinds.get(detail.kind, 0) + 1
        number = f" {numbers[key]}" if numbers[key] > 1 else ""
        parts += [text[last : detail.start], f"[{detail.kind}{number}]"]
        last = detail.end
    return "".join([*parts, text[last:]])


def _initialled(text: str) -> Iterator[tuple[str, int, int]]:
    """Names behind initials, J.R. Hartley, if the word is one that people are called by."""
    for found in _INITIALS.finditer(text):
        if is_family(re.split(r"[ .]", found[0])[-1].casefold()):
            yield NAME, *found.span()


def _by_pattern(text: str) -> Iterator[tuple[str, int, int]]:
    numbered = re.search(r"\d", text) is not None
    online = HINTS.search(text) is not None
    for kind, pattern, check in (*(ONLINE if online else ()), *HOUSES, *(_WITH_DIGITS if numbered else ())):
        for found in pattern.finditer(text):
            part = found.lastindex or 0  # of the words around it
            if check(found[part]):
                yield kind, *found.span(part)
