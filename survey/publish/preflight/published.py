"""Texts and figures held against those that were published."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import combinations

from survey.publish.preflight.figures import half_unit
from survey.publish.preflight.finding import Finding, look, short, wrong
from survey.publish.preflight.numbers import bases, percentages

_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?%?")
_FEW_PARTS, _MOST_PARTS = 5, 8  # options that are added up in every way, and at all
_AGAIN = "type the published figure, or make the deck again and keep your words: survey deck"


@dataclass(frozen=True, slots=True)
class Known:
    """What may stand in the words of a slide: percentages, and numbers of people.

    `parts`: percentages that may be added up, those of the options of one question.
    """

    pcts: frozenset[Decimal] = field(default_factory=frozenset)
    people: frozenset[int] = field(default_factory=frozenset)
    parts: tuple[Decimal, ...] = ()

    def has(self, pct: Decimal) -> bool:
        """Whether a percentage is one of these, rounded to as many decimals, or several added up."""
        if any(abs(each - pct) <= half_unit(pct) for each in self.pcts):
            return True
        return any(
            abs(sum(chosen, Decimal()) - pct) <= half_unit(pct) + sum(map(half_unit, chosen), Decimal())
            for chosen in self._together()
        )

    def _together(self) -> Iterator[tuple[Decimal, ...]]:
        """The parts that somebody may add up: of a few any; of more two, or those that stand next to each other; of a
        long list none, since nearly every percentage is the sum of some.
        """
        count = len(self.parts)
        if count <= _MOST_PARTS:
            for size in range(2, count + 1 if count <= _FEW_PARTS else 3):
                yield from combinations(self.parts, size)
            yield from (self.parts[first:last] for first in range(count) for last in range(first + 3, count + 1))

    def nearest(self, pct: Decimal) -> str:
        """The known percentage next to this one."""
        return f"{min(self.pcts, key=lambda each: abs(each - pct))}%" if self.pcts else "none"


def known_of(texts: Collection[str], parts: tuple[Decimal, ...] = ()) -> Known:
    """What these texts tell."""
    pcts = {pct for text in texts for _, pct in percentages(text)} | set(parts)
    people = {
        int(number.replace(",", "")) for text in texts for number in re.findall(r"\d[\d,]*", text) if number.strip(",")
    }
    return Known(frozenset(pcts), frozenset(people), parts)


def check_text(where: str, now: str, made: str, known: Known, edited: bool) -> Iterator[Finding]:
    """A text against the one that today's figures give. Words may be anybody's; numbers have to be known ones.

    Args:
        edited: whether somebody changed the text since it was made.
    """
    if _plain(now) == _plain(made):
        return
    if _NUMBER.sub("#", _plain(now)) == _NUMBER.sub("#", _plain(made)):
        pairs = zip(_NUMBER.findall(_plain(made)), _NUMBER.findall(_plain(now)), strict=True)
        odd = [
            wrong("not_as_published", "a figure is not as published", where, old, new, _AGAIN)
            for old, new in pairs
            if old != new and not _rounded(old, new)
        ]
    else:
        odd = list(check_numbers(where, now, known))
    if odd and not edited:
        hint = "the figures were published anew since: make the deck again, your words stay: survey deck"
        yield wrong("not_as_published", "a text of older figures", where, short(made, 160), short(now, 160), hint)
    else:
        yield from odd


def check_numbers(where: str, text: str, known: Known) -> Iterator[Finding]:
    """Percentages and bases in a text that are none of those known."""
    for words, pct in percentages(text):
        if not known.has(pct):
            expected = f"a figure of this slide; the nearest is {known.nearest(pct)}"
            yield wrong("not_as_published", "a percentage that was not published here", where, expected, words, _AGAIN)
    for base in bases(text):
        if base not in known.people:
            expected = ", ".join(f"{each:,}" for each in sorted(known.people, key=lambda one: abs(one - base))[:1])
            yield wrong("not_as_published", "a base that was not published here", where, expected, f"{base:,}", _AGAIN)


def check_value(where: str, now: float | None, made: float | None, rounded: bool = False) -> Iterator[Finding]:
    """A number against the published one; withheld is None.

    Args:
        rounded: whole numbers are written here, and do for what rounds to them.
    """
    if made is None and now is not None:
        hint = "leave it empty: from this figure others could be found out"
        yield wrong("withheld", "a figure that was withheld", where, "[c]", f"{now:g}", hint)
    elif made is not None and now is None:
        yield look("not_as_published", "a published figure is missing", where, f"{made:g}", "nothing", _AGAIN)
    elif made is not None and now is not None and abs(now - made) > (0.5 if rounded else 1e-6):
        yield wrong("not_as_published", "a figure is not as published", where, f"{made:g}", f"{now:g}", _AGAIN)


def _rounded(old: str, new: str) -> bool:
    """Whether a percentage as written is the other with fewer decimals."""
    first, second = list(percentages(old)), list(percentages(new))
    return bool(first and second) and "." not in new and abs(first[0][1] - second[0][1]) <= half_unit(second[0][1])


def _plain(text: str) -> str:
    return " ".join(text.split())
