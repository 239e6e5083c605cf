"""People's names in a text, by rules: a title before, words that introduce a name, or a name that a gazetteer knows.

See survey.themes.gazetteer for which words are names. A word of everyday English counts only where the context makes it
one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from survey.themes.gazetteer import EVERYDAY, KIN, STOP, TITLES, english, is_family, is_given, words_of

NAME = "name"
_WORD = re.compile(r"[^\W\d_]+(?:['\u2019-][^\W\d_]+)*")


_PLACE_BEFORE = words_of(
    """
    in at near around from to through of on visit visiting
    """
)
_PLACE_AFTER = words_of(
    """
    road rd street st avenue lane close drive way park hill centre center station school college hospital green
    heath bridge wood common estate market square crescent court gardens grove ward council university academy
    church end
    """
)
_INTRODUCING = frozenset(
    {("my", "name", "is"), ("my", "name's"), ("name", "is"), ("called",), ("named",), ("signed",), ("regards",)}
)
_CLOSING = words_of("regards sincerely faithfully wishes signed")
_THANKS = words_of("thanks cheers thx ta you best yours love rgds")  # of "thank you"
_OWNERS = words_of("my our his her their")
_CIVIL = words_of("mr mrs ms dr cllr")

_OFF = re.compile(r"[ \t]*(?:[,.:!;-]+|\n)\s*")  # between a closing word and who signs
_SAID = re.compile(r"[ \t]*[.!?,(\n]")  # the same of what is no word of every day
_SIGNED = re.compile(r"[ \t]*(?:[.!]*\s*$|[.!]*\s*\n|,|\()")  # behind who signs
_LAST = re.compile(r"[.!\s]*$")
_APPOSED = re.compile(r"[ \t]*(?:,|[.!?)]|$)")
_PEOPLE = re.compile(r"(?:ish|ese|ian|ean|i)$")  # Polish, Chinese, Nigerian, Pakistani
_LONGEST = 3  # words of a name
_BEHIND_TITLE = re.compile(r"\. ?| \d{2,6} ")
Words = list[tuple[str, int, int]]


def find_names(text: str) -> Iterator[tuple[str, int, int]]:
    """Kind, start and end of each name: given and family name together are one."""
    words = [(found[0], found.start(), found.end()) for found in _WORD.finditer(text)]
    place, named = 0, {}
    while place < len(words):
        taken = _name_at(text, words, place)
        if taken:
            named[place] = taken
        place += max(taken, 1)
    for place, taken in sorted({**_beside(words, named), **named}.items()):
        yield NAME, words[place][1], words[place + taken - 1][2]


def _beside(words: Words, named: dict[int, int]) -> dict[int, int]:
    """Words with a capital that "and" puts beside a name, no words of English."""
    found = {}
    for place, taken in named.items():
        for link, other in ((place - 1, place - 2), (place + taken, place + taken + 1)):
            if min(link, other) >= 0 and max(link, other) < len(words) and words[link][0] == "and":
                word = words[other][0]
                if _capital(word) and _bare(word) not in english() | _common():
                    found[other] = 1
    return found


def _name_at(text: str, words: Words, place: int) -> int:
    """How many words from a place on are a name."""
    word = words[place][0]
    low = _bare(word)
    if low in STOP | TITLES:
        return 0
    if place and text[words[place - 1][2] : words[place][1]] != " ":
        taken = _signed_off(text, words, place) or _apposed(text, words, place)
        if taken:
            return taken
    if place and _by_context(text, words, place, low):
        return 1 + _family(text, words, place)
    if low in _PLACE_AFTER:
        return 0
    follows = place + 1 < len(words) and text[words[place][2] : words[place + 1][1]] in (" ", "  ", ". ")
    after = _bare(words[place + 1][0]) if follows else ""
    if _capital(word):
        return _capitalised(text, words, place, after)
    return 2 if is_given(low) and is_family(after) and low not in EVERYDAY else 0  # written small: john smith


def _capitalised(text: str, words: Words, place: int, after: str) -> int:
    """The same of a word with a capital and no context; `after` is the word after it."""
    low, family = _bare(words[place][0]), _family(text, words, place)
    everyday = low in EVERYDAY
    if not is_given(low):
        return 2 if is_family(after) and family and low not in _common() | english() else 0
    if after in _PLACE_AFTER:
        return 0
    if family and not (everyday and after in EVERYDAY):
        return 1 + family
    placed = place and _bare(words[place - 1][0]) in _PLACE_BEFORE
    return 0 if everyday or (placed and low in _places()) else 1


def _by_context(text: str, words: Words, place: int, low: str) -> bool:
    """Whether what stands before a word makes it a name: a title, "called" and its like, the end of a letter."""
    word, before = words[place][0], _bare(words[place - 1][0])
    known = low not in english() and (is_given(low) or is_family(low))
    if _joined(text, words, place):
        if before in TITLES:
            return _capital(word) or known or (before in _CIVIL and is_family(low, everyday=True))
        if low not in _PLACE_AFTER | _common() and _introduced(words, place):
            return _capital(word) or known
    ends = before in _CLOSING and not text[words[place - 1][2] : words[place][1]].strip(" ,.:\n")
    return ends and low not in english() and (_capital(word) or known)


def _signed_off(text: str, words: Words, place: int) -> int:
    """How many words from a place on sign what was written, small or not: "thanks, dave hughes"."""
    before = _bare(words[place - 1][0])
    thanked = before in _THANKS and (before != "you" or (place > 1 and _bare(words[place - 2][0]) == "thank"))
    if not _OFF.fullmatch(text[words[place - 1][2] : words[place][1]]):
        return 0
    taken = _run(text, words, place)
    lows = [_bare(word) for word, _, _ in words[place : place + taken]]
    if not taken or lows[0] in _common():
        return 0
    end, known = words[place + taken - 1][2], is_given(lows[0]) and lows[0] not in english()
    if not (thanked or before in _CLOSING):  # the last word of all may be who wrote it
        return taken if known and _LAST.match(text, end) and all(map(is_family, lows[1:])) else 0
    if not (_SIGNED.match(text, end) or (known and _SAID.match(text, end))):
        return 0
    first = is_given(lows[0]) or (taken > 1 and len(lows[0]) == 1)
    rest = all(is_given(low) or is_family(low, everyday=True) or len(low) == 1 for low in lows[1:])
    return taken if first and rest else 0


def _apposed(text: str, words: Words, place: int) -> int:
    """How many words from a place on name whoever stands before the comma: "my neighbour, Sarah Jones, said"."""
    if place < _LONGEST - 1 or text[words[place - 1][2] : words[place][1]] != ", ":
        return 0
    owner, kin = (_bare(word) for word, _, _ in words[place - 2 : place])
    if kin not in KIN or owner not in _OWNERS:
        return 0
    taken = _run(text, words, place)
    lows = [_bare(word) for word, _, _ in words[place : place + taken]]
    if not taken or not _APPOSED.match(text, words[place + taken - 1][2]):
        return 0
    if not all(_capital(word) for word, _, _ in words[place : place + taken]):
        return 0
    known = is_given(lows[0]) or lows[0] not in english() | _common() | _PLACE_AFTER
    return taken if known and (is_given(lows[0]) or not _PEOPLE.search(lows[0])) else 0


def _run(text: str, words: Words, place: int) -> int:
    """Words from a place on with only a space, or the point of an initial, between them; 0 if more than a name has."""
    count = 1
    while place + count < len(words):
        between = text[words[place + count - 1][2] : words[place + count][1]]
        if between != " " and not (between in (". ", ".") and len(words[place + count - 1][0]) == 1):
            break
        count += 1
        if count > _LONGEST:
            return 0
    return count


def _family(text: str, words: Words, place: int) -> int:
    """Words of a family name after a given one: capitalised, none that makes it a street or a place; two at most."""
    count = 0
    for later in range(place + 1, min(place + 3, len(words))):
        word = words[later][0]
        low = _bare(word)
        if not _joined(text, words, later) or not _capital(word) or low in _PLACE_AFTER | STOP | TITLES:
            break
        beyond = _bare(words[later + 1][0]) if later + 1 < len(words) and _joined(text, words, later + 1) else ""
        if beyond in _PLACE_AFTER or (count and not is_family(low, everyday=True) and not is_given(low)):
            break
        count += 1
    return count


def _joined(text: str, words: Words, place: int) -> bool:
    """Only a space, or the point or an officer's number behind a title, stands between a word and the one before."""
    between = text[words[place - 1][2] : words[place][1]]
    return between == " " or (_bare(words[place - 1][0]) in TITLES and _BEHIND_TITLE.fullmatch(between) is not None)


def _introduced(words: Words, place: int) -> bool:
    before = tuple(_bare(word, keep=True) for word, _, _ in words[max(place - 3, 0) : place])
    if place and before[-1] in KIN and len(before) > 1 and before[-2] in _OWNERS:
        return True
    return any(before[-len(opener) :] == opener for opener in _INTRODUCING)


def _capital(word: str) -> bool:
    return word[0].isupper() and (len(word) == 1 or not word.isupper() or len(word) > 3)


def _bare(word: str, keep: bool = False) -> str:
    low = word.casefold().replace("\u2019", "'")
    return low if keep else low.removesuffix("'s")


@cache
def _places() -> frozenset[str]:
    return words_of("chelsea jordan victoria lincoln preston shirley florence georgia israel")


@cache
def _common() -> frozenset[str]:
    """Words that follow "called" and "named" with a capital and are no one's name."""
    areas = ("birmingham", "coventry", "dudley", "sandwell", "solihull", "walsall", "wolverhampton")
    return frozenset({"police", "west", "midlands", "english", *areas})
