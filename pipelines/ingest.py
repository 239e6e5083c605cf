"""`survey ingest`: an export into responses."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from pipelines.options import OUTPUTS, AsJson, ConsultationName, ExportPath, Outputs

if TYPE_CHECKING:
    from pipelines.places import Desk
    from survey.ingest.responses import Reading
    from survey.store import Acceptance


@dataclass(frozen=True, slots=True)
class Taken:
    """An export taken in: what was read, what that changed in the store, and when the same file was taken in before."""

    reading: Reading
    acceptance: Acceptance
    before: dt.datetime | None

    @property
    def all_read(self) -> bool:
        """Nothing was set aside and every answer was understood."""
        return self.reading.set_aside.is_empty() and self.reading.unread.is_empty()

    @property
    def others(self) -> int:
        """How many of the responses known before look like somebody else's by now, where that is half of them or more:
        begun or completed at another time, and with other answers.
        """
        import polars as pl

        from survey.frames import RESPONSES

        changes, known = self.acceptance.changes, self.acceptance.changed + self.acceptance.unchanged
        times, answers = pl.col("question").is_in(["started", "completed"]), ~pl.col("question").is_in(list(RESPONSES))
        told = changes.group_by("response_id").agg(times.any() & answers.any())
        both = told.filter("question").height
        return both if both > 1 and 2 * both >= known else 0


def ingest(
    consultation: ConsultationName,
    export: ExportPath,
    outputs: Outputs = OUTPUTS,
    json: AsJson = False,
) -> None:
    """Example: survey ingest police_crime_plan_2024 export.csv

    Takes an export in: new responses are added, changed ones told, none is ever lost. What cannot be read is set
    aside, with its reason, and counted.
    """
    from pipelines.places import open_desk
    from pipelines.show import as_json

    desk = open_desk(consultation, outputs)
    taken = take_in(desk, export)
    if json:
        as_json([counts(taken)])
    else:
        show(desk, taken)
    raise typer.Exit(code=0 if taken.all_read and not taken.others else 1)


def take_in(desk: Desk, export: Path) -> Taken:
    """Reads the export, takes its responses in, and writes down what could not be read and what has changed.

    All that is written of one export is written before another's: two commands at once wait for each other.

    Raises:
        UsageError: another command is writing, and takes long.
        FailedChecksError: a spreadsheet has rewritten the ids of responses taken in before.
    """
    from pipelines.cautions import keep_unread
    from pipelines.comings import keep_comings
    from pipelines.drift import profile_of, remember
    from pipelines.files import file_name, read_companion, read_input
    from pipelines.read_before import keep_read_before
    from pipelines.responses import accept_responses, check_ids, known_again, taken_in_before
    from pipelines.set_aside import keep_set_aside
    from survey.ingest.export import open_export
    from survey.ingest.responses import read_responses
    from survey.store import locked

    data, name = read_input(export), file_name(export)
    opened = open_export(data, str(export), desk.consultation, read_companion(export))
    reading = read_responses(opened)
    with locked(desk.private):
        reading = known_again(desk, reading)
        check_ids(desk, reading, export)
        before = taken_in_before(desk, data)
        ids = reading.responses["response_id"]
        # Before it is accepted: stopped between the two, what is missing is told too often rather than not at all.
        keep_read_before(desk, ids)
        keep_unread(desk, reading.unread, ids.clear())
        keep_set_aside(desk, reading.set_aside, name, whole=False)
        acceptance = accept_responses(desk, reading, export, data)
        keep_unread(desk, reading.unread, ids)
        keep_set_aside(desk, reading.set_aside, name, whole=acceptance.gone.is_empty())
        keep_comings(desk, acceptance.gone)
        remember(desk, profile_of(opened, data))
    return Taken(reading, acceptance, before)


def counts(taken: Taken) -> dict[str, object]:
    """The account of an export: rows in = kept + set aside, kept = new + changed + known; and the kept by status."""
    from survey.frames import STATUSES

    reading, acceptance = taken.reading, taken.acceptance
    statuses = reading.responses["status"].cast(str).to_list()
    return {
        "rows_in": reading.rows_in,
        "kept": len(reading.responses),
        "set_aside": len(reading.set_aside),
        "new": acceptance.new,
        "changed": acceptance.changed,
        "known": acceptance.unchanged,
        "not_in_export": len(acceptance.gone),
        **{status: statuses.count(status) for status in STATUSES},
        "unread_answers": len(reading.unread),
        "synthetic": int(reading.responses["synthetic"].sum()),
        "same_file_taken_in": None if taken.before is None else taken.before.isoformat(),
        "notes": list(reading.notes),
    }


def show(desk: Desk, taken: Taken) -> None:
    """The account on stdout; what to look at on stderr."""
    from pipelines.comings import CHANGES, NOT_IN_EXPORT
    from pipelines.read_before import read_before
    from pipelines.show import many, say, table

    reading, account = taken.reading, counts(taken)
    kept, aside = account["kept"], account["set_aside"]
    statuses = [(name.replace("_", " "), account[name]) for name in ("complete", "partial", "screened_out", "blank")]
    print(f"{account['rows_in']:,} rows in = {kept:,} kept + {aside:,} set aside")
    print(f"{kept:,} kept = {account['new']:,} new + {account['changed']:,} changed + {account['known']:,} known")
    table(f"Responses kept: {desk.consultation.name}", ("status", "responses"), statuses)
    if account["synthetic"]:
        say(f"SYNTHETIC data: {account['synthetic']:,} of the responses were made by a generator")
    for note in reading.notes:
        say(f"note: {note}")
    if taken.before is not None:
        say(f"this same file was taken in before, on {taken.before:%-d %B %Y at %H:%M} UTC")
    if account["changed"]:
        say(f"what this and the exports before changed in responses known by then: {desk.private / CHANGES}")
    if taken.others:
        say(
            f"CAUTION: {taken.others:,} of the responses known before began at another time and answer otherwise. "
            "Do ids begin anew in this export, or is it another survey's? Then theirs stand in the place of earlier "
            "responses, which only --as-of still counts: name another column in [export] response_id, move "
            f"{desk.private} away, and ingest every export again"
        )
    if account["not_in_export"]:
        gone = many(len(taken.acceptance.gone), "response") + _all_earlier(taken)
        say(f"taken in before, not in this export, and kept: {gone}: {desk.private / NOT_IN_EXPORT}")
    if read_before(desk):
        say(f"CAUTION: {read_before(desk)}")
    if aside:
        _show_set_aside(desk, reading)
    if not reading.unread.is_empty():
        _show_unread(desk, reading)


def _all_earlier(taken: Taken) -> str:
    """Where an export begins after all that it lacks: each wave, or each month, may come as an export of its own."""
    days, gone = taken.reading.responses["date"].drop_nulls().to_list(), taken.acceptance.gone["date"].to_list()
    first = min(days, default=None)
    earlier = first is not None and all(day is not None and day < first for day in gone)
    return f", all of days before its first, {first:%-d %B %Y}" if earlier else ""


def _show_set_aside(desk: Desk, reading: Reading) -> None:
    from pipelines.set_aside import FILE
    from pipelines.show import many, say

    say(f"{many(len(reading.set_aside), 'row')} set aside, with line, reason and raw text: {desk.private / FILE}")
    for line, _, reason, _ in reading.set_aside.head(5).iter_rows():
        say(f"  line {line}: {reason}")


def _show_unread(desk: Desk, reading: Reading) -> None:
    import polars as pl

    from pipelines.cautions import FILE
    from pipelines.show import many, say
    from survey.errors import nearest
    from survey.questionnaire.kinds import Closed, MultiCode

    say(f"{many(len(reading.unread), 'answer')} not understood (their responses are kept): {desk.private / FILE}")
    groups = reading.unread.group_by("question_id", "reason", "raw", maintain_order=True).agg(
        pl.len(), pl.col("line").first()
    )
    questions = {question.id: question for question in desk.consultation.questions}
    for question_id, reason, raw, count, line in groups.sort("len", descending=True).head(8).iter_rows():
        question = questions.get(question_id)
        labels = [each.label for each in question.options] if isinstance(question, Closed | MultiCode) else []
        hint = nearest(raw, labels)
        say(
            f"  {question_id}: {raw[:80]!r} ({many(count, 'time')}, first on line {line}): {reason}"
            + (f"; {hint}" if hint else "")
        )
    if len(groups) > 8:
        say(f"  and {len(groups) - 8} more")
    if any(question_id in questions for question_id in groups["question_id"]):
        say("  if an option was reworded, add the new text to its aliases in questionnaire.toml and ingest again;")
        say("  until then these answers are missing from every figure of their question, whose base is smaller by them")
    if not groups.filter(pl.col("question_id").is_in(["started", "completed"])).is_empty():
        say("  if the export's dates are in another format, write it at [export] started in questionnaire.toml")
