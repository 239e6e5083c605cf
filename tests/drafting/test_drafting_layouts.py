"""Layouts known from documentation, in SYNTHETIC files of 80 responses: each column is taken for what it is, and the
draft gives the counts that the file was made with.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import random
from collections.abc import Sequence
from functools import cache

import polars as pl
import pytest

from survey.drafting.draft import draft
from survey.ingest.export import open_export
from survey.ingest.responses import Reading, read_responses
from survey.questionnaire.definition import Consultation
from survey.questionnaire.kinds import MultiCode, Scale, SingleCode
from tests.drafting.samples import source_of
from tests.drafting.sources import labels, loaded

ROWS = 80
AREAS = ("Birmingham", "Coventry", "Dudley", "Outside the West Midlands")
AGREE = ("Strongly agree", "Agree", "Neither agree nor disagree", "Disagree", "Strongly disagree")
TOPICS = ("Burglary", "Anti-social behaviour, noise and litter", "Speeding", "Drugs")
CODED = {f"A{place}": label for place, label in enumerate(AREAS, start=1)}


class Made:
    """What 80 people said, and when."""

    def __init__(self) -> None:
        dice = random.Random(5)  # noqa: S311 - no secret
        self.area = [dice.choice(AREAS) for _ in range(ROWS)]
        self.agree = [dice.choice(AGREE) for _ in range(ROWS)]
        self.topics = [[topic for topic in TOPICS if dice.random() < 0.45] or [TOPICS[0]] for _ in range(ROWS)]
        self.order = [dice.sample(TOPICS, len(TOPICS)) for _ in range(ROWS)]
        self.words = [f"I think, as number {place}, that {dice.choice(AREAS)} needs more" for place in range(ROWS)]
        self.began = [dt.datetime(2024, 7, 1) + dt.timedelta(hours=5 * place) for place in range(ROWS)]
        self.ended = [each + dt.timedelta(minutes=7) for each in self.began]

    def picked(self, topic: str) -> int:
        return sum(topic in each for each in self.topics)


MADE = Made()


def text(rows: Sequence[Sequence[str]], delimiter: str = ",", encoding: str = "utf-8-sig") -> bytes:
    file = io.StringIO()
    csv.writer(file, delimiter=delimiter).writerows(rows)
    return file.getvalue().encode(encoding)


def microsoft_forms() -> bytes:
    header = ["ID", "Start time", "Completion time", "Email", "Name", "Where do you live?", "What matters?", "Agree?"]
    rows = [[*header, "Agree?2", "Rank these", "Anything\u00a0else?"]]
    for place in range(ROWS):
        times = [each[place].strftime("%-m/%-d/%y %-H:%M:%S") for each in (MADE.began, MADE.ended)]
        said = [MADE.area[place], ";".join(MADE.topics[place]) + ";", MADE.agree[place], MADE.agree[-place]]
        ranked = ";".join(MADE.order[place]) + ";"
        rows.append([str(place + 1 + place // 9), *times, "anonymous", "", *said, ranked, MADE.words[place]])
    return text(rows)


def google_sheets() -> bytes:
    rows = [["Timestamp", "Email Address", "Where do you live?", "What matters?", "Agree? [Today]", "Agree? [Later]"]]
    for place in range(ROWS):
        time = MADE.began[place].strftime("%d/%m/%Y %H:%M:%S")
        said = [MADE.area[place], ", ".join(MADE.topics[place]), MADE.agree[place], MADE.agree[-place]]
        rows.append([time, f"p{place}@example.org", *said])
    return text(rows)


def surveymonkey_expanded() -> bytes:
    """Single choice over several columns too."""
    tools = ["Respondent ID", "Collector ID", "Start Date", "End Date", "IP Address", "Email Address", "First Name"]
    rows = [
        [*tools, "Where do you live?", "", "", "", "What matters?", "", "", "", "Agree?", "Comments"],
        [""] * len(tools) + [*AREAS, *TOPICS, "Response", "Open-Ended Response"],
    ]
    for place in range(ROWS):
        times = [each[place].strftime("%m/%d/%Y %I:%M:%S %p") for each in (MADE.began, MADE.ended)]
        area = [each if each == MADE.area[place] else "" for each in AREAS]
        topics = [each if each in MADE.topics[place] else "" for each in TOPICS]
        own = [str(118_000_000 + 17 * place), "90210", *times, f"10.0.0.{place}", "", ""]
        rows.append([*own, *area, *topics, MADE.agree[place], MADE.words[place]])
    return text(rows)


def qualtrics_legacy() -> bytes:
    own = ["ResponseID", "ResponseSet", "Name", "IPAddress", "Status", "StartDate", "EndDate", "Finished"]
    topics = [f"Q2_{place}" for place in range(1, 5)]
    rows = [
        [*(f"V{place}" for place in (1, 2, 3, 6, 7, 8, 9, 10)), "Q1", *topics, "Q3", ""],
        [*own, "Where do you live?", *(f"What matters?-{each}" for each in TOPICS), "Why do you say <b>so</b>?", ""],
    ]
    for place in range(ROWS):
        times = [each[place].strftime("%Y-%m-%d %H:%M:%S") for each in (MADE.began, MADE.ended)]
        ticks = ["1" if each in MADE.topics[place] else "" for each in TOPICS]
        said = [MADE.area[place], *ticks, MADE.words[place] if place % 3 else "-99", ""]
        rows.append(
            [f"R_{place:05x}z", "Default", "Anonymous", "10.0.0.1", "0", *times, str(int(place % 8 > 0)), *said]
        )
    return text(rows)


def snap() -> bytes:
    rows = [["ID", "V1", "V2", "V3"], ["Case number", "Where do you live?", "Do you agree?", "Why do you say that?"]]
    for place in range(ROWS):
        agree = "Not Asked" if place % 10 == 0 else MADE.agree[place]
        rows.append([str(place + 1), MADE.area[place] if place % 7 else "No Reply", agree, MADE.words[place]])
    return text(rows, "\t", "utf-16")


def citizen_space() -> bytes:
    from openpyxl import Workbook

    book = Workbook()
    book.create_sheet("Summary").append(["Total", ROWS])
    sheet = book.active
    assert sheet is not None
    own = ["Response ID", "Date Submitted", "What is your name? - Name"]
    topics = [f"2 What matters? - Topics - {each}" for each in TOPICS]
    sheet.append([*own, "1 Where do you live? - Area", *topics, "3 Agree? - Level", "Analyst notes", "Tags"])
    for place in range(ROWS):
        ticks = [each if each in MADE.topics[place] else None for each in TOPICS]
        notes = ["a campaign?" if place % 9 == 0 else None, "police; fire" if place % 5 == 0 else None]
        said = [MADE.area[place], *ticks, MADE.agree[place]]
        sheet.append([f"ANON-A{place:03d}-Z{place:03d}-1", MADE.ended[place], f"Person {place}", *said, *notes])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def limesurvey_codes() -> bytes:
    tools = ["id", "submitdate", "lastpage", "startlanguage", "startdate", "ipaddr"]
    ticks = [f"Q2[SQ00{place}]" for place in range(1, 5)]
    rows = [[*tools, "Q1", "Q1[other]", *ticks, "Q3"]]
    codes = {label: code for code, label in CODED.items()}
    for place in range(ROWS):
        ended, began = (each[place].strftime("%Y-%m-%d %H:%M:%S") for each in (MADE.ended, MADE.began))
        area = ["-oth-", "Stourbridge"] if place % 20 == 0 else [codes[MADE.area[place]], ""]
        marks = ["Y" if each in MADE.topics[place] else "" for each in TOPICS]
        own = [str(place + 1), ended if place % 7 else "", "4", "en", began, "10.0.0.1"]
        rows.append([*own, *area, *marks, MADE.words[place]])
    return text(rows, ";")


def no_known_tool() -> bytes:
    rows = [["ref", "date", "area", "agree", "comment"]]
    for place in range(ROWS):
        date = MADE.began[place].strftime("%d %B %Y")
        rows.append([f"A{place:04d}", date, MADE.area[place], MADE.agree[place], MADE.words[place]])
    return text(rows, "\t", "cp1252")


FILES = {
    make.__name__: make
    for make in (
        *(microsoft_forms, google_sheets, surveymonkey_expanded, qualtrics_legacy, snap, citizen_space),
        *(limesurvey_codes, no_known_tool),
    )
}


@cache
def drafted(name: str) -> Consultation:
    data = FILES[name]()
    return loaded(draft(source_of(data, name), "drafted"))


@cache
def read(name: str) -> Reading:
    """The file read by its own draft."""
    return read_responses(open_export(FILES[name](), name, drafted(name)))


KINDS = {
    "microsoft_forms": ["single_code", "multi_code", "scale", "scale", "ranking", "free_text"],
    "google_sheets": ["single_code", "multi_code", "scale"],
    "surveymonkey_expanded": ["single_code", "multi_code", "scale", "free_text"],
    "qualtrics_legacy": ["single_code", "multi_code", "free_text"],
    "snap": ["single_code", "scale", "free_text"],
    "citizen_space": ["single_code", "multi_code", "scale"],
    "limesurvey_codes": ["single_code", "free_text", "multi_code", "free_text"],
    "no_known_tool": ["single_code", "scale", "free_text"],
}
FINISHED = {"qualtrics_legacy": 70, "limesurvey_codes": 68}


@pytest.mark.parametrize("name", FILES)
def test_every_column_is_taken_for_what_it_is(name: str) -> None:
    assert [question.kind for question in drafted(name).questions] == KINDS[name]
    reading = read(name)
    assert (len(reading.responses), len(reading.unread), len(reading.set_aside)) == (ROWS, 0, 0)
    statuses = reading.responses["status"].cast(pl.String).to_list()
    assert statuses.count("complete") == FINISHED.get(name, ROWS)
    personal = " ".join(drafted(name).export.personal).casefold()
    assert all(word not in " ".join(question.text for question in drafted(name).questions) for word in ("mail", "Name"))
    assert bool(personal) == (name not in ("snap", "no_known_tool"))


@pytest.mark.parametrize("name", [name for name, kinds in KINDS.items() if "multi_code" in kinds])
def test_the_picks_are_those_that_were_made(name: str) -> None:
    """Options that hold the delimiter among them, and a `;` behind the last of them."""
    (question,) = (each for each in drafted(name).questions if isinstance(each, MultiCode))
    picks = read(name).responses[question.id].list.explode().cast(pl.String).to_list()
    wanted = sorted(MADE.picked(topic) for topic in TOPICS)
    assert sorted(picks.count(label) for label in labels(question)) == wanted
    if name != "limesurvey_codes":  # whose file has no labels
        assert {label: picks.count(label) for label in labels(question)} == {each: MADE.picked(each) for each in TOPICS}


@pytest.mark.parametrize("name", ["microsoft_forms", "google_sheets", "surveymonkey_expanded", "citizen_space"])
def test_the_area_is_the_one_that_was_given(name: str) -> None:
    question = drafted(name).questions[0]
    assert isinstance(question, SingleCode)
    assert drafted(name).area == question.id
    assert read(name).responses[question.id].cast(pl.String).to_list() == MADE.area


def test_what_snap_writes_for_no_answer_is_no_option_and_the_scale_is_seen() -> None:
    area, agree, _ = drafted("snap").questions
    assert set(labels(area)) == set(AREAS)
    assert isinstance(agree, Scale)
    assert labels(agree) == list(AGREE)
    assert read("snap").responses["status"].len() == ROWS


def test_codes_that_stand_for_options_are_asked_about() -> None:
    made = draft(source_of(limesurvey_codes(), "x"), "drafted")
    row = made.guesses.filter(pl.col("column") == "Q1").row(0, named=True)
    assert row["to_check"].startswith("codes stand for options")


def test_the_ranking_in_one_cell() -> None:
    question = drafted("microsoft_forms").questions[4]
    first = [order[0] for order in MADE.order]
    columns = {option.label: f"{question.id}.{option.code}" for option in question.options}  # type: ignore[union-attr]
    found = {label: int((read("microsoft_forms").responses[name] == 1).sum()) for label, name in columns.items()}
    assert found == {topic: first.count(topic) for topic in TOPICS}
