"""Differences against worked examples, scipy, and each other: two roads to one figure."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from survey.statistics.compare import Difference, difference, paired, share_tests, two_means, two_shares
from survey.statistics.trend import share_trend, trend
from survey.statistics.variance import Array, Estimate, Sums, covariance, mean, share

SEEDS = st.integers(0, 2**32 - 1)


def weighted(seed: int, size: int = 60) -> tuple[np.random.Generator, Sums]:
    """Unequal weights, some of them 0."""
    random = np.random.default_rng(seed)
    return random, Sums.respondents(np.round(random.lognormal(0, 0.7, size), 1))


def within(cells: Sums, held: Array) -> Sums:
    return Sums(*(each[held.astype(bool)] for each in (cells.n, cells.w, cells.w2))).sum()


def test_one_answer_in_two_waves_of_the_same_respondents() -> None:
    # Agresti, Categorical Data Analysis, 2nd ed., table 10.1: approval of the prime minister, 944 then 880 of 1,600.
    found = paired(Sums.of(150), Sums.of(86), Sums.of(1600))
    assert found.value == pytest.approx(0.04)
    assert found.statistic**2 == pytest.approx(17.36, abs=0.005)
    assert (found.upper - found.lower) / 2 / 1.96 == pytest.approx(0.0095, abs=1e-4)
    assert (float(found.lower), float(found.upper)) == pytest.approx((0.021, 0.059), abs=5e-4)


@given(SEEDS)
def test_two_options_of_the_same_respondents_by_three_roads(seed: int) -> None:
    random, cells = weighted(seed)
    a, b = (random.random((2, 60)) < [[0.5], [0.4]]).astype(float)
    direct = mean(a - b, cells)
    both = covariance([a, b], cells)
    by_covariance = both[0, 0] + both[1, 1] - 2 * both[0, 1]
    pair = paired(within(cells, a * (1 - b)), within(cells, b * (1 - a)), cells.sum())
    assert by_covariance == pytest.approx(direct.variance, abs=1e-12)
    assert pair.value == pytest.approx(direct.value, abs=1e-12)
    assert (pair.upper - pair.lower) / 2 == pytest.approx(1.959963984540054 * direct.se, abs=1e-9)


@given(SEEDS)
def test_two_waves_with_some_respondents_in_both(seed: int) -> None:
    random, cells = weighted(seed)
    a, b = random.integers(1, 6, (2, 60)).astype(float)
    every = covariance([a, b], cells)
    a[:20], b[40:] = np.nan, np.nan  # 20 in the second wave only, 20 in both, 20 in the first only
    found = covariance([a, b], cells)
    for place, values in enumerate((a, b)):
        assert found[place, place] == pytest.approx(mean(values, cells, everyone=60).variance, abs=1e-12)
    apart = covariance([np.where(np.arange(60) < 40, np.nan, a), np.where(np.arange(60) < 40, b, np.nan)], cells)
    assert apart[0, 1] == 0
    assert np.linalg.eigvalsh(every).min() > -1e-12


def test_the_covariance_of_two_options_is_the_multinomial_one() -> None:
    cells = Sums.of([30, 50, 20])
    found = covariance([[1, 0, 0], [0, 1, 0]], cells)
    assert found == pytest.approx(np.array([[0.21, -0.15], [-0.15, 0.25]]) / 99)


def test_a_group_against_the_rest_is_a_group_against_the_others() -> None:
    base = Sums.of([100, 150, 250], [90.5, 160.25, 249.0], [120.0, 200.0, 300.0])
    inside = Sums.of([30, 60, 125], [25.0, 66.0, 120.0], [35.0, 80.0, 150.0])
    found = two_shares(inside, base, inside.sum() - inside, base.sum() - base)
    others = two_shares(
        Sums(*(each[0] for each in (inside.n, inside.w, inside.w2))),
        Sums(*(each[0] for each in (base.n, base.w, base.w2))),
        Sums.of(185, 186.0, 230.0),
        Sums.of(400, 409.25, 500.0),
    )
    assert found.p[0] == pytest.approx(others.p, rel=1e-12)
    whole = two_shares(inside.sum(), base.sum(), inside.sum() - inside.sum(), base.sum() - base.sum())
    assert np.isnan(whole.p)  # a group of everyone has no rest


def test_weights_that_differ_and_say_nothing_cost_as_much_as_respondents() -> None:
    # 200 of weight 1 and 200 of weight 3 in each group: 800^2 / 2000 = 320 effective of 400.
    base, few, many = Sums.of(400, 800.0, 2000.0), Sums.of(100, 200.0, 500.0), Sums.of(140, 280.0, 700.0)
    found = two_shares(few, base, many, base)
    plain = two_shares(Sums.of(80), Sums.of(320), Sums.of(112), Sums.of(320))
    for name in ("value", "lower", "upper", "statistic", "p"):
        assert getattr(found, name) == pytest.approx(getattr(plain, name), rel=1e-12)


def test_overlapping_groups() -> None:
    # The same 100 in both groups: half the variance is shared, and all of it if the groups are the same.
    apart = two_shares(Sums.of(60), Sums.of(200), Sums.of(90), Sums.of(200))
    some = two_shares(Sums.of(60), Sums.of(200), Sums.of(90), Sums.of(200), overlap=100 / 200**2)
    assert some.statistic == pytest.approx(apart.statistic * np.sqrt(2))
    assert some.upper - some.lower < apart.upper - apart.lower


def test_means_by_welch() -> None:
    random = np.random.default_rng(3)
    a, b = random.normal(5, 1, 14), random.normal(6, 3, 40)
    found = two_means(mean(a, Sums.of(np.ones(14))), 14, mean(b, Sums.of(np.ones(40))), 40)
    expected = stats.ttest_ind(a, b, equal_var=False)
    assert (found.statistic, found.p) == pytest.approx((expected.statistic, expected.pvalue), rel=1e-9)
    ends = expected.confidence_interval()
    assert (found.lower, found.upper) == pytest.approx((ends.low, ends.high), rel=1e-9)


def test_means_that_lie_close_together_far_from_nought() -> None:
    """R's `t.test` of the same values without the ten billion, beside which a float still holds the 1,024th parts."""
    a = np.array([52.5, 31, 77.25, 18, 64, 40.5]) / 1024
    b = np.array([54, 29.5, 80, 21, 66.25, 39.75, 58]) / 1024
    for far, limit in ((0.0, 1e-12), (1e10, 2e-3)):
        one, other = (mean(far + each, Sums.of(np.ones(len(each)))) for each in (a, b))
        found = two_means(one, len(a), other, len(b))
        assert found.statistic == pytest.approx(-0.21685923753543154, rel=limit)
        assert found.p == pytest.approx(0.83246320730488033, rel=limit)
        assert found.lower == pytest.approx(-0.028203316148825461, rel=limit)
        assert found.upper == pytest.approx(0.02316936897620642, rel=limit)


def test_a_difference_of_two_net_balances() -> None:
    # Wave 1: 50 for, 30 against of 100: +20, variance (.8 - .04) / 99. Wave 2: 30 for, 40 against of 100: -10.
    scores = [1, 0, -1]
    first, second = mean(scores, Sums.of([50, 20, 30])), mean(scores, Sums.of([30, 30, 40]))
    found = difference(first, second)
    assert found.value == pytest.approx(0.3)
    assert found.statistic == pytest.approx(0.3 / np.sqrt((0.8 - 0.04) / 99 + (0.7 - 0.01) / 99), rel=1e-12)


def test_nothing_to_tell_apart() -> None:
    none, all_of, base = Sums.of(0), Sums.of(30, 12.3, 7.7), Sums.of(30, 12.3 * (1 + 1e-15), 7.7)
    for found in (two_shares(none, base, none, base), two_shares(all_of, base, all_of, all_of)):
        assert found.statistic == 0
        assert found.p == 1
        assert found.lower < 0 < found.upper
    assert np.isnan(two_shares(none, none, none, base).p)
    same = Estimate(np.array(0.1 + 0.2), np.array(0.0))
    assert difference(same, Estimate(np.array(0.3), np.array(0.0))).p == 1
    assert paired(none, none, Sums.of(50)).p == 1
    assert np.isnan(paired(none, none, none).p)


def test_one_respondent_has_no_error() -> None:
    one = share(Sums.of(1), Sums.of(1))
    assert one.value == 1
    assert np.isnan(one.se)
    assert share(Sums.of(1), Sums.of(1), everyone=20).se == 0
    assert Sums.of(0).effective == 0
    nobody = share(Sums.of(0), Sums.of(3, 0.0, 0.0))  # three of weight 0
    assert np.isnan(nobody.value)


@given(SEEDS, st.floats(0.01, 100))
def test_the_scale_of_weights_changes_no_test(seed: int, scale: float) -> None:
    random, cells = weighted(seed)
    scaled = Sums.respondents(cells.w * scale)
    x, group = random.random((2, 60)) < 0.5

    def tested(by: Sums) -> tuple[Difference, Array, Array]:
        a, b = (group, ~group)
        sums = (within(by, x & a), within(by, a), within(by, x & b), within(by, b))
        return two_shares(*sums[:4]), share_tests(*sums), mean(x, by).variance

    one, other = tested(cells), tested(scaled)
    assert one[0].statistic == pytest.approx(other[0].statistic, rel=1e-9, abs=1e-9)
    assert one[0].lower == pytest.approx(other[0].lower, rel=1e-9, abs=1e-9)
    assert one[1] == pytest.approx(other[1], rel=1e-9)
    assert one[2] == pytest.approx(other[2], rel=1e-9)


def test_the_trend_of_a_share_is_that_of_r() -> None:
    # The example of R's prop.trend.test: smokers among patients (Fleiss 1981).
    smokers, patients = Sums.of([83, 90, 129, 70]), Sums.of([86, 93, 136, 82])
    found = share_trend([1, 2, 3, 4], smokers, patients)
    assert found.statistic**2 == pytest.approx(8.2249, abs=5e-5)
    assert found.p == pytest.approx(0.004132, abs=5e-7)
    last = share_trend([0, 0, 0, 1], smokers, patients)
    assert last.statistic**2 == pytest.approx(12.173, abs=5e-4)
    assert last.p == pytest.approx(0.0004848, abs=5e-8)
    # What the line leaves is the rest of the chi-square of the table (Fleiss: 12.6004 with 3 degrees).
    assert stats.chi2.isf(found.p_line, 2) == pytest.approx(12.6004 - 8.2249, abs=1e-4)


def test_the_trend_of_means_is_the_linear_contrast_of_an_analysis_of_variance() -> None:
    random = np.random.default_rng(5)
    times, given = np.array([1.0, 2, 4, 7]), random.normal([[3.0], [3.1], [3.4], [3.3]], 1, (4, 50))
    figures = mean(given, Sums.of(np.ones((4, 50))))
    found = trend(times, figures, 50)
    contrast = times - times.mean()
    within = given.var(1, ddof=1).mean()
    assert found.slope == pytest.approx(np.polyfit(times, given.mean(1), 1)[0], rel=1e-9)
    assert found.statistic == pytest.approx(
        contrast @ given.mean(1) / np.sqrt(within / 50 * (contrast @ contrast)), rel=1e-9
    )
    between = stats.f_oneway(*given).statistic * 3  # chi-square of all differences, of which the trend is one part
    assert stats.chi2.isf(found.p_line, 2) == pytest.approx(between - found.statistic**2, rel=1e-9)


def test_a_trend_needs_two_times_and_passes_over_empty_ones() -> None:
    inside, base = Sums.of([[5, 0, 9], [5, 0, 0], [0, 0, 0]]), Sums.of([[10, 0, 10], [10, 0, 0], [10, 10, 10]])
    found = share_trend([1, 2, 3], inside, base)
    assert found.slope == pytest.approx([0.2, np.nan, 0], nan_ok=True)
    assert found.p[0] == pytest.approx(two_shares(Sums.of(5), Sums.of(10), Sums.of(9), Sums.of(10)).p, rel=1e-12)
    assert np.isnan(found.p[1])
    assert found.p[2] == 1
