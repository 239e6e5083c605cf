"""Which counts of linked tables must be hidden so that none below the threshold is printed or follows from the rest.

Primary suppression hides the counts from 1 to one below the threshold. Secondary suppression hides others, the
smallest that do, until nobody who knows every printed figure, every sum they obey, and that a hidden count is at least
1, can narrow a primary one down further than the mark `[c]` itself does. What they could find out is audited by two
linear programmes a hidden count (the attacker's problem of Fischetti and Salazar, Management Science 47, 2001).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Linked:
    """Counts and what is known to tie them.

    `counts`: whole numbers, one a cell. `printed`: cells that will be printed unless hidden; the others are never
    printed but follow from sums (those who did not answer, a group left out). `sums`: a total's cell and its parts'.
    """

    counts: NDArray[np.int64]
    printed: Flags
    sums: tuple[tuple[int, tuple[int, ...]], ...]


def small(counts: NDArray[np.int64], threshold: int) -> Flags:
    """The counts that must not be known: 1 to one below the threshold. Zeros stay visible."""
    return np.asarray((counts > 0) & (counts < threshold))


def suppress(linked: Linked, threshold: int) -> Flags:
    """The printed cells to hide: those that are small, and those without which a small one would follow.

    Deterministic: of the cells that would help, the smallest is hidden, the first among equals.
    """
    sensitive = small(linked.counts, threshold)
    hidden = sensitive & linked.printed
    waiting = _in_order(linked, np.flatnonzero(sensitive))
    for cell in waiting:  # what is hidden later never narrows what was found wide enough before
        while not _safe(linked, hidden, cell, _width(sensitive, cell, threshold)):
            helper = _helper(linked, hidden, cell)
            if helper is None:
                break
            hidden[helper] = True
            waiting.append(helper)
    return hidden


def exposed(linked: Linked, hidden: Flags, threshold: int) -> list[int]:
    """The cells that the printed ones give away: small counts narrowed to fewer values than `[c]` leaves, and hidden
    ones known exactly. Empty: the tables are safe to print.
    """
    sensitive = small(linked.counts, threshold)
    cells = _in_order(linked, np.flatnonzero(sensitive | hidden))
    return [cell for cell in cells if not _safe(linked, hidden, cell, _width(sensitive, cell, threshold))]


def _width(sensitive: Flags, cell: int, threshold: int) -> int:
    return threshold - 2 if sensitive[cell] else 1


def _in_order(linked: Linked, cells: Iterable[np.int64]) -> list[int]:
    return sorted(map(int, cells), key=lambda cell: (int(linked.counts[cell]), cell))


def _safe(linked: Linked, hidden: Flags, cell: int, width: int) -> bool:
    if linked.printed[cell] and not hidden[cell]:
        return False
    cells, sums = _tied(linked, hidden | ~linked.printed, cell)
    return _wide(linked, hidden, cells, sums, cell, width)


def _helper(linked: Linked, hidden: Flags, cell: int) -> int | None:
    """The printed count to hide next for a cell's sake: one that stands in the most sums, of those tied to it, that
    have but one unknown left; then a part rather than a total; then the smallest.
    """
    unknown = hidden | ~linked.printed
    _, sums = _tied(linked, unknown, cell)
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


def _tied(linked: Linked, unknown: Flags, cell: int) -> tuple[list[int], Sums]:
    """The unknown cells that sums tie to a cell, itself among them, and those sums."""
    cells, sums, left = {cell}, [], list(linked.sums)
    grew = True
    while grew:
        near = [one for one in left if any(place in cells for place in (one[0], *one[1]))]
        left = [one for one in left if one not in near]
        cells |= {place for total, parts in near for place in (total, *parts) if unknown[place]}
        sums += near
        grew = bool(near)
    return sorted(cells), sums


def _wide(linked: Linked, hidden: Flags, cells: list[int], sums: Sums, cell: int, width: int) -> bool:
    """Whether the sums leave a cell at least `width + 1` values."""
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
    least = [(1.0 if hidden[one] else 0.0, None) for one in cells]
    goal = np.zeros(len(cells))
    ends = []
    for direction in (1.0, -1.0):
        goal[place[cell]] = direction
        done = linprog(goal, A_eq=rows if len(rows) else None, b_eq=known if len(rows) else None, bounds=least)
        if done.status == _UNBOUNDED:
            return True
        ends.append(direction * float(done.fun))
    return ends[1] - ends[0] > width - 1e-6


_UNBOUNDED = 3
