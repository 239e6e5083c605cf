"""Every figure of R's that stands on weights only or on a simple random sample: means, totals, by group, deff."""

from __future__ import annotations

import numpy as np
import pytest

from survey.statistics.compare import difference
from survey.statistics.variance import Sums, design_effect, mean, share, total
from tests.statistics.truth import of_survey, schools, scores, weights

FIGURE, ERROR = 1e-9, 1e-12  # relative


def test_means_and_shares_with_design_effects_under_weights_only() -> None:
    expected, data, cells = of_survey()["weights_only_deff_replace"], schools(), weights()
    values = {"api00": scores(), **{f"stype{kind}": (data["stype"] == kind).astype(float) for kind in "EHM"}}
    for name, value in values.items():
        found = mean(value, cells)
        assert found.value == pytest.approx(expected["est"][name], rel=FIGURE)
        assert found.se == pytest.approx(expected["se"][name], rel=ERROR)
        assert design_effect(value, cells) == pytest.approx(expected["deff"][name], rel=FIGURE)


def test_means_and_shares_by_group_are_domains_of_the_whole() -> None:
    data, cells = schools(), weights()
    for row in of_survey()["weights_only_svyby"]:
        group = data["sch.wide"] == row["sch.wide"]
        values = {"api00": scores(), **{f"stype{kind}": (data["stype"] == kind).astype(float) for kind in "EHM"}}
        for name, value in values.items():
            found = mean(np.where(group, value, np.nan), cells, everyone=len(group))
            assert found.value == pytest.approx(row[name], rel=FIGURE)
            assert found.se == pytest.approx(row[f"se.{name}"], rel=ERROR)


def test_shares_by_group_from_sums_alone() -> None:
    data, cells = schools(), weights()
    for row in of_survey()["weights_only_svyby"]:
        group = data["sch.wide"] == row["sch.wide"]
        base = Sums(cells.n[group], cells.w[group], cells.w2[group]).sum()
        for kind in "EHM":
            inside = group & (data["stype"] == kind)
            found = share(Sums(cells.n[inside], cells.w[inside], cells.w2[inside]).sum(), base, everyone=len(group))
            assert found.value == pytest.approx(row[f"stype{kind}"], rel=FIGURE)
            assert found.se == pytest.approx(row[f"se.stype{kind}"], rel=ERROR)


def test_a_table_of_totals() -> None:
    data, cells = schools(), weights()
    for row in of_survey()["weights_only_svytable"]:
        inside = (data["sch.wide"] == row["sch.wide"]) & (data["stype"] == row["stype"])
        assert total(inside, cells).value == pytest.approx(row["Freq"], rel=FIGURE)


def test_a_simple_random_sample_of_a_known_population() -> None:
    expected, data = of_survey()["srs_svymean"], schools("apisrs")
    cells, population = Sums.of(np.ones(len(data["fpc"]))), float(data["fpc"][0])
    values = {"api00": scores("apisrs"), **{f"stype{kind}": (data["stype"] == kind).astype(float) for kind in "EHM"}}
    for name, value in values.items():
        found = mean(value, cells, population=population)
        assert found.value == pytest.approx(expected["est"][name], rel=FIGURE)
        assert found.se == pytest.approx(expected["se"][name], rel=ERROR)


def test_the_effective_base() -> None:
    expected, base = of_survey()["weights_only_kish"], weights().sum()
    assert base.n == of_survey()["weights_only_n"]
    assert (base.w, base.w2) == pytest.approx((expected["sum_w"], expected["sum_w2"]), rel=FIGURE)
    assert base.effective == pytest.approx(expected["eff"], rel=FIGURE)
    assert base.design_effect == pytest.approx(expected["deff_w"], rel=FIGURE)


def test_the_t_test_of_two_groups_with_weights() -> None:
    expected, group, cells = of_survey()["weights_only_svyttest_api00_by_schwide"], schools()["sch.wide"], weights()
    yes, no = (mean(np.where(group == name, scores(), np.nan), cells, everyone=len(group)) for name in ("Yes", "No"))
    found = difference(yes, no, degrees=len(group) - 2)
    assert len(group) - 2 == expected["df"]
    assert found.value == pytest.approx(expected["diff"], rel=FIGURE)
    assert found.statistic == pytest.approx(expected["t"], rel=FIGURE)
    assert found.p == pytest.approx(expected["p"], rel=FIGURE)
