"""LimeSurvey: one header row of codes (`Q1[SQ002]`) or full wordings (`Question [Subquestion]`), `;` or `,` between.

Evidence: LimeSurvey's own writers, from which alone the headers of codes are known, and an export of 70 responses with
full wordings. A response is complete if it has
a time of submission; a survey without date stamps writes 1980-01-01 00:00:00 there, which says complete, not when. A
single choice whose "Other" was taken holds `-oth-` (an alias of that option) and the words in a column `[other]`. A
value that starts with `=` may have a `'` before it, which stays.
"""

from __future__ import annotations

from survey.ingest.platforms.shape import Head, Platform
from survey.questionnaire.definition import TimeColumn

_TIME = "%Y-%m-%d %H:%M:%S"
_UNDATED = ("1980-01-01 00:00:00",)


def _recognise(head: Head) -> bool:
    return {"response id", "date submitted", "last page"} <= head.headings() or {
        "id",
        "submitdate",
        "lastpage",
    } <= head.headings()


PLATFORM = Platform(
    name="limesurvey",
    recognise=_recognise,
    started=(
        TimeColumn(column="Date started", format=_TIME, undated=_UNDATED),
        TimeColumn(column="startdate", format=_TIME, undated=_UNDATED),
    ),
    completed=(
        TimeColumn(column="Date submitted", format=_TIME, undated=_UNDATED),
        TimeColumn(column="submitdate", format=_TIME, undated=_UNDATED),
    ),
    personal=("IP address", "ipaddr", "Access code", "token"),
    own=(
        *("Last page", "lastpage", "Start language", "startlanguage", "Seed", "seed"),
        *("Date last action", "datestamp", "Referrer URL", "refurl"),
    ),
)
