"""Addresses of mail, of the web and of accounts: what they look like, and what looks like one and is none."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TypeAlias

from survey.themes.gazetteer import english, is_family, is_given
from survey.themes.name_lists import PERSONS, STOP

Pattern: TypeAlias = tuple[str, re.Pattern[str], Callable[[str], bool]]

_I = re.IGNORECASE
_HOST = r"[\w-]+(?:\.[\w-]+)*\.(?:com|org|net|uk|info|me|eu|ie)\b(?!\.\w)"
_MAIL = re.compile(
    r"(?:g|hot|ya|y|proton|google)?mail\.|outlook\.|yahoo\.|icloud\.|live\.|btinternet\.|aol\.|msn\.", _I
)
_PLATFORM = r"(?:facebook|fb|insta(?:gram)?|twitter|snap(?:chat)?|tiktok|tik tok|youtube|discord|telegram|signal)"


def _always(words: str) -> bool:
    return bool(words)


def _mailbox(words: str) -> bool:
    """Whether what stands before " at " is a person's or like an address, or what is behind it takes mail."""
    box, host = re.split(r" at ", words, maxsplit=1, flags=_I)
    low = box.casefold()
    if low in STOP:
        return False
    return is_given(low) or is_family(low) or re.search(r"[\d._+-]", low) is not None or _MAIL.match(host) is not None


def _no_reader(words: str) -> bool:
    """In "e-mail us at" nobody's mailbox stands before "at"."""
    return words.casefold().split(" at ")[0] not in STOP | {"me", "us", "him", "them"}


def _account(words: str) -> bool:
    """A word of an account with letters, digits or marks in it that no word has: "lil_dev22"."""
    low = words.lower()
    return re.search(r"[\d_]|\w\.\w", low) is not None or not (low in english() or low in PERSONS)


HINTS = re.compile(rf"@|\bat\b|://|www\.|\b{_PLATFORM}", _I)  # where none is, none of the following are
# Each with its kind and the check of what it finds: its first group, or all.
ONLINE: tuple[Pattern, ...] = (
    ("email", re.compile(r"(?<![\w.+-])[\w.+%-]+@[\w-]+(?:\.[\w-]+)+(?<![.-])"), _always),
    ("email", re.compile(rf"(?<![\w.+-])[\w.+%-]+\s?@\s?{_HOST}", _I), _always),
    (
        "email",
        re.compile(r"(?<![\w.+-])[\w.+%-]+\s?@\s?[\w-]+\s?\.\s?(?:com|co ?\. ?uk|org(?:\.uk)?|net)\b(?!\.\w)", _I),
        _always,
    ),
    (
        "email",
        re.compile(
            r"\b[\w.+-]+(?: (?:dot|underscore|dash|hyphen) [\w.+-]+)*"
            r"(?: ?[(\[]at[)\]] ?[\w-]+(?:\.| ?[(\[]dot[)\]] ?| dot )| at [\w-]+ (?:[(\[]dot[)\]]|dot) )"
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
    ("handle", re.compile(r"(?<![\w@.])@[A-Za-z]\w{2,}(?:\.\w+)*|(?<![\w@.])@[A-Za-z]\w*(?:\.\w+)+"), _always),
    (
        "social media",
        re.compile(rf"\b{_PLATFORM} ?(?:is|name|handle|:)? ?(?:: ?|@ )(?!@)\w{{3,}}(?:\.\w+)*", _I),
        _always,
    ),
    (
        "social media",
        re.compile(
            rf"\b(?:my|his|her|their) {_PLATFORM}(?: (?:name|handle|account|page))?(?: is|:| -) ?@?([\w.]{{3,}}\w)",
            _I,
        ),
        _account,
    ),
    ("social media", re.compile(rf"\b{_PLATFORM} ?(?:-|=|name|user(?:name)?) ?(\w*[\d_][\w.]*\w)\b", _I), _always),
)
