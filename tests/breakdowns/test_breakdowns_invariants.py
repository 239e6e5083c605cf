"""What must not change a figure: the scale of weights, the order of options, how weeks are cut. And what must hold."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from survey.breakdowns.count import count_tabs
from survey.breakdowns.plan import Tab
from survey.breakdowns.results import results_of_tabs
from survey.frames import responses_schema
from survey.questionnaire.definition import Consultation, Export
from survey.questionnaire.kinds import MultiCode, Net, Option, Question, Scale, SingleCode

LABELS = ("A", "B", "C", "D")
OPTIONS = tuple(Option(code=label.casefold(), label=label) for label in LABELS)
NETS = (
    Net(code="up", label="Up", codes=("a", "b"), polarity="positive"),
    Net(code="down", label="Down", codes=("d",), polarity="negative"),
)
AREA = SingleCode(id="area", text="?", kind="single_code", options=OPTIONS, column="c")
VIEW = Scale(
    id="view", text="?", kind="scale", polarity="positive_first", options=OPTIONS, nets=NETS, column="c", base="all"
)
TOP = MultiCode(id="top", text="?", kind="multi_code", options=OPTIONS, nets=NETS, column="c")
PICKED = TOP.model_copy(update={"id": "picked", "base": "picks"})
QUESTIONS: tuple[Question, ...] = (AREA, VIEW, TOP, PICKED)

# Areas are few and answers lean on them, so that groups are large enough to be tested, and some do differ.
person = st.fixed_dictionaries(
    {
        "week": st.none() | st.integers(1, 4),
        "status": st.sampled_from(["complete", "complete", "complete", "blank"]),
        "area": st.none() | st.sampled_from(LABELS[:2]),
        "view": st.none() | st.sampled_from(LABELS),
        "top": st.none() | st.lists(st.sampled_from(LABELS), max_size=3, unique=True),
        "weight": st.sampled_from([0.0, 0.3, 1.0, 2.75]),
    }
)
people = st.lists(person, max_size=40).map(lambda rows: [{**row, "picked": row["top"]} for row in rows * 3])
some = settings(max_examples=15, deadline=None)


def consultation(questions: Sequence[Question] = QUESTIONS) -> Consultation:
    return Consultation(id="c", name="C", owner="O", export=Export(response_id="id"), questions=tuple(questions))


def table(rows: Sequence[Mapping[str, Any]], questions: Sequence[Question] = QUESTIONS, weekly: bool = False) -> Any:
    whole = consultation(questions)
    area, *asked = questions
    schema = {**responses_schema(whole), "weight": pl.Float64}
    frame = pl.DataFrame([{**dict.fromkeys(schema), **row} for row in rows], schema=schema).lazy()
    tabs = [Tab(asked, [area, (area, questions[2])], weekly)]
    return results_of_tabs(count_tabs(frame, whole, tabs), tabs, measures=True, correction="holm")


KEYS = ["question_id", "banner_id", "group", "week", "code"]
MARKS = ["letters", "rest", "small_base"]
FLOATS = ["pct", "weighted_pct", "base_effective", "value", "weighted_value", "se", "ci_lower", "ci_upper"]


def same(one: pl.DataFrame, other: pl.DataFrame, exact: Sequence[str], near: Sequence[str]) -> None:
    """The same rows with the same figures, in whatever order."""
    both = one.join(other, on=KEYS, how="full", nulls_equal=True, suffix=" too")
    assert both.height == one.height == other.height
    for name in exact:
        assert both[name].equals(both[f"{name} too"]), name
    for name in near:
        a, b = both[name], both[f"{name} too"]
        assert a.is_null().equals(b.is_null()), name
        assert a.drop_nulls().to_list() == pytest.approx(b.drop_nulls().to_list(), rel=1e-9, abs=1e-9), name


@given(people, st.sampled_from([0.001, 7.0, 12345.678]))
@some
def test_the_scale_of_weights_changes_weighted_counts_alone(rows: list[dict[str, Any]], times: float) -> None:
    scaled = table([{**row, "weight": row["weight"] * times} for row in rows])
    same(table(rows), scaled, ["count", "base_unweighted", *MARKS], FLOATS)
    same(table(rows), scaled.with_columns(pl.col("weighted_count", "base_weighted") / times), [], ["weighted_count"])


@given(people, st.permutations(OPTIONS))
@some
def test_the_order_of_options_changes_the_order_of_rows_alone(rows: list[dict[str, Any]], order: list[Option]) -> None:
    scored = [option.model_copy(update={"score": float(place)}) for place, option in enumerate(OPTIONS)]
    turned = [next(each for each in scored if each.code == option.code) for option in order]
    one, other = (
        table(rows, [question.model_copy(update={"options": tuple(each)}) for question in QUESTIONS])
        for each in (scored, turned)
    )
    # Letters are those of the groups' places, which are other ones.
    same(one, other, ["count", "base_unweighted", "label", "rest", "small_base"], FLOATS)


@given(people)
@some
def test_weeks_put_together_are_the_week_they_make(rows: list[dict[str, Any]]) -> None:
    joined = [{**row, "week": row["week"] and (row["week"] + 1) // 2} for row in rows]
    two, four = table(joined, weekly=True), table(rows, weekly=True)
    same(two.filter(pl.col("week").is_null()), four.filter(pl.col("week").is_null()), ["count", *MARKS], FLOATS)
    sums = ["count", "weighted_count", "base_unweighted", "base_weighted"]
    parts = four.filter(pl.col("week").is_not_null()).with_columns((pl.col("week") + 1) // 2)
    added = parts.group_by(KEYS).agg(pl.col(sums).sum()).join(two, on=KEYS, nulls_equal=True, suffix=" of two")
    assert added.height == two.filter(pl.col("week").is_not_null()).height or not parts.height
    for name in sums:
        assert added[name].to_list() == pytest.approx(added[f"{name} of two"].to_list(), abs=1e-9)


@given(people)
@some
def test_nets_are_no_more_than_their_codes_and_percentages_are_counts(rows: list[dict[str, Any]]) -> None:
    made = table(rows)
    keys = ["question_id", "banner_id", "group"]
    for net in NETS:
        codes = made.filter(pl.col("code").is_in(net.codes)).group_by(keys).agg(most=pl.col("weighted_count").sum())
        nets = made.filter(pl.col("code") == net.code).join(codes, on=keys)
        assert (nets["weighted_count"] <= nets["most"] + 1e-9).all()
        of_picks = nets.filter(pl.col("question_id") == "picked")
        assert of_picks["weighted_count"].to_list() == pytest.approx(of_picks["most"].to_list(), abs=1e-9)
    shares = made.filter(pl.col("pct").is_not_null())
    back = shares["pct"] * shares["base_unweighted"] / 100
    assert back.to_list() == pytest.approx(shares["count"].to_list(), abs=1e-9)
    assert shares["pct"].is_between(0, 100).all()


@given(people)
@some
def test_who_is_not_placed_in_a_nested_banner_is_one_respondent(rows: list[dict[str, Any]]) -> None:
    """However many groups of the multi-code level they are in: the base is no more than there are respondents."""
    made = table(rows).filter(pl.col("question_id") == "view", pl.col("banner_id") == "area*top")
    nowhere = [row for row in rows if row["status"] != "blank" and not (row["area"] and row["top"])]
    answers = pl.Series([row["view"] for row in nowhere], dtype=pl.String)
    for code, label in zip("abcd", LABELS, strict=True):
        found = made.filter(pl.col("code") == code, pl.col("group") == "Not stated")
        expected = [(len(nowhere), answers.eq_missing(label).sum())] if nowhere else []
        assert found.select("base_unweighted", "count").rows() == expected


@given(people)
@some
def test_intervals_hold_their_figure_and_nothing_is_no_number(rows: list[dict[str, Any]]) -> None:
    made = table(rows)
    told = made.filter(pl.col("ci_lower").is_not_null())
    figure = pl.coalesce("weighted_pct", "weighted_value")
    assert told.select((pl.col("ci_lower") - 1e-9 <= figure) & (figure <= pl.col("ci_upper") + 1e-9)).to_series().all()
    for name in FLOATS:
        assert not made[name].is_nan().any()
        assert made[name].is_finite().all() or made[name].null_count()
    nobody = made.filter(pl.col("base_unweighted") == 0)
    assert nobody.select(pl.col("pct", "weighted_pct", "se", "ci_lower").null_count()).row(0) == (nobody.height,) * 4


def test_a_question_that_nobody_answered_and_an_area_of_one() -> None:
    rows = [{"status": "complete", "area": "A", "view": None, "top": None, "weight": 1.0}] * 40
    alone = {"status": "complete", "area": "B", "view": "A", "top": ["A"], "weight": 2.0}
    blank = table(rows)
    assert blank.filter(pl.col("question_id") == "top")["base_unweighted"].sum() == 0
    view = blank.filter(pl.col("question_id") == "view", pl.col("code") == "no_answer", pl.col("banner_id") == "area")
    assert view.select("group", "count", "pct").rows()[:3] == [("All", 40, 100.0), ("A", 40, 100.0), ("B", 0, None)]
    made = table([*rows, alone]).filter(pl.col("group") == "B", pl.col("code") == "a", pl.col("question_id") == "view")
    (row,) = made.rows(named=True)
    assert (row["count"], row["pct"], row["base_effective"], row["se"], row["letters"]) == (1, 100.0, 1.0, None, None)
    assert row["small_base"]
