"""What an export changed and what it lacks, written down: the changes of every export, and who is not in the last."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import polars as pl

    from pipelines.places import Desk

CHANGES = "changes.csv"
NOT_IN_EXPORT = "not_in_export.csv"


def keep_comings(desk: Desk, gone: pl.DataFrame) -> None:
    """Writes every change so far (store.history), and who the last export lacks and the store has."""
    import polars as pl

    from pipelines.files import csv_bytes, write
    from pipelines.responses import FOLDER
    from survey.store import history

    changes = history(desk.private / FOLDER).with_columns(pl.col("accepted_at").dt.strftime("%Y-%m-%dT%H:%M:%SZ"))
    write(desk.private / CHANGES, csv_bytes(changes))
    write(desk.private / NOT_IN_EXPORT, csv_bytes(gone))
