"""Responses into the store: one export, one version, whole or not at all."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import polars as pl

from survey.store.changes import write_changes
from survey.store.columns import stored_schema
from survey.store.commit import NewFile, commit, with_columns, write_file
from survey.store.compare import Difference, compare
from survey.store.disk import unwritable
from survey.store.lock import busy, locked
from survey.store.options import options
from survey.store.snapshot import PATH, Snapshot, scan
from survey.store.waves import Wave, accepted, now

_TRIES = 5


@dataclass(frozen=True, slots=True)
class Acceptance:
    """What an export did to the store. new + changed + unchanged = the responses given.

    `gone`: id and date of those that are stored and not in this export, in the order of the store. `changes`:
    compare.CHANGES, one row a changed cell. `version`: the one that holds this wave.
    """

    new: int
    changed: int
    unchanged: int
    gone: pl.DataFrame
    changes: pl.DataFrame
    version: int


def accept(folder: Path, responses: pl.DataFrame, wave: Wave) -> Acceptance:
    """Takes an export's responses (frames.responses_schema) into the store in `folder`, in one version.

    A response is known by its id. One that has changed is replaced, also where its week has changed; its line alone
    is no change. What the export lacks stays. The wave is told in the version itself, which is made (without any
    data) even if nothing is new. When this returns, all is on the disk; killed before, nothing has happened.

    Raises:
        UsageError: another command is writing; or the folder cannot be written to.
        DefinitionError: a question changed its kind since its answers were accepted.
        UnreadableError: the store is damaged.
        ValueError: ids are missing or not unique, or their number is not the wave's: a bug of ours.
    """
    ids = responses["response_id"]
    if ids.null_count() or ids.n_unique() != len(ids) or len(ids) != wave.kept:
        raise ValueError(f"{ids.n_unique()} ids of {len(ids)} responses, {ids.null_count()} null, {wave.kept} kept")
    incoming = responses.cast(dict(stored_schema(responses.schema)))  # type: ignore[arg-type]
    try:
        with locked(folder):
            return _accept(folder, incoming, {**asdict(wave), "options": options(responses.schema)})
    except OSError as error:
        raise unwritable(folder, error.strerror or str(error)) from None


def _accept(folder: Path, incoming: pl.DataFrame, wave: dict[str, Any]) -> Acceptance:
    for _ in range(_TRIES):
        found = with_columns(folder, incoming.schema)
        seen = compare(found, incoming)
        dropped = found.files.filter(pl.col("path").is_in(seen.replaced[PATH].unique().to_list()))
        added = list(_write(found, seen, dropped))
        counts = {"new": len(seen.new), "changed": len(seen.changed), "unchanged": seen.unchanged}
        told = write_changes(folder, seen.changes)
        info = {
            **wave,
            **counts,
            "gone": len(seen.gone),
            "accepted_at": _after(folder, now()).isoformat(),
            "changes": told,
        }
        version = commit(found, added, dropped["name"], info)
        if version is not None:
            return Acceptance(**counts, gone=seen.gone, changes=seen.changes, version=version)
    raise busy(folder)  # by something that does not know our lock


def _after(folder: Path, moment: dt.datetime) -> dt.datetime:
    """The moment, or where the clock was set back the first after the last wave: times tell waves apart."""
    last = [dt.datetime.fromisoformat(wave["accepted_at"]) for wave in accepted(folder)[-1:]]
    return max([moment, *(each + dt.timedelta(microseconds=1) for each in last)])


def _write(found: Snapshot, difference: Difference, dropped: pl.DataFrame) -> Iterator[NewFile]:
    """A file a week: what is new and changed, and all else that the files to be dropped hold."""
    rows = pl.concat([difference.new, difference.changed], how="diagonal")
    replaced = difference.replaced.lazy().select("response_id")
    for week in {*rows["week"].unique(), *dropped["week"]}:
        kept = scan(found, dropped.filter(pl.col("week").eq_missing(week))["path"]).drop(PATH)
        these = rows.filter(pl.col("week").eq_missing(week)).lazy()
        whole = pl.concat([kept.join(replaced, on="response_id", how="anti"), these], how="diagonal")
        written = write_file(found.folder, whole, week)
        if written is not None:
            yield written
