"""Every table and chart with the flagged responses and without them, side by side; the channels of the account."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.exports import CONSULTATIONS, export_text
from tests.pipelines.conftest import Survey

LETTER = "We object to the closing of our police station since nobody will come out when we call for help late at night"

CAME_BY = """
[[question]]
id = "came_by"
kind = "single_code"
text = "Came by"
column = "Via"
options = ["Web", "Post"]
"""


def row(place: int, words: str, area: str = "North", channel: str = "Web") -> str:
    day = f"{15 + place % 10}/07/2024 09:{place % 60:02d}"
    tick = "Park" if place % 2 and area == "North" else ""
    return f'{place:04d},{day},{day},,x,{area},Speeding,Safe,Unsafe,1,2,"{words}",{20 + place},,{tick},,{channel}'


@pytest.fixture
def taken(survey: Survey, tmp_path: Path) -> tuple[Path, Path]:
    """Eight letters of one campaign from the South, one changed; twelve responses of their own from the North."""
    folder = tmp_path / "every_kind"
    shutil.copytree(CONSULTATIONS / "every_kind", folder)
    path = folder / "questionnaire.toml"
    text = path.read_text().replace('area = "area"', 'area = "area"\noutside = ["south"]\nchannel = "came_by"')
    path.write_text(text + CAME_BY)
    own = [row(place, f"Number {place} of my own thoughts") for place in range(12)]
    letters = [row(20 + place, LETTER, "South", "Post") for place in range(7)]
    letters.append(row(30, f"As a shopkeeper I say: {LETTER}. Please listen", "South", "Post"))
    only_channel = f"0099,15/07/2024 09:00,,,x{',' * 12}Web"
    export = tmp_path / "export.csv"
    header = export_text().splitlines()[0] + ",Via"
    export.write_text(export_text(*own, *letters, only_channel, header=header), newline="")
    assert survey("ingest", folder, export, "--outputs", tmp_path).code == 0
    return folder, export


def areas(survey: Survey, folder: Path, *options: str) -> dict[str, int]:
    found = survey("breakdown", folder, "--question", "area", "--outputs", folder.parent, "--json", *options)
    return {each["code"]: each["count"] for each in found.records}


def test_breakdown_and_rank_with_and_without(survey: Survey, taken: tuple[Path, Path]) -> None:
    folder, _ = taken
    out = ("--outputs", folder.parent)
    assert areas(survey, folder) == {"north": 12, "south": 8}
    assert areas(survey, folder, "--without", "campaign") == {"north": 12, "south": 0}
    assert areas(survey, folder, "--without", "near_duplicate") == {"north": 12, "south": 1}
    draft = folder.parent / "every_kind" / "draft"
    with (
        (draft / "tables" / "area.csv").open() as both,
        (draft / "without_campaign" / "tables" / "area.csv").open() as one,
    ):
        figures = [[int(each["count"]) for each in csv.DictReader(file)] for file in (both, one)]
    assert figures == [[12, 8], [12, 0]]
    ended = survey("rank", folder, *out, "--without", "campaign", "--json")
    assert {each["base_unweighted"] for each in ended.records if each["week"] is None} == {12}
    assert ended.err.startswith("WITHOUT campaign: 8 of 21 responses left out")


def test_charts_and_the_whole_job_without(survey: Survey, taken: tuple[Path, Path]) -> None:
    folder, export = taken
    out = ("--outputs", folder.parent)
    drawn = survey("charts", folder, *out, "--without", "campaign")
    charts = folder.parent / "every_kind" / "draft" / "without_campaign" / "charts"
    assert str(charts / "01_area.png") in drawn.out
    assert "WITHOUT campaign: 8 of 21 responses left out" in (charts / "01_area.txt").read_text()
    ended = survey("run", folder, export, *out, "--without", "campaign,near_duplicate")
    assert ended.code == 0
    tables = folder.parent / "every_kind" / "draft" / "without_campaign+near_duplicate" / "tables"
    with (tables / "all_questions.csv").open() as file:
        figures = {each["code"]: each["count"] for each in csv.DictReader(file) if each["question_id"] == "area"}
    assert figures == {"north": "12", "south": "0"}
    assert not (folder.parent / "every_kind" / "draft" / "tables").exists()


def test_a_flag_that_is_none_is_told_before_anything_is_taken_in(survey: Survey, tmp_path: Path) -> None:
    export = tmp_path / "export.csv"
    export.write_text(export_text(), newline="")
    ended = survey("run", CONSULTATIONS / "every_kind", export, "--outputs", tmp_path, "--without", "campaigns")
    assert (ended.code, "did you mean 'campaign'?" in ended.err) == (2, True)
    assert not (tmp_path / "every_kind").exists()


def test_the_ledger_tells_fates_channels_and_what_each_added(survey: Survey, taken: tuple[Path, Path]) -> None:
    folder, _ = taken
    ended = survey("ledger", folder, "--outputs", folder.parent, "--json")
    *rows, last = ended.records
    assert len(rows) == 21
    counts = {each["measure"]: each["count"] for each in last["account"]}
    assert {
        name: counts[name] for name in ("received", "kept", "blank", "counted", "local", "outside", "campaign")
    } == {
        "received": 21,
        "kept": 21,
        "blank": 1,
        "counted": 20,
        "local": 12,
        "outside": 8,
        "campaign": 8,
    }
    assert (counts["channel: Web"], counts["channel: Post"]) == (12, 8)
    fate = {each["response_id"]: each for each in rows}
    assert (fate["0099"]["status"], fate["0099"]["why"]) == ("blank", "not counted: no question is answered")
    private = folder.parent / "every_kind" / "private"
    with (private / "campaigns.csv").open() as file:
        (campaign,) = csv.DictReader(file)
    assert (campaign["template"], campaign["responses"], campaign["unchanged"]) == (LETTER, "8", "7")
    with (private / "flags.csv").open() as file:
        added = {each["response_id"]: each["evidence"] for each in csv.DictReader(file) if each["flag"] == "campaign"}
    assert added["0030"] == "As a shopkeeper I say … Please listen"
    assert [added[f"{place:04d}"] for place in range(20, 27)] == [""] * 7


def test_previews_are_counted_with_a_caution_and_left_out_when_told(survey: Survey, tmp_path: Path) -> None:
    """Two responses and one preview, by Qualtrics' own mark."""
    ids = ",".join(f'"{{""ImportId"":""{each}""}}"' for each in "sfrq")
    header = f"Status,Finished,ResponseId,Q1\nStatus,Finished,ID,Agree?\n{ids}\n"
    rows = "IP Address,True,R_1,Yes\nIP Address,True,R_2,No\nSurvey Preview,True,R_3,Yes\n"
    export = tmp_path / "export.csv"
    export.write_text(header + rows)
    folder = tmp_path / "previewed"
    assert survey("init", export, "--name", "previewed", "--into", tmp_path).code == 0
    out = ("--outputs", tmp_path)
    taken = survey("ingest", folder, export, *out)
    assert (taken.code, taken.out.splitlines()[0]) == (0, "3 rows in = 3 kept + 0 set aside")
    assert "1 previews or tests by the tool's own mark" in taken.err
    both = survey("breakdown", folder, *out, "--json")
    assert both.err.startswith("CAUTION: 1 of 3 responses are previews")
    one = survey("breakdown", folder, *out, "--without", "test_response", "--json")
    assert [{row["label"]: row["count"] for row in each.records} for each in (both, one)] == [
        {"Yes": 2, "No": 1},
        {"Yes": 1, "No": 1},
    ]
    *rows_told, _ = survey("ledger", folder, *out, "--json").records
    assert {each["response_id"]: each["reasons"] for each in rows_told} == {
        "R_1": None,
        "R_2": None,
        "R_3": "the survey tool marks it: Survey Preview",
    }


TWO_QUESTIONS = """
[consultation]
name = "Two questions"
owner = "The tests"

[export]
response_id = "ID"

[[question]]
id = "area"
kind = "single_code"
text = "Where do you live?"
column = "Area"
options = ["North", "South"]

[[question]]
id = "words"
kind = "free_text"
text = "Anything else?"
column = "Words"
"""


def test_published_tables_without(survey: Survey, tmp_path: Path) -> None:
    """Beside those of all, under a name that says so; how many are left out is told, and not published."""
    folder, export = tmp_path / "two", tmp_path / "export.csv"
    folder.mkdir()
    (folder / "questionnaire.toml").write_text(TWO_QUESTIONS)
    own = [f"a{place},North,These are the {place} thoughts of my own" for place in range(40)]
    letters = [f"b{place},South,{LETTER}" if place < 25 else f"b{place},South,No" for place in range(50)]
    export.write_text("\n".join(["ID,Area,Words", *own, *letters]))
    out = ("--outputs", tmp_path)
    assert survey("ingest", folder, export, *out).code == 0
    assert survey("tables", folder, *out).code == 0
    left = survey("tables", folder, *out, "--without", "campaign")
    assert (left.code, left.err) == (0, "WITHOUT campaign: 25 of 90 responses left out\n")
    publish = tmp_path / "two" / "publish"
    assert {"two_tables.xlsx", "two_tables_without_campaign.xlsx"} <= {each.name for each in publish.iterdir()}
    with (publish / "two_tables_without_campaign.csv").open() as file:
        counts = {each["code"]: each["count"] for each in csv.DictReader(file) if each["question_id"] == "area"}
    assert counts == {"north": "40", "south": "25"}
    cover = load_workbook(publish / "two_tables_without_campaign.xlsx").worksheets[0]
    assert "Responses flagged as campaign are left out." in [row[0] for row in cover.iter_rows(values_only=True)]
