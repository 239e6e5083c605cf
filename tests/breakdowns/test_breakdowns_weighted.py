"""Weighted figures as R's `survey` has them, for weights only; R's figures are read from where they stand."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from survey.breakdowns.count import count
from survey.breakdowns.results import results
from survey.frames import responses_schema
from survey.questionnaire.definition import Consultation, Export
from survey.questionnaire.kinds import Number, Option, Question, SingleCode

TRUTH = Path(__file__).parents[2].parent / "shared" / "data" / "truth"


def single(name: str, *labels: str) -> SingleCode:
    options = tuple(Option(code=label, label=label) for label in labels)
    return SingleCode(id=name, text=name, kind="single_code", options=options, column="c")


STYPE, WIDE = single("stype", "E", "H", "M"), single("wide", "No", "Yes")
API = Number(id="api", text="Score?", kind="number", column="c")
QUESTIONS: tuple[Question, ...] = (STYPE, WIDE, API)
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
    with (TRUTH / "apistrat.csv").open(newline="") as file:
        read = list(csv.DictReader(file))
    schema = {**responses_schema(CONSULTATION), "weight": pl.Float64}
    answers = [
        {"stype": row["stype"], "wide": row["sch.wide"], "api": float(row["api00"]), "weight": float(row["pw"])}
        for row in read
    ]
    rows = [{**dict.fromkeys(schema), "status": "complete", **answer} for answer in answers]
    cells = count(pl.DataFrame(rows, schema=schema).lazy(), CONSULTATION, QUESTIONS, WIDE)
    return results(cells, QUESTIONS, WIDE)


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
