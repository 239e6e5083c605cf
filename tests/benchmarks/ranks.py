"""Rank sets: seconds for 14 weeks of ten options, and how often they hold the true ranks of 1,000 consultations.

`python -m tests.benchmarks.ranks`. All is SYNTHETIC. Where options are equal the sets can hold the true ranks no
more often than stated, but for chance: in 1,000 consultations .7 points either way.
"""

from __future__ import annotations

import time

import numpy as np

from survey.statistics.ranks import DRAWS, exact_rank_sets, rank_sets
from tests.statistics.simulated import Plan, consultations, coverage

RUNS, TIMES, WEEKS = 5, 1_000, 14
STEPS = tuple(np.linspace(0, 1.2, 10))
NEAR = (1, 0.95, 0.9, 0.5, 0.5, 0.5, 0.2, 0.1, 0, -1)
EQUAL = (0.0,) * 10
PLANS = (
    Plan("ten steps", 800, STEPS, picks=5),
    Plan("near ties", 800, NEAR, picks=5),
    Plan("near ties, small base", 60, NEAR, picks=3),
    Plan("near ties, weighted, deff 2", 800, NEAR, picks=5, spread=0.83),
    Plan("all equal", 800, EQUAL, picks=5),
    Plan("all equal, small base", 40, EQUAL, picks=5),
    Plan("all equal, weighted, deff 1.3", 800, EQUAL, picks=5, spread=0.51),
    Plan("all equal, weighted, deff 2", 800, EQUAL, picks=5, spread=0.83),
    Plan("all equal by their weights", 800, (1, 1, 1, 0, 0, 0), picks=3, skewed=True),
    Plan("single-code, near ties", 800, NEAR),
    Plan("single-code, all equal", 800, EQUAL),
)


def seconds() -> float:
    """Of the sets of 14 weeks, weighted, alone and at once; best of several runs, each of other weeks: what was asked
    before is remembered.
    """
    plan = Plan("a week", 1_000, STEPS, picks=5, spread=0.5)
    took = []
    for run in range(RUNS):
        together, squares = consultations(plan, WEEKS, seed=1 + run)
        start = time.perf_counter()
        rank_sets(together, squares)
        took.append(time.perf_counter() - start)
    return min(took)


def main() -> None:
    """Prints the seconds, then a row for each kind of consultation."""
    print(f"{WEEKS} weeks of {len(STEPS)} options, {DRAWS:,} draws: {seconds():.3f} s (goal: under 0.6)")
    print(
        f"{'95% sets of ' + format(TIMES, ',') + ' consultations':<34} {'alone, worst option':>20} {'all at once':>12}"
    )
    for seed, plan in enumerate(PLANS):
        together, squares = consultations(plan, TIMES, seed)
        exact = plan.picks == 1
        alone, worst, every = coverage(plan, exact_rank_sets(together) if exact else rank_sets(together, squares))
        name = f"{plan.name}, {plan.respondents}" + (", exact" if exact else "")
        print(f"{name:<34} {alone:>7.1%} {worst:>13.1%} {every:>12.1%}")


if __name__ == "__main__":
    main()
