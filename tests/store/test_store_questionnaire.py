"""A questionnaire that changes while responses come in."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TypeAlias

import polars as pl
import pytest

from survey.errors import DefinitionError
from survey.frames import Schema
from survey.store import load, waves
from tests.store.small import SCHEMA, response, take

Dtype: TypeAlias = pl.DataType | type[pl.DataType]


def with_types(**types: Dtype) -> Schema:
    return {**SCHEMA, **types}


def test_options_may_be_added_and_put_in_another_order(tmp_path: Path) -> None:
    take(tmp_path, [response("a", area="North", topics=["Theft"])])
    grown = with_types(
        area=pl.Enum(["West", "East", "South", "North"]), topics=pl.List(pl.Enum(["Dogs", "Noise", "Roads", "Theft"]))
    )
    done = take(tmp_path, [response("a", area="North", topics=["Theft"]), response("b", area="West")], grown)
    assert (done.new, done.changed, done.unchanged) == (1, 0, 1)
    stored = load(tmp_path, grown).collect()
    assert stored.schema == pl.Schema(grown)
    assert stored.select("response_id", "area", "topics").rows() == [("a", "North", ["Theft"]), ("b", "West", None)]


def test_a_new_question_is_null_for_old_responses(tmp_path: Path) -> None:
    take(tmp_path, [response("a", 1), response("b", 2)])
    longer = with_types(asked_later=pl.Enum(["Yes", "No"]), why=pl.String)
    assert load(tmp_path, longer).select("asked_later", "why").collect().rows() == [(None, None), (None, None)]
    done = take(tmp_path, [response("b", 2, why="so"), response("c", 2, asked_later="Yes")], longer)
    assert done.changes.rows() == [("b", "why", None, "so")]
    rows = load(tmp_path, longer).select("response_id", "asked_later", "why").collect().rows()
    assert rows == [("a", None, None), ("b", None, "so"), ("c", "Yes", None)]
    assert waves(tmp_path)["version"].to_list() == [1, 3]  # version 2 is the wider table, no wave
    assert load(tmp_path, longer, waves(tmp_path)["accepted_at"][0]).collect()["why"].to_list() == [None, None]


def test_a_question_that_left_stays_in_the_store_and_is_not_given(tmp_path: Path) -> None:
    take(tmp_path, [response("a", comment="kept", area="North"), response("b", comment="kept too")])
    shorter = {name: dtype for name, dtype in SCHEMA.items() if name != "comment"}
    done = take(tmp_path, [response("a", area="South"), response("b"), response("c")], shorter)
    assert (done.new, done.changed, done.unchanged) == (1, 1, 1)
    assert load(tmp_path, shorter).collect().schema == pl.Schema(shorter)
    asked_again = load(tmp_path, SCHEMA).select("response_id", "area", "comment").collect()
    assert asked_again.rows() == [("a", "South", "kept"), ("b", None, "kept too"), ("c", None, None)]


@pytest.mark.parametrize("kind", [pl.List(pl.Enum(["North"])), pl.Float64, pl.Date])
def test_a_question_of_another_kind_is_refused(tmp_path: Path, kind: Dtype) -> None:
    take(tmp_path, [response("a", area="North")])
    with pytest.raises(DefinitionError, match="area: the question has changed its kind") as caught:
        load(tmp_path, with_types(area=kind))
    assert "another id" in caught.value.problems[0].hint
    with pytest.raises(DefinitionError, match="area: the question has changed its kind"):
        take(tmp_path, [response("b")], with_types(area=kind, extra=pl.String))
    assert load(tmp_path, SCHEMA).collect()["response_id"].to_list() == ["a"]


def test_an_answer_that_no_option_has_is_named(tmp_path: Path) -> None:
    take(tmp_path, [response("a", area="North", topics=["Theft", "Noise"]), response("b", area="East")])
    fewer = with_types(area=pl.Enum(["Northern", "South", "East"]), topics=pl.List(pl.Enum(["Theft", "Roads"])))
    with pytest.raises(DefinitionError) as caught:
        load(tmp_path, fewer)
    area, topics = caught.value.problems
    assert area.what == "area: accepted responses hold an answer that no option of the question has"
    assert (area.got, area.expected) == ("'North'", "one of 'Northern', 'South', 'East'")
    assert area.hint.startswith("did you mean 'Northern'? in questionnaire.toml make it an option again; or, ")
    assert topics.got == "'Noise'"


def test_an_option_that_nobody_holds_any_more_may_leave(tmp_path: Path) -> None:
    take(tmp_path, [response("a", area="North"), response("b", area="East")])
    reworded = with_types(area=pl.Enum(["Northern", "South", "East"]))
    done = take(tmp_path, [response("a", area="Northern"), response("b", area="East")], reworded)
    assert done.changes.rows() == [("a", "area", "North", "Northern")]
    assert load(tmp_path, reworded).collect()["area"].to_list() == ["Northern", "East"]
    with pytest.raises(DefinitionError, match="'North'"):
        load(tmp_path, reworded, waves(tmp_path)["accepted_at"][0])


def test_free_text_that_becomes_a_list_of_options(tmp_path: Path) -> None:
    take(tmp_path, [response(str(number), comment=f"words {number}") for number in range(7)])
    with pytest.raises(DefinitionError) as caught:
        load(tmp_path, with_types(comment=pl.Enum(["words 0"])))
    assert caught.value.problems[0].got == "'words 1', 'words 2', 'words 3', 'words 4', 'words 5' and 1 more"
    assert load(tmp_path, with_types(comment=pl.Enum([f"words {number}" for number in range(7)]))).collect().height == 7


def test_the_date_of_a_wave_does_not_depend_on_the_questionnaire(tmp_path: Path) -> None:
    take(tmp_path, [response("a", area="North")])
    take(tmp_path, [response("a", area="South")], with_types(more=pl.String))
    today = dt.datetime.now(dt.UTC).date()
    assert load(tmp_path, SCHEMA, today).collect()["area"].to_list() == ["South"]
