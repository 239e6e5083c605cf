"""Clauses that begin as wishes and orders do: something is asked to be otherwise, whatever its words say elsewhere."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

# How wishes begin: "not" and such a verb; "to" and none of these; a verb on -ing and what is
# compared. A clause that says how things are, or tells of oneself, is none.
_BARE_VERBS = "be being have having make making keep keeping get getting give giving leave leaving put let send cancel"
_NO_VERBS = """
me my the a an all you your us our them their his her him it its this that these those some any date whom which what
everyone anyone someone everybody anybody staff people ,
"""
_SAYS_HOW = "am is are was were has had it's i'm i've they're we're did does felt feels seems made makes helped helps"
ONESELF = "me my us our myself ourselves"
_COMPARED = """
more better less fewer extra enough sure greater quicker sooner earlier longer clearer easier closer additional
"""
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
        return second in _listed(_BARE_VERBS)
    if _listed(_SAYS_HOW) & {*tokens} or _listed(ONESELF) & {*tokens[1:_NEAR]}:
        return False
    if first == "to":
        return bool(second) and second not in _listed(_NO_VERBS)
    if first == "be":
        return bool(second)
    return len(first) >= _GERUND and first.endswith("ing") and bool(_listed(_COMPARED) & {*tokens[1:_NEAR]})


@cache
def _listed(listed: str) -> frozenset[str]:
    return frozenset(listed.split())
