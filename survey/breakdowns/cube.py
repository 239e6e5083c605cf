"""Sums of respondents, weights and squared weights by several axes at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import prod

import numpy as np
from numpy.typing import NDArray

from survey.breakdowns.coding import Numbers

_DENSE = 1 << 22  # more combinations than this are not laid out, but found


@dataclass(frozen=True, slots=True)
class Tally:
    """For each combination of places found, by the names of their axes, how many respondents, and what they weigh."""

    places: Mapping[str, Numbers]
    n: NDArray[np.int64]
    w: NDArray[np.float64]
    w2: NDArray[np.float64]


class Cube:
    """Sums by axes of these sizes, to which respondents are added."""

    def __init__(self, sizes: Mapping[str, int]) -> None:
        self.sizes = dict(sizes)
        self._size = prod(self.sizes.values())
        self._laid = np.zeros((3, self._size)) if self._size <= _DENSE else None
        # Combinations and their sums, where not all are laid out.
        self._found: list[tuple[Numbers, Numbers]] = [(np.zeros(0, np.int64), np.zeros((3, 0)))]

    def add(self, places: Mapping[str, Numbers], n: Numbers | None, w: Numbers, w2: Numbers) -> None:
        """Adds respondents, or cells of them, each at a place of every axis. `n` nothing: each is one respondent."""
        first, *others = self.sizes
        key = places[first].astype(np.int64)
        for name in others:
            key *= self.sizes[name]
            key += places[name]
        size, laid = self._size, self._laid
        if laid is None:
            distinct, key = np.unique(key, return_inverse=True)
            size, laid = len(distinct), np.zeros((3, len(distinct)))
            self._found.append((distinct, laid))
        for sums, each in zip(laid, (n, w, w2), strict=True):
            sums += np.bincount(key, each, size)

    def tally(self) -> Tally:
        """The sums of every combination found, in the axes' order, the last the fastest."""
        if self._laid is None:
            keys, at = np.unique(np.concatenate([keys for keys, _ in self._found]), return_inverse=True)
            pieces = np.concatenate([sums for _, sums in self._found], axis=1)
            found = np.array([np.bincount(at, each, len(keys)) for each in pieces], np.float64)
        else:
            keys = np.flatnonzero(self._laid[0])
            found = self._laid.take(keys, axis=1)
        places = np.unravel_index(keys, list(self.sizes.values()))
        # The sums of respondents are whole, and exact up to 2**53.
        return Tally(dict(zip(self.sizes, places, strict=True)), found[0].astype(np.int64), found[1], found[2])


def added(tallies: Sequence[Tally], sizes: Mapping[str, int]) -> Tally:
    """Tallies added up by the axes that `sizes` names."""
    cube = Cube(sizes)
    for each in tallies:
        cube.add(each.places, each.n, each.w, each.w2)
    return cube.tally()
