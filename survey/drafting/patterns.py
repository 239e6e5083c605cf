"""One pattern for the columns of a question's options or rows, checked as exports are matched with it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from survey.drafting.guess import Choice
from survey.questionnaire.matching import key

_COUNTED = re.compile(r"(?<=\W)([Qq]?)(\d+(?:\.\d+)*)(?=[.):]\s+$)")


@dataclass(frozen=True, slots=True)
class Pattern:
    """`text` holds `mark`; `fits`: the choices whose column it gives, and no other column."""

    text: str
    fits: frozenset[str]


def find_pattern(choices: Sequence[Choice], mark: str, names: Sequence[str]) -> Pattern | None:
    """The pattern that most of the choices' columns follow, among all of the export's `names`; None where fewer than
    two do.
    """
    columns = {key(name): name for name in names}
    best: Pattern | None = None
    for text in dict.fromkeys(each for choice in choices[:2] for each in _suggested(choice, mark)):
        fits = frozenset(choice.label for choice in choices if _fits(text.replace(mark, choice.label), choice, columns))
        if len(fits) > (len(best.fits) if best else 1):
            best = Pattern(text, fits)
    return best


def _suggested(choice: Choice, mark: str) -> Iterator[str]:
    """The column with the label replaced; the number before the label is left open as well: `Q4.*. {option}`."""
    start, label, end = (choice.column or "").rpartition(choice.label)
    if label and start and not re.search(r"[*{]", start + end):
        yield start + mark + end
        yield _COUNTED.sub(lambda found: found[1] + re.sub(r"\d+$", "*", found[2]), start) + mark + end


def _fits(wanted: str, choice: Choice, columns: dict[str, str]) -> bool:
    """The name or pattern finds the choice's column, and it alone: the exact name goes before the pattern."""
    wanted = key(wanted)
    own = key(choice.column or "")
    if wanted in columns:
        return wanted == own
    if "*" not in wanted:
        return False
    shape = re.compile(".*".join(map(re.escape, wanted.split("*"))), re.DOTALL)
    return shape.fullmatch(own) is not None and sum(shape.fullmatch(name) is not None for name in columns) == 1
