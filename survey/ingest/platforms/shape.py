"""What there is to say of a survey tool's export, and how column names are made of header rows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from survey.ingest.cells import Row
from survey.questionnaire.definition import Finished, TimeColumn
from survey.questionnaire.matching import key

_WHOLE = frozenset({"", "response", "open-ended response", "answer"})


@dataclass(frozen=True, slots=True)
class Head:
    """The first rows of a file, from its header on; `encoding` and `delimiter` are empty for a workbook."""

    rows: tuple[Row, ...]
    encoding: str = ""
    delimiter: str = ""

    def texts(self, place: int) -> tuple[str, ...]:
        """The cells of a row, without the blanks around them; none where there is no such row."""
        return tuple(cell.strip() for cell in self.rows[place].cells) if place < len(self.rows) else ()

    def headings(self, place: int = 0) -> frozenset[str]:
        """The cells of a row, as texts are compared."""
        return frozenset(map(key, self.texts(place)))


Names = Callable[[Sequence[Row]], list[str]]


def name_row(place: int) -> Names:
    """Names as they stand in one of the header rows."""
    return lambda header: texts_of(header, place)


def texts_of(header: Sequence[Row], place: int) -> list[str]:
    """A header row's cells, as many as the longest of the header rows has."""
    width = max(len(row.cells) for row in header)
    cells = [cell.strip() for cell in header[place].cells]
    return cells + [""] * (width - len(cells))


def joined(header: Sequence[Row]) -> list[str]:
    """`Question - Option`: the question stands once over all its columns; `Response` and `Answer` name no option."""
    names: list[str] = []
    question = ""
    for levels in zip(*(texts_of(header, place) for place in range(len(header))), strict=True):
        question = levels[0] or question
        deeper = [level for level in levels[1:] if key(level) not in _WHOLE]
        names.append(" - ".join([question, *deeper]) if any(levels) else "")
    return names


def completes(first: Sequence[str], second: Sequence[str]) -> bool:
    """True if the second row names what the first leaves blank, or says `Response`: a row of data does neither."""
    pairs = zip(first, second, strict=False)
    return any(not above and below for above, below in pairs) or bool({key(cell) for cell in second} & (_WHOLE - {""}))


def _no_labels(header: Sequence[Row]) -> list[str]:
    del header
    return []


def _no_zone(header: Sequence[Row]) -> str:
    del header
    return ""


def _any_header(header: Sequence[Row]) -> bool:
    del header
    return True


@dataclass(frozen=True, slots=True)
class Platform:
    """How one tool lays out its exports.

    `recognise` knows the tool by the first rows; `header` says what the rows of a header must have where the layout
    is forced. `names` makes the columns' names of the header rows, `labels` their wordings where a tool writes both;
    `zone` reads the time zone that a header states.

    What a definition leaves out is taken from here, where the export has the column: `started` and `completed` (the
    first whose column there is), `finished`, `preview`, `submitted_only`, and the texts that are no answer.
    `replace` undoes the tool's own way of writing. `personal` and `own` are the tool's columns beside the questions,
    those with personal details and the rest.
    """

    name: str
    recognise: Callable[[Head], bool]
    header_rows: int = 1
    header: Callable[[Sequence[Row]], bool] = _any_header
    names: Names = field(default=name_row(0))
    labels: Names = _no_labels
    zone: Callable[[Sequence[Row]], str] = _no_zone
    started: tuple[TimeColumn, ...] = ()
    completed: tuple[TimeColumn, ...] = ()
    finished: Finished | None = None
    preview: Finished | None = None
    submitted_only: bool = False
    blanks: tuple[str, ...] = ()
    not_asked: tuple[str, ...] = ()
    unanswered: tuple[str, ...] = ()
    replace: tuple[tuple[str, str], ...] = ()
    personal: tuple[str, ...] = ()
    own: tuple[str, ...] = ()
