"""Qualtrics until 2017: two header rows, `V1` to `V10` over the tool's own columns, a last column that is empty.

Known from documentation and from code that reads such files (drsimonj/qualtricsr, ropensci/qualtRics), not from an
export. A column called V1, V2, ... is named by the second row (`ResponseID`, `StartDate`, `Finished`), as that code
does; the others by the first.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from survey.ingest.cells import Row
from survey.ingest.platforms.qualtrics import PERSONAL, PREVIEWS, TIME
from survey.ingest.platforms.shape import Head, Platform, name_row, texts_of
from survey.questionnaire.definition import Finished, TimeColumn

_NUMBERED = re.compile(r"V[0-9]+")


def _recognise(head: Head) -> bool:
    return "v1" in head.headings() and "responseid" in head.headings(1)


def _names(header: Sequence[Row]) -> list[str]:
    pairs = zip(texts_of(header, 0), texts_of(header, 1), strict=True)
    return [below if _NUMBERED.fullmatch(above) and below else above for above, below in pairs]


def _header(header: Sequence[Row]) -> bool:
    return _recognise(Head(tuple(header)))


PLATFORM = Platform(
    name="qualtrics_legacy",
    recognise=_recognise,
    header_rows=2,
    header=_header,
    names=_names,
    labels=name_row(1),
    started=(TimeColumn(column="StartDate", format=TIME),),
    completed=(TimeColumn(column="EndDate", format=TIME),),
    finished=Finished(column="Finished", values=("True", "TRUE", "1")),
    preview=Finished(column="Status", values=PREVIEWS),
    unanswered=("-99",),
    personal=("Name", "ExternalDataReference", "Email", *PERSONAL, "EmailAddress"),
    own=("ResponseSet", "Status"),
)
