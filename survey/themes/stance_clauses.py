"""A text as its clauses, which stance judges one by one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from survey.questionnaire.code_frame import UNSEEN
from survey.themes import stance_grammar as grammar
from survey.themes import stance_words as words
from survey.themes.stance_lexicon import ANSWER, Lexicon, phrase, word

QUESTION = "?"
_TOKEN = re.compile(rf"[a-z0-9%]+(?:['-][a-z]+)*|[.!?;:,()\n]|[{words.GOOD_SIGNS}{words.BAD_SIGNS}]")
_STRAIGHT = str.maketrans(dict.fromkeys("\u2018\u2019\u02bc\u2032\u00b4`", "'"))
_STOPS = frozenset(".!?;:()\n")
_CONTRAST = frozenset({"but", "however", "although", "though", "yet", "except", "unless", "unfortunately", "sadly"})
_MEANT = (  # phrases that mean what one word does, behind words without which none is there
    (" more", re.compile(r"\b(?:couldn't|could not|can't|cannot) (?:be|have been) (?:any )?more(?= [a-z])"), "very"),
    ("anything but", re.compile(r"\banything but\b"), "not"),
    ("far from", re.compile(r"(?<!not )(?<!too )(?<!so )\bfar from(?= [a-z]+(?:[ .,;!?]|$))"), "not"),
    ("nothing but", re.compile(r"\bnothing but\b"), "only"),
)
# Adverbs that change nothing behind these: "would really", "has ever".
_IDLE = dict.fromkeys(grammar.MODALS.split(), frozenset(grammar.ADVERBS.split()))
_IDLE |= dict.fromkeys(("has", "have", "had"), frozenset({"ever", "actually", "really"}))
_COMPARED = {"better": 1.0, "worse": -1.0, "more": 1.0, "less": -1.0, "against": -1.0}


def clauses(text: str, known: Lexicon) -> Iterator[tuple[list[str], bool]]:
    """The clauses of a text, QUESTION behind those that ask, and whether one begins with a word of contrast."""
    for clause, contrasts in _parted(_answered(_tokens(text), known)):
        yield _unbalanced(clause, known), contrasts


def _tokens(text: str) -> list[str]:
    """The words and marks of a text; idle adverbs left out, "anything but" as "not",
    "nothing but" as "only", "couldn't be more" as "very".
    """
    plain = UNSEEN.sub("", text).translate(_STRAIGHT).lower()
    for part, phrase_of, meant in _MEANT:
        plain = phrase_of.sub(meant, plain) if part in plain else plain
    found = _TOKEN.findall(plain)
    return [token for before, token in pairwise(["", *found]) if token not in _IDLE.get(before, ())]


def _answered(tokens: list[str], known: Lexicon) -> list[str]:
    """The tokens, a "no" or "nothing" at their head that only answers the question replaced by a mark."""
    if tokens and tokens[0] in known.surely:
        tokens = tokens[1:]
    first, second = (*tokens[:2], "", "")[:2]
    if not tokens or phrase(tokens, 0, known)[1]:
        return tokens
    if first in known.answering and second not in known.not_answered_before:
        return [ANSWER, *tokens[1:]]
    return [ANSWER, *tokens[1:]] if first == "no" and second in known.answered_before else tokens


def _unbalanced(clause: list[str], known: Lexicon) -> list[str]:
    """The words of a clause without "neither good nor bad": of the one and of its opposite."""
    if "neither" not in clause or "nor" not in clause:
        return clause
    first, second = clause.index("neither"), clause.index("nor")
    one, other = clause[first + 1 : second], clause[second + 1 : second + 2]
    values = [sum(word(token, known) or _COMPARED.get(token, 0.0) for token in each) for each in (one, other)]
    balanced = values[0] * values[1] < 0 or (0.0 in values and min(values) < 0)  # "neither cheap nor expensive"
    return [*clause[:first], *clause[second + 2 :]] if balanced else clause


def _parted(tokens: Sequence[str]) -> Iterator[tuple[list[str], bool]]:
    """The clauses, without what ends them, and whether one begins with a word of contrast."""
    clause: list[str] = []
    contrasts = False
    for token in tokens:
        if token in _STOPS or token in _CONTRAST:
            yield [*clause, QUESTION] if token == "?" else clause, contrasts  # noqa: S105
            clause, contrasts = [], token in _CONTRAST
        else:
            clause.append(token)
    yield clause, contrasts
