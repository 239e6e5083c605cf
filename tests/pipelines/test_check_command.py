"""`survey check` on lists of figures and on what is no file; for decks and workbooks see `checked`."""

from __future__ import annotations

import zipfile
from pathlib import Path

from tests.pipelines.checked import odd
from tests.pipelines.conftest import Survey

NAME = "police_crime_plan_2024"


def test_the_figures_that_a_consultation_has_as_published(survey: Survey, tmp_path: Path) -> None:
    ended = survey("check", NAME)
    assert ended.code == 1
    for words in (
        "add up to 99.2%",
        "add up to 99.6%",
        "“one third” is said of 31.3%",
        "the base is not printed [question 7",
    ):
        assert words in ended.out
    assert "To look at: 6 findings" in ended.out
    figures = tmp_path / "board.toml"
    figures.write_text('[paper]\npublished = "2,152 residents. Burglary first: 494 respondents, 59.0%"')
    ended = survey("check", figures, "--json")
    assert odd(ended) == [("count_and_percentage", "23.0% of 2,152", "59.0%")]
    assert ended.records[0]["hint"].startswith("it is 59.0% of 837")


def test_what_cannot_be_checked_is_told(survey: Survey, tmp_path: Path) -> None:
    assert survey("check", tmp_path / "none.pptx").code == 3
    for name, content in (("a.pptx", b"PK\x03\x04 cut"), ("a.docx", b"words"), ("a.toml", b"= 1"), ("a.xlsx", b"")):
        (tmp_path / name).write_bytes(content)
        ended = survey("check", tmp_path / name)
        assert (ended.code, name in ended.err) == (3, True), ended.err
    with zipfile.ZipFile(tmp_path / "other.zip", "w") as other:
        other.writestr("a.csv", "1")
    assert "neither a deck nor a workbook" in survey("check", tmp_path / "other.zip").err
    ended = survey("check", "police_crime_plan_2042")
    assert ended.code == 3
    assert survey("check", tmp_path / "a.pptx", "--consultation", "nobody").code == 3
