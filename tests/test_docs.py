"""The documentation knows every key and every command."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from pydantic import BaseModel

from pipelines.app import app
from survey.questionnaire.code_frame import Code
from survey.questionnaire.deck_file import Change, Finding, FocusGroup
from survey.questionnaire.definition import Consultation, Export, Fieldwork
from survey.questionnaire.kinds import KINDS, Item, Net, Option
from survey.questionnaire.migration import Migration
from survey.questionnaire.population import PopulationMargin, Weighting
from survey.questionnaire.waves import Wave

ROOT = Path(__file__).parents[1]
DEFINITION = (ROOT / "docs" / "definition.md").read_text(encoding="utf-8")
README = (ROOT / "README.md").read_text(encoding="utf-8")
MODELS: tuple[type[BaseModel], ...] = (
    Consultation,
    Export,
    Fieldwork,
    Net,
    Item,
    Option,
    Code,
    Migration,
    PopulationMargin,
    Weighting,
    Wave,
    Finding,
    FocusGroup,
    Change,
    *KINDS.values(),
)


@pytest.mark.parametrize(
    "key", sorted({name for model in MODELS for name in model.model_fields} - {"questions", "export"})
)
def test_every_key_of_a_definition_is_explained(key: str) -> None:
    assert re.search(rf"[`\[{{, ]{key}\b", DEFINITION), key


def test_every_command_is_in_the_readme() -> None:
    for command in app.registered_commands:
        assert f"survey {command.name}" in README, command.name


def test_help_says_what_each_command_is_for() -> None:
    groups = [app, *(group.typer_instance for group in app.registered_groups if group.typer_instance)]
    told = [command.short_help or "" for group in groups for command in group.registered_commands]
    assert len(told) >= 30
    for words in told:
        assert words.endswith(".")
        assert not words.startswith("Example")


def test_what_the_documentation_names_exists() -> None:
    for path in re.findall(r"`((?:docs|tests|survey|pipelines|expectations)/[\w./-]+)`", README + DEFINITION):
        assert "NAME" in path or (ROOT / path).exists(), path
    for path in re.findall(r"\]\(([\w./-]+)\)", README):
        assert (ROOT / path).exists(), path
