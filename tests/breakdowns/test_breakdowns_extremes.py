"""Odd surveys: weights of nothing or of everything, empty groups, blank questions, one respondent; nothing absurd."""

from __future__ import annotations

import datetime as dt
import math
import random
import warnings
from typing import Any

import polars as pl
import pytest

from survey.breakdowns.association import associations
from survey.breakdowns.compare import compare, compare_options
from survey.breakdowns.count import count_tabs
from survey.breakdowns.made_of import made_of
from survey.breakdowns.plan import Tab, tables
from survey.breakdowns.ranking import ranking
from survey.breakdowns.results import results_of_tabs
from survey.breakdowns.sides import Place
from survey.breakdowns.trends import trends
from survey.frames import responses_schema
from survey.questionnaire.definition import Consultation, Export, Fieldwork
from survey.questionnaire.kinds import MultiCode, Net, Number, Option, Question, Scale, SingleCode


def options(labels: str) -> tuple[Option, ...]:
    return tuple(Option(code=label.casefold(), label=label) for label in labels)


AREA = SingleCode(id="area", text="?", kind="single_code", options=options("ABC"), column="c")
NETS = (
    Net(code="good", label="Good", codes=("p", "q"), polarity="positive"),
    Net(code="bad", label="Bad", codes=("r", "s"), polarity="negative"),
    Net(code="any", label="Any", codes=("p", "q", "r", "s")),
)
VIEW = Scale(
    id="view", text="?", kind="scale", polarity="positive_first", options=options("PQRS"), nets=NETS, column="c"
)
EVERY = Net(code="every", label="Every", codes=("w", "x", "y", "z"))
TOP = MultiCode(id="top", text="?", kind="multi_code", options=options("WXYZ"), nets=(EVERY,), column="c")
AGE = Number(id="age", text="?", kind="number", column="c")
WEEKS = Fieldwork(opened=dt.date(2024, 7, 14), closed=dt.date(2024, 8, 3))
CONSULTATION = Consultation(
    id="c",
    name="C",
    owner="O",
    fieldwork=WEEKS,
    export=Export(response_id="id"),
    questions=(AREA, VIEW, TOP, AGE),
)
WEIGHTS: dict[str, tuple[float, ...]] = {
    "one": (1.0,),
    "none": (0.0,),
    "some of none": (0.0, 1.0, 2.0),
    "a trillion times": (1e-6, 1.0, 1e6),
    "heavy": (1e11, 1e12),
    "light": (1e-11, 1e-12),
    "rounded": (0.1, 0.7, 1.3),
}


def people(chance: random.Random, count: int, weights: tuple[float, ...]) -> list[dict[str, Any]]:
    area, view, top = chance.choice(["ABC", "A"]), chance.choice(["PQRS", "P", ""]), chance.choice([True, False])
    picks = [None, [], *([["W"], ["W", "X"], list("WXYZ"), ["Z"]] if top else [])]
    found = [
        {
            "status": chance.choice(["complete", "partial"]),
            "week": chance.choice([None, 1, 2, 3]),
            "area": chance.choice([None, *area]),
            "view": chance.choice([None, *view]),
            "top": chance.choice(picks),
            "age": chance.choice([None, 0.1, 30.0, float("nan")]),
            "weight": chance.choice(weights),
        }
        for _ in range(count)
    ]
    return [{**row, "area": "B" if place == 0 else row["area"]} for place, row in enumerate(found)]


def cells_of(rows: list[dict[str, Any]], tabs: list[Tab]) -> pl.DataFrame:
    schema = responses_schema(CONSULTATION) | {"weight": pl.Float64}
    frame = pl.LazyFrame([{**dict.fromkeys(schema), **row} for row in rows], schema=schema)
    return count_tabs(frame, CONSULTATION, tabs)


def sound(frame: pl.DataFrame) -> None:
    for name, column in zip(frame.columns, frame, strict=True):
        if column.dtype == pl.Float64:
            assert column.drop_nulls().is_finite().all(), name


def checked(table: pl.DataFrame) -> None:
    """What holds of any table."""
    sound(table)
    for row in table.iter_rows(named=True):
        pct, lower, upper = row["weighted_pct"], row["ci_lower"], row["ci_upper"]
        if row["base_unweighted"] == 0:
            assert (row["count"], row["pct"], pct, row["se"], lower) == (0, None, None, None, None)
        if row["pct"] is not None:
            assert row["pct"] * row["base_unweighted"] / 100 == pytest.approx(row["count"], abs=1e-9)
            assert 0 <= row["pct"] <= 100
        if pct is not None:
            assert row["base_weighted"] > 0
            assert -1e-9 <= lower - 1e-9 <= pct <= upper + 1e-9 <= 100 + 2e-9
        if not row["base"].startswith("picks"):
            assert row["base_effective"] <= row["base_unweighted"] * (1 + 1e-9)
        if row["code"] in ("any", "every") and pct == pytest.approx(100, abs=1e-10) and row["se"] is not None:
            assert row["se"] == pytest.approx(0, abs=1e-6)
        assert row["se"] is None or row["se"] >= 0
        assert row["code"] != "sd" or (row["value"] is None) == (row["count"] < 2)


@pytest.mark.parametrize("weights", WEIGHTS)
def test_no_figure_of_an_odd_survey_is_absurd(weights: str) -> None:
    chance = random.Random(weights)  # noqa: S311 - no secret
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for count, base in ((0, "all"), (1, "asked"), (2, "picks"), (40, "answered"), (40, "picks")):
            every_figure(people(chance, count, WEIGHTS[weights]), base)


def every_figure(rows: list[dict[str, Any]], base: str) -> None:
    asked: list[Question] = [*(each.model_copy(update={"base": base}) for each in (VIEW, TOP)), AGE]
    tabs = [Tab(asked, [AREA, (AREA, VIEW), TOP], weekly=True)]
    groups = [(Place("a", group=1), Place("b", group=2)), (Place("a", group=1), Place("rest", group=1, rest=True))]
    weeks = [(Place("2", (2, None)), Place("1", (1, None)))]
    cells = cells_of(rows, tabs)
    checked(results_of_tabs(cells, tabs, True, "holm"))
    sound(associations(cells, tabs))
    sound(ranking(cells, TOP, WEEKS))
    for table in tables([Tab(asked, [AREA])]):
        sound(compare(cells, table, "area", groups))
    for table in tables([Tab(asked, weekly=True)]):
        sound(trends(cells, table, 3))
        sound(made_of(cells, table, "week", weeks))
        sound(compare(cells, table, "week", weeks))
        if table.question.id == "top":
            sound(compare_options(cells, table, [("w", "x"), ("every", "z")]))


def test_nobody_in_a_net_of_all_options_is_outside_it_but_who_picked_none() -> None:
    rows = [{"status": "complete", "top": picks, "weight": 1.0} for picks in (["W"], ["X", "Y"], [], None)]
    tabs = [Tab([TOP])]
    net = results_of_tabs(cells_of(rows, tabs), tabs).filter(code="every")
    assert net.select("count", "base_unweighted").row(0) == (2, 3)
    assert math.isclose(net["pct"].item(), 200 / 3)
