"""Sums of respondents, weights and squared weights by several axes at once."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from math import prod
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from survey.breakdowns.coding import Numbers

Weights: TypeAlias = NDArray[np.complex128]
Names: TypeAlias = tuple[tuple[str, int], ...]  # of axes, with their sizes
Keys: TypeAlias = dict[Names, Numbers]
_DENSE = 1 << 22  # more combinations than this are not laid out, but found
IDLE = 1 << 32  # added to the count of one who weighs nothing: those are told apart, and yet added up in one go


@dataclass(frozen=True, slots=True)
class Tally:
    """For each combination of places found, by the names of their axes, how many respondents, and what they weigh.

    `n` holds IDLE more for each of them that weighs nothing; see `parted`.
    """

    places: Mapping[str, Numbers]
    n: NDArray[np.int64]
    w: NDArray[np.float64]
    w2: NDArray[np.float64]


class Cube:
    """Sums by axes of these sizes, to which respondents are added."""

    def __init__(self, sizes: Mapping[str, int]) -> None:
        self.sizes = dict(sizes)
        self._size = prod(self.sizes.values())
        self._laid = _nothing(self._size) if self._size <= _DENSE else None
        # Combinations and their sums, where not all are laid out.
        self._found: list[tuple[Numbers, Numbers, Weights]] = [(np.zeros(0, np.int64), *_nothing(0))]

    def add(self, places: Mapping[str, Numbers], n: Numbers | int, w: Weights, known: Keys) -> None:
        """Adds respondents, or cells of them, each at a place of every axis.

        Args:
            places: by axis.
            n: how many respondents each is.
            w: what each weighs, and as imaginary part the squared weight: both are added up in one go.
            known: combinations of these places that other cubes have had need of, and those that this one has.
        """
        key, laid = self._combined(places, known), self._laid
        if laid is None:
            distinct, key = np.unique(key, return_inverse=True)
            laid = _nothing(len(distinct))
            self._found.append((distinct, *laid))
        key = key.astype(np.int64)
        for sums, each in zip(laid, (n, w), strict=True):
            np.add.at(sums, key, each)

    def _combined(self, places: Mapping[str, Numbers], known: Keys) -> Numbers:
        """The number of each one's combination, of which that of the first axes may be known."""
        number = np.int32 if self._size < 1 << 31 else np.int64  # half as wide, twice as fast
        axes: Names = ()
        key = np.zeros((), number)
        for name, size in self.sizes.items():
            axes += ((name, size),)
            if axes not in known:
                known[axes] = key * number(size) + places[name]
            key = known[axes]
        return key

    def tally(self, names: Collection[str] | None = None) -> Tally:
        """The sums of every combination found, of all axes or some; in the axes' order, the last the fastest."""
        sizes = {name: size for name, size in self.sizes.items() if names is None or name in names}
        if self._laid is None:
            found, *pieces = (np.concatenate(each) for each in zip(*self._found, strict=True))
            keys, at = np.unique(found, return_inverse=True)
            n, w = _nothing(len(keys))
            np.add.at(n, at, pieces[0])
            np.add.at(w, at, pieces[1])
            whole = _tally(self.sizes, keys, n, w)
            return whole if len(sizes) == len(self.sizes) else added([whole], sizes)
        shape = tuple(self.sizes.values())
        n, w = self._laid[0].reshape(shape), self._laid[1].reshape(shape)
        others = [place for place, name in enumerate(self.sizes) if name not in sizes]
        for gone, place in enumerate(others):  # the first axis first: whole rows are added up
            n, w = n.sum(axis=place - gone), w.sum(axis=place - gone)
        n, w = n.ravel(), w.ravel()
        keys = np.flatnonzero(n)
        return _tally(sizes, keys, n[keys], w[keys])


def added(tallies: Sequence[Tally], sizes: Mapping[str, int]) -> Tally:
    """Tallies added up by the axes that `sizes` names."""
    cube = Cube(sizes)
    for each in tallies:
        cube.add(each.places, each.n, each.w + 1j * each.w2, {})
    return cube.tally()


def parted(tally: Tally) -> Tally:
    """The tally with a plain count; who weighs nothing is in combinations of their own, behind the others."""
    idle = tally.n // IDLE
    if not idle.any():
        return tally
    n = np.concatenate([tally.n % IDLE - idle, idle])
    kept = n > 0
    nothing = np.zeros(len(idle))
    w, w2 = (np.concatenate([each, nothing])[kept] for each in (tally.w, tally.w2))
    return Tally({name: np.tile(each, 2)[kept] for name, each in tally.places.items()}, n[kept], w, w2)


def _tally(sizes: Mapping[str, int], keys: Numbers, n: NDArray[np.int64], w: Weights) -> Tally:
    places = np.unravel_index(keys, list(sizes.values()))
    return Tally(dict(zip(sizes, places, strict=True)), n, w.real.copy(), w.imag.copy())


def _nothing(size: int) -> tuple[NDArray[np.int64], Weights]:
    return np.zeros(size, np.int64), np.zeros(size, np.complex128)
