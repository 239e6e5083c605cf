"""Letters as R's `expss` gives them, and corrections as R's `pairwise.prop.test`."""

from __future__ import annotations

from collections import Counter
from typing import Any

import numpy as np
import pytest

from survey.statistics.compare import share_tests, two_shares
from survey.statistics.corrections import Correction, corrected
from survey.statistics.letters import column_letters, mean_letters, pairs, share_letters
from survey.statistics.variance import Array, Estimate, Sums, mean
from tests.statistics.truth import of_proportions, schools

# Motor Trend 1974 (R's `mtcars`): cylinders, gears, transmission, miles per gallon.
CARS: list[tuple[int, int, int, float]] = [
    (6, 4, 1, 21.0), (6, 4, 1, 21.0), (4, 4, 1, 22.8), (6, 3, 0, 21.4), (8, 3, 0, 18.7), (6, 3, 0, 18.1),
    (8, 3, 0, 14.3), (4, 4, 0, 24.4), (4, 4, 0, 22.8), (6, 4, 0, 19.2), (6, 4, 0, 17.8), (8, 3, 0, 16.4),
    (8, 3, 0, 17.3), (8, 3, 0, 15.2), (8, 3, 0, 10.4), (8, 3, 0, 10.4), (8, 3, 0, 14.7), (4, 4, 1, 32.4),
    (4, 4, 1, 30.4), (4, 4, 1, 33.9), (4, 3, 0, 21.5), (8, 3, 0, 15.5), (8, 3, 0, 15.2), (8, 3, 0, 13.3),
    (8, 3, 0, 19.2), (4, 4, 1, 27.3), (4, 5, 1, 26.0), (4, 5, 1, 30.4), (8, 5, 1, 15.8), (6, 5, 1, 19.7),
    (8, 5, 1, 15.0), (4, 4, 1, 21.4),
]  # fmt: skip


def printed(rows: list[dict[str, Any]]) -> tuple[list[list[float]], list[list[str]]]:
    """The figures and the letters of a table of expss, whose cells are `66.7 A D` (an empty one: no figure)."""
    cells = [[value.split() for name, value in row.items() if name != "row_labels"] for row in rows]
    figures = [[float(cell[0]) if cell else np.nan for cell in row] for row in cells]
    return figures, [[" ".join(cell[1:]) for cell in row] for row in cells]


def cylinders() -> tuple[Array, Array]:
    """Counts by gears, then transmission, and their bases; an empty cell is not tested by expss."""
    columns = [("gear", 3), ("gear", 4), ("gear", 5), ("am", 0), ("am", 1)]
    held = [[car[0] for car in CARS if (car[1] if by == "gear" else car[2]) == value] for by, value in columns]
    counts = [[Counter(column)[kind] or np.nan for column in held] for kind in (4, 6, 8)]
    return np.array(counts), np.array([len(column) for column in held], float)


def test_letters_of_shares_are_those_of_expss() -> None:
    figures, expected = printed(of_proportions()["mtcars_sig"])
    counts, bases = cylinders()
    assert np.round(100 * counts / bases, 1) == pytest.approx(np.array(figures[:3]), nan_ok=True)
    assert bases.tolist() == figures[3]
    assert share_letters(Sums.of(counts), Sums.of(bases), "none").tolist() == expected[:3]


@pytest.mark.parametrize(("name", "correction"), [("mr_sig_letters", "none"), ("mr_sig_letters_bonf", "bonferroni")])
def test_letters_of_a_multi_code_question(name: str, correction: Correction) -> None:
    figures, expected = printed(of_proportions()[name])
    data = schools("product_test")
    picks = np.array([[pick == code for code in "2345678"] for pick in (data[f"a1_{n}"] for n in range(1, 7))]).any(0)
    of_age = data["s2a"].astype(int) >= 25
    groups = np.array([data["cell"] == "1", data["cell"] == "2", ~of_age, of_age])
    bases = groups.sum(1)
    counts = picks.astype(float) @ groups.T
    counts[counts == 0] = np.nan
    assert np.round(100 * counts / bases, 1) == pytest.approx(np.array(figures[:7]), abs=0.0500001, nan_ok=True)
    assert bases.tolist() == figures[7]
    assert share_letters(Sums.of(counts), Sums.of(bases), correction).tolist() == expected[:7]


def test_letters_of_means_are_those_of_expss() -> None:
    figures, expected = printed(of_proportions()["mtcars_means_sig"])
    held = [np.array([car[3] for car in CARS if car[0] == kind]) for kind in (4, 6, 8)]
    found = [mean(values, Sums.of(np.ones(len(values)))) for values in held]
    means = Estimate(np.array([each.value for each in found]), np.array([each.variance for each in found]))
    assert np.round(means.value, 1).tolist() == figures[0]
    assert mean_letters(means, [len(values) for values in held], "none").tolist() == expected[0]


@pytest.mark.parametrize(
    ("name", "correction"), [("none", "none"), ("bonferroni", "bonferroni"), ("holm", "holm"), ("BH", "bh")]
)
def test_pairwise_tests_with_each_correction(name: str, correction: Correction) -> None:
    truth = of_proportions()["fleiss_smokers"]
    x, n = np.array(truth["x"], float), np.array(truth["n"], float)
    i, j = pairs(4)
    p = corrected(share_tests(*map(Sums.of, (x[i], n[i], x[j], n[j]))), correction)
    expected = [truth[name][b - 1][a] for a, b in zip(i, j, strict=True)]
    assert p == pytest.approx(expected, rel=1e-9)


def test_two_waves() -> None:
    truth = of_proportions()["two_wave"]
    found = two_shares(Sums.of(494), Sums.of(2152), Sums.of(442), Sums.of(2041))
    assert found.statistic**2 == pytest.approx(truth["chisq"], rel=1e-9)
    assert found.p == pytest.approx(truth["p"], rel=1e-9)


def test_an_untested_pair_counts_in_no_family() -> None:
    p = np.array([0.01, np.nan, 0.02, 0.03])
    assert corrected(p, "holm") == pytest.approx([0.03, np.nan, 0.04, 0.04], nan_ok=True)
    assert corrected(p, "bh") == pytest.approx([0.03, np.nan, 0.03, 0.03], nan_ok=True)
    assert corrected(p, "bonferroni") == pytest.approx([0.03, np.nan, 0.06, 0.09], nan_ok=True)
    assert corrected(np.full(3, np.nan), "holm") == pytest.approx(np.full(3, np.nan), nan_ok=True)
    assert corrected([], "holm").shape == (0,)


def test_families_along_an_axis() -> None:
    p = np.array([[0.01, 0.04], [0.02, 0.03]])
    assert corrected(p, "holm", axis=1) == pytest.approx(np.array([[0.02, 0.04], [0.04, 0.04]]))
    assert corrected(p, "holm", axis=0) == pytest.approx(np.array([[0.02, 0.06], [0.02, 0.06]]))
    assert corrected(p, "holm") == pytest.approx(np.array([[0.04, 0.06], [0.06, 0.06]]))


def test_letters_past_the_alphabet() -> None:
    assert column_letters(29)[24:] == ("Y", "Z", "AA", "AB", "AC")
    assert column_letters(703)[701:] == ("ZZ", "AAA")


def test_one_group_or_an_empty_one_has_no_letters() -> None:
    def found(counts: list[list[float]], bases: list[float]) -> object:
        return share_letters(Sums.of(counts), Sums.of(bases)).tolist()

    assert found([[50], [20]], [100]) == [[""], [""]]
    assert found([[90, 0, 10]], [100, 0, 100]) == [["C", "", ""]]
    assert found([[0, 0], [50, 80]], [50, 80]) == [["", ""], ["", ""]]
    assert found([[50, 0]], [50, 80]) == [["B", ""]]
