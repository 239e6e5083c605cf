"""`survey deck` on the synthetic reference case: the slides, and every published figure in their charts."""

from __future__ import annotations

import io
import tomllib
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from pptx import Presentation

from pipelines.deck_slides import asked
from pipelines.places import open_desk
from survey.questionnaire.kinds import FreeText
from survey.synthetic.export import make_export
from survey.synthetic.load import load_published
from tests.exports import CONSULTATIONS, shared
from tests.pipelines.checked import check_what_is_published
from tests.pipelines.conftest import Survey

NAME = "police_crime_plan_2024"
STEM = f"SYNTHETIC_{NAME}_deck"


@pytest.fixture
def taken_in(tmp_path: Path, survey: Survey) -> Path:
    """The outputs folder, with 8,000 synthetic responses in it."""
    desk = open_desk(NAME, tmp_path)
    made = make_export(desk.consultation, load_published(desk.folder, desk.consultation), 8000, 2024)
    (tmp_path / made.file_name).write_bytes(made.content)
    assert survey("ingest", NAME, tmp_path / made.file_name, "--outputs", tmp_path).code in (0, 1)
    return tmp_path


def charts(file: Any) -> dict[str, dict[str, dict[str, float | None]]]:
    """Of each slide, by its id: series, category, value; and that its workbook holds just these."""
    found = {}
    for page in file.slides:
        for shape in page.shapes:
            if shape.has_chart:
                plot = shape.chart.plots[0]
                names = [str(each) for each in plot.categories]
                drawn = {each.name: dict(zip(names, each.values, strict=True)) for each in plot.series}
                book = openpyxl.load_workbook(io.BytesIO(shape.chart.part.chart_workbook.xlsx_part.blob))
                (sheet,) = book.worksheets
                heads, *rows = [list(row) for row in sheet.values]
                kept = {head: {row[0]: row[n] for row in rows} for n, head in enumerate(heads[1:], start=1)}
                assert kept == drawn
                found[shape.name.split()[0]] = drawn
    return found


def test_the_deck_and_every_published_figure(taken_in: Path, survey: Survey) -> None:
    done = survey("deck", NAME, "--outputs", taken_in)
    assert done.code == 0, done.err
    path = taken_in / NAME / "publish" / f"{STEM}.pptx"
    first = path.read_bytes()
    file = Presentation(io.BytesIO(first))
    ids = list(dict.fromkeys(page.shapes.title.name.split()[0] for page in file.slides))
    asked = [question.id for question in open_desk(NAME, taken_in).consultation.questions if question.number]
    assert len(asked) == 11
    after = ["themes", "focus_groups", "changes", "method", "who_live_in"]
    assert [each for each in ids if each != "top_responsibilities_weeks"] == ["title", *asked, *after]
    heads = [page.shapes.title.text_frame.text for page in file.slides]
    assert "37.7% of those who answered live in Birmingham" in heads
    assert "Preventing knife crime was first in 12 of 14 weeks" in heads
    wording = {question.id: question.title for question in open_desk(NAME, taken_in).consultation.questions}
    subtitles = {shape.name.split()[0]: shape.text_frame.text for page in file.slides for shape in page.shapes
                 if " subtitle " in shape.name}  # fmt: skip
    for each in asked:  # "68.1% chose “Yes”" tells nothing without what was asked
        assert subtitles[each].startswith(f"{wording[each][:100]}")
    for page in file.slides:
        assert page.notes_slide.notes_text_frame.text
        assert "SYNTHETIC DATA" in " ".join(shape.text_frame.text for shape in page.shapes if shape.has_text_frame)
        assert all(shape._element._nvXxPr.cNvPr.get("descr") for shape in page.shapes)
    _published(charts(file), asked)
    _of_an_area(taken_in, survey)
    assert path.read_bytes() == first
    check_what_is_published(taken_in, survey)


def _published(drawn: dict[str, dict[str, dict[str, float | None]]], asked: list[str]) -> None:
    reference = tomllib.loads(shared("reference/police_crime_plan_2024.toml").read_text(encoding="utf-8"))
    for question in reference["question"]:
        slide = drawn[asked[question["number"] - 1]]
        for label, pct in question.get("published", {}).items():
            (value,) = [
                value
                for series, values in slide.items()
                for category, value in values.items()
                if category == label or (series == label and category.startswith("All (base"))
            ]
            assert value == pct, (question["number"], label)
    (knife,) = drawn["top_responsibilities"].values()
    counts, base = reference["question"][2]["published_counts"], 7840  # on which the synthetic responses put them
    assert {label: knife[label] for label, _ in counts} == {label: round(100 * n / base, 1) for label, n in counts}


def _of_an_area(taken_in: Path, survey: Survey) -> None:
    done = survey("deck", NAME, "--area", "solihull", "--outputs", taken_in)
    assert done.code == 0, done.err
    file = Presentation(str(taken_in / NAME / "publish" / f"{STEM}_solihull.pptx"))
    heads = [page.shapes.title.text_frame.text for page in file.slides]
    assert heads[1].startswith("Solihull: ")
    assert any(head.endswith("of those who answered live in Solihull") for head in heads)


@pytest.mark.parametrize("name", ["thanksgiving", "jupyter_2015"])
def test_words_that_nobody_coded_are_no_slide_of_the_deck(name: str, tmp_path: Path) -> None:
    """Be they behind an Other or answers of their own; the closed questions all stand."""
    desk = open_desk(str(CONSULTATIONS / name), tmp_path)
    told, questions = asked(desk), desk.consultation.questions
    assert [each.id for each in told] == [each.id for each in questions if not isinstance(each, FreeText)]
    assert len(told) < len(questions)


def test_what_is_refused(tmp_path: Path, survey: Survey) -> None:
    wrong = survey("deck", NAME, "--area", "Solihul", "--outputs", tmp_path)
    assert wrong.code == 2
    assert "did you mean 'Solihull'?" in wrong.err
    junk = tmp_path / "junk.pptx"
    junk.write_bytes(b"junk")
    told = survey("deck", NAME, "--template", junk, "--outputs", tmp_path)
    assert told.code == 3
    assert "template cannot be read" in told.err
