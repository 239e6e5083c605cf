"""Several picks as one value: a number with a bit an option, or where options are too many a text of labels."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from survey.errors import Problem, UnreadableError, nearest
from survey.questionnaire.kinds import Option

MOST = 62  # options that fit the bits of a number
BETWEEN = "\x1f"  # labels in a text that was made here


def mask(picks: pl.Expr) -> pl.Expr:
    """A list of options (an Enum of their labels in order) as a number; order and repeats make no difference."""
    bits = pl.lit(2, dtype=pl.UInt64).pow(pl.element().to_physical())
    return pl.when(picks.is_not_null()).then(picks.list.agg(bits.bitwise_or()).fill_null(0))


def mask_where(tests: Sequence[pl.Expr]) -> pl.Expr:
    """A number with a bit for each test that is true."""
    bits = [pl.when(test).then(pl.lit(1 << place, dtype=pl.UInt64)) for place, test in enumerate(tests)]
    return pl.sum_horizontal(bits)


def of_masks(numbers: Sequence[int], options: Sequence[Option]) -> list[list[str]]:
    """The codes that each number stands for, in questionnaire order."""
    return [[option.code for place, option in enumerate(options) if number >> place & 1] for number in numbers]


def of_texts(texts: Sequence[str], options: Sequence[Option], delimiter: str, where: str) -> list[list[str]]:
    """The codes of the labels that each text holds, in questionnaire order, each once.

    A label may hold the delimiter: the longest that fits is taken.

    Raises:
        UnreadableError: a text holds what is no label; every such piece is named.
    """
    places = {option.label: place for place, option in enumerate(options)}
    most = 1 + max(label.count(delimiter) for label in places)
    found: list[list[str]] = []
    strange: set[str] = set()
    for text in texts:
        pieces = text.split(delimiter)
        # Most texts are labels without the delimiter in them, and nothing else.
        if most == 1 and places.keys() >= {*pieces}:
            picked = {places[piece] for piece in pieces}
        else:
            picked, lost = _cut(pieces, places, delimiter, most)
            strange |= lost
        found.append([options[place].code for place in sorted(picked)])
    if strange:
        raise UnreadableError(
            *(
                Problem("no option has this label", where, got=repr(text), hint=nearest(text, places))
                for text in strange
            )
        )
    return found


def _cut(pieces: Sequence[str], places: dict[str, int], delimiter: str, most: int) -> tuple[set[int], set[str]]:
    """The places of the options whose labels the pieces make, and what is none."""
    picked: set[int] = set()
    lost: set[str] = set()
    at = 0
    while at < len(pieces):
        joined = {end: delimiter.join(pieces[at:end]).strip() for end in range(at + 1, at + most + 1)}
        end = max((end for end, text in joined.items() if text in places), default=0)
        if end:
            picked.add(places[joined[end]])
        elif joined[at + 1]:
            lost.add(joined[at + 1])
        at = end or at + 1
    return picked, lost
