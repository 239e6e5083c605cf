"""Intervals of shares against R, against Newcombe's own tables, and at the ends of the scale."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from survey.statistics.compare import difference
from survey.statistics.intervals import clopper_pearson, newcombe, wilson, wilson_corrected
from survey.statistics.variance import Array, Estimate
from tests.statistics.truth import of_proportions

Interval = Callable[[Any, Any], tuple[Array, Array]]


@pytest.mark.parametrize(
    ("name", "interval"), [("wilson", wilson), ("wilson_cc", wilson_corrected), ("clopper", clopper_pearson)]
)
def test_each_interval_is_that_of_r(name: str, interval: Interval) -> None:
    cases = of_proportions()["binom_ci"]
    x, n = (np.array([case[key] for case in cases], float) for key in ("x", "n"))
    expected = np.array([case[name] for case in cases])
    assert np.column_stack(interval(x / n, n)) == pytest.approx(expected, rel=1e-9, abs=0)


def test_the_plain_interval_of_a_difference_is_that_of_r() -> None:
    first, second = (Estimate(np.array(x / n), np.array(x * (n - x) / n**3)) for x, n in ((494, 2152), (442, 2041)))
    found = difference(first, second)
    assert (found.lower, found.upper) == pytest.approx(of_proportions()["two_wave"]["diff_ci"], rel=1e-9)


# Newcombe (1998), Statistics in Medicine 17, 873-890, table II, method 10, as printed.
NEWCOMBE = [
    (56, 70, 48, 80, 0.0524, 0.3339),
    (9, 10, 3, 10, 0.1705, 0.8090),
    (6, 7, 2, 7, 0.0582, 0.8062),
    (5, 56, 0, 29, -0.0381, 0.1926),
    (0, 10, 0, 20, -0.1611, 0.2775),
    (0, 10, 0, 10, -0.2775, 0.2775),
    (10, 10, 0, 20, 0.6791, 1.0),
    (10, 10, 0, 10, 0.6075, 1.0),
]


@pytest.mark.parametrize(("a", "m", "b", "n", "lower", "upper"), NEWCOMBE)
def test_the_interval_of_a_difference_is_newcombes(a: int, m: int, b: int, n: int, lower: float, upper: float) -> None:
    assert newcombe(a / m, m, b / n, n) == pytest.approx((lower, upper), abs=5e-5)


@pytest.mark.parametrize("interval", [wilson, wilson_corrected, clopper_pearson])
def test_the_ends_of_the_scale(interval: Interval) -> None:
    lower, upper = interval([0, 1, 0, 1, 0.5], [20, 20, 1, 1, 0])
    assert lower[[0, 2]].tolist() == [0, 0]
    assert upper[[1, 3]].tolist() == [1, 1]
    assert np.isnan(lower[4])
    assert np.isnan(upper[4])
    assert lower[1] == pytest.approx(1 - upper[0], rel=1e-12)
    assert 0 < lower[3] < upper[2] < 1 or interval is wilson_corrected


@given(st.floats(0, 1), st.floats(0.1, 1e7), st.sampled_from([wilson, wilson_corrected, clopper_pearson]))
def test_an_interval_holds_its_share_and_mirrors(p: float, n: float, interval: Interval) -> None:
    lower, upper = interval(p, n)
    assert 0 <= lower <= p * (1 + 1e-9)
    assert p * (1 - 1e-9) <= upper <= 1
    lower_of_rest, upper_of_rest = interval(1 - p, n)
    assert 1 - upper_of_rest == pytest.approx(lower, abs=1e-9)
    assert 1 - lower_of_rest == pytest.approx(upper, abs=1e-9)
