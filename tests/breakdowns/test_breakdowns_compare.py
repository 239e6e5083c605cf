"""Differences by hand and by scipy; what a change is made of; trends: from responses to frames."""

from __future__ import annotations

import datetime as dt
from typing import Any

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal
from scipy import stats

from survey.breakdowns.compare import Pair, compare, compare_options
from survey.breakdowns.count import count_tabs
from survey.breakdowns.made_of import made_of
from survey.breakdowns.plan import Tab, Table, tables
from survey.breakdowns.results import results_of_tabs
from survey.breakdowns.sides import Place
from survey.breakdowns.trends import trends
from survey.frames import responses_schema
from survey.questionnaire.definition import Consultation, Export
from survey.questionnaire.kinds import MultiCode, Net, Number, Option, Scale, SingleCode
from survey.questionnaire.waves import Wave

# Confidence in policing, two waves of 1,000, as told of September 2014 in words: up 2 points, "neither" down by over 5.
CONFIDENT = Scale(
    id="confident",
    text="How confident are you in policing?",
    kind="scale",
    polarity="positive_first",
    options=tuple(Option(code=code, label=code) for code in ("very", "fairly", "neither", "not_very", "not_at_all")),
    nets=(
        Net(code="confident", label="Confident", codes=("very", "fairly"), polarity="positive"),
        Net(code="not_confident", label="Not confident", codes=("not_very", "not_at_all"), polarity="negative"),
    ),
    column="c",
)
PICKS = MultiCode(
    id="picks",
    text="What matters?",
    kind="multi_code",
    options=tuple(Option(code=code, label=code) for code in ("burglary", "speeding", "parking", "litter")),
    nets=(Net(code="crime", label="Crime", codes=("burglary", "speeding")),),
    columns="{option}",
)
AREA = SingleCode(
    id="area",
    text="Where?",
    kind="single_code",
    options=tuple(Option(code=code, label=code) for code in ("north", "south", "east")),
    column="a",
)
AGE = Number(id="age", text="Age?", kind="number", column="n")
WAVES = (
    Wave(id="spring", label="Spring", opened=dt.date(2014, 4, 1), closed=dt.date(2014, 4, 30)),
    Wave(id="autumn", label="Autumn", opened=dt.date(2014, 9, 1), closed=dt.date(2014, 9, 30)),
)
SPRING, AUTUMN = (Place(wave.label, (None, wave.id)) for wave in WAVES)
BEFORE = {"very": 150, "fairly": 450, "neither": 250, "not_very": 100, "not_at_all": 50}
AFTER = {"very": 140, "fairly": 480, "neither": 198, "not_very": 122, "not_at_all": 60}


def consultation(*questions: Any) -> Consultation:
    return Consultation(id="c", name="c", owner="o", waves=WAVES, export=Export(response_id="ID"), questions=questions)


def table(rows: list[dict[str, Any]], question: Any, **tab: Any) -> tuple[pl.DataFrame, Table]:
    """The cells of these responses by the question, and its table."""
    schema: dict[str, Any] = responses_schema(consultation(CONFIDENT, PICKS, AREA, AGE)) | {"weight": pl.Float64}
    filled = [{**dict.fromkeys(schema), "status": "complete", "weight": 1.0, **row} for row in rows]
    frame = pl.DataFrame(filled, schema=schema).lazy()
    wanted = Tab([question], **tab)
    return count_tabs(frame, consultation(CONFIDENT, PICKS, AREA, AGE), [wanted]), tables([wanted])[0]


def two_waves() -> tuple[pl.DataFrame, Table]:
    rows = [
        {"date": wave.opened, "confident": code}
        for wave, counts in zip(WAVES, (BEFORE, AFTER), strict=True)
        for code, count in counts.items()
        for _ in range(count)
    ]
    return table(rows, CONFIDENT, waves=WAVES)


def row_of(frame: pl.DataFrame, code: str, **where: str) -> dict[str, Any]:
    return frame.filter(pl.col("code") == code, **where).row(0, named=True)


def test_a_wave_against_the_wave_before() -> None:
    cells, of = two_waves()
    found = compare(cells, of, "wave", [(AUTUMN, SPRING)], "none")
    neither = row_of(found, "neither")
    assert (neither["first_figure"], neither["second_figure"]) == pytest.approx((19.8, 25.0))
    assert neither["difference"] == pytest.approx(-5.2)
    plain = stats.chi2_contingency([[198, 802], [250, 750]], correction=False)
    assert neither["p"] == pytest.approx(plain.pvalue, rel=1e-9)
    assert neither["beyond_chance"]
    confident = row_of(found, "confident")
    assert confident["difference"] == pytest.approx(2.0)
    # z = .02 / sqrt(.61 * .39 * 2 / 1000) = 0.917, by hand.
    assert confident["statistic"] == pytest.approx(0.917, abs=5e-4)
    assert not confident["beyond_chance"]
    balance = row_of(found, "balance")
    assert balance["difference"] == pytest.approx((62.0 - 18.2) - (60.0 - 15.0))
    scores = [np.repeat([5, 4, 3, 2, 1], list(counts.values())) for counts in (AFTER, BEFORE)]
    mean = stats.ttest_ind(*scores, equal_var=False)
    assert (row_of(found, "mean")["statistic"], row_of(found, "mean")["p"]) == pytest.approx(
        (mean.statistic, mean.pvalue)
    )


def test_what_a_change_is_made_of() -> None:
    cells, of = two_waves()
    found = made_of(cells, of, "wave", [(AUTUMN, SPRING)])
    parts = {row["code"]: row for row in found.filter(pl.col("net") == "confident").iter_rows(named=True)}
    changes = {code: row["change"] for code, row in parts.items()}
    assert changes == pytest.approx({"very": -1.0, "fairly": 3.0, "neither": -5.2, "not_very": 2.2, "not_at_all": 1.0})
    assert [code for code, row in parts.items() if row["inside"]] == ["very", "fairly"]
    balance = found.filter(pl.col("net") == "balance", pl.col("inside"))
    assert dict(balance.select("code", "change").iter_rows()) == pytest.approx(
        {"very": -1.0, "fairly": 3.0, "not_very": -2.2, "not_at_all": -1.0}
    )


def test_a_correction_counts_all_that_is_compared() -> None:
    cells, of = two_waves()
    plain = compare(cells, of, "wave", [(AUTUMN, SPRING)], "none")
    held = compare(cells, of, "wave", [(AUTUMN, SPRING)], "bonferroni")
    assert len(plain) == 9  # five options, two nets, mean, balance
    assert held["p_corrected"].to_list() == pytest.approx([min(1, 9 * p) for p in plain["p"]])


def respondents(seed: int, size: int = 400) -> list[dict[str, Any]]:
    random = np.random.default_rng(seed)
    codes = [option.code for option in PICKS.options]
    return [
        {
            "date": WAVES[random.integers(2)].opened,
            "week": int(random.integers(1, 5)),
            "area": [None, "north", "south", "east"][random.integers(4)],
            "age": float(random.integers(18, 90)),
            "picks": [code for code in codes if random.random() < 0.4],
            "confident": CONFIDENT.options[random.integers(5)].code,
            "weight": round(float(random.lognormal(0, 0.6)), 2),
        }
        for _ in range(size)
    ]


@given(st.integers(0, 2**32 - 1))
@settings(max_examples=15, deadline=None)
def test_parts_add_up_to_the_change(seed: int) -> None:
    rows = respondents(seed)
    for question in (CONFIDENT, PICKS):
        cells, of = table(rows, question, waves=WAVES)
        pairs: list[Pair] = [(AUTUMN, SPRING)]
        found = compare(cells, of, "wave", pairs)
        parts = made_of(cells, of, "wave", pairs)
        sums = parts.filter("inside").group_by("net").agg(pl.col("change").sum())
        assert len(sums) == (3 if question is CONFIDENT else 1)
        for net, change in sums.iter_rows():
            assert change == pytest.approx(row_of(found, net)["difference"], abs=1e-10)
        outside = parts.filter(~pl.col("inside")).group_by("net").agg(pl.col("change").sum())
        for net, change in outside.iter_rows():
            if net != "balance":
                assert change == pytest.approx(-row_of(found, net)["difference"], abs=1e-10)


def test_a_group_against_all_others_who_stated_theirs() -> None:
    rows = respondents(1)
    cells, of = table(rows, PICKS, banners=[AREA])
    found = compare(cells, of, "area", [(Place("north", group=1), Place("all others", group=1, rest=True))])
    row = row_of(found, "burglary")
    inside = [[r["weight"] for r in rows if (r["area"] == "north") is north and r["area"]] for north in (True, False)]
    picked = [
        [r["weight"] for r in rows if (r["area"] == "north") is north and r["area"] and "burglary" in r["picks"]]
        for north in (True, False)
    ]
    assert (row["first_base"], row["second_base"]) == tuple(map(len, inside))
    assert row["difference"] == pytest.approx(100 * (sum(picked[0]) / sum(inside[0]) - sum(picked[1]) / sum(inside[1])))
    assert row["first_figure"] == pytest.approx(100 * len(picked[0]) / len(inside[0]))
    assert row["first_weighted"] == pytest.approx(100 * sum(picked[0]) / sum(inside[0]))


def test_two_options_of_the_same_respondents_by_mcnemar() -> None:
    rows = [{**row, "weight": 1.0} for row in respondents(2)]
    cells, of = table(rows, PICKS)
    found = compare_options(cells, of, [("burglary", "litter"), ("crime", "parking")])
    one = sum("burglary" in row["picks"] and "litter" not in row["picks"] for row in rows)
    other = sum("litter" in row["picks"] and "burglary" not in row["picks"] for row in rows)
    row = found.row(0, named=True)
    assert (row["first"], row["second"], row["code"]) == ("burglary", "litter", "burglary")
    assert row["difference"] == pytest.approx(100 * (one - other) / len(rows))
    assert row["statistic"] == pytest.approx((one - other) / np.sqrt(one + other))
    assert len(found) == 2


def test_a_number_by_welch() -> None:
    rows = [{**row, "weight": 1.0} for row in respondents(3)]
    cells, of = table(rows, AGE, banners=[AREA])
    found = compare(cells, of, "area", [(Place("north", group=1), Place("south", group=2))])
    ages = [[row["age"] for row in rows if row["area"] == area] for area in ("north", "south")]
    expected = stats.ttest_ind(*ages, equal_var=False)
    row = row_of(found, "mean")
    assert (row["unit"], row["difference"]) == ("", pytest.approx(np.mean(ages[0]) - np.mean(ages[1])))
    assert (row["statistic"], row["p"]) == pytest.approx((expected.statistic, expected.pvalue), rel=1e-9)


def test_the_trend_of_shares_and_of_balances() -> None:
    smokers, patients = (83, 90, 129, 70), (86, 93, 136, 82)  # R's prop.trend.test: chi-square 8.2249
    rows = [
        {"week": week, "confident": "very" if place < yes else "not_very"}
        for week, (yes, all_of) in enumerate(zip(smokers, patients, strict=True), start=1)
        for place in range(all_of)
    ]
    cells, of = table(rows, CONFIDENT, weekly=True)
    found = trends(cells, of, weeks=6)
    very = row_of(found, "very")
    assert very["statistic"] ** 2 == pytest.approx(8.2249, abs=5e-5)
    assert very["weeks"] == 4
    assert very["base_unweighted"] == sum(patients)
    assert row_of(found, "not_very")["slope"] == pytest.approx(-very["slope"])
    # Here the balance is twice the share, less one.
    assert row_of(found, "balance")["slope"] == pytest.approx(2 * very["slope"])
    assert row_of(found, "neither")["p"] == 1


def test_too_few_are_told_and_not_tested() -> None:
    rows = [{"area": "north", "confident": "very"}] * 29 + [{"area": "south", "confident": "fairly"}] * 31
    cells, of = table(rows, CONFIDENT, banners=[AREA])
    pairs = [(Place("north", group=1), Place(name, group=group)) for name, group in (("south", 2), ("east", 3))]
    found = compare(cells, of, "area", pairs)
    few, nobody = row_of(found, "very", second="south"), row_of(found, "very", second="east")
    assert few["difference"] == 100
    assert few["small_base"]
    assert few["p"] is None
    assert few["beyond_chance"] is None
    assert (nobody["difference"], nobody["second_figure"], nobody["second_base"]) == (None, None, 0)
    assert trends(cells, of, weeks=3).is_empty()


NORTH_AND_SOUTH = (Place("North", group=1), Place("South", group=2))


def same_figures(one: pl.DataFrame, other: pl.DataFrame, rel_tol: float) -> None:
    """The same, and null (few heavy respondents are not tested) where the other's are."""
    names = ("difference", "ci_lower", "ci_upper", "statistic", "p", "p_corrected")
    assert_frame_equal(one.select(names), other.select(names), rel_tol=rel_tol, abs_tol=1e-9)


def north_and_south(rows: list[dict[str, Any]], question: Any, turned: bool = False) -> pl.DataFrame:
    cells, by = table(rows, question, banners=[AREA])
    return compare(cells, by, "area", [NORTH_AND_SOUTH[::-1] if turned else NORTH_AND_SOUTH])


@given(st.integers(0, 2**32 - 1), st.sampled_from([1e-6, 7.0, 1e6]))
@settings(max_examples=10, deadline=None)
def test_neither_the_scale_of_weights_nor_who_is_named_first_makes_a_difference(seed: int, times: float) -> None:
    rows = respondents(seed)
    for question in (CONFIDENT, PICKS, PICKS.model_copy(update={"base": "picks"}), AGE):
        found = north_and_south(rows, question)
        scaled = north_and_south([{**row, "weight": row["weight"] * times} for row in rows], question)
        turned = north_and_south(rows, question, turned=True)
        around = turned.with_columns(
            -pl.col("difference", "statistic"), ci_lower=-pl.col("ci_upper"), ci_upper=-pl.col("ci_lower")
        )
        for other in (scaled, around):
            same_figures(other, found, 1e-9)


@given(st.integers(0, 2**32 - 1), st.sampled_from([-40.0, 0.5, 1e4]))
@settings(max_examples=10, deadline=None)
def test_numbers_counted_from_elsewhere_differ_as_much(seed: int, more: float) -> None:
    rows = respondents(seed)
    found = north_and_south(rows, AGE)
    moved = north_and_south([{**row, "age": row["age"] + more} for row in rows], AGE)
    same_figures(moved, found, 1e-7)


def test_shares_of_picks_are_tested_as_ratios_of_all_who_answered() -> None:
    """R's `svyratio` of two groups of 120. Who answered and picked nothing, 40 and 64 of them, is drawn too."""

    def person(area: str, number: int, every: int) -> dict[str, Any]:
        picks = ["burglary"] * (number % every == 0) + ["speeding"] * (number % 3 == 1)
        return {"area": area, "picks": picks, "weight": 1 + number % 4 / 4}

    rows = [person(area, number, every) for area, every in (("north", 2), ("south", 5)) for number in range(120)]
    cells, by = table(rows, PICKS.model_copy(update={"base": "picks"}), banners=[AREA])
    found = compare(cells, by, "area", [(Place("North", group=1), Place("South", group=2))])
    burglary = row_of(found, "burglary")
    assert burglary["first_weighted"] == pytest.approx(57.692307692307687, rel=1e-12)
    assert burglary["second_weighted"] == pytest.approx(37.5, rel=1e-12)
    assert burglary["statistic"] == pytest.approx(2.995888612575782, rel=1e-12)


@pytest.mark.parametrize(("rise", "p"), [(0.0, 1.0), (1.0, 0.0)])
def test_a_figure_that_all_of_each_side_gave_is_another_beyond_chance_or_the_same(rise: float, p: float) -> None:
    """No spread within either side: the limit of any t test. (R's `t.test` stops: "data are essentially constant".)

    The interval is the difference, whatever rounding the weights leave.
    """
    weights = (0.1, 0.3, 0.7, 1.9)
    rows = [
        {"date": WAVES[number % 2].opened, "week": 1 + number % 2, "age": 30.1 + rise * (number % 2)}
        | {"confident": "very", "weight": weights[number % 4]}
        for number in range(400)
    ]
    told = ("difference", "ci_lower", "ci_upper", "p")
    cells, by_wave = table(rows, AGE, waves=WAVES)
    mean = row_of(compare(cells, by_wave, "wave", [(AUTUMN, SPRING)]), "mean")
    assert [mean[name] for name in told] == pytest.approx([rise, rise, rise, p], abs=1e-12)
    cells, by_week = table(rows, AGE, weekly=True)
    line = row_of(trends(cells, by_week, 2), "mean")
    assert [line[name] for name in ("slope", *told[1:])] == pytest.approx([rise, rise, rise, p], abs=1e-12)
    cells, by_wave = table(rows, CONFIDENT, waves=WAVES)
    balance = row_of(compare(cells, by_wave, "wave", [(AUTUMN, SPRING)]), "balance")
    assert [balance[name] for name in told] == [0.0, 0.0, 0.0, 1.0]


def test_means_of_numbers_that_lie_close_together_keep_their_digits() -> None:
    """They differ by a ten-millionth of their size: the same as Welch has of how far they are from a million."""
    chance = np.random.default_rng(6)
    sides = [chance.integers(0, 8, 60), chance.integers(1, 10, 45)]  # in 64ths, which are exact
    rows = [
        {"area": area, "age": 1e6 + part / 64, "status": "complete"}
        for area, parts in zip(("north", "south"), sides, strict=True)
        for part in parts
    ]
    cells, of = table(rows, AGE, banners=[AREA])
    pair = (Place("North", group=1), Place("South", group=2))
    (row,) = compare(cells, of, "area", [pair]).rows(named=True)
    welch = stats.ttest_ind(*(side / 64 for side in sides), equal_var=False)
    assert (row["statistic"], row["p"]) == pytest.approx((welch.statistic, welch.pvalue), rel=1e-10)
    marked = results_of_tabs(cells, [Tab([AGE], [AREA])], correction="holm").filter(pl.col("code") == "mean")
    assert dict(marked.select("group", "letters").rows()) == {"All": None, "north": "", "south": "A", "east": None}


def test_a_telephone_number_for_an_age_in_one_area_makes_no_finding_of_two_others() -> None:
    # R: t.test(rep(c(30, 41, 58), 20), rep(c(31, 44, 57), 20)); a number in a third group is in neither.
    ages = {"north": [30.0, 41, 58] * 20, "south": [31.0, 44, 57] * 20, "east": [40.0] * 59 + [7_700_900_123]}
    rows = [{"area": area, "age": age} for area, given in ages.items() for age in given]
    cells, of = table(rows, AGE, banners=[AREA])
    found = row_of(compare(cells, of, "area", [(Place("north", group=1), Place("south", group=2))]), "mean")
    assert found["p"] == pytest.approx(0.62476974955054876, rel=1e-9)
    assert (found["ci_lower"], found["ci_upper"]) == pytest.approx((-5.0383790070210983, 3.0383790070210983), rel=1e-9)
    marked = results_of_tabs(cells, [Tab([AGE], [AREA])], correction="none").filter(pl.col("code") == "mean")
    assert marked["letters"].to_list()[:3] == [None, "", ""]
