"""The tests by which a jump is told from chance."""

from __future__ import annotations

import math
from collections.abc import Sequence


def two_shares(count: tuple[int, int], base: tuple[int, int], spread: float = 1.0) -> tuple[str, float]:
    """Name and two-sided p-value of a test that two shares are of one population.

    Two-proportion z with pooled variance times `spread` (1: chance only); Fisher's exact test, its smaller tail
    doubled, where fewer than five are expected in any cell.
    """
    pooled = sum(count) / sum(base)
    if min(n * p for n in base for p in (pooled, 1 - pooled)) < 5:
        return "Fisher's exact test", _fisher(count, base)
    error = math.sqrt(pooled * (1 - pooled) * (1 / base[0] + 1 / base[1]) * spread)
    z = (count[0] / base[0] - count[1] / base[1]) / error
    return "two-proportion z", math.erfc(abs(z) / math.sqrt(2))


def _fisher(count: tuple[int, int], base: tuple[int, int]) -> float:
    marked, everyone = sum(count), sum(base)
    if marked * 2 > everyone:
        return _fisher((base[0] - count[0], base[1] - count[1]), base)
    low, high = max(0, marked - base[1]), min(marked, base[0])

    def chance(here: int) -> float:
        return math.exp(_choose(base[0], here) + _choose(base[1], marked - here) - _choose(everyone, marked))

    below = sum(chance(here) for here in range(low, count[0] + 1))
    above = sum(chance(here) for here in range(count[0], high + 1))
    return min(1.0, 2 * min(below, above))


def _choose(n: int, k: int) -> float:
    return math.lgamma(n + 1) - math.lgamma(k + 1) - math.lgamma(n - k + 1)


def holm(p_values: Sequence[float]) -> list[float]:
    """The p-values adjusted for their number (Holm 1979), in the order given."""
    order = sorted(range(len(p_values)), key=p_values.__getitem__)
    adjusted = [1.0] * len(p_values)
    worst = 0.0
    for rank, place in enumerate(order):
        worst = max(worst, min(1.0, (len(p_values) - rank) * p_values[place]))
        adjusted[place] = worst
    return adjusted


def chi_square_ratio(counts: Sequence[int], bases: Sequence[int]) -> tuple[float, int]:
    """Chi-square of shares that several weeks had, and its degrees of freedom; (0, 0) where too few are expected."""
    pooled = sum(counts) / sum(bases)
    if len(bases) < 2 or min(base * p for base in bases for p in (pooled, 1 - pooled)) < 5:
        return 0.0, 0
    total = sum(
        (count - base * pooled) ** 2 / (base * pooled * (1 - pooled)) for count, base in zip(counts, bases, strict=True)
    )
    return total, len(bases) - 1


def robust_jump(now: float, before: Sequence[float]) -> float:
    """How far `now` lies from the earlier volumes, as robust z on logarithms: 1.4826 times their median deviation.

    A deviation under 0.2 (about a fifth more or less) counts as 0.2: few weeks tell little of how weeks differ.
    Source: median absolute deviation, Hampel 1974.
    """
    logs = [math.log(value + 0.5) for value in before]
    middle = _median(logs)
    deviation = max(1.4826 * _median([abs(each - middle) for each in logs]), 0.2)
    return (math.log(now + 0.5) - middle) / deviation


def _median(values: Sequence[float]) -> float:
    ordered = sorted(values)
    half = len(ordered) // 2
    return ordered[half] if len(ordered) % 2 else (ordered[half - 1] + ordered[half]) / 2
