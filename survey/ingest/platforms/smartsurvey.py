"""SmartSurvey: three header rows: the question, then the option or `Answer`, then a deeper level that is often empty.

Evidence: the column list of a real export of 140 columns (best-practice-and-impact/CARS) and a file written from it;
blank cells arrive empty, as `.` or as `-`, an apostrophe as `@SQ@`. Not seen: a raw export with dates.
"""

from __future__ import annotations

from collections.abc import Sequence

from survey.ingest.cells import Row
from survey.ingest.platforms.shape import Head, Platform, joined


def _recognise(head: Head) -> bool:
    return {"userid", "userno", "started"} <= head.headings()


def _header(header: Sequence[Row]) -> bool:
    return not any(row.cells[0].strip() for row in header[1:] if row.cells)


PLATFORM = Platform(
    name="smartsurvey",
    recognise=_recognise,
    header_rows=3,
    header=_header,
    names=joined,
    blanks=("", "-", "."),
    replace=(("@SQ@", "'"),),
    personal=("Name", "Email", "IP Address"),
    own=("UserNo", "Unique ID", "Tracking Link", "Started", "Ended"),
)
