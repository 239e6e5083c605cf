"""Cells of a handful of respondents, counted by hand, for every kind of question."""

from __future__ import annotations

import datetime as dt
from typing import Any

import polars as pl
import pytest

from survey.breakdowns.count import count
from survey.errors import UsageError
from survey.frames import CELLS, responses_schema
from survey.questionnaire.definition import Consultation, Export
from survey.questionnaire.kinds import (
    KINDS,
    Condition,
    DateAnswer,
    FreeText,
    Item,
    MultiCode,
    Number,
    Option,
    Question,
    Ranking,
    Scale,
    SingleCode,
)


def options(*labels: str) -> tuple[Option, ...]:
    return tuple(Option(code=label.casefold(), label=label) for label in labels)


YES = Condition(question="visits", any_of=("yes",))
AREA = SingleCode(id="area", text="Area?", kind="single_code", options=options("Dudley", "Walsall"), column="c")
VISITS = SingleCode(id="visits", text="Visit?", kind="single_code", options=options("Yes", "No"), column="c")
WHERE = MultiCode(
    id="where", text="Where?", kind="multi_code", options=options("Bus", "Train", "Metro"), asked=YES, column="c"
)
SAFE = Scale(
    id="safe", text="Safe?", kind="scale", polarity="positive_first", options=options("Safe", "Unsafe"), column="c"
)
GRID = SingleCode(
    id="grid",
    text="Grid?",
    kind="single_code",
    options=options("Good", "Bad"),
    items=(Item(code="day", label="By day"), Item(code="dark", label="After dark")),
    column="{item}",
)
RANKED = Ranking(id="ranked", text="Rank?", kind="ranking", options=options("X", "Y", "Z"), columns="{option}")
WORDS = FreeText(id="words", text="Words?", kind="free_text", column="c", asked=YES)
AGE = Number(id="age", text="Age?", kind="number", column="c")
MOVED = DateAnswer(id="moved", text="Moved?", kind="date", column="c", format="%d/%m/%Y")
ALL_KINDS: tuple[Question, ...] = (AREA, VISITS, WHERE, SAFE, GRID, RANKED, WORDS, AGE, MOVED)
CONSULTATION = Consultation(id="c", name="C", owner="O", export=Export(response_id="id"), questions=ALL_KINDS)

# A: Dudley, visits. B: Dudley, visits. C: Walsall, does not visit. D: no area, visits. E: blank.
RESPONSES: dict[str, list[Any]] = {
    "week": [1, 1, 2, None, 2],
    "status": ["complete", "complete", "partial", "complete", "blank"],
    "area": ["Dudley", "Dudley", "Walsall", None, None],
    "visits": ["Yes", "Yes", "No", "Yes", None],
    "where": [["Bus", "Metro"], ["Metro", "Bus"], ["Train"], None, None],
    "safe": ["Safe", "Unsafe", "Safe", None, None],
    "grid.day": ["Good", "Good", None, "Bad", None],
    "grid.dark": ["Bad", None, None, None, None],
    "ranked.x": [1, 1, None, None, None],
    "ranked.y": [2, None, 1, None, None],
    "ranked.z": [3, None, 1, None, None],
    "words": ["Buses", None, "Off route", "Trains", None],
    "age": [20.0, 20.0, 41.5, None, None],
    "moved": [dt.date(2024, 7, 1), dt.date(2024, 7, 31), dt.date(2023, 12, 5), None, None],
}


def responses(**changed: list[Any]) -> pl.LazyFrame:
    schema = responses_schema(CONSULTATION)
    columns = {**RESPONSES, **changed}
    return pl.DataFrame({name: columns.get(name, [None] * 5) for name in schema}, schema=schema).lazy()


def counted(question: Question, banner: Question | None = None, weekly: bool = False, **changed: list[Any]) -> Any:
    """Cells as a dict: (item, codes, group, week) -> n, of everyone or of the banner's groups."""
    cells = count(responses(**changed), CONSULTATION, [question], banner, weekly)
    assert dict(cells.schema) == CELLS
    assert cells["question_id"].to_list() == [question.id] * cells.height
    wanted = cells.filter(pl.col("banner_id").eq_missing(pl.lit(banner.id if banner else None, dtype=pl.String)))
    rows = wanted.select("item", "codes", pl.col("group"), "week", "n").rows()
    found = {(item, codes, group or None, week): n for item, codes, group, week, n in rows}
    assert len(found) == len(rows)
    return found


def test_every_kind_is_counted_here() -> None:
    assert {question.kind for question in ALL_KINDS} == set(KINDS)


def test_single_code_and_scale_stand_on_those_who_answered() -> None:
    assert counted(AREA) == {(None, "dudley", None, None): 2, (None, "walsall", None, None): 1}
    assert counted(SAFE) == {(None, "safe", None, None): 2, (None, "unsafe", None, None): 1}


def test_multi_code_is_counted_by_combination_whatever_the_order_of_ticks() -> None:
    assert counted(WHERE) == {(None, "bus metro", None, None): 2}


def test_an_option_ticked_twice_is_one_pick() -> None:
    where = [["Bus", "Bus"], ["Bus"], None, ["Metro", "Train", "Metro"], None]
    assert counted(WHERE, where=where) == {(None, "bus", None, None): 2, (None, "train metro", None, None): 1}


def test_an_answer_without_any_code_is_an_answer() -> None:
    where: list[Any] = [[], ["Bus"], None, None, None]
    assert counted(WHERE, where=where) == {(None, "", None, None): 1, (None, "bus", None, None): 1}


def test_an_answer_given_though_not_asked_is_outside_the_base() -> None:
    asked = WHERE.model_copy(update={"base": "asked"})
    assert counted(asked) == {(None, "bus metro", None, None): 2, (None, None, None, None): 1}


def test_all_holds_everyone_who_is_not_blank_and_off_route_answers_as_no_answer() -> None:
    everyone = WHERE.model_copy(update={"base": "all"})
    assert counted(everyone) == {(None, "bus metro", None, None): 2, (None, None, None, None): 2}


def test_asked_of_everyone_leaves_the_blank_out() -> None:
    asked = SAFE.model_copy(update={"base": "asked"})
    assert counted(asked) == {
        (None, "safe", None, None): 2,
        (None, "unsafe", None, None): 1,
        (None, None, None, None): 1,
    }


def test_base_where_narrows_the_base() -> None:
    assert counted(SAFE.model_copy(update={"base_where": YES})) == {
        (None, "safe", None, None): 1,
        (None, "unsafe", None, None): 1,
    }


def test_each_item_of_a_grid_has_its_own_base() -> None:
    assert counted(GRID) == {
        ("day", "good", None, None): 2,
        ("day", "bad", None, None): 1,
        ("dark", "bad", None, None): 1,
    }


def test_each_place_of_a_ranking_stands_on_those_who_filled_it() -> None:
    assert counted(RANKED) == {
        ("1", "x", None, None): 2,
        ("1", "y z", None, None): 1,
        ("2", "y", None, None): 1,
        ("3", "z", None, None): 1,
    }


def test_a_ranking_on_those_asked_keeps_whoever_left_a_place_empty() -> None:
    asked = counted(RANKED.model_copy(update={"base": "asked", "asked": YES}))
    assert asked == {
        ("1", "x", None, None): 2,
        ("1", None, None, None): 1,
        ("2", "y", None, None): 1,
        ("2", None, None, None): 2,
        ("3", "z", None, None): 1,
        ("3", None, None, None): 2,
    }


def test_free_text_is_answered_or_not_among_those_asked() -> None:
    assert counted(WORDS) == {(None, "answered", None, None): 2, (None, None, None, None): 1}


def test_dates_are_counted_by_month() -> None:
    assert counted(MOVED) == {(None, "2024-07", None, None): 2, (None, "2023-12", None, None): 1}


def test_numbers_keep_their_values_and_have_no_codes() -> None:
    cells = count(responses(), CONSULTATION, [AGE.model_copy(update={"base": "all"})])
    assert cells.select("codes", "value", "n").rows() == [(None, 20.0, 2), (None, 41.5, 1)]


def test_groups_of_a_single_code_banner_and_those_in_none() -> None:
    visits = {
        (None, "yes", "dudley", None): 2,
        (None, "no", "walsall", None): 1,
        (None, "yes", None, None): 1,
    }
    assert counted(VISITS, AREA) == visits


def test_a_banner_leaves_everyones_cells_as_they_are() -> None:
    alone = count(responses(), CONSULTATION, [SAFE])
    assert count(responses(), CONSULTATION, [SAFE], WHERE).filter(pl.col("banner_id").is_null()).equals(alone)


def test_a_respondent_of_several_groups_is_in_each_and_off_route_in_none() -> None:
    assert counted(SAFE, WHERE) == {
        (None, "safe", "bus", None): 1,
        (None, "safe", "metro", None): 1,
        (None, "unsafe", "bus", None): 1,
        (None, "unsafe", "metro", None): 1,
        (None, "safe", None, None): 1,  # was not asked where, though said so
    }


def test_who_answered_the_banner_without_any_code_is_in_no_group() -> None:
    where: list[Any] = [[], ["Bus"], None, None, None]
    found = counted(SAFE, WHERE, where=where)
    assert found == {
        (None, "safe", None, None): 2,
        (None, "unsafe", "bus", None): 1,
    }


def test_who_is_in_no_group_of_a_level_is_there_once_however_many_options_they_chose() -> None:
    """The first chose two ways to travel and no area, the last an area and no way: each is one not stated."""
    area, where = [None, "Dudley", "Walsall", None, None], [["Bus", "Metro"], ["Bus", "Metro"], [], None, None]
    cells = count(responses(area=area, where=where), CONSULTATION, [SAFE], (AREA, WHERE))
    groups = cells.filter(pl.col("banner_id") == "area*where").select("group", "n")
    assert sorted(groups.rows()) == [("*", 1), ("dudley*bus", 1), ("dudley*metro", 1), ("walsall*", 1)]
    around = count(responses(area=area, where=where), CONSULTATION, [SAFE], (WHERE, AREA))
    assert around.filter(pl.col("banner_id") == "where*area")["n"].sum() == 4


def test_weeks_are_kept_and_the_undated_belong_to_none() -> None:
    assert counted(VISITS, weekly=True) == {
        (None, "yes", None, 1): 2,
        (None, "no", None, 2): 1,
        (None, "yes", None, None): 1,
    }


def test_a_question_that_the_consultation_does_not_know_is_counted_too() -> None:
    themes = MultiCode(id="themes", text="Themes", kind="multi_code", options=options("Parking", "Speeding"))
    coded = pl.Series("themes", [["Parking"], None, ["Speeding", "Parking"], None, None]).cast(
        pl.List(pl.Enum(["Parking", "Speeding"]))
    )
    cells = count(responses().with_columns(coded), CONSULTATION, [themes], AREA)
    groups = cells.filter(pl.col("banner_id") == "area").select("codes", "group", "n").rows()
    assert groups == [("parking", "dudley", 1), ("parking speeding", "walsall", 1)]


def test_several_questions_come_in_the_order_asked_for() -> None:
    cells = count(responses(), CONSULTATION, [SAFE, GRID, AREA])
    assert cells["question_id"].unique(maintain_order=True).to_list() == ["safe", "grid", "area"]
    assert count(responses(), CONSULTATION, []).rows() == []


@pytest.mark.parametrize("banner", [GRID, RANKED, WORDS, AGE, MOVED], ids=lambda banner: banner.id)
def test_what_has_no_groups_is_no_banner(banner: Question) -> None:
    with pytest.raises(UsageError) as caught:
        count(responses(), CONSULTATION, [AREA], banner)
    (problem,) = caught.value.problems
    assert problem.where == f"question {banner.id}"
    assert problem.expected == "a single_code, scale or multi_code question without items"
    assert problem.got == ("single_code with items" if banner is GRID else banner.kind)
