"""Alchemer, once SurveyGizmo: one header row, `Part:Question` for a question's further columns.

Evidence: Project Jupyter's export of 2016. `Part:Question` becomes `Question - Part` where another column is of that
question too: a colon may also stand in a wording. `Status` says Complete, Partial or Disqualified; for partials `Date
Submitted` repeats the start. Picks are joined by `;`. Exports may come without a `Response ID`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from survey.ingest.cells import Row
from survey.ingest.platforms.shape import Head, Platform, texts_of
from survey.questionnaire.definition import Finished, TimeColumn
from survey.questionnaire.matching import key

_TIME = "%Y-%m-%d %H:%M:%S"


def _recognise(head: Head) -> bool:
    return {"time started", "date submitted", "status"} <= head.headings()


def _names(header: Sequence[Row]) -> list[str]:
    headings = texts_of(header, 0)
    shared = Counter(key(text) for heading in headings for text in {heading, *(rest for _, rest in _cuts(heading))})
    return [
        next((f"{rest} - {part}" for part, rest in _cuts(heading) if shared[key(rest)] > 1), heading)
        for heading in headings
    ]


def _cuts(heading: str) -> Iterator[tuple[str, str]]:
    """The heading cut at each of its colons: what may be the part, and the question."""
    for place, letter in enumerate(heading):
        part, rest = heading[:place].strip(), heading[place + 1 :].strip()
        if letter == ":" and part and rest and not rest.startswith(":"):
            yield part, rest


PLATFORM = Platform(
    name="alchemer",
    recognise=_recognise,
    names=_names,
    started=(TimeColumn(column="Time Started", format=_TIME),),
    completed=(TimeColumn(column="Date Submitted", format=_TIME),),
    finished=Finished(column="Status", values=("Complete",)),
    personal=("IP Address", "Longitude", "Latitude", "Postal", "Contact ID", "Email"),
    own=(
        *("Legacy Comments", "Comments", "Language", "Referer", "SessionID", "User Agent", "Country", "City"),
        *("State/Region", "Tags"),
    ),
)
