"""Raking: R's survey, examples worked by hand, an optimiser, and what must change nothing."""

from __future__ import annotations

from typing import Any

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import minimize

from survey.errors import FailedChecksError
from survey.statistics.raking import Floats, Margin, empty_pairs, rake, trim
from tests.exports import shared
from tests.statistics.truth import of_survey

TYPES, WIDE = ("E", "H", "M"), ("No", "Yes")


def margin(name: str, targets: list[float], places: list[int], labels: tuple[str, ...] = ()) -> Margin:
    names = labels or tuple(f"group {place}" for place in range(len(targets)))
    return Margin(name, names, np.array(targets, dtype=float), np.array(places, dtype=np.intp))


def schools() -> pl.DataFrame:
    """The cluster sample of R's examples, each row's cell among the combinations of type and growth."""
    rows = pl.read_csv(shared("data/truth/apiclus1.csv"))
    cell = (pl.col("stype").replace_strict({"E": 0, "H": 1, "M": 2}) * 2) + (pl.col("sch.wide") == "Yes").cast(pl.Int64)
    return rows.select("stype", "sch.wide", "api00", "enroll", "pw", cell.alias("cell"))


def raked_schools() -> tuple[Floats, Floats, pl.DataFrame]:
    rows = schools()
    n = np.bincount(rows["cell"].to_numpy(), minlength=6).astype(float)
    start = np.full(6, rows["pw"].item(0))
    by_type = margin("type", [4421, 755, 1018], [0, 0, 1, 1, 2, 2], TYPES)
    by_growth = margin("growth", [1072, 5122], [0, 1, 0, 1, 0, 1], WIDE)
    raked = rake(n, [by_type, by_growth], start, total=6194)
    assert raked.converged
    return n, raked.weights, rows


def test_weights_tables_means_and_totals_are_those_of_r() -> None:
    wanted = of_survey()["rake_eps1e12"]
    n, weights, rows = raked_schools()
    for r in wanted["weights"]:
        cell = TYPES.index(r["stype"]) * 2 + WIDE.index(r["sch.wide"])
        assert weights[cell] == pytest.approx(r["w"], rel=1e-9)
    for r in wanted["table"]:
        cell = TYPES.index(r["stype"]) * 2 + WIDE.index(r["sch.wide"])
        assert n[cell] * weights[cell] == pytest.approx(r["Freq"], rel=1e-9)
    each = weights[rows["cell"].to_numpy()]
    assert (each @ rows["api00"].to_numpy()) / each.sum() == pytest.approx(wanted["mean"]["est"]["api00"], rel=1e-9)
    assert each @ rows["enroll"].to_numpy() == pytest.approx(wanted["total"]["est"]["enroll"], rel=1e-9)
    assert each.sum() ** 2 / (each @ each) == pytest.approx(wanted["kish_eff"], rel=1e-9)


def test_trimmed_weights_are_those_of_r() -> None:
    wanted = of_survey()["trim_rake_20_45"]
    n, weights, _ = raked_schools()
    trimmed = trim(n, weights, (20, 45))
    assert trimmed.min() == pytest.approx(wanted["min"], rel=1e-9)
    assert trimmed.max() == wanted["max"]
    assert n @ trimmed == pytest.approx(wanted["sum"], rel=1e-9)


def test_one_margin_is_poststratification_as_in_r() -> None:
    wanted = of_survey()["poststratify_stype"]
    rows = schools()
    n = rows.group_by("stype", maintain_order=True).len().sort("stype")["len"].to_numpy().astype(float)
    raked = rake(n, [margin("type", [4421, 755, 1018], [0, 1, 2], TYPES)], total=6194)
    by_type = dict(zip(TYPES, raked.weights, strict=True))
    for r in wanted["weights_by_cell"]:
        assert by_type[r["stype"]] == pytest.approx(r["x"], rel=1e-9)
    each = rows["stype"].replace_strict(by_type, return_dtype=pl.Float64).to_numpy()
    assert (each @ rows["api00"].to_numpy()) / each.sum() == pytest.approx(wanted["mean"]["est"]["api00"], rel=1e-9)
    assert each @ rows["enroll"].to_numpy() == pytest.approx(wanted["total"]["est"]["enroll"], rel=1e-9)


def test_one_margin_by_hand() -> None:
    """Of 10 respondents 8 are of a group that is half of the population: .5/.8 and .5/.2, mean 1."""
    raked = rake(np.array([8.0, 2.0]), [margin("m", [50, 50], [0, 1])])
    assert raked.weights == pytest.approx([0.625, 2.5], rel=1e-12)
    assert raked.rounds == 1


def test_groups_without_respondents_are_all_named() -> None:
    one, other = margin("age", [1, 1, 1], [0, 0], ("young", "middle", "old")), margin("sex", [1, 1], [0, 0], ("f", "m"))
    with pytest.raises(FailedChecksError) as caught:
        rake(np.array([3.0, 4.0]), [one, other])
    assert [problem.where for problem in caught.value.problems] == ["age: middle", "age: old", "sex: m"]


def test_margins_that_no_weights_can_meet_are_told() -> None:
    """All of a are b and all of b are a, but a is 30% and b 60% of the population."""
    raked = rake(np.array([5.0, 5.0]), [margin("a", [30, 70], [0, 1]), margin("b", [60, 40], [0, 1])])
    assert not raked.converged
    assert raked.off == pytest.approx(0.3, abs=1e-9)  # the last margin is met, the first is not


def test_pairs_of_groups_that_nobody_joins_are_named() -> None:
    margins = [margin("age", [1, 1], [0, 0, 1], ("young", "old")), margin("sex", [1, 1], [0, 1, 1], ("f", "m"))]
    assert empty_pairs(margins) == [((0, 1), (1, 0))]


def test_raking_within_bounds_is_the_nearest_that_meets_them() -> None:
    """Against a general optimiser: least distance of Kullback and Leibler under the margins and the bounds."""
    n = np.array([30.0, 10, 5, 20, 25, 10])
    margins = [margin("a", [40, 60], [0, 0, 0, 1, 1, 1]), margin("b", [20, 40, 40], [0, 1, 2, 0, 1, 2])]
    free, bounds = rake(n, margins), (0.38, 2.8)
    assert free.weights.min() < bounds[0]
    assert free.weights.max() > bounds[1]
    raked = rake(n, margins, bounds=bounds)
    held = {
        "type": "eq",
        "fun": lambda w: np.concatenate(
            [np.bincount(m.places, weights=n * w) - m.targets * n.sum() / m.targets.sum() for m in margins]
        )[:-1],  # the last follows from the others
    }
    best = minimize(
        lambda w: float(n @ (w * np.log(w) - w)),
        np.ones(6),
        jac=lambda w: n * np.log(w),
        bounds=[bounds] * 6,
        constraints=[held],
        options={"ftol": 1e-14, "maxiter": 500},
    )
    assert raked.converged
    assert raked.weights == pytest.approx(best.x, abs=1e-5)


def test_bounds_that_the_margins_exclude_end_in_trimmed_weights() -> None:
    """The second group needs a weight of 2.5; at most 2 is allowed, and the other takes what is left: .75."""
    raked = rake(np.array([8.0, 2.0]), [margin("m", [50, 50], [0, 1])], bounds=(0.1, 2.0))
    assert not raked.converged
    assert raked.weights == pytest.approx([0.75, 2.0], rel=1e-12)
    assert raked.off == pytest.approx(0.1, rel=1e-9)


def test_trimming_goes_on_where_sharing_takes_others_out() -> None:
    """Worked by hand: 5 gives 3 to four others (.75 each); that lifts 1.5 to 2.25, whose .25 goes to the three."""
    trimmed = trim(np.array([3.0, 1, 1]), np.array([0.5, 1.5, 5.0]), (0.0, 2.0))
    assert trimmed == pytest.approx([4 / 3, 2.0, 2.0], rel=1e-9)


def test_trimming_where_every_weight_is_outside() -> None:
    trimmed = trim(np.array([9.0, 1.0]), np.array([0.2, 8.2]), (0.5, 1.5))
    assert trimmed == pytest.approx([8.5 / 9, 1.5], rel=1e-9)


def test_bounds_beside_the_mean_are_refused() -> None:
    with pytest.raises(ValueError, match="exclude the mean weight"):
        trim(np.array([1.0, 1.0]), np.array([0.5, 1.5]), (1.1, 2.0))


@st.composite
def tables(draw: st.DrawFn) -> tuple[Floats, list[Margin], Floats]:
    """A full table of cells by two or three margins, targets in any scale, and weights to start from."""
    sizes = draw(st.lists(st.integers(2, 4), min_size=2, max_size=3))
    cells = int(np.prod(sizes))
    n = np.array(draw(st.lists(st.integers(1, 50), min_size=cells, max_size=cells)), dtype=float)
    start = np.array(draw(st.lists(st.floats(0.5, 2), min_size=cells, max_size=cells)))
    places = np.unravel_index(np.arange(cells), sizes)
    share = st.integers(1, 20)
    margins = [
        margin(f"m{number}", draw(st.lists(share, min_size=size, max_size=size)), list(where))
        for number, (size, where) in enumerate(zip(sizes, places, strict=True))
    ]
    return n, margins, start


@settings(max_examples=60, deadline=None)
@given(tables())
def test_every_margin_is_met_and_the_mean_is_one(table: tuple[Floats, list[Margin], Floats]) -> None:
    n, margins, start = table
    raked = rake(n, margins, start)
    assert raked.converged
    assert n @ raked.weights == pytest.approx(n.sum(), rel=1e-10)
    for each in margins:
        shares = np.bincount(each.places, weights=n * raked.weights) / n.sum()
        assert shares == pytest.approx(each.targets / each.targets.sum(), abs=1e-10)


@settings(max_examples=40, deadline=None)
@given(tables(), st.floats(0.001, 1000), st.randoms(use_true_random=False))
def test_scale_order_and_splitting_change_nothing(
    table: tuple[Floats, list[Margin], Floats], scale: float, random: Any
) -> None:
    n, margins, start = table
    raked = rake(n, margins, start).weights
    order = list(range(len(n)))
    random.shuffle(order)
    shuffled = [Margin(m.name, m.labels, m.targets * scale, m.places[order]) for m in reversed(margins)]
    assert rake(n[order], shuffled, start[order] * scale).weights == pytest.approx(raked[order], rel=1e-9)
    twice = [Margin(m.name, m.labels, m.targets, np.tile(m.places, 2)) for m in margins]
    halves = rake(np.concatenate([n * 0.25, n * 0.75]), twice, np.tile(start, 2)).weights
    assert halves == pytest.approx(np.tile(raked, 2), rel=1e-9)


@settings(max_examples=40, deadline=None)
@given(tables())
def test_what_cells_have_beyond_their_margins_stays(table: tuple[Floats, list[Margin], Floats]) -> None:
    """Weights change by a factor a group: differences of their logarithms within a margin's groups are those of
    other margins alone. Held by the rank of the logarithms: they lie in the span of the margins' indicators."""
    n, margins, start = table
    change = np.log(rake(n, margins, start).weights / start)
    design = np.column_stack([np.eye(len(m.labels))[m.places] for m in margins])
    fitted = design @ np.linalg.lstsq(design, change, rcond=None)[0]
    assert fitted == pytest.approx(change, abs=1e-9)


@settings(max_examples=60, deadline=None)
@given(tables(), st.floats(0.1, 0.9), st.floats(1.2, 4))
def test_bounds_hold_whatever_else(table: tuple[Floats, list[Margin], Floats], low: float, high: float) -> None:
    n, margins, _ = table
    raked = rake(n, margins, bounds=(low, high))
    assert raked.weights.min() >= low
    assert raked.weights.max() <= high
    assert n @ raked.weights == pytest.approx(n.sum(), rel=1e-9)
    if raked.converged:
        for each in margins:
            shares = np.bincount(each.places, weights=n * raked.weights) / n.sum()
            assert shares == pytest.approx(each.targets / each.targets.sum(), abs=1e-10)
