"""Which counts of linked tables must be hidden so that none below the threshold is printed or follows from the rest.

Primary suppression hides the counts from 1 to one below the threshold. Secondary suppression hides others, the
smallest that do, until nobody who knows every printed figure, every sum they obey, and that a hidden count is at least
1, can narrow a primary one down further than the mark `[c]` itself does. What they could find out is audited by two
linear programmes a hidden count (the attacker's problem of Fischetti and Salazar, Management Science 47, 2001).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Flags = NDArray[np.bool_]
Sums = Sequence[tuple[int, tuple[int, ...]]]
_NEAR = 1e-6
_UNBOUNDED = 3


@dataclass(frozen=True, slots=True)
class Linked:
    """Counts and what is known to tie them.

    `counts`: whole numbers, one a cell. `printed`: cells that will be printed unless hidden; the others are never
    printed but follow from sums (those who did not answer, a group left out). `sums`: a total's cell and its parts'.
    `needs`: how many other values a cell must be able to have for those who know the rest; 0 where it may be known,
    -1 where it is known already and cannot be hidden.
    """

    counts: NDArray[np.int64]
    printed: Flags
    sums: tuple[tuple[int, tuple[int, ...]], ...]
    needs: NDArray[np.int64]


def needs(counts: NDArray[np.int64], threshold: int) -> NDArray[np.int64]:
    """Counts from 1 to one below the threshold must be able to have as many values as `[c]` says; others none."""
    return np.where((counts > 0) & (counts < threshold), max(threshold - 2, 1), 0)


def suppress(linked: Linked, hidden: Flags | None = None) -> Flags:
    """The printed cells to hide: those with a need, and those without which one of these would follow.

    Deterministic: of the printed counts that narrow a cell down, the one is hidden that stands in the most sums with
    but one unknown left, the smallest of these, the first among equals.

    Args:
        hidden: cells hidden already, for another reason; they must not follow either.
    """
    found = (linked.needs > 0) & linked.printed
    found = found if hidden is None else found | hidden
    waiting = _in_order(linked, (linked.needs > 0) | found)
    tied = _sums_of(linked)
    for cell in waiting:  # what is hidden later never narrows what was found wide enough before
        while (known := _known(linked, tied, found, cell)).width < max(int(linked.needs[cell]), 1) - _NEAR:
            if not known.by:
                break
            helper = _helper(linked, found | ~linked.printed, known)
            found[helper] = True
            waiting.append(helper)
    return found


def exposed(linked: Linked, hidden: Flags) -> list[int]:
    """The cells that the printed ones give away: those narrowed to fewer values than they need, and hidden ones known
    exactly. Empty: the tables are safe to print.
    """
    tied = _sums_of(linked)
    least = np.maximum(linked.needs, 1) - _NEAR
    cells = _in_order(linked, (linked.needs > 0) | hidden)
    return [cell for cell in cells if _known(linked, tied, hidden, cell).width < least[cell]]


def _in_order(linked: Linked, cells: Flags) -> list[int]:
    return sorted(map(int, np.flatnonzero(cells)), key=lambda cell: (int(linked.counts[cell]), cell))


SumsOf = Mapping[int, Sequence[int]]


def _sums_of(linked: Linked) -> SumsOf:
    """The sums that each cell stands in, by their numbers."""
    found: dict[int, list[int]] = {}
    for number, (total, parts) in enumerate(linked.sums):
        for cell in (total, *parts):
            found.setdefault(cell, []).append(number)
    return found


@dataclass(frozen=True, slots=True)
class _Known:
    """What the printed cells tell of one: how many values it may have beside one, and which of them tell it."""

    width: float
    by: tuple[int, ...]
    sums: Sums


def _helper(linked: Linked, unknown: Flags, known: _Known) -> int:
    lone = [(total, *parts) for total, parts in known.sums if unknown[[total, *parts]].sum() == 1]
    return min(known.by, key=lambda one: (-sum(one in each for each in lone), int(linked.counts[one]), one))


def _can_be_hidden(linked: Linked, cell: int) -> bool:
    """Zeros stay visible, and what was published before cannot be taken back."""
    return bool(linked.printed[cell] and linked.counts[cell] and linked.needs[cell] >= 0)


def _tied(linked: Linked, tied: SumsOf, unknown: Flags, cell: int) -> Sums:
    """The sums that tie unknown cells to a cell."""
    cells, numbers, waiting = {cell}, set[int](), [cell]
    while waiting:
        for number in tied.get(waiting.pop(), ()):
            if number not in numbers:
                numbers.add(number)
                total, parts = linked.sums[number]
                new = {one for one in (total, *parts) if unknown[one]} - cells
                cells |= new
                waiting += sorted(new)
    return [linked.sums[number] for number in sorted(numbers)]


def _known(linked: Linked, tied: SumsOf, hidden: Flags, cell: int) -> _Known:
    """Everything that the printed cells and the sums tell of a cell: the two linear programmes."""
    from scipy.optimize import linprog

    if linked.printed[cell] and not hidden[cell]:
        return _Known(0.0, (), ())
    unknown = hidden | ~linked.printed
    sums = _tied(linked, tied, unknown, cell)
    cells = sorted({cell, *(place for total, parts in sums for place in (total, *parts))})
    number = {place: column for column, place in enumerate(cells)}
    rows = np.zeros((len(sums), len(cells)))
    for row, (total, parts) in zip(rows, sums, strict=True):
        row[number[total]] += 1
        row[[number[part] for part in parts]] -= 1
    values = linked.counts[cells].astype(float)
    least = np.where(unknown[cells], np.where(hidden[cells] & (values > 0), 1.0, 0.0), values)
    most = np.where(unknown[cells], np.inf, values)
    goal, width, telling = np.zeros(len(cells)), 0.0, np.zeros(len(cells), dtype=bool)
    for direction in (1.0, -1.0):
        goal[number[cell]] = direction
        done = linprog(goal, A_eq=rows, b_eq=np.zeros(len(sums)), bounds=np.stack([least, most], axis=1))
        if done.status == _UNBOUNDED:
            return _Known(np.inf, (), sums)
        width -= float(done.fun)
        telling |= np.abs(done.lower.marginals + done.upper.marginals) > _NEAR
    by = [place for place, tells in zip(cells, telling, strict=True) if tells and not unknown[place]]
    return _Known(width, tuple(place for place in by if _can_be_hidden(linked, place)), sums)
