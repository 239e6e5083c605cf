"""Personal details in what people wrote: found by what they look like, and by checksums where they have them.

Each find has a kind, which stands in brackets in its place: "[phone]". Sources: Royal Mail's format of postcodes; HMRC,
National Insurance Manual NIM39110; DVLA, INF104, for registration marks; NHS number by modulus 11; bank cards by Luhn.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import TypeAlias

from survey.questionnaire.code_frame import UNSEEN
from survey.themes.gazetteer import STOP, is_family, is_given
from survey.themes.names import find_names

_TYPED = {ord(space): " " for space in "\u00a0\u2002\u2003\u2007\u2009\u200a\u202f\u3000"} | {
    ord(hyphen): "-" for hyphen in "\u2010\u2011\u2012\u2013\u2014\u2015\u2212"
}
Check: TypeAlias = Callable[[str], bool]


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
        {*_by_pattern(plain), *find_names(plain)},
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


def _by_pattern(text: str) -> Iterator[tuple[str, int, int]]:
    numbered = re.search(r"\d", text) is not None
    for kind, pattern, check in _PATTERNS:
        if kind in _NUMBERED and not numbered:
            continue
        for found in pattern.finditer(text):
            part = found.lastindex or 0  # of the words around it
            if check(found[part]):
                yield kind, *found.span(part)


def _digits(words: str) -> list[int]:
    return [int(each) for each in words if each.isdigit()]


def _always(words: str) -> bool:
    return bool(words)


def _luhn(words: str) -> bool:
    digits = _digits(words)[::-1]
    doubled = [sum(divmod(2 * each, 10)) for each in digits[1::2]]
    return 13 <= len(digits) <= 19 and (sum(digits[::2]) + sum(doubled)) % 10 == 0


def _nhs(words: str) -> bool:
    digits = _digits(words)
    rest = 11 - sum(weight * digit for weight, digit in zip(range(10, 1, -1), digits[:9], strict=True)) % 11
    return len(digits) == 10 and rest != 10 and rest % 11 == digits[9]


def _phone(words: str) -> bool:
    """Ten or eleven digits from a nought, or a country code before them; a mobile's nought may be lost."""
    digits = re.sub(r"\D", "", words)
    if words.lstrip(" (").startswith(("+", "00")):
        return 10 <= len(digits) <= 15
    return (len(digits) in (10, 11) and digits.startswith("0")) or (len(digits) == 10 and digits.startswith("7"))


def _insurance(words: str) -> bool:
    prefix = words[:2].upper()
    return prefix not in {"BG", "GB", "KN", "NK", "NT", "TN", "ZZ"}


def _initialled(words: str) -> bool:
    """Whether the word behind initials or a title is one that people are called by."""
    last = re.split(r"[ .]", words)[-1].casefold()
    return is_family(last)


def _mailbox(words: str) -> bool:
    """Whether what stands before " at " is a person's or like an address, or what is behind it takes mail."""
    box, host = re.split(r" at ", words, maxsplit=1, flags=re.IGNORECASE)
    low = box.casefold()
    if low in STOP:
        return False
    return is_given(low) or is_family(low) or re.search(r"[\d._+-]", low) is not None or _MAIL.match(host) is not None


def _no_closure(words: str) -> bool:
    """Police stations close, and no street is called so."""
    return re.search(r"\bpolice\b.* (?:close|drive|park|rise|walk)$", words, re.IGNORECASE) is None


def _no_reader(words: str) -> bool:
    """In "e-mail us at" nobody's mailbox stands before "at"."""
    return words.casefold().split(" at ")[0] not in STOP | {"me", "us", "him", "them"}


_MAIL = re.compile(
    r"(?:g|hot|ya|y|proton|google)?mail\.|outlook\.|yahoo\.|icloud\.|live\.|btinternet\.|aol\.|msn\.", re.I
)
_STREET = (
    r"(?:road|rd|street|st|avenue|ave|lane|ln|close|cl|drive|dr|way|crescent|cres|court|ct|gardens|gdns|grove|place|pl|"
    r"square|sq|terrace|hill|park|walk|mews|row|rise|green|croft|view|parade|path)"
)
_COUNTED = r"(?:minutes?|mins?|hours?|days?|weeks?|years?|miles?|mph|metres?|yards?|times|people|am|pm|more|or|way)"
_I = re.IGNORECASE
_HOST = r"[\w-]+(?:\.[\w-]+)*\.(?:com|org|net|uk|info|me|eu|ie)\b(?!\.\w)"
_PATTERNS: tuple[tuple[str, re.Pattern[str], Check], ...] = (
    ("email", re.compile(r"(?<![\w.+-])[\w.+%-]+\s?@\s?[\w-]+(?:\.[\w-]+)+(?<![.-])"), _always),
    (
        "email",
        re.compile(
            r"\b[\w.+-]+(?: ?[(\[]at[)\]] ?[\w-]+(?:\.| ?[(\[]dot[)\]] ?| dot )| at [\w-]+ (?:[(\[]dot[)\]]|dot) )"
            r"(?:com|co|org|net|uk|gov)\b(?:(?:\.| ?[(\[]dot[)\]] ?| dot )uk\b)?",
            _I,
        ),
        _always,
    ),
    ("email", re.compile(rf"\b[\w.+-]+ at {_HOST}", _I), _mailbox),
    (
        "email",
        re.compile(rf"\b(?:e-?mail|address)(?: (?:me|us|him|her|is))?:? ([\w.+-]+ at {_HOST})", _I),
        _no_reader,
    ),
    ("web address", re.compile(r"\b(?:https?://|www\.)[^\s<>\"']+(?<![.,;:!?)])", _I), _always),
    ("handle", re.compile(r"(?<![\w@.])@[A-Za-z]\w{2,}"), _always),
    (
        "postcode",
        re.compile(
            r"\b(?:GIR ?0AA|[A-PR-UWYZ](?:\d{1,2}|[A-HK-Y]\d{1,2}|\d[A-HJKPSTUW]|[A-HK-Y]\d[ABEHMNPRV-Y])[ -]{0,2}"
            r"\d[ABD-HJLNP-UW-Z]{2})\b",
            _I,
        ),
        _always,
    ),
    ("phone", re.compile(r"(?<![\w.])(?:\+|00)?\(?\d(?:[ ().-]{0,2}\d){8,14}(?![\w])"), _phone),
    ("phone", re.compile(r"(?<![\w./])\(?0\d{2,4}\)? ?/ ?\d{3,4}[ /-]?\d{3,4}(?![\w/])"), _phone),
    (
        "National Insurance number",
        re.compile(r"\b(?:QQ|(?![DFIQUV])[A-Z](?![DFIQUVO])[A-Z])[ -]?\d{2}[ -]?\d{2}[ -]?\d{2}[ -]?[A-D]\b", _I),
        _insurance,
    ),
    (
        "vehicle registration",
        re.compile(r"\b[A-HJ-PR-Y][A-HJ-PR-Y](?:0[1-9]|[1-7]\d)[ -]?[A-HJ-PR-Z]{3}\b", _I),
        _always,
    ),
    ("vehicle registration", re.compile(r"\b[A-HJ-NPR-TV-Y]\d{1,3} ?[A-HJ-PR-Y]{3}\b"), _always),
    ("NHS number", re.compile(r"(?<![\d-])\d{3}[ -]?\d{3}[ -]?\d{4}(?![\d-])"), _nhs),
    ("card number", re.compile(r"(?<!\d)(?:\d[ -]?){12,18}\d(?!\d)"), _luhn),
    (
        "date of birth",
        re.compile(
            r"\b(?:born(?: on)?|d\.?o\.?b\.?:?|date of birth:?) ?(?:the )?\d{1,2}[-/. ]\w{1,9}[-/. ]\d{2,4}\b", _I
        ),
        _always,
    ),
    (
        "reference number",
        re.compile(
            r"\b(?:crime|incident|log|reference|ref|case)(?: ?(?:number|no\.?|ref(?:erence)?))? ?(?:is|was|:|#)?"
            r" ?#?\d{2,}[\w/-]{2,}\b",
            _I,
        ),
        _always,
    ),
    (
        "address",
        re.compile(
            rf"\b(?:flat|apartment|unit|house) ?(?:no\.? ?)?\d+[a-z]?,? \d*[a-z]? ?(?:[A-Z][\w']+ ){{1,3}}{_STREET}\b",
            _I,
        ),
        _always,
    ),
    (
        "address",
        re.compile(rf"(?<!\b\d\d\d\d )\b\d{{1,4}}[a-zA-Z]?,? (?:St\. )?(?:[A-Z][\w']+ ){{1,3}}(?i:{_STREET})\b"),
        _no_closure,
    ),
    (
        "address",
        re.compile(
            rf"(?:(?<=\bat )|(?<=\bis )|(?<=\bnumber )|(?<=\bno )|(?<=\bno\. ))"
            rf"\d{{1,4}}[a-z]?,? (?!{_COUNTED}\b)(?:[\w']+ ){{1,3}}{_STREET}\b",
            _I,
        ),
        _no_closure,
    ),
    ("name", re.compile(r"\b(?:[A-Z]\. ?){1,3}[A-Z][a-z][\w'-]*"), _initialled),
    (
        "social media",
        re.compile(
            r"\b(?:facebook|fb|insta(?:gram)?|twitter|snap(?:chat)?|tiktok) ?(?:is|name|handle|:)? ?[@:] ?\w{3,}", _I
        ),
        _always,
    ),
)
_NUMBERED = frozenset(
    {"postcode", "phone", "National Insurance number", "vehicle registration", "NHS number", "card number"}
)
_NUMBERED |= {"date of birth", "reference number", "address"}  # not to be looked for where no digit is
_ORDER = [
    "card number",
    "NHS number",
    "phone",
    "National Insurance number",
    "email",
    "web address",
    "social media",
    "handle",
    "postcode",
    "vehicle registration",
    "date of birth",
    "reference number",
    "address",
    "name",
]
