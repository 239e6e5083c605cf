"""`deck.toml`: what it says of the reference case, and that its mistakes are told in one go."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipelines.places import CONSULTATIONS
from survey.errors import DefinitionError
from survey.questionnaire.deck_file import FILE, load_deck_words
from survey.questionnaire.load import load_consultation

FOLDER = CONSULTATIONS / "police_crime_plan_2024"


def test_the_reference_case() -> None:
    consultation = load_consultation(FOLDER)
    words = load_deck_words(FOLDER, consultation)
    assert [each.question for each in words.findings] == [
        *(question.id for question in consultation.questions if question.number),
        "themes",
    ]
    assert len(words.focus_groups) == 4
    assert words.changes[0].feedback == "132 free-text responses on illegal, inconsiderate and dangerous parking"
    assert words.changes[0].plan == "Work with local authorities to prevent and tackle illegal parking"


def test_without_the_file_nothing_is_said(tmp_path: Path) -> None:
    assert load_deck_words(tmp_path, load_consultation(FOLDER)).changes == ()


def test_every_mistake_is_told_in_one_go(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text(
        '[[finding]]\nquestion = "live_inn"\nwords = "x"\n'
        '[[finding]]\nquestion = "live_in"\nwords = "{birmingam} live there"\n'
        '[[finding]]\nquestion = "agree"\nwords = "{yes agree"\n'
        '[[change]]\nfeedback = "said"\n'
        "[[focus_groups]]\n",
        encoding="utf-8",
    )
    with pytest.raises(DefinitionError) as caught:
        load_deck_words(tmp_path, load_consultation(FOLDER))
    told = str(caught.value)
    assert "did you mean 'live_in'?" in told
    assert "did you mean 'birmingham'?" in told
    assert "brackets that do not close" in told
    assert "key 'plan' is missing" in told
    assert "did you mean 'focus_group'?" in told
    assert len(caught.value.problems) == 5
