"""Who answered against the population: worked by hand, and its parts against each other and against a table."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from survey.breakdowns.count import count
from survey.breakdowns.results import results
from survey.errors import UsageError
from survey.questionnaire.load import load_consultation
from survey.weighting.represent import represent, shortfall
from tests.exports import every_kind
from tests.weighting.people import drawn, four_margins, responses

PLAN = load_consultation(Path(__file__).parents[2] / "pipelines" / "consultations" / "police_crime_plan_2024")


def test_the_districts_by_hand() -> None:
    """30 of Birmingham and 30 of Solihull compared; 20 outside and 20 who do not say are counted only."""
    lived: list[str | None] = [*["Birmingham"] * 30, *["Solihull"] * 30, *["Outside the West Midlands"] * 20]
    frame = represent(responses(PLAN, {"live_in": [*lived, *[None] * 20]}), PLAN)
    rows = {row["label"]: row for row in frame.iter_rows(named=True)}
    birmingham = rows["Birmingham"]
    assert (birmingham["count"], birmingham["base_unweighted"], birmingham["pct"]) == (30, 60, 50.0)
    assert birmingham["population"] == 1_144_923
    assert birmingham["population_pct"] == pytest.approx(100 * 1_144_923 / 2_919_650, rel=1e-14)
    assert birmingham["difference"] == pytest.approx(50 - 39.214392136, abs=1e-8)
    assert birmingham["short_by"] == 0
    assert birmingham["small_base"]
    # Coventry has none of 60 and should have 11.827%: x / (60 + x) = .11827 gives x = 8.048, so 9.
    assert (rows["Coventry"]["count"], rows["Coventry"]["short_by"]) == (0, 9)
    assert (rows["Outside the West Midlands"]["count"], rows["Outside the West Midlands"]["standing"]) == (
        20,
        "outside",
    )
    assert (rows["Not stated"]["count"], rows["Not stated"]["standing"]) == (20, "not_stated")
    assert rows["Not stated"]["pct"] is None


def test_each_margin_accounts_for_every_response_that_is_not_blank() -> None:
    frame = drawn(four_margins(), 1_500)
    blank = frame.head(10).with_columns(status=pl.lit("blank", dtype=frame["status"].dtype))
    found = represent(pl.concat([frame, blank]), four_margins())
    assert found.group_by("question_id").agg(pl.col("count").sum())["count"].to_list() == [1_500] * 4
    compared = found.filter(pl.col("standing") == "compared")
    sums = compared.group_by("question_id").agg(pl.col("pct", "population_pct", "count").sum())
    assert sums["pct"].to_list() == pytest.approx([100] * 4)
    assert sums["population_pct"].to_list() == pytest.approx([100] * 4)
    bases = compared.group_by("question_id").agg(pl.col("base_unweighted").first()).sort("question_id")
    assert bases["base_unweighted"].to_list() == sums.sort("question_id")["count"].to_list()
    assert compared["difference"].sum() == pytest.approx(0, abs=1e-9)


def test_those_outside_by_one_margin_are_compared_in_none() -> None:
    lived: list[str | None] = ["Walsall", "Outside the West Midlands", None]
    frame = responses(four_margins(), {"area": lived, "sex": ["Female", "Female", "Male"]})
    rows = {
        row["label"]: row
        for row in represent(frame, four_margins()).iter_rows(named=True)
        if row["question_id"] == "sex"
    }
    assert (rows["Female"]["count"], rows["Male"]["count"], rows["Female"]["base_unweighted"]) == (1, 1, 2)
    assert rows["Outside, by another question"]["count"] == 1


def test_nets_count_each_of_their_options() -> None:
    aged: list[str | None] = ["75 to 84", "85 or over", "16 to 24"]
    frame = represent(responses(four_margins(), {"age": aged}), four_margins())
    rows = {row["label"]: row["count"] for row in frame.iter_rows(named=True) if row["question_id"] == "age"}
    assert rows["75 or over"] == 2
    assert "75 to 84" not in rows


def test_counts_are_those_of_the_table_of_the_question() -> None:
    frame = drawn(PLAN.model_copy(update={"questions": (PLAN.question("live_in"),)}), 900)
    question = PLAN.question("live_in")
    table = results(count(frame.lazy(), PLAN, [question]), [question])
    wanted = dict(table.select("code", "count").iter_rows())
    found = dict(represent(frame, PLAN).filter(pl.col("code").is_not_null()).select("code", "count").iter_rows())
    assert found == wanted


@given(st.integers(0, 500), st.integers(0, 5_000), st.integers(1, 99))
def test_a_shortfall_is_the_fewest_that_bring_the_share(inside: int, others: int, percent: int) -> None:
    share, base = Fraction(percent, 100), inside + others
    more = shortfall(inside, base, share)
    assert base + more == 0 or Fraction(inside + more, base + more) >= share
    if more:
        assert Fraction(inside + more - 1, max(base + more - 1, 1)) < share


def test_without_a_population_there_is_nobody_to_hold_against() -> None:
    with pytest.raises(UsageError, match="no population"):
        represent(responses(every_kind(), {"area": ["North"]}), every_kind())
