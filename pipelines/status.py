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
    """The exports in order, then the answers that are not understood yet."""
    from pipelines.show import table

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
    pending = _pending(desk)
    if pending:
        table("Answers not understood yet", ("question", "text", "answers"), pending)


def _pending(desk: Desk) -> list[tuple[object, ...]]:
    from pipelines.cautions import unread_answers

    return unread_answers(desk).group_by("question_id", "raw").len().sort("len", "raw", descending=True).rows()
