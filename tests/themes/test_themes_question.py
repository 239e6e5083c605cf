"""Themes as a multi-code answer."""

from __future__ import annotations

from dataclasses import replace

import polars as pl

from survey.frames import answer_dtype
from survey.questionnaire.kinds import FreeText
from survey.themes.code import code_answers
from survey.themes.question import themes_question, with_themes
from tests.themes.small_frame import FRAME, frame_of, question

QUESTIONS: list[FreeText] = [question("a"), question("b")]


def test_the_question_has_the_codes_then_the_reserved_ones_and_the_nets() -> None:
    themes = themes_question(FRAME)
    assert [(option.code, option.label) for option in themes.options] == [
        ("parking", "Parking"),
        ("knives", "Knife crime"),
        ("women", "Violence against women"),
        ("other", "Other (none of the above)"),
        ("cannot_decide", "Cannot decide"),
        ("nothing_to_add", "Nothing to add"),
        ("no_comment", "No comment"),
    ]
    assert [option.code for option in themes.options if option.exclusive] == ["nothing_to_add", "no_comment"]
    assert [(net.code, net.codes) for net in themes.nets] == [
        ("roads", ("parking",)),
        ("crime", ("knives", "women")),
        ("nothing_said", ("nothing_to_add", "no_comment")),
    ]
    assert (themes.id, themes.base, themes.title) == ("themes", "answered", "Themes")


def test_the_column_holds_each_code_once_in_the_frames_order() -> None:
    responses = frame_of(
        a=["knife and parking, knives", None, "no", "n/a", "lovely area", "-"],
        b=["they park", None, "rape", "nothing to add", None, None],
    )
    themes = with_themes(responses, code_answers(responses, QUESTIONS, FRAME), FRAME)
    assert themes["themes"].to_list() == [
        ["Parking", "Knife crime"],
        None,
        ["Violence against women"],  # something was said in one of the answers
        ["Nothing to add", "No comment"],
        ["Other (none of the above)"],
        ["No comment"],
    ]
    assert themes.schema["themes"] == answer_dtype(themes_question(FRAME))
    assert themes["themes_coded_by"].to_list() == ["rule", None, "rule", "rule", "rule", "rule"]
    assert themes.drop("themes", "themes_coded_by").equals(responses)


def test_a_person_goes_before_a_model_and_a_model_before_a_rule() -> None:
    responses = frame_of(a=["knife, park", "knife, park", "knife, park"])
    coding = code_answers(responses, [question("a")], FRAME)
    places = coding.coded["response_id"] + coding.coded["code"]
    other = {"r1knives": "model", "r1parking": "person", "r2parking": "model"}
    mixed = replace(coding, coded=coding.coded.with_columns(by=places.replace_strict(other, default="rule")))
    assert with_themes(responses, mixed, FRAME)["themes_coded_by"].to_list() == ["person", "model", "rule"]


def test_without_answers_the_column_is_all_null() -> None:
    responses = frame_of(a=[None, None])
    themes = with_themes(responses, code_answers(responses, [question("a")], FRAME), FRAME)
    assert themes["themes"].to_list() == [None, None]
    assert themes.schema["themes"] == answer_dtype(themes_question(FRAME))


def test_a_second_coding_takes_the_place_of_the_first() -> None:
    responses = frame_of(a=["knife", "park"])
    coding = code_answers(responses, [question("a")], FRAME)
    twice = with_themes(with_themes(responses, coding, FRAME), coding, FRAME)
    assert twice.columns == ["response_id", "a", "themes", "themes_coded_by"]
    assert twice.select(pl.col("themes").list.len())["themes"].to_list() == [1, 1]
