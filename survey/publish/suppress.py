"""Which counts of linked tables must be hidden so that none below the threshold is printed or follows from the rest.

Primary suppression hides the counts from 1 to one below the threshold. Secondary suppression hides others, the
smallest that do, until nobody who knows every printed figure, every sum they obey, and that a hidden count is at least
1, can narrow a primary one down to fewer values than the mark `[c]` itself has, nor to the upper half of these. What
they could find out is audited by two linear programmes a hidden count (the attacker's problem of Fischetti and Salazar,
Management Science 47, 2001).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from scipy.sparse import csr_array

Flags = NDArray[np.bool_]
Sums = Sequence[tuple[int, tuple[int, ...]]]
_NEAR = 1e-6
_FAR = 10.0  # no hidden count is taken to be more than so many times the largest


@dataclass(frozen=True, slots=True)
class Linked:
    """Counts and what is known to tie them.

    `counts`: whole numbers, one a cell. `printed`: cells that will be printed unless hidden; the others are never
    printed but follow from sums (those who did not answer, a group left out). `sums`: a total's cell and its parts'.
    `needs`: how many other values a cell must be able to have for those who know the rest, one of them no more than
    half the threshold if its count is below that; 0 where it may be known, -1 where it is known already and cannot be
    hidden. `dear`: cells that are hidden where nothing else helps.
    """

    counts: NDArray[np.int64]
    printed: Flags
    sums: tuple[tuple[int, tuple[int, ...]], ...]
    needs: NDArray[np.int64]
    dear: frozenset[int] = frozenset()


def needs(counts: NDArray[np.int64], threshold: int) -> NDArray[np.int64]:
    """Counts from 1 to one below the threshold must be able to have as many values as `[c]` says; others none."""
    return np.where((counts > 0) & (counts < threshold), max(threshold - 2, 1), 0)


def suppress(linked: Linked, hidden: Flags | None = None) -> Flags:
    """The printed cells to hide: those with a need, and those without which one of these would follow.

    Deterministic: of the printed counts that narrow a cell down, the one is hidden that stands in the most sums with
    but one unknown left, the smallest of these, the first among equals; those that are dear, only after all others.

    Args:
        hidden: cells hidden already, for another reason; they must not follow either.
    """
    found = (linked.needs > 0) & linked.printed
    found = found if hidden is None else found | hidden
    attack = _Attack(linked, found)
    waiting = _in_order(linked, (linked.needs > 0) | found)
    for cell in waiting:  # what is hidden later never narrows what was found wide enough before
        while (known := attack.on(cell)) is not None and known.by:
            helper = _helper(linked, attack.unknown, known)
            attack.hide(helper)
            waiting.append(helper)
    return attack.hidden


def exposed(linked: Linked, hidden: Flags) -> list[int]:
    """The cells that the printed ones give away: those narrowed to fewer values than they need, and hidden ones known
    exactly. Empty: the tables are safe to print.
    """
    attack = _Attack(linked, hidden)
    cells = _in_order(linked, (linked.needs > 0) | hidden)
    attack.look(cells)
    return [cell for cell in cells if (known := attack.on(cell)) is not None and not known.above]


def _in_order(linked: Linked, cells: Flags) -> list[int]:
    return sorted(map(int, np.flatnonzero(cells)), key=lambda cell: (int(linked.counts[cell]), cell))


@dataclass(frozen=True, slots=True)
class _Known:
    """What narrows a cell down too far: the printed cells that do and could be hidden, and the sums they stand in.

    `above`: the cell can have values enough, but none so small as it must. With nothing left to hide that is no secret:
    a net of three hidden answers is 3 at least, and what was published before is no smaller now.
    """

    by: tuple[int, ...]
    sums: Sums
    above: bool = False


def _helper(linked: Linked, unknown: Flags, known: _Known) -> int:
    lone = [(total, *parts) for total, parts in known.sums if unknown[[total, *parts]].sum() == 1]
    dear = linked.dear
    return min(
        known.by, key=lambda one: (one in dear, -sum(one in each for each in lone), int(linked.counts[one]), one)
    )


class _Attack:
    """Someone who knows the printed cells and the sums, and works out what values the others can have.

    Every solution of a linear programme is a set of counts that fits all that is printed, so it shows of every cell in
    it a value that the cell can have; only a cell that was not yet seen to have values enough needs its own two.
    """

    def __init__(self, linked: Linked, hidden: Flags) -> None:
        self.linked = linked
        self.hidden = hidden.copy()
        self.unknown = hidden | ~linked.printed
        self._tied = _sums_of(linked)
        self._least = linked.counts.astype(float)  # seen so far; the true counts fit
        self._most = self._least.copy()
        self._cap = _FAR * float(linked.counts.max(initial=0) + linked.needs.max(initial=0))

    def hide(self, cell: int) -> None:
        """Takes a printed cell out of what is known. What fitted before still fits."""
        self.hidden[cell] = self.unknown[cell] = True

    def on(self, cell: int) -> _Known | None:
        """What narrows a cell down to fewer values than it needs; None if it can have enough."""
        if not self.unknown[cell]:
            return _Known((), ())
        if self._seen(cell):
            return None
        sums = self._sums(cell)
        below, over = self._solve([cell], [1.0], sums)
        if self._seen(cell):
            return None
        above = self._wide(cell)
        telling = below if above else below | over
        return _Known(tuple(one for one in sorted(telling) if _can_be_hidden(self.linked, one)), sums, above)

    def look(self, cells: Sequence[int]) -> None:
        """Solves for many cells at once, some towards their least and some towards their greatest value, as long as
        that shows more of them to be wide enough: what is left, `on` asks one by one.
        """
        random = np.random.default_rng(0)
        narrow, before = [cell for cell in cells if self.unknown[cell] and not self._seen(cell)], len(cells) + 1
        while narrow and len(narrow) < before:
            before = len(narrow)
            self._solve(narrow, random.choice([-1.0, 1.0], len(narrow)), self.linked.sums)
            narrow = [cell for cell in narrow if not self._seen(cell)]

    def _wide(self, cell: int) -> bool:
        need = max(int(self.linked.needs[cell]), 1)
        return bool(self._most[cell] - self._least[cell] >= need - _NEAR)

    def _low(self, cell: int) -> bool:
        """Whether a count that is below the threshold was seen to be able to be no more than half of that."""
        threshold = self.linked.needs[cell] + 2
        primary = 0 < self.linked.counts[cell] < threshold
        return not primary or bool(self._least[cell] <= threshold // 2 + _NEAR)

    def _seen(self, cell: int) -> bool:
        return self._wide(cell) and self._low(cell)

    def _sums(self, cell: int) -> Sums:
        """The sums that tie unknown cells to a cell."""
        seen, numbers, waiting = {cell}, set[int](), [cell]
        while waiting:
            for number in self._tied.get(waiting.pop(), ()):
                if number not in numbers:
                    numbers.add(number)
                    total, parts = self.linked.sums[number]
                    new = {one for one in (total, *parts) if self.unknown[one]} - seen
                    seen |= new
                    waiting += sorted(new)
        return [self.linked.sums[number] for number in sorted(numbers)]

    def _solve(
        self, aims: Sequence[int], times: Sequence[float] | NDArray[np.float64], sums: Sums
    ) -> tuple[set[int], set[int]]:
        """The least and the greatest sum of some cells, each so many times; gives the known cells that limit either."""
        from scipy.optimize import linprog

        cells, matrix = _matrix(aims, sums)
        unknown = self.unknown[cells]
        counts = self.linked.counts[cells].astype(float)
        least = np.where(self.hidden[cells] & (counts > 0), 1.0, 0.0)[unknown]
        bounds = np.stack([least, np.full(len(least), self._cap)], axis=1)
        goal = np.zeros(len(least))
        goal[np.searchsorted(cells[unknown], aims)] = times
        free, rest = matrix[:, unknown], -(matrix[:, ~unknown] @ counts[~unknown])
        telling = set[int](), set[int]()
        for direction, limits in zip((1.0, -1.0), telling, strict=True):
            done = linprog(direction * goal, A_eq=free, b_eq=rest, bounds=bounds)
            if done.x is None:  # not solved: nothing was seen to be wide
                continue
            self._least[cells[unknown]] = np.minimum(self._least[cells[unknown]], done.x)
            self._most[cells[unknown]] = np.maximum(self._most[cells[unknown]], done.x)
            limits.update(map(int, cells[~unknown & (np.abs(matrix.T @ done.eqlin.marginals) > _NEAR)]))
        return telling


def _matrix(more: Sequence[int], sums: Sums) -> tuple[NDArray[np.int64], csr_array]:
    """The cells of some sums and some more, in order; and the sums as rows that give 0: the total less its parts."""
    from scipy.sparse import csr_array

    row = np.repeat(np.arange(len(sums)), [1 + len(parts) for _, parts in sums])
    place = np.array([one for total, parts in sums for one in (total, *parts)], dtype=np.int64)
    sign = np.array([one for _, parts in sums for one in (1.0, *[-1.0] * len(parts))])
    cells = np.unique([*more, *place])
    return cells, csr_array((sign, (row, np.searchsorted(cells, place))), shape=(len(sums), len(cells)))


def _sums_of(linked: Linked) -> Mapping[int, Sequence[int]]:
    """The sums that each cell stands in, by their numbers."""
    found: dict[int, list[int]] = {}
    for number, (total, parts) in enumerate(linked.sums):
        for cell in (total, *parts):
            found.setdefault(cell, []).append(number)
    return found


def _can_be_hidden(linked: Linked, cell: int) -> bool:
    """Zeros stay visible, and what was published before cannot be taken back."""
    return bool(linked.printed[cell] and linked.counts[cell] and linked.needs[cell] >= 0)
