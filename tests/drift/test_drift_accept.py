"""Accepted changes in the questionnaire's text, and the memory of an export as a file."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import polars as pl
import pytest

from survey.drift.accept import accept
from survey.drift.drift import drift
from survey.drift.finding import Finding, findings_frame
from survey.drift.values import Profile
from survey.errors import DefinitionError
from survey.questionnaire.definition import Consultation
from survey.questionnaire.load import load_consultation
from tests.drift.drifting import POLICE, profiled
from tests.drift.test_drift_kinds import export, swap
from tests.exports import CONSULTATIONS

TEXT = (CONSULTATIONS / "every_kind" / "questionnaire.toml").read_text(encoding="utf-8")


def finding(question_id: str | None, kind: str, code: str | None, text: str) -> pl.DataFrame:
    row = Finding("red", "renamed_column", question_id, "", "", "", "")
    return findings_frame([dataclasses.replace(row, accept_kind=kind, accept_code=code, accept_text=text)])  # type: ignore[arg-type]


def loaded(text: str, tmp_path: Path) -> Consultation:
    folder = tmp_path / "every_kind"
    folder.mkdir(exist_ok=True)
    (folder / "questionnaire.toml").write_text(text, encoding="utf-8")
    return load_consultation(folder)


CHANGES = [
    (finding("area", "alias", "south", "The south"), 'options = ["North", "South"]',
     'options = ["North", {label = "South", aliases = ["The south"]}]'),
    (finding("safe", "column", "by_day", 'Safe "by day"'), 'items = ["By day", "After dark"]',
     "items = [{label = \"By day\", column = \"Safe \\\"by day\\\"\"}, \"After dark\"]"),
    (finding("age", "column", None, "Your age"), 'column = "Age"', 'column = "Your age" # before: Age'),
    (finding(None, "column", "response_id", "Person"), 'response_id = "ID"', 'response_id = "Person" # before: ID'),
    (finding(None, "column", "completed", "Done"), 'completed = { column = "Ended",', 'completed = { column = "Done",'),
]  # fmt: skip


@pytest.mark.parametrize(("frame", "old", "new"), CHANGES)
def test_one_line_changes_and_the_rest_stays(frame: pl.DataFrame, old: str, new: str, tmp_path: Path) -> None:
    once = accept(TEXT, frame)
    assert once == TEXT.replace(old, new, 1)
    assert accept(once, frame) == once
    loaded(once, tmp_path)


def test_a_remark_beside_a_renamed_column_stays(tmp_path: Path) -> None:
    remarked = TEXT.replace('column = "Age"', 'column = "Age" # in years', 1)
    once = accept(remarked, finding("age", "column", None, "Your age"))
    assert once == TEXT.replace('column = "Age"', 'column = "Your age" # in years; before: Age', 1)
    loaded(once, tmp_path)


def test_nothing_to_accept_gives_the_same_text() -> None:
    assert accept(TEXT, findings_frame([])) == TEXT


def test_a_text_that_another_option_has_is_not_written_twice() -> None:
    assert accept(TEXT, finding("area", "alias", "south", "NORTH")) == TEXT


def test_a_second_alias_goes_beside_the_first(tmp_path: Path) -> None:
    twice = accept(accept(TEXT, finding("area", "alias", "south", "S")), finding("area", "alias", "south", "Sud"))
    assert loaded(twice, tmp_path).question("area").options[1].aliases == ("S", "Sud")  # type: ignore[union-attr]


def test_what_is_accepted_is_read_next_time(tmp_path: Path) -> None:
    """After a reworded option and a renamed option column are accepted, the same export is green."""
    moved = swap(export(), "area", {"South": "The south of it"}).renamed(13, "Visit: Parks and gardens")
    before = profiled(export())
    found = drift(profiled(moved), [before], moved.consultation)
    assert sorted(found["kind"]) == ["renamed_column", "reworded_option"]
    consultation = loaded(accept(TEXT, found), tmp_path)
    again = drift(profiled(dataclasses.replace(moved, consultation=consultation)), [before], consultation)
    assert again.to_dicts() == []


def test_a_long_definition_keeps_its_comments_and_tables(tmp_path: Path) -> None:
    text = (POLICE / "questionnaire.toml").read_text(encoding="utf-8")
    frame = finding("top_responsibilities", "alias", "road_safety", "Safer roads")
    once = accept(text, frame)
    assert [line for line in once.splitlines() if line not in text.splitlines()] == [
        '  { code = "road_safety", label = "Improve road safety, such as reducing speeding and street racing", '
        'aliases = ["Safer roads"]},'
    ]
    assert len(once.splitlines()) == len(text.splitlines())
    loaded(once, tmp_path)


def test_an_unknown_question_or_option_is_told() -> None:
    for frame in (finding("nobody", "column", None, "x"), finding("area", "alias", "west", "x")):
        with pytest.raises(DefinitionError, match="no such"):
            accept(TEXT, frame)
    with pytest.raises(DefinitionError, match="not valid TOML"):
        accept("[", finding("area", "alias", "south", "x"))


def test_a_profile_comes_back_from_its_file_and_holds_nobody() -> None:
    before = profiled(export())
    data = before.to_json()
    assert Profile.from_json(data, "profile.json") == before
    for private in (b"person1@example.org", b"number 7's own", b"0012"):
        assert private not in data


@pytest.mark.parametrize("damage", [b"", b"{}", b"[1]", b"\xff", b'{"rows": -1}'])
def test_a_damaged_profile_is_told(damage: bytes) -> None:
    with pytest.raises(DefinitionError, match="a remembered export is damaged"):
        Profile.from_json(damage, "profile.json")
