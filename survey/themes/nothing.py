"""Answers that say nothing: told from all of their words, never from some of them."""

from __future__ import annotations

import re
import unicodedata

from survey.questionnaire.code_frame import NO_COMMENT, NOTHING_TO_ADD


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
_EMPTY = ("P", "Z", "C", "M", "Sm", "Sk", "Sc")  # Unicode categories; So, where emoji stand, is not among them
_LONGEST = 120  # characters: nobody says nothing at greater length


def nothing_said(text: str) -> str | None:
    """The reserved code of an answer that says nothing, or None if it says something.

    `no_comment`: "No", "n/a", "-", nothing but punctuation. `nothing_to_add`: "No further comments, thank you".
    Emoji, digits, "yes" and "don't know" say something.
    """
    if all(unicodedata.category(character).startswith(_EMPTY) for character in text):
        return NO_COMMENT
    if len(text) > _LONGEST:
        return None
    words = set(re.findall(r"[^\W_]+", re.sub("['\u2018\u2019]", "", text.casefold())))
    denies = words & _DENYING or (words & _NOT and words & (_ANY | _NOW))
    if not denies or words - _KNOWN:
        return None
    return NOTHING_TO_ADD if words & _ADDING else NO_COMMENT
