"""The accepted responses of a consultation: taken in, given back as they stand or stood, and their history."""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import polars as pl

    from pipelines.places import Desk
    from survey.ingest.responses import Reading
    from survey.store import Acceptance

FOLDER = "responses"
_ROUNDED = r"^[0-9](\.[0-9]+)?E\+[0-9]+$"


def load_responses(desk: Desk, as_of: str = "") -> pl.DataFrame:
    """The responses accepted so far (frames.responses_schema), or those that stood at the end of the day `as_of`.

    Raises:
        UsageError: none were accepted yet or by then, the date is none, or the questionnaire has changed since.
        UnreadableError: the store is damaged.
    """
    from survey.errors import Problem, UsageError
    from survey.frames import responses_schema
    from survey.questionnaire.fingerprint import reading_fingerprint
    from survey.store import load, waves

    folder = desk.private / FOLDER
    history = waves(folder)
    todo = f"survey ingest {desk.called}"
    if history.is_empty():
        raise UsageError(Problem("no responses yet", where=str(desk.outputs), hint=f"first: {todo} EXPORT"))
    if history["questionnaire"].item(-1) != reading_fingerprint(desk.consultation):
        what = "these responses were read by another questionnaire: it has changed since, or has the same name"
        raise UsageError(Problem(what, where=str(folder), hint=f"again: {todo} {history['file'].item(-1)}"))
    return load(folder, responses_schema(desk.consultation), _date(as_of)).collect()


def accepted_by(desk: Desk, as_of: str = "") -> list[dt.datetime]:
    """When each export was accepted, in order: all of them, or those by the end of the day `as_of`."""
    from survey.store import waves

    date = _date(as_of)
    times: list[dt.datetime] = waves(desk.private / FOLDER)["accepted_at"].to_list()
    return [time for time in times if date is None or time.date() <= date]


def load_version(desk: Desk, at: dt.datetime) -> pl.LazyFrame:
    """The responses as they stood at a time (frames.responses_schema); only the weeks asked for are read."""
    from survey.frames import responses_schema
    from survey.store import load

    return load(desk.private / FOLDER, responses_schema(desk.consultation), at)


def _date(as_of: str) -> dt.date | None:
    from survey.errors import Problem, UsageError

    if not as_of:
        return None
    try:
        return dt.date.fromisoformat(as_of)
    except ValueError:
        raise UsageError(Problem("no date", "--as-of", "a date such as 2024-08-31", repr(as_of))) from None


def taken_in_before(desk: Desk, data: bytes) -> dt.datetime | None:
    """When these same bytes were taken in last; None if never."""
    import polars as pl

    from survey.store import waves

    history = waves(desk.private / FOLDER)
    same = history.filter(pl.col("sha256") == hashlib.sha256(data).hexdigest())
    found: dt.datetime | None = same["accepted_at"].max()  # type: ignore[assignment]
    return found


def known_again(desk: Desk, reading: Reading) -> Reading:
    """The reading with ids as they are stored, where ids are made of what stands in a response and that has changed.

    Raises:
        UnreadableError: the store is damaged.
    """
    import polars as pl

    from survey.questionnaire.definition import AUTO
    from survey.store.same import stored_before

    if desk.consultation.export.response_id != AUTO:
        return reading
    same = stored_before(desk.private / FOLDER, reading.responses)
    stored = pl.col("response_id").replace(same)
    return replace(
        reading, responses=reading.responses.with_columns(stored), unread=reading.unread.with_columns(stored)
    )


def check_ids(desk: Desk, reading: Reading, export: Path) -> None:
    """Nothing, if no spreadsheet has rewritten the ids when it saved the file: of large ones it keeps some figures only
    (`1.23E+11`), others lose the zeros before them or get `.0` behind, and each would be counted twice.

    Raises:
        FailedChecksError: an id is rounded so; or half or more of the new ones, or of those the export lacks, are
            stored in the other writing.
        UnreadableError: the store is damaged.
    """
    import polars as pl

    from survey.errors import FailedChecksError, Problem
    from survey.store import known_ids

    hint = "a spreadsheet writes ids so when it saves a file: take the file as the survey tool exported it"
    ids = reading.responses["response_id"]
    for rounded in ids.filter(ids.str.contains(_ROUNDED)).head(1):
        what = "ids are rounded: they no longer tell responses apart"
        raise FailedChecksError(Problem(what, str(export), got=rounded, hint=hint))
    now, stored = reading.responses.select("response_id"), known_ids(desk.private / FOLDER).to_frame()
    number = pl.col("response_id").str.extract(r"^0*([0-9]+)(?:\.0+)?$").alias("number")
    fresh = now.join(stored, on="response_id", how="anti").with_columns(number)
    lost = stored.join(now, on="response_id", how="anti").with_columns(number)
    pairs = fresh.drop_nulls().join(lost, on="number", suffix="_stored", maintain_order="left")
    if len(pairs) and 2 * len(pairs) >= min(len(fresh), len(lost)):
        got, expected = pairs.select("response_id", "response_id_stored").row(0)
        what = f"ids are not written as before: {len(pairs):,} responses would be counted twice"
        raise FailedChecksError(Problem(what, str(export), repr(expected), repr(got), hint))


def accept_responses(desk: Desk, reading: Reading, export: Path, data: bytes) -> Acceptance:
    """Takes a reading's responses in: new ones added, changed ones replaced, all others as they were.

    Raises:
        UsageError: another command is writing at this moment, or the folder cannot be written to.
        UnreadableError: the store is damaged.
    """
    from pipelines.files import file_name
    from survey.questionnaire.fingerprint import reading_fingerprint
    from survey.store import Wave, accept

    wave = Wave(
        file=file_name(export),
        sha256=hashlib.sha256(data).hexdigest(),
        rows_in=reading.rows_in,
        kept=len(reading.responses),
        set_aside=len(reading.set_aside),
        synthetic=bool(reading.responses["synthetic"].any()),
        questionnaire=reading_fingerprint(desk.consultation),
    )
    return accept(desk.private / FOLDER, reading.responses, wave)
