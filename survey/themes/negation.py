"""Whether words stand under a negation: "not", "never", "no", "hardly" and their kind earlier in the clause."""

from __future__ import annotations

import re

# What ends the reach of a negation: marks, and words that begin another thought.
_NEW_THOUGHT = re.compile(
    r"[.!?;:,()\"\n\u2026]"
    r"|\b(?:(?<!anything )but|however|although|though|because|whereas|yet|except|unless|since|while|and then|so)\b"
)
_DENYING = re.compile(
    r"\b(?:not|no|never|nobody|no one|none|nor|neither|nowhere|without|hardly|barely|scarcely|rarely|seldom|cannot"
    r"|lack(?:s|ed|ing)?(?: of)?|\w+n't|(?:do|does|did|is|are|was|were|have|has|had|would|could|should)nt|cant|wont"
    r"|fail(?:s|ed|ing)? to|refus(?:e|es|ed|ing) to|stopped|far from|free (?:of|from)|absence of|anything but)(?= |$)"
)
# Negations of something else, or of nothing: "not only", "no doubt".
_EMPTY = re.compile(r" (?:only|just|to mention|least|doubt|matter|wonder|question|problem|problems|but)\b")
_THINKING = re.compile(r" (?:think|thought|believe|believed|feel like|feel that|find|found|see how|seem to|say)\b")
_REACH, _REACH_OF_THOUGHT = 4, 8  # words


def denied(before: str) -> bool:
    """Whether a negation in `before` reaches its end, where the words in question begin.

    `before` is plain (small letters, straight apostrophes, single spaces) and of one text. A negation reaches four
    words far, eight behind "I don't think", and no further than the clause.
    """
    clause = _NEW_THOUGHT.split(before)[-1]
    for found in _DENYING.finditer(clause):
        after = clause[found.end() :]
        if _EMPTY.match(after):
            continue
        reach = _REACH_OF_THOUGHT if _THINKING.match(after) else _REACH
        if len(after.split()) <= reach:
            return True
    return False
