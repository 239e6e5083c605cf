"""One version of the Delta table: opened, checked, scanned."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl
from deltalake import DeltaTable
from deltalake.exceptions import DeltaError

from survey.store.log import check_whole, commits, damaged, log_path

PATH = ":path"
_NAMES = (("path", "name"), ("partition.week", "week"))


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One version of the table: its columns as stored, and its files (name in the table, path, week)."""

    folder: Path
    version: int
    schema: pl.Schema
    files: pl.DataFrame


def snapshot(folder: Path, version: int | None = None) -> Snapshot | None:
    """The table at a version (the last without one), its files whole; None where there is no store.

    Raises:
        UnreadableError: the log is damaged, or a data file is missing or not as it was written.
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
    found = Snapshot(
        folder, last, schema, files.select(_path(folder), *(pl.col(old).alias(new) for old, new in _NAMES))
    )
    _check_files(found, there)
    return found


def _path(folder: Path) -> pl.Expr:
    return pl.concat_str(pl.lit(f"{folder}/"), "path").alias("path")


def _check_files(found: Snapshot, commits: Iterable[dict[str, Any]]) -> None:
    digests = {name: sha for info in commits if "wave" in info for name, sha in info["wave"]["files"].items()}
    for name in found.files["name"]:
        check_whole(found.folder / name, digests.get(name))


def scan(found: Snapshot, paths: Iterable[str] | None = None) -> pl.LazyFrame:
    """The stored rows with the path of their file, of these files only where they are given.

    A filter by week reads no more than the ends of the other weeks' files: each tells there what weeks it holds.
    """
    sources = list(found.files["path"] if paths is None else paths)
    if not sources:
        return pl.LazyFrame(schema={**found.schema, PATH: pl.String})
    return pl.scan_parquet(
        sources,
        schema=found.schema,
        hive_partitioning=False,  # it would take every folder above that has a "=" for a partition
        missing_columns="insert",
        extra_columns="ignore",
        glob=False,
        include_file_paths=PATH,
    )
