"""How every benchmark tells what it measured: the goal beside it, and of several turns the least and the median."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from statistics import median

import numpy as np
from numpy.typing import NDArray

Figure = Callable[[NDArray[np.int64]], float]


def goal(what: str, measured: float, *, at_most: float | None = None, at_least: float | None = None) -> None:
    """Prints a goal, what was measured, and whether it is met."""
    if at_most is not None:
        print(f"  {'met' if measured <= at_most else 'MISSED'}: {what}: at most {at_most:g}, measured {measured:.4g}")
    if at_least is not None:
        print(
            f"  {'met' if measured >= at_least else 'MISSED'}: {what}: at least {at_least:g}, measured {measured:.4g}"
        )


def taken(values: Sequence[float], unit: str = "s") -> str:
    """The least of the turns, which other work on the machine disturbed least, and the median."""
    return f"{min(values):.2f} {unit} (median {median(values):.2f})"


def ratio(one: Sequence[float], other: Sequence[float]) -> float:
    """How many times as much the one took as the other, by the least of the turns of each."""
    return min(one) / min(other)


def interval(size: int, figure: Figure) -> str:
    """A figure of all rows, with its 95% interval over 1,000 samples of their places."""
    rng = np.random.default_rng(2024)
    drawn = [figure(rng.integers(0, size, size)) for _ in range(1_000)]
    low, high = np.percentile(drawn, [2.5, 97.5])
    return f"{figure(np.arange(size)):.3f} [{low:.3f}, {high:.3f}]"


def share(values: NDArray[np.generic]) -> Figure:
    """The mean of values."""
    return lambda at: float(values[at].mean())
