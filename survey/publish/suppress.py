"""Which counts of linked tables must be hidden so that none below the threshold is printed or follows from the rest.

Primary suppression hides the counts from 1 to one below the threshold. Secondary suppression hides others, the
smallest that do, until nobody who knows every printed figure, every sum they obey, and that a hidden count is at least
1, can narrow a primary one down to fewer values than the mark `[c]` itself has, nor to the upper half of these. What
they could find out is audited count by count (the attacker's problem of Fischetti and Salazar, Management Science 47,
2001): other counts that fit are looked for by hand, and where none is found, by two linear programmes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from survey.publish.ties import Sums, Ties

if TYPE_CHECKING:
    from scipy.sparse import csr_array

Flags = NDArray[np.bool_]
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
    attack.look(waiting)
    for cell in waiting:  # what is hidden later never narrows what was found wide enough before
        while (known := attack.on(cell)) is not None and known.by:
            helper = attack.helper(known)
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
    numbers: frozenset[int] = frozenset()
    above: bool = False


class _Attack:
    """Someone who knows the printed cells and the sums, and works out what values the others can have.

    Any counts that fit all that is printed show of every cell in them a value that it can have. They are found by
    moving counts from cell to cell or, where a short search finds none, by linear programmes; only a cell that was not
    yet seen to have values enough needs its own.
    """

    def __init__(self, linked: Linked, hidden: Flags) -> None:
        self.linked = linked
        self.hidden = hidden.copy()
        self.unknown = hidden | ~linked.printed
        self.ties = Ties(linked.sums, self.unknown)
        self._matrix = _matrix(linked.sums, len(linked.counts))
        self._least = linked.counts.astype(float)  # seen so far; the true counts fit
        self._most = self._least.copy()
        self._cap = _FAR * float(linked.counts.max(initial=0) + linked.needs.max(initial=0))

    def hide(self, cell: int) -> None:
        """Takes a printed cell out of what is known. What fitted before still fits."""
        self.hidden[cell] = self.unknown[cell] = True
        self.ties.hide(cell)

    def helper(self, known: _Known) -> int:
        """Which of the cells that narrow one down to hide."""
        counts, dear, lone = self.linked.counts, self.linked.dear, self.ties.lone
        alone = {one: len(known.numbers.intersection(lone(one))) for one in known.by}
        return min(known.by, key=lambda one: (one in dear, -alone[one], int(counts[one]), one))

    def on(self, cell: int) -> _Known | None:
        """What narrows a cell down to fewer values than it needs; None if it can have enough."""
        if not self.unknown[cell]:
            return _Known(())
        if self._seen(cell):
            return None
        self._move(cell)
        numbers = self.ties.around(cell)
        lowest = self._least[cell] <= self._floor(cell)  # nothing that is known keeps it from being less
        telling = [set[int]()] if lowest else []
        ends = self._ends([cell], [1.0], numbers, (-1.0,) if lowest else (1.0, -1.0))
        while not self._seen(cell):
            found = next(ends, None)
            if found is None:
                above = self._wide(cell)
                by = sorted(telling[0] if above else telling[0] | telling[1])
                can = tuple(one for one in by if _can_be_hidden(self.linked, one))
                return _Known(can, frozenset(numbers), above)
            telling.append(found)
        return None

    def look(self, cells: Sequence[int]) -> None:
        """Solves for many cells at once, some towards their least and some towards their greatest value, as long as
        that shows more of them to be wide enough: what is left, `on` asks one by one.
        """
        narrow = [cell for cell in cells if self.unknown[cell]]
        random, before = np.random.default_rng(0), len(narrow) + 1
        while (narrow := [cell for cell in narrow if not self._seen(cell)]) and len(narrow) < before:
            before = len(narrow)
            times = random.choice([-1.0, 1.0], len(narrow))
            list(self._ends(narrow, times, range(len(self.linked.sums)), (1.0, -1.0)))

    def _wide(self, cell: int) -> bool:
        need = max(int(self.linked.needs[cell]), 1)
        return bool(self._most[cell] - self._least[cell] >= need - _NEAR)

    def _low(self, cell: int) -> bool:
        """Whether a count that is below the threshold was seen to be able to be no more than half of that."""
        threshold = self.linked.needs[cell] + 2
        return not self._small(cell) or bool(self._least[cell] <= threshold // 2 + _NEAR)

    def _small(self, cell: int) -> bool:
        return bool(0 < self.linked.counts[cell] < self.linked.needs[cell] + 2)

    def _seen(self, cell: int) -> bool:
        return self._wide(cell) and self._low(cell)

    def _move(self, cell: int) -> None:
        """Moves a count as far as it must be able to: one below the threshold to 1 and to the threshold less 1, another
        up or down.
        """
        count, need = int(self.linked.counts[cell]), max(int(self.linked.needs[cell]), 1)
        for by in (1 - count, 1 - count + need) if self._small(cell) else (need, -need):
            self._shift(cell, by)

    def _shift(self, cell: int, by: int) -> None:
        """Moves a count by so many; what cannot be moved at once in parts, each from where the ones before have left
        all counts.
        """
        step, there = by, Counter[int]()
        while step and not self._seen(cell):
            moves = self.ties.moved(cell, step, lambda one, more: self._fits(one, there[one] + more))
            if not moves:
                step = int(step / 2)
                continue
            there.update(moves)
            cells = np.array(list(there), dtype=np.int64)
            self._note(cells, self.linked.counts[cells] + np.array(list(there.values()), dtype=np.int64))
            step = min(step, by - there[cell], key=abs)

    def _fits(self, cell: int, by: int) -> bool:
        """Whether a count can have moved by so many."""
        return bool(self._floor(cell) <= self.linked.counts[cell] + by <= self._cap)

    def _floor(self, cell: int) -> int:
        """The least that a count can be: a hidden one is 1 at least, since zeros stay visible."""
        return 1 if self.hidden[cell] and self.linked.counts[cell] else 0

    def _note(self, cells: NDArray[np.int64], values: NDArray[np.int64] | NDArray[np.float64]) -> None:
        """That cells can have these values, all at once."""
        self._least[cells] = np.minimum(self._least[cells], values)
        self._most[cells] = np.maximum(self._most[cells], values)

    def _ends(
        self,
        aims: Sequence[int],
        times: Sequence[float] | NDArray[np.float64],
        sums: Sequence[int],
        directions: Sequence[float],
    ) -> Iterator[set[int]]:
        """The least (1) or the greatest (-1) sum of some cells, each so many times: the known cells that limit it."""
        from scipy.optimize import linprog

        cells, matrix = _part(self._matrix, sums, aims)
        unknown = self.unknown[cells]
        counts = self.linked.counts[cells].astype(float)
        least = np.where(self.hidden[cells] & (counts > 0), 1.0, 0.0)[unknown]
        bounds = np.stack([least, np.full(len(least), self._cap)], axis=1)
        goal = np.zeros(len(least))
        goal[np.searchsorted(cells[unknown], aims)] = times
        free, rest = matrix[:, unknown], -(matrix[:, ~unknown] @ counts[~unknown])
        for direction in directions:
            done = linprog(direction * goal, A_eq=free, b_eq=rest, bounds=bounds)
            if done.x is None:  # not solved: nothing was seen to be wide
                yield set()
                continue
            self._note(cells[unknown], done.x)
            yield set(map(int, cells[~unknown & (np.abs(matrix.T @ done.eqlin.marginals) > _NEAR)]))


def _matrix(sums: Sums, cells: int) -> csr_array:
    """The sums as rows that give 0, of so many cells: the total less its parts."""
    from scipy.sparse import csr_array

    row = np.repeat(np.arange(len(sums)), [1 + len(parts) for _, parts in sums])
    place = np.array([one for total, parts in sums for one in (total, *parts)], dtype=np.int64)
    sign = np.array([one for _, parts in sums for one in (1.0, *[-1.0] * len(parts))])
    return csr_array((sign, (row, place)), shape=(len(sums), cells))


def _part(matrix: csr_array, rows: Sequence[int], more: Sequence[int]) -> tuple[NDArray[np.int64], csr_array]:
    """The cells of some rows and some more, in order; and these rows of the matrix, of these cells alone."""
    from scipy.sparse import csr_array

    part = matrix[rows]
    cells = np.unique(np.concatenate([np.array(more, dtype=np.int64), part.indices]))
    place = np.searchsorted(cells, part.indices)
    return cells, csr_array((part.data, place, part.indptr), shape=(len(rows), len(cells)))


def _can_be_hidden(linked: Linked, cell: int) -> bool:
    """Zeros stay visible, and what was published before cannot be taken back."""
    return bool(linked.printed[cell] and linked.counts[cell] and linked.needs[cell] >= 0)
