"""A small consultation, and responses to it from as few words as a test needs."""

from __future__ import annotations

import datetime as dt
from typing import Any

import polars as pl

from survey.frames import responses_schema
from survey.questionnaire.definition import Consultation, Export, Fieldwork
from survey.questionnaire.kinds import Condition, FreeText, Item, MultiCode, Option, Question, Scale, SingleCode


def options(*labels: str) -> tuple[Option, ...]:
    return tuple(Option(code=label.casefold().replace(" ", "_"), label=label) for label in labels)


AREA = SingleCode(
    id="area",
    text="Where do you live?",
    kind="single_code",
    options=options("Dudley", "Walsall", "Outside the area", "Prefer not to say"),
    column="c",
)
VISITS = SingleCode(id="visits", text="Visit?", kind="single_code", options=options("Yes", "No"), column="c")
WHERE = MultiCode(
    id="where",
    text="Where?",
    kind="multi_code",
    options=options("Bus", "Train", "Metro"),
    asked=Condition(question="visits", any_of=("yes",)),
    column="c",
)
SAFE = Scale(
    id="safe",
    text="Safe?",
    kind="scale",
    polarity="positive_first",
    options=options("Safe", "Neither", "Unsafe"),
    items=tuple(Item(code=code, label=code) for code in ("day", "dark", "bus", "park", "home")),
    column="{item}",
)
COMMENTS = FreeText(id="comments", text="Comments?", kind="free_text", column="c")
IDEAS = FreeText(id="ideas", text="Ideas?", kind="free_text", column="c")
CAME_BY = SingleCode(
    id="came_by", text="Channel", kind="single_code", options=options("Online", "Paper", "Survey preview"), column="c"
)
QUESTIONS: tuple[Question, ...] = (AREA, VISITS, WHERE, SAFE, COMMENTS, IDEAS, CAME_BY)
FIELDWORK = Fieldwork(opened=dt.date(2024, 7, 1), closed=dt.date(2024, 7, 28))
CONSULTATION = Consultation(
    id="c",
    name="C",
    owner="O",
    area="area",
    fieldwork=FIELDWORK,
    export=Export(response_id="id"),
    questions=QUESTIONS,
)
START = dt.datetime(2024, 7, 1, 9, 0, 1)


def respond(*rows: dict[str, Any], consultation: Consultation = CONSULTATION) -> pl.DataFrame:
    """Responses r1, r2, ... a day apart and of 600 seconds each, complete, where a row does not say otherwise."""
    schema = responses_schema(consultation)
    full = []
    for place, row in enumerate(rows, start=1):
        started = row.get("started", START + dt.timedelta(days=place - 1))
        known = {
            "response_id": f"r{place}",
            "line": place + 1,
            "started": started,
            "completed": started + dt.timedelta(seconds=600) if started else None,
            "date": started.date() if started else None,
            "week": 1 if started else None,
            "status": "complete",
            "synthetic": False,
        }
        full.append(dict.fromkeys(schema) | known | row)
    return pl.DataFrame(full, schema=schema)


def grid(*answers: str | None) -> dict[str, str | None]:
    """Answers to the items of the grid, in order."""
    return {f"safe.{item.code}": answer for item, answer in zip(SAFE.items, answers, strict=True)}
