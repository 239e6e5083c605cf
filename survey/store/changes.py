"""What the waves changed in responses known before, kept beside their data: told of every wave, whenever asked."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from uuid import uuid4

import polars as pl

from survey.frames import Schema
from survey.store.compare import CHANGES
from survey.store.log import check_whole
from survey.store.waves import accepted

# One row a cell that a wave has changed, in the order of the waves.
HISTORY: Schema = {"accepted_at": pl.Datetime("us", "UTC"), "file": pl.String, **CHANGES}
_FOLDER = "_changes"  # Delta has no eye for names that begin so


def write_changes(folder: Path, changes: pl.DataFrame) -> tuple[str, ...]:
    """Changes (compare.CHANGES) as a new file that no version knows yet: its name, or none without any."""
    if changes.is_empty():
        return ()
    name = f"{_FOLDER}/{uuid4()}.parquet"
    try:
        changes.write_parquet(folder / name, mkdir=True)
    except pl.exceptions.PolarsError as error:
        raise OSError(str(error)) from None
    return (name,)


def history(folder: Path) -> pl.DataFrame:
    """Every change that an accepted export made to a response known before: HISTORY.

    Raises:
        UnreadableError: the store is damaged.
    """
    parts = [pl.DataFrame(schema=dict(HISTORY))]
    for wave in accepted(folder):
        for name in wave.get("changes", ()):
            check_whole(folder / name, wave["files"][name])
            at = pl.lit(dt.datetime.fromisoformat(wave["accepted_at"])).alias("accepted_at")
            told = pl.read_parquet(folder / name, glob=False)
            parts.append(told.select(at, pl.lit(wave["file"]).alias("file"), pl.all()).cast(pl.Schema(HISTORY)))
    return pl.concat(parts)
