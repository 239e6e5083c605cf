"""Small exports for the store's tests: invented, of four questions of four kinds."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from pathlib import Path

import polars as pl

from survey.frames import RESPONSES, Schema
from survey.store import Acceptance, Wave, accept

AREAS = ("North", "South", "East")
TOPICS = pl.Enum(["Theft", "Roads", "Noise"])
SCHEMA: Schema = {
    **RESPONSES,
    "area": pl.Enum(AREAS),
    "topics": pl.List(TOPICS),
    "years": pl.Float64,
    "comment": pl.String,
}
OPENED = dt.date(2024, 8, 5)
Row = Mapping[str, object]


def response(response_id: str, week: int | None = 1, **answers: object) -> dict[str, object]:
    """One response, dated on the first day of its week."""
    day = None if week is None else OPENED + dt.timedelta(days=7 * (week - 1))
    started = None if day is None else dt.datetime.combine(day, dt.time(9, 30, 15, 123456))
    fixed = {"response_id": response_id, "started": started, "date": day, "week": week, "status": "complete"}
    return {**fixed, "synthetic": True, **answers}


def export(rows: Iterable[Row], schema: Schema = SCHEMA) -> pl.DataFrame:
    """The rows as a frame of responses, their lines counted from 2 as in a file."""
    numbered = [{**row, "line": line} for line, row in enumerate(rows, start=2)]
    return pl.DataFrame(numbered, schema=dict(schema))


def wave(rows: int, file: str = "SYNTHETIC.csv") -> Wave:
    """What is said of an export of so many rows, none set aside."""
    return Wave(file, "ab" * 32, rows, rows, 0, synthetic=True, questionnaire="cd" * 32)


def take(folder: Path, rows: Iterable[Row], schema: Schema = SCHEMA) -> Acceptance:
    """Accepts these rows as one export."""
    frame = export(rows, schema)
    return accept(folder, frame, wave(len(frame)))
