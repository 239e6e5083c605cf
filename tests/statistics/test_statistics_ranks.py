"""Rank sets against published critical values, examples worked by hand, every outcome of small consultations, and
simulated ones whose true ranks are known."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from survey.statistics.ranks import RankSets, exact_rank_sets, rank_sets
from tests.statistics.simulated import Floats, Plan, consultations, coverage


def drawn(together: Floats, level: float = 0.95) -> RankSets:
    return rank_sets(together, together, level)


def single(*counts: float) -> Floats:
    return np.diag(np.array(counts, dtype=float))[None]


def spans(sets: RankSets, week: int = 0) -> list[tuple[int, int]]:
    return list(zip(sets.lower[week].tolist(), sets.upper[week].tolist(), strict=True))


def spans_all(sets: RankSets, week: int = 0) -> list[tuple[int, int]]:
    return list(zip(sets.lower_all[week].tolist(), sets.upper_all[week].tolist(), strict=True))


# Two-sided Dunnett for so many comparisons with one, and Tukey's studentised range by root two for so many groups,
# 5%, infinite degrees of freedom, as the tables print them.
DUNNETT = {1: 1.96, 2: 2.21, 3: 2.35, 4: 2.44, 5: 2.51, 6: 2.57, 7: 2.61, 8: 2.65, 9: 2.69}
TUKEY = {3: 3.314, 4: 3.633, 5: 3.858, 6: 4.030, 8: 4.286, 10: 4.474}


@pytest.mark.parametrize(("others", "critical"), DUNNETT.items())
def test_one_option_alone_is_compared_as_by_dunnett(others: int, critical: float) -> None:
    n, near = 1e12, 0.05
    below, above = (
        drawn(single(n, *[n - (critical + off) * math.sqrt(2 * n)] * others)).upper[0, 0] for off in (-near, near)
    )
    assert (below, above) == (others + 1, 1)


@pytest.mark.parametrize(("options", "studentised"), TUKEY.items())
def test_all_options_at_once_are_compared_as_by_tukey(options: int, studentised: float) -> None:
    n, near = 1e12, 0.05
    half = math.sqrt(2 * n) / 2
    ends = [studentised / math.sqrt(2) + off for off in (-near, near)]  # of the first over the last
    below, above = (drawn(single(n + end * half, *[n] * (options - 2), n - end * half)).upper_all[0, 0] for end in ends)
    assert (below, above) == (options, options - 1)


def test_who_chose_both_tells_nothing_of_which_is_ahead() -> None:
    """112 and 100 of those who chose: 12 against none where all others chose both, 112 against 100 where none did."""
    shared = np.array([[[112.0, 100.0], [100.0, 100.0]]])
    for sets in (drawn, exact_rank_sets):
        assert spans(sets(shared)) == [(1, 1), (2, 2)]
        assert spans(sets(single(112, 100))) == [(1, 2), (1, 2)]


def test_the_exact_form_by_hand() -> None:
    """Ten against none is 1 in 1,024 one way: under 2.5% of two comparisons, and of the four of three options.

    Ten against two is 79 in 4,096, 1.9%: under 2.5% of two options, over the 0.8% and 1.25% of more.
    """
    assert spans(exact_rank_sets(single(10, 0))) == [(1, 1), (2, 2)]
    assert spans(exact_rank_sets(single(10, 2))) == [(1, 1), (2, 2)]
    three = exact_rank_sets(single(10, 2, 0))
    assert spans(three) == [(1, 2), (1, 3), (2, 3)]
    assert spans_all(three) == [(1, 2), (1, 3), (2, 3)]


def test_holm_goes_on_where_bonferroni_would_stop() -> None:
    """Of the four comparisons of the first option 13 against none is decided first: 1 in 8,192.

    15 against 4 is .96%: under 5% / 4 of its own four, under the 5% / 5 left of all six, and over their 5% / 6.
    """
    chance = sum(math.comb(19, ahead) for ahead in range(15, 20)) / 2**19
    assert 0.05 / 6 < chance < 0.05 / 5
    sets = exact_rank_sets(single(15, 4, 0))
    assert spans(sets)[0] == (1, 1)
    assert spans_all(sets)[0] == (1, 1)
    assert spans_all(exact_rank_sets(single(15, 4, 4)))[0] == (1, 3)  # the smallest is .96%, over 5% / 6


@pytest.mark.parametrize("sets", [drawn, exact_rank_sets])
@pytest.mark.parametrize(
    ("together", "expected"),
    [
        (single(0, 0, 0), [(1, 3)] * 3),  # nobody
        (single(1, 0, 0), [(1, 3)] * 3),  # one respondent
        (np.full((1, 3, 3), 50.0), [(1, 3)] * 3),  # all chose everything
        (single(50, 50, 50), [(1, 3)] * 3),
        (single(50), [(1, 1)]),
        (single(500, 0, 0), [(1, 1), (2, 3), (2, 3)]),
    ],
)
def test_edges(sets: Callable[[Floats], RankSets], together: Floats, expected: list[tuple[int, int]]) -> None:
    assert spans(sets(together)) == expected
    assert spans_all(sets(together)) == expected


def test_no_weeks() -> None:
    empty = np.zeros((0, 3, 3))
    assert drawn(empty).lower.shape == exact_rank_sets(empty).upper_all.shape == (0, 3)


def outcomes(kinds: int, respondents: int) -> Floats:
    """Every way that respondents can fall into kinds."""
    bars = itertools.combinations(range(respondents + kinds - 1), kinds - 1)
    cuts = np.array([(-1, *bar, respondents + kinds - 1) for bar in bars])
    return np.diff(cuts, axis=1) - 1.0


def probabilities(found: Floats, chances: tuple[float, ...]) -> Floats:
    n = int(found[0].sum())
    ways = [math.factorial(n) / math.prod(math.factorial(int(k)) for k in row) for row in found]
    chance: Floats = np.array(ways) * np.prod(np.power(chances, found), axis=1)
    return chance


THREE = np.array([[1.0, 0, 0], [0, 1, 0], [0, 0, 1]])
# None, each of three alone, two of them, all.
MULTI = np.array([[0.0, 0, 0], [1, 0, 0], [0, 1, 0], [0, 0, 1], [1, 1, 0], [1, 1, 1]])


@pytest.mark.parametrize(
    ("kinds", "respondents", "chances"),
    [
        (THREE, 24, (1 / 3, 1 / 3, 1 / 3)),
        (THREE, 24, (0.4, 0.4, 0.2)),
        (THREE, 24, (0.6, 0.35, 0.05)),
        (MULTI, 7, (0.1, 0.2, 0.2, 0.3, 0.1, 0.1)),
        (MULTI, 7, (0.0, 0.25, 0.3, 0.2, 0.15, 0.1)),
    ],
)
@pytest.mark.parametrize("level", [0.8, 0.95])
def test_every_outcome_of_a_small_consultation(
    kinds: Floats, respondents: int, chances: tuple[float, ...], level: float
) -> None:
    """The sets hold the true ranks with the stated chance, summed over all outcomes; by draws to half a point."""
    found = outcomes(len(kinds), respondents)
    chance = probabilities(found, chances)
    assert chance.sum() == pytest.approx(1)
    together = np.einsum("ok,ki,kj->oij", found, kinds, kinds)
    share = (kinds.T @ chances).round(9)
    best = 1 + (share[None, :] > share[:, None]).sum(axis=1)
    worst = len(share) - (share[None, :] < share[:, None]).sum(axis=1)
    for sets, slack in ((exact_rank_sets(together, level), 0.0), (drawn(together, level), 0.005)):
        alone = ((sets.lower <= best) & (sets.upper >= worst)).T @ chance
        every = ((sets.lower_all <= best) & (sets.upper_all >= worst)).all(axis=1) @ chance
        assert alone.min() >= level - slack
        assert every >= level - slack


def test_the_exact_form_by_brute_force() -> None:
    """Against the definition: chances by adding up the binomial, Holm by going through them from the smallest."""
    rng = np.random.default_rng(5)
    for _ in range(30):
        counts = rng.integers(0, 30, 4)
        chance = {
            (j, k): sum(math.comb(int(counts[j] + counts[k]), i) for i in range(counts[j], counts[j] + counts[k] + 1))
            / 2 ** int(counts[j] + counts[k])
            for j, k in itertools.permutations(range(4), 2)
        }
        sets = exact_rank_sets(single(*counts))
        for one in range(4):
            family = sorted((p, pair) for pair, p in chance.items() if one in pair)
            decided = [
                pair
                for place, (_, pair) in enumerate(family)
                if all(p <= 0.05 / (len(family) - before) for before, (p, _) in enumerate(family[: place + 1]))
            ]
            assert sets.lower[0, one] == 1 + sum(below == one for _, below in decided)
            assert sets.upper[0, one] == 4 - sum(above == one for above, _ in decided)


# The share of simulated consultations, less what chance takes off in one of a thousand. Of 1,000: the benchmark.
PLANS = [
    Plan("steps", 800, tuple(np.linspace(0, 1.2, 10)), picks=5),
    Plan("near ties", 60, (1, 0.95, 0.9, 0.5, 0.5, 0.5, 0.2, 0.1, 0, -1), picks=3),
    Plan("single-code, near ties", 300, (1, 0.9, 0.5, 0.5, 0)),
    Plan("all equal", 200, (0.0,) * 6, picks=3),
    Plan("all equal, weighted", 200, (0.0,) * 6, picks=3, spread=0.8),
    Plan("all equal by their weights", 200, (1, 1, 0, 0), picks=2, skewed=True),
]


@pytest.mark.parametrize("plan", PLANS, ids=lambda plan: plan.name)
def test_simulated_consultations(plan: Plan) -> None:
    times, level = 300, 0.95
    together, squares = consultations(plan, times, seed=11)
    sets = rank_sets(together, squares, level, draws=2_000)
    least = level - 3.1 * math.sqrt(level * (1 - level) / times)
    assert min(coverage(plan, sets)) >= least


def test_sets_of_no_use_would_cover_too() -> None:
    """Steps that 3,000 respondents tell apart are told apart: covering is not had by saying nothing."""
    plan = Plan("wide steps", 3_000, (3, 2, 1, 0))
    together, squares = consultations(plan, 20, seed=3)
    for sets in (rank_sets(together, squares), exact_rank_sets(together)):
        assert spans_all(sets) == [(1, 1), (2, 2), (3, 3), (4, 4)]


ANSWERS = arrays(bool, st.tuples(st.integers(1, 40), st.integers(1, 5)))


@given(ANSWERS, st.floats(0.01, 100), st.randoms(use_true_random=False), st.booleans())
def test_what_changes_nothing(answers: Floats, scale: float, random: object, weighted: bool) -> None:
    """The weights' scale, the order of options, and other weeks beside; ranks are in their sets, alone in all's."""
    chosen = answers.astype(float)
    n, options = chosen.shape
    weight = np.array([random.uniform(0.2, 3) for _ in range(n)]) if weighted else np.ones(n)  # type: ignore[attr-defined]
    together, squares = (chosen * weight[:, None]).T @ chosen, (chosen * weight[:, None] ** 2).T @ chosen
    sets = rank_sets(together[None], squares[None], draws=500)
    assert spans(rank_sets(scale * together[None], scale**2 * squares[None], draws=500)) == spans(sets)
    beside = rank_sets(np.array([squares, together]), np.array([together, squares]), draws=500)
    assert spans_all(beside, 1) == spans_all(sets)
    totals = np.diag(together).round(9)
    if len(set(totals)) == options:
        order = list(range(options))
        random.shuffle(order)  # type: ignore[attr-defined]
        again = rank_sets(together[np.ix_(order, order)][None], squares[np.ix_(order, order)][None], draws=500)
        assert spans(again) == [spans(sets)[place] for place in order]
    rank = 1 + (totals[None, :] > totals[:, None]).sum(axis=1)
    assert (sets.lower[0] <= rank).all()
    assert (rank <= sets.upper[0]).all()
    assert (sets.lower_all <= sets.lower).all()
    assert (sets.upper_all >= sets.upper).all()
