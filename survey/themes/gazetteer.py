"""Which words are names of people: the gazetteer of the Faker package, shapes of names, and the words of English.

The gazetteer has given and family names of the places that people of the West Midlands have theirs from, in Latin
letters. A word of everyday English is a name only where the context makes it one.
"""

from __future__ import annotations

import re
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from unicodedata import combining, normalize

from survey.themes.name_lists import (
    EVERYDAY,
    FAMILIES,
    GIVEN_WORDS,
    GIVENS,
    KIN,
    PLACES,
    PLACES_OR_PEOPLE,
    SHORT_FORMS,
    STOP,
    TITLES,
)

_LOCALES = (
    *("en_GB", "en_IE", "en_IN", "en_PK", "en_US", "en_NG", "en_KE"),
    *("pl_PL", "ga_IE", "tw_GH", "yo_NG", "ig_NG", "ha_NG"),
)
# Of other places whose people live here too: these count only where they are no word of English.
_FURTHER = (
    *(
        "en_NZ",
        "tr_TR",
        "az_AZ",
        "fr_FR",
        "fr_DZ",
        "it_IT",
        "es_ES",
        "pt_PT",
        "ro_RO",
        "hr_HR",
        "cs_CZ",
        "sk_SK",
        "hu_HU",
    ),
    *("lt_LT", "lv_LV", "nl_NL", "de_DE", "sv_SE", "vi_VN", "zh_CN", "zh_TW", "ja_JP", "ko_KR", "sw", "zu_ZA"),
)
# How names are made of which no list holds all: Sikh given names; Slavic and Romanian, Gaelic, Arabic, Nigerian ones.
_SHAPE = re.compile(
    r"(?:har|gur|man|bal|jas|sukh|kul|dal|par|raj|am|aman|nav|ran|sat|sur|kam|bhup|lakh|jag|tar|dil|sim|mand|kar|gagan)"
    r"(?:preet|deep|jit|jeet|inder|jinder|winder|vinder|meet|want|bir|vir|pal|dev)"
    r"|[a-z]{3,}(?:ski|cki|ska|cka|wicz|czyk|enko|escu|ovi[cć]|evi[cć]|uddin|ullah)"
    r"|(?:mc|o'|d'|al-|el-|abdul-?|abu-)[a-z]{3,}|(?:olu|chukwu|oghene|onye)[a-z]{3,}"
)
# Titles as they are misspelt: sargeant, seargent, councilor, inspecter, superintendant.
_TITLE = re.compile(
    r"s[ae]r?[gj]?[ae]?r?[gj][ae]{1,2}nt|coun[cs]ell?[eo]r|coun[cs]ill?[eo]r|inspect[eo]r|super?intend[ae]nt|const[aeiou]ble"
    r"|rev[ae]r[ae]nd|prof+es+[eo]r"
)
_GIVEN_LISTS = (
    *("first_names", "first_names_male", "first_names_female", "first_names_unisex", "first_romanized_names"),
    *("first_female_romanized_names", "first_male_romanized_names"),
)
_SHORT = 3  # letters: a further name as short counts for none
_FAMILY_LISTS = ("last_names", "last_names_male", "last_names_female", "last_romanized_names", "last_names_romanized")


def is_title(low: str) -> bool:
    """A title, spelt rightly or nearly."""
    return low in TITLES or bool(_TITLE.fullmatch(low))


def is_given(low: str) -> bool:
    """A given name, or shaped like a name; of two with a hyphen between, one and a name of any kind."""
    if "-" in low and not _SHAPE.fullmatch(low):
        parts = low.split("-")
        return any(map(is_given, parts)) and all(is_given(part) or is_family(part, everyday=True) for part in parts)
    return (
        low in _given()
        or (low in _further_given() and len(low) > _SHORT and low not in english())
        or bool(_SHAPE.fullmatch(low))
    )


def is_surely_given(low: str) -> bool:
    """A given name that no word of English and no place is called: a name however it is written."""
    listed = low in _given() and (len(low) > _SHORT or low in SHORT_FORMS)
    return (listed or bool(_SHAPE.fullmatch(low))) and not (
        low in PLACES or low in PLACES_OR_PEOPLE or low in english()
    )


def is_family(low: str, *, everyday: bool = False) -> bool:
    """A family name, or shaped like one; no word of every day unless these are wanted too."""
    if low in STOP or (low in EVERYDAY and not everyday):
        return False
    if "-" in low and not _SHAPE.fullmatch(low):
        return all(is_family(part, everyday=True) or is_given(part) for part in low.split("-"))
    return (
        low in _family_names()
        or (low in _further_families() and len(low) > _SHORT and low not in english())
        or bool(_SHAPE.fullmatch(low))
    )


@cache
def _given() -> frozenset[str]:
    return _listed(*_GIVEN_LISTS) | GIVENS | GIVEN_WORDS | SHORT_FORMS


@cache
def _family_names() -> frozenset[str]:
    return _listed(*_FAMILY_LISTS) | FAMILIES


@cache
def _further_given() -> frozenset[str]:
    return _listed(*_GIVEN_LISTS, locales=_FURTHER)


@cache
def _further_families() -> frozenset[str]:
    return _listed(*_FAMILY_LISTS, locales=_FURTHER)


@cache
def english() -> frozenset[str]:
    """Words of English, given names left out that are hardly ever one: a further name among them counts for none."""
    from faker.providers.lorem.en_US import Provider

    from survey.themes import stance_words
    from survey.themes.forms import IRREGULAR
    from survey.themes.thesaurus import NOTIONS

    texts = (stance_words.GOOD, stance_words.BAD, NOTIONS, IRREGULAR.replace("|", " "))
    listed = {word.casefold().rstrip("*") for words in texts for word in words.split()}
    listed |= {word.casefold() for word in Provider.word_list}
    return EVERYDAY | GIVEN_WORDS | STOP | TITLES | KIN | listed | (_dictionary() - _given())


def _dictionary() -> frozenset[str]:
    """The words of Brill's lexicon, as TextBlob has it, that are no names; of small letters only."""
    spec = find_spec("textblob")
    folder = Path(next(iter((spec and spec.submodule_search_locations) or ()), ""))
    found = set()
    for line in (folder / "en" / "en-lexicon.txt").read_text(encoding="utf-8").splitlines():
        word, _, tags = line.partition(" ")
        if word.isalpha() and word.islower() and not tags.startswith("NNP"):
            found.add(word)
    return frozenset(found)


def _listed(*kinds: str, locales: tuple[str, ...] = _LOCALES) -> frozenset[str]:
    found: set[str] = set()
    for locale in locales:
        provider = import_module(f"faker.providers.person.{locale}").Provider
        for kind in kinds:
            names = (each.casefold() for each in getattr(provider, kind, ()) if isinstance(each, str) and len(each) > 2)
            found.update(form for name in names for form in (name, _plain(name)))
    return frozenset(found)


def _plain(name: str) -> str:
    """A name without its accents, as many write it."""
    return "".join(letter for letter in normalize("NFKD", name.replace("ł", "l")) if not combining(letter))


@cache
def nobody() -> frozenset[str]:
    """Words that follow "called" and sign letters with a capital and are no one's name."""
    areas = ("birmingham", "coventry", "dudley", "sandwell", "solihull", "walsall", "wolverhampton")
    return frozenset({"police", "west", "midlands", "english", *areas})


@cache
def no_name() -> frozenset[str]:
    """Words that are no name unless they are known as one."""
    return english() | nobody() | PLACES
