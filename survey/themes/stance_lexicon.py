"""The words and phrases that stance goes by, with their inflections and comparatives, ready to be looked up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from survey.themes import stance_grammar as grammar
from survey.themes import stance_words as words
from survey.themes.forms import inflections
from survey.themes.stance_changes import BETTER, WORSE

ANSWER = "\x00"  # stands for a "no" or "nothing" that only answers the question
_MORE = frozenset(grammar.MORE.split())
_SHORT = 6  # letters


@dataclass(frozen=True, slots=True)
class Lexicon:
    """`words` from 1, good, to -1, bad; `phrases` by their first word; the other lists as `stance_grammar` has them."""

    words: dict[str, float]
    phrases: dict[str, tuple[tuple[tuple[str, ...], str], ...]]  # first word: (words, kind), the longest first
    judging: frozenset[str]  # the words, whatever they say
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


def phrase(tokens: Sequence[str], place: int, known: Lexicon) -> tuple[int, str]:
    """How many words the phrase at this place takes, and its kind; one word and no kind where there is none."""
    for each, kind in known.phrases.get(tokens[place], ()):
        if tuple(tokens[place : place + len(each)]) == each:
            return len(each), kind
    return 1, ""


def word(token: str, known: Lexicon) -> float:
    """What a word says alone: 1 good, -1 bad, 0 neither; also adverbs, comparatives and "un-" of known words."""
    value = known.words.get(token)
    if value is None and token.endswith("ly"):
        value = known.words.get(token[:-2]) or known.words.get(f"{token[:-3]}y" if token.endswith("ily") else "")
    if value is None and token.endswith("er"):
        value = _compared(token, known)
    if value is None and token.startswith("un") and len(token) > _SHORT:
        value = min(0.0, -known.words.get(token[2:], 0.0))  # "unsuccessful"
    return value or 0.0


def comparative(token: str, known: Lexicon) -> bool:
    """Whether a good word is a comparative."""
    return token in _MORE or (token.endswith("er") and token not in known.words)


def _compared(token: str, known: Lexicon) -> float | None:
    """What a comparative says: "cleaner", "safer", "friendlier" and "fitter" what their bases do."""
    bases = (token[:-2], token[:-1], f"{token[:-3]}y" if token.endswith("ier") else "", token[:-3])
    doubled = token[-3:-2] == token[-4:-3]
    return next((known.words[base] for base in bases[: 3 + doubled] if base in known.words), None)


@cache
def lexicon() -> Lexicon:
    """All of it, made once."""
    values = {form: -1.0 for base in words.BAD.split() for form in _all_forms(base)}
    values |= {form: 1.0 for base in words.GOOD.split() for form in _all_forms(base)}
    values |= dict.fromkeys(words.GOOD_SIGNS, 1.0) | dict.fromkeys(words.BAD_SIGNS, -1.0)
    found: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    kinds = {
        "good": words.GOOD_PHRASES,
        "bad": words.BAD_PHRASES,
        "neutral": words.NEUTRAL_PHRASES,
        "ask": grammar.ASKING,
        "ask_first": grammar.ASKING_FIRST_PHRASES,
        "not_ask": grammar.NOT_ASKING,
        "praise_if_denied": grammar.PRAISE_IF_DENIED_PHRASES,
    }
    for kind, listed in kinds.items():
        for line in listed.replace("\n", "|").split("|"):
            if line:
                first, *_ = each = tuple(line.split())
                found.setdefault(first, []).append((each, kind))
    for measure in grammar.MEASURES.split():
        found.setdefault(measure, []).extend(((measure, noun), "good") for noun in grammar.MEASURED.split())
    found[ANSWER] = [((ANSWER,), "not_ask")]
    found |= {BETTER: [((BETTER,), "good")], WORSE: [((WORSE,), "bad")]}
    phrases = {first: tuple(sorted(each, key=lambda pair: -len(pair[0]))) for first, each in found.items()}
    lists = (
        grammar.ASKING_FIRST,
        grammar.ORDERS,
        grammar.ORDERED,
        grammar.PRAISE_IF_DENIED,
        grammar.ANSWERING,
        grammar.OWN,
        grammar.OWNERS,
        grammar.ANSWERED_BEFORE,
        grammar.NOT_ANSWERED_BEFORE,
        grammar.QUESTIONING,
        grammar.SURELY,
    )
    return Lexicon(values, phrases, frozenset(values), *(frozenset(each.split()) for each in lists))


def _all_forms(base: str) -> frozenset[str]:
    return inflections(base[:-1]) if base.endswith("*") else frozenset({base})
