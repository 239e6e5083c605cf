"""Header rows into one name a column: `Question`, or `Question - Option` where the tool splits a question.

Layouts: one row; SurveyMonkey's two (question, then option or `Response`); SmartSurvey's three (question,
then option or `Answer`, then a deeper level). The two tools leave the question blank over its further columns.
Names that stand twice get ` (2)`, ` (3)` behind them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from survey.errors import Problem, UnreadableError
from survey.ingest.cells import Row
from survey.questionnaire.matching import key

HEADER_ROWS = {"one_row": 1, "surveymonkey": 2, "smartsurvey": 3}
_WHOLE = frozenset({"", "response", "open-ended response", "answer"})


def detect_layout(rows: Sequence[Row]) -> str:
    """The layout that the first rows show."""
    first = {key(cell) for cell in rows[0].cells}
    second_is_header = len(rows) > 1 and not _first(rows[1]) and _completes(rows[0], rows[1])
    if {"userid", "userno", "started"} <= first:
        return "smartsurvey"
    if first & {"respondentid", "respondent id"} and second_is_header:
        return "surveymonkey"
    return "one_row"


def column_names(rows: Sequence[Row], layout: str, name: str) -> list[str]:
    """A unique name for each column of the header.

    Raises:
        UnreadableError: the file has fewer header rows than the layout.
    """
    count = HEADER_ROWS[layout]
    header = rows[:count]
    if len(header) < count or any(_first(row) for row in header[1:]):
        raise UnreadableError(
            Problem(
                f"the file has not the header of the layout {layout!r}",
                where=f"{name}, line {header[-1].line}",
                expected=f"{count} header rows, the first cell blank from the second row on",
                hint="set layout in [export] of the questionnaire, or leave it out to have it found",
            )
        )
    width = max(len(row.cells) for row in header)
    names: list[str] = []
    question = ""
    for place in range(width):
        levels = [row.cells[place].strip() if place < len(row.cells) else "" for row in header]
        question = levels[0] or question
        deeper = [level for level in levels[1:] if key(level) not in _WHOLE]
        names.append(" - ".join([question, *deeper]) if any(levels) else f"(column {place + 1})")
    return _unique(names)


def _completes(first: Row, second: Row) -> bool:
    """True if the second row names what the first leaves blank, or says `Response`: a row of data does neither."""
    pairs = zip(first.cells, second.cells, strict=False)
    return any(not above.strip() and below.strip() for above, below in pairs) or bool(
        {key(cell) for cell in second.cells} & (_WHOLE - {""})
    )


def _first(row: Row) -> str:
    return row.cells[0].strip() if row.cells else ""


def _unique(names: list[str]) -> list[str]:
    seen: Counter[str] = Counter()
    taken: set[str] = set()
    unique: list[str] = []
    for name in names:
        free = name
        while key(free) in taken:
            seen[key(name)] += 1
            free = f"{name} ({seen[key(name)] + 1})"
        taken.add(key(free))
        unique.append(free)
    return unique
