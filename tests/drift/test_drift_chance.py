"""The tests and the measures of likeness, against published and hand-worked figures."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from survey.drift.alike import in_order, text_alikeness
from survey.drift.chance import chi_square_ratio, holm, robust_jump, two_shares
from survey.drift.shapes import date_shape, format_shape, id_shape, kind_of, same_shape, shape_format


def test_fisher_on_the_lady_tasting_tea() -> None:
    """Fisher 1935: three of four cups right has p 17/70 in one tail."""
    name, p = two_shares((3, 1), (4, 4))
    assert name == "Fisher's exact test"
    assert p == pytest.approx(2 * 17 / 70)


def test_two_proportion_z_by_hand() -> None:
    """60 of 100 against 40 of 100: pooled 0.5, standard error 0.0707, z 2.828, p 0.004678."""
    name, p = two_shares((60, 40), (100, 100))
    assert name == "two-proportion z"
    assert p == pytest.approx(0.0046777, abs=1e-6)
    assert two_shares((60, 40), (100, 100), spread=2.0)[1] == pytest.approx(0.0455003, abs=1e-6)  # z = 2


def test_holm_by_hand() -> None:
    """0.01 x 4, 0.02 x 3 = 0.06, 0.03 x 2 = 0.06, 0.5 x 1."""
    assert holm([0.5, 0.01, 0.03, 0.02]) == pytest.approx([0.5, 0.04, 0.06, 0.06])


@given(st.lists(st.floats(0, 1), min_size=1, max_size=30))
def test_holm_lies_between_p_and_bonferroni(p_values: list[float]) -> None:
    for raw, adjusted in zip(p_values, holm(p_values), strict=True):
        assert raw <= adjusted + 1e-12
        assert adjusted <= min(1.0, raw * len(p_values)) + 1e-12 or adjusted <= max(holm(p_values))


def test_chi_square_of_weeks_by_hand() -> None:
    """40 and 60 of 100: pooled 0.5, (10^2 + 10^2) / 25 = 8, one degree of freedom."""
    assert chi_square_ratio([40, 60], [100, 100]) == pytest.approx((8.0, 1))


def test_robust_jump_by_hand() -> None:
    """Equal weeks count as a fifth apart: ln(100.5 / 10.5) / 0.2."""
    assert robust_jump(100, [10, 10, 10]) == pytest.approx(11.294, abs=0.001)


@pytest.mark.parametrize(
    ("ids", "shape"),
    [
        (["3292879998", "3292879538", "3292765271"], "9{10}"),
        (["SYNTHETIC-000001", "SYNTHETIC-000002", "SYNTHETIC-000003"], "SYNTHETIC-9{6}"),
        (["7", "8", "9", "10"], "9+"),
        (["ann", "bob", "eve"], "x{3}"),
        (["a3f-9", "77b-1", "0c4-2", "bb1-4"], "x{3}-x{1}"),
    ],
)
def test_patterns_of_ids(ids: list[str], shape: str) -> None:
    assert id_shape(ids) == shape


@pytest.mark.parametrize(
    ("texts", "shape", "layout"),
    [
        (["14/07/2024 09:30", "01/02/2024 10:00"], "dd/mm/yyyy hh:mi", "%d/%m/%Y %H:%M"),
        (["07/14/2024", "02/01/2024"], "mm/dd/yyyy", "%m/%d/%Y"),
        (["2024-07-14 09:30:15"], "yyyy-mm-dd hh:mi:ss", "%Y-%m-%d %H:%M:%S"),
        (["01/02/2024"], "??/??/yyyy", ""),
        (["14-Jul-24"], "dd-mon-yy", "%d-%b-%y"),
        (["07/14/2024 9:30 PM"], "mm/dd/yyyy hh:mi am", "%m/%d/%Y %I:%M %p"),
    ],
)
def test_forms_of_dates(texts: list[str], shape: str, layout: str) -> None:
    assert date_shape(texts) == shape
    assert shape_format(shape) == layout
    assert not layout or format_shape(layout) == shape


def test_a_form_that_could_be_either_is_the_same_as_both() -> None:
    assert same_shape("dd/mm/yyyy", "??/??/yyyy")
    assert same_shape("??/??/yyyy", "mm/dd/yyyy")
    assert not same_shape("dd/mm/yyyy", "mm/dd/yyyy")


def test_kinds_of_texts() -> None:
    assert [kind_of(texts) for texts in ([], ["1", "2,000", "-3.5"], ["14/07/2024"], ["10", "ten"])] == [
        "blank",
        "number",
        "date",
        "text",
    ]


def test_likeness_of_texts() -> None:
    assert text_alikeness("Don\u2019t know", "dont know!") == 1.0
    assert text_alikeness("Parks & gardens", "parks and gardens") == 1.0
    assert text_alikeness("Very safe", "Very unsafe") < 0.5 < text_alikeness("Very safe", "Very safe indeed")
    assert text_alikeness("Birmingham", "Somewhere quite different") < 0.5


def test_the_longest_run_in_order() -> None:
    assert in_order(["a", "b", "c", "d"], ["d", "a", "b", "x", "c"]) == {"a", "b", "c"}
