"""Mistakes in the parts of a definition that are for the readers, as the loader tells them."""

from __future__ import annotations

from pathlib import Path

import pytest

from survey.errors import DefinitionError
from survey.questionnaire.load import load_consultation

HEAD = '[consultation]\nname = "N"\nowner = "O"\n'
EXPORT = '[export]\nresponse_id = "ID"\n'
QUESTION = '[[question]]\nid = "q"\ntext = "Q?"\n'
OTHER = 'options = ["A", { label = "Other", other = true }]\n'
WORDS = '[[question]]\nid = "words"\nkind = "free_text"\ntext = "W"\n'


def mistakes(
    folder: Path, export: str = EXPORT, question: str = QUESTION + 'kind = "free_text"\ncolumn = "Q"\n'
) -> str:
    (folder / "questionnaire.toml").write_text(HEAD + export + question, encoding="utf-8")
    try:
        load_consultation(folder)
    except DefinitionError as error:
        return str(error)
    return ""


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ('layout = "qualtrix"', ["not a value this key takes", "did you mean 'qualtrics'?"]),
        (
            'started = { column = "S", format = "%d/%m/%Y", zone = "Europe/Lodnon" }',
            ["no such time zone", "[export], started.zone"],
        ),
        (
            'started = { column = "S", format = "%Y-%m-%d %Z", offsets = { EST = "five" } }',
            ["hours and minutes from UTC", "EST"],
        ),
        ('completed = { column = "S", format = "%Y-%m-%d", undatd = ["1980-01-01"] }', ["did you mean 'undated'?"]),
        ('answers = "codes"', ["not a value this key takes"]),
        ('preview = { column = "Status" }', ["key 'values' is missing", "[export], preview"]),
    ],
)
def test_mistakes_of_the_export(tmp_path: Path, line: str, words: list[str]) -> None:
    told = mistakes(tmp_path, EXPORT + line + "\n")
    for word in words:
        assert word in told


def test_a_clock_that_there_is_none_of(tmp_path: Path) -> None:
    fieldwork = '[fieldwork]\nopened = 2024-07-14\nclosed = 2024-08-03\nzone = "London"\n'
    assert "no such time zone" in mistakes(tmp_path, EXPORT + fieldwork)


@pytest.mark.parametrize(
    ("question", "words"),
    [
        (QUESTION + 'kind = "free_text"\n', "a free text takes either column or other_of"),
        (
            QUESTION + 'kind = "free_text"\ncolumn = "Q"\nother_of = "q"\n',
            "a free text takes either column or other_of",
        ),
        (QUESTION + 'kind = "free_text"\nother_of = "p"\n', "no such question"),
        (QUESTION + 'kind = "single_code"\noptions = ["A"]\n', "the export's columns are not fully named"),
        (QUESTION + 'kind = "single_code"\noptions = ["A"]\ncolumn = "Q"\ncolumns = "Q {option}"\n', "not fully named"),
        (QUESTION + 'kind = "single_code"\noptions = ["A"]\ncolumns = "Q"\n', "not fully named"),
        (QUESTION + 'kind = "ranking"\noptions = ["A"]\ncolumn = "Q"\n', "not fully named"),
        (QUESTION + f'kind = "single_code"\ncolumn = "Q"\n{OTHER}', "which keeps the respondents' own words"),
        (
            QUESTION + f'kind = "multi_code"\ncolumns = "Q {{option}}"\n{OTHER}{WORDS}other_of = "q"\n',
            "for questions in one column",
        ),
        (
            QUESTION + f'kind = "single_code"\ncolumn = "Q"\noptions = ["A"]\n{WORDS}other_of = "q"\n',
            "has other = true",
        ),
        (
            QUESTION
            + 'kind = "single_code"\ncolumn = "Q"\n'
            + 'options = [{ label = "A", value = 1 }, { label = "B", value = "1" }]\n',
            "value stands 2 times",
        ),
    ],
)
def test_mistakes_of_questions(tmp_path: Path, question: str, words: str) -> None:
    assert words in mistakes(tmp_path, question=question)


@pytest.mark.parametrize(
    "question",
    [
        QUESTION + 'kind = "single_code"\noptions = ["A", "B"]\ncolumns = "Q {option}"\n',
        QUESTION + 'kind = "scale"\npolarity = "positive_first"\noptions = [{ label = "A", column = "Q1" }]\n',
        QUESTION + 'kind = "ranking"\noptions = ["A", "B"]\ncolumns = "Q [{place}]"\n',
        QUESTION + 'kind = "ranking"\noptions = ["A", "B"]\ncolumn = "Q"\ndelimiter = ";"\n',
        QUESTION + f'kind = "multi_code"\ncolumn = "Q"\ndelimiter = ";"\n{OTHER}{WORDS}other_of = "q"\n',
        QUESTION + f'kind = "multi_code"\ncolumns = "Q [{{option}}]"\n{OTHER}{WORDS}column = "Q [Other]"\n',
        QUESTION + 'kind = "single_code"\ncolumn = "Q"\noptions = [{ label = "A", value = 4 }]\n',
    ],
)
def test_what_is_sound_loads(tmp_path: Path, question: str) -> None:
    assert mistakes(tmp_path, question=question) == ""
