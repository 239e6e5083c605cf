"""SurveyMonkey: two header rows, the question over the first of its columns, beneath it the option or `Response`.

Evidence: FiveThirtyEight's raw files; a single choice over several columns is known from documentation only. Condensed
exports give single choice one column, expanded ones a column an option: the definition says which, with `column` or
`columns`. Dates are in the account's own format, and so the definition's to state; `End Date` is filled for partial
responses too. A file flattened to one row is read as such.
"""

from __future__ import annotations

from collections.abc import Sequence

from survey.ingest.cells import Row
from survey.ingest.platforms.shape import Head, Platform, completes, joined


def _recognise(head: Head) -> bool:
    second = head.texts(1)
    known = head.headings() & {"respondentid", "respondent id"}
    return bool(known and second and not second[0] and completes(head.texts(0), second))


def _header(header: Sequence[Row]) -> bool:
    return not any(row.cells[0].strip() for row in header[1:] if row.cells)


PLATFORM = Platform(
    name="surveymonkey",
    recognise=_recognise,
    header_rows=2,
    header=_header,
    names=joined,
    personal=("IP Address", "Email Address", "First Name", "Last Name", "Custom Data*"),
    own=("Collector ID", "CollectorID", "Start Date", "StartDate", "End Date", "EndDate"),
)
