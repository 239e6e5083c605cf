"""The rows of all exports that could not be read: written down until an export comes that holds those before it."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import polars as pl

    from pipelines.places import Desk

FILE = "set_aside.csv"


def set_aside(desk: Desk) -> pl.DataFrame:
    """Every row set aside so far (frames.SET_ASIDE, and `file`, the export it stood in)."""
    import polars as pl

    from pipelines.files import told_if_damaged
    from survey.frames import SET_ASIDE, empty

    schema = {"file": pl.String, **SET_ASIDE}
    path = desk.private / FILE
    if not path.is_file():
        return empty(schema)
    with told_if_damaged(path, "the list of rows set aside"):
        found = pl.read_csv(io.BytesIO(path.read_bytes()), infer_schema=False)
        return found.select(
            (pl.col(name) if name in (*found.columns, "line") else pl.lit(None)).cast(dtype)
            for name, dtype in schema.items()
        )


def keep_set_aside(desk: Desk, rows: pl.DataFrame, file: str, whole: bool) -> None:
    """Writes down what an export had set aside. `whole`: it holds every response taken in before, and so its bad rows
    take the place of theirs; else theirs stay, but for those it has again.
    """
    import polars as pl

    from pipelines.files import csv_bytes, write

    now = rows.select(pl.lit(file).alias("file"), pl.all())
    before = set_aside(desk).head(0) if whole else set_aside(desk)
    plain = pl.col("raw").str.strip_prefix("'")  # put before what a spreadsheet would take for a formula
    kept = before.join(now, on=plain, how="anti", nulls_equal=True, maintain_order="left")
    write(desk.private / FILE, csv_bytes(pl.concat([kept, now])))
