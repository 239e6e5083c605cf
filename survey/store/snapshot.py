"""One version of the Delta table: opened, checked, scanned."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import polars as pl
from deltalake import DeltaTable
from deltalake.exceptions import DeltaError

from survey.store.log import commits, damaged, log_path


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One version of the table: its columns as stored, and its files (path, size, week)."""

    folder: Path
    version: int
    schema: pl.Schema
    files: pl.DataFrame


def snapshot(folder: Path, version: int | None = None) -> Snapshot | None:
    """The table at a version (the last without one), its files checked; None where there is no store.

    Raises:
        UnreadableError: the log is damaged, or a data file is missing or not as long as it was.
    """
    there = commits(folder)
    if not there:
        return None
    last = len(there) - 1 if version is None else version
    try:
        table = DeltaTable(folder, version=last)
        files = pl.DataFrame(table.get_add_actions(flatten=True))
        schema = pl.Schema(table.schema())
    except DeltaError as error:
        raise damaged(log_path(folder, last), f"the store cannot be opened: {str(error).splitlines()[0]}") from None
    names = {"path": "path", "size_bytes": "size", "partition.week": "week"}
    found = Snapshot(folder, last, schema, files.select(pl.col(old).alias(new) for old, new in names.items()))
    _check_files(found)
    return found


def _check_files(found: Snapshot) -> None:
    for name, size in found.files.select("path", "size").iter_rows():
        path = found.folder / name
        if not path.exists():
            raise damaged(path, "this file of the store is missing")
        if path.stat().st_size != size:
            raise damaged(path, f"this file of the store is damaged: {path.stat().st_size:,} bytes, not {size:,}")


def scan(found: Snapshot, weeks: Collection[int | None] | None = None) -> pl.LazyFrame:
    """The stored rows, of these weeks only where they are given (null: the undated).

    A filter by week reads no more than the ends of the other weeks' files: each tells there what weeks it holds.
    """
    files = found.files if weeks is None else files_of(found, weeks)
    if files.is_empty():
        return pl.LazyFrame(schema=found.schema)
    return pl.scan_parquet(
        [found.folder / name for name in files["path"]],
        schema=found.schema,
        hive_partitioning=False,  # it would take every folder above that has a "=" for a partition
        missing_columns="insert",
        extra_columns="ignore",
        glob=False,
    ).select(found.schema.names())


def files_of(found: Snapshot, weeks: Collection[int | None]) -> pl.DataFrame:
    """The files that hold these weeks (null: the undated)."""
    return found.files.filter(pl.col("week").is_in(list(weeks), nulls_equal=True))


@contextmanager
def readable(found: Snapshot) -> Iterator[None]:
    """Around what reads the files.

    Raises:
        UnreadableError: reading failed because a file is damaged though of the right length; it is named.
    """
    try:
        yield
    except (pl.exceptions.PolarsError, OSError):
        for name in found.files["path"]:
            _check_content(found.folder / name)
        raise


def _check_content(path: Path) -> None:
    try:
        pl.scan_parquet(path, glob=False).collect()
    except (pl.exceptions.PolarsError, OSError):
        raise damaged(path, "this file of the store is damaged") from None
