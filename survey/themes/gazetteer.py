"""Which words are names of people: the gazetteer of the Faker package, shapes of names, and the words of English.

The gazetteer has given and family names of the places that people of the West Midlands have theirs from, in Latin
letters. A word of everyday English is a name only where the context makes it one.
"""

from __future__ import annotations

import re
from functools import cache
from importlib import import_module

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
# How names are made of which no list holds all: Sikh given names; Slavic and Romanian, Gaelic, Arabic ones.
_SHAPE = re.compile(
    r"(?:har|gur|man|bal|jas|sukh|kul|dal|par|raj|am|aman|nav|ran|sat|sur|kam|bhup|lakh|jag|tar|dil|sim|mand|kar|gagan)"
    r"(?:preet|deep|jit|jeet|inder|jinder|winder|vinder|meet|want|bir|vir|pal|dev)"
    r"|[a-z]{3,}(?:ski|cki|ska|cka|wicz|czyk|enko|escu|ovi[cć]|evi[cć]|uddin|ullah)"
    r"|(?:mc|o'|al-|el-|abdul-?|abu-)[a-z]{3,}"
)
# Family and given names of many in the West Midlands that the gazetteer lacks, and short forms of English ones.
_FAMILIES = ("begum", "bibi", "kaur", "khatun", "miah", "uddin", "ullah")
_GIVENS = """
aisha amrit anil anita anjali arun ashok asif ayesha balraj bilal chidi chinedu chloe debs deepa deepak dinesh ebony
ed efosa emeka faisal farah fatima geeta gita gopal hamza haroon hina ibrahim ifeoma imran iqbal irfan jagdish jaswant
javed kaz kev kiran kofi kuldip kwame lakshmi leroy lloyd mahmood manish manoj meena mehmood mohan mukesh nadeem naveed
neelam ngozi nicky nisha olu olumide pooja pradeep pravin preeti priya rahul rajesh rajinder rakesh ramesh rashid ravi
rekha rohit rukhsana sabina sadia safina sajid salma sandeep sanjay saqib satnam shabana shabnam shahid shazia sunil
sunita suresh surinder tahir tariq tayo temi trev tunde usha usman vijay vikram vinod waqar wendy yasmin yusuf zahid
zainab zara zeeshan jo
"""
_GIVEN_LISTS = (
    *("first_names", "first_names_male", "first_names_female", "first_names_unisex", "first_romanized_names"),
    *("first_female_romanized_names", "first_male_romanized_names"),
)
_SHORT = 3  # letters: a further name as short counts for none
_FAMILY_LISTS = ("last_names", "last_names_male", "last_names_female", "last_romanized_names", "last_names_romanized")


def words_of(text: str) -> frozenset[str]:
    """The words of a list."""
    return frozenset(text.split())


TITLES = words_of(
    """
    mr mrs ms miss mx dr prof professor sir dame lord lady cllr councillor pc pcso sgt sergeant inspector insp dci
    di dc ds constable officer superintendent reverend rev imam father sister auntie aunt uncle nurse judge
    """
)
KIN = words_of(
    """
    son daughter husband wife partner neighbour neighbor friend brother mum mother dad father nan grandson
    granddaughter nephew niece cousin boss manager landlord colleague boyfriend girlfriend ex-husband ex-wife ex-
    partner mate
    """
)
# Everyday words, days and places that are also names: names only where the context says so.
EVERYDAY = words_of(
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
STOP = words_of(
    """
    i the a an my our we they he she it you there this that these those and but or if when what why who please
    his her their its your in on at to of for from with by as is was are were be been am has have had do does did not no
    some any all many most more so very too just only also can could will would should may might must who whom whose
    """
)


def is_given(low: str) -> bool:
    """A given name, or shaped like a name."""
    return (
        low in _given()
        or (low in _further_given() and len(low) > _SHORT and low not in english())
        or bool(_SHAPE.fullmatch(low))
    )


def is_family(low: str, *, everyday: bool = False) -> bool:
    """A family name, or shaped like one; no word of every day unless these are wanted too."""
    if low in STOP or (low in EVERYDAY and not everyday):
        return False
    return (
        low in _family_names()
        or (low in _further_families() and len(low) > _SHORT and low not in english())
        or bool(_SHAPE.fullmatch(low))
    )


@cache
def _given() -> frozenset[str]:
    return _listed(*_GIVEN_LISTS) | words_of(_GIVENS)


@cache
def _family_names() -> frozenset[str]:
    return _listed(*_FAMILY_LISTS) | frozenset(_FAMILIES)


@cache
def _further_given() -> frozenset[str]:
    return _listed(*_GIVEN_LISTS, locales=_FURTHER)


@cache
def _further_families() -> frozenset[str]:
    return _listed(*_FAMILY_LISTS, locales=_FURTHER)


@cache
def english() -> frozenset[str]:
    """Common words of English: a further name that is one of them counts for none."""
    from faker.providers.lorem.en_US import Provider

    from survey.themes import stance_words
    from survey.themes.forms import IRREGULAR
    from survey.themes.thesaurus import NOTIONS

    lists = (stance_words.GOOD, stance_words.BAD, NOTIONS, IRREGULAR.replace("|", " "))
    listed = {word.casefold().rstrip("*") for words in lists for word in words.split()}
    return EVERYDAY | STOP | TITLES | KIN | listed | {word.casefold() for word in Provider.word_list}


def _listed(*kinds: str, locales: tuple[str, ...] = _LOCALES) -> frozenset[str]:
    found: set[str] = set()
    for locale in locales:
        provider = import_module(f"faker.providers.person.{locale}").Provider
        for kind in kinds:
            found.update(
                name.casefold() for name in getattr(provider, kind, ()) if isinstance(name, str) and len(name) > 2
            )
    return frozenset(found)
