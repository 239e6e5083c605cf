"""Raking against rimpy and weightipy, where they are installed: `python -m tests.benchmarks.raking [responses]`.

A million SYNTHETIC responses raked to area, age and sex. Ours is `weigh`: from a frame of responses, options still to
be put into groups, to weights with the margins before and after, design effect and the rest. The others get whole
numbers, groups already made, and give weights only. Best of several runs, taken in turns; and the largest relative
difference of a weight from ours.
"""

from __future__ import annotations

import importlib
import importlib.util
import sys
import time
from collections.abc import Callable
from typing import Any, TypeAlias

import numpy as np
import pandas as pd
import polars as pl

from survey.questionnaire.population import Weighting
from survey.weighting.groups import groups_of, places
from survey.weighting.weigh import weigh
from tests.weighting.people import four_margins, responses

RUNS = 5
NAMES = ("area", "age", "sex")
Weights: TypeAlias = np.ndarray[Any, np.dtype[np.float64]]
Way: TypeAlias = Callable[[], Weights]
CONSULTATION = four_margins().model_copy(update={"weighting": Weighting(margins=NAMES)})
MARGINS = {name: groups_of(margin, CONSULTATION) for name, margin in zip(NAMES, CONSULTATION.population, strict=False)}


def people(rows: int) -> pl.DataFrame:
    """Responses in a group of each margin, the first options more often than the last."""
    rng = np.random.default_rng(1)
    answers: dict[str, list[str | None]] = {}
    for name, groups in MARGINS.items():
        labels = [label for group in groups.groups for label in group.members]
        odds = np.linspace(3, 1, len(labels))
        answers[name] = np.array(labels)[rng.choice(len(labels), rows, p=odds / odds.sum())].tolist()
    return responses(CONSULTATION, answers)


def as_numbers(frame: pl.DataFrame) -> pl.DataFrame:
    """Each answer as the number of its group."""
    return pl.DataFrame({name: places(MARGINS[name])[frame[name].to_physical().to_numpy()] for name in NAMES})


def targets() -> dict[str, dict[int, float]]:
    """Percentages by the number of the group."""
    return {
        name: {number: float(100 * group.share) for number, group in enumerate(groups.groups)}
        for name, groups in MARGINS.items()
    }


def with_rimpy(rimpy: Any, numbers: pl.DataFrame) -> Way:
    """As its documentation shows it."""
    return lambda: rimpy.rake(numbers, targets())["weight"].to_numpy()


def with_weightipy(weightipy: Any, numbers: pl.DataFrame) -> Way:
    """As its documentation shows it."""
    frame = pd.DataFrame({name: numbers[name].to_numpy() for name in NAMES})
    scheme = weightipy.scheme_from_dict(targets())
    return lambda: weightipy.weight_dataframe(df=frame, scheme=scheme, weight_column="w")["w"].to_numpy()


def peers(numbers: pl.DataFrame) -> dict[str, Way | None]:
    """The other libraries; None where one is not installed."""
    installed = {name: importlib.util.find_spec(name) is not None for name in ("rimpy", "weightipy")}
    ways = {"rimpy": with_rimpy, "weightipy": with_weightipy}
    return {
        name: way(importlib.import_module(name), numbers) if installed[name] else None for name, way in ways.items()
    }


def timed(work: Way) -> tuple[float, Weights]:
    """Seconds, and the weights."""
    start = time.perf_counter()
    made = work()
    return time.perf_counter() - start, made


def main() -> None:
    """Prints seconds of each way, and how many times as long as ours it takes."""
    frame = people(int(sys.argv[1]) if len(sys.argv) == 2 else 1_000_000)
    others = peers(as_numbers(frame))
    ways: dict[str, Way] = {"survey.weighting, weigh": lambda: weigh(frame, CONSULTATION).weights.to_numpy()}
    ways |= {name: way for name, way in others.items() if way}
    turns = [{name: timed(way) for name, way in ways.items()} for _ in range(RUNS)]
    best = {name: min(turn[name][0] for turn in turns) for name in ways}
    first = next(iter(ways))
    ours = turns[0][first][1]
    cells = frame.select(NAMES).n_unique()
    print(f"{len(frame):,} SYNTHETIC responses, {cells} combinations of {', '.join(NAMES)}")
    print(f"{'':<26} {'seconds':>8} {'times as long':>14} {'largest difference':>19}")
    for name, seconds in best.items():
        apart = float(np.abs(turns[0][name][1] / ours - 1).max())
        print(f"{name:<26} {seconds:>8.3f} {seconds / best[first]:>14.1f} {apart:>19.1e}")
    for name in [name for name, way in others.items() if way is None]:
        print(f"{name:<26} not installed")


if __name__ == "__main__":
    main()
