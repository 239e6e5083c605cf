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


@dataclass(frozen=True, slots=True)
class Linked:
    """Counts and what is known to tie them.

    `counts`: whole numbers, one a cell. `printed`: cells that will be printed unless hidden; the others are never
    printed but follow from sums (those who did not answer, a group left out). `sums`: a total's cell and its parts'.
    `needs`: how many other values a cell must be able to have for those who know the rest; 0 where it may be known.
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

    Deterministic: of the cells that would help most, the smallest is hidden, the first among equals.

    Args:
        hidden: cells hidden already, for another reason; they must not follow either.
    """
    found = (linked.needs > 0) & linked.printed
    found = found if hidden is None else found | hidden
    waiting = _in_order(linked, (linked.needs > 0) | found)
    tied = _sums_of(linked)
    for cell in waiting:  # what is hidden later never narrows what was found wide enough before
        while not _safe(linked, tied, found, cell):
            helper = _helper(linked, tied, found, cell)
            if helper is None:
                break
            found[helper] = True
            waiting.append(helper)
    return found


def exposed(linked: Linked, hidden: Flags) -> list[int]:
    """The cells that the printed ones give away: those narrowed to fewer values than they need, and hidden ones known
    exactly. Empty: the tables are safe to print.
    """
    tied = _sums_of(linked)
    return [cell for cell in _in_order(linked, (linked.needs > 0) | hidden) if not _safe(linked, tied, hidden, cell)]


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


def _safe(linked: Linked, tied: SumsOf, hidden: Flags, cell: int) -> bool:
    if linked.printed[cell] and not hidden[cell]:
        return False
    unknown = hidden | ~linked.printed
    cells, sums = _tied(linked, tied, unknown, cell)
    return _wide(linked, hidden, cells, sums, cell)


def _helper(linked: Linked, tied: SumsOf, hidden: Flags, cell: int) -> int | None:
    """The printed count to hide next for a cell's sake: one that stands in the most sums, of those tied to it, that
    have but one unknown left; then a part rather than a total; then the smallest.
    """
    unknown = hidden | ~linked.printed
    _, sums = _tied(linked, tied, unknown, cell)
    own = [one for one in sums if cell in (one[0], *one[1])]
    lone = [one for one in sums if unknown[[one[0], *one[1]]].sum() == 1]
    for among in (lone, own, sums):
        places = [place for total, parts in among for place in (total, *parts)]
        free = {one for one in places if linked.printed[one] and not hidden[one] and linked.counts[one]}
        if free:
            totals = {total for total, _ in sums}
            return min(free, key=lambda one: (-places.count(one), one in totals, int(linked.counts[one]), one))
    return None


Sums = Sequence[tuple[int, tuple[int, ...]]]


def _tied(linked: Linked, tied: SumsOf, unknown: Flags, cell: int) -> tuple[list[int], Sums]:
    """The unknown cells that sums tie to a cell, itself among them, and those sums."""
    cells, numbers, waiting = {cell}, set[int](), [cell]
    while waiting:
        for number in tied.get(waiting.pop(), ()):
            if number not in numbers:
                numbers.add(number)
                total, parts = linked.sums[number]
                new = {one for one in (total, *parts) if unknown[one]} - cells
                cells |= new
                waiting += sorted(new)
    return sorted(cells), [linked.sums[number] for number in sorted(numbers)]


def _wide(linked: Linked, hidden: Flags, cells: list[int], sums: Sums, cell: int) -> bool:
    """Whether the sums leave a cell as many other values as it needs, and at least one."""
    from scipy.optimize import linprog

    if any((cell == total or cell in parts) and len({total, *parts} & set(cells)) == 1 for total, parts in sums):
        return False
    place = {one: number for number, one in enumerate(cells)}
    rows = np.zeros((len(sums), len(cells)))
    known = np.zeros(len(sums))
    for number, (total, parts) in enumerate(sums):
        for one, sign in ((total, 1.0), *((part, -1.0) for part in parts)):
            if one in place:
                rows[number, place[one]] += sign
            else:
                known[number] -= sign * float(linked.counts[one])
    least = [(1.0 if hidden[one] and linked.counts[one] else 0.0, None) for one in cells]
    goal = np.zeros(len(cells))
    ends = []
    for direction in (1.0, -1.0):
        goal[place[cell]] = direction
        done = linprog(goal, A_eq=rows if len(rows) else None, b_eq=known if len(rows) else None, bounds=least)
        if done.status == _UNBOUNDED:
            return True
        ends.append(direction * float(done.fun))
    return ends[1] - ends[0] > max(int(linked.needs[cell]), 1) - 1e-6


_UNBOUNDED = 3
