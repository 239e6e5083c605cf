"""Weighted figures as R's `survey` has them, for weights only; R's figures are read from where they stand."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from survey.breakdowns.count import count, count_tabs
from survey.breakdowns.plan import Tab
from survey.breakdowns.results import results, results_of_tabs
from survey.frames import responses_schema
from survey.questionnaire.definition import Consultation, Export
from survey.questionnaire.kinds import MultiCode, Number, Option, Question, SingleCode

TRUTH = Path(__file__).parents[2].parent / "shared" / "data" / "truth"


def single(name: str, *labels: str) -> SingleCode:
    options = tuple(Option(code=label, label=label) for label in labels)
    return SingleCode(id=name, text=name, kind="single_code", options=options, column="c")


STYPE, WIDE = single("stype", "E", "H", "M"), single("wide", "No", "Yes")
API = Number(id="api", text="Score?", kind="number", column="c")
TARGET = Number(id="target", text="Target?", kind="number", column="c")
MET = ("sch.wide", "comp.imp", "both", "awards")
PICKS = MultiCode(
    id="picks",
    text="Met?",
    kind="multi_code",
    options=tuple(Option(code=name, label=name) for name in MET),
    column="c",
    base="picks",
)
QUESTIONS: tuple[Question, ...] = (STYPE, WIDE, API, TARGET, PICKS)
WEIGHTS = {"E": 44.21, "H": 15.1, "M": 20.36}  # of which `pw` keeps but seven digits
CONSULTATION = Consultation(id="c", name="C", owner="O", export=Export(response_id="id"), questions=QUESTIONS)


@pytest.fixture(scope="module")
def truth() -> dict[str, Any]:
    if not TRUTH.exists():
        pytest.skip("the figures from R are not here")
    found: dict[str, Any] = json.loads((TRUTH / "api_survey_truth.json").read_text())
    return found


@pytest.fixture(scope="module")
def table(truth: dict[str, Any]) -> pl.DataFrame:
    del truth
    return tabled(lambda row: float(row["pw"]), WIDE)


def tabled(weight: Callable[[dict[str, str]], float], banner: Question, everyone: int | None = None) -> pl.DataFrame:
    with (TRUTH / "apistrat.csv").open(newline="") as file:
        read = list(csv.DictReader(file))
    schema = {**responses_schema(CONSULTATION), "weight": pl.Float64}
    answers = [
        {
            "stype": row["stype"],
            "wide": row["sch.wide"],
            "api": float(row["api00"]),
            "target": None if row["target"] == "NA" else float(row["target"]),
            "picks": [name for name in MET if row[name] == "Yes"] or None,
            "weight": weight(row),
        }
        for row in read
    ]
    rows = [{**dict.fromkeys(schema), "status": "complete", **answer} for answer in answers]
    tabs = [Tab(QUESTIONS, [banner])]
    cells = count_tabs(pl.DataFrame(rows, schema=schema).lazy(), CONSULTATION, tabs)
    return results_of_tabs(cells, tabs, measures=True, everyone=everyone)


def figures(table: pl.DataFrame, group: str, *columns: str) -> dict[Any, Any]:
    rows = table.filter(pl.col("group") == group)
    return {row[:2]: row[2:] for row in rows.select("question_id", "code", *columns).rows()}


def test_means_and_shares_of_everyone(table: pl.DataFrame, truth: dict[str, Any]) -> None:
    told, found = truth["weights_only_deff_replace"], figures(table, "All", "weighted_pct", "weighted_value", "se")
    for code in "EHM":
        pct, _, se = found["stype", code]
        assert pct == pytest.approx(100 * told["est"][f"stype{code}"], rel=1e-12)
        assert se == pytest.approx(100 * told["se"][f"stype{code}"], rel=1e-12)
    _, mean, se = found["api", "mean"]
    assert (mean, se) == pytest.approx((told["est"]["api00"], told["se"]["api00"]), rel=1e-12)


def test_means_and_shares_by_group(table: pl.DataFrame, truth: dict[str, Any]) -> None:
    for told in truth["weights_only_svyby"]:
        found = figures(table, told["sch.wide"], "weighted_pct", "weighted_value", "se")
        for code in "EHM":
            pct, _, se = found["stype", code]
            assert pct == pytest.approx(100 * told[f"stype{code}"], rel=1e-12)
            assert se == pytest.approx(100 * told[f"se.stype{code}"], rel=1e-12)
        _, mean, se = found["api", "mean"]
        assert (mean, se) == pytest.approx((told["api00"], told["se.api00"]), rel=1e-12)


def test_weighted_counts_and_the_effective_base(table: pl.DataFrame, truth: dict[str, Any]) -> None:
    for told in truth["weights_only_svytable"]:
        (found,) = figures(table, told["sch.wide"], "weighted_count")["stype", told["stype"]]
        assert found == pytest.approx(told["Freq"], rel=1e-12)
    weighted, effective = figures(table, "All", "base_weighted", "base_effective")["stype", "E"]
    kish = truth["weights_only_kish"]
    assert (weighted, effective) == pytest.approx((kish["sum_w"], kish["eff"]), rel=1e-12)


@pytest.mark.usefixtures("truth")
@pytest.mark.parametrize(
    ("group", "mean", "se", "ends", "sd", "median"),
    [
        (
            "All",
            9.9796038532150355,
            0.44653668978597283,
            (9.1044080234587952, 10.854799682971276),
            5.4169045981153383,
            10,
        ),
        (
            "Yes",
            9.8881552888239028,
            0.50107019877475856,
            (8.9060757454990505, 10.870234832148755),
            5.30539314279532,
            10,
        ),
    ],
)
def test_a_number_that_not_all_gave(
    group: str, mean: float, se: float, ends: tuple[float, float], sd: float, median: float
) -> None:
    """R, of `d <- svydesign(~1, weights = ~w, data = subset(apistrat, !is.na(target)))` and its part of sch.wide "Yes":
    `svymean`, `confint`, the root of `svyvar`, `svyquantile(~target, d, .5, qrule = "school")`.
    """
    table = tabled(lambda row: WEIGHTS[row["stype"]], WIDE)
    found = {
        code: values
        for (question, code), values in figures(table, group, "weighted_value", "se", "ci_lower", "ci_upper").items()
        if question == "target"
    }
    assert found["mean"] == pytest.approx((mean, se, *ends), rel=1e-12)
    assert found["sd"][0] == pytest.approx(sd, rel=1e-12)
    assert found["median"][0] == median


@pytest.mark.usefixtures("truth")
def test_shares_of_picks_are_ratios() -> None:
    """R's `svyratio(~one, ~picked, d)`, `d` of the schools that met anything, and its part of primary schools."""
    table = tabled(lambda row: WEIGHTS[row["stype"]], STYPE)
    told = {
        "All": {
            "sch.wide": (29.982156784105274, 0.96697238302373145),
            "comp.imp": (23.742760693944415, 0.42172746745139282),
            "awards": (23.137541260975156, 0.33889405019540027),
        },
        "E": {
            "sch.wide": (29.166666666666669, 1.0775183095055726),
            "comp.imp": (24.038461538461536, 0.4878847336901514),
            "awards": (23.397435897435895, 0.37976435826045417),
        },
    }
    for group, options in told.items():
        found = figures(table, group, "weighted_pct", "se")
        for code, expected in options.items():
            assert found["picks", code] == pytest.approx(expected, rel=1e-12)


@pytest.mark.usefixtures("truth")
def test_errors_among_all_respondents_whether_or_not_they_answered() -> None:
    """R, of a design of all 200: `svymean(~target, d, na.rm = TRUE)`, of it `subset(d, sch.wide == "Yes")`, and
    `svyratio(~one, ~picked, subset(d, picked > 0))`.
    """
    table = tabled(lambda row: WEIGHTS[row["stype"]], WIDE, everyone=200)
    for group, mean, se, lower, upper in (
        ("All", 9.9796038532150355, 0.44641201110427803, 9.1046523891845563, 10.854555317245515),
        ("Yes", 9.8881552888239028, 0.5009302936488218, 8.9063499545071387, 10.869960623140667),
    ):
        found = figures(table, group, "weighted_value", "se", "ci_lower", "ci_upper")["target", "mean"]
        assert found == pytest.approx((mean, se, lower, upper), rel=1e-12)
    found = figures(table, "All", "weighted_pct", "se")["picks", "sch.wide"]
    assert found == pytest.approx((29.982156784105274, 0.96626676396943598), rel=1e-12)


@pytest.mark.usefixtures("truth")
def test_wilsons_interval() -> None:
    """Newcombe's cases, as R's `prop.test` without correction gives them."""
    for told in json.loads((TRUTH / "proportions_multiresponse_truth.json").read_text())["binom_ci"]:
        yes, everyone = told["x"], told["n"]
        rows = [{"wide": "Yes" if place < yes else "No", "status": "complete"} for place in range(everyone)]
        schema = responses_schema(CONSULTATION)
        frame = pl.DataFrame([{**dict.fromkeys(schema), **row} for row in rows], schema=schema)
        cells = count(frame.lazy(), CONSULTATION, [WIDE])
        found = figures(results(cells, [WIDE]), "All", "ci_lower", "ci_upper")["wide", "Yes"]
        assert found == pytest.approx([100 * limit for limit in told["wilson"]], rel=1e-9, abs=1e-12)
