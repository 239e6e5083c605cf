"""Mean scores of options, and waves, as the definition says them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from survey.errors import DefinitionError
from survey.questionnaire.fingerprint import reading_fingerprint
from survey.questionnaire.kinds import Option, Scale, SingleCode
from survey.questionnaire.load import load_consultation
from survey.questionnaire.scores import scores


def scale(*options: dict[str, Any], polarity: Any = "positive_first") -> Scale:
    made = tuple(Option(code=each["label"].split(" ")[0].casefold(), **each) for each in options)
    return Scale(id="s", text="S?", kind="scale", polarity=polarity, options=made, column="c")


GOOD, POOR, UNSURE = {"label": "Good"}, {"label": "Poor"}, {"label": "Unsure"}


def test_the_good_end_has_the_most_points_and_beyond_the_scale_is_none() -> None:
    assert scores(scale(GOOD, POOR, UNSURE)) == {"good": 2.0, "poor": 1.0}
    assert scores(scale(POOR, GOOD, UNSURE, polarity="negative_first")) == {"poor": 1.0, "good": 2.0}
    assert scores(scale(GOOD, POOR, {"label": "Unfamiliar (N/A)"})) == {"good": 2.0, "poor": 1.0}


def test_what_the_definition_says_stands() -> None:
    assert scores(scale(GOOD, {**POOR, "scored": False})) == {"good": 1.0}
    assert scores(scale({**GOOD, "score": 100}, {**POOR, "score": -2.5}, {"label": "Fair"})) == {
        "good": 100.0,
        "poor": -2.5,
    }


def test_a_list_without_scores_has_no_mean() -> None:
    options = (Option(code="bus", label="Bus"), Option(code="car", label="Car", score=3))
    by = SingleCode(id="s", text="S?", kind="single_code", options=options[:1], column="c")
    assert scores(by) == {}
    assert scores(by.model_copy(update={"options": options})) == {"car": 3.0}


HEAD = """
[consultation]
name = "SYNTHETIC"
owner = "The tests"
[export]
response_id = "ID"
"""
QUESTION = """
[[question]]
id = "q"
kind = "single_code"
text = "Q?"
column = "Q"
options = ["Yes", {{ label = "No"{more} }}]
"""


def loaded(folder: Path, waves: str, more: str = "") -> Any:
    (folder / "questionnaire.toml").write_text(HEAD + waves + QUESTION.format(more=more), encoding="utf-8")
    return load_consultation(folder)


def wave(name: str, opened: str, closed: str) -> str:
    return f'[[wave]]\nid = "{name}"\nlabel = "Round {name}"\nopened = {opened}\nclosed = {closed}\n'


def test_waves_are_read_in_their_order(tmp_path: Path) -> None:
    found = loaded(tmp_path, wave("b", "2024-01-01", "2024-01-31") + wave("a", "2023-01-01", "2023-01-31")).waves
    assert [(each.id, each.label, each.opened.year) for each in found] == [
        ("b", "Round b", 2024),
        ("a", "Round a", 2023),
    ]


def test_every_mistake_of_the_waves_is_told(tmp_path: Path) -> None:
    waves = wave("a", "2024-01-01", "2024-01-31") + wave("a", "2024-01-31", "2024-02-02")
    with pytest.raises(DefinitionError) as caught:
        loaded(tmp_path, waves + wave("c", "2024-03-02", "2024-03-01"))
    told = sorted(problem.what for problem in caught.value.problems)
    assert told[0] == "a day can be of one wave only"
    assert "is before opened" in str(caught.value)
    assert "this wave id stands twice" in told


def test_a_score_asks_for_nothing_to_be_read_again(tmp_path: Path) -> None:
    before = reading_fingerprint(loaded(tmp_path, ""))
    assert reading_fingerprint(loaded(tmp_path, "", ", score = 3")) == before
    assert reading_fingerprint(loaded(tmp_path, "", ', aliases = ["N"]')) != before


def test_a_score_cannot_be_left_out_and_given(tmp_path: Path) -> None:
    with pytest.raises(DefinitionError, match="an option with a score is scored"):
        loaded(tmp_path, "", ", score = 3, scored = false")
