"""The sums that tie counts to one another, and how unknown ones can move against each other while every sum holds."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

Sums = Sequence[tuple[int, tuple[int, ...]]]  # a total's cell and its parts'
Moves = Mapping[int, int]  # by how much cells, or what sums are to give, differ from the truth
_TRIES = 60  # steps of one search


class Ties:
    """Sums by their numbers, and which of their cells are unknown."""

    def __init__(self, sums: Sums, unknown: NDArray[np.bool_]) -> None:
        self._lines = [_line(total, parts) for total, parts in sums]
        self._of: dict[int, list[int]] = {}
        for number, line in enumerate(self._lines):
            for cell in line:
                self._of.setdefault(cell, []).append(number)
        hidden = set(np.flatnonzero(unknown).tolist())
        self._unknown = [[cell for cell in line if cell in hidden] for line in self._lines]

    def hide(self, cell: int) -> None:
        """A known cell becomes unknown."""
        for number in self._of.get(cell, ()):
            self._unknown[number].append(cell)

    def lone(self, cell: int) -> list[int]:
        """The sums that a cell stands in and that have but one unknown, which follows."""
        return [number for number in self._of.get(cell, ()) if len(self._unknown[number]) == 1]

    def around(self, cell: int) -> list[int]:
        """The sums that tie unknown cells to a cell."""
        seen, numbers, waiting = {cell}, set[int](), [cell]
        while waiting:
            new = [number for number in self._of.get(waiting.pop(), ()) if number not in numbers]
            numbers.update(new)
            found = {one for number in new for one in self._unknown[number]} - seen
            seen |= found
            waiting += found
        return sorted(numbers)

    def moved(self, cell: int, by: int, fits: Callable[[int, int], bool]) -> Moves:
        """Moves of unknown cells, of this one by so many, with which every sum holds; none where a short search finds
        none. One cell of each sum makes good what another has moved.

        Args:
            fits: whether a cell can move by so many.
        """
        tries = iter(range(_TRIES))

        def settle(moves: Moves, wrong: Moves) -> Moves:
            if not wrong:
                return moves
            number = min(wrong, key=lambda each: len(self._unknown[each]))
            for one, by, left in self._steps(number, wrong):
                if one not in moves and fits(one, by) and next(tries, None) is not None:
                    found = settle({**moves, one: by}, left)
                    if found:
                        return found
            return {}

        return settle({cell: by}, self._wrong({}, cell, by)) if fits(cell, by) else {}

    def _steps(self, number: int, wrong: Moves) -> list[tuple[int, int, Moves]]:
        """What unknown cells can make a wrong sum good, each by how much, and which sums are wrong then; the fewest
        first.
        """
        found = []
        for one in self._unknown[number]:
            by, rest = divmod(-wrong[number], self._lines[number][one])
            if not rest:
                found.append((one, by, self._wrong(wrong, one, by)))
        return sorted(found, key=lambda each: (len(each[2]), each[0]))

    def _wrong(self, wrong: Moves, cell: int, by: int) -> Moves:
        """The sums that give too much or too little, and how much, when a cell has moved too."""
        found = dict(wrong)
        for number in self._of.get(cell, ()):
            found[number] = found.get(number, 0) + self._lines[number][cell] * by
            if not found[number]:
                del found[number]
        return found


def _line(total: int, parts: Sequence[int]) -> Mapping[int, int]:
    """How many times each cell of a sum is taken, so that it gives 0."""
    found = {total: 1}
    for part in parts:
        found[part] = found.get(part, 0) - 1
    return {cell: times for cell, times in found.items() if times}
