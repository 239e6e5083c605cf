"""Tables tested as a whole: held against R's `svychisq` and against scipy's chi-square."""

from __future__ import annotations

from typing import Any

import numpy as np
import polars as pl
import pytest
from scipy.stats import chi2_contingency

from survey.breakdowns.association import ASSOCIATIONS, associations
from survey.breakdowns.count import count_tabs
from survey.breakdowns.plan import Banner, Tab
from survey.frames import responses_schema
from survey.questionnaire.definition import Consultation, Export
from survey.questionnaire.kinds import Item, MultiCode, Option, Question, SingleCode
from tests.statistics.truth import of_survey, schools


def options(labels: str) -> tuple[Option, ...]:
    return tuple(Option(code=label.casefold(), label=label) for label in labels)


KIND = SingleCode(id="kind", text="?", kind="single_code", options=options("EHM"), base="all", column="c")
MET = SingleCode(id="met", text="?", kind="single_code", options=options("YN"), column="c")
GRID = SingleCode(
    id="grid",
    text="?",
    kind="single_code",
    options=options("YN"),
    items=(Item(code="one", label="One"), Item(code="two", label="Two")),
    columns="{item}",
)
SEVERAL = MultiCode(id="several", text="?", kind="multi_code", options=options("YN"), column="c")
QUESTIONS: tuple[Question, ...] = (KIND, MET, GRID, SEVERAL)
CONSULTATION = Consultation(id="c", name="C", owner="O", export=Export(response_id="id"), questions=QUESTIONS)


def wholes(rows: list[dict[str, Any]], question: Question, *banners: Banner) -> pl.DataFrame:
    schema = responses_schema(CONSULTATION) | {"weight": pl.Float64}
    filled = [{**dict.fromkeys(schema), "status": "complete", "weight": 1.0, **row} for row in rows]
    tabs = [Tab([question], banners)]
    return associations(count_tabs(pl.LazyFrame(filled, schema=schema), CONSULTATION, tabs), tabs)


def test_the_schools_of_california_as_r_tests_them() -> None:
    data = schools()
    columns = (data["stype"], data["sch.wide"], data["pw"])
    rows = [
        {"kind": kind, "met": "Y" if met == "Yes" else "N", "weight": float(weight)}
        for kind, met, weight in zip(*columns, strict=True)
    ]
    # Who gave no answer, or no group, is in no cell.
    rows += [{"kind": None, "met": "Y", "weight": 9.0}, {"kind": "E", "met": None, "weight": 9.0}]
    row = wholes(rows, KIND, MET).row(0, named=True)
    second, first = (of_survey()["svychisq"][f"weights_only_{name}"] for name in ("F", "Chisq"))
    assert row["respondents"] == len(data["pw"])
    assert row["f"] == pytest.approx(second["stat"], rel=1e-9)
    assert row["p"] == pytest.approx(second["p"], rel=1e-9)
    assert (row["f_degrees"], row["f_degrees_within"]) == pytest.approx(
        (second["par"]["ndf"], second["par"]["ddf"]), rel=1e-9
    )
    assert row["chisq"] == pytest.approx(first["stat"], rel=1e-9)
    assert row["chisq_p"] == pytest.approx(first["p"], rel=1e-9)


def test_who_weighs_nothing_gives_no_degrees_of_freedom() -> None:
    """R's `degf` leaves them out."""
    chance = np.random.default_rng(5)
    rows = [{"kind": chance.choice(list("EHM")), "met": chance.choice(list("YN"))} for _ in range(90)]
    idle = [{**row, "weight": 0.0} for row in rows[:40]]
    (alone,), (beside,) = (wholes(each, KIND, MET).rows(named=True) for each in (rows, [*rows, *idle]))
    assert (alone["respondents"], beside["respondents"]) == (90, 130)
    assert beside["f_degrees_within"] / beside["f_degrees"] == pytest.approx(89, rel=1e-12)
    assert beside["f_degrees"] == pytest.approx(alone["f_degrees"], rel=1e-9)


def test_groups_that_each_gave_an_answer_of_their_own() -> None:
    """R's `svychisq` of 20 and 20: F = 2.6e33 by rounding, p 0, Chisq 40 with p 0; of 20 and 21: an F of its own."""
    rows = [{"kind": kind, "met": met} for kind, met in (("E", "Y"), ("M", "N")) for _ in range(20)]
    row = wholes(rows, KIND, MET).row(0, named=True)
    assert [row[name] for name in ("f", "f_degrees", "p", "chisq_degrees", "chisq_p")] == [None, None, 0, 1, 0]
    assert row["chisq"] == pytest.approx(40, rel=1e-12)
    row = wholes([*rows, {"kind": "M", "met": "N"}], KIND, MET).row(0, named=True)
    assert row["f"] == pytest.approx(67240, rel=1e-9)
    assert row["p"] == pytest.approx(3.8176768681965465e-66, rel=1e-9)
    assert (row["chisq"], row["f_degrees_within"]) == pytest.approx((41, 40), rel=1e-9)


def test_each_item_of_a_grid_and_each_group_of_a_nested_banner() -> None:
    chance = np.random.default_rng(3)
    rows = [
        {"kind": chance.choice(list("EHM")), "met": chance.choice(list("YN")), "grid.one": chance.choice(list("YN"))}
        for _ in range(200)
    ]
    found = wholes(rows, GRID, KIND, (KIND, MET))
    assert found.select("item", "banner_id", "respondents").rows() == [
        ("one", "kind", 200),
        ("one", "kind*met", 200),
    ]
    table = [
        [sum((row["kind"], row["met"], row["grid.one"]) == (kind, met, code) for row in rows) for code in "YN"]
        for kind in "EHM"
        for met in "YN"
    ]
    statistic, _, degrees, _ = chi2_contingency(table, correction=False)
    assert found["chisq"][1] == pytest.approx(statistic, rel=1e-12)
    assert found["chisq_degrees"][1] == degrees


def test_what_is_not_tested_has_no_row() -> None:
    rows = [{"kind": "E", "met": "Y", "several": ["Y", "N"]} for _ in range(40)]
    assert wholes(rows, SEVERAL, KIND).is_empty()
    assert wholes(rows, KIND, SEVERAL).is_empty()
    assert wholes(rows, KIND).is_empty()  # no banner
    assert wholes(rows[:29], KIND, MET).is_empty()
    (alike,) = wholes(rows, KIND, MET).rows(named=True)  # one answer, one group
    assert (alike["respondents"], alike["p"], alike["f"]) == (40, None, None)
    assert dict(wholes(rows, KIND, MET).schema) == dict(pl.Schema(ASSOCIATIONS))
