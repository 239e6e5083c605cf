"""`survey themes changes`: which answers' codes changed since the coding before, and why."""

from __future__ import annotations

import datetime as dt
import io
from typing import TYPE_CHECKING

from pipelines.options import OUTPUTS, AsJson, ConsultationName, Outputs

if TYPE_CHECKING:
    import polars as pl

    from pipelines.places import Desk
    from survey.frames import Schema
    from survey.questionnaire.code_frame import CodeFrame

RECORD, CHANGES = "coding_record.csv", "code_changes.csv"


def changes(consultation: ConsultationName, outputs: Outputs = OUTPUTS, json: AsJson = False) -> None:
    """Example: survey themes changes police_crime_plan_2024

    Every code that an answer gained or lost from one coding to the next, by cause: its text was changed, the rules
    were, a person decided, a model. Unchanged text under an unchanged code frame keeps its codes.
    """
    from pipelines.places import open_desk
    from pipelines.show import as_json, records, say, table
    from survey.questionnaire.frame_file import load_code_frame
    from survey.themes.changes import totals

    desk = open_desk(consultation, outputs)
    found = known_changes(desk)
    if json:
        as_json(records(found))
        return
    frame = load_code_frame(desk.folder)
    for part in found.partition_by("coded_on", "frame_version", maintain_order=True):
        day, version = part["coded_on"].item(0), part["frame_version"].item(0)
        title = f"Codes that changed when coded on {day}, with version {version} of the code frame"
        table(title, ("code", "label", "cause", "answers that gained it", "that lost it"), totals(part, frame).rows())
    if found.is_empty():
        say("no code of an answer has changed since it was first given")
    else:
        say(f"answer by answer: {desk.private / CHANGES}")


def remember(desk: Desk, frame: CodeFrame, coded: pl.DataFrame, answers: pl.DataFrame) -> pl.DataFrame:
    """Keeps the record of this coding, and what changed since the last one; gives that (themes.changes.CHANGES)."""
    import polars as pl

    from pipelines.files import write
    from survey.themes.changes import RECORD as SCHEMA
    from survey.themes.changes import changes as between
    from survey.themes.changes import record_of
    from survey.themes.migrate import renamed

    before, now = renamed(_read(desk, RECORD, SCHEMA), frame), record_of(coded, answers, frame)
    found = between(before, now)
    if not found.is_empty():
        today = dt.datetime.now(tz=dt.UTC).date().isoformat()
        told = pl.concat([known_changes(desk), found.with_columns(coded_on=pl.lit(today))])
        write(desk.private / CHANGES, told.write_csv().encode())
    write(desk.private / RECORD, now.write_csv().encode())
    return found


def known_changes(desk: Desk) -> pl.DataFrame:
    """All changes so far (themes.changes.CHANGES, and `coded_on`: the day of the coding that made them)."""
    import polars as pl

    from survey.themes.changes import CHANGES as SCHEMA

    return _read(desk, CHANGES, {**SCHEMA, "coded_on": pl.String})


def _read(desk: Desk, name: str, schema: Schema) -> pl.DataFrame:
    import polars as pl

    from pipelines.files import told_if_damaged

    path = desk.private / name
    if not path.is_file():
        return pl.DataFrame(schema=dict(schema))
    hint = "remove the file: the next coding begins the record anew"
    with told_if_damaged(path, "the record of the coding", hint):
        return pl.read_csv(io.BytesIO(path.read_bytes()), schema=dict(schema))
