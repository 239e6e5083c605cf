"""What every later table and chart must go on saying: answers of the exports that were not understood."""

from __future__ import annotations

import io
from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import polars as pl

    from pipelines.places import Desk

FILE = "unread_answers.csv"


def unread_answers(desk: Desk) -> pl.DataFrame:
    """Every answer of an accepted response that is not understood (frames.UNREAD, as text)."""
    import polars as pl

    from pipelines.files import told_if_damaged
    from survey.frames import UNREAD

    path = desk.private / FILE
    if not path.is_file():
        return pl.DataFrame(schema=dict.fromkeys(UNREAD, pl.String))
    with told_if_damaged(path, "the list of answers not understood"):
        return pl.read_csv(io.BytesIO(path.read_bytes()), infer_schema=False).select(*UNREAD)


def keep_unread(desk: Desk, unread: pl.DataFrame, response_ids: pl.Series) -> None:
    """Writes down what was not understood: of this export's responses anew, of all others as it stood. Without ids,
    beside all that stood: so it is before an export is accepted.
    """
    import polars as pl

    from pipelines.files import csv_bytes, write

    before = unread_answers(desk)
    now = unread.cast(pl.String)
    others = before.filter(~pl.col("response_id").is_in(response_ids.to_list())).join(
        now, on=now.columns, how="anti", nulls_equal=True, maintain_order="left"
    )
    together = pl.concat([now, others]).sort("response_id", "question_id", "raw")
    write(desk.private / FILE, csv_bytes(together))


def cautions(desk: Desk) -> dict[str, str]:
    """By question id, a sentence on the answers that are missing from its figures since they were not understood."""
    rows = unread_answers(desk).group_by("question_id").len().sort("question_id")
    return {
        question_id: f"{lost:,} answers were not understood when the export was read and are missing here: "
        f"see {desk.private / FILE}"
        for question_id, lost in rows.iter_rows()
    }


def warn(desk: Desk, question_ids: Iterable[str]) -> None:
    """Says the cautions on these questions, on the times that put responses into weeks, and on what was read before."""
    from pipelines.read_before import read_before
    from pipelines.show import say

    if read_before(desk):
        say(f"CAUTION: {read_before(desk)}")
    known = cautions(desk)
    for question_id in dict.fromkeys([*question_ids, "started", "completed"]):
        if question_id in known:
            say(f"CAUTION {question_id}: {known[question_id]}")
