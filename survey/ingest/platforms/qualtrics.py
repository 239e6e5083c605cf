"""Qualtrics: three header rows: the internal name, the wording, and `{"ImportId": ...}`, which names the time zone.

Evidence: a survey exported both as codes and as labels, Qualtrics' own pages, ropensci/qualtRics. Columns are named
by the internal name: it stays when the wording or the language changes. `Finished` is True or 1; `EndDate` stands for
the unfinished too. `Status` says what is no respondent: previews and tests (1, 2, 9, 17), and answers that Qualtrics
made up (256). `-99` is "seen but unanswered" if whoever exported asked for it. Picks stand in one cell, by commas.
"""

from __future__ import annotations

import json
from collections.abc import Sequence

from survey.ingest.cells import Row
from survey.ingest.platforms.shape import Head, Platform, name_row
from survey.questionnaire.definition import Finished, TimeColumn

TIME = "%Y-%m-%d %H:%M:%S"
PREVIEWS = (
    *("Survey Preview", "1", "Survey Test", "2", "Survey Preview Spam", "9"),
    *("Offline Survey Preview", "17", "Synthetic", "256"),
)
PERSONAL = ("IPAddress", "Recipient*", "ExternalReference", "LocationLatitude", "LocationLongitude")


def _recognise(head: Head) -> bool:
    return any("importid" in cell.casefold() and cell.startswith("{") for cell in head.texts(2))


def _zone(header: Sequence[Row]) -> str:
    for cell in header[2].cells:
        try:
            said = json.loads(cell)
        except (ValueError, RecursionError):
            continue
        if isinstance(said, dict) and isinstance(said.get("timeZone"), str):
            return str(said["timeZone"])
    return ""


def _header(header: Sequence[Row]) -> bool:
    return _recognise(Head(tuple(header)))


PLATFORM = Platform(
    name="qualtrics",
    recognise=_recognise,
    header_rows=3,
    header=_header,
    names=name_row(0),
    labels=name_row(1),
    zone=_zone,
    started=(TimeColumn(column="StartDate", format=TIME),),
    completed=(TimeColumn(column="EndDate", format=TIME),),
    finished=Finished(column="Finished", values=("True", "TRUE", "1")),
    preview=Finished(column="Status", values=PREVIEWS),
    unanswered=("-99",),
    personal=PERSONAL,
    own=(
        *("Progress", "Duration (in seconds)", "RecordedDate", "DistributionChannel", "UserLanguage", "Status"),
        *("*_First Click", "*_Last Click", "*_Page Submit", "*_Click Count", "*_DO", "*_DO_*", "* - Topics"),
        "* - Parent Topics",
    ),
)
