"""A part of a published file: a slide, a sheet, a table, with the figures that stand on it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal, TypeAlias

from survey.publish.deck_table import figure

Kind: TypeAlias = Literal[
    "count", "pct", "base", "value", "lower", "upper", "population", "points", "balance", "rank", "test"
]
KINDS: dict[str, Kind] = {
    "Number": "count",
    "Responses": "count",
    "Percentage": "pct",
    "Of those who answered": "pct",
    "Chosen by": "pct",
    "Base": "base",
    "Value": "value",
    "95% by chance, from": "lower",
    "to": "upper",
    "Net balance": "balance",
    "Of the population": "population",
    "Points": "points",
    "Difference, points": "points",
    "Change, points": "points",
    "Rank": "rank",
    "Beyond chance": "test",
}
ANSWERS = ("Answer", "Statistic", "Option", "Most chosen")
PLACES = ("Group", "Week", "Week starting", "Item")
WITHHELD, NOTHING = "[c]", ("[z]", "–")
_BASE = re.compile(r"\s*\(base .*\)$")  # of a small one: (base 95 (small base))


@dataclass(frozen=True, slots=True)
class Cell:
    """A figure as it stands. `answer`: which option, net or statistic it is of, empty for a base of them all; `places`:
    its group, item or week; figures and marks taken off both.
    """

    answer: str
    places: tuple[str, ...]
    kind: Kind
    text: str


@dataclass(frozen=True, slots=True)
class Part:
    """A slide, sheet or table.

    `place`: "slide 4", "sheet Table_3", "table 2"; `name`: what it is called for good (a slide's id, a sheet's name,
    a question's id); `title`: its headline; `question`: the wording or the id of the question, where the part tells it;
    `texts`: what is said on it in words.
    """

    place: str
    name: str
    title: str
    question: str
    cells: tuple[Cell, ...]
    texts: tuple[str, ...]


def plain(name: str) -> str:
    """A name without the base and the mark that may stand behind it."""
    return " ".join(_BASE.sub("", name.removesuffix(WITHHELD).strip()).split())


def grid_cells(heads: tuple[str, ...], rows: list[tuple[str, ...]], kind: Kind = "pct") -> tuple[Cell, ...]:
    """The figures of a table of texts. The first column, and those whose headers say so, name the rows; a header that
    is no kind of figure names a group or an answer, and its figures are of `kind`. An edited table may be ragged: what
    a row lacks is empty, what stands under no header is left out.
    """
    if not heads:
        return ()
    ranked = heads[0].startswith("Rank")  # of an option in each week
    answers = (*ANSWERS, heads[0]) if ranked else ANSWERS
    naming = [number for number, head in enumerate(heads) if number == 0 or head in (*ANSWERS, *PLACES)]
    found = []
    for short in rows:
        row = (*short, *[""] * len(heads))
        answer = next((plain(row[number]) for number in naming if heads[number] in answers), "")
        places = tuple(plain(row[number]) for number in naming if heads[number] not in answers)
        for number, head in enumerate(heads):
            own, text = KINDS.get(head), row[number].strip()
            if number in naming or not (own or text in NOTHING or figure(text)):
                continue
            if own:
                found.append(Cell(answer, places, own, text))
            elif answer:
                found.append(Cell(answer, (*places, plain(head)), "rank" if ranked else kind, text))
            else:
                found.append(Cell(plain(head), places, kind, text))
    return tuple(found)
