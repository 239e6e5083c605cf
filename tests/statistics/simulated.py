"""SYNTHETIC consultations whose true ranks are known, counted as the rank sets take them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from survey.statistics.ranks import RankSets

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Plan:
    """Respondents choose the options that appeal most, chance added to `appeal`: one to `picks` of them.

    Weights are lognormal with `spread`. With `skewed` half of the population has the appeal in reverse, answers four
    times as often, and is weighted down for it: meant for an appeal that makes all options equal with its reverse.
    """

    name: str
    respondents: int
    appeal: tuple[float, ...]
    picks: int = 1
    spread: float = 0.0
    skewed: bool = False


def consultations(plan: Plan, times: int, seed: int) -> tuple[Floats, Floats]:
    """Weights and squared weights of those who chose both of two options, summed: (times, p, p) each."""
    rng = np.random.default_rng(seed)
    made = [_once(plan, rng) for _ in range(times)]
    return np.array([together for together, _ in made]), np.array([squares for _, squares in made])


def coverage(plan: Plan, sets: RankSets) -> tuple[float, float, float]:
    """The share of sets that hold the true ranks: of one option alone, on average and at worst; of all at once.

    Equal options share a span of ranks, and all of it must be held.
    """
    appeal = np.add(plan.appeal, plan.appeal[::-1]) if plan.skewed else np.array(plan.appeal)
    best = 1 + (appeal[None, :] > appeal[:, None]).sum(axis=1)
    worst = len(appeal) - (appeal[None, :] < appeal[:, None]).sum(axis=1)
    alone = (sets.lower <= best) & (sets.upper >= worst)
    every = ((sets.lower_all <= best) & (sets.upper_all >= worst)).all(axis=1)
    return float(alone.mean()), float(alone.mean(axis=0).min()), float(every.mean())


def _once(plan: Plan, rng: np.random.Generator) -> tuple[Floats, Floats]:
    options, n = len(plan.appeal), plan.respondents
    appeal, weight = np.broadcast_to(plan.appeal, (n, options)), rng.lognormal(0, plan.spread, n)
    if plan.skewed:
        often = rng.random(n) < 0.8
        appeal = np.where(often[:, None], appeal[:, ::-1], appeal)
        weight = weight * np.where(often, 0.5 / 0.8, 0.5 / 0.2)
    liked = appeal + rng.gumbel(size=(n, options))
    picks = rng.integers(1, plan.picks + 1, n)
    chosen = (np.argsort(np.argsort(-liked, axis=1), axis=1) < picks[:, None]).astype(float)
    return (chosen * weight[:, None]).T @ chosen, (chosen * (weight**2)[:, None]).T @ chosen
