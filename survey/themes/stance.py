"""Stance by rules: what an answer says of the thing it is about, with negation, contrast and requests heeded."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import polars as pl

from survey.themes import stance_grammar as grammar
from survey.themes.stance_changes import with_changes
from survey.themes.stance_clauses import QUESTION, clauses
from survey.themes.stance_lexicon import Lexicon, comparative, lexicon, phrase, word
from survey.themes.wishes import ONESELF, wishes

POSITIVE, NEUTRAL, NEGATIVE = "positive", "neutral", "negative"

_DENYING = frozenset(grammar.DENYING.split())
_TURNING, _TURNED = frozenset(grammar.TURNING.split()), frozenset(grammar.TURNED.split())
_ACCUSTOMED = frozenset(grammar.ACCUSTOMED.split())
_MORE_OF = frozenset({"more", "less", "extra", "additional"})
_RELATIVE = frozenset(grammar.RELATIVE.split())
_SOLVING = frozenset(grammar.SOLVING.split())
_TELLS_OF_MORE, _WANTS_MORE = frozenset(grammar.TELLS_OF_MORE.split()), frozenset(grammar.WANTS_MORE.split())
_REACH, _REACH_OF_PRAISE = 4, 9  # words a negation reaches
_THINKING, _FURTHER = frozenset(grammar.THINKING.split()), 4  # "I wouldn't say that the place is": as many words more
_BAD_WEIGHT, _ASKING_WEIGHT, _DENIED_BAD, _BARE_DENIAL = 1.5, 2.0, 0.5, 1.0
_BEFORE_CONTRAST = 0.5
_POSSIBLE, _NEVER = ("could", "can"), "never"
_FAR = 99
_TELLING = frozenset(grammar.TELLING.split())
_CLEAR_PRAISE, _CLEAR_CRITICISM = 1.5, 0.75  # how much more than the other side

_OPENING = frozenset(grammar.OPENING.split())
_WISHED, _WORST, _GOOD, _PRAISE_IF_DENIED = "wished", "worst", "good", "praise_if_denied"
_DENIES, _COMMA = "denies", "comma"
_OWNED = frozenset(ONESELF.split())
_CONCEDING = frozenset(grammar.CONCEDING.split())
_TAKING, _UNITS, _WITHIN = frozenset(grammar.TAKING.split()), frozenset(grammar.UNITS.split()), 5
_POORLY = "poorly"
_FEWER = frozenset({"less", "fewer"})
_CHANGED, _WISHING = frozenset({"improved", "changed"}), frozenset({"be", "could", "couldn't", "can", "can't", "would"})
_HAVING = frozenset(grammar.HAVING.split())
_WORSE, _COULD = ("er", "worse"), frozenset({"could", "couldn't"})
_WOULD = frozenset(grammar.WOULD.split())
_OPENS = 6  # words in which a clause has begun
_VALUES = {"good": 1.0, "bad": -1.0}


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
    known = lexicon()
    good = bad = 0.0
    changed: bool | None = None
    for clause, contrasts in clauses(text, known):
        told, changed = with_changes(clause, known.judging, changed)
        more_good, more_bad = _clause(told, known)
        if contrasts:  # what comes after a "but" is what is meant
            good -= good * _BEFORE_CONTRAST * (more_bad > 0)
            bad -= bad * _BEFORE_CONTRAST * (more_good > 0)
        good, bad = good + more_good, bad + more_bad
    return good, bad


@dataclass(slots=True)
class _Clause:
    """What a clause has said so far for and against, both as positive numbers, and what it may still mean."""

    asks: bool
    good: float = 0.0
    bad: float = 0.0
    may_ask: bool = True
    denial: bool = False  # a negation is not yet spent
    denied_at: int = -_FAR  # from which it reaches a word
    reach: int = _REACH  # of it, in words
    praised_from: int = -_FAR  # from which it reaches what praises if denied

    def deny(self, place: int, kind: str, thinks: bool) -> None:
        if kind == _COMMA:
            self.bad += _BARE_DENIAL * (self.denial and place - self.denied_at > 2)
            self.denial, self.denied_at = False, -_FAR
        else:
            self.denial, self.denied_at, self.praised_from = True, place, place
            self.reach = _REACH + _FURTHER * thinks

    def praise(self) -> None:
        self.denial, self.denied_at, self.praised_from, self.may_ask = False, -_FAR, -_FAR, False
        self.good += 1.0

    def ask(self, kind: str) -> None:
        self.asks, self.may_ask = self.asks or kind == "ask", self.may_ask and kind == "ask"
        self.denial = self.denial and kind == "ask"

    def judge(self, place: int, unit: Sequence[str], value: float) -> None:
        if place - self.denied_at <= self.reach and unit[0] not in _DENYING:
            self.denial, self.denied_at, value = False, place, -value  # what follows in a list is denied with it
            self.good += _DENIED_BAD * (value > 0)
        else:
            self.good += 1.0 * (value > 0)
        self.bad += _BAD_WEIGHT * (value < 0)


def _clause(tokens: Sequence[str], known: Lexicon) -> tuple[float, float]:
    """What a clause says for and against, both as positive numbers."""
    begins = _begins(tokens)
    verb = max(0, begins - (tokens[begins - 1 : begins] == ["to"]))
    said = _Clause(_begins_asking(tokens[begins:], known) or wishes(tokens[verb:]))
    conceded = False
    for place, unit, kind, value in _units(tokens, known):
        conceded = (conceded or unit[0] in _CONCEDING) and kind != _COMMA
        could = kind == "ask" and unit[0] in _POSSIBLE  # "nothing that could have been done"
        reach = _REACH_OF_PRAISE * (2 if could and tokens[place - 1 : place] in (["that"], ["which"]) else 1)
        praises = (
            could
            or kind == _PRAISE_IF_DENIED
            or (known.praise_if_denied & {*unit} and not _came_to_pass(tokens[: place + len(unit)]))
        )
        if place - said.praised_from <= reach and praises:
            said.praise()
        elif kind in (_DENIES, _COMMA):
            said.deny(place, kind, bool(_THINKING & {*tokens[place + 1 : place + 3]}) or _turned(tokens, place))
        elif kind == "ask_first":
            said.asks |= place <= begins
        elif kind in ("ask", "not_ask"):
            said.ask(kind)
        elif kind == _WISHED:
            said.asks = True
        elif value and not (conceded and value < 0):
            said.judge(place if kind != _WORST else _FAR * 2, unit, value)
    if said.asks and said.may_ask:
        said.good, said.bad = 0.0, said.bad + _ASKING_WEIGHT
    elif said.denial and not said.good and not said.bad and len(tokens) > 2:
        said.bad = _BARE_DENIAL
    return said.good, said.bad


def _units(tokens: Sequence[str], known: Lexicon) -> Iterator[tuple[int, Sequence[str], str, float]]:
    """The phrases and words of a clause: place, words, kind, and whether they are good (1) or bad (-1)."""
    place = 0
    while place < len(tokens):
        token = tokens[place]
        if _says_nothing(token):
            place += 1
            continue
        length, kind = phrase(tokens, place, known)
        value = _value(tokens, place, kind, known)
        if not kind or (kind == _GOOD and value > 0 and _wishes_for(tokens[place : place + length], tokens, known)):
            kind = _WISHED if kind else _compared(token, value, tokens, known)
        if not kind and (token in _DENYING or token.endswith("n't")):
            beyond = token == _NEVER and {"so", "such"} & {*tokens[place : place + _REACH]}  # "never so well cared for"
            kind = "" if beyond else _DENIES
        yield place, tokens[place : place + length], _COMMA if token == "," else kind, value  # noqa: S105
        place += length


def _value(tokens: Sequence[str], place: int, kind: str, known: Lexicon) -> float:
    """Whether what stands at this place is good (1) or bad (-1), by the words around it."""
    token = tokens[place]
    if token in _TAKING and _UNITS & {*tokens[place : place + _WITHIN]}:
        return -1.0  # "took three weeks"
    owned = token in known.own and (tokens[max(0, place - 1)] in known.owners or _SOLVING & {*tokens})
    if owned and not _DENYING & {*tokens[:place]}:
        return 0.0
    if token == _POORLY and not _done_poorly(tokens[place + 1 : place + 2]):
        return 0.0
    value = _VALUES.get(kind, 0.0) if kind else word(token, known)
    if value and "used" in tokens and _no_more(tokens[:place]):
        return -value
    return 1.0 if value < 0 and tokens[max(0, place - 1)] in _FEWER else value  # "less trouble"


def _no_more(before: Sequence[str]) -> bool:
    """Whether what follows was once: "it used to be a nice place"."""
    if "used" not in before:
        return False
    at = len(before) - 1 - before[::-1].index("used")
    return before[at + 1 : at + 2] == ["to"] and "," not in before[at:] and before[max(0, at - 1)] not in _ACCUSTOMED


def _turned(tokens: Sequence[str], place: int) -> bool:
    """Whether a negation has the verb before who does it: "rarely do you get"."""
    return tokens[place] in _TURNING and bool(_TURNED & {*tokens[place + 1 : place + 2]})


@lru_cache(maxsize=1 << 16)
def _says_nothing(token: str) -> bool:
    """True of most words: no phrase begins with them, they judge and deny nothing, and denied they praise nothing."""
    known = lexicon()
    says = (
        token in known.phrases
        or token in _CONCEDING
        or token in _TAKING
        or token in known.praise_if_denied
        or word(token, known)
    )
    return not (says or token == "," or token in _DENYING or token.endswith("n't"))  # noqa: S105


def _wishes_for(unit: Sequence[str], tokens: Sequence[str], known: Lexicon) -> bool:
    """Whether a phrase compares, with what would be: "I'd feel safer if"."""
    return bool(_WOULD & {*tokens}) and word(unit[-1], known) > 0 and comparative(unit[-1], known)


def _compared(token: str, value: float, tokens: Sequence[str], known: Lexicon) -> str:
    """Whether a word compares so that something better is wished, "answer the phone quicker", or that nothing could be
    worse."""
    if value > 0 and comparative(token, known) and (_WOULD & {*tokens} or not _TELLING & {*tokens}):
        return _WISHED
    return _WORST if value < 0 and token.endswith(_WORSE) and _COULD & {*tokens} else ""


def _done_poorly(after: Sequence[str]) -> bool:
    """Whether "poorly" tells how a thing is done, by the word after it, and not that somebody is ill."""
    return bool(after) and (after[0].endswith("ed") or after[0] in grammar.DONE_POORLY.split())


def _came_to_pass(tokens: Sequence[str]) -> bool:
    """Whether the last word tells of a change, "has not improved", and not of one to wish for: "cannot be improved"."""
    return tokens[-1] in _CHANGED and bool(_HAVING & {*tokens}) and not _WISHING & {*tokens}


def _begins(tokens: Sequence[str]) -> int:
    """The place of the first word that is more than an opening."""
    return next((place for place, token in enumerate(tokens[:_OPENS]) if token not in _OPENING), len(tokens))


def _begins_asking(tokens: Sequence[str], known: Lexicon) -> bool:
    verb, thing = (*tokens[:2], "", "")[:2]
    if tokens[-1:] == [QUESTION] and verb in known.questioning:
        return True
    if verb in known.asking_first:
        if thing in _OWNED and verb.endswith("ed"):
            return False  # "improved my mobility"
        return "than" not in tokens[:4] and not _tells_of_more(tokens, known)  # "more than happy"
    return verb in known.orders and thing in known.ordered


def _tells_of_more(tokens: Sequence[str], known: Lexicon) -> bool:
    """Whether "more patrols" and its kind at the head of a clause have done good: "more patrols have been great"."""
    told = next((place for place, token in enumerate(tokens) if token in _TELLS_OF_MORE), 0)
    compares = tokens[0] in _MORE_OF or tokens[0].endswith(("er", "ed"))
    if not (told and compares) or _WANTS_MORE & {*tokens} or _RELATIVE & {*tokens[:told]}:
        return False
    return any(
        word(token, known) > 0 or phrase(tokens, place, known)[1] == _GOOD
        for place, token in enumerate(tokens[told:], told)
    )
