"""Stance by rules: what an answer says of the thing it is about, with negation, contrast and requests heeded."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

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
_POSSIBLE, _NEVER = ("could", "can"), "never"
_FAR = 99
_MORE = frozenset(words.MORE.split())
_TELLING = frozenset(words.TELLING.split())
_CLEAR_PRAISE, _CLEAR_CRITICISM = 1.5, 0.75  # how much more than the other side

_OPENING = frozenset(words.OPENING.split())
_ANSWER, _QUESTION, _DENIES, _COMMA = "\x00", "?", "denies", "comma"
_SHORT = 6  # letters
_OPENS = 6  # words in which a clause has begun
_VALUES = {"good": 1.0, "bad": -1.0}


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
    questioning: frozenset[str]
    surely: frozenset[str]


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
    if tokens and tokens[0] in lexicon.surely:
        tokens = tokens[1:]
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
            yield [*clause, _QUESTION] if token == "?" else clause, contrasts  # noqa: S105
            clause, contrasts = [], token in _CONTRAST
        else:
            clause.append(token)
    yield clause, contrasts


@dataclass(slots=True)
class _Clause:
    """What a clause has said so far for and against, both as positive numbers, and what it may still mean."""

    asks: bool
    good: float = 0.0
    bad: float = 0.0
    may_ask: bool = True
    denial: bool = False  # a negation is not yet spent
    denied_at: int = -_FAR  # from which it reaches a word
    praised_from: int = -_FAR  # from which it reaches what praises if denied

    def deny(self, place: int, kind: str) -> None:
        if kind == _COMMA:
            self.denied_at = -_FAR
        else:
            self.denial, self.denied_at, self.praised_from = True, place, place

    def praise(self) -> None:
        self.denial, self.praised_from, self.may_ask = False, -_FAR, False
        self.good += 1.0

    def ask(self, kind: str) -> None:
        self.asks, self.may_ask = self.asks or kind == "ask", self.may_ask and kind == "ask"
        self.denial = self.denial and kind == "ask"

    def judge(self, place: int, unit: Sequence[str], value: float) -> None:
        if place - self.denied_at <= _REACH and unit[0] not in _DENYING:
            self.denial, self.denied_at, value = False, place, -value  # what follows in a list is denied with it
            self.good += _DENIED_BAD * (value > 0)
        else:
            self.good += 1.0 * (value > 0)
        self.bad += _BAD_WEIGHT * (value < 0)


def _clause(tokens: Sequence[str], lexicon: _Lexicon) -> tuple[float, float]:
    """What a clause says for and against, both as positive numbers."""
    begins = _begins(tokens)
    said = _Clause(_begins_asking(tokens[begins:], lexicon))
    for place, unit, kind, value in _units(tokens, lexicon):
        could = kind == "ask" and unit[0] in _POSSIBLE  # "nothing that could have been done"
        if place - said.praised_from <= _REACH_OF_PRAISE and (could or lexicon.praise_if_denied & {*unit}):
            said.praise()
        elif kind in (_DENIES, _COMMA):
            said.deny(place, kind)
        elif kind == "ask_first":
            said.asks |= place <= begins
        elif kind in ("ask", "not_ask"):
            said.ask(kind)
        elif value > 0 and unit[0] in _MORE and not _TELLING & {*tokens}:
            said.asks = True  # "answer the phone quicker"
        elif value:
            said.judge(place, unit, value)
    if said.asks and said.may_ask:
        said.good, said.bad = 0.0, said.bad + _ASKING_WEIGHT
    elif said.denial and not said.good and not said.bad and len(tokens) > 2:
        said.bad = _BARE_DENIAL
    return said.good, said.bad


def _units(tokens: Sequence[str], lexicon: _Lexicon) -> Iterator[tuple[int, Sequence[str], str, float]]:
    """The phrases and words of a clause: place, words, kind, and whether they are good (1) or bad (-1)."""
    place = 0
    while place < len(tokens):
        token = tokens[place]
        if _says_nothing(token):
            place += 1
            continue
        length, kind = _phrase(tokens, place, lexicon)
        value = _VALUES.get(kind, 0.0) if kind else _word(token, lexicon)
        if token in lexicon.own and tokens[max(0, place - 1)] in lexicon.owners:
            value = 0.0
        if not kind and (token in _DENYING or token.endswith("n't")):
            beyond = token == _NEVER and {"so", "such"} & {*tokens[place : place + _REACH]}  # "never so well cared for"
            kind = "" if beyond else _DENIES
        yield place, tokens[place : place + length], _COMMA if token == "," else kind, value  # noqa: S105
        place += length


@lru_cache(maxsize=1 << 16)
def _says_nothing(token: str) -> bool:
    """True of most words: no phrase begins with them, they judge and deny nothing, and denied they praise nothing."""
    lexicon = _lexicon()
    says = token in lexicon.phrases or token in lexicon.praise_if_denied or _word(token, lexicon)
    return not (says or token == "," or token in _DENYING or token.endswith("n't"))  # noqa: S105


def _begins(tokens: Sequence[str]) -> int:
    """The place of the first word that is more than an opening."""
    return next((place for place, token in enumerate(tokens[:_OPENS]) if token not in _OPENING), len(tokens))


def _begins_asking(tokens: Sequence[str], lexicon: _Lexicon) -> bool:
    verb, thing = (*tokens[:2], "", "")[:2]
    if tokens[-1:] == [_QUESTION] and verb in lexicon.questioning:
        return True
    if verb in lexicon.asking_first:
        return "than" not in tokens[:4]  # "more than happy", "better than any other"
    return verb in lexicon.orders and thing in lexicon.ordered


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
    if value is None and token.startswith("un") and len(token) > _SHORT:
        value = min(0.0, -lexicon.words.get(token[2:], 0.0))  # "unsuccessful"
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
        "ask_first": words.ASKING_FIRST_PHRASES,
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
        words.QUESTIONING,
        words.SURELY,
    )
    return _Lexicon(values, phrases, *(frozenset(each.split()) for each in lists))


def _all_forms(word: str) -> frozenset[str]:
    return inflections(word[:-1]) if word.endswith("*") else frozenset({word})
