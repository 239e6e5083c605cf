"""Drift of exports as the tools write them: ids made, Others in the cell, options in columns, values for labels."""

from __future__ import annotations

from typing import Any

import pytest

from pipelines.drift import profile_of
from survey.drift.drift import drift
from survey.ingest.export import open_export
from survey.questionnaire.definition import Consultation
from survey.questionnaire.kinds import FreeText, Option, Ranking, SingleCode
from survey.questionnaire.load import load_consultation
from tests.exports import CONSULTATIONS, SAMPLES, every_kind, shared

FORMS = "dask-gforms/{}-user-survey-results.csv"
QUALTRICS = "qualtrics-voting-pair/qualtrics{}-redacted.csv"


def found(consultation: Consultation, now: bytes, before: bytes | None = None) -> list[dict[str, Any]]:
    """The findings between two exports of a consultation, or of one against the questionnaire alone."""
    opened = open_export(now, "now.csv", consultation)
    earlier = [] if before is None else [profile_of(open_export(before, "before.csv", consultation), before)]
    return drift(profile_of(opened, now), earlier, opened.consultation).to_dicts()


def content(path: str) -> bytes:
    return shared(f"data/exports/{path}").read_bytes()


@pytest.mark.parametrize(("consultation", "path"), [(each[0], each[1]) for each in SAMPLES])
def test_an_export_is_green_by_the_definition_written_for_it(consultation: str, path: str) -> None:
    rows = found(load_consultation(CONSULTATIONS / consultation), content(path))
    assert [row for row in rows if row["level"] != "green"] == []
    assert len(rows) <= 1  # columns that no question names are told in one line


def test_labels_after_values_are_no_drift() -> None:
    consultation = load_consultation(CONSULTATIONS / "voting_methods")
    values, labels = content(QUALTRICS.format("")), content(QUALTRICS.format("_text"))
    assert found(consultation, labels, values) == []
    assert found(consultation, values, labels) == []


def test_the_survey_of_the_next_year() -> None:
    """Dask's of 2020 against that of 2019: a link put into an option, formats of Google, options and columns new."""
    consultation = load_consultation(CONSULTATIONS / "dask_2019")
    rows = found(consultation, content(FORMS.format(2020)), content(FORMS.format(2019)))
    red = {row["kind"]: row for row in rows if row["level"] == "red"}
    assert list(red) == ["missing_column", "reworded_option", "date_format_changed"]
    assert red["missing_column"]["question_id"] == "python"
    reworded = red["reworded_option"]
    assert (reworded["question_id"], reworded["accept_code"]) == ("resources", "tutorial")
    assert reworded["accept_text"] == "Tutorial at tutorial.dask.org"
    assert reworded["evidence"].startswith("109 of 233 answers")
    assert "counted as 'Other'" in reworded["what"]
    assert '[export], started: format = "%Y/%m/%d %I:%M:%S %p EST"' in red["date_format_changed"]["fix"]
    new = {(row["question_id"], row["what"].split("'")[1]) for row in rows if row["kind"] == "new_option"}
    assert ("apis", "RAPIDS") in new
    assert {row["level"] for row in rows if row["kind"] == "new_option"} == {"amber"}
    assert [row["kind"] for row in rows if row["kind"] == "share_jump"] == []


def test_what_few_or_the_same_wrote_behind_an_other_is_nothing_new() -> None:
    consultation = load_consultation(CONSULTATIONS / "dask_2019")
    once = content(FORMS.format(2019)).decode()
    head, body = once.split("\n", 1)
    twice = f"{head}\n{body}{body.replace('2019-', '2018-')}"
    rows = found(consultation, twice.encode(), once.encode())
    assert [row for row in rows if row["kind"] in ("new_option", "reworded_option")] == []


def test_the_tools_own_time_is_missed_when_it_goes() -> None:
    consultation = load_consultation(CONSULTATIONS / "voting_methods")
    before = content(QUALTRICS.format("")).decode()
    now = before.replace("StartDate,", "Begun,", 1).encode()
    (row,) = [row for row in found(consultation, now, before.encode()) if row["level"] == "red"]
    assert (row["kind"], row["accept_kind"]) == ("renamed_column", None)
    assert row["fix"] == '[export], started: name the column "Begun" there'


RANKED = Ranking(id="order", text="Order", kind="ranking", options=("Patrols", "Cameras", "Dogs"), columns="P{place}")
IN_ONE = RANKED.model_copy(update={"columns": None, "column": "Order", "delimiter": ";"})
REMARKS = FreeText(id="remarks", text="Remarks", kind="free_text", column="Remarks")
SPREAD = SingleCode(id="side", text="Side", kind="single_code", options=("Left", "Right"), columns="Side - {option}")


def one(question: Ranking | SingleCode) -> Consultation:
    return every_kind().model_copy(
        update={
            "questions": (question, REMARKS),
            "area": None,
            "priorities": None,
            "fieldwork": None,
            "export": every_kind().export.model_copy(
                update={"response_id": "auto", "started": None, "completed": None}
            ),
        }
    )


@pytest.mark.parametrize(
    ("question", "header", "row"),
    [
        (RANKED, "P1,P2,P3,Remarks", "Dogs,Patrols,Cameras,"),
        (IN_ONE, "Order,Remarks", "Dogs;Patrols;Cameras;,"),
        (SPREAD, "Side - Left,Side - Right,Remarks", "Left,,"),
    ],
)
def test_options_in_columns_and_in_one_cell(question: Ranking | SingleCode, header: str, row: str) -> None:
    consultation = one(question)
    whole = "\n".join([header, *[row] * 30])
    rows = found(consultation, whole.encode(), "\n".join([header, *[row] * 29]).encode())
    assert [each for each in rows if each["level"] != "green"] == []
    name = header.split(",")[0]
    gone = whole.replace(name, "Something else", 1) if question is not IN_ONE else whole.replace(name, "Ord", 1)
    (lost,) = [each for each in found(consultation, gone.encode(), whole.encode()) if each["level"] == "red"]
    assert (lost["kind"], lost["question_id"]) == ("renamed_column", question.id)


def test_a_single_choice_over_columns_has_its_shares() -> None:
    consultation = one(SPREAD)
    header = "Side - Left,Side - Right,Remarks\n"
    left, right = header + "Left,,\n" * 300, header + ",Right,\n" * 280
    rows = [row for row in found(consultation, right.encode(), left.encode()) if row["kind"] == "share_jump"]
    assert {row["what"] for row in rows} == {
        "'Left': 0.0% of the new responses, 100.0% before",
        "'Right': 100.0% of the new responses, 0.0% before",
    }
    assert all("Holm over" in row["evidence"] for row in rows)


def test_an_other_and_its_words_may_have_one_column() -> None:
    other = Option(code="other", label="Other", other=True, column="Side - Other")
    consultation = one(SPREAD.model_copy(update={"options": (*SPREAD.options, other)}))
    words = FreeText(id="side_other", text="Other", kind="free_text", column="Side - Other")
    consultation = consultation.model_copy(update={"questions": (*consultation.questions, words)})
    header = "Side - Left,Side - Right,Side - Other,Remarks\n"
    export = (header + "Left,,,\n" * 40 + ",,the middle,\n" * 20).encode()
    assert found(consultation, export) == []
    assert found(consultation, export + b",,the middle,\n", export) == []
    lost = [row for row in found(consultation, export.replace(b"Side - Other", b"x"), export) if row["level"] == "red"]
    assert {row["question_id"] for row in lost} == {"side", "side_other"}
