"""Each tool's layout: known by its first rows, or forced; its names, and what it says of responses."""

from __future__ import annotations

import datetime as dt
from typing import get_args

import pytest

from survey.errors import FailedChecksError, UnreadableError
from survey.ingest.export import open_export
from survey.ingest.platforms.registry import PLATFORMS
from survey.ingest.responses import PREVIEWS, Reading, read_responses
from survey.ingest.table import open_table
from survey.questionnaire.definition import Consultation, Export, Finished, Layout, TimeColumn
from survey.questionnaire.kinds import FreeText, Option, SingleCode

AUTO = Export(response_id="auto")
QUALTRICS = (
    "StartDate,EndDate,Status,Finished,ResponseId,Q1,Q1_3_TEXT\n"
    'Start Date,End Date,Response Type,Finished,Response ID,"Do you,\nagree?",Other\n'
    '"{""ImportId"":""startDate"",""timeZone"":""America/Denver""}","{""ImportId"":""endDate""}",'
    '"{""ImportId"":""status""}","{""ImportId"":""finished""}","{""ImportId"":""_recordId""}",'
    '"{""ImportId"":""QID1""}","{""ImportId"":""QID1_3_TEXT""}"\n'
)
LEGACY = (
    "V1,V2,V3,V7,V8,V9,V10,Q1,\n"
    "ResponseID,ResponseSet,Name,Status,StartDate,EndDate,Finished,Do you agree?,\n"
    "R_1,Default,Ann,0,2016-05-01 10:00:00,2016-05-01 10:05:00,1,Yes,\n"
    "R_2,Default,Bob,1,2016-05-02 10:00:00,2016-05-02 10:05:00,1,No,\n"
)
SNAP = "Q1\tQ2.a\tID\r\nDo you agree?\tWhy do you say so?\tThe case\r\nYes\tNo Reply\t1\r\nNot Asked\twords\t2\r\n"
FILES = {
    "qualtrics": QUALTRICS + "2024-07-14 09:30:00,2024-07-14 09:40:00,IP Address,True,R_1,Yes,\n",
    "qualtrics_legacy": LEGACY,
    "surveymonkey": "Respondent ID,Collector ID,Q1,\n,,Response,Other\n1,2,Yes,\n",
    "smartsurvey": "UserID,UserNo,Started,Q1\n,,,Answer\n,,,\n1,1,14/07/2024 09:30:00,Yes\n",
    "google_forms": "Timestamp,Do you agree?\n2020/06/05 11:34:01 AM EST,Yes\n",
    "microsoft_forms": "ID,Start time,Completion time,Email,Name,Q1\n1,7/14/24 9:30,7/14/24 9:31,anonymous,,a;b;\n",
    "limesurvey": '"Response ID";"Date submitted";"Last page";"Q1"\n"1";"1980-01-01 00:00:00";"4";"Yes"\n',
    "alchemer": "Time Started,Date Submitted,Status,Q1\n2024-07-14 09:30:00,2024-07-14 09:31:00,Complete,Yes\n",
    "citizen_space": "Response ID,Q1 - Component,Q1 - Analyst notes\nANON-ABCD-1234-5,Yes,look again\n",
    "ident_rows": "Ident 1,Ident 2\nDo you agree?,Why?\nYes,so\n",
    "blank_row": "Do you agree?,Why?\n\nYes,so\n",
    "components": "Q1 - Do you agree?,Q2 - Why?\nYes,so\n",
    "one_row": "ID,Do you agree?\n1,Yes\n",
}


def question(column: str = "Q1", **settings: object) -> SingleCode:
    options = tuple(Option(code=text.lower(), label=text) for text in ("Yes", "No"))
    return SingleCode(id="agree", text="Agree?", kind="single_code", options=options, column=column, **settings)


def consultation(export: Export, *questions: SingleCode | FreeText) -> Consultation:
    return Consultation(
        id="layout", name="Layouts", owner="The tests", export=export, questions=questions or (question(),)
    )


def read(text: str | bytes, export: Export, *questions: SingleCode | FreeText) -> Reading:
    data = text.encode() if isinstance(text, str) else text
    return read_responses(open_export(data, "export.csv", consultation(export, *questions)))


def test_every_layout_that_a_definition_may_name_is_a_platform() -> None:
    assert set(get_args(Layout)) == {"auto", *(platform.name for platform in PLATFORMS)}
    assert len({platform.name for platform in PLATFORMS}) == len(PLATFORMS)


@pytest.mark.parametrize("name", FILES)
def test_a_file_is_known_by_its_first_rows(name: str) -> None:
    assert open_table(FILES[name].encode(), "f", AUTO).platform == name


@pytest.mark.parametrize("name", FILES)
def test_a_layout_can_be_forced(name: str) -> None:
    table = open_table(FILES[name].encode(), "f", AUTO.model_copy(update={"layout": name}))
    assert (table.platform, table.names) == (name, open_table(FILES[name].encode(), "f", AUTO).names)


@pytest.mark.parametrize("name", ["qualtrics", "qualtrics_legacy", "surveymonkey", "snap", "ident_rows", "blank_row"])
def test_a_layout_that_the_file_has_not_is_refused(name: str) -> None:
    text = "ID,Do you agree?\n1,Yes\n2,No\n3,Yes\n"
    with pytest.raises(UnreadableError, match=f"layout '{name}'"):
        open_table(text.encode(), "f", AUTO.model_copy(update={"layout": name}))


@pytest.mark.parametrize("platform", PLATFORMS, ids=lambda platform: platform.name)
def test_no_file_of_another_tool_is_taken_for_ones_own(platform: object) -> None:
    others = [text for name, text in FILES.items() if name != getattr(platform, "name", "")]
    assert all(open_table(text.encode(), "f", AUTO).platform != getattr(platform, "name", "") for text in others)


def test_snap_is_utf_16_with_tabs() -> None:
    data = SNAP.encode("utf-16")
    table = open_table(data, "f", AUTO)
    assert (table.platform, table.names) == ("snap", ("Q1", "Q2.a", "ID"))
    assert table.labels == ("Do you agree?", "Why do you say so?", "The case")
    why = FreeText(id="why", text="Why?", kind="free_text", column="Q2.a")
    reading = read(data, Export(response_id="ID"), question(), why)
    assert reading.responses["agree"].to_list() == ["Yes", None]
    assert reading.responses["why"].to_list() == [None, "words"]
    assert reading.unread.is_empty()
    assert "1 cells say that a question was not put to the respondent" in reading.notes
    assert "1 cells say that a question was passed by" in reading.notes
    assert open_table(SNAP.encode(), "f", AUTO).platform == "one_row"


@pytest.mark.parametrize(
    "rows",
    [
        ["R-517598\tNorth Street\ta good one", "R-517599\tNorth Street\tmore of it"],
        ["0121 169 2229\tno idea at all\tnone of it", "x\ty\tz"],
        ["Mrs Ash\tthe old school\tAgree a lot", "Mr Elm\tthe new road\tAgree a lot"],
    ],
)
def test_the_first_response_of_a_text_that_excel_saved_is_no_row_of_labels(rows: list[str]) -> None:
    table = open_table("\r\n".join(["ID\tQ1\tQ2", *rows]).encode("utf-16"), "f", AUTO)
    assert (table.platform, table.height) == ("one_row", len(rows))


def test_qualtrics_names_wordings_and_zone() -> None:
    table = open_table(FILES["qualtrics"].encode(), "f", AUTO)
    assert table.names[4:] == ("ResponseId", "Q1", "Q1_3_TEXT")
    assert table.labels[5] == "Do you,\nagree?"
    assert table.zone == "America/Denver"
    assert table.lines.to_list() == [5]


def test_qualtrics_previews_are_kept_with_their_mark_and_99_is_no_answer() -> None:
    rows = [
        "2024-07-14 09:30:00,2024-07-14 09:40:00,IP Address,True,R_1,Yes,",
        "2024-07-14 09:30:00,2024-07-14 09:40:00,Survey Preview,True,R_2,Yes,",
        "2024-07-14 09:30:00,2024-07-14 09:40:00,17,1,R_3,Yes,",
        "2024-07-14 09:30:00,2024-07-14 09:40:00,0,0,R_4,-99,",
    ]
    reading = read(QUALTRICS + "\n".join(rows) + "\n", Export(response_id="ResponseId"))
    assert reading.rows_in == 4
    assert reading.responses.select("response_id", "agree", "status", "preview").rows() == [
        ("R_1", "Yes", "complete", None),
        ("R_2", "Yes", "complete", "Survey Preview"),
        ("R_3", "Yes", "complete", "17"),
        ("R_4", None, "blank", None),
    ]
    assert reading.set_aside.is_empty()
    assert reading.unread.is_empty()
    assert f"2 {PREVIEWS}" in reading.notes
    assert any("America/Denver" in note for note in reading.notes)


def test_what_the_definition_says_goes_before_what_is_known_of_the_tool() -> None:
    row = "2024-07-14 09:30:00,2024-07-14 09:40:00,Survey Preview,True,R_1,-99,\n"
    export = Export(
        response_id="ResponseId",
        preview=Finished(column="Status", values=("none",)),
        unanswered=(),
        finished=Finished(column="Finished", values=("done",)),
        started=TimeColumn(column="EndDate", format="%Y-%m-%d %H:%M:%S"),
    )
    reading = read(QUALTRICS + row, export)
    assert reading.responses["started"].to_list() == [dt.datetime(2024, 7, 14, 9, 40)]
    assert reading.unread["raw"].to_list() == ["-99"]
    assert reading.responses["status"].to_list() == ["partial"]


def test_a_qualtrics_header_pasted_in_again_is_no_response() -> None:
    row = "2024-07-14 09:30:00,2024-07-14 09:40:00,IP Address,True,{},Yes,\n"
    reading = read(QUALTRICS + row.format("R_1") + QUALTRICS + row.format("R_2"), Export(response_id="ResponseId"))
    assert reading.responses["response_id"].to_list() == ["R_1", "R_2"]
    assert {reason.split(":")[0] for reason in reading.set_aside["reason"]} == {"the header again"}
    assert len(reading.set_aside) == 3


def test_qualtrics_of_old_names_its_own_columns_in_the_second_row() -> None:
    table = open_table(LEGACY.encode(), "f", AUTO)
    assert table.names == ("ResponseID", "ResponseSet", "Name", "Status", "StartDate", "EndDate", "Finished", "Q1")
    reading = read(LEGACY, Export(response_id="ResponseID"))
    assert reading.responses.select("response_id", "started", "status", "preview").rows() == [
        ("R_1", dt.datetime(2016, 5, 1, 10), "complete", None),
        ("R_2", dt.datetime(2016, 5, 2, 10), "complete", "1"),
    ]
    assert reading.set_aside.is_empty()


def test_an_empty_last_column_is_dropped_only_if_nothing_stands_in_it() -> None:
    assert open_table(LEGACY.replace("Yes,\n", "Yes,x\n").encode(), "f", AUTO).names[-1] == "(column 9)"


def test_parts_of_alchemer_go_behind_their_question() -> None:
    text = (
        "Response ID,Time Started,Date Submitted,Status,Tool #1:Which tools: name them,Tool #2:Which tools: name them,"
        "Gender: how do you describe yourself?,Why?,Other - Write In:Why?\n"
        "1,2024-07-14 09:30:00,2024-07-14 09:31:00,Complete,a,b,c,d,e\n"
    )
    assert open_table(text.encode(), "f", AUTO).names[4:] == (
        "Which tools: name them - Tool #1",
        "Which tools: name them - Tool #2",
        "Gender: how do you describe yourself?",
        "Why?",
        "Why? - Other - Write In",
    )


def test_analysts_columns_of_citizen_space_are_no_answers() -> None:
    reading = read(FILES["citizen_space"], Export(response_id="Response ID"), question("Q1 - Component"))
    assert reading.responses["agree"].to_list() == ["Yes"]
    assert reading.responses["status"].to_list() == ["complete"]
    assert reading.notes == ()


def test_picks_of_microsoft_forms_end_in_a_delimiter() -> None:
    from survey.questionnaire.kinds import MultiCode

    options = tuple(Option(code=text, label=text) for text in ("a", "b", "c"))
    picks = MultiCode(id="q", text="Q", kind="multi_code", column="Q1", delimiter=";", options=options)
    definition = consultation(Export(response_id="ID")).model_copy(update={"questions": (picks,)})
    reading = read_responses(open_export(FILES["microsoft_forms"].encode(), "f", definition))
    assert reading.responses["q"].to_list() == [["a", "b"]]
    assert reading.unread.is_empty()


def test_limesurvey_is_complete_by_its_time_even_if_it_has_no_date() -> None:
    text = FILES["limesurvey"] + '"2";"";"2";"No"\n"3";"2024-07-14 09:30:00";"4";"No"\n'
    reading = read(text, Export(response_id="Response ID"))
    assert reading.responses.select("status", "completed").rows() == [
        ("complete", None),
        ("partial", None),
        ("complete", dt.datetime(2024, 7, 14, 9, 30)),
    ]
    assert reading.unread.is_empty()


def test_the_tools_own_personal_columns_are_told_of_and_left_out() -> None:
    text = "Respondent ID,IP Address,Email Address,Q1,\n,,,Response,Other\n1,192.0.2.1,a@example.org,Yes,\n"
    reading = read(text, Export(response_id="Respondent ID"))
    assert "columns of personal details, left out: 2" in reading.notes
    assert "Email Address" not in " ".join(reading.responses.columns)


def test_a_column_that_a_platform_would_have_is_not_asked_for() -> None:
    text = "Respondent ID,Q1,Q2\n,Response,Other\n1,Yes,\n"
    assert read(text, Export(response_id="Respondent ID")).responses["status"].to_list() == ["complete"]
    with pytest.raises(FailedChecksError, match=r"\[export\] preview: the column is missing"):
        read(text, Export(response_id="Respondent ID", preview=Finished(column="Status", values=("1",))))
