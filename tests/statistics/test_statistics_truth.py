"""Every figure of R's that stands on weights only or on a simple random sample: means, totals, by group, deff."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.optimize import brentq
from scipy.special import expit, log_expit, logit, stdtrit

from survey.statistics.compare import difference
from survey.statistics.design_intervals import arcsine, korn_graubard, likelihood, log_odds, plain
from survey.statistics.rao_scott import rao_scott
from survey.statistics.variance import Array, Estimate, Sums, covariance, design_effect, mean, share, total
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


def test_totals_of_a_simple_random_sample_as_lumley_prints_them() -> None:
    # Lumley, Complex Surveys (2010), section 2.2, of the same sample: totals with standard errors, as printed.
    data = schools("apisrs")
    cells, population = weights("apisrs"), float(data["fpc"][0])
    printed = {"E": (4397.74, 196.00), "H": (774.25, 142.85), "M": (1022.01, 160.33)}
    for kind, (expected, error) in printed.items():
        found = total(data["stype"] == kind, cells, population=population)
        assert (float(found.value), float(found.se)) == pytest.approx((expected, error), abs=0.005)
    enrolled = total(data["enroll"].astype(float), cells, population=population)
    assert (float(enrolled.value), float(enrolled.se)) == pytest.approx((3621074, 169520), abs=0.5)


def test_more_of_a_simple_random_sample_of_a_known_population() -> None:
    """R, of `d <- svydesign(id = ~1, fpc = ~fpc, data = apisrs)`: the calls that stand beside the figures."""
    data = schools("apisrs")
    n, population = len(data["fpc"]), float(data["fpc"][0])
    cells, wide, primary = Sums.of(np.ones(n)), data["sch.wide"] == "Yes", data["stype"] == "E"
    # vcov(svymean(~api00 + api99 + enroll, d))
    values = [data[name].astype(float) for name in ("api00", "api99", "enroll")]
    expected = [
        [85.557357803994179, 85.721486885793240, -49.176488828465878],
        [85.721486885793240, 90.255777982055875, -31.023359648500808],
        [-49.176488828465878, -31.023359648500808, 749.027416329792004],
    ]
    assert covariance(values, cells, population=population) == pytest.approx(np.array(expected), rel=FIGURE)
    # svymean(~api00, d, deff = "replace")
    assert design_effect(values[0], cells, population=population) == pytest.approx(0.96771068776235103, rel=FIGURE)
    # svyby(~api00 + I(stype == "E"), ~sch.wide, d, svymean)
    for group, (score, of_score, share_of, of_share) in {
        False: (574.0, 19.8929319580195347, 0.40540540540540543, 0.079600466376112844),
        True: (675.3312883435583, 9.8530765273269409, 0.77914110429447858, 0.032042982505718125),
    }.items():
        for figure, mean_of, error in ((values[0], score, of_score), (primary.astype(float), share_of, of_share)):
            found = mean(np.where(wide == group, figure, np.nan), cells, n, population)
            assert found.value == pytest.approx(mean_of, rel=FIGURE)
            assert found.se == pytest.approx(error, rel=ERROR)
    # svyratio(~api00, ~api99, d): the mean of their ratios, each weighted by api99
    ratio = mean(values[0] / values[1], Sums(cells.n, values[1], values[1] ** 2), n, population)
    assert ratio.value == pytest.approx(1.0510657371315142, rel=FIGURE)
    assert ratio.se == pytest.approx(0.0036039905811512661, rel=ERROR)
    # svyttest(api00 ~ sch.wide, d)
    yes, no = (mean(np.where(wide == group, values[0], np.nan), cells, n, population) for group in (True, False))
    tested = difference(yes, no, degrees=n - 2)
    assert tested.statistic == pytest.approx(4.5646027686969495, rel=FIGURE)
    assert tested.p == pytest.approx(8.7750979169903405e-06, rel=FIGURE)


def test_intervals_and_tables_of_a_simple_random_sample() -> None:
    """R's `svyciprop(~I(sch.wide == "Yes"), d)` by each method, and `svychisq(~sch.wide + stype, d)`."""
    data = schools("apisrs")
    n, population = len(data["fpc"]), float(data["fpc"][0])
    found = mean(data["sch.wide"] == "Yes", Sums.of(np.ones(n)), population=population)
    for (lower, upper), ends in (
        (log_odds(found, n - 1), (0.7555968945776077, 0.86259061044025354)),
        (arcsine(found, n - 1), (0.75879858047511961, 0.86525421028183591)),
        (korn_graubard(found, n, n - 1), (0.75507174562351875, 0.86560434140682962)),
        (plain(found, n - 1), (0.76160405963103173, 0.86839594036896839)),
    ):
        assert (lower, upper) == pytest.approx(ends, rel=FIGURE)
    assert likelihood(found, n, n - 1) == pytest.approx((0.75768527059149582, 0.86438511784572791), rel=3e-6)
    table = [
        [int(((data["sch.wide"] == wide) & (data["stype"] == kind)).sum()) for kind in "EHM"] for wide in ("No", "Yes")
    ]
    tested = rao_scott(Sums.of(table), population=population)
    assert tested.f == pytest.approx(13.482196151464018, rel=FIGURE)
    assert tested.f_degrees == pytest.approx((2, 398), rel=FIGURE)
    assert tested.p == pytest.approx(2.1606054267951167e-06, rel=FIGURE)
    assert (tested.chisq, tested.p_chisq) == pytest.approx((26.224854895035488, 1.395586010812649e-06), rel=FIGURE)


@pytest.mark.parametrize(
    ("name", "limit"),
    [
        ("xlogit", FIGURE),
        ("asin", FIGURE),
        ("beta", FIGURE),
        ("mean", FIGURE),
        ("logit", FIGURE),  # R's model stops 5e-10 short of where it tends to
        ("likelihood", 3e-6),  # R reads its ends off a spline; the test below holds ours to the last digits
    ],
)
def test_each_interval_of_svyciprop(name: str, limit: float) -> None:
    expected, cells = of_survey()["svyciprop_schwide"]["weights_only"][name], weights()
    found = mean(schools()["sch.wide"] == "Yes", cells)
    n = len(cells.w)
    intervals: dict[str, tuple[Array, Array]] = {
        "xlogit": log_odds(found, n - 1),
        "logit": log_odds(found, n - 1),
        "asin": arcsine(found, n - 1),
        "beta": korn_graubard(found, n, n - 1),
        "mean": plain(found, n - 1),
        "likelihood": likelihood(found, n, n - 1),
    }
    assert found.value == pytest.approx(expected["est"], rel=FIGURE)
    lower, upper = intervals[name]
    assert lower == pytest.approx(expected["lo"], rel=limit)
    assert upper == pytest.approx(expected["hi"], rel=limit)


@pytest.mark.parametrize("p", [1e-6, 0.001, 0.04, 0.5, 0.83, 0.9999])
@pytest.mark.parametrize("n", [2, 30, 1000, 1e6])
def test_the_likelihood_interval_is_where_the_deviance_is_t_squared(p: float, n: float) -> None:
    lower, upper = likelihood(Estimate(np.array(p), np.array(p * (1 - p) / n)), n, n - 1)
    limit = stdtrit(n - 1, 0.975) ** 2 * n / (n - 1)

    def excess(odds: float) -> float:
        return float(
            2 * n * (p * np.log(p) + (1 - p) * np.log1p(-p) - p * log_expit(odds) - (1 - p) * log_expit(-odds)) - limit
        )

    middle = float(logit(p))
    far = 10 * limit / min(p, 1 - p)
    ends = [expit(brentq(excess, *sorted((middle, middle + side * far)), xtol=1e-13)) for side in (-1, 1)]
    assert lower == pytest.approx(ends[0], rel=1e-9)
    assert upper == pytest.approx(ends[1], rel=1e-9)


def test_intervals_at_the_ends_of_the_scale() -> None:
    ends = Estimate(np.array([0.0, 1.0, np.nan]), np.array([0.0, 0.0, np.nan]))
    for lower, upper in (log_odds(ends, 19), arcsine(ends, 19), likelihood(ends, 20, 19)):
        assert np.isnan(lower).all()
        assert np.isnan(upper).all()
    lower, upper = korn_graubard(ends, 20, 19)
    # Clopper and Pearson's for none of 20, as R's binom.test has it (to five digits, in every textbook: .16843).
    assert lower == pytest.approx([0, 1 - 0.1684335, np.nan], abs=1e-7, nan_ok=True)
    assert upper == pytest.approx([0.1684335, 1, np.nan], abs=1e-7, nan_ok=True)
    near = Estimate(np.array([0.001]), np.array([0.001**2]))
    assert arcsine(near, 30)[0] == [0]


def school_table(rows: str, columns: str) -> Sums:
    data, cells = schools(), weights()
    found = [
        [
            Sums(
                *(each[(data[rows] == row) & (data[columns] == column)] for each in (cells.n, cells.w, cells.w2))
            ).sum()
            for column in np.unique(data[columns])
        ]
        for row in np.unique(data[rows])
    ]
    n, w, w2 = (np.array([[getattr(each, name) for each in row] for row in found]) for name in ("n", "w", "w2"))
    return Sums(n, w, w2)


def test_rao_scott_of_a_table() -> None:
    found = rao_scott(school_table("sch.wide", "stype"))
    second, first = (of_survey()["svychisq"][f"weights_only_{name}"] for name in ("F", "Chisq"))
    assert found.f == pytest.approx(second["stat"], rel=FIGURE)
    assert found.f_degrees == pytest.approx((second["par"]["ndf"], second["par"]["ddf"]), rel=FIGURE)
    assert found.p == pytest.approx(second["p"], rel=FIGURE)
    assert found.chisq == pytest.approx(first["stat"], rel=FIGURE)
    assert found.degrees == first["par"]["df"]
    assert found.p_chisq == pytest.approx(first["p"], rel=FIGURE)


def test_rao_scott_without_anything_to_test() -> None:
    table = school_table("sch.wide", "stype")
    one_row = Sums(table.n[:1], table.w[:1], table.w2[:1])
    emptied = Sums(*(np.where([[1, 0, 1], [1, 0, 1]], each, 0) for each in (table.n, table.w, table.w2)))
    diagonal = Sums.of([[5, 0, 0], [0, 6, 0], [0, 0, 7]])
    for nothing in (one_row, diagonal, Sums.of(np.zeros((2, 2)))):
        assert np.isnan(rao_scott(nothing).p)
    assert rao_scott(emptied).degrees == 1
    assert 0 < rao_scott(emptied).p < 1


def test_rao_scott_is_the_same_whichever_way_the_table_lies_and_however_weights_are_scaled() -> None:
    table = school_table("sch.wide", "stype")
    turned = Sums(table.n.T[::-1], table.w.T[::-1], table.w2.T[::-1])
    scaled = Sums(table.n, table.w / 7, table.w2 / 49)
    for other in (turned, scaled):
        assert rao_scott(other).f == pytest.approx(rao_scott(table).f, rel=1e-11)
        assert rao_scott(other).p_chisq == pytest.approx(rao_scott(table).p_chisq, rel=1e-11)


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


def test_weights_of_nothing_and_of_next_to_nothing() -> None:
    """R's `svymean(deff = "replace")` and `svyby`: who weighs 0 is a draw, but not one of as many."""
    w = np.array([0, 50, 0.001, 2, 0, 3.5, 50, 0.25])
    y, x = np.array([1, 1, 0, 1, 0, 1, 1, 1]), np.array([3, 1, 4, 1, 5, 9, 2, 6])
    cells, first = Sums.respondents(w), np.array([1, 1, 1, 0, 0, 0, 1, 1], bool)
    found = mean(x, cells)
    assert found.value == pytest.approx(1.7494302654348421, rel=ERROR)
    assert found.se == pytest.approx(0.4750669039777097, rel=ERROR)
    assert design_effect(x, cells) == pytest.approx(0.5403041619619487, rel=ERROR)
    inside, outside, base = (
        Sums(cells.n[held], cells.w[held], cells.w2[held]).sum() for held in (first & (y == 1), first & (y == 0), first)
    )
    of_group = share(inside, base, everyone=8, outside=outside)
    assert of_group.value == pytest.approx(0.9999900250371567, rel=ERROR)
    assert of_group.se == pytest.approx(1.304934160525491e-05, rel=ERROR)
    # What is left of a difference of sums has no more digits than this where one outside weighs a 50,000th of those in.
    assert share(inside, base, everyone=8).se == pytest.approx(1.304934160525491e-05, rel=1e-6)


def test_the_error_of_a_total_of_weights_that_are_all_but_equal() -> None:
    """N / (N - 1) times the squared distances from their mean: 8 / 7 x 42, whatever a million squared is."""
    assert total(1, Sums.respondents(1e6 + np.arange(8))).variance == pytest.approx(48, rel=ERROR)
    alike = Sums.of(
        [5.0, 3.0], [5e6, 9e6], [5e12, 27e12]
    )  # five who weigh a million, three who weigh three: 8 / 7 x 7.5
    assert total(1, alike).variance == pytest.approx(8 / 7 * 7.5e12, rel=ERROR)


def test_values_far_from_nought_keep_their_digits() -> None:
    """R's `svymean(~x, design, deff = "replace")` of the same values without the billion, which changes no error."""
    w = np.array([0.5, 50, 0.001, 2, 1.25, 3.5, 50, 0.25])
    x, cells = np.array([3.0, 1, 4, 1, 5, 9, 2, 6]), Sums.respondents(w)
    for far in (0, 1e9, -4e12):
        found = mean(far + x, cells)
        assert found.value - far == pytest.approx(1.7930437856392034, abs=1e-16 * abs(far) + 1e-15)
        assert found.se == pytest.approx(0.4806087641916445, rel=ERROR)
        assert design_effect(far + x, cells) == pytest.approx(0.7407540382037342, rel=FIGURE)
        assert covariance([far + x, x], cells) == pytest.approx(np.full((2, 2), 0.4806087641916445**2), rel=1e-11)


def test_what_everyone_gave_has_no_error_at_all() -> None:
    cells = Sums.respondents(np.array([0.1, 0.7, 1.3, 2.9, 0.0, 0.6, 1.1]))
    for same in (7.3, 0.1, 1e9 / 3):
        found = mean(np.full(7, same), cells)
        assert found.value == pytest.approx(same, rel=1e-15)
        assert found.se == 0
        assert np.isnan(design_effect(np.full(7, same), cells))
