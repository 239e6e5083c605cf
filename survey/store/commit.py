"""New versions of the Delta table: files written beside those there are, then named by one commit."""

from __future__ import annotations

import json
import time
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, TypeAlias
from uuid import uuid4

import polars as pl
from deltalake import CommitProperties, DeltaTable, PostCommitHookProperties, Schema
from deltalake.exceptions import CommitFailedError, DeltaError
from deltalake.transaction import AddAction, RemoveAction

from survey.store.columns import check_types
from survey.store.disk import digest, sync, unwritable
from survey.store.lock import note_version
from survey.store.log import HIVE_NULL, LOG, log_path
from survey.store.snapshot import Snapshot, snapshot

NewFile: TypeAlias = AddAction  # written, and not yet of any version

# Delta's own housekeeping would forget versions after 30 days. No checkpoints: a few hundred commits read fast.
_KEEP = {"delta.enableExpiredLogCleanup": "false"}
_HOOKS = PostCommitHookProperties(create_checkpoint=False, cleanup_expired_logs=False)


def with_columns(folder: Path, schema: pl.Schema) -> Snapshot:
    """The last version of a table that has all these columns; made, or widened, where it had not.

    That is a commit of its own, which changes no response.

    Raises:
        DefinitionError: a column that it has is of another type.
    """
    found = snapshot(folder)
    if found is not None:
        check_types(found.schema, schema, str(folder))
    missing = {name: dtype for name, dtype in schema.items() if found is None or name not in found.schema}
    if found is not None and not missing:
        return found
    wanted = Schema.from_arrow(pl.Schema(missing))
    try:
        if found is None:
            DeltaTable.create(
                folder, wanted, partition_by="week", configuration=_KEEP, post_commithook_properties=_HOOKS
            )
        else:
            DeltaTable(folder).alter.add_columns(wanted.fields, post_commithook_properties=_HOOKS)
    except DeltaError as error:
        raise unwritable(folder, str(error)) from None
    sync(folder, (folder / LOG).glob("*.json"))
    made = snapshot(folder)
    assert made is not None  # noqa: S101 - it has just been written
    return made


def write_file(folder: Path, rows: pl.LazyFrame, week: int | None) -> NewFile | None:
    """Rows of one week as a new file that no version knows yet; None where there are no rows."""
    value = None if week is None else str(week)
    name = f"week={value or HIVE_NULL}/part-{uuid4()}.parquet"
    path = folder / name
    try:
        rows.sink_parquet(path, mkdir=True)
    except pl.exceptions.PolarsError as error:
        raise OSError(str(error)) from None  # what is read has been checked: it is the disk
    height = pl.scan_parquet(path, glob=False).select(pl.len()).collect().item()
    if height == 0:
        path.unlink()
        return None
    stat = path.stat()
    stats = json.dumps({"numRecords": height})
    return AddAction(name, stat.st_size, {"week": value}, int(stat.st_mtime * 1000), data_change=True, stats=stats)


def commit(before: Snapshot, added: Sequence[NewFile], dropped: Iterable[str], info: dict[str, Any]) -> int | None:
    """Adds and drops files in one version, on disk when this returns; None if `before` is no longer the last version.

    The files, and those that `info` names as "changes", are on the disk before a version names them.
    """
    folder, version = before.folder, before.version + 1
    names = [*(each.path for each in added), *info.get("changes", ())]
    sync(folder, [folder / name for name in names])
    info = {**info, "files": {name: digest(folder / name) for name in names}}
    now = int(time.time() * 1000)
    table = DeltaTable(folder, version=before.version)
    try:
        table.create_write_transaction(
            [*added, *(RemoveAction(path, data_change=True, deletion_timestamp=now) for path in dropped)],
            mode="append",
            schema=table.schema(),
            partition_by=["week"],
            commit_properties=CommitProperties(custom_metadata={"wave": info}, max_commit_retries=0),
            post_commithook_properties=_HOOKS,
        )
    except CommitFailedError:
        return None
    except DeltaError as error:
        raise unwritable(folder, str(error)) from None
    sync(folder, [log_path(folder, version)])
    note_version(folder, version)
    return version
