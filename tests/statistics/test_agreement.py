"""Agreement against worked examples: Cohen's and Krippendorff's own, and figures worked by hand."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from survey.statistics.agreement import adjusted_share, alpha, kappa, masi, nominal


def test_kappa_of_the_fifty_grant_proposals() -> None:
    """Twenty accepted by both, five by the first only, ten by the second only, fifteen by neither: kappa 0.4."""
    found = kappa(20, 5, 10, 15)
    assert found.value == pytest.approx(0.4, abs=1e-12)
    assert (found.lower, found.upper) == pytest.approx((0.149, 0.651), abs=0.003)


def test_kappa_where_it_is_not_defined_and_where_all_agree() -> None:
    assert math.isnan(kappa(0, 0, 0, 30).value)
    assert math.isnan(kappa(0, 0, 0, 0).value)
    assert kappa(10, 0, 0, 20).value == pytest.approx(1)
    assert kappa(0, 2, 0, 5).value == pytest.approx(0)
    for found in (kappa(10, 0, 0, 20), kappa(0, 2, 0, 5)):  # nought as large-sample error is no certainty
        assert math.isnan(found.lower)
        assert math.isnan(found.upper)


def test_alpha_of_krippendorffs_two_observers() -> None:
    """Krippendorff, Computing alpha-reliability (2011), A: four of ten apart, 14 noughts, 6 ones: 1 - 19 x 4 / 84."""
    first, second = "0100000010", "1110010000"
    units = [list(pair) for pair in zip(first, second, strict=True)]
    assert alpha(units, nominal, draws=0).value == pytest.approx(1 - 19 * 4 / 84)


def test_alpha_of_krippendorffs_four_observers() -> None:
    """The same, C: nominal data, four observers, missing values: 0.743."""
    observers = (
        (1, 2, 3, 3, 2, 1, 4, 1, 2, None, None, None),
        (1, 2, 3, 3, 2, 2, 4, 1, 2, 5, None, 3),
        (None, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, None),
        (1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, None),
    )
    units = [[value for value in unit if value is not None] for unit in zip(*observers, strict=True)]
    found = alpha(units, nominal)
    assert found.value == pytest.approx(0.743, abs=0.0005)
    assert found.lower < found.value < found.upper


def test_masi_by_passonneau() -> None:
    a, b, c = frozenset("ab"), frozenset("a"), frozenset("bc")
    assert masi(a, a) == 0
    assert masi(a, b) == pytest.approx(1 - 2 / 3 * 1 / 2)
    assert masi(a, c) == pytest.approx(1 - 1 / 3 * 1 / 3)
    assert masi(b, c) == 1
    assert masi(frozenset(), frozenset()) == 0
    assert masi(frozenset(), a) == 1


def test_alpha_of_sets_by_hand() -> None:
    """Two units: {a},{a} and {a},{a,b}: within, one pair apart; expected, three of one with one of the other."""
    a, ab = frozenset("a"), frozenset("ab")
    apart = 1 - 2 / 3 * 1 / 2
    within, expected = 2 * apart, 2 * 3 * 1 * apart / 3
    assert alpha([[a, a], [a, ab]], masi, draws=0).value == pytest.approx(1 - within / expected)


def test_a_share_put_right() -> None:
    """30 of 100 coded; of 20 read 18 have it; of 40 read without it 2 do: .3 x .9 + .7 x .05 = .305."""
    found = adjusted_share((30, 70), (18, 2), (20, 40))
    assert found.value == pytest.approx(0.305)
    plain = math.sqrt(0.3**2 * 0.9 * 0.1 / 20 + 0.7**2 * 0.05 * 0.95 / 40)
    assert found.upper - found.lower == pytest.approx(2 * 1.96 * plain, rel=0.15)
    assert math.isnan(adjusted_share((30, 70), (0, 0), (0, 0)).value)


def test_nothing_found_is_no_proof_that_there_is_nothing() -> None:
    found = adjusted_share((5, 995), (0, 0), (5, 40))
    assert found.value == 0
    assert found.lower == 0
    assert 0.01 < found.upper < 0.15


@given(st.lists(st.lists(st.sampled_from("abc"), min_size=2, max_size=2), min_size=2, max_size=20))
def test_alpha_is_one_at_most_and_no_order_matters(units: list[list[str]]) -> None:
    found = alpha(units, nominal, draws=0).value
    turned = alpha([unit[::-1] for unit in reversed(units)], nominal, draws=0).value
    assert math.isnan(found) == math.isnan(turned)
    if not math.isnan(found):
        assert found <= 1
        assert found == pytest.approx(turned)
