"""Notes of focus groups, coded by the same frame as the survey's answers and counted apart from them."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from survey.errors import Problem, UnreadableError, nearest
from survey.frames import Schema
from survey.questionnaire.code_frame import CodeFrame
from survey.questionnaire.kinds import FreeText
from survey.themes.code import Coding, code_answers

# One row a note, as somebody wrote down what was said.
NOTES: Schema = {"note_id": pl.String, "group": pl.String, "question": pl.String, "text": pl.String}
COLUMNS = ("group", "question", "text")
_NOTES = FreeText(id="notes", kind="free_text", text="Notes of focus groups", column="text")


def notes_of(rows: Sequence[dict[str, str]], name: str) -> pl.DataFrame:
    """The notes (NOTES) of a file's rows, which have `group` and `text`, and may have `question`.

    Raises:
        UnreadableError: with every row that lacks one and every column of another name; there are none.
    """
    problems = [Problem("no notes", name, "rows with group, question, text")] if not rows else []
    unknown: dict[str, str] = {}  # and where it stands first
    for line, row in enumerate(rows, start=1):
        where = f"{name}, note {line}"
        unknown = {**{column: where for column in row if column not in COLUMNS}, **unknown}
        problems += [Problem(f"no {column}", where) for column in ("group", "text") if not row.get(column, "").strip()]
    problems += [
        Problem(f"unknown column {column!r}", where, ", ".join(COLUMNS), hint=nearest(column, COLUMNS))
        for column, where in unknown.items()
    ]
    if problems:
        raise UnreadableError(*problems)
    told = [
        (f"note {line:04}", *(row.get(column, "").strip() for column in COLUMNS)) for line, row in enumerate(rows, 1)
    ]
    return pl.DataFrame(told, schema=dict(NOTES), orient="row")


def code_notes(notes: pl.DataFrame, frame: CodeFrame) -> Coding:
    """The frame's codes in the notes, with the words that show them and the account, as of answers to a question."""
    return code_answers(notes.select(response_id="note_id", notes="text"), [_NOTES], frame)


def beside(notes: pl.DataFrame, coding: Coding, survey: Coding, frame: CodeFrame) -> pl.DataFrame:
    """Codes in the frame's order: code, label, notes, groups (that raised it), groups_in_all, responses (the survey's).

    The two are counted apart: people in a focus group were chosen, talked to each other, and may have answered too.
    """
    raised = (
        coding.coded.select("code", note_id="response_id")
        .unique()
        .join(notes, on="note_id")
        .group_by("code")
        .agg(notes=pl.len().cast(pl.Int64), groups=pl.col("group").n_unique().cast(pl.Int64))
    )
    answered = (
        survey.coded.select("code", "response_id").unique().group_by("code").agg(responses=pl.len().cast(pl.Int64))
    )
    listed = pl.DataFrame({"code": list(frame.labels), "label": list(frame.labels.values())})
    return (
        listed.join(raised, on="code", how="left", maintain_order="left")
        .join(answered, on="code", how="left", maintain_order="left")
        .with_columns(pl.col("notes", "groups", "responses").fill_null(0))
        .select(
            "code", "label", "notes", "groups", pl.lit(notes["group"].n_unique()).alias("groups_in_all"), "responses"
        )
    )
