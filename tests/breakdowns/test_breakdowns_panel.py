"""Two waves of the same respondents: held against Agresti's prime minister and against scipy."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

import numpy as np
import polars as pl
import pytest
from scipy.stats import ttest_rel

from survey.breakdowns.panel import Panel, compare_waves
from survey.frames import responses_schema
from survey.questionnaire.definition import Consultation, Export
from survey.questionnaire.kinds import FreeText, MultiCode, Net, Number, Option, Question, Scale
from survey.questionnaire.waves import Wave

EARLIER = Wave(id="one", label="First", opened=dt.date(2024, 1, 1), closed=dt.date(2024, 1, 31))
LATER = Wave(id="two", label="Second", opened=dt.date(2024, 6, 1), closed=dt.date(2024, 6, 30))


def options(labels: str) -> tuple[Option, ...]:
    return tuple(Option(code=label.casefold(), label=label) for label in labels)


WHO = FreeText(id="who", text="?", kind="free_text", column="c")
VIEW = Scale(
    id="view",
    text="?",
    kind="scale",
    polarity="positive_first",
    options=options("YMN"),
    nets=(
        Net(code="for", label="For", codes=("y",), polarity="positive"),
        Net(code="against", label="Against", codes=("n",), polarity="negative"),
    ),
    column="c",
)
TOP = MultiCode(id="top", text="?", kind="multi_code", options=options("ABC"), base="picks", column="c")
AGE = Number(id="age", text="?", kind="number", column="c")
CONSULTATION = Consultation(
    id="c",
    name="C",
    owner="O",
    export=Export(response_id="id"),
    questions=(WHO, VIEW, TOP, AGE),
    waves=(EARLIER, LATER),
)


def respondent(who: str | None, wave: Wave, **given: Any) -> dict[str, Any]:
    return {"who": who, "date": wave.opened, "status": "complete", **given}


def compared(rows: Sequence[dict[str, Any]], question: Question, **more: Any) -> tuple[pl.DataFrame, Panel]:
    schema = responses_schema(CONSULTATION) | more
    frame = pl.LazyFrame([{**dict.fromkeys(schema), **row} for row in rows], schema=schema)
    return compare_waves(frame, CONSULTATION, question, (LATER, EARLIER), "who", "none")


def approval(weight: float = 1.0) -> list[dict[str, Any]]:
    """Agresti, Categorical Data Analysis, 2nd ed., table 10.1: who approved of the prime minister, twice."""
    found = []
    for before, now, count in (("Y", "Y", 794), ("Y", "N", 150), ("N", "Y", 86), ("N", "N", 570)):
        for place in range(count):
            who = f"{before}{now}{place}"
            found += [respondent(who, EARLIER, view=before, weight=9.0)]
            found += [respondent(who, LATER, view=now, weight=weight)]
    return found


@pytest.mark.parametrize("weight", [1.0, 0.37])
def test_approval_of_the_prime_minister_fell_as_agresti_has_it(weight: float) -> None:
    found, panel = compared(approval(weight), VIEW, weight=pl.Float64)
    row = found.row(by_predicate=pl.col("code") == "y", named=True)
    assert (panel.rows.height, panel.once, panel.twice) == (1600, 0, 0)
    assert (row["first"], row["second"], row["first_base"], row["second_base"]) == ("Second", "First", 1600, 1600)
    assert (row["first_figure"], row["second_figure"]) == pytest.approx((55.0, 59.0))
    assert row["difference"] == pytest.approx(-4.0)
    assert row["statistic"] ** 2 == pytest.approx(17.36, abs=0.005)
    assert (row["ci_lower"], row["ci_upper"]) == pytest.approx((-5.9, -2.1), abs=0.05)
    assert row["test"] == "McNemar's z, same respondents"
    assert row["base"] == "respondents who answered in both waves"


def test_a_net_balance_is_what_the_differences_of_respondents_are() -> None:
    found, _ = compared([{**row, "weight": 1.0} for row in approval()], VIEW, weight=pl.Float64)
    row = found.row(by_predicate=pl.col("code") == "balance", named=True)
    told = ttest_rel(
        np.repeat([100, -100, 100, -100], (794, 150, 86, 570)), np.repeat([100, 100, -100, -100], (794, 150, 86, 570))
    )
    assert (row["statistic"], row["p"]) == pytest.approx((told.statistic, told.pvalue), rel=1e-9)
    assert row["difference"] == pytest.approx(-8.0)
    assert row["test"] == "paired t, same respondents"


def test_numbers_by_the_paired_t_test_of_those_who_gave_both() -> None:
    chance = np.random.default_rng(1)
    before = chance.normal(40, 10, 50)
    now = before + chance.normal(1, 3, 50)
    rows = [respondent(f"{place}", EARLIER, age=value) for place, value in enumerate(before.tolist())]
    rows += [respondent(f"{place}", LATER, age=value) for place, value in enumerate(now.tolist())]
    # In one wave only, without a number in one, without a name, twice in a wave: of no difference.
    rows += [respondent("once", LATER, age=99.0), respondent("silent", LATER), respondent("silent", EARLIER, age=1.0)]
    rows += [respondent(None, wave, age=1.0) for wave in (EARLIER, LATER)]
    rows += [respondent("twice", wave, age=1.0) for wave in (EARLIER, LATER, LATER)]
    found, panel = compared(rows, AGE)
    (row,) = found.rows(named=True)
    told = ttest_rel(now, before)
    assert (panel.rows.height, panel.once, panel.twice) == (51, 1, 1)
    assert (row["first_base"], row["second_base"], row["code"]) == (50, 50, "mean")
    assert (row["first_figure"], row["second_figure"]) == pytest.approx((now.mean(), before.mean()))
    assert (row["statistic"], row["p"]) == pytest.approx((told.statistic, told.pvalue), rel=1e-9)
    ends = told.confidence_interval()
    assert (row["ci_lower"], row["ci_upper"]) == pytest.approx((ends.low, ends.high), rel=1e-9)


def test_a_code_typed_in_another_case_or_with_blanks_is_the_same_respondent() -> None:
    typed = [("ab1", "AB1"), ("ab2", " ab2 "), ("A  b3", "a b3"), ("ab4", "ab4"), ("x", "y")]
    rows = [respondent(one, EARLIER, age=40.0) for one, _ in typed] + [
        respondent(two, LATER, age=50.0) for _, two in typed
    ]
    rows += [
        respondent("ab5", EARLIER, age=1.0),
        respondent("AB5", EARLIER, age=1.0),
        respondent("ab5", LATER, age=1.0),
    ]
    frame, panel = compared(rows, AGE)
    assert (panel.rows.height, panel.once, panel.twice) == (4, 2, 1)
    assert frame.filter(pl.col("code") == "mean")["first_base"].to_list() == [4]


def test_picks_are_of_respondents_and_weigh_as_in_the_later_wave() -> None:
    picks = [(["A"], ["A", "B"]), (["B"], []), (["A", "C"], ["C"]), (None, ["A"])] * 20
    rows = [respondent(f"{place}", EARLIER, top=each, weight=5.0) for place, (each, _) in enumerate(picks)]
    rows += [respondent(f"{place}", LATER, top=each, weight=1.0 + place % 4) for place, (_, each) in enumerate(picks)]
    found, _ = compared(rows, TOP, weight=pl.Float64)
    told = {row["code"]: row for row in found.iter_rows(named=True)}
    # Of weights 1, 2 and 3: A from those of 1 and 3 to those of 1; B from 2 to 1; C stayed with 3.
    differences = {code: row["difference"] for code, row in told.items()}
    assert differences == pytest.approx({"a": -50.0, "b": -100 / 6, "c": 0.0})
    assert told["a"]["first_base"] == 60
    # McNemar: sum of weights that moved over the root of their squares.
    assert told["a"]["statistic"] == pytest.approx(-20 * 3 / np.sqrt(20 * 9))
    assert told["b"]["statistic"] == pytest.approx((20 * 1 - 20 * 2) / np.sqrt(20 * 1 + 20 * 4))
    assert told["c"]["p"] == 1


def test_a_panel_of_few_is_told_and_not_tested() -> None:
    rows = [respondent(f"{place}", wave, view="Y") for place in range(29) for wave in (EARLIER, LATER)]
    found, _ = compared(rows, VIEW)
    assert found["first_base"].unique().to_list() == [29]
    assert found["p"].null_count() == found.height
    assert compared([], VIEW)[0]["difference"].null_count() == found.height
