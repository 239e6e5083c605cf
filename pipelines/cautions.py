"""What every later table and chart must go on saying: answers of the export that were not understood."""

from __future__ import annotations

import io
from collections.abc import Iterable
from typing import TYPE_CHECKING

from pipelines.ingest import UNREAD

if TYPE_CHECKING:
    from pipelines.places import Desk


def cautions(desk: Desk) -> dict[str, str]:
    """By question id, a sentence on the answers that are missing from its figures since they were not understood."""
    import polars as pl

    path = desk.private / UNREAD
    if not path.is_file():
        return {}
    rows = pl.read_csv(io.BytesIO(path.read_bytes()), infer_schema=False)
    return {
        question_id: f"{lost:,} answers were not understood when the export was read and are missing here: see {path}"
        for question_id, lost in rows.group_by("question_id").len().sort("question_id").iter_rows()
    }


def warn(desk: Desk, question_ids: Iterable[str]) -> None:
    """Says the cautions on these questions, and on the times that put responses into weeks."""
    from pipelines.show import say

    known = cautions(desk)
    for question_id in dict.fromkeys([*question_ids, "started", "completed"]):
        if question_id in known:
            say(f"CAUTION {question_id}: {known[question_id]}")
