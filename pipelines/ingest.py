"""`survey ingest`: an export into responses."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipelines.options import OUTPUTS, AsJson, ConsultationName, ExportPath, Outputs

if TYPE_CHECKING:
    from pipelines.places import Desk
    from survey.ingest.responses import Reading

SET_ASIDE = "set_aside.csv"
UNREAD = "unread_answers.csv"


def ingest(
    consultation: ConsultationName,
    export: ExportPath,
    replace: Annotated[bool, typer.Option("--replace", help="Let go of responses that the export lacks.")] = False,
    outputs: Outputs = OUTPUTS,
    json: AsJson = False,
) -> None:
    """Example: survey ingest police_crime_plan_2024 export.csv

    Reads an export into responses. What cannot be read is set aside, with its reason, and counted.
    """
    from pipelines.places import open_desk
    from pipelines.show import as_json

    desk = open_desk(consultation, outputs)
    reading = take_in(desk, export, replace)
    if json:
        as_json([counts(reading)])
    else:
        show(desk, reading)
    raise typer.Exit(code=0 if all_read(reading) else 1)


def take_in(desk: Desk, export: Path, replace: bool = False) -> Reading:
    """Reads the export, keeps its responses and writes down what could not be read."""
    from pipelines.files import csv_bytes, read_input, write
    from pipelines.responses import save_responses
    from survey.ingest.export import open_export
    from survey.ingest.responses import read_responses

    reading = read_responses(open_export(read_input(export), str(export), desk.consultation))
    save_responses(desk, reading.responses, replace)
    write(desk.private / SET_ASIDE, csv_bytes(reading.set_aside))
    write(desk.private / UNREAD, csv_bytes(reading.unread))
    return reading


def all_read(reading: Reading) -> bool:
    """Nothing was set aside and every answer was understood."""
    return reading.set_aside.is_empty() and reading.unread.is_empty()


def counts(reading: Reading) -> dict[str, object]:
    """The account of an export: rows in = kept + set aside, and the kept by status."""
    from survey.frames import STATUSES

    statuses = reading.responses["status"].cast(str).to_list()
    return {
        "rows_in": reading.rows_in,
        "kept": len(reading.responses),
        "set_aside": len(reading.set_aside),
        **{status: statuses.count(status) for status in STATUSES},
        "unread_answers": len(reading.unread),
        "synthetic": int(reading.responses["synthetic"].sum()),
        "notes": list(reading.notes),
    }


def show(desk: Desk, reading: Reading) -> None:
    """The account on stdout; what to look at on stderr."""
    from pipelines.show import say, table

    account = counts(reading)
    kept, aside = account["kept"], account["set_aside"]
    statuses = [(name.replace("_", " "), account[name]) for name in ("complete", "partial", "screened_out", "blank")]
    print(f"{account['rows_in']:,} rows in = {kept:,} kept + {aside:,} set aside")
    table(f"Responses kept: {desk.consultation.name}", ("status", "responses"), statuses)
    if account["synthetic"]:
        say(f"SYNTHETIC data: {account['synthetic']:,} of the responses were made by a generator")
    for note in reading.notes:
        say(f"note: {note}")
    if aside:
        _show_set_aside(desk, reading)
    if not reading.unread.is_empty():
        _show_unread(desk, reading)


def _show_set_aside(desk: Desk, reading: Reading) -> None:
    from pipelines.show import say

    say(f"{len(reading.set_aside):,} rows set aside, with line, reason and raw text: {desk.private / SET_ASIDE}")
    for line, _, reason, _ in reading.set_aside.head(5).iter_rows():
        say(f"  line {line}: {reason}")


def _show_unread(desk: Desk, reading: Reading) -> None:
    import polars as pl

    from pipelines.show import say
    from survey.errors import nearest
    from survey.questionnaire.kinds import Closed, MultiCode

    say(f"{len(reading.unread):,} answers not understood (their responses are kept): {desk.private / UNREAD}")
    groups = reading.unread.group_by("question_id", "reason", "raw", maintain_order=True).agg(
        pl.len(), pl.col("line").first()
    )
    questions = {question.id: question for question in desk.consultation.questions}
    for question_id, reason, raw, count, line in groups.sort("len", descending=True).head(8).iter_rows():
        question = questions.get(question_id)
        labels = [each.label for each in question.options] if isinstance(question, Closed | MultiCode) else []
        hint = nearest(raw, labels)
        say(
            f"  {question_id}: {raw[:80]!r} ({count:,} times, first on line {line}): {reason}"
            + (f"; {hint}" if hint else "")
        )
    if len(groups) > 8:
        say(f"  and {len(groups) - 8} more")
    if any(question_id in questions for question_id in groups["question_id"]):
        say("  if an option was reworded, add the new text to its aliases in questionnaire.toml and ingest again;")
        say("  until then these answers are missing from every figure of their question, whose base is smaller by them")
    if not groups.filter(pl.col("question_id").is_in(["started", "completed"])).is_empty():
        say("  if the export's dates are in another format, write it at [export] started in questionnaire.toml")
