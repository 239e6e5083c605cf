"""Answers that say nothing, told from all of their words, never from some of them; and those nobody could code."""

from __future__ import annotations

import re
import unicodedata

from survey.questionnaire.code_frame import CANNOT_DECIDE, NO_COMMENT, NOTHING_TO_ADD


def _words(line: str) -> frozenset[str]:
    return frozenset(line.split())


_DENYING = _words("no nope nah none nil null nothing nowt n na applicable")
_NOT, _ANY, _NOW = _words("not dont"), _words("any anything"), _words("time moment present")
_ADDING = _words("add say else further more additional other extra")
_FILLING = _words(
    "a i ive have got do to all really comment comments feedback suggestions thoughts "
    "at this that the can think of thank thanks you very much please"
)
_KNOWN = _DENYING | _NOT | _ANY | _NOW | _ADDING | _FILLING
_BEGINNING = _KNOWN | _words("don as see please same refer ditto already")
_EMPTY = ("P", "Z", "C", "M", "Sm", "Sk", "Sc")  # Unicode categories; So, where emoji stand, is not among them
_LONGEST = 120  # characters: nobody says nothing at greater length
_FIRST = re.compile(r"[\W_]*([^\W_]+)")
_LETTER = re.compile(r"[^\W\d_]")
_ELSEWHERE = re.compile(
    r"\W*(?:please )?(?:(?:as|see|same as|refer to) (?:the |my )?(?:above|before|previous(?:ly)?|earlier|last|below)"
    r"(?: (?:answer|answers|comment|comments|question|response|stated|mentioned))*|same again|same|ditto"
    r"|already (?:answered|said|stated|mentioned))\W*",
    re.IGNORECASE,
)


def without_code(text: str) -> str | None:
    """The reserved code of an answer that has no code of the frame by the rules; None if that is `other`.

    `no_comment`: "No", "n/a", "-", nothing but punctuation. `nothing_to_add`: "No further comments, thank you".
    `cannot_decide`: no word in it, only digits or emoji, or it points elsewhere ("as above", "ditto").
    "Yes" and "don't know" say something.
    """
    first = _FIRST.match(text)
    if first is None:
        return NO_COMMENT if _is_empty(text) else CANNOT_DECIDE
    word = first[1].casefold()
    if len(text) > _LONGEST or (word.isalpha() and word not in _BEGINNING):
        return None
    if not _LETTER.search(text) or _ELSEWHERE.fullmatch(text):
        return CANNOT_DECIDE
    return _nothing_said(text)


def _is_empty(text: str) -> bool:
    return all(unicodedata.category(character).startswith(_EMPTY) for character in text)


def _nothing_said(text: str) -> str | None:
    words = set(re.findall(r"[^\W_]+", re.sub("['\u2018\u2019]", "", text.casefold())))
    denies = words & _DENYING or (words & _NOT and words & (_ANY | _NOW))
    if not denies or words - _KNOWN:
        return None
    return NOTHING_TO_ADD if words & _ADDING else NO_COMMENT
