"""Responses out of the store, as they stand or as they stood."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import polars as pl

from survey.frames import Schema
from survey.store.columns import check_types, restored
from survey.store.options import check_options
from survey.store.snapshot import scan, snapshot
from survey.store.waves import accepted, version_at


def load(folder: Path, schema: Schema, as_of: dt.datetime | dt.date | None = None) -> pl.LazyFrame:
    """The accepted responses with exactly that schema, by response id; only the weeks asked for are read.

    `as_of` gives them as they stood at that time: of a date, at the end of that day; in UTC, as `waves` tells them.
    A question that the responses do not know is null; one that left the questionnaire is not given.

    Raises:
        UsageError: nothing was accepted yet, or not by then.
        DefinitionError: a question changed its kind, or lost an option that stored answers hold.
        UnreadableError: the store is damaged.
    """
    found = snapshot(folder, version_at(folder, as_of))
    assert found is not None  # noqa: S101 - it has a version
    check_types(found.schema, schema, str(folder))
    rows = scan(found)
    by_then = [wave["options"] for wave in accepted(folder) if wave["version"] <= found.version]
    check_options(rows, schema, by_then, str(folder))
    return restored(rows, found.schema, schema).sort("response_id")


def known_ids(folder: Path) -> pl.Series:
    """The ids of all accepted responses, in order; empty where nothing was accepted yet.

    Raises:
        UnreadableError: the store is damaged.
    """
    found = snapshot(folder)
    if found is None:
        return pl.Series("response_id", [], dtype=pl.String)
    return scan(found).select("response_id").sort("response_id").collect().to_series()
