"""What is published while answers still come says up to when they came, not when they will have."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from openpyxl import load_workbook
from pptx import Presentation

from pipelines.period import period
from survey.questionnaire.definition import Fieldwork
from tests.pipelines.conftest import Survey
from tests.pipelines.small import NAME, export, folder, rows

# A Wednesday to a Tuesday; weeks begin on Mondays.
FIELDWORK = Fieldwork(opened=dt.date(2024, 7, 3), closed=dt.date(2024, 7, 23), week_starts="monday")


@pytest.mark.parametrize(
    ("last", "until"),
    [
        (dt.date(2024, 7, 3), "7 July 2024"),
        (dt.date(2024, 7, 7), "7 July 2024"),
        (dt.date(2024, 7, 8), "14 July 2024"),
        (dt.date(2024, 7, 22), "23 July 2024"),
        (dt.date(2024, 8, 1), "23 July 2024"),
        (dt.date(2000, 1, 1), "23 July 2024"),
        (None, "23 July 2024"),
    ],
)
def test_up_to_the_end_of_the_week_of_the_last_response(last: dt.date | None, until: str) -> None:
    assert period(FIELDWORK, last) == f"3 July 2024 to {until}"
    assert period(None, last) == ""


def test_everything_published_in_the_first_week_says_so(survey: Survey, tmp_path: Path) -> None:
    made = folder(tmp_path / "definition")
    first = [row for row in rows(400) if row.split(",")[1] <= "2024-07-05"]
    out = ("--outputs", tmp_path / "outputs")
    assert survey("run", made, export(tmp_path / "a.csv", first), "--publish", *out).code == 0
    home, stem = tmp_path / "outputs" / NAME, f"SYNTHETIC_{NAME}"
    book = load_workbook(home / "publish" / f"{stem}_tables.xlsx")
    texts = [str(cell.value) for sheet in book.worksheets for row in sheet.iter_rows() for cell in row if cell.value]
    deck = Presentation(str(home / "publish" / f"{stem}_deck.pptx"))
    slides = [
        " ".join(each.text_frame.text for each in page.shapes if each.has_text_frame) for page in list(deck.slides)[1:]
    ]
    charts = [path.read_text() for path in (home / "draft" / "charts").glob("0*.txt")]
    page = (home / "publish" / f"{stem}_report.html").read_text()
    findings = page[page.index("What was found") :]
    for found in (texts, slides, charts, [findings]):
        assert any("1 July 2024 to 7 July 2024" in text for text in found)
        assert not any("1 July 2024 to 14 July 2024" in text for text in found)
