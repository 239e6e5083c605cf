"""Responses that stand as an earlier questionnaire.toml read them: the exports taken in since do not hold them."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import polars as pl

    from pipelines.places import Desk

FILE = "read_before.csv"


def keep_read_before(desk: Desk, read_now: pl.Series) -> None:
    """Writes down whose answers and week stay as read before, given the ids of an export about to be accepted.

    Before it is accepted: killed between the two, the responses are told too often rather than not at all.

    Raises:
        UnreadableError: the store is damaged.
    """
    import polars as pl

    from pipelines.files import csv_bytes, write
    from pipelines.responses import FOLDER
    from survey.questionnaire.fingerprint import reading_fingerprint
    from survey.store import known_ids, waves

    history, before = waves(desk.private / FOLDER), _ids(desk)
    if history.is_empty():
        return
    if history["questionnaire"].item(-1) != reading_fingerprint(desk.consultation):
        before = known_ids(desk.private / FOLDER)
    left = before.filter(~before.is_in(read_now.to_list()))
    if len(left) or (desk.private / FILE).is_file():
        write(desk.private / FILE, csv_bytes(pl.DataFrame({"response_id": left})))


def read_before(desk: Desk) -> str:
    """How many stand so, in which exports they came, and what to do; "" if none."""
    import polars as pl

    from pipelines.responses import FOLDER
    from pipelines.show import many
    from survey.store import waves

    count = len(_ids(desk))
    if not count:
        return ""
    history = waves(desk.private / FOLDER)
    by_now = pl.col("questionnaire") == pl.col("questionnaire").last()
    again = history.filter(by_now)["sha256"].to_list()
    files = history.filter(~pl.col("sha256").is_in(again))["file"].unique(maintain_order=True)
    named = ", ".join(files) or "those that do"
    return (
        f"as an earlier questionnaire.toml read them, weeks included: {many(count, 'response')} that no export taken "
        f"in since holds ({desk.private / FILE}). Ingest again {named}, then the newest export"
    )


def _ids(desk: Desk) -> pl.Series:
    import polars as pl

    from pipelines.files import told_if_damaged

    path = desk.private / FILE
    if not path.is_file():
        return pl.Series("response_id", [], dtype=pl.String)
    with told_if_damaged(path, "the list of responses read before"):
        return pl.read_csv(io.BytesIO(path.read_bytes()), infer_schema=False)["response_id"]
