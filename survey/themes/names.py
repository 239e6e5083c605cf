"""People's names in a text, by rules: a title before, words that introduce a name, or a name that a gazetteer knows.

See survey.themes.gazetteer for which words are names. A word of everyday English counts only where the context makes it
one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from survey.themes.gazetteer import english, is_family, is_given, is_surely_given, is_title, no_name, nobody
from survey.themes.name_lists import KIN, PERSONS, PLACES, PLACES_OR_PEOPLE, STOP, words_of
from survey.themes.signed import signed
from survey.themes.written import Written, written

NAME = "name"
_PLACE_BEFORE = words_of(
    """
    in at near around from to through of on visit visiting
    """
)
_PLACE_AFTER = words_of(
    """
    road rd street st avenue lane close drive way park hill centre center station school college hospital green
    heath bridge wood common estate market square crescent court gardens grove ward council university academy
    church end barr bromwich vale town unit clinic library mosque cathedral chapel stadium house tower hall law
    """
)
_FAMILY_TOO = words_of("hill green heath bridge wood lane park")  # "Marco Wood" is a person, "in Hall Green" none
_NO_PERSON_BEFORE = words_of("king queen prince princess pope saint st operation op project storm hurricane")
_OPENERS = frozenset(
    {("my", "name", "is"), ("my", "name's"), ("name", "is"), ("name's",), ("call", "him"), ("call", "her"), ("aka",)}
)
_CALLED = frozenset(
    {("called",), ("named",), ("nicknamed",), ("known", "as"), ("goes", "by"), ("they", "call"), ("people", "call")}
    | {("calls", "himself"), ("calls", "herself")}
)
_LAST_WORDS = frozenset(opener[-1] for opener in _OPENERS | _CALLED)
_CLOSING = words_of("regards sincerely faithfully wishes signed")
_SLIPS = words_of(  # words that are often written without their apostrophe
    "wasnt isnt doesnt didnt dont cant wont hasnt hadnt wouldnt couldnt shouldnt arent werent im ive hes shes thats"
)
_ARTICLES = words_of("the a an")
_OWNERS = words_of("my our his her their your")
_CIVIL = words_of("mr mrs ms dr cllr")  # these stand before nothing but names
_HOUSEHOLD = words_of("family household brothers sisters twins boys lads girls kids children clan gang residence")
_NEXT_DOOR = words_of("next at across opposite")
_PARTICLES = words_of("da de di del dos das du van von der den ter bin bint ibn al el le la")

_APPOSED = re.compile(r"[ \t]*(?:,|[.!?)]|$)")
_PEOPLE = re.compile(  # Polish, Chinese, Nigerian
    r".*(?:ish|ese|ian|ean)|(?:pakistan|bangladesh|bengal|somal|punjab|gujarat|kashmir|nepal|yemen|iraq|israel|afghan|saud)i"
)
_NATIONS = words_of("poles kurds turks serbs croats scots brits finns danes swedes arabs slovaks irish travellers")
_NUMERAL = re.compile(r"[ivx]+")
_REACH = 6  # words before "called" in which it is said who


def find_names(text: str) -> Iterator[tuple[str, int, int]]:
    """Kind, start and end of each name: given and family name together are one."""
    said = written(text)
    place, named = 0, {}
    while place < len(said.words):
        taken = _name_at(said, place)
        if taken:
            named[place] = taken
        place += max(taken, 1)
    for place, taken in sorted({**_beside(said, named), **named}.items()):
        yield NAME, said.words[place][1], said.behind(place + taken - 1)


def _beside(said: Written, named: dict[int, int]) -> dict[int, int]:
    """Words with a capital that "and" puts beside a name, no words of English and no places."""
    found = {}
    for place, taken in named.items():
        for link, other in ((place - 1, place - 2), (place + taken, place + taken + 1)):
            if min(link, other) < 0 or said.low(link) != "and" or not said.low(other):
                continue
            if said.capital(other) and said.low(other) not in no_name():
                found[other] = 1
    return found


def _name_at(said: Written, place: int) -> int:
    """How many words from a place on are a name."""
    low = said.low(place)
    initials = _initialled(said, place) if len(low) == 1 else 0
    if initials:
        return initials
    if low in STOP or is_title(low):
        return 0
    signs = signed(said, place) or _apposed(said, place) or _introduced(said, place, low)
    if signs:
        return signs
    if place and _by_context(said, place, low):
        return 1 + (_family(said, place) or _small_family(said, place))
    if low in _PLACE_AFTER:
        return 0
    if _household(said, place):
        return 1
    after = said.low(place + 1) if place + 1 < len(said.words) and said.between(place + 1) in (" ", "  ", ". ") else ""
    if said.capital(place):
        return _capitalised(said, place, after)
    return _small(said, place, after)


def _small(said: Written, place: int, after: str) -> int:
    """The same of a word written small with no context: john smith, or only john."""
    low = said.low(place)
    if low in english() or not is_given(low) or _of_place(said, place) or (low in PLACES and after in english()):
        return 0
    if is_family(after):
        return 2
    thing = said.low(place - 1) in _ARTICLES or after == "sake"  # "the iris", "for pete's sake"
    small = said.words[place][0].islower() and not thing
    return int(small and is_surely_given(low))


def _capitalised(said: Written, place: int, after: str) -> int:
    """The same of a word with a capital and no context; `after` is the word after it."""
    low, family = said.low(place), _family(said, place)
    everyday = low in english()
    if not is_given(low):
        if not family or low in no_name() or _of_place(said, place):
            return 0
        last = said.low(place + family)
        turned = is_family(low) and is_given(last) and last not in english()  # "Nguyen Van Minh"
        return 1 + family if turned or (is_family(after) and after not in english()) else 0
    if _of_place(said, place):
        return 0
    if family and after in english() and (low in PLACES or (everyday and not is_family(after))):
        return 0
    if family:
        return 1 + family
    placed = low in PLACES_OR_PEOPLE and said.low(place - 1) in _PLACE_BEFORE
    return 0 if everyday or placed or low in PLACES else 1


def _of_place(said: Written, place: int) -> bool:
    """Whether a word names a place with those around it: "King Edward VI School", "Florence Road", no Marco Wood."""
    if said.joined(place) and said.low(place - 1) in _NO_PERSON_BEFORE:
        return True
    for later in (place + 1, place + 2):
        if not said.joined(later):
            return False
        low = said.low(later)
        if low in _PLACE_AFTER:
            person = later == place + 1 and low in _FAMILY_TOO and is_surely_given(said.low(place))
            alike = said.capital(later) or not said.capital(place)
            return not (person and alike and said.low(place - 1) not in _PLACE_BEFORE | _ARTICLES)
        if not (said.capital(later) or _NUMERAL.fullmatch(low)):
            return False
    return False


def _by_context(said: Written, place: int, low: str) -> bool:
    """Whether what stands before a word makes it a name: a title, "my son" and its like, the end of a letter."""
    before = said.low(place - 1)
    if not (is_title(before) or before in KIN or before in _CLOSING):
        return False
    known = low not in english() and (is_given(low) or is_family(low))
    called = low in PLACES_OR_PEOPLE and is_given(low)
    may_be = low not in english() or is_given(low) or is_family(low, everyday=True) or len(low) == 1 or before in _CIVIL
    if said.joined(place):
        if is_title(before):
            unknown = before in _CIVIL and before != "dr" and low not in english() and len(low) > 1
            civil = unknown or (before in _CIVIL and is_family(low, everyday=True))
            return (said.capital(place) and may_be) or known or civil
        if low not in _PLACE_AFTER | nobody() and _is_kin(said, place - 1):
            return (said.capital(place) and may_be) or known or called
    ends = before in _CLOSING and not said.between(place).strip(" ,.:\n")
    last = place + 1 == len(said.words)
    after = said.low(place + 1) if said.joined(place + 1) else ""
    if after in english() and after not in STOP and not is_family(after, everyday=True):
        return ends and known  # "Regards, Moseley residents"
    return ends and low not in no_name() and (said.capital(place) or known or last)


def _initialled(said: Written, place: int) -> int:
    """How many words from a place on are initials behind a title and a family name: "mr a singh"."""
    count = 0
    while place + count < len(said.words) and len(said.low(place + count)) == 1 and said.joined(place + count):
        count += 1
    if not count or not is_title(said.low(place - 1)) or not said.joined(place + count):
        return 0
    low = said.low(place + count)
    known = is_family(low) or (is_family(low, everyday=True) and said.run(place) == count + 1)
    return count + 1 if known or (said.capital(place + count) and low not in english()) else 0


def _introduced(said: Written, place: int, low: str) -> int:
    """How many words from a place on are behind "my name is", or behind "called" and its kind if a person is."""
    if said.kept[place - 1] not in _LAST_WORDS or low in _PLACE_AFTER or low in nobody():
        return 0
    quoted = said.quoted(place)
    if not (said.joined(place) or quoted):
        return 0
    before = tuple(said.kept[max(place - 3, 0) : place])
    opened = any(before[-len(opener) :] == opener for opener in _OPENERS)
    called = any(before[-len(opener) :] == opener for opener in _CALLED)
    known = low not in english() and (is_given(low) or is_family(low))
    if called and not known:
        called = not PERSONS.isdisjoint(said.lows[max(place - _REACH, 0) : place])
    if not (opened or called):
        return 0
    second = said.low(place + 1) if said.joined(place + 1) else ""
    if known or (said.capital(place) and (quoted or low not in english() or is_given(low) or opened)):
        return 1 + (_family(said, place) or (opened and _small_family(said, place)))
    return 2 if low in english() and is_surely_given(second) else 0  # "called mad mick"


def _is_kin(said: Written, place: int) -> bool:
    """Whether a word is of kin to somebody: "my late husband", "her son"; at most one word between."""
    return said.low(place) in KIN and not _OWNERS.isdisjoint((said.low(place - 1), said.low(place - 2)))


def _household(said: Written, place: int) -> bool:
    """Whether a word behind "the" names a family: "the Patels", "the Smith brothers"."""
    low = said.low(place)
    if said.low(place - 1) != "the" or not said.joined(place) or not said.capital(place) or low in PLACES | nobody():
        return False
    after = said.low(place + 1) if said.joined(place + 1) else ""
    if after in _HOUSEHOLD:
        return is_family(low) and low not in english()
    if not low.endswith("s"):
        return False
    near = after in _NEXT_DOOR or said.low(place - 2) in {f"{kin}s" for kin in KIN}
    if near and low not in english() and not _PEOPLE.fullmatch(low[:-1]) and low not in _NATIONS:
        return True
    names = [name for name in (low[:-1], low[:-2]) if is_family(name, everyday=near)]
    return bool(names) and (near or not any(name in english() for name in (low, *names)))


def _apposed(said: Written, place: int) -> int:
    """How many words from a place on name whoever stands before the comma: "my neighbour, Sarah Jones, said"."""
    if place < 2 or said.between(place) not in (", ", " (", " - ") or not _is_kin(said, place - 1):
        return 0
    taken = said.run(place)
    if not taken or not _APPOSED.match(said.text, said.behind(place + taken - 1)):
        return 0
    if not all(map(said.capital, range(place, place + taken))):
        return 0
    low = said.low(place)
    known = is_given(low) or not (low in no_name() or low in _PLACE_AFTER)
    return taken if known and (is_given(low) or not _PEOPLE.fullmatch(low)) else 0


def _family(said: Written, place: int) -> int:
    """Words of a family name after a given one, "van der" and its kind counted: capitalised, none that makes it a
    street or a place; two names at most."""
    count = names = 0
    while names < 2:
        ahead = place + count + 1
        while said.joined(ahead) and said.low(ahead) in _PARTICLES:
            ahead += 1
        if not _is_more(said, ahead, further=names > 0):
            break
        count, names = ahead - place, names + 1
    return count


def _small_family(said: Written, place: int) -> int:
    """1 if the word behind a given name, both small, is none of English: a name that no list holds, "irene colley"."""
    later = said.low(place + 1) if said.joined(place + 1) else ""
    if said.capital(place) or not later or not is_given(said.low(place)):
        return 0
    return int(said.words[place + 1][0].islower() and later not in no_name() and later not in _SLIPS)


def _is_more(said: Written, place: int, *, further: bool) -> bool:
    """Whether a word goes on with a name; a further one is no word of English unless it is a name too."""
    if not said.joined(place) or not said.capital(place):
        return False
    low = said.low(place)
    if (low in _PLACE_AFTER and low not in _FAMILY_TOO) or low in STOP or is_title(low):
        return False
    if said.joined(place + 1) and said.low(place + 1) in _PLACE_AFTER:
        return False
    known = is_family(low, everyday=True) or is_given(low)
    return known or not further or low not in no_name()
