"""Postcodes and addresses: what they look like, and what looks like one and is none.

Source: Royal Mail's format and areas of postcodes.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TypeAlias

from survey.themes.gazetteer import english
from survey.themes.name_lists import STOP, words_of

Pattern: TypeAlias = tuple[str, re.Pattern[str], Callable[[str], bool]]

_I = re.IGNORECASE
_STREET = (
    r"(?:road|rd|street|st|avenue|ave|lane|ln|close|cl|drive|dr|way|crescent|cres|court|ct|gardens|gdns|grove|gr|grv|"
    r"place|pl|square|sq|terrace|terr|hill|park|walk|mews|row|rise|green|croft|view|parade|path)"
)
_BUILDING = r"(?:house|court|tower|towers|lodge|point|heights|mansions|building|apartments|villas)"
_HOME = r"(?:cottage|house|lodge|farm|villa|barn|manor|vicarage|rectory|forge|mill|bungalow|grange|cabin|farmhouse)"
_SIDE = r"(?:(?:,? (?i:north|south|east|west))\b)?"
_COUNTED = r"(?:minutes?|mins?|hours?|days?|weeks?|years?|miles?|mph|metres?|yards?|times|people|am|pm|more|or|way)"
_CLOSED = re.compile(r"\b\w*[^s\W]s (?:close|drive|park|rise|walk|place|view|row|green|way|court)$", _I)
_SHUT = re.compile(  # what closes or drives or parks is no street
    r"\b(?:police|stations|librar\w+|shops|schools|pubs|banks|centres|clubs|cars|officers|people|prices)\b.* "
    r"(?:close|drive|park|rise|walk)$",
    _I,
)
_AREAS = words_of(
    """
    ab al b ba bb bd bh bl bn br bs bt ca cb cf ch cm co cr ct cv cw da dd de dg dh dl dn dt dy e ec eh en ex fk fy g gl
    gu gy ha hd hg hp hr hs hu hx ig im ip iv ka kt kw ky l la ld le ll ln ls lu m me mk ml n ne ng nn np nr nw ol ox pa
    pe ph pl po pr rg rh rm s sa se sg sk sl sm sn so sp sr ss st sw sy ta td tf tn tq tr ts tw ub w wa wc wd wf wn wr
    ws wv yo ze
    """
)
_ORDINAL = re.compile(r"\d(?:st|nd|rd|th)$")


def _postcode(words: str) -> bool:
    """Of an area of Royal Mail's; no day of a month behind a road: "the M6 5th"."""
    area = re.match(r"[a-z]{1,2}", words.lower())
    known = area is not None and (area[0] in _AREAS or words.lower().startswith("gir"))
    return known and not _ORDINAL.search(words)


def _loose_postcode(words: str) -> bool:
    """One with the letter O or I for a digit, or other spaces than it has, and no word: "M6 IAN"."""
    return any(map(str.isdigit, words)) and words[-3:].lower() not in english() and _postcode(words)


def _no_closure(words: str) -> bool:
    """Police stations close, and no street is called so; nor are streets "in every" or "on the"."""
    between = re.findall(r"[^\W\d_]+", words.lower())[:-1]
    return not _SHUT.search(words) and not any(word in STOP and word != "the" for word in between[len(between) > 1 :])


def _no_closure_behind_year(words: str) -> bool:
    """The same where the number may be of things: "in 2012 20 libraries close"."""
    return _no_closure(words) and not _CLOSED.search(words)


def _always(words: str) -> bool:
    return bool(words)


# Each with its kind and the check of what it finds: its first group, or all. The first have digits, the others none.
ADDRESSES: tuple[Pattern, ...] = (
    (
        "postcode",
        re.compile(
            r"\b(?:GIR ?0AA|[A-PR-UWYZ](?:\d{1,2}|[A-HK-Y]\d{1,2}|\d[A-HJKPSTUW]|[A-HK-Y]\d[ABEHMNPRV-Y])[ -]{0,3}"
            r"\d[ABD-HJLNP-UW-Z]{2})\b",
            _I,
        ),
        _postcode,
    ),
    ("postcode", re.compile(r"\b[A-Z]{1,2}(?:[\dO]{2}|\d)[ -]{0,3}[\dOI][ABD-HJLNP-UW-Z]{2}\b"), _loose_postcode),
    (
        "postcode",
        re.compile(
            r"\b(?:post ?code(?: is|:)?|(?:am|live|lives|living|is|are) (?:at|in)) "
            r"([A-Z]{1,2} ?[\dO]{1,2} ?[A-Z]?[ -]{0,3}[\dO] ?[ABD-HJLNP-UW-Z] ?[ABD-HJLNP-UW-Z])\b",
            _I,
        ),
        _loose_postcode,
    ),
    (
        "address",
        re.compile(
            rf"\b(?:flat|apartment|apt|unit|house|room) ?(?:no\.? ?)?\d+[a-z]?,? \d*[a-z]? ?"
            rf"(?:[A-Z][\w']+ ){{1,3}}{_STREET}\b",
            _I,
        ),
        _no_closure,
    ),
    (
        "address",
        re.compile(rf"\b(?i:flat|apartment|apt|room) ?\d+[a-zA-Z]?,? (?:[A-Z][\w']+ ){{1,3}}(?i:{_BUILDING})\b"),
        _always,
    ),
    (
        "address",
        re.compile(
            rf"(?<!\b\d\d\d\d )\b\d{{1,4}}[a-zA-Z]?,? (?:(?:St\.|The) )?(?:[A-Z][\w']+ ){{1,3}}(?i:{_STREET})\b{_SIDE}"
        ),
        _no_closure,
    ),
    (
        "address",
        re.compile(rf"\b(?:19|20)\d\d (\d{{1,4}}[a-zA-Z]?,? (?:St\. )?(?:[A-Z][\w']+ ){{1,3}}(?i:{_STREET})\b{_SIDE})"),
        _no_closure_behind_year,
    ),
    (
        "address",
        re.compile(
            rf"(?:(?<=\bat )|(?<=\bis )|(?<=\bnumber )|(?<=\bno )|(?<=\bno\. ))"
            rf"\d{{1,4}}[a-z]?,? (?!{_COUNTED}\b)(?:[\w']+ ){{1,3}}{_STREET}\b{_SIDE}",
            _I,
        ),
        _no_closure,
    ),
)
HOUSES: tuple[Pattern, ...] = (
    (
        "address",
        re.compile(rf"\b(?:The )?(?:[A-Z][\w']+ ){{0,2}}[A-Z]?(?i:{_HOME}), (?:[A-Z][\w']+ ){{1,3}}(?i:{_STREET})\b"),
        _always,
    ),
    (
        "address",
        re.compile(
            rf"\b(?i:live|lives|living|lived|home|address|moved)\b[ \w:]{{0,12}}?\b(?i:at|is|in|to):? "
            rf"((?:[Tt]he )?(?:[A-Z][\w']+ ){{1,3}}(?i:{_HOME})\b)"
        ),
        _always,
    ),
    (
        "address",
        re.compile(rf"\b((?:[A-Z][\w']+ ){{1,2}}(?i:{_HOME})) (?:is|was) (?:where (?:we|I)|my|our) (?:live|home)\b"),
        _always,
    ),
)
