"""How every benchmark tells what it measured: the goal beside it, and of several turns the least and the median."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median


def goal(what: str, measured: float, *, at_most: float | None = None, at_least: float | None = None) -> None:
    """Prints a goal, what was measured, and whether it is met."""
    if at_most is not None:
        print(f"  {'met' if measured <= at_most else 'MISSED'}: {what}: at most {at_most:g}, measured {measured:.2f}")
    if at_least is not None:
        print(
            f"  {'met' if measured >= at_least else 'MISSED'}: {what}: at least {at_least:g}, measured {measured:.2f}"
        )


def taken(values: Sequence[float], unit: str = "s") -> str:
    """The least of the turns, which other work on the machine disturbed least, and the median."""
    return f"{min(values):.2f} {unit} (median {median(values):.2f})"


def ratio(one: Sequence[float], other: Sequence[float]) -> float:
    """How many times as much the one took as the other, by the least of the turns of each."""
    return min(one) / min(other)
