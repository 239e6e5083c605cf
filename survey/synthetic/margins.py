"""Whole respondents from printed percentages: counts that show exactly the figures that were printed."""

from __future__ import annotations

from collections.abc import Sequence


def limits(percent: float, base: int) -> tuple[int, int]:
    """The lowest and the highest count that is printed as `percent` (0 to 100, one decimal) of `base`.

    A count that falls halfway between two decimals is left out, so that no rule of rounding matters.
    Where no count will do, the lowest is above the highest.
    """
    tenths = round(percent * 10)
    lowest = (2 * tenths - 1) * base // 2000 + 1
    highest = -(-(2 * tenths + 1) * base // 2000) - 1
    return max(lowest, 0), min(highest, base)


def nearest_count(percent: float, base: int) -> int | None:
    """The count nearest to `percent` of `base` that is printed as `percent`; None where there is none."""
    lowest, highest = limits(percent, base)
    return min(max(round(percent * base / 100), lowest), highest) if lowest <= highest else None


def fill(total: int, bounds: Sequence[tuple[int, int]], wanted: Sequence[float]) -> list[int] | None:
    """Whole numbers as near to `wanted` as their bounds allow, with that total; None where there are none."""
    lowest, highest = [low for low, _ in bounds], [high for _, high in bounds]
    if any(low > high for low, high in bounds) or not sum(lowest) <= total <= sum(highest):
        return None
    counts = [min(max(round(each), low), high) for each, (low, high) in zip(wanted, bounds, strict=True)]
    while left := total - sum(counts):
        room = [
            high - count if left > 0 else count - low for count, low, high in zip(counts, lowest, highest, strict=True)
        ]
        counts[room.index(max(room))] += 1 if left > 0 else -1
    return counts


def spread(total: int, weights: Sequence[float]) -> list[int]:
    """`total` in proportion to the weights, as whole numbers: the method of largest remainders."""
    sum_of_weights = sum(weights)
    if not sum_of_weights:
        return spread(total, [1] * len(weights))
    exact = [total * weight / sum_of_weights for weight in weights]
    counts = [int(each) for each in exact]
    by_remainder = sorted(range(len(exact)), key=lambda place: counts[place] - exact[place])
    for place in by_remainder[: total - sum(counts)]:
        counts[place] += 1
    return counts
