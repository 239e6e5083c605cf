"""Google Forms: one header row, `Timestamp` first, then a column a question; a grid's are `Question [Row]`.

Evidence: the Dask project's surveys of 2019 and 2020; the `, ` of spreadsheets is known from documentation only. There
is no response id (`response_id = "auto"` makes one) and there are no unfinished responses. Picks are joined by `;` in
the form's own CSV and by `, ` in its spreadsheet, where options may hold commas: the definition's `delimiter` says
which. An "Other" stands in the cell in the respondent's own words (`other = true`). Times are in the spreadsheet's
format, or as `2020/06/05 11:34:01 AM EST`.
"""

from __future__ import annotations

from survey.ingest.platforms.shape import Head, Platform


def _recognise(head: Head) -> bool:
    return head.texts(0)[:1] == ("Timestamp",)


PLATFORM = Platform(
    name="google_forms",
    recognise=_recognise,
    submitted_only=True,
    personal=("Email Address", "Username"),
    own=("Timestamp", "Score"),
)
