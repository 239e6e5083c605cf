"""Clauses that begin as wishes and orders do: something is asked to be otherwise, whatever its words say elsewhere."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from survey.themes import stance_words as words

_NEAR = 4  # words in which what is compared follows
_GERUND = 5  # letters at least: "being", "making", and not "king"


def wishes(tokens: Sequence[str]) -> bool:
    """Whether a clause, its opening words left out, wishes or orders: "not be passed on", "to see officers who know the
    area", "be told sooner", "offering more appointments". Those that say how something is, or what it did for oneself,
    do not."""
    first, second = (*tokens[:2], "", "")[:2]
    if first == "stop":
        return second.endswith("ing")
    if first == "not":
        return second in _listed(words.BARE_VERBS)
    if _listed(words.SAYS_HOW) & {*tokens} or _listed(words.ONESELF) & {*tokens[1:_NEAR]}:
        return False
    if first == "to":
        return bool(second) and second not in _listed(words.NO_VERBS)
    if first == "be":
        return bool(second)
    return len(first) >= _GERUND and first.endswith("ing") and bool(_listed(words.COMPARED) & {*tokens[1:_NEAR]})


@cache
def _listed(listed: str) -> frozenset[str]:
    return frozenset(listed.split())
