"""Counting in batches: few cubes of many axes, from which every table's cells are added up in the end."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from math import prod

import numpy as np
import polars as pl

from survey.breakdowns.axes import Axis, Coded
from survey.breakdowns.coding import Coding, Numbers
from survey.breakdowns.cube import IDLE, Cube, Keys, Tally, added
from survey.errors import FailedChecksError, Problem

WEIGHT = "weight"
AT_ONCE = 1 << 16  # respondents of a batch
_PIECE = 1 << 14  # counted at a time: what a processor keeps at hand
_CUBE = 1 << 17  # axes are counted together while their combinations are no more than this
_HEAVIEST = 1e12  # what weighs more, or less than its inverse, is no weight but a mistake, and strains the arithmetic

Names = tuple[str, ...]


def tallies(
    responses: pl.LazyFrame, axes: Mapping[str, Axis], wanted: Iterable[Names]
) -> tuple[dict[Names, Tally], dict[str, Coded]]:
    """The cells of each set of axes wanted, and what the places of each axis mean, from one reading of the responses.

    Who weighs nothing is told apart in them (`cube.parted`).

    They are read by polars' streaming engine, and counted while the next are read: a file may be larger than memory.

    Args:
        responses: all columns of the axes, and WEIGHT.
        axes: by name.
        wanted: names of axes to count by, together.

    Raises:
        FailedChecksError: a weight is missing, negative or no number.
    """
    counting = _Counting(axes, wanted)
    for rows in responses.collect_batches(chunk_size=AT_ONCE, engine="streaming"):
        counting.add(rows)
    return counting.found()


class _Counting:
    """A count of respondents who come in batches.

    Values that were not met before get numbers of their own. Where cubes have no place for these, others are begun, and
    all are added up in the end.
    """

    def __init__(self, axes: Mapping[str, Axis], wanted: Iterable[Names]) -> None:
        self._axes = axes
        self._codings = {name: Coding(axis) for name, axis in axes.items()}
        self._wanted = sorted(set(wanted))
        self._cubes: list[Cube] = []
        self._full: list[list[Tally]] = []  # what cubes held before others were begun
        self._wrong = pl.Series(WEIGHT, [], pl.Float64)

    def add(self, rows: pl.DataFrame) -> None:
        """Counts a batch, which has the columns of all axes and `weight`."""
        w = rows[WEIGHT].to_numpy()
        right = (w == 0) | ((w >= 1 / _HEAVIEST) & (w <= _HEAVIEST))
        if not right.all():
            self._wrong.append(rows[WEIGHT].filter(pl.Series(~right)))
            return
        places = {name: coding.places(rows) for name, coding in self._codings.items()}
        sizes = {name: coding.size for name, coding in self._codings.items()}
        if any(size < sizes[name] for cube in self._cubes for name, size in cube.sizes.items()):
            self._full.append([cube.tally() for cube in self._cubes])
            self._cubes = []
        if not self._cubes:
            self._cubes = self._begun(sizes, len(rows))
        for start in range(0, len(rows), _PIECE):
            piece = slice(start, start + _PIECE)
            at, weights = {name: each[piece] for name, each in places.items()}, np.empty(len(w[piece]), np.complex128)
            weights.real, weights.imag = w[piece], w[piece] ** 2
            idle, known = weights.real == 0, Keys()
            n = 1 + IDLE * idle if idle.any() else 1
            for cube in self._cubes:
                cube.add(at, n, weights, known)

    def found(self) -> tuple[dict[Names, Tally], dict[str, Coded]]:
        """The cells of each set of axes wanted, and what the places of each axis mean."""
        if len(self._wrong):
            raise FailedChecksError(
                Problem(
                    f"{len(self._wrong):,} weights cannot be used",
                    where=f"column {WEIGHT} of the responses",
                    expected=f"0, or a number from {1 / _HEAVIEST:g} to {_HEAVIEST:g}, for every respondent",
                    got=str(self._wrong.item(0)),
                )
            )
        settled = {name: coding.settled() for name, coding in self._codings.items()}
        coded = {name: each for name, (each, _) in settled.items()}
        numbers = {name: each for name, (_, each) in settled.items() if each is not None}

        def cells(names: Names) -> Tally:
            pieces = [_holding(layer, names) for layer in self._full]
            pieces += [_smallest(self._cubes, names).tally(names)] if self._cubes else []
            if not self._full and pieces and numbers.keys().isdisjoint(names):
                return pieces[0]
            return added([_renumbered(each, numbers) for each in pieces], {name: coded[name].size for name in names})

        return {names: cells(names) for names in self._wanted}, coded

    def _begun(self, sizes: Mapping[str, int], rows: int) -> list[Cube]:
        """Cubes in which all that is wanted can be counted; with room for values to be met if there may be more."""
        if rows == AT_ONCE:
            sizes = {name: size if self._axes[name].coded else size + size // 8 + 1 for name, size in sizes.items()}
        most = max(1, min(_CUBE, rows // 2))

        def size(names: Iterable[str]) -> int:
            return prod(sizes[name] for name in names)

        joint: list[set[str]] = []
        for names in sorted(self._wanted, key=lambda each: (-size(each), each)):
            for cube in joint:
                if cube.issuperset(names) or size(cube | {*names}) <= most:
                    cube.update(names)
                    break
            else:
                joint.append({*names})
        return [Cube({name: sizes[name] for name in sorted(names)}) for names in joint]


def _renumbered(tally: Tally, numbers: Mapping[str, Numbers]) -> Tally:
    changed = {name: numbers[name].take(places) for name, places in tally.places.items() if name in numbers}
    return replace(tally, places={**tally.places, **changed})


def _holding(layer: Sequence[Tally], names: Names) -> Tally:
    """The smallest tally that was counted by all these axes."""
    return min((each for each in layer if {*names} <= each.places.keys()), key=lambda each: len(each.n))


def _smallest(cubes: Sequence[Cube], names: Names) -> Cube:
    """The smallest cube that counts by all these axes."""
    return min((each for each in cubes if {*names} <= each.sizes.keys()), key=lambda each: prod(each.sizes.values()))
