"""A question of every kind goes through every stage; `assert_never` names the arms, this runs them."""

from __future__ import annotations

import datetime as dt
from typing import get_args

import polars as pl
import pytest

from pipelines.app import app
from survey.breakdowns.count import count
from survey.breakdowns.results import results
from survey.charts.banner import banner_picture
from survey.charts.picture import Context
from survey.charts.question import question_picture
from survey.charts.save import svg
from survey.frames import RESULTS, responses_schema
from survey.ingest.as_read import as_read
from survey.ingest.export import open_export
from survey.questionnaire.kinds import KINDS, Question
from survey.validate.suite import derive
from tests.exports import every_kind, export_text, read_text

CONTEXT = Context("the tests", "nowhere", "July 2024", synthetic=True)


def test_the_definition_has_every_kind() -> None:
    assert {type(question) for question in every_kind().questions} == set(KINDS.values()) == set(get_args(Question))


@pytest.mark.parametrize("question", every_kind().questions, ids=lambda question: question.id)
def test_every_stage_takes_the_kind(question: Question) -> None:
    consultation = every_kind()
    reading = read_text(export_text())
    assert {name for name in responses_schema(consultation) if name.split(".")[0] == question.id}
    opened = open_export(export_text().encode(), "export.csv", consultation)
    assert any(name.split(":")[0].split(".")[0] == question.id for name in as_read(opened).columns)
    assert any(each.meta.get("question_id") == question.id for each in derive(consultation).expectations)
    area = consultation.question("area")
    for banner in (None, area):
        cells = count(reading.responses.lazy(), consultation, [question], banner)
        frame = results(cells, [question], banner)
        assert frame.schema == pl.Schema(RESULTS)
        picture = (
            banner_picture(question, area, frame, CONTEXT) if banner else question_picture(question, frame, CONTEXT)
        )
        assert b"SYNTHETIC" in svg(picture)
        assert picture.alt
        assert not picture.frame.is_empty()


def test_counts_of_every_kind_worked_by_hand() -> None:
    """Of the four rows of tests.exports: North 0012, South 0013, North 0014, and 0015, which is blank."""
    consultation = every_kind()
    cells = count(read_text(export_text()).responses.lazy(), consultation, consultation.questions)
    frame = results(cells, consultation.questions)
    found = {
        (row["question_id"], row["item"], row["code"]): (row["count"], row["base_unweighted"], row["value"])
        for row in frame.iter_rows(named=True)
    }
    assert found["area", None, "north"] == (2, 3, None)
    assert found["priorities", None, "speeding"] == (2, 3, None)
    assert found["safe", "after_dark", "unsafe"] == (2, 3, None)
    assert found["safe", "by_day", "net_safe"] == (1, 3, None)
    assert found["order", "1", "patrols"] == (1, 2, None)
    assert found["words", None, "answered"][0] == 2
    assert found["age", None, "mean"][2] == pytest.approx((34 + 1034 + 70) / 3, rel=1e-12)
    assert found["moved", None, f"{dt.date(2020, 4, 3):%Y-%m}"][0] == 1
    assert found["visits", None, "park"] == (2, 2, None)


def test_every_command_has_help_that_opens_with_an_example() -> None:
    commands = list(app.registered_commands)
    assert {command.name for command in commands} >= {
        "run",
        "demo",
        "validate",
        "ingest",
        "rank",
        "breakdown",
        "charts",
    }
    for command in commands:
        assert command.callback is not None
        assert (command.callback.__doc__ or "").startswith("Example: survey "), command.name
