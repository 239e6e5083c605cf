"""Every sample of an export drafted by `survey init`, and its draft used at once, without an edit."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.drafting.truth import BY_HAND, DEFINED
from tests.exports import shared
from tests.pipelines.conftest import Survey

# Responses, as published of each, and whether it has a question of several codes, which can be ranked.
COUNTS = {
    "star-wars/StarWars.csv": (1186, True),
    "thanksgiving/thanksgiving-2015-poll-data.csv": (1058, True),
    "dask-gforms/2019-user-survey-results.csv": (259, True),
    "dask-gforms/2020-user-survey-results.csv": (239, True),
    "jupyter-2015/20160115235816-SurveyExport.csv": (1706, True),
    "limesurvey-unittest/results-survey.csv": (70, True),
    "qualtrics-voting-pair/qualtrics_text-redacted.csv": (156, True),
    "qualtrics-voting-pair/qualtrics-redacted.csv": (156, True),
    "smartsurvey-layout/SYNTHETIC-three-row-header.csv": (3, True),
    "iai-consult-layouts/responses_biomass_format.csv": (5, False),
    "iai-consult-layouts/responses_lgr_format.csv": (5, False),
    "iai-consult-layouts/responses_scr_format.csv": (5, False),
    "iai-consult-layouts/consult_data_template_v005.xlsx": (40, False),
    "spss-sav/sample.sav": (5, False),
    "spss-sav/simple_alltypes.sav": (6, True),
    "spss-sav/missing_test.sav": (2, False),
    "spss-sav/hebrews.sav": (99, False),
    "triple-s/sample-1.sss": (3, True),
    "triple-s/sample-4.sss": (10, False),
    "triple-s/sample-5.sss": (10, False),
}


def test_no_sample_is_left_out() -> None:
    assert set(COUNTS) == {*DEFINED, *BY_HAND}
    folder = shared("data/exports")
    data = {".csv", ".sav", ".sss", ".xlsx"}
    there = {str(each.relative_to(folder)) for each in folder.rglob("*") if each.suffix in data}
    lists_of_questions = {f"iai-consult-layouts/qu_format_{each}.xlsx" for each in ("a_numeric", "b_instruction")}
    assert there - lists_of_questions == set(COUNTS)


@pytest.mark.parametrize("path", COUNTS)
def test_a_draft_is_used_at_once(survey: Survey, path: str, tmp_path: Path) -> None:
    export, (count, ranked) = shared(f"data/exports/{path}"), COUNTS[path]
    folder, out = tmp_path / "drafted", ("--outputs", tmp_path)
    assert survey("init", export, "--name", "drafted", "--into", tmp_path).code == 0
    taken = survey("ingest", folder, export, *out, "--json")
    account = taken.records[0]
    assert (taken.code, account["kept"], account["set_aside"], account["unread_answers"]) == (0, count, 0, 0)
    assert survey("validate", folder, export, *out).out.startswith("sound: all ")
    if export.suffix != ".sav":  # a process of its own reads these, each time
        assert survey("drift", folder, export, *out).out.startswith("GREEN")
    figures = survey("breakdown", folder, *out, "--json").records
    assert {row["base_unweighted"] <= count for row in figures} == {True}
    assert any(row["count"] > 0 for row in figures)
    ranking = survey("rank", folder, *out, "--json")
    assert ranking.code == (0 if ranked else 2)
    assert ranked or "no question of several codes" in ranking.err
    counts = {
        each["measure"]: each["count"] for each in survey("ledger", folder, *out, "--json").records[-1]["account"]
    }
    assert (counts["received"], counts["kept"]) == (count, count)
