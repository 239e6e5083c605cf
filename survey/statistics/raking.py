"""Raking (iterative proportional fitting) of a table of cells to its margins, and bounds on the weights.

Sources: Deming and Stephan (1940) for raking; Deville and Sarndal (1992) for raking within bounds; the help page of
`trimWeights` in R's survey for trimming.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from survey.errors import FailedChecksError, Problem

Floats = NDArray[np.float64]
Bounds = tuple[float, float]

_TOLERANCE = 1e-12  # of the whole: how far a margin's share may be from its target
_MAX_ROUNDS = 5_000
_PATIENCE = 200  # rounds without coming nearer, after which bounds and margins are held to exclude each other
_FLOOR, _CEILING = 1e-150, 1e150  # factors of margins that cannot be met would leave the floats


@dataclass(frozen=True, slots=True, eq=False)
class Margin:
    """One margin: its name, its groups' labels, what each should come to (in any scale), each cell's group."""

    name: str
    labels: tuple[str, ...]
    targets: Floats
    places: NDArray[np.intp]


@dataclass(frozen=True, slots=True, eq=False)
class Raked:
    """Weights, one a cell, for each of its respondents.

    `off`: the largest difference between a group's share and its target, 0 to 1. `converged`: it is at most 1e-12.
    """

    weights: Floats
    rounds: int
    off: float
    converged: bool


def rake(
    n: Floats,
    margins: Sequence[Margin],
    start: Floats | None = None,
    total: float | None = None,
    bounds: Bounds | None = None,
) -> Raked:
    """Weights that give every margin the shares of its targets, as near as can be to those they start from.

    Args:
        n: respondents in each cell.
        margins: each margin's targets are taken as shares of their own sum.
        start: weights to begin with, in any scale; left out: all equal.
        total: what the weights of all respondents add up to; left out: to the respondents, so their mean is 1.
        bounds: the smallest and the largest weight allowed, in the scale of `total`. Weights within them that meet
            the margins are found wherever there are any: those nearest to the start (in Kullback and Leibler's sense).
            Where there are none, raked weights are trimmed instead, and miss the margins by `off`.

    Raises:
        FailedChecksError: a group with a target has no respondents: every such group is named.
        ValueError: the bounds exclude the mean weight.
    """
    _refuse_empty(n, margins)
    whole = float(n.sum()) if total is None else total
    targets = [margin.targets * (whole / margin.targets.sum()) for margin in margins]
    first = np.ones_like(n) if start is None else start
    free = _fit(n, margins, targets, first * (whole / float(n @ first)))
    if bounds is None or bool(((bounds[0] <= free.weights) & (free.weights <= bounds[1])).all()):
        return free
    bounds = (max(bounds[0], 0.0), min(bounds[1], whole / float(n[n > 0].min())))  # nobody outweighs the whole
    if all(_within_reach(n, margin, target, bounds) for margin, target in zip(margins, targets, strict=True)):
        kept = _fit_within(n, margins, targets, free.weights, bounds)
        if kept.converged:
            return kept
    trimmed = trim(n, free.weights, bounds)
    return Raked(trimmed, free.rounds, _off(n, trimmed, margins, targets), converged=False)


def trim(n: Floats, weights: Floats, bounds: Bounds) -> Floats:
    """Weights put on the bound they exceed, what that takes or gives shared evenly among those within; and again.

    The sum stays. Margins met before are not afterwards. As R's `trimWeights(strict = TRUE)`.

    Raises:
        ValueError: the bounds exclude the mean weight.
    """
    low, high = bounds
    mean = float(n @ weights) / float(n.sum())
    if not low <= mean <= high:
        raise ValueError(f"bounds {low} to {high} exclude the mean weight {mean}")
    found = weights
    for _ in range(_MAX_ROUNDS):
        within = (low <= found) & (found <= high)
        if within.all():
            break
        inside = np.clip(found, low, high)
        sharing = within if within.any() else np.ones_like(within)
        share = float(n @ (found - inside)) / float(n @ sharing)
        found = np.where(sharing, inside + share, inside)
        if abs(share) < _TOLERANCE * mean:
            break
    return np.clip(found, low, high)


def empty_pairs(margins: Sequence[Margin]) -> list[tuple[tuple[int, int], tuple[int, int]]]:
    """Groups of two margins that no cell joins: nobody is in both. Each group as (margin, place)."""
    found: list[tuple[tuple[int, int], tuple[int, int]]] = []
    for first, one in enumerate(margins):
        for second, other in enumerate(margins[first + 1 :], start=first + 1):
            joined = np.zeros((len(one.labels), len(other.labels)), dtype=bool)
            joined[one.places, other.places] = True
            found += [((first, int(row)), (second, int(column))) for row, column in np.argwhere(~joined)]
    return found


def _refuse_empty(n: Floats, margins: Sequence[Margin]) -> None:
    problems = [
        Problem("nobody is in a group that has a population", f"{margin.name}: {label}", "a respondent or more", "none")
        for margin in margins
        for label, target, inside in zip(margin.labels, margin.targets, _sums(n, margin), strict=True)
        if target > 0 and inside == 0
    ]
    if problems:
        raise FailedChecksError(*problems)


def _sums(amounts: Floats, margin: Margin) -> Floats:
    return np.asarray(np.bincount(margin.places, weights=amounts, minlength=len(margin.labels)), dtype=np.float64)


def _within_reach(n: Floats, margin: Margin, target: Floats, bounds: Bounds) -> bool:
    inside = _sums(n, margin)
    return bool(((bounds[0] * inside <= target) & (target <= bounds[1] * inside)).all())


def _off(n: Floats, weights: Floats, margins: Sequence[Margin], targets: Sequence[Floats]) -> float:
    amounts = n * weights
    return max(
        float(np.abs(_sums(amounts, margin) - target).max() / target.sum())
        for margin, target in zip(margins, targets, strict=True)
    )


def _fit(n: Floats, margins: Sequence[Margin], targets: Sequence[Floats], start: Floats) -> Raked:
    weights, off = start, _off(n, start, margins, targets)
    rounds = 0
    while off > _TOLERANCE and rounds < _MAX_ROUNDS:
        rounds += 1
        for margin, target in zip(margins, targets, strict=True):
            sums = _sums(n * weights, margin)
            factors = np.divide(target, sums, out=np.ones_like(target), where=sums > 0)
            weights = weights * factors[margin.places]
        off = _off(n, weights, margins, targets)
    return Raked(weights, rounds, off, off <= _TOLERANCE)


def _fit_within(
    n: Floats, margins: Sequence[Margin], targets: Sequence[Floats], start: Floats, bounds: Bounds
) -> Raked:
    """The same, each factor such that its group comes to its target after the weights are held within the bounds."""
    low, high = bounds
    members = [[np.flatnonzero(margin.places == place) for place in range(len(margin.labels))] for margin in margins]
    raw, best, nearer = np.clip(start, _FLOOR, _CEILING), np.inf, 0
    for rounds in range(1, _MAX_ROUNDS + 1):
        for groups, target in zip(members, targets, strict=True):
            raw = raw.copy()
            for cells, wanted in zip(groups, target, strict=True):
                if len(cells):
                    raw[cells] *= _factor(n[cells], raw[cells], float(wanted), (low, high))
            raw = np.clip(raw, _FLOOR, _CEILING)
        off = _off(n, np.clip(raw, low, high), margins, targets)
        best, nearer = (off, rounds) if off < best * (1 - 1e-3) else (best, nearer)
        if off <= _TOLERANCE or rounds - nearer > _PATIENCE:
            break
    return Raked(np.clip(raw, low, high), rounds, off, off <= _TOLERANCE)


def _factor(n: Floats, raw: Floats, target: float, bounds: Bounds) -> float:
    """What to multiply `raw` by so that, held within the bounds, it adds up to the target, or as near as it goes.

    The sum is piecewise linear in the factor: it bends where a weight reaches a bound.
    """
    low, high = bounds
    bends = np.concatenate([low / raw, high / raw])
    order = np.argsort(bends)
    bends, slopes = bends[order], np.cumsum(np.concatenate([n * raw, -n * raw])[order])
    sums = low * n.sum() + np.concatenate([[0.0], np.cumsum(slopes[:-1] * np.diff(bends))])
    factor = float(np.interp(target, sums, bends))
    free = (low < raw * factor) & (raw * factor < high)
    if not free.any():
        return factor
    held = float(n[~free] @ np.clip(raw[~free] * factor, low, high))
    return (target - held) / float(n[free] @ raw[free])
