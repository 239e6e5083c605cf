"""Counts behind printed percentages: against plain division and rounding."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from survey.synthetic.margins import fill, limits, nearest_count, spread

TENTHS = st.integers(0, 1000)


@given(tenths=TENTHS, base=st.integers(1, 3000))
def test_every_count_within_the_limits_and_no_other_is_printed_so(tenths: int, base: int) -> None:
    percent = tenths / 10
    low, high = limits(percent, base)
    expected = [count for count in range(base + 1) if abs(1000 * count - tenths * base) * 2 < base]
    assert list(range(low, high + 1)) == expected
    assert all(round(100 * count / base, 1) == percent for count in expected)


@given(tenths=TENTHS, base=st.integers(1, 3000))
def test_the_nearest_count_is_printed_so(tenths: int, base: int) -> None:
    count = nearest_count(tenths / 10, base)
    if count is None:
        assert base < 1000
    else:
        assert f"{100 * count / base:.1f}" == f"{tenths / 10:.1f}"


def test_limits_by_hand() -> None:
    assert limits(36.3, 8000) == (2901, 2907)  # 36.25 % is 2900, halfway: left out; 36.35 % is 2908
    assert limits(0.0, 1000) == (0, 0)
    assert limits(33.3, 3) == (1, 1)
    low, high = limits(33.4, 3)
    assert low > high
    assert nearest_count(33.4, 3) is None


def test_shares_that_add_up_to_more_than_100_are_filled_from_the_low_ends() -> None:
    percents = (36.3, 36.2, 27.6)
    counts = fill(7800, [limits(each, 7800) for each in percents], [each * 78 for each in percents])
    assert counts is not None
    assert sum(counts) == 7800
    assert [round(each / 78, 1) for each in counts] == list(percents)


@pytest.mark.parametrize("total", [4, 11])
def test_a_total_outside_the_bounds_cannot_be_filled(total: int) -> None:
    assert fill(total, [(2, 4), (3, 6)], [3, 4]) is None


def test_an_empty_range_cannot_be_filled() -> None:
    assert fill(5, [(3, 2), (0, 9)], [3, 2]) is None


@given(total=st.integers(0, 5000), weights=st.lists(st.integers(1, 50), min_size=1, max_size=16))
def test_spread_keeps_the_total_and_is_off_by_less_than_one(total: int, weights: list[int]) -> None:
    counts = spread(total, weights)
    assert sum(counts) == total
    assert all(abs(count - total * weight / sum(weights)) < 1 for count, weight in zip(counts, weights, strict=True))


def test_spread_by_hand() -> None:
    assert spread(10, [1, 1, 1]) == [4, 3, 3]
    assert spread(7, [0, 3, 1]) == [0, 5, 2]
    assert spread(4, [0, 0]) == [2, 2]
    assert math.fsum(spread(0, [2, 1])) == 0
