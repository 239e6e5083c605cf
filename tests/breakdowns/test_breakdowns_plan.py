"""Several tabs from one reading: nested banners, waves, many options, texts for lists, weights; counted by hand."""

from __future__ import annotations

import datetime as dt
from typing import Any

import polars as pl
import pytest

from survey.breakdowns.count import count, count_tabs
from survey.breakdowns.plan import Tab
from survey.breakdowns.results import results, results_of_tabs
from survey.errors import FailedChecksError, UnreadableError
from survey.frames import responses_schema
from survey.questionnaire.definition import Consultation, Export
from survey.questionnaire.kinds import MultiCode, Option, Question, Ranking, SingleCode, slug
from survey.questionnaire.waves import Wave


def options(*labels: str) -> tuple[Option, ...]:
    return tuple(Option(code=slug(label), label=label) for label in labels)


def single(name: str, *labels: str) -> SingleCode:
    return SingleCode(id=name, text=name, kind="single_code", options=options(*labels), column="c")


AREA, SEX, AGREE = single("area", "Dudley", "Walsall"), single("sex", "Female", "Male"), single("agree", "Yes", "No")
TOP = MultiCode(id="top", text="Top?", kind="multi_code", options=options("Bus", "Train", "Car"), column="c")
QUESTIONS: tuple[Question, ...] = (AREA, SEX, AGREE, TOP)
CONSULTATION = Consultation(id="c", name="C", owner="O", export=Export(response_id="id"), questions=QUESTIONS)
ROWS: list[dict[str, Any]] = [
    {"area": "Dudley", "sex": "Female", "agree": "Yes", "top": ["Bus", "Car"], "date": dt.date(2023, 5, 1)},
    {"area": "Dudley", "sex": "Male", "agree": "No", "top": ["Car"], "date": dt.date(2023, 5, 31)},
    {"area": "Dudley", "sex": "Female", "agree": "Yes", "top": None, "date": dt.date(2024, 5, 1)},
    {"area": "Walsall", "sex": None, "agree": "Yes", "top": ["Bus"], "date": dt.date(2024, 6, 2)},
    {"area": None, "sex": "Male", "agree": "No", "top": ["Train", "Bus"], "date": None},
]
WAVES = (
    Wave(id="y23", label="May 2023", opened=dt.date(2023, 5, 1), closed=dt.date(2023, 5, 31)),
    Wave(id="y24", label="May 2024", opened=dt.date(2024, 5, 1), closed=dt.date(2024, 5, 31)),
    Wave(id="y25", label="May 2025", opened=dt.date(2025, 5, 1), closed=dt.date(2025, 5, 31)),
)


def responses(rows: list[dict[str, Any]], consultation: Consultation = CONSULTATION, **more: Any) -> pl.LazyFrame:
    schema = {**responses_schema(consultation), **more}
    return pl.DataFrame([{**dict.fromkeys(schema), "status": "complete", **row} for row in rows], schema=schema).lazy()


def figures(frame: pl.DataFrame, *columns: str) -> list[tuple[Any, ...]]:
    return frame.select(*columns).rows()


def test_a_nested_banner_parts_each_group_and_tells_who_is_not_stated_at_any_level() -> None:
    nested = (AREA, SEX)
    cells = count(responses(ROWS), CONSULTATION, [AGREE], nested)
    grouped = cells.filter(pl.col("banner_id") == "area*sex")
    assert sorted(figures(grouped, "group", "codes", "n")) == [
        ("*male", "no", 1),
        ("dudley*female", "yes", 2),
        ("dudley*male", "no", 1),
        ("walsall*", "yes", 1),
    ]
    table = results(cells, [AGREE], nested)
    assert set(table["banner_id"]) == {"area*sex"}
    assert figures(table.filter(pl.col("code") == "yes"), "group", "count", "base_unweighted") == [
        ("All", 3, 5),
        ("Dudley / Female", 2, 2),
        ("Dudley / Male", 0, 1),
        ("Walsall / Female", 0, 0),
        ("Walsall / Male", 0, 0),
        ("Not stated", 1, 2),
    ]


def test_a_respondent_of_several_groups_is_in_each_of_a_nested_banner_too() -> None:
    cells = count(responses(ROWS), CONSULTATION, [AGREE], (TOP, AREA))
    table = results(cells, [AGREE], (TOP, AREA)).filter(pl.col("code") == "yes", pl.col("base_unweighted") > 0)
    assert figures(table, "group", "count", "base_unweighted") == [
        ("All", 3, 5),
        ("Bus / Dudley", 1, 1),
        ("Bus / Walsall", 1, 1),
        ("Car / Dudley", 1, 2),
        ("Not stated", 1, 2),  # bus and train of no area: one respondent; and who stated no top
    ]


def test_waves_hold_their_days_and_the_whole_holds_everyone() -> None:
    tab = Tab([AGREE], [AREA], waves=WAVES)
    cells = count_tabs(responses(ROWS), CONSULTATION, [tab])
    table = results_of_tabs(cells, [tab]).filter(pl.col("code") == "yes", pl.col("group") == "All")
    assert figures(table, "week", "wave", "count", "base_unweighted") == [
        (None, None, 3, 5),
        (None, "May 2023", 1, 2),
        (None, "May 2024", 1, 1),
        (None, "May 2025", 0, 0),
    ]


def test_tabs_that_share_a_table_have_it_once() -> None:
    dated = [{**row, "week": 1 + place % 2} for place, row in enumerate(ROWS)]
    tabs = [Tab([AGREE], weekly=True), Tab([AGREE, TOP], [AREA, SEX]), Tab([TOP], [AREA])]
    cells = count_tabs(responses(dated), CONSULTATION, tabs)
    whole = cells.filter(pl.col("banner_id").is_null()).group_by("question_id").agg(pl.col("n").sum())
    assert sorted(whole.rows()) == [("agree", 5), ("top", 4)]
    table = results_of_tabs(cells, tabs)
    keys = table.select("question_id", "banner_id", "group", "week", "code")
    assert keys.is_duplicated().sum() == 0
    made = table.group_by("question_id", "banner_id", maintain_order=True).agg(pl.col("week").max())
    assert made.rows() == [
        ("agree", None, 2),
        ("agree", "area", None),  # only everyone was asked for by week
        ("agree", "sex", None),
        ("top", "area", None),
        ("top", "sex", None),
    ]
    alone = results(count(responses(dated), CONSULTATION, [TOP], SEX), [TOP], SEX)
    assert table.filter(pl.col("question_id") == "top", pl.col("banner_id") == "sex").equals(alone)


def test_weights_are_summed_with_their_squares() -> None:
    weighted = [{**row, "weight": weight} for row, weight in zip(ROWS, [0.5, 2.0, 1.5, 1.0, 0.0], strict=True)]
    cells = count(responses(weighted, weight=pl.Float64), CONSULTATION, [AGREE])
    told = [("no", 1, 0.0, 0.0), ("no", 1, 2.0, 4.0), ("yes", 3, 3.0, 3.5)]  # who weighs nothing is told apart
    assert sorted(figures(cells, "codes", "n", "w", "w2")) == told


@pytest.mark.parametrize("weight", [None, -0.1, float("nan"), float("inf"), 1e13, 1e-13])
def test_a_weight_that_is_none_stops_the_count(weight: float | None) -> None:
    rows = [{**row, "weight": 1.0} for row in ROWS]
    rows[3]["weight"] = weight
    with pytest.raises(FailedChecksError, match="1 weights cannot be used"):
        count(responses(rows, weight=pl.Float64), CONSULTATION, [AGREE])


def as_text(dtype: Any) -> pl.LazyFrame:
    joined = pl.Series("top", ["Bus;Car", "Car", None, "Bus", "Train; Bus"]).cast(dtype)
    return responses(ROWS).collect().with_columns(joined).lazy()


@pytest.mark.parametrize("dtype", [pl.String, pl.Categorical])
def test_picks_may_stand_as_a_text(dtype: Any) -> None:
    lists = count(responses(ROWS), CONSULTATION, [TOP, AGREE], TOP)
    texts = count(as_text(dtype), CONSULTATION, [TOP, AGREE], TOP)
    assert results(texts, [TOP, AGREE], TOP).equals(results(lists, [TOP, AGREE], TOP))


def test_a_label_with_the_delimiter_in_it_is_one_pick_and_a_strange_one_is_named() -> None:
    theft = TOP.model_copy(update={"options": options("Burglary; theft", "Theft", "Bus")})
    consultation = CONSULTATION.model_copy(update={"questions": (theft,)})
    column = pl.Series("top", ["Burglary; theft; Bus", "Theft;Bus;;Theft"])
    frame = responses([{}, {}], consultation).collect().with_columns(column).lazy()
    cells = count(frame, consultation, [theft])
    assert sorted(cells["codes"].to_list()) == ["burglary_theft bus", "theft bus"]
    wrong = frame.with_columns(top=pl.lit("Bus;Thefts"))
    with pytest.raises(UnreadableError) as caught:
        count(wrong, consultation, [theft])
    (problem,) = caught.value.problems
    assert (problem.where, problem.got, problem.hint) == ("question top", "'Thefts'", "did you mean 'Theft'?")


MANY = options(*(f"O{place}" for place in range(70)))


def test_more_options_than_a_number_has_bits() -> None:
    many = TOP.model_copy(update={"options": MANY})
    order = Ranking(id="order", text="Rank?", kind="ranking", options=MANY, columns="{option}")
    consultation = CONSULTATION.model_copy(update={"questions": (many, order)})
    rows: list[dict[str, Any]] = [
        {"top": ["O69", "O0", "O69"], "order.o69": 1, "order.o3": 1},
        {"top": ["O0", "O69"], "order.o68": 2},
        {"top": []},
        {"top": None},
    ]
    cells = count(responses(rows, consultation), consultation, [many, order])
    top = cells.filter(pl.col("question_id") == "top")
    assert sorted(figures(top, "codes", "n")) == [("", 1), ("o0 o69", 2)]
    placed = cells.filter(pl.col("question_id") == "order")
    assert sorted(figures(placed, "item", "codes", "n")) == [("1", "o3 o69", 1), ("2", "o68", 1)]


def test_answers_read_by_other_labels_in_order_are_those_of_the_questionnaire() -> None:
    """A frame whose Enum has the options in another order, such as of an older version of the questionnaire."""
    turned = pl.Enum(["Walsall", "Dudley"])
    frame = responses(ROWS).with_columns(
        pl.col("area").cast(pl.String).cast(turned),
        pl.col("top").cast(pl.List(pl.String)).cast(pl.List(pl.Enum(["Car", "Train", "Bus"]))),
    )
    assert count(frame, CONSULTATION, [AREA, TOP], AREA).equals(count(responses(ROWS), CONSULTATION, [AREA, TOP], AREA))


def test_more_places_than_can_be_laid_out_are_found() -> None:
    """Nine banner questions of 12 options nested have 14^9 places, of which five are taken."""
    letters = [single(f"q{place}", *"ABCDEFGHIJKL") for place in range(9)]
    consultation = CONSULTATION.model_copy(update={"questions": (*letters, AGREE)})
    rows = [
        {"agree": "Yes", **{f"q{place}": "ABCDEFGHIJKL"[(place * row) % 12] for place in range(9)}} for row in range(5)
    ]
    cells = count(responses([*rows, *rows], consultation), consultation, [AGREE], tuple(letters))
    grouped = cells.filter(pl.col("banner_id").is_not_null())
    found = {tuple(group.split("*")): n for group, n in figures(grouped, "group", "n")}
    assert found == {tuple("abcdefghijkl"[(place * row) % 12] for place in range(9)): 2 for row in range(5)}
