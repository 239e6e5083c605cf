"""Weights of respondents: by hand, every margin met, and what must change nothing."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from survey.errors import FailedChecksError, UsageError
from survey.questionnaire.definition import Consultation
from survey.questionnaire.kinds import Closed, Condition
from survey.questionnaire.load import load_consultation
from survey.questionnaire.population import Weighting, members
from survey.weighting.weigh import weigh
from tests.exports import every_kind
from tests.weighting.people import drawn, four_margins, responses

PLAN = load_consultation(Path(__file__).parents[2] / "pipelines" / "consultations" / "police_crime_plan_2024")
AREAS = ["Birmingham", "Coventry", "Dudley", "Sandwell", "Solihull", "Walsall", "Wolverhampton"]
UNBOUNDED = Weighting(margins=("area", "age", "sex", "ethnicity"))


def set_to(weighting: Weighting) -> Consultation:
    return four_margins().model_copy(update={"weighting": weighting})


def test_one_margin_by_hand() -> None:
    """70 of 100 live in Birmingham (39.2144% of the population), 5 in each other district; 10 outside, 2 unstated."""
    lived: list[str | None] = [*["Birmingham"] * 70, *(area for area in AREAS[1:] for _ in range(5))]
    lived += [*["Outside the West Midlands"] * 10, None, None]
    weighing = weigh(responses(PLAN, {"live_in": lived}), PLAN)
    weights = weighing.weights.to_list()
    assert weights[0] == pytest.approx(1_144_923 / 2_919_650 / 0.7, rel=1e-12)
    assert weights[70] == pytest.approx(345_315 / 2_919_650 / 0.05, rel=1e-12)
    assert weights[100:] == [1.0] * 12
    assert sum(weights[:100]) == pytest.approx(100, rel=1e-12)
    assert (weighing.weighted, weighing.outside, weighing.unstated) == (100, 10, 2)
    assert weighing.converged
    by_step = {row["step"]: row for row in weighing.effect.iter_rows(named=True)}
    deff = sum(weight**2 for weight in weights[:100]) / 100
    assert by_step["raked"]["design_effect"] == pytest.approx(deff, rel=1e-12)
    assert by_step["raked"]["base_effective"] == pytest.approx(100 / deff, rel=1e-12)
    assert by_step["unweighted"]["off"] == pytest.approx(70 - 39.21439213604, abs=1e-9)


@pytest.mark.parametrize("weighting", [UNBOUNDED, four_margins().weighting], ids=["unbounded", "four at most"])
def test_every_margin_is_met_among_those_who_stated_it(weighting: Weighting) -> None:
    """Counted again by polars from the weights of the rows, not from the cells they were made of."""
    consultation = set_to(weighting)
    frame = drawn(consultation, 3_000)
    weighing = weigh(frame, consultation)
    assert weighing.converged
    inside = frame.with_columns(weighing.weights).filter(pl.col("area") != "Outside the West Midlands")
    inside = pl.concat([inside, frame.with_columns(weighing.weights).filter(pl.col("area").is_null())])
    for margin in consultation.population:
        question = consultation.question(margin.question)
        assert isinstance(question, Closed)
        label_of = {option.code: option.label for option in question.options}
        labels = {code: [label_of[each] for each in members(question, code)] for code in margin.groups}
        stated = inside.filter(pl.col(question.id).is_in([each for group in labels.values() for each in group]))
        for code, group in labels.items():
            ours = stated.filter(pl.col(question.id).is_in(group))["weight"].to_numpy().sum()
            share = ours / stated["weight"].to_numpy().sum()
            assert share == pytest.approx(float(margin.share(code)), abs=1e-10)
    if weighting.maximum:
        assert weighing.weights.max() <= weighting.maximum  # type: ignore[operator]


def test_weights_have_a_mean_of_one_and_apart_stay_at_one() -> None:
    frame = drawn(four_margins(), 2_000).with_columns(weigh(drawn(four_margins(), 2_000), four_margins()).weights)
    outside = pl.col("area") == "Outside the West Midlands"
    assert frame.filter(outside)["weight"].to_list() == [1.0] * frame.filter(outside).height
    assert frame["weight"].mean() == pytest.approx(1, rel=1e-12)
    assert frame["weight"].n_unique() > 100


def test_those_who_did_not_state_a_margin_keep_their_share_and_are_weighted_by_the_others() -> None:
    consultation = set_to(UNBOUNDED)
    frame = drawn(consultation, 3_000)
    frame = frame.filter(pl.col("area").is_not_null() & (pl.col("area") != "Outside the West Midlands"))
    weighted = frame.with_columns(weigh(frame, consultation).weights)
    silent = weighted.filter(pl.col("sex").is_null() | (pl.col("sex") == "Prefer not to say"))
    assert silent["weight"].sum() == pytest.approx(silent.height, rel=1e-10)
    assert silent["weight"].n_unique() > 10


def test_row_order_changes_nothing() -> None:
    frame = drawn(four_margins(), 1_000).with_row_index("row")
    shuffled = frame.sample(fraction=1, shuffle=True, seed=5)
    one = frame.with_columns(weigh(frame.drop("row"), four_margins()).weights)
    other = shuffled.with_columns(weigh(shuffled.drop("row"), four_margins()).weights).sort("row")
    assert other["weight"].to_list() == one["weight"].to_list()


def test_many_combinations_are_counted_as_few_are(monkeypatch: pytest.MonkeyPatch) -> None:
    frame = drawn(four_margins(), 1_000)
    few = weigh(frame, four_margins()).weights
    monkeypatch.setattr("survey.weighting.tally._DENSE", 0)
    assert weigh(frame, four_margins()).weights.to_list() == few.to_list()


def test_a_group_without_respondents_is_named_with_what_to_do() -> None:
    lived: list[str | None] = [*AREAS[2:]] * 5
    with pytest.raises(FailedChecksError) as caught:
        weigh(responses(PLAN, {"live_in": lived}), PLAN)
    assert [problem.where for problem in caught.value.problems] == ["Area: Birmingham", "Area: Coventry"]
    assert all("population.toml" in problem.hint for problem in caught.value.problems)


@pytest.mark.parametrize("lived", [[None, None], ["Outside the West Midlands"] * 3])
def test_nobody_to_weight_is_told(lived: list[str | None]) -> None:
    with pytest.raises(FailedChecksError, match="nobody has answered a question to weight by"):
        weigh(responses(PLAN, {"live_in": lived}), PLAN)


def test_bounds_that_exclude_the_margins_are_told_and_hold() -> None:
    consultation = set_to(Weighting(margins=("area", "ethnicity"), maximum=1.2))
    weighing = weigh(drawn(consultation, 2_000), consultation)
    assert not weighing.converged
    raked, bounded = weighing.effect.filter(pl.col("step") != "unweighted").iter_rows(named=True)
    assert bounded["maximum"] == pytest.approx(1.2)
    assert raked["maximum"] > 1.2
    assert bounded["design_effect"] < raked["design_effect"]
    assert bounded["off"] == pytest.approx(weighing.margins["difference"].abs().max())
    assert bounded["off"] > 1


def test_pairs_of_groups_that_nobody_is_in_are_named() -> None:
    frame = drawn(four_margins(), 2_000)
    frame = frame.filter((pl.col("area") != "Walsall") | (pl.col("sex") != "Male"))
    assert weigh(frame, four_margins()).empty == (("Area: Walsall", "Sex: Male"),)


def test_an_answer_of_somebody_who_was_not_asked_is_none() -> None:
    asked = Condition(question="agree", any_of=("yes",))
    questions = [
        question.model_copy(update={"asked": asked}) if question.id == "sex" else question
        for question in four_margins().questions
    ]
    routed = set_to(UNBOUNDED).model_copy(update={"questions": tuple(questions)})
    frame = drawn(routed, 2_000)
    silenced = frame.with_columns(pl.when(pl.col("agree") == "Yes").then("sex").alias("sex"))
    assert weigh(frame, routed).weights.to_list() == weigh(silenced, set_to(UNBOUNDED)).weights.to_list()


def test_without_a_population_there_is_nothing_to_weight_to() -> None:
    with pytest.raises(UsageError, match="no population"):
        weigh(responses(every_kind(), {"area": ["North"]}), every_kind())
