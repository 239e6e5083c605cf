"""How far coders agree, and what their disagreement does to a percentage.

Sources: Cohen, Educational and Psychological Measurement 20 (1960), with the large-sample error of Fleiss, Cohen and
Everitt, Psychological Bulletin 72 (1969); Krippendorff, Content Analysis (2004), ch. 11; the distance MASI of
Passonneau, LREC 2006; Tenenbein, Journal of the American Statistical Association 65 (1970).
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from typing import TypeAlias, TypeVar

import numpy as np
from numpy.typing import NDArray

from survey.statistics.intervals import wilson

Codes: TypeAlias = frozenset[str]
Given = TypeVar("Given", bound=Hashable)
_Z = 1.959963984540054
_NONE = 1e-12


@dataclass(frozen=True, slots=True)
class Agreement:
    """A coefficient with its 95% interval; nan where it is not defined."""

    value: float
    lower: float
    upper: float


def kappa(both: float, first: float, second: float, neither: float) -> Agreement:
    """Cohen's kappa of two coders on one code: given by both, by the first only, by the second only, by neither.

    Not defined where one of them gave it always or never and so did the other. Without an interval where the
    large-sample error is nought, which says nothing of how sure it is.
    """
    table = np.array([[both, first], [second, neither]], dtype=float)
    total = table.sum()
    if total == 0:
        return _undefined()
    shares = table / total
    rows, columns = shares.sum(axis=1), shares.sum(axis=0)
    seen, chance = float(np.trace(shares)), float(rows @ columns)
    if chance >= 1:
        return _undefined()
    value = (seen - chance) / (1 - chance)
    on = sum(shares[i, i] * (1 - (rows[i] + columns[i]) * (1 - value)) ** 2 for i in (0, 1))
    off = sum(shares[i, j] * (columns[i] + rows[j]) ** 2 for i, j in ((0, 1), (1, 0))) * (1 - value) ** 2
    spread = on + off - (value - chance * (1 - value)) ** 2
    if spread < _NONE:  # one coder gave it always or never, or they never differed: no error to go by
        return Agreement(value, np.nan, np.nan)
    error = float(np.sqrt(spread / total)) / (1 - chance)
    return Agreement(value, max(value - _Z * error, -1.0), min(value + _Z * error, 1.0))


def masi(one: Codes, other: Codes) -> float:
    """The distance of two sets of codes: 0 the same, 1 nothing in common; a subset is nearer than an overlap."""
    if one == other:
        return 0.0
    common = len(one & other)
    if not common:
        return 1.0
    monotony = 2 / 3 if one <= other or other <= one else 1 / 3
    return 1 - monotony * common / len(one | other)


def nominal(one: Hashable, other: Hashable) -> float:
    """The distance of two names: 0 the same, 1 another."""
    return float(one != other)


def alpha(
    units: Sequence[Sequence[Given]], distance: Callable[[Given, Given], float], draws: int = 1_000, seed: int = 1
) -> Agreement:
    """Krippendorff's alpha of any number of coders, with the percentile interval of a bootstrap over units.

    Args:
        units: of each thing coded, the values that its coders gave; those with fewer than two are passed over.
        distance: of two values, 0 where they are the same.
        draws: of the bootstrap; 0 for no interval.
    """
    counted = [unit for unit in units if len(unit) > 1]
    names = sorted({value for unit in counted for value in unit}, key=_order)
    place = {value: number for number, value in enumerate(names)}
    apart = np.array([[distance(a, b) for b in names] for a in names])
    tallies = np.zeros((len(counted), len(names)))
    for row, unit in zip(tallies, counted, strict=True):
        for value in unit:
            row[place[value]] += 1
    within = np.array([row @ apart @ row / (row.sum() - 1) for row in tallies])
    found = _alpha(within, tallies, apart, np.ones(len(counted)))
    if not draws or np.isnan(found):
        return Agreement(found, np.nan, np.nan)
    random = np.random.default_rng(seed)
    times = random.multinomial(len(counted), np.full(len(counted), 1 / len(counted)), draws)
    drawn = np.array([_alpha(within, tallies, apart, each) for each in times])
    drawn = drawn[~np.isnan(drawn)]
    lower, upper = np.quantile(drawn, [0.025, 0.975]) if len(drawn) else (np.nan, np.nan)
    return Agreement(found, float(lower), float(upper))


def _order(value: object) -> str:
    return ";".join(sorted(value)) if isinstance(value, frozenset) else str(value)


def _alpha(
    within: NDArray[np.float64], tallies: NDArray[np.float64], apart: NDArray[np.float64], times: NDArray[np.float64]
) -> float:
    totals = times @ tallies
    pairs = totals.sum()
    expected = float(totals @ apart @ totals) / (pairs - 1) if pairs > 1 else 0.0
    return 1 - float(times @ within) / expected if expected > 0 else float("nan")


def adjusted_share(sizes: Sequence[float], found: Sequence[float], read: Sequence[float]) -> Agreement:
    """The share of answers that have a code, from what a person found in a part of each stratum.

    Strata are told apart by the codes as published, so the share is put right for those wrongly given and those missed
    (Tenenbein's double sampling, stratified). Strata of which none was read are left out of it.

    Args:
        sizes: answers in each stratum. found, read: of those a person read, how many have the code, and how many.

    Returns:
        The share, 0 to 1, with Wilson's interval on the size of a plain sample that would know as much.
    """
    size, has, of = (np.asarray(each, dtype=float) for each in (sizes, found, read))
    seen = of > 0
    if not seen.any():
        return _undefined()
    weight = size[seen] / size[seen].sum()
    value = float(weight @ (has[seen] / of[seen]))
    near = (has[seen] + 0.5) / (of[seen] + 1)  # for the spread only: none of ten found is no proof that there is none
    middle, spread = float(weight @ near), float(weight**2 @ (near * (1 - near) / of[seen]))
    lower, upper = wilson(np.array([value]), np.array([middle * (1 - middle) / spread]))
    return Agreement(value, float(lower[0]), float(upper[0]))


def _undefined() -> Agreement:
    return Agreement(float("nan"), float("nan"), float("nan"))
