"""A scale's texts as scores: `Very safe` 4, `Safe` 3, `Fairly safe` 2, `Neither` 0, `Not at all safe` -5.

The score is only for order and sign: a word that says how much, a word that says of what, and negations.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import get_close_matches

from survey.questionnaire.matching import key

_POSITIVE = {
    "agree": "agree agreed support approve accept",
    "satisfied": "satisfied satisfactory pleased happy",
    "safe": "safe secure",
    "likely": "likely probable",
    "favour": "favourable favorable favourably favorably favour favor positive positively",
    "good": "good well great excellent outstanding",
    "value": "important useful relevant critical essential helpful valuable necessary vital worthwhile",
    "ease": "easy easily simple accessible",
    "change": "better improved",
    "sure": "confident certain comfortable trust willing interested effective clear reliable visible",
    "fair": "fair acceptable",
    "amount": "more high higher increase increased",
}
_NEGATIVE = {
    "agree": "disagree disagreed oppose disapprove reject",
    "satisfied": "dissatisfied unsatisfied unhappy displeased unsatisfactory",
    "safe": "unsafe insecure",
    "likely": "unlikely improbable",
    "favour": "unfavourable unfavorable unfavourably unfavorably negative negatively",
    "good": "bad poor badly poorly terrible awful inadequate",
    "value": "unimportant useless irrelevant unhelpful unnecessary",
    "ease": "difficult hard inaccessible",
    "change": "worse worsened",
    "sure": "unwilling uncomfortable ineffective unclear unreliable",
    "fair": "unfair unacceptable",
    "worry": "worried concerned afraid anxious fearful",
    "amount": "less low lower decrease decreased fewer",
}
_STRENGTHS = {
    5.0: "extremely exceptionally",
    4.0: "very strongly completely totally fully definitely highly absolutely entirely always much lot deal large"
    " too particularly especially",
    2.0: "quite fairly rather somewhat mostly moderately generally probably reasonably tend partly partially some"
    " moderate mainly extent amount",
    1.0: "slightly little bit small marginally minor",
}
_STRONG_HEADS = {"excellent": 5.5, "outstanding": 5.5, "critical": 5.0, "essential": 5.0, "vital": 5.0, "terrible": 5.0}
# Words that say how much where another word says of what: "low" of "low risk".
_EITHER = {"low": 1.0, "high": 4.0, "great": 4.0}
_PHRASES = (
    (re.compile(r"\b(great|large) (deal|extent)\b"), "completely"),
    (re.compile(r"\b(fair|some|certain|reasonable) (amount|extent)\b"), "somewhat"),
    (re.compile(r"\b(small|limited|little) (amount|extent)\b"), "slightly"),
)
_SMALL = (
    "a an the to me my us at all i it is am are be feel for of in with or and nor that this as so would do does"
    " how what find something s t"
)
_MIDDLE = re.compile(
    r"^(neither|neutral|undecided|mixed|average|okay|ok|medium|stay neutral)\b|\(neutral\)|\bneither\b.*\bnor\b"
    r"|^(stay(s|ed)?|about|remain(s|ed)?|much)?\s*(the same|unchanged)|^no (change|difference|strong (view|opinion)s?)$"
)
_FAIR = re.compile(r"^(fair|adequate|acceptable|satisfactory)$")
_NOT = frozenset({"not", "isn't", "don't", "no", "never", "nothing", "none"})
_WORD = re.compile(r"[a-z][a-z']*")
_FILLERS = frozenset(_SMALL.split())
_STRENGTH = {word: size for size, words in _STRENGTHS.items() for word in words.split()}
_HEADS = {word: (family, 1) for family, words in _POSITIVE.items() for word in words.split()}
_HEADS |= {word: (family, -1) for family, words in _NEGATIVE.items() for word in words.split()}
_KNOWN = sorted({*_HEADS, *_STRENGTH})


@dataclass(frozen=True, slots=True)
class Score:
    """`value` orders the texts of one scale. `family`: what the scale is of; none of a middle or of bare strength.

    `known`: whether the family's words are known, and with them which end is the good one. `graded`: the text says
    how much; `negated`: it says not.
    """

    value: float
    family: str | None
    known: bool = True
    graded: bool = False
    negated: bool = False


def score(text: str) -> Score | None:
    """The score of a scale's text; None where it holds too many words that no scale is known to use."""
    lower = key(text)
    if _MIDDLE.search(lower):
        return Score(0.0, None)
    bare = re.sub(r"\([^()]*\)", " ", lower).strip()
    if _FAIR.match(bare):
        return Score(0.2, None)
    for phrase, word in _PHRASES:
        bare = phrase.sub(word, bare)
    tokens = [_spelt(word) for word in _WORD.findall(bare)]
    negated = any(word in _NOT for word in tokens)
    strength, rest = _parted([word for word in tokens if word not in _NOT and word not in _FILLERS])
    if not tokens or len(rest) > 3 or (not rest and not strength and "all" not in tokens):
        return None
    size = _size(strength, rest, negated, "all" in tokens)
    family, sign = _family(rest)
    known = family is None or not family.startswith("?")
    return Score(sign * size, family, known, bool(strength) or negated, negated)


def _spelt(word: str) -> str:
    """The word, or the scale's word of which it is a misspelling: `stronlgy` gives `strongly`."""
    if word in _HEADS or word in _STRENGTH or len(word) < 6:
        return word
    near = get_close_matches(word, _KNOWN, n=1, cutoff=0.86)
    return near[0] if near else word


def _parted(words: list[str]) -> tuple[list[float], list[str]]:
    """How much the words say, and the words that say of what."""
    strength = [_STRENGTH[word] for word in words if word in _STRENGTH]
    rest = [word for word in words if word not in _STRENGTH]
    if len(rest) > 1:
        strength += [_EITHER[word] for word in rest if word in _EITHER]
        rest = [word for word in rest if word not in _EITHER]
    return strength, rest


def _family(rest: list[str]) -> tuple[str | None, int]:
    """What the scale is of, and the sign of its word: a known family, or `?` and the unknown words."""
    heads = [_HEADS[word] for word in rest if word in _HEADS]
    if not rest:
        return None, 1
    if len(heads) == len(rest):
        return heads[0]
    return "?" + " ".join(rest), 1


def _size(strength: list[float], rest: list[str], negated: bool, at_all: bool) -> float:
    heads = [_STRONG_HEADS[word] for word in rest if word in _STRONG_HEADS]
    size = max([*strength, *heads], default=3.0)
    if not negated:
        return size
    if at_all:
        return -5.0
    return -1.5 if strength else -3.0
