"""People's names in a text, by rules: a title before, words that introduce a name, or a name that a gazetteer knows.

The gazetteer is of the Faker package: given and family names of the places that people of the West Midlands have theirs
from, in Latin letters. A word of everyday English counts only where the context makes it a name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from importlib import import_module

NAME = "name"
_LOCALES = (
    *("en_GB", "en_IE", "en_IN", "en_PK", "en_US", "en_NG", "en_KE"),
    *("pl_PL", "ga_IE", "tw_GH", "yo_NG", "ig_NG", "ha_NG"),
)
# Family names of many in the West Midlands that the gazetteer lacks.
_FAMILIES = ("begum", "bibi", "kaur", "khatun", "miah", "uddin", "ullah")
_WORD = re.compile(r"[^\W\d_]+(?:['\u2019-][^\W\d_]+)*")


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_TITLES = _words(
    """
    mr mrs ms miss mx dr prof professor sir dame lord lady cllr councillor pc pcso sgt sergeant inspector insp dci
    di dc ds constable officer superintendent reverend rev imam father sister auntie aunt uncle nurse judge
    """
)
_KIN = _words(
    """
    son daughter husband wife partner neighbour neighbor friend brother mum mother dad father nan grandson
    granddaughter nephew niece cousin boss manager landlord colleague boyfriend girlfriend ex-husband ex-wife ex-
    partner mate
    """
)
_PLACE_BEFORE = _words(
    """
    in at near around from to through of on visit visiting
    """
)
_PLACE_AFTER = _words(
    """
    road rd street st avenue lane close drive way park hill centre center station school college hospital green
    heath bridge wood common estate market square crescent court gardens grove ward council university academy
    church end
    """
)
# Everyday words, days and places that are also names: names only where the context says so.
_EVERYDAY = _words(
    """
    good love doctor head house great mark will may june april august grace faith hope joy rose lily daisy ivy violet
    bill rob bob pat sue jack frank guy art dean drew gene grant harry miles nick rich sandy summer autumn dawn eve
    penny ruby pearl amber crystal
    jade olive robin jay ray max chase hunter mason taylor cooper carter baker butcher cook fisher gardener knight
    law long short young old white black brown green gray grey king bishop pope priest prince duke noble day week
    winter snow frost rain wood woods stone hill field fields brook brooks rivers lake bush marsh moor lane street
    park parks wells bond cross church temple bell ball banks barber barker best bird blunt boss brand bright butler
    case cash chance clay cole crane curtis dale dear dolby down early east west north south english france french
    german holland ireland welsh scott england page parish parsons payne pearce peace pike power price rice read
    reed reeves rowe rush sage sharp shaw small smart speed spring steel storm strong sugar swift vale vice wall
    walls ward waters watts way webb wise wolf worth yard major general private sergeant constable officer police
    labour solihull walsall dudley sandwell coventry birmingham wolverhampton chelsea jordan victoria lincoln
    preston shirley stafford warwick london chester kent devon florence paris sydney austin dallas charity christian
    muslim iman blessing favour precious innocent patience prudence honour merit gift sunny lucky happy sunday
    monday friday january february march october november december jan jun jul aug so an do he see man sung
    """
)
_STOP = _words(
    """
    i the a an my our we they he she it you there this that these those and but or if when what why who please
    his her their its your in on at to of for from with by as is was are were be been am has have had do does did not no
    some any all many most more so very too just only also can could will would should may might must who whom whose
    """
)
_INTRODUCING = frozenset(
    {("my", "name", "is"), ("my", "name's"), ("name", "is"), ("called",), ("named",), ("signed",), ("regards",)}
)


def find_names(text: str) -> Iterator[tuple[str, int, int]]:
    """Kind, start and end of each name: given and family name together are one."""
    words = [(found[0], found.start(), found.end()) for found in _WORD.finditer(text)]
    place = 0
    while place < len(words):
        taken = _name_at(text, words, place)
        if taken:
            yield NAME, words[place][1], words[place + taken - 1][2]
        place += max(taken, 1)


Words = list[tuple[str, int, int]]


def _name_at(text: str, words: Words, place: int) -> int:
    """How many words from a place on are a name."""
    word = words[place][0]
    low = _bare(word)
    follows = place + 1 < len(words) and text[words[place][2] : words[place + 1][1]] in (" ", "  ", ". ")
    if low in _STOP | _TITLES:
        return 0
    if place and _bare(words[place - 1][0]) in _TITLES and _joined(text, words, place) and _capital(word):
        return 1 + _family(text, words, place)
    if low in _PLACE_AFTER:
        return 0
    given, everyday = low in _given(), low in _EVERYDAY
    after = _bare(words[place + 1][0]) if follows else ""
    if place and _joined(text, words, place) and _introduced(words, place) and _capital(word) and low not in _common():
        return 1 + _family(text, words, place)
    if not given and _capital(word) and after in _family_names() - _EVERYDAY - _STOP and _family(text, words, place):
        return 0 if everyday or low in _common() else 2
    if not given or after in _PLACE_AFTER:
        return 0
    family = _family(text, words, place)
    if _capital(word) and family and not (everyday and after in _EVERYDAY):
        return 1 + family
    if after in _family_names() - _EVERYDAY - _STOP and not everyday and not _capital(word):
        return 2  # written small: john smith
    if everyday or not _capital(word):
        return 0
    placed = place and _bare(words[place - 1][0]) in _PLACE_BEFORE
    return 0 if placed and low in _places() else 1


def _family(text: str, words: Words, place: int) -> int:
    """Words of a family name after a given one: capitalised, none that makes it a street or a place; two at most."""
    count = 0
    for later in range(place + 1, min(place + 3, len(words))):
        word = words[later][0]
        low = _bare(word)
        if not _joined(text, words, later) or not _capital(word) or low in _PLACE_AFTER | _STOP | _TITLES:
            break
        beyond = _bare(words[later + 1][0]) if later + 1 < len(words) and _joined(text, words, later + 1) else ""
        if beyond in _PLACE_AFTER or (count and low not in _family_names() and low not in _given()):
            break
        count += 1
    return count


def _joined(text: str, words: Words, place: int) -> bool:
    """Only a space, or the point of a title, stands between a word and the one before."""
    between = text[words[place - 1][2] : words[place][1]]
    return between == " " or (between == ". " and _bare(words[place - 1][0]) in _TITLES)


def _introduced(words: Words, place: int) -> bool:
    before = tuple(_bare(word, keep=True) for word, _, _ in words[max(place - 3, 0) : place])
    if place and before[-1] in _KIN and len(before) > 1 and before[-2] in ("my", "our", "his", "her", "their"):
        return True
    return any(before[-len(opener) :] == opener for opener in _INTRODUCING)


def _capital(word: str) -> bool:
    return word[0].isupper() and (len(word) == 1 or not word.isupper() or len(word) > 3)


def _bare(word: str, keep: bool = False) -> str:
    low = word.casefold().replace("\u2019", "'")
    return low if keep else low.removesuffix("'s")


@cache
def _given() -> frozenset[str]:
    return _listed("first_names", "first_names_male", "first_names_female", "first_names_unisex")


@cache
def _family_names() -> frozenset[str]:
    return _listed("last_names", "last_names_male", "last_names_female") | frozenset(_FAMILIES)


@cache
def _places() -> frozenset[str]:
    return frozenset(
        {"chelsea", "jordan", "victoria", "lincoln", "preston", "shirley", "florence", "georgia", "israel"}
    )


@cache
def _common() -> frozenset[str]:
    """Words that follow "called" and "named" with a capital and are no one's name."""
    areas = ("birmingham", "coventry", "dudley", "sandwell", "solihull", "walsall", "wolverhampton")
    return frozenset({"police", "west", "midlands", "english", *areas})


def _listed(*kinds: str) -> frozenset[str]:
    found: set[str] = set()
    for locale in _LOCALES:
        provider = import_module(f"faker.providers.person.{locale}").Provider
        for kind in kinds:
            found.update(name.casefold() for name in getattr(provider, kind, ()) if len(name) > 2)
    return frozenset(found)
