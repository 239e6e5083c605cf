"""The columns that are no questions: response id, times, mark of a finished response, what the tool adds by itself."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

import polars as pl

from survey.drafting.columns import Column
from survey.drafting.dates import DateFormat, find_format
from survey.drafting.guess import many
from survey.drafting.source import Source
from survey.drafting.words import plain
from survey.questionnaire.definition import Finished
from survey.questionnaire.matching import key

_IDS = re.compile(
    r"^((respondent|response|user|record|submission|case|survey|v ?response) ?(id|key|number|no)|id|uuid|uid|serial"
    r"|(respondent|response)[ _.]?serial|key|reference|ref)$"
)
_STARTED = re.compile(
    r"^((time |date |survey )?started( at)?|start ?(date|time)|startdate|date started|created( at)?)$"
)
_COMPLETED = re.compile(
    r"^((time |date |survey )?(ended|completed|submitted|finished)( at)?"
    r"|(end|completion|submission|submit) ?(date|time)|(date|time) (submitted|completed|ended)|submitdate|timestamp)$"
)
_DATED = re.compile(r"^((response |submission )?date|date (received|of (response|submission))|received( on| at)?)$")
_FINISHED = re.compile(r"^(status|finished|completed?|complete\?|response status|survey status|submission status)$")
_DONE = frozenset({"true", "1", "1.0", "yes", "complete", "completed", "finished", "submitted", "full"})
_NOT_DONE = frozenset(
    {"false", "0", "0.0", "no", "partial", "incomplete", "in progress", "disqualified", "screened out"}
)
_TOOLS_OWN = re.compile(
    r"^(collector id|user ?no|tracking link|last ?page|start ?language|seed|progress|duration( \(in seconds\))?"
    r"|recorded ?date|distribution ?channel|user ?language|score|total points|quiz feedback|ref ?url|referrer"
    r"|user agent|last modified time|date ?stamp|response (type|status)|survey link|(case|survey|design) weights?"
    r"|weighting( factor)?|invite status|unique response (number|id)|date last action|interview ?time|\w+ id)$"
    r"|(^|- |\b)(first click|last click|page submit|click count)( \(\d+\))?$"
    r"|(- |^browser )(browser|version|operating system|resolution)( \(\d+\))?$|\bsentiment score$"
    r"|- (parent )?topics( \(\d+\))?$"
    r"|^(points|feedback) - |\bdisplay order\b|_do(_|$)|^(group|question|total) ?time\b|^\{.*\}$"
)
_CODE = re.compile(r"\b(id|key|code|ref|reference|serial|number|no)\b")
TOOLS_OWN = "the tool's own, no question"
_OLDEST = 1990  # older than online surveys: LimeSurvey without dates writes 1980-01-01
_STAND_INS = 3
_LONGEST = dt.timedelta(days=731)  # between the first and the last


@dataclass(frozen=True, slots=True)
class Time:
    """A column of times and its format. `undated`: texts that stand in for times, of a tool that kept none."""

    column: Column
    format: DateFormat
    undated: tuple[str, ...]

    @property
    def days(self) -> pl.Series:
        """The days of the times proper."""
        days = self.format.days.drop_nulls()
        return days.filter(days.dt.year() >= _OLDEST) if self.undated else days

    @property
    def span(self) -> tuple[dt.date, dt.date]:
        """The first and the last of its days."""
        first, last = (dt.date.fromisoformat(str(day)) for day in (self.days.min(), self.days.max()))
        return first, last

    @property
    def check(self) -> str:
        """What a person must look at, empty where nothing."""
        checks = []
        if self.format.rival:
            checks.append(f"day or month first? {self.format.rival} reads every time as well")
        if self.format.unread:
            checks.append(f"{self.format.unread} times are not in this format and would be left unread")
        if self.undated:
            checks.append(f"{', '.join(self.undated)}: stands in for times that the tool did not keep?")
        return "; ".join(checks)


@dataclass(frozen=True, slots=True)
class Roles:
    """Who is what. `response_id` is None where no column is one; `finished`: the column and its texts that say so;
    `ignored`: place -> reason.
    """

    response_id: Column | None
    id_check: str
    started: Time | None
    completed: Time | None
    finished: tuple[Column, tuple[str, ...]] | None
    ignored: dict[int, str]

    @property
    def places(self) -> frozenset[int]:
        """The columns that have a role, and are no questions."""
        columns = [time.column for time in (self.started, self.completed) if time is not None]
        columns += [self.response_id] if self.response_id else []
        columns += [self.finished[0]] if self.finished else []
        return frozenset([*self.ignored, *(column.place for column in columns)])


def find_roles(columns: Sequence[Column], source: Source) -> Roles:
    """The roles of the columns, personal ones not among them: by what is known of the tool, then by their headers."""
    own = {" ".join(name.split()) for name in source.known.own}
    started = _first_time(columns, _STARTED)
    completed = _first_time([each for each in columns if started is None or each is not started.column], _COMPLETED)
    if started is None and completed is None:
        completed = _first_time([each for each in columns if each.filled == len(each.texts)], _DATED)
        completed = completed if completed is not None and _are_of_fieldwork(completed) else None
    finished = _marked(columns, source.known.export.finished) or _finished([c for c in columns if c.name not in own])
    if source.platform == "surveymonkey" and finished is None:
        completed = None  # its End Date stands for unfinished responses too
    response_id = _response_id(columns)
    lost = len(response_id.texts) - len(response_id.counts) if response_id else 0
    check = f"{many(lost, 'row')} without an id of their own would be set aside" if lost else ""
    roles = Roles(response_id, check, started, completed, finished, {})
    rest = [each for each in columns if each.place not in roles.places]
    return replace(roles, ignored={each.place: TOOLS_OWN for each in rest if each.name in own or _is_tools_own(each)})


def _is_tools_own(column: Column) -> bool:
    header = plain(column.header)
    if _FINISHED.match(header):
        return header == "status"
    return any(words.search(header) for words in (_TOOLS_OWN, _STARTED, _COMPLETED))


def _first_time(columns: Sequence[Column], words: re.Pattern[str]) -> Time | None:
    for column in columns:
        if words.match(plain(column.header)) and column.filled:
            found = find_format(column.texts)
            if found is not None:
                return Time(column, found, _undated(column, found))
    return None


def _are_of_fieldwork(time: Time) -> bool:
    """The days of a column that is called no more than `date` lie as those of a survey do."""
    return time.span[0].year >= _OLDEST and time.span[1] - time.span[0] <= _LONGEST


def _undated(column: Column, found: DateFormat) -> tuple[str, ...]:
    old = column.texts.drop_nulls().filter((found.days.dt.year() < _OLDEST).fill_null(value=False)).unique().sort()
    return tuple(old) if len(old) <= _STAND_INS else ()


def _marked(columns: Sequence[Column], mark: Finished | None) -> tuple[Column, tuple[str, ...]] | None:
    """The tool's own column that says which responses are finished, and its texts that do."""
    column = next((each for each in columns if mark is not None and key(each.name) == key(mark.column)), None)
    return (column, mark.values) if column is not None and mark is not None and column.filled else None


def _finished(columns: Sequence[Column]) -> tuple[Column, tuple[str, ...]] | None:
    for column in columns:
        if _FINISHED.match(plain(column.header)) and column.keys & _DONE and column.keys <= _DONE | _NOT_DONE:
            return column, tuple(text for text, _ in column.values if text.casefold() in _DONE)
    return None


def _response_id(columns: Sequence[Column]) -> Column | None:
    """The column named as a response id, best one that tells every row apart; or else one of codes that do."""
    named = [column for column in columns if _IDS.match(plain(column.header)) and column.filled]
    coded = [column for column in columns if _is_code(column)]
    return next(iter([*filter(_tells_apart, named), *named, *coded]), None)


def _tells_apart(column: Column) -> bool:
    return 0 < column.filled == len(column.texts) == len(column.counts)


def _is_code(column: Column) -> bool:
    """Codes that tell every row apart, in a column that is named as such or stands first."""
    named = _CODE.search(plain(column.header)) is not None or column.place == 0
    return _tells_apart(column) and named and "?" not in column.header and column.share(r"^\S*\d\S*$") == 1.0
