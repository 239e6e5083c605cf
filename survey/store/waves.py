"""The waves: every export that was accepted, as the versions of the table tell it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl

from survey.errors import Problem, UsageError
from survey.frames import Schema
from survey.store.log import commits

# One row an accepted export, in order. rows_in = kept + set_aside; kept = new + changed + unchanged.
WAVES: Schema = {
    "version": pl.Int64,
    "accepted_at": pl.Datetime("us", "UTC"),
    "file": pl.String,
    "sha256": pl.String,
    "rows_in": pl.Int64,
    "kept": pl.Int64,
    "set_aside": pl.Int64,
    "new": pl.Int64,
    "changed": pl.Int64,
    "unchanged": pl.Int64,  # already known, as they stand
    "gone": pl.Int64,  # known, and not in this export: still in the store
    "synthetic": pl.Boolean,
    "questionnaire": pl.String,
}


@dataclass(frozen=True, slots=True)
class Wave:
    """What is said of an export when it is accepted: its file and hash, its account, the questionnaire it met."""

    file: str
    sha256: str
    rows_in: int
    kept: int
    set_aside: int
    synthetic: bool
    questionnaire: str


def now() -> dt.datetime:
    """The time at which a wave is accepted."""
    return dt.datetime.now(dt.UTC)


def waves(folder: Path) -> pl.DataFrame:
    """The accepted exports in order: WAVES, one row each; no row where nothing was accepted yet.

    Raises:
        UnreadableError: the store's log is damaged.
    """
    rows = [{**wave, "accepted_at": dt.datetime.fromisoformat(wave["accepted_at"])} for wave in accepted(folder)]
    return pl.DataFrame(rows, schema=dict(WAVES))


def accepted(folder: Path) -> list[dict[str, Any]]:
    """What each version of the store that took in an export says of it, in order."""
    infos = enumerate(commits(folder))
    return [{**info["wave"], "version": version} for version, info in infos if "wave" in info]


def version_at(folder: Path, as_of: dt.datetime | dt.date | None) -> int:
    """The version that stood at a time: the last wave accepted by then. See `load` for what a date means.

    Raises:
        UsageError: nothing was accepted yet, or not by then; the dates there are are named.
    """
    there = waves(folder)
    if there.is_empty():
        raise UsageError(
            Problem("no responses yet", where=str(folder), hint="first: survey ingest CONSULTATION EXPORT")
        )
    by_then = there if as_of is None else there.filter(pl.col("accepted_at") <= moment(as_of))
    if by_then.is_empty():
        dates = there["accepted_at"].dt.date().unique().sort().cast(pl.String).to_list()
        what = f"no responses had been accepted by {as_of}"
        expected = f"{dates[0]} or later" if len(dates) == 1 else f"one of {', '.join(dates)}, or later"
        raise UsageError(Problem(what, where=str(folder), expected=expected))
    version: int = by_then["version"][-1]
    return version


def moment(as_of: dt.datetime | dt.date) -> dt.datetime:
    """A time in UTC: a date's last moment, a time without zone taken as UTC."""
    if not isinstance(as_of, dt.datetime):
        as_of = dt.datetime.combine(as_of, dt.time.max)
    return as_of.replace(tzinfo=dt.UTC) if as_of.tzinfo is None else as_of.astimezone(dt.UTC)
