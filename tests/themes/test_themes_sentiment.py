"""TextBlob's polarity: its known values, wrong ones among them, and the mean of a code."""

from __future__ import annotations

import polars as pl
import pytest

from survey.themes.code import code_answers
from survey.themes.sentiment import polarity, polarity_by_code
from tests.themes.small_frame import FRAME, frame_of, question


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("I do not feel safe", 0.50),
        ("It isn't great", 0.80),
        ("It is not great", -0.40),
        ("Too many speeding cars", 0.50),
        ("sexual offences", 0.50),
        ("Strongly disagree with this priority", 0.43),
        ("Thank you for all your hard work", -0.29),
        ("Black communities are targeted", -0.17),
        ("primary school", 0.40),
        ("I disagree", 0.0),
        ("unsafe", 0.0),
        ("racist", 0.0),
        ("😡", 0.0),
    ],
)
def test_the_published_values_with_all_their_mistakes(text: str, wanted: float) -> None:
    assert polarity(pl.Series([text]))[0] == pytest.approx(wanted, abs=0.005)


def test_null_stays_null_and_hostile_text_has_a_value() -> None:
    scores = polarity(pl.Series("why", [None, "", "\x00", "great " * 8_000, "مرحبا", "&lt;&#xffff;"]))
    assert scores.dtype == pl.Float64
    assert scores.name == "why"
    assert scores.is_null().to_list() == [True, False, False, False, False, False]
    assert scores.drop_nulls().is_between(-1, 1).all()


def test_the_mean_of_a_code_gives_each_response_the_same_weight() -> None:
    responses = frame_of(
        a=["knife It is not great", "knife It isn't great", "n/a", "sexual offences"],
        b=["knife primary school", None, None, None],
    )
    questions = [question("a"), question("b")]
    means = polarity_by_code(responses, questions, code_answers(responses, questions, FRAME), FRAME)
    assert means.columns == ["code", "label", "responses", "mean_polarity"]
    assert means.drop("mean_polarity").rows() == [
        ("parking", "Parking", 0),
        ("knives", "Knife crime", 2),
        ("women", "Violence against women", 0),
        ("other", "Other (none of the above)", 1),
    ]
    # r1: (-0.4 + 0.4) / 2 = 0; r2: 0.8; each once
    assert means["mean_polarity"].to_list() == [None, pytest.approx(0.4), None, pytest.approx(0.5)]


def test_without_questions_there_are_codes_and_no_means() -> None:
    responses = frame_of(a=["knife"])
    means = polarity_by_code(responses, [], code_answers(responses, [], FRAME), FRAME)
    assert means["responses"].to_list() == [0, 0, 0, 0]
    assert means["mean_polarity"].is_null().all()
