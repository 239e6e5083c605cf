"""Numbers that people are known by: what they look like, and their checksums where they have them.

Sources: HMRC, National Insurance Manual NIM39110; DVLA, INF104, for registration marks, and its format of licence
numbers; NHS number by modulus 11; bank cards by Luhn.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TypeAlias

from survey.themes.gazetteer import english
from survey.themes.name_lists import STOP, words_of

Pattern: TypeAlias = tuple[str, re.Pattern[str], Callable[[str], bool]]

_I = re.IGNORECASE
_MONTH = r"(?:jan|feb|mar|apr|may|june?|july?|aug|sep|oct|nov|dec)[a-z]*"
_YEARS = re.compile(r"(?:19|20)\d\d(?:[-/]\d{2,4})?")
_NOT_MARKS = words_of("mph kmh kph per hrs min mins pcs yrs wks pts the and amg gti")
_SHORT_WORDS = words_of("up us go he me no off pc am pm yr hr by")
_SPOKEN = {
    word: digit
    for digit, words in enumerate(
        ("zero nought oh o", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
    )
    for word in words.split()
}
_SPELT = rf"(?:\d+|(?:double |treble |triple )?(?:{'|'.join(_SPOKEN)}))"


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


def _phone_with_letters(words: str) -> bool:
    """The same with the letter O for noughts."""
    return len(_digits(words)) > 5 and _phone(re.sub("[oO]", "0", words))


def _phone_in_words(words: str) -> bool:
    """The same with digits in words."""
    digits = ""
    times = 1
    for word in re.findall(r"\d+|[a-z]+", words.lower()):
        if word in ("double", "treble", "triple"):
            times = 2 if word == "double" else 3
        else:
            digits, times = digits + (word if word.isdigit() else str(_SPOKEN[word]) * times), 1
    return _phone(digits)


def _insurance(words: str) -> bool:
    prefix = words[:2].upper()
    return prefix not in {"BG", "GB", "KN", "NK", "NT", "TN", "ZZ"}


def _mark(words: str) -> bool:
    """The letters are no words: "AT 50 MPH"."""
    area, letters = words[:2].lower(), words[-3:].lower()
    return not (area in STOP | _SHORT_WORDS or letters in _NOT_MARKS or letters in english())


def _old_mark(words: str) -> bool:
    return words[-3:].lower() not in _NOT_MARKS | STOP


def _reference(words: str) -> bool:
    """More than a year: "crime 2023/24"."""
    return _YEARS.fullmatch(words.split()[-1]) is None or re.search(r"\b(?:no|num|ref)", words, _I) is not None


# Each with its kind and the check of what it finds: its first group, or all.
NUMBERS: tuple[Pattern, ...] = (
    ("phone", re.compile(r"(?<![\w.])(?:\+|00)?\(?\d(?:[ ().-]{0,3}\d){8,14}(?![\w])"), _phone),
    ("phone", re.compile(r"(?<![\w.])\+44[ -]?\(0\)(?:[ -]?\d){9,10}(?!\w)"), _always),
    ("phone", re.compile(r"(?<![\w./])\(?0\d{2,4}\)? ?/ ?\d{3,4}[ /-]?\d{3,4}(?![\w/])"), _phone),
    ("phone", re.compile(r"(?<![\w.])[0Oo](?:[ ().-]{0,2}[\dOo]){9,10}(?!\w)"), _phone_with_letters),
    ("phone", re.compile(rf"\b{_SPELT}(?:[ -]+{_SPELT}){{3,14}}\b", _I), _phone_in_words),
    (
        "phone",
        re.compile(
            r"\b(?:tel(?:ephone)?|phone|landline|mobile|mob)(?: ?(?:number|no\.?|num))?(?: is)?[ :.]{1,3}"
            r"(\d{3}[ -]?\d{3,4}|\d{6,8})(?![\w-]|[ .]\d)",
            _I,
        ),
        _always,
    ),
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
    (
        "vehicle registration",
        re.compile(r"\b[A-HJ-PR-Y]{2}[ -](?:0[1-9]|[1-7]\d)[ -]?[A-HJ-PR-Z]{3}\b", _I),
        _mark,
    ),
    (
        "vehicle registration",
        re.compile(r"\b[A-HJ-PR-Y] [A-HJ-PR-Y] \d \d [A-HJ-PR-Z] [A-HJ-PR-Z] [A-HJ-PR-Z]\b", _I),
        _always,
    ),
    ("vehicle registration", re.compile(r"\b[A-HJ-NPR-TV-Y]\d{1,3} ?[A-HJ-PR-Y]{3}\b"), _old_mark),
    ("vehicle registration", re.compile(r"\b[A-HJ-NPR-TV-Y] \d{1,3} [A-HJ-PR-Y]{3}\b"), _mark),
    ("driving licence", re.compile(r"\b(?=[A-Z]*9*\d{6})[A-Z9]{5} ?\d{6} ?[A-Z9]{2} ?\d[A-Z]{2}\b", _I), _always),
    ("passport number", re.compile(r"\bpassport(?: ?(?:number|no\.?))?(?: is|:)? ?(\d{9})\b", _I), _always),
    ("NHS number", re.compile(r"(?<![\d-])\d{3}[ -]?\d{3}[ -]?\d{4}(?![\d-])"), _nhs),
    ("card number", re.compile(r"(?<!\d)(?:\d[ -]?){12,18}\d(?!\d)"), _luhn),
    ("bank account", re.compile(r"\bsort ?code(?: is|:)? ?(\d\d[ -]?\d\d[ -]?\d\d)\b", _I), _always),
    ("bank account", re.compile(r"\b(?:account|acc|a/c)(?: ?(?:number|no\.?))?(?: is|:)? ?(\d{7,8})\b", _I), _always),
    ("bank account", re.compile(r"\bGB\d\d ?[A-Z]{4}(?: ?\d){14}\b", _I), _always),
    (
        "date of birth",
        re.compile(
            r"\b(?:born(?: on)?|(?:d\.?o\.?b\.?|date of birth|birthday)(?: is|:)?) ?(?:the )?"
            rf"(?:\d{{1,2}}(?:st|nd|rd|th)?(?: of)?[-/. ]\w{{1,9}}[-/. ,]{{1,2}}\d{{2,4}}"
            rf"|{_MONTH} \d{{1,2}}(?:st|nd|rd|th)?,? \d{{2,4}})\b",
            _I,
        ),
        _always,
    ),
    (
        "reference number",
        re.compile(
            r"\b(?:crime|incident|log|reference|ref|case|urn|crn|claim|complaint)"
            r"(?: ?(?:report|number|no\.?|num|ref(?:erence)?(?: (?:number|no\.?))?))? ?(?:is|was|:|#)?"
            r" ?#?(?:[A-Z]{1,4}[-/ ]?)?\d(?:\w{1,3} \d{4,}(?: \d\d)?|[\w/-]{3,})"
            rf"(?:,? (?:of|on) (?:the )?\d{{1,2}}[-/. ]\w+[-/. ]\d{{2,4}}"
            rf"| (?:of )?\d{{1,2}}(?:st|nd|rd|th) {_MONTH})?\b",
            _I,
        ),
        _reference,
    ),
    (
        "officer's number",
        re.compile(
            r"\b(?:(?:collar|warrant|shoulder|badge)(?: (?:number|no\.?|num))?(?: is| was|:)?|PC|WPC|PCSO|sgt)"
            r" #?(\d{3,6})\b",
            _I,
        ),
        _always,
    ),
)
