"""Readable, unique ids for questions and codes for options."""

from __future__ import annotations

import re
from collections.abc import Sequence

from survey.questionnaire.check import RESERVED
from survey.questionnaire.kinds import slug

_LONGEST = 40
_LONGEST_CODE = 60
_WORDS = 5
_INSTRUCTION = re.compile(
    r"\((?=[^()]*\))[^()]*\)|(please )?(select|tick|choose|check)[^.?!]*\b(apply|options?|answers?|one|up to \w+)\b",
    re.IGNORECASE,
)
_SMALL = (
    "a an the of to in on at for from with by and or is are was were be been being do does did have has had you your"
    " yours we us our it its this that these those what which who whom whose when why will would could should can"
    " may might please following state whether any if as there i me my not so far some about into than then them they"
    " their"
)
_STOP = frozenset(_SMALL.split())


def question_ids(texts: Sequence[tuple[str, str]]) -> list[str]:
    """An id for each wording and suffix: its chief words, at most 40 characters, none twice, none reserved."""
    taken = set(RESERVED)
    found: list[str] = []
    for place, (text, suffix) in enumerate(texts, start=1):
        wanted = _chief(text, suffix) or f"question_{place}"
        found.append(_free(wanted, taken))
        taken.add(found[-1])
    return found


def option_codes(labels: Sequence[str]) -> list[str]:
    """A code for each label, none twice."""
    taken: set[str] = set()
    found: list[str] = []
    for place, label in enumerate(labels, start=1):
        wanted = _cut(slug(label), _LONGEST_CODE) or f"option_{place}"
        found.append(_free(wanted, taken, _LONGEST_CODE))
        taken.add(found[-1])
    return found


def identifier(text: str) -> str:
    """A text as a name that a consultation may have: lower-case letters, digits and underscores, a letter first."""
    name = _cut(slug(text))
    return name if name[:1].isalpha() else f"consultation_{name}".strip("_")


def _chief(text: str, suffix: str) -> str:
    words = [word for word in slug(_INSTRUCTION.sub(" ", text)).split("_") if word]
    chief = [word for word in words if word not in _STOP] or words
    name = "_".join(chief[:_WORDS])
    name = f"q_{name}" if name[:1].isdigit() else name
    tail = f"_{suffix}" if suffix else ""
    return (_cut(name, _LONGEST - len(tail)) + tail).strip("_")


def _cut(name: str, longest: int = _LONGEST) -> str:
    """At most so many characters, cut between words where that leaves any."""
    if len(name) <= longest:
        return name
    return name[: longest + 1].rpartition("_")[0] or name[:longest]


def _free(wanted: str, taken: set[str], longest: int = _LONGEST) -> str:
    name, count = wanted, 1
    while name in taken:
        count += 1
        tail = f"_{count}"
        name = _cut(wanted, longest - len(tail)) + tail
    return name
