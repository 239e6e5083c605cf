"""A consultation as one frozen value: its questions, its export, its fieldwork."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import Annotated, Literal, TypeAlias
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, Field, model_validator

from survey.errors import Problem, UsageError, nearest
from survey.questionnaire.kinds import (
    Closed,
    Code,
    Condition,
    Frozen,
    Identifier,
    Item,
    Option,
    Question,
    Ranking,
    Text,
    TimeFormat,
)
from survey.questionnaire.population import PopulationMargin, Weighting
from survey.questionnaire.waves import Wave

AMONG = " among those who answered"
Layout: TypeAlias = Literal[
    "auto",
    "one_row",
    "surveymonkey",
    "smartsurvey",
    "qualtrics",
    "qualtrics_legacy",
    "google_forms",
    "microsoft_forms",
    "limesurvey",
    "alchemer",
    "snap",
    "citizen_space",
    "ident_rows",
    "blank_row",
    "components",
]


def _zone(value: str) -> str:
    try:
        ZoneInfo(value)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ValueError("no such time zone: a name such as Europe/London is wanted") from None
    return value


def _offset(value: str) -> str:
    if not re.fullmatch(r"[+-](0[0-9]|1[0-4]):[0-5][0-9]", value):
        raise ValueError("hours and minutes from UTC are wanted, such as +01:00 or -05:00")
    return value


Zone = Annotated[Text, AfterValidator(_zone)]
Offset = Annotated[str, AfterValidator(_offset)]
AUTO = "auto"
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


class Fieldwork(Frozen):
    """When answers were taken, and how weeks are counted.

    Week 1 holds the opening day. Weeks start on the opening day's weekday, or on the weekday named.
    `dated_by` says which time of a response puts it into a week; `zone` by whose clock (such as `Europe/London`):
    without it times are taken as they stand in the export.
    """

    opened: dt.date = Field(strict=True)
    closed: dt.date = Field(strict=True)
    week_starts: Literal[
        "opening_day", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"
    ] = "opening_day"
    dated_by: Literal["started", "completed"] = "started"
    zone: Zone | None = None

    @model_validator(mode="after")
    def _in_order(self) -> Fieldwork:
        if self.closed < self.opened:
            raise ValueError(f"closed ({self.closed}) is before opened ({self.opened})")
        if not 1900 <= self.opened.year <= self.closed.year <= 2200 or (self.closed - self.opened).days > 3660:
            raise ValueError(f"fieldwork from {self.opened} to {self.closed}: ten years between 1900 and 2200 at most")
        return self

    @property
    def first_day(self) -> dt.date:
        """The first day of week 1, which may lie before the opening day."""
        if self.week_starts == "opening_day":
            return self.opened
        back = (self.opened.weekday() - WEEKDAYS.index(self.week_starts)) % 7
        return self.opened - dt.timedelta(days=back)

    @property
    def weeks(self) -> int:
        """How many weeks of fieldwork there are, a partial last one included."""
        return (self.closed - self.first_day).days // 7 + 1

    def week_span(self, week: int) -> tuple[dt.date, dt.date]:
        """First and last day of a week, cut to fieldwork."""
        start = self.first_day + dt.timedelta(days=7 * (week - 1))
        return max(start, self.opened), min(start + dt.timedelta(days=6), self.closed)


class TimeColumn(Frozen):
    """A column of dates or times with the one format it is in, in strptime's codes.

    A format may end in a zone: as letters that stand so in every cell (`%p EST`: times are taken as they stand), as
    `%z` (`+0100`), or as `%Z`, which reads `UTC`, `GMT`, `GMT+1` and what `offsets` names (`{ EST = "-05:00" }`).
    `zone` is the zone of times that have none, such as `America/Denver`; zones matter only if [fieldwork] has one.
    `undated`: texts that say "complete" without a date, such as LimeSurvey's `1980-01-01 00:00:00`.
    """

    column: Text
    format: TimeFormat
    zone: Zone | None = None
    offsets: dict[Text, Offset] = Field(default_factory=dict)
    undated: tuple[Text, ...] = ()


class Finished(Frozen):
    """A column, and its texts, that say something of a response: that it was finished, or is a preview."""

    column: Text
    values: tuple[Text, ...] = Field(min_length=1)


class Export(Frozen):
    """How the survey tool lays its file out. Columns are named as `Question` or `Question - Option`.

    What is left out is taken from what is known of the tool, where the file is known to be of one. `response_id` is
    a column, or `auto`: then ids are made from the row's time and content. `layout` forces a tool's. `answers` says
    whether options stand as labels or as values. `submitted_only`: the tool exports no unfinished responses.
    `preview`: rows that are the survey's own author trying it out. `blanks`, `not_asked` and
    `unanswered` are texts that are no answer: because the cell is empty, the question was not put, or it was passed by.
    """

    response_id: Text
    layout: Layout = "auto"
    delimiter: Text | None = Field(default=None, max_length=1)
    answers: Literal["auto", "labels", "values"] = "auto"
    started: TimeColumn | None = None
    completed: TimeColumn | None = None
    finished: Finished | None = None
    submitted_only: bool = False
    preview: Finished | None = None
    blanks: tuple[str, ...] = ("",)
    not_asked: tuple[Text, ...] = ()
    unanswered: tuple[Text, ...] = ()
    replace: dict[Text, str] = Field(default_factory=dict)
    personal: tuple[Text, ...] = ()
    ignored: tuple[Text, ...] = ()


Step = Annotated[int, Field(ge=1, le=30, strict=True)]


class Disclosure(Frozen):
    """What may be published: no count from 1 to one below `threshold`; counts rounded to `rounding` (0: not).

    `by_area`: the questions published by area (None: all); `leave_out`: those not published at all.
    """

    threshold: int = Field(default=10, ge=2, le=100)
    rounding: Literal[0, 5, 10] = 0
    by_area: tuple[Identifier, ...] | None = None
    leave_out: tuple[Identifier, ...] = ()


class Consultation(Frozen):
    """One consultation. `area`, `channel` and `priorities` name questions: where people live, how a response came, what
    is ranked each week. `outside`: the codes of the area question's options that lie outside the area. `tiles`: column
    and row, from 1 at the top left, of the tile that stands for an area on a map.
    """

    id: Identifier
    name: Text
    owner: Text
    source: str = ""
    geography: str = ""
    area: Identifier | None = None
    outside: tuple[Code, ...] = ()
    tiles: dict[Code, tuple[Step, Step]] = Field(default_factory=dict)
    channel: Identifier | None = None
    priorities: Identifier | None = None
    random_sample: bool = False
    screened_out: Condition | None = None
    fieldwork: Fieldwork | None = None
    waves: tuple[Wave, ...] = ()
    export: Export
    questions: tuple[Question, ...]
    population: tuple[PopulationMargin, ...] = ()
    weighting: Weighting | None = None
    disclosure: Disclosure = Disclosure()

    @property
    def among(self) -> str:
        """What follows where something is said of chance: nothing if respondents were drawn at random."""
        return "" if self.random_sample else AMONG

    def question(self, question_id: str) -> Question:
        """The question of that id.

        Raises:
            UsageError: there is none; the nearest id is suggested.
        """
        for question in self.questions:
            if question.id == question_id:
                return question
        ids = [question.id for question in self.questions]
        several = "," in question_id and {each.strip() for each in question_id.split(",")} <= set(ids)
        raise UsageError(
            Problem(
                f"unknown question {question_id!r}",
                where=f"consultation {self.id}",
                expected="one of " + ", ".join(ids),
                hint="one question at a time" if several else nearest(question_id, ids),
            )
        )


@dataclass(frozen=True, slots=True)
class Variable:
    """One column of the responses frame: a question's answer, or its answer for one item (or ranked option)."""

    name: str
    question: Question
    item: Item | Option | None = None


def variables(question: Question) -> tuple[Variable, ...]:
    """The columns a question has among the responses: `id`, or `id.item` for grids and rankings."""
    items: tuple[Item | Option, ...] = ()
    if isinstance(question, Closed):
        items = question.items
    elif isinstance(question, Ranking):
        items = question.options
    if not items:
        return (Variable(question.id, question),)
    return tuple(Variable(f"{question.id}.{item.code}", question, item) for item in items)
