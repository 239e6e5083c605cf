"""Real exports of every tool there is a sample of, with the counts that were published of them."""

from __future__ import annotations

import datetime as dt

import polars as pl
import pytest

from survey.ingest.export import OpenExport, open_export
from survey.ingest.responses import Reading, read_responses
from survey.ingest.table import open_table
from survey.questionnaire.definition import Export
from survey.questionnaire.load import load_consultation
from tests.exports import CONSULTATIONS, SAMPLES, shared

EXPORTS = "data/exports"


def opened(consultation: str, path: str) -> OpenExport:
    found = shared(f"{EXPORTS}/{path}")
    return open_export(found.read_bytes(), found.name, load_consultation(CONSULTATIONS / consultation))


def read(consultation: str, path: str) -> Reading:
    return read_responses(opened(consultation, path))


def picked(reading: Reading, question: str, label: str) -> int:
    column = reading.responses[question]
    return int((column.list.contains(label) if isinstance(column.dtype, pl.List) else column == label).sum())


@pytest.mark.parametrize(("consultation", "path", "platform", "count"), SAMPLES)
def test_every_response_is_read_whole(consultation: str, path: str, platform: str, count: int) -> None:
    export = opened(consultation, path)
    reading = read_responses(export)
    assert export.table.platform == platform
    assert (reading.rows_in, len(reading.responses), len(reading.unread)) == (count, count, 0)
    assert reading.responses["response_id"].n_unique() == count


def test_codes_and_labels_of_the_same_responses_give_one_frame() -> None:
    codes = opened("voting_methods", "qualtrics-voting-pair/qualtrics-redacted.csv")
    texts = opened("voting_methods", "qualtrics-voting-pair/qualtrics_text-redacted.csv")
    assert codes.table.column(0).equals(texts.table.column(0))
    assert not codes.table.texts.equals(texts.table.texts)
    by_code, by_label = read_responses(codes), read_responses(texts)
    assert by_code.responses.equals(by_label.responses)
    assert by_code.responses["status"].cast(pl.String).value_counts().sort("status").rows() == [
        ("complete", 134),
        ("partial", 22),
    ]


def test_scores_whose_codes_are_other_scores_are_told_apart() -> None:
    """yellow: 34 respondents gave a score of 2, code 3 in the file of codes; 20 did not answer."""
    for path in ("qualtrics-redacted.csv", "qualtrics_text-redacted.csv"):
        score = read("voting_methods", f"qualtrics-voting-pair/{path}").responses["score.yellow"]
        assert (score.to_list().count("2"), score.null_count()) == (34, 20)


def test_times_are_turned_from_the_zone_the_file_names() -> None:
    """The first response began at 09:00:09 in Denver, which is eight hours behind Zurich in July."""
    reading = read("voting_methods", "qualtrics-voting-pair/qualtrics-redacted.csv")
    assert reading.responses["started"][0] == dt.datetime(2021, 7, 23, 17, 0, 9)


def test_the_unfinished_have_no_time_of_completion() -> None:
    reading = read("voting_methods", "qualtrics-voting-pair/qualtrics-redacted.csv")
    partial = reading.responses.filter(pl.col("status").cast(pl.String) == "partial")
    assert (len(partial), partial["completed"].null_count(), partial["started"].null_count()) == (22, 22, 0)


def test_jupyter_finished_and_not() -> None:
    """Project Jupyter counts 779 complete and 927 partial sessions; 614 of all answered nothing."""
    export = opened("jupyter_2015", "jupyter-2015/20160115235816-SurveyExport.csv")
    assert export.finished is not None
    assert (export.finished.sum(), (~export.finished).sum()) == (779, 927)
    reading = read_responses(export)
    assert reading.responses["completed"].is_not_null().sum() == 779
    assert picked(reading, "words", "convenient") == 562
    assert picked(reading, "words", "Other word(s):") == 68
    assert reading.responses["run_other"].is_not_null().sum() == 80


def test_dask_of_2019() -> None:
    """The project's notebook: 259 responses, Python 3 for 97 %."""
    reading = read("dask_2019", "dask-gforms/2019-user-survey-results.csv")
    three, two = picked(reading, "python", "Python 3"), picked(reading, "python", "Python 2")
    assert round(100 * three / (three + two)) == 97
    assert reading.responses["started"][0] == dt.datetime(2019, 6, 25, 6, 59, 49)
    assert picked(reading, "apis", "Other") == 6
    assert "dask-jobque" in reading.responses["apis_other"].to_list()


def test_dask_of_2020_ends_its_times_in_letters() -> None:
    reading = read("dask_2020", "dask-gforms/2020-user-survey-results.csv")
    assert reading.responses["started"][:2].to_list() == [
        dt.datetime(2020, 6, 5, 11, 34, 1),
        dt.datetime(2020, 6, 10, 8, 46, 17),
    ]
    assert picked(reading, "launch", "HPC resource manager (SLURM, PBS, SGE, LSF or similar)") == 65


def test_picks_joined_by_commas_are_the_same_picks() -> None:
    """The file of 2019 as Google's spreadsheet would have it: `, ` between picks, which options hold too."""
    text = shared(f"{EXPORTS}/dask-gforms/2019-user-survey-results.csv").read_text(encoding="utf-8")
    consultation = load_consultation(CONSULTATIONS / "dask_2019")
    commas = consultation.model_copy(
        update={
            "questions": tuple(
                question.model_copy(update={"delimiter": ", "}) if question.kind == "multi_code" else question
                for question in consultation.questions
            )
        }
    )
    before = read_responses(open_export(text.encode(), "f", consultation)).responses
    quoted = pl.read_csv(text.encode(), infer_schema=False).with_columns(pl.all().str.replace_all(";", ", "))
    after = read_responses(open_export(quoted.write_csv().encode(), "f", commas)).responses
    multi = [question.id for question in consultation.questions if question.kind == "multi_code"]
    assert len(multi) == 6
    assert after.select(multi).equals(before.select(multi))


def test_a_completion_of_1980_says_complete_and_not_when() -> None:
    reading = read("limesurvey_unit_test", "limesurvey-unittest/results-survey.csv")
    assert reading.responses["status"].cast(pl.String).unique().to_list() == ["complete"]
    assert reading.responses["completed"].null_count() == 70
    assert reading.unread.is_empty()
    assert picked(reading, "employment", "Professional Developer (paid)") == 55


def test_limesurvey_last_page() -> None:
    """69 of the 70 came to page 24."""
    table = opened("limesurvey_unit_test", "limesurvey-unittest/results-survey.csv").table
    assert (table.column(table.names.index("Last page")) == "24").sum() == 69


def test_blanks_and_apostrophes_of_smartsurvey() -> None:
    rows = read("coding_in_analysis", "smartsurvey-layout/SYNTHETIC-three-row-header.csv").responses.to_dicts()
    assert rows[0]["department_other"] == "Dept for Made-up Things"
    assert rows[0]["barriers_other"] == "Don't have time"
    assert [row["professions"] for row in rows] == [["Data Engineer (any profession)"], None, None]
    assert [row["status"] for row in rows] == ["complete", "complete", "partial"]


def test_a_template_workbook_gives_its_sheet_of_responses() -> None:
    data = shared(f"{EXPORTS}/iai-consult-layouts/consult_data_template_v005.xlsx").read_bytes()
    table = open_table(data, "template.xlsx", Export(response_id="respondent_id"))
    assert (table.height, len(table.names)) == (40, 10)
    assert table.column(0).to_list() == [f"R{place:04d}" for place in range(1, 41)]
    assert "'Responses'" in table.notes[0]


@pytest.mark.parametrize(("name", "records"), [("sample-1", 3), ("sample-4", 10)])
def test_triple_s_comes_as_two_files(name: str, records: int) -> None:
    definition = shared(f"{EXPORTS}/triple-s/{name}.sss").read_bytes()
    data = shared(f"{EXPORTS}/triple-s/{name}.asc").read_bytes()
    for first, second in ((definition, data), (data, definition)):
        table = open_table(first, name, Export(response_id="auto"), second)
        assert (table.platform, table.rows_in) == ("triple_s", records)


def test_spss_is_known_by_its_content() -> None:
    table = open_table(shared(f"{EXPORTS}/spss-sav/sample.sav").read_bytes(), "sample", Export(response_id="auto"))
    assert (table.platform, table.height) == ("spss", 5)
