"""Confidence sets for ranks: which ranks each option could hold by chance among those who answered.

Option j is held to stand above option k only where chance does not explain it, all comparisons of a family taken
together; its set then runs from 1 + (options above it) to p - (options below it), best rank 1. The family of one
option's set is its comparisons with all others, both ways; that of the sets of all options at once is every
comparison there is. The sets hold the true ranks with at least the level asked for, ties among them included.

Sources: Mogstad, Romano, Shaikh and Wilhelm, "Inference for Ranks with Applications to Mobility across
Neighbourhoods and Academic Achievement across Countries", Review of Economic Studies 91 (2024), for the sets and
the stepwise critical values; Bazylik, Mogstad, Romano, Shaikh and Wilhelm, "Finite- and Large-Sample Inference for
Ranks using Multinomial Data", arXiv 2402.00192, for the exact form.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from math import isqrt
from statistics import NormalDist
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Floats: TypeAlias = NDArray[np.float64]
Draws: TypeAlias = NDArray[np.float32]
Ints: TypeAlias = NDArray[np.int64]
# [j, k]: is j above k? One such table a family, asked or decided.
Bools: TypeAlias = NDArray[np.bool_]

DRAWS = 10_000
_SEED = 20240714  # the same sets each time
_CACHED, _FEWEST = 120_000, 64  # numbers compared at once, which stay in the processor's cache; of draws at least
_NOISE = 0.1  # of a quantile that is drawn
_quantile = NormalDist().inv_cdf
_ROUNDING = 1e-9  # of two options' spread: that of a difference is none if it is less


@dataclass(frozen=True, slots=True)
class RankSets:
    """Best (`lower`) and worst (`upper`) rank of each option alone, and of all options at once; one row a week."""

    lower: Ints
    upper: Ints
    lower_all: Ints
    upper_all: Ints


def rank_sets(together: Floats, squares: Floats, level: float = 0.95, draws: int = DRAWS) -> RankSets:
    """Rank sets of options that respondents share, with or without weights, from draws of how their differences fall.

    The difference of two options rests on those who chose one of them and not the other. Its spread is the sum of
    their squared weights, as it is where the two are equal; from the difference half a step is taken for continuity.
    Without weights that is McNemar's statistic. How the comparisons hang together follows from the same sums. The
    critical value is the quantile of the largest comparison among those not yet decided, step by step.

    Args:
        together: (weeks, p, p), the weights of those who chose both of two options, summed; on the diagonal, of those
            who chose the option. Without weights, counts.
        squares: the same of squared weights.
        level: of confidence.
        draws: from the normal distribution; the same ones each time.
    """
    options = together.shape[1]
    both = zip(together.astype(np.float64), squares.astype(np.float64), strict=True)
    return _collect(options, [_remembered(w.tobytes(), w2.tobytes(), draws, level) for w, w2 in both])


def exact_rank_sets(together: Floats, level: float = 0.95) -> RankSets:
    """Rank sets without weights, from the binomial distribution: they hold for any number of respondents.

    Of those who chose one of two options and not the other, each chose either by chance alike if the two are equal;
    the comparisons of a family are corrected by Holm. For single-code questions this is the exact multinomial form.

    Args:
        together: (weeks, p, p), how many chose both of two options; on the diagonal, how many chose the option.
        level: of confidence.
    """
    return _collect(together.shape[1], [_by_holm(_chances(counts), level) for counts in together])


def _families(options: int) -> Bools:
    """The comparisons of each option with all others, both ways, and last all there are: (p + 1, p, p)."""
    every = ~np.eye(options, dtype=bool)
    own = np.eye(options, dtype=bool)
    return np.concatenate([(own[:, :, None] | own[:, None, :]) & every, every[None]])


def _collect(options: int, weeks: list[Bools]) -> RankSets:
    decided = np.array(weeks, dtype=bool).reshape(-1, options + 1, options, options)
    alone, every = decided[:, :options], decided[:, options]
    return RankSets(
        lower=1 + np.einsum("wjkj->wj", alone, dtype=np.int64),
        upper=options - np.einsum("wjjk->wj", alone, dtype=np.int64),
        lower_all=1 + every.sum(axis=1),
        upper_all=options - every.sum(axis=2),
    )


@lru_cache(maxsize=128)
def _remembered(together: bytes, squares: bytes, draws: int, level: float) -> Bools:
    """What is decided of one week's options: the same ranking is asked for by tables and by charts."""
    w, w2 = (np.frombuffer(each, dtype=np.float64) for each in (together, squares))
    options = isqrt(len(w))
    return _by_draws(w.reshape(options, options), w2.reshape(options, options), _normal(options, draws), level)


@lru_cache(maxsize=1)
def _normal(options: int, draws: int) -> Draws:
    return np.random.default_rng(_SEED).standard_normal((options, draws), dtype=np.float32)


def _by_draws(together: Floats, squares: Floats, normal: Draws, level: float) -> Bools:
    """Of each family, what is decided: the stepwise method of the papers."""
    spread, either = _differences(squares), _differences(together)
    known = spread > _ROUNDING * np.add.outer(np.diag(squares), np.diag(squares))
    error = np.sqrt(np.where(known, spread, 1.0))
    half_step = np.divide(spread, either, out=np.zeros_like(spread), where=known)
    chosen = np.diag(together)
    statistic = (np.subtract.outer(chosen, chosen) - half_step) / error
    fallen = _root(squares, chosen).astype(np.float32) @ normal
    asked = _families(len(chosen)) & known
    decided = np.zeros_like(asked)
    left = list(range(len(asked)))
    # Both ways of an open comparison are asked: no critical value is below that of one, two-sided (but for the draws).
    candidate = statistic > _quantile((1 + level) / 2) - _NOISE
    while left := [each for each in left if (asked[each] & candidate).any()]:
        # Bonferroni's is never below the quantile: what it decides needs no draws.
        critical = np.array([_quantile(1 - (1 - level) / each) for each in asked[left].sum(axis=(1, 2))])
        new: Bools = asked[left] & (statistic > critical[:, None, None])
        stuck = np.flatnonzero(~new.any(axis=(1, 2)))
        if len(stuck):
            found = _largest(fallen, error, asked[left][stuck])
            place = _place(found.shape[1], level)
            critical[stuck] = np.partition(found, place, axis=1)[:, place]
            new[stuck] = asked[left][stuck] & (statistic > critical[stuck, None, None])
        decided[left] |= new
        asked[left] &= ~new
        left = np.array(left)[new.any(axis=(1, 2))].tolist()
    return decided


def _place(draws: int, level: float) -> int:
    """Where the quantile stands among sorted draws, so that the level is kept whatever their number."""
    return min(draws - 1, int(np.ceil((draws + 1) * level)) - 1)


def _largest(fallen: Draws, error: Floats, asked: Bools) -> Draws:
    """The largest comparison of each family in each draw."""
    draws = fallen.shape[1]
    families = [_compared(each, error) for each in asked]
    largest = np.empty((len(families), draws), dtype=np.float32)
    step = max(_CACHED // fallen.shape[0] ** 2, _FEWEST)
    for start in range(0, draws, step):
        part = np.ascontiguousarray(fallen[:, start : start + step])
        for family, (one, other, scale, both) in enumerate(families):
            compared = part[one]
            compared -= part[other]
            compared *= scale
            np.abs(compared[:both], out=compared[:both])
            compared.max(axis=0, out=largest[family, start : start + step])
    return largest


def _compared(asked: Bools, error: Floats) -> tuple[Ints, Ints, Draws, int]:
    """Each two options once: the one, the other, the factor of their difference; those asked both ways come first."""
    one, other = np.nonzero(np.triu(asked | asked.T))
    both = asked[one, other] & asked[other, one]
    order = np.argsort(~both, kind="stable")
    one, other = one[order], other[order]
    scale = np.where(asked[one, other], 1, -1) / error[one, other]
    return one, other, scale.astype(np.float32)[:, None], int(both.sum())


def _differences(sums: Floats) -> Floats:
    """Of each two options, the sum over those who chose one and not the other."""
    own = np.diag(sums)
    return np.maximum(np.add.outer(own, own) - 2 * sums, 0)


def _root(squares: Floats, chosen: Floats) -> Floats:
    """A square root of the matrix. The options are first put in an order of their own, so that theirs is none."""
    order = np.lexsort(((squares * squares).sum(axis=0), squares.sum(axis=0), np.diag(squares), -chosen))
    values, vectors = np.linalg.eigh(squares[np.ix_(order, order)])
    root = np.empty_like(squares)
    root[order] = (vectors * np.sqrt(np.maximum(values, 0))) @ vectors.T
    return root


def _chances(counts: Floats) -> Floats:
    """The chance of at least as many who chose j and not k, among those who chose one of the two, were they equal."""
    from scipy.special import betainc

    only = np.rint(np.diag(counts)[:, None] - counts)
    # The upper end of a binomial distribution as the incomplete beta function has it.
    chances: Floats = np.where(only > 0, betainc(np.maximum(only, 1), only.T + 1, 0.5), 1.0)
    return chances


def _by_holm(chances: Floats, level: float) -> Bools:
    """Of each family, what is decided: its chances corrected by Holm."""
    asked = _families(len(chances))
    decided = np.zeros_like(asked)
    for family, kept in zip(asked, decided, strict=True):
        found = chances[family]
        order = np.argsort(found)
        within = np.logical_and.accumulate(found[order] <= (1 - level) / np.arange(len(found), 0, -1))
        below = np.zeros(len(found), dtype=bool)
        below[order] = within
        kept[family] = below
    return decided
