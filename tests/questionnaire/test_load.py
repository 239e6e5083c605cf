"""The loader tells every mistake in one go, with file, key, expected, got and the nearest valid name."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from survey.errors import DefinitionError, Problem, UsageError
from survey.questionnaire.load import load_consultation
from tests.exports import every_kind

SOUND = """
[consultation]
name = "A consultation"
owner = "An office"
area = "area"

[export]
response_id = "ID"

[[question]]
id = "area"
kind = "single_code"
text = "Where do you live?"
column = "Area"
options = ["North", "South", "Don't know"]

[[question]]
id = "safe"
kind = "scale"
polarity = "positive_first"
text = "How safe?"
column = "Safe"
options = ["Safe", "Unsafe"]
nets = [{ code = "net_safe", label = "Safe", codes = ["safe"] }]
asked = { question = "area", any_of = ["north"] }
"""


def problems(folder: Path, text: str) -> tuple[Problem, ...]:
    (folder / "questionnaire.toml").write_text(text, encoding="utf-8")
    with pytest.raises(DefinitionError) as caught:
        load_consultation(folder)
    return caught.value.problems


def test_a_sound_definition_loads(tmp_path: Path) -> None:
    (tmp_path / "questionnaire.toml").write_text(SOUND, encoding="utf-8")
    consultation = load_consultation(tmp_path)
    area = consultation.question("area")
    assert [option.code for option in area.options] == ["north", "south", "dont_know"]  # type: ignore[union-attr]
    assert consultation.id == tmp_path.resolve().name


@pytest.mark.parametrize(
    ("old", "new", "what", "where", "hint"),
    [
        ('kind = "scale"', 'kind = "scael"', "no such kind of question", "question 2 (safe)", "'scale'"),
        ('text = "How safe?"', 'txet = "How safe?"', "unknown key 'txet'", "question 2 (safe), txet", "'text'"),
        ('owner = "An office"\n', "", "key 'owner' is missing", "[consultation]", ""),
        ('"positive_first"', '"positive_frist"', "not a value this key takes", "polarity", "'positive_first'"),
        ('codes = ["safe"]', 'codes = ["saef"]', "no such code", "question safe, net net_safe", "'safe'"),
        ('any_of = ["north"]', 'any_of = ["nroth"]', "no such code", "question safe, asked", "'north'"),
        ('question = "area"', 'question = "aera"', "no such question", "question safe, asked", "'area'"),
        ('area = "area"', 'area = "safe"', "not that kind of question", "[consultation], area", ""),
        ('area = "area"', 'area = "arae"', "no such question", "[consultation], area", "'area'"),
        ('area = "area"', 'channel = "safe"', "not that kind of question", "[consultation], channel", ""),
        ('area = "area"', 'area = "area"\noutside = ["notrh"]', "no such code", "[consultation], outside", "'north'"),
        ('area = "area"', 'outside = ["north"]', "outside which area?", "[consultation], outside", ""),
        ('area = "area"', "tiles = { north = [1, 1] }", "tiles of which areas?", "[consultation], tiles", ""),
        ('area = "area"', 'area = "area"\ntiles = { notrh = [1, 1] }', "no such code", "tiles", "'north'"),
        (
            'area = "area"',
            'area = "area"\ntiles = { north = [0, 1] }',
            "input should be greater than or equal to 1",
            "tiles.north[1]",
            "",
        ),
        ('area = "area"', 'area = "area"\ntiles = { north = [1] }', "key '1' is missing", "tiles.north[2]", ""),
        (
            'area = "area"',
            'area = "area"\ntiles = { north = [1, 1], south = [1, 1] }',
            "a tile's place stands 2 times",
            "tiles",
            "",
        ),
        ('id = "safe"', 'id = "area"', "question id stands 2 times", "", ""),
        ('id = "safe"', 'id = "week"', "question id is a reserved name", "question week", ""),
        ('column = "Safe"\n', "", "the export's columns are not fully named", "question safe", ""),
        ('"Don\'t know"', '"north "', "label or alias stands 2 times", "question area", ""),
        ('id = "safe"', "id = 7", "a text is wanted here, in quotes", "question 2 (7), id", ""),
        ('any_of = ["north"]', 'any_of = ["safe"]', "no such code", "question safe, asked", ""),
        ('question = "area"', 'question = "safe"', "who is asked goes in a circle", "question safe, asked", ""),
        (
            '"South"',
            '{ label = "South", exclusive = true }',
            "only answers of a multi_code question exclude others",
            "area",
            "",
        ),
        ('"South"', '"  "', "a text of blanks only", "options", ""),
        ("[export]", "[exprot]", "unknown key 'exprot'", "", "'export'"),
    ],
)
def test_a_mistake_is_placed_and_named(tmp_path: Path, old: str, new: str, what: str, where: str, hint: str) -> None:
    found = problems(tmp_path, SOUND.replace(old, new, 1))
    match = [each for each in found if each.what == what]
    assert match, found
    assert str(tmp_path) in match[0].where
    assert match[0].where.endswith(where) or where in match[0].where
    assert hint in match[0].hint


def test_all_mistakes_are_told_in_one_go(tmp_path: Path) -> None:
    text = SOUND.replace('owner = "An office"\n', "").replace('"positive_first"', '"up"').replace('"ID"', "3")
    text = text.replace('column = "Area"\n', "").replace("[[question]]", "[[quest]]\n[[question]]", 1)
    assert sorted(problem.what for problem in problems(tmp_path, text)) == [
        "a text is wanted here, in quotes",
        "key 'owner' is missing",
        "not a value this key takes",
        "the export's columns are not fully named",
        "unknown key 'quest'",
    ]


@pytest.mark.parametrize(
    ("text", "what"),
    [("a = ", "not valid TOML"), ("[consultation]\nname = 1", "no questions"), ("question = 3", "no questions")],
)
def test_what_is_no_definition_at_all(tmp_path: Path, text: str, what: str) -> None:
    assert any(what in problem.what for problem in problems(tmp_path, text))


def test_a_missing_file_is_a_problem(tmp_path: Path) -> None:
    with pytest.raises(DefinitionError, match="file is missing"):
        load_consultation(tmp_path)


def test_an_unknown_question_suggests_the_nearest() -> None:
    with pytest.raises(UsageError, match="did you mean 'priorities'"):
        every_kind().question("prioritys")


def test_weeks_from_the_opening_day_and_from_a_weekday() -> None:
    fieldwork = every_kind().fieldwork
    assert fieldwork is not None
    sunday = fieldwork.model_copy(update={"opened": dt.date(2024, 7, 14), "closed": dt.date(2024, 10, 18)})
    assert sunday.weeks == 14
    assert sunday.week_span(14) == (dt.date(2024, 10, 13), dt.date(2024, 10, 18))
    monday = sunday.model_copy(update={"week_starts": "monday"})
    assert monday.first_day == dt.date(2024, 7, 8)
    assert monday.week_span(1) == (dt.date(2024, 7, 14), dt.date(2024, 7, 14))
    assert monday.week_span(2) == (dt.date(2024, 7, 15), dt.date(2024, 7, 21))
    assert monday.weeks == 15
