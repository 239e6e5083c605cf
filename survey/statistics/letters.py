"""Letters of a table: under a column stand the letters of those columns that it is higher than, beyond chance."""

from __future__ import annotations

from functools import cache
from string import ascii_uppercase

import numpy as np
import numpy.typing as npt

from survey.statistics.compare import share_tests, two_means
from survey.statistics.corrections import Correction, corrected
from survey.statistics.variance import Array, Estimate, Sums, Values

SIZE = 0.05


@cache
def column_letters(columns: int) -> tuple[str, ...]:
    """A to Z, then AA, AB and so on."""
    names = []
    for number in range(1, columns + 1):
        name = ""
        while number:
            number, place = divmod(number - 1, 26)
            name = ascii_uppercase[place] + name
        names.append(name)
    return tuple(names)


def share_letters(
    inside: Sums, base: Sums, correction: Correction = "holm", size: float = SIZE
) -> npt.NDArray[np.object_]:
    """The letters of a table of shares, tested pair by pair of columns (`compare.share_tests`).

    The family of a correction is the whole table. Columns must not have respondents in common.

    Args:
        inside: rows by columns, those who gave the answer; NaN: not tested.
        base: of each column, or of each cell.
        correction: of the p values.
        size: p below or at this is beyond chance.

    Returns:
        Strings such as "A C", in the shape of `inside`; "" where nothing was found.
    """
    base = Sums(*(np.broadcast_to(each, inside.w.shape) for each in (base.n, base.w, base.w2)))
    i, j = pairs(inside.w.shape[-1])
    p = share_tests(_columns(inside, i), _columns(base, i), _columns(inside, j), _columns(base, j))
    with np.errstate(invalid="ignore", divide="ignore"):
        return letters(inside.w / base.w, corrected(p, correction), size)


def mean_letters(
    means: Estimate, bases: Values, correction: Correction = "holm", size: float = SIZE
) -> npt.NDArray[np.object_]:
    """The letters of a table of means, tested pair by pair of columns (`compare.two_means`), as `share_letters`."""
    n = np.broadcast_to(np.asarray(bases, float), means.value.shape)
    i, j = pairs(means.value.shape[-1])
    first, second = (Estimate(means.value[..., k], means.variance[..., k]) for k in (i, j))
    p = two_means(first, n[..., i], second, n[..., j]).p
    return letters(means.value, corrected(p, correction), size)


@cache
def pairs(columns: int) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.intp]]:
    """The first and the second column of each pair: 0 and 1, 0 and 2, ..., 1 and 2, ..."""
    return np.triu_indices(columns, 1)


def letters(values: Array, p: Array, size: float = SIZE) -> npt.NDArray[np.object_]:
    """Letters from p values, which lie along the last axis in the order of `pairs`: under the higher of the two."""
    columns = values.shape[-1]
    names = column_letters(columns)
    i, j = pairs(columns)
    flat = values.reshape(-1, columns)
    row, pair = np.nonzero(p.reshape(len(flat), len(i)) <= size)
    first, second = i[pair], j[pair]
    first_higher = flat[row, first] > flat[row, second]
    cell = row * columns + np.where(first_higher, first, second)
    low = np.where(first_higher, second, first)
    order = np.lexsort((low, cell))
    found: dict[int, list[str]] = {}
    for place, column in zip(cell[order].tolist(), low[order].tolist(), strict=True):
        found.setdefault(place, []).append(names[column])
    out = np.full(values.size, "", dtype=object)
    for place, marks in found.items():
        out[place] = " ".join(marks)
    return out.reshape(values.shape)


def _columns(cells: Sums, places: npt.NDArray[np.intp]) -> Sums:
    return Sums(cells.n[..., places], cells.w[..., places], cells.w2[..., places])
