"""`survey status`: what was taken in, when, and what still waits for the analyst."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipelines.options import OUTPUTS, AsJson, ConsultationName, Outputs

if TYPE_CHECKING:
    import polars as pl

    from pipelines.places import Desk


def status(consultation: ConsultationName, outputs: Outputs = OUTPUTS, json: AsJson = False) -> None:
    """Example: survey status police_crime_plan_2024

    Every export taken in, with its hash and account: rows in = new + changed + already known + set aside.
    """
    from pipelines.places import open_desk
    from pipelines.responses import FOLDER
    from pipelines.show import as_json, records
    from survey.store import waves

    desk = open_desk(consultation, outputs)
    history = waves(desk.private / FOLDER)
    if json:
        as_json(records(history))
    else:
        show(desk, history)


def show(desk: Desk, history: pl.DataFrame) -> None:
    """The exports in order, the responses that makes, then the answers that are not understood yet."""
    from pipelines.read_before import read_before
    from pipelines.show import say, table

    rows = [
        (
            f"{wave['accepted_at']:%-d %b %Y %H:%M}",
            wave["file"],
            wave["sha256"][:12],
            *(wave[name] for name in ("rows_in", "new", "changed", "unchanged", "set_aside", "gone")),
        )
        for wave in history.iter_rows(named=True)
    ]
    if not rows:
        print(f"{desk.consultation.name}: nothing was taken in yet; first: survey ingest {desk.called} EXPORT")
        return
    headings = ("accepted (UTC)", "file", "SHA-256", "rows in", "new", "changed", "known", "set aside", "not in it")
    table(f"{desk.consultation.name}: exports taken in", headings, rows)
    print("rows in = new + changed + known + set aside; not in it: taken in before, and kept")
    print(_standing(history))
    if history["synthetic"].any():
        say("SYNTHETIC data: responses of these exports were made by a generator")
    if read_before(desk):
        print(f"CAUTION: {read_before(desk)}")
    pending = _pending(desk)
    if pending:
        table("Answers not understood yet", ("question", "text", "answers"), pending)
        say("what each means is for you to say: add the text to an option's aliases in questionnaire.toml, and ingest")
        say("the export again; survey drift finds likely ones, survey drift --accept writes them")
    else:
        print("no answer waits to be understood")


def _standing(history: pl.DataFrame) -> str:
    """What all that comes to: as many responses as were ever new."""
    from pipelines.show import many

    last = history.row(-1, named=True)
    return f"{many(int(history['new'].sum()), 'response')}, {last['gone']:,} of them not in the last export"


def _pending(desk: Desk) -> list[tuple[object, ...]]:
    from pipelines.cautions import unread_answers

    return unread_answers(desk).group_by("question_id", "raw").len().sort("len", "raw", descending=True).rows()
