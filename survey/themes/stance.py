"""Stance by rules: what an answer says of the thing it is about, with negation, contrast and requests heeded."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

import polars as pl

from survey.themes import stance_words as words
from survey.themes.forms import inflections

POSITIVE, NEUTRAL, NEGATIVE = "positive", "neutral", "negative"

_TOKEN = re.compile(rf"[a-z0-9%]+(?:['-][a-z]+)*|[.!?;:,()\n]|[{words.GOOD_SIGNS}{words.BAD_SIGNS}]")
_STRAIGHT = str.maketrans(dict.fromkeys("\u2018\u2019\u02bc\u2032\u00b4`", "'"))
_STOPS = frozenset(".!?;:()\n")
_CONTRAST = frozenset({"but", "however", "although", "though", "yet", "except", "unless", "unfortunately", "sadly"})
_DENYING = frozenset(words.DENYING.split())
_REACH, _REACH_OF_PRAISE = 4, 9  # words a negation reaches
_BAD_WEIGHT, _ASKING_WEIGHT, _DENIED_BAD, _BARE_DENIAL = 1.5, 2.0, 0.5, 1.0
_BEFORE_CONTRAST = 0.5
_CLEAR_PRAISE, _CLEAR_CRITICISM = 1.5, 0.75  # how much more than the other side

_OPENING = frozenset(words.OPENING.split())
_ANSWER, _DENIES, _COMMA = "\x00", "denies", "comma"
_OPENS = 6  # words in which a clause has begun
_VALUES = {"good": 1.0, "bad": -1.0, "neutral": 0.0, "ask": 0.0, "not_ask": 0.0}


@dataclass(frozen=True, slots=True)
class _Lexicon:
    words: dict[str, float]
    phrases: dict[str, tuple[tuple[tuple[str, ...], str], ...]]  # first word: (words, kind), the longest first
    asking_first: frozenset[str]
    orders: frozenset[str]
    ordered: frozenset[str]
    praise_if_denied: frozenset[str]
    answering: frozenset[str]
    own: frozenset[str]
    owners: frozenset[str]
    answered_before: frozenset[str]
    not_answered_before: frozenset[str]


def stance(texts: Sequence[str]) -> pl.DataFrame:
    """What each text says of the thing it is about: stance (positive, neutral, negative), for_it, against_it (Float64).

    One criticism or request outweighs one praise. Neutral is what says neither, or as much of both. Measured on
    people's reading of NHS comments: see tests/benchmarks/themes.py, which prints the error to tell beside it.
    """
    weighed = [_weigh(text) for text in texts]
    return pl.DataFrame(
        {
            "stance": [_stance(good, bad) for good, bad in weighed],
            "for_it": [good for good, _ in weighed],
            "against_it": [bad for _, bad in weighed],
        },
        schema={"stance": pl.Enum([POSITIVE, NEUTRAL, NEGATIVE]), "for_it": pl.Float64, "against_it": pl.Float64},
    )


def _stance(good: float, bad: float) -> str:
    if good > bad * _CLEAR_PRAISE:
        return POSITIVE
    return NEGATIVE if bad > good * _CLEAR_CRITICISM else NEUTRAL


def _weigh(text: str) -> tuple[float, float]:
    """What a text says for and against, clause by clause, added up."""
    lexicon = _lexicon()
    good = bad = 0.0
    for clause, contrasts in _clauses(_answered(_TOKEN.findall(text.translate(_STRAIGHT).lower()), lexicon)):
        more_good, more_bad = _clause(clause, lexicon)
        if contrasts:  # what comes after a "but" is what is meant
            good -= good * _BEFORE_CONTRAST * (more_bad > 0)
            bad -= bad * _BEFORE_CONTRAST * (more_good > 0)
        good, bad = good + more_good, bad + more_bad
    return good, bad


def _answered(tokens: list[str], lexicon: _Lexicon) -> list[str]:
    """The tokens, a "no" or "nothing" at their head that only answers the question replaced by a mark."""
    first, second = (*tokens[:2], "", "")[:2]
    if not tokens or _phrase(tokens, 0, lexicon)[1]:
        return tokens
    if first in lexicon.answering and second not in lexicon.not_answered_before:
        return [_ANSWER, *tokens[1:]]
    return [_ANSWER, *tokens[1:]] if first == "no" and second in lexicon.answered_before else tokens


def _clauses(tokens: Sequence[str]) -> Iterator[tuple[list[str], bool]]:
    """The clauses, without what ends them, and whether one begins with a word of contrast."""
    clause: list[str] = []
    contrasts = False
    for token in tokens:
        if token in _STOPS or token in _CONTRAST:
            yield clause, contrasts
            clause, contrasts = [], token in _CONTRAST
        else:
            clause.append(token)
    yield clause, contrasts


def _clause(tokens: Sequence[str], lexicon: _Lexicon) -> tuple[float, float]:
    """What a clause says for and against, both as positive numbers."""
    good = bad = 0.0
    asks, may_ask = _begins_asking(tokens, lexicon), True
    denial, denied_at = False, -99  # a negation not yet spent, and the place it reaches from
    for place, unit, kind, value in _units(tokens, lexicon):
        if denial and place - denied_at <= _REACH_OF_PRAISE and lexicon.praise_if_denied & {*unit}:
            denial, good = False, good + 1.0
        elif kind == _DENIES:
            denial, denied_at = True, place
        elif kind == _COMMA:
            denied_at = -99
        elif kind in ("ask", "not_ask"):
            asks, may_ask, denial = asks or kind == "ask", may_ask and kind == "ask", denial and kind == "ask"
        elif value and place - denied_at <= _REACH and unit[0] not in _DENYING:
            denial, denied_at = False, place  # what follows in a list is denied with it
            good, bad = (good, bad + _BAD_WEIGHT) if value > 0 else (good + _DENIED_BAD, bad)
        elif value:
            good, bad = (good + 1.0, bad) if value > 0 else (good, bad + _BAD_WEIGHT)
    if asks and may_ask:
        good, bad = 0.0, bad + _ASKING_WEIGHT
    if denial and not good and not bad and len(tokens) > 2:
        bad += _BARE_DENIAL
    return good, bad


def _units(tokens: Sequence[str], lexicon: _Lexicon) -> Iterator[tuple[int, Sequence[str], str, float]]:
    """The phrases and words of a clause: place, words, kind, and whether they are good (1) or bad (-1)."""
    place = 0
    while place < len(tokens):
        token = tokens[place]
        length, kind = _phrase(tokens, place, lexicon)
        value = _VALUES[kind] if kind else _word(token, lexicon)
        if token in lexicon.own and tokens[max(0, place - 1)] in lexicon.owners:
            value = 0.0
        if not kind and (token in _DENYING or token.endswith("n't")):
            kind = _DENIES
        yield place, tokens[place : place + length], _COMMA if token == "," else kind, value  # noqa: S105
        place += length


def _begins_asking(tokens: Sequence[str], lexicon: _Lexicon) -> bool:
    first = next((place for place, token in enumerate(tokens[:_OPENS]) if token not in _OPENING), len(tokens))
    verb, thing = (*tokens[first : first + 2], "", "")[:2]
    return verb in lexicon.asking_first or (verb in lexicon.orders and thing in lexicon.ordered)


def _phrase(tokens: Sequence[str], place: int, lexicon: _Lexicon) -> tuple[int, str]:
    """How many words the phrase at this place takes, and its kind; one word and no kind where there is none."""
    for phrase, kind in lexicon.phrases.get(tokens[place], ()):
        if tuple(tokens[place : place + len(phrase)]) == phrase:
            return len(phrase), kind
    return 1, ""


def _word(token: str, lexicon: _Lexicon) -> float:
    value = lexicon.words.get(token)
    if value is None and token.endswith("ly"):
        value = lexicon.words.get(token[:-2]) or lexicon.words.get(f"{token[:-3]}y" if token.endswith("ily") else "")
    return value or 0.0


@cache
def _lexicon() -> _Lexicon:
    values = {form: -1.0 for word in words.BAD.split() for form in _all_forms(word)}
    values |= {form: 1.0 for word in words.GOOD.split() for form in _all_forms(word)}
    values |= dict.fromkeys(words.GOOD_SIGNS, 1.0) | dict.fromkeys(words.BAD_SIGNS, -1.0)
    found: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    kinds = {
        "good": words.GOOD_PHRASES,
        "bad": words.BAD_PHRASES,
        "neutral": words.NEUTRAL_PHRASES,
        "ask": words.ASKING,
        "not_ask": words.NOT_ASKING,
    }
    for kind, listed in kinds.items():
        for phrase in listed.replace("\n", "|").split("|"):
            if phrase:
                first, *_ = each = tuple(phrase.split())
                found.setdefault(first, []).append((each, kind))
    found[_ANSWER] = [((_ANSWER,), "not_ask")]
    phrases = {first: tuple(sorted(each, key=lambda pair: -len(pair[0]))) for first, each in found.items()}
    lists = (
        words.ASKING_FIRST,
        words.ORDERS,
        words.ORDERED,
        words.PRAISE_IF_DENIED,
        words.ANSWERING,
        words.OWN,
        words.OWNERS,
        words.ANSWERED_BEFORE,
        words.NOT_ANSWERED_BEFORE,
    )
    return _Lexicon(values, phrases, *(frozenset(each.split()) for each in lists))


def _all_forms(word: str) -> frozenset[str]:
    return inflections(word[:-1]) if word.endswith("*") else frozenset({word})
