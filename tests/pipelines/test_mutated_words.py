"""Mutated `deck.toml` and code frames end in words, or are taken in whole; those that once did not, by name."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

import openpyxl
import pytest

from pipelines.theme_frame import bring_in
from survey.errors import DefinitionError, UnreadableError
from survey.questionnaire.frame_file import load_code_frame
from survey.questionnaire.frame_sheet import code_frame_xlsx
from tests.hard import words
from tests.pipelines.conftest import Survey
from tests.pipelines.small import NAME, export, folder, rows

SEED = 20240722
DECK = """
[[finding]]
question = "safe"
words = "{safe} of all are safe, {top_pct} say {top}"

[[finding]]
question = "themes"
words = "{parking} wrote of cars"

[[focus_group]]
group = "Traders"
question = "What would help?"
key_areas = ["North", "South"]

[[change]]
feedback = "Cars park on the pavement"
plan = "Wardens"
quotes = ["everywhere"]
"""


@pytest.fixture
def made(tmp_path: Path) -> Path:
    """The folder of a consultation."""
    home = folder(tmp_path)
    (home / "deck.toml").write_text(DECK)
    return home


def randoms() -> list[Random]:
    return [Random(f"{SEED}/{number}") for number in range(60)]  # noqa: S311 - reproducible, nothing secret


def test_mutated_words_of_slides_end_in_words(made: Path) -> None:
    assert [found for rng in randoms() if (found := words.deck_words(made, rng))] == []


def test_mutated_code_frames_end_in_words(made: Path) -> None:
    assert [found for rng in randoms() if (found := words.code_frame(made, rng))] == []


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        ("{top_pct}", "{top_pct:d}", "percentages are written as they are"),
        ("{top_pct}", "{top_pct!z}", "percentages are written as they are"),
        ("{top_pct}", "{}", "no such code"),
        ("{parking}", "{parkign}", "did you mean 'parking'?"),
        ("{parking}", "{parking", "brackets that do not close"),
    ],
)
def test_words_that_cannot_be_filled_in(survey: Survey, made: Path, old: str, new: str, what: str) -> None:
    """Before anything is published, and not as a bug of ours."""
    out = ("--outputs", made.parent / "out")
    assert survey("ingest", made, export(made.parent / "a.csv", rows(60)), *out).code == 0
    (made / "deck.toml").write_text(DECK.replace(old, new))
    done = survey("deck", made, *out)
    assert (done.code, what in done.err, "deck.toml, finding of" in done.err) == (2, True, True), done.err


def test_codes_with_dots_and_characters_that_no_slide_holds(survey: Survey, made: Path) -> None:
    out, file = ("--outputs", made.parent / "out"), made / "questionnaire.toml"
    file.write_text(file.read_text().replace('["Yes", "No"]', '[{ code = "1.a", label = "Yes" }, "No"]'))
    finding = '[[finding]]\nquestion = "visits"\nwords = "{1.a} go\\u0000"\n'
    (made / "deck.toml").write_text(finding + DECK.replace("Wardens", "Wardens\\u0000\\u0001\\ufffe"))
    assert survey("ingest", made, export(made.parent / "a.csv", rows(300)), *out).code == 0
    for command in ("deck", "report"):
        assert survey(command, made, *out).code == 0
    page = (made.parent / "out" / NAME / "publish" / f"SYNTHETIC_{NAME}_report.html").read_text(encoding="utf-8")
    assert "% go" in page


def _no_code(book: Any) -> None:
    book["Codes"]["B2"].value = None


def _odd_change(book: Any) -> None:
    book["Migrations"].append(["3", "to", "parking", "lights"])


def _odd_number(book: Any) -> None:
    book["Frame"]["B2"].value = "²"
    book["Migrations"].append(["²", "add", "", "parking"])


def _twice(book: Any) -> None:
    book["Codes"]["L1"].value = "label"


@pytest.mark.parametrize(
    ("change", "what", "kind"),
    [
        (_no_code, "key 'code' is missing", DefinitionError),
        (_odd_change, "no such change of a code", UnreadableError),
        (_odd_number, "a whole number is wanted here", DefinitionError),
        (_twice, "column stands twice", UnreadableError),
    ],
)
def test_code_frames_that_somebody_edited_wrongly(
    made: Path, change: Callable[[Any], None], what: str, kind: type[Exception]
) -> None:
    path, before = made / "frame.xlsx", (made / "code_frame.toml").read_bytes()
    path.write_bytes(code_frame_xlsx(load_code_frame(made)))
    book = openpyxl.load_workbook(path)
    change(book)
    book.save(path)
    with pytest.raises(kind, match=what):
        bring_in(made, path)
    assert (made / "code_frame.toml").read_bytes() == before


def test_a_workbook_that_says_it_is_endless_is_read_as_far_as_it_goes(made: Path) -> None:
    path = made / "frame.xlsx"
    path.write_bytes(code_frame_xlsx(load_code_frame(made)))
    book = openpyxl.load_workbook(path)
    book["Codes"]["XFD1048576"].value = " "
    book.save(path)
    before = load_code_frame(made)
    bring_in(made, path)
    assert load_code_frame(made) == before
