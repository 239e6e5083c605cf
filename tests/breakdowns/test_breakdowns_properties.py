"""What must hold of tables of any responses."""

from __future__ import annotations

import datetime as dt
from typing import Any
from unittest.mock import patch

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from survey.breakdowns import counting, cube
from survey.breakdowns.count import count
from survey.breakdowns.ranking import ranking
from survey.breakdowns.results import results
from survey.frames import NOT_STATED, responses_schema
from survey.questionnaire.definition import Consultation, Export, Fieldwork
from survey.questionnaire.kinds import Condition, MultiCode, Net, Number, Option, Question, Ranking, SingleCode

LABELS = ("A", "B", "C", "D")
OPTIONS = tuple(Option(code=label.casefold(), label=label) for label in LABELS)
NET = Net(code="net", label="Net", codes=("a", "b", "d"))
AREA = SingleCode(id="area", text="Area?", kind="single_code", options=OPTIONS, column="c")
SAFE = SingleCode(id="safe", text="Safe?", kind="single_code", options=OPTIONS, nets=(NET,), column="c")
TOP = MultiCode(
    id="top",
    text="Top?",
    kind="multi_code",
    options=OPTIONS,
    nets=(NET,),
    column="c",
    base="asked",
    asked=Condition(question="area", any_of=("a", "b")),
)
AGE = Number(id="age", text="Age?", kind="number", column="c")
ORDER = Ranking(id="order", text="Rank?", kind="ranking", options=OPTIONS[:2], columns="{option}")
QUESTIONS: tuple[Question, ...] = (AREA, SAFE, TOP, AGE, ORDER)
FIELDWORK = Fieldwork(opened=dt.date(2024, 7, 14), closed=dt.date(2024, 7, 30))
CONSULTATION = Consultation(
    id="c", name="C", owner="O", fieldwork=FIELDWORK, export=Export(response_id="id"), questions=QUESTIONS
)

one = st.none() | st.sampled_from(LABELS)
several = st.none() | st.lists(st.sampled_from(LABELS), max_size=5)
respondents = st.lists(
    st.fixed_dictionaries(
        {
            "week": st.none() | st.integers(1, 3),
            "status": st.sampled_from(["complete", "partial", "blank"]),
            "area": one,
            "safe": one,
            "top": several,
            "age": st.none() | st.sampled_from([16.1, 33.3, 47.7, 80.0]),
            "order.a": st.none() | st.integers(1, 2),
            "order.b": st.none() | st.integers(1, 2),
        }
    ),
    max_size=30,
)
some = settings(max_examples=20, deadline=None)


def frame(rows: list[dict[str, Any]]) -> pl.LazyFrame:
    schema = responses_schema(CONSULTATION)
    return pl.DataFrame([{**dict.fromkeys(schema), **row} for row in rows], schema=schema).lazy()


def tables(rows: list[dict[str, Any]], banner: Question | None = None) -> pl.DataFrame:
    return results(count(frame(rows), CONSULTATION, QUESTIONS, banner, weekly=True), QUESTIONS, banner)


@given(respondents)
@some
def test_counts_of_a_single_code_question_add_up_to_the_base(rows: list[dict[str, Any]]) -> None:
    safe = tables(rows, AREA).filter((pl.col("question_id") == "safe") & ~pl.col("is_net"))
    sums = safe.group_by("group", "week").agg(pl.col("count").sum(), pl.col("base_unweighted").unique())
    assert sums["base_unweighted"].list.len().to_list() == [1] * sums.height
    assert sums["count"].to_list() == sums["base_unweighted"].list.first().to_list()


@given(respondents)
@some
def test_a_net_is_at_least_its_largest_code_and_at_most_their_sum_or_the_base(rows: list[dict[str, Any]]) -> None:
    top = tables(rows, AREA).filter(pl.col("question_id") == "top")
    codes = top.filter(pl.col("code").is_in(NET.codes)).group_by("group", "week")
    bounds = codes.agg(least=pl.col("count").max(), most=pl.col("count").sum())
    nets = top.filter("is_net").join(bounds, on=["group", "week"], nulls_equal=True)
    assert nets.height == bounds.height
    for net, least, most, base in nets.select("count", "least", "most", "base_unweighted").rows():
        assert least <= net <= min(most, base)


@given(respondents)
@some
def test_cells_of_weeks_and_of_the_undated_add_up_to_the_whole(rows: list[dict[str, Any]]) -> None:
    keys = ["question_id", "item", "codes", "value", "banner_id", "group"]
    whole = count(frame(rows), CONSULTATION, QUESTIONS, TOP)
    weekly = count(frame(rows), CONSULTATION, QUESTIONS, TOP, weekly=True)
    added = weekly.group_by(keys).agg(pl.col("n").sum()).sort(keys)
    assert added.equals(whole.drop("week").select(*keys, "n").sort(keys))


@given(respondents)
@some
def test_figures_of_weeks_add_up_to_the_whole_where_all_are_dated(rows: list[dict[str, Any]]) -> None:
    table = tables([row for row in rows if row["week"] is not None]).filter(pl.col("question_id") != "age")
    keys, figures = ["question_id", "item", "code"], ["count", "base_unweighted"]
    whole = table.filter(pl.col("week").is_null()).select(*keys, *figures).sort(keys)
    weeks = table.filter(pl.col("week").is_not_null()).group_by(keys).agg(pl.col(figures).sum()).sort(keys)
    assert weeks.equals(whole) or not table["week"].is_not_null().any()


@given(respondents)
@some
def test_groups_of_a_single_code_banner_and_not_stated_add_up_to_all(rows: list[dict[str, Any]]) -> None:
    table = tables(rows, AREA).filter(pl.col("question_id") != "age")
    keys, figures = ["question_id", "item", "code", "week"], ["count", "base_unweighted"]
    everyone = table.filter(pl.col("group") == "All").select(*keys, *figures).sort(keys)
    groups = table.filter(pl.col("group") != "All").group_by(keys).agg(pl.col(figures).sum()).sort(keys)
    assert groups.equals(everyone)
    stated = all(row["area"] is not None for row in rows)
    assert not stated or NOT_STATED not in table["group"]


@given(respondents, st.integers(1, 9), st.sampled_from([0, 40, 1 << 22]), st.booleans())
@some
def test_batches_and_what_is_laid_out_change_nothing(
    rows: list[dict[str, Any]], at_once: int, laid: int, text: bool
) -> None:
    # Quarters add up without rounding, whatever the order.
    weighted = frame(rows).with_row_index("weight").with_columns(pl.col("weight") % 7 / 4)
    if text:
        weighted = weighted.with_columns(pl.col("top").cast(pl.List(pl.String)).list.join(";").cast(pl.Categorical))
    whole = count(weighted, CONSULTATION, QUESTIONS, (TOP, AREA), weekly=True)
    with patch.object(counting, "AT_ONCE", at_once), patch.object(cube, "_DENSE", laid):
        pieces = count(weighted, CONSULTATION, QUESTIONS, (TOP, AREA), weekly=True)
    assert pieces.equals(whole)


@given(respondents, st.randoms(use_true_random=False))
@some
def test_the_order_of_responses_and_of_ticks_changes_nothing(rows: list[dict[str, Any]], chance: Any) -> None:
    shuffled = [{**row, "top": row["top"] and chance.sample(row["top"], len(row["top"]))} for row in rows]
    chance.shuffle(shuffled)
    before, after = (count(frame(each), CONSULTATION, QUESTIONS, TOP, True) for each in (rows, shuffled))
    assert after.equals(before)
    assert results(after, QUESTIONS, TOP).equals(results(before, QUESTIONS, TOP))
    assert ranking(after, TOP, FIELDWORK).equals(ranking(before, TOP, FIELDWORK))


@given(respondents)
@some
def test_twice_the_responses_are_no_more_cells_and_the_same_percentages(rows: list[dict[str, Any]]) -> None:
    once, twice = (count(frame(each), CONSULTATION, QUESTIONS, AREA, True) for each in (rows, rows + rows))
    assert twice.with_columns(pl.col("n") // 2, pl.col("w", "w2") / 2).equals(once)
    assert twice["n"].sum() == 2 * once["n"].sum()
    assert results(twice, QUESTIONS, AREA)["pct"].equals(results(once, QUESTIONS, AREA)["pct"])
