"""An open export into responses: one row a respondent, with status and week; what was not read stands beside them."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from survey.errors import FailedChecksError
from survey.frames import SET_ASIDE, STATUSES, UNREAD, conform, empty, responses_schema, worded
from survey.ingest.cells import Table
from survey.ingest.export import OpenExport
from survey.questionnaire.definition import Consultation, variables
from survey.questionnaire.kinds import BaseQuestion, Question
from survey.routing import asked, holds

SYNTHETIC = "SYNTHETIC"
PREVIEWS = "previews or tests by the tool's own mark: kept and counted; --without test_response leaves them out"


@dataclass(frozen=True, slots=True)
class Reading:
    """`responses` (frames.responses_schema), `set_aside` (frames.SET_ASIDE), `unread` (frames.UNREAD).

    `rows_in` counts the export's rows: kept and set aside together. `notes` are for the analyst.
    """

    responses: pl.DataFrame
    set_aside: pl.DataFrame
    unread: pl.DataFrame
    rows_in: int
    notes: tuple[str, ...]


def read_responses(export: OpenExport) -> Reading:
    """The responses of an export. Rows without a response id, or with one that stood before, are set aside. Previews,
    which are the survey's own author trying it out, are kept with the tool's word for them.

    A response is blank (no answer at all, but perhaps by which channel it came), screened out (by the definition's
    condition), complete or partial: finished by the export's own mark, or else by its time of completion, or else where
    the tool exports no others, or else if every question that is required of those asked is answered.

    Raises:
        FailedChecksError: a column of the definition is missing; each is named, with the nearest there is.
    """
    if export.columns.missing:
        raise FailedChecksError(*export.columns.missing)
    consultation = export.consultation
    frame = export.frame.with_columns(
        fieldwork_date(consultation),
        pl.col("response_id").str.starts_with(SYNTHETIC).fill_null(value=False).alias("synthetic"),
        _status(export).alias("status"),
        pl.lit(None, dtype=pl.String).alias("preview") if export.preview is None else export.preview.alias("preview"),
    ).with_columns(_week(consultation))
    kept, aside = _set_aside(frame, export)
    unread = _unread(export)
    if aside.height:
        unread = unread.join(aside, on="line", how="anti", maintain_order="left")
    responses = conform(kept, responses_schema(consultation))
    together = pl.concat([export.table.set_aside, aside]).sort("line")
    previews = len(responses) - responses["preview"].null_count()
    told = [f"{previews:,} {PREVIEWS}"] if previews else []
    notes = (*export.notes, *told, *_undated(export, responses))
    return Reading(responses, together, unread, export.table.rows_in, notes)


def answered(question: BaseQuestion | Question) -> pl.Expr:
    """True where any of the question's variables holds an answer."""
    return pl.any_horizontal(pl.col(v.name).is_not_null() for v in variables(question))  # type: ignore[arg-type]


def fieldwork_date(consultation: Consultation) -> pl.Expr:
    """The column `date`: the day that puts a response into a week; null where the definition has no fieldwork."""
    if consultation.fieldwork is None:
        return pl.lit(None, dtype=pl.Date).alias("date")
    return pl.col(consultation.fieldwork.dated_by).cast(pl.Date).alias("date")


def _week(consultation: Consultation) -> pl.Expr:
    fieldwork = consultation.fieldwork
    if fieldwork is None:
        return pl.lit(None, dtype=pl.Int32).alias("week")
    number = (pl.col("date") - pl.lit(fieldwork.first_day)).dt.total_days() // 7 + 1
    inside = pl.col("date").is_between(fieldwork.opened, fieldwork.closed)
    return pl.when(inside).then(number).cast(pl.Int32).alias("week")


def _status(export: OpenExport) -> pl.Series:
    consultation, frame = export.consultation, export.frame
    said = [question for question in consultation.questions if question.id != consultation.channel]
    names = [variable.name for question in said for variable in variables(question)]
    unread = (export.answers[name].unread.is_not_null() for name in names if name in export.answers)
    has_text = pl.any_horizontal(pl.lit(value=False), *map(answered, said), *unread)
    out = holds(consultation.screened_out, consultation) if consultation.screened_out else pl.lit(value=False)
    status = (
        pl.when(~has_text)
        .then(pl.lit("blank"))
        .when(out)
        .then(pl.lit("screened_out"))
        .when(_finished(export))
        .then(pl.lit("complete"))
        .otherwise(pl.lit("partial"))
    )
    return frame.select(status.cast(pl.Enum(STATUSES)).alias("status")).to_series()


def _finished(export: OpenExport) -> pl.Expr:
    if export.finished is not None:
        return pl.lit(export.finished)
    consultation = export.consultation
    required = [question for question in consultation.questions if question.required_share is not None]
    return pl.all_horizontal(
        pl.lit(value=True), *(answered(question) | ~asked(question, consultation) for question in required)
    )


def _set_aside(frame: pl.DataFrame, export: OpenExport) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Rows with an id of their own, and the others as SET_ASIDE. The first row with an id is the one kept.

    A row that says the header again is no response.
    """
    place = export.columns.meta.get("response_id")
    column, headings = (None, [""]) if place is None else _headings(export.table, place)
    known = pl.col("response_id").is_not_null()
    heading = pl.col("response_id").is_in(headings).fill_null(value=False)
    good = known & ~heading
    hashes = pl.col("response_id").hash().n_unique()  # as many as rows: no id stands twice, told in a fifth of the time
    if frame.select(good.all() & (hashes == pl.len())).item():
        return frame, empty(SET_ASIDE)
    first = good & pl.col("response_id").is_first_distinct()
    twice = worded("response id {} stands on line {} already", "response_id", "first_line")
    aside = (
        frame.select("line", "response_id", pl.col("line").first().over("response_id").alias("first_line"))
        .with_row_index("place")
        .filter(~first)
        .with_columns(pl.col("place").map_elements(export.table.raw, return_dtype=pl.String).alias("raw"))
        .select(
            "line",
            pl.lit(column, dtype=pl.String).alias("column"),
            pl.when(heading)
            .then(pl.lit("the header again: is one file pasted under another?"))
            .when(known)
            .then(twice)
            .otherwise(pl.lit("no response id"))
            .alias("reason"),
            "raw",
        )
    )
    return frame.filter(first), conform(aside, SET_ASIDE)


def _headings(table: Table, place: int) -> tuple[str, list[str]]:
    """A column's name, and every text that its header has."""
    above = table.headings[place] if table.headings else ()
    return table.names[place], [text for text in (table.names[place], *above) if text]


def _unread(export: OpenExport) -> pl.DataFrame:
    """Every text that is no answer, as UNREAD: of the questions, then of the times."""
    ids = export.frame.select("line", "response_id")
    parts = [empty(UNREAD)]
    for question in export.consultation.questions:
        for name in (variable.name for variable in variables(question)):
            answers = export.answers[name]
            if answers.unread.null_count() == len(answers.unread):
                continue
            columns = " | ".join(export.table.names[place] for place in export.columns.answers.get(name, ())[:3])
            parts.append(_unread_rows(ids, answers.unread, (question.id, columns, answers.reason)))
    for name, texts in export.unread_times.items():
        column = getattr(export.consultation.export, name)
        lists = pl.DataFrame({"text": texts}).select(pl.when(pl.col("text").is_not_null()).then(pl.concat_list("text")))
        reason = f"not in the format {column.format}"
        parts.append(_unread_rows(ids, lists.to_series(), (name, column.column, reason)))
    return pl.concat(parts).sort("line", maintain_order=True)


def _unread_rows(ids: pl.DataFrame, lists: pl.Series, words: tuple[str, str, str]) -> pl.DataFrame:
    question_id, column, reason = words
    rows = ids.with_columns(lists.alias("raw")).filter(pl.col("raw").is_not_null()).explode("raw")
    return conform(
        rows.with_columns(
            pl.lit(question_id).alias("question_id"), pl.lit(column).alias("column"), pl.lit(reason).alias("reason")
        ),
        UNREAD,
    )


def _undated(export: OpenExport, responses: pl.DataFrame) -> list[str]:
    """How many responses are in the totals but in no week, and why."""
    if export.consultation.fieldwork is None:
        return []
    without = responses.filter(pl.col("week").is_null())
    undated = without["date"].null_count()
    told = ((len(without) - undated, "dated outside fieldwork"), (undated, "without a date that can be read"))
    return [f"{count:,} responses {what}: in the totals, in no week" for count, what in told if count]
