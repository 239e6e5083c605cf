"""Sums of respondents, weights and squared weights by several axes at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import prod
from typing import Any

import numpy as np
from numpy.typing import NDArray

from survey.breakdowns.axes import Coded, Numbers, compact

_DENSE = 1 << 22  # more places than this are not laid out, but found
_CUBE = 1 << 17  # tallies are made in one go while their places are no more than this


@dataclass(frozen=True, slots=True)
class Tally:
    """For each combination of places found, of the axes by name, how many respondents, and what they weigh.

    `n` nothing: each is one respondent.
    """

    axes: Mapping[str, Coded]
    places: Mapping[str, Numbers]
    n: NDArray[np.int64] | None
    w: NDArray[np.float64]
    w2: NDArray[np.float64]


def tally(rows: Tally, names: Iterable[str]) -> Tally:
    """The rows summed by those axes; the combinations come in the axes' order, the last the fastest."""
    axes = {name: rows.axes[name] for name in names}
    sizes = [axis.size for axis in axes.values()]
    count = prod(sizes)
    small = np.int32 if count < 1 << 31 else np.int64  # the smaller, the faster
    key: NDArray[Any] = np.zeros(len(rows.w), small)
    for name, size in zip(axes, sizes, strict=True):
        key *= small(size)
        key += rows.places[name].astype(small, copy=False)
    distinct = None
    if count > _DENSE:
        distinct, key = compact(key)
        count = len(distinct)
    key = key.astype(np.int64, copy=False)
    n = np.bincount(key, rows.n, count)  # weights of whole numbers: exact up to 2**53
    found = np.flatnonzero(n)
    w, w2 = (np.bincount(key, each, count)[found].astype(np.float64) for each in (rows.w, rows.w2))
    combined = np.unravel_index(found if distinct is None else distinct[found], sizes)
    return Tally(axes, dict(zip(axes, combined, strict=True)), n[found].astype(np.int64), w, w2)


def tallies(rows: Tally, wanted: Iterable[tuple[str, ...]]) -> dict[tuple[str, ...], Tally]:
    """A tally for each set of axes wanted. Respondents are counted by few sets of many axes, and these are added up."""
    most = max(1, min(_CUBE, len(rows.w) // 8))

    def size(names: Iterable[str]) -> int:
        return prod(rows.axes[name].size for name in names)

    cubes: list[tuple[set[str], list[tuple[str, ...]]]] = []
    for names in sorted(set(wanted), key=lambda each: (-size(each), each)):
        for joint, members in cubes:
            if joint.issuperset(names) or size(joint | {*names}) <= most:
                joint.update(names)
                members.append(names)
                break
        else:
            cubes.append(({*names}, [names]))
    found: dict[tuple[str, ...], Tally] = {}
    for joint, members in cubes:
        cube = tally(rows, sorted(joint)) if len(members) > 1 else rows
        found |= {names: tally(cube, names) for names in members}
    return found
