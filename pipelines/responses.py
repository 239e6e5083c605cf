"""The accepted responses of a consultation, kept between commands."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from pipelines.files import parquet_bytes, write

if TYPE_CHECKING:
    from pathlib import Path

    import polars as pl

    from pipelines.places import Desk

FILE = "responses.parquet"
QUESTIONNAIRE = "questionnaire"  # key of the fingerprint among the file's metadata


def load_responses(desk: Desk) -> pl.DataFrame:
    """The responses accepted last, with the schema of frames.responses_schema.

    Raises:
        UsageError: none were accepted yet, or the questionnaire has changed since.
        UnreadableError: the file is damaged.
    """
    import polars as pl

    from survey.errors import Problem, UsageError
    from survey.frames import responses_schema
    from survey.questionnaire.fingerprint import reading_fingerprint

    path = desk.private / FILE
    todo = f"survey ingest {desk.called} EXPORT"
    if not path.exists():
        raise UsageError(Problem("no responses yet", where=str(desk.outputs), hint=f"first: {todo}"))
    data = _read(path, todo)
    read_by = pl.read_parquet_metadata(io.BytesIO(data)).get(QUESTIONNAIRE)
    frame = pl.read_parquet(io.BytesIO(data))
    schema = pl.Schema(responses_schema(desk.consultation))
    if read_by != reading_fingerprint(desk.consultation) or frame.schema != schema:
        what = "these responses were read by another questionnaire: it has changed since, or has the same name"
        raise UsageError(Problem(what, where=str(path), hint=f"again: {todo}"))
    return frame


def _read(path: Path, todo: str) -> bytes:
    import polars as pl

    from survey.errors import Problem, UnreadableError

    try:
        data = path.read_bytes()
        if pl.read_parquet_schema(io.BytesIO(data)).get("response_id") == pl.String:
            pl.read_parquet(io.BytesIO(data))
            return data
        reason = "it has no response ids"
    except (pl.exceptions.PolarsError, OSError) as error:
        reason = str(error)
    hint = f"again, if you mean to write it anew: {todo} --replace"
    raise UnreadableError(Problem(f"the responses kept before are damaged: {reason}", where=str(path), hint=hint))


def save_responses(desk: Desk, responses: pl.DataFrame, replace: bool) -> int:
    """Keeps the responses in the place of those kept before; gives how many ids were known already.

    Raises:
        FailedChecksError: responses kept before are not among them, and `replace` does not say that this is meant.
        UnreadableError: what was kept before is damaged, and `replace` does not say to write it anew.
    """
    from survey.errors import FailedChecksError, Problem
    from survey.questionnaire.fingerprint import reading_fingerprint

    before = responses["response_id"].clear() if replace else _known_ids(desk)
    gone = before.filter(~before.is_in(responses["response_id"].to_list()))
    if len(gone):
        first = ", ".join(gone.head(5).to_list())
        raise FailedChecksError(
            Problem(
                f"{len(gone):,} responses that were ingested before are not in this export: nothing was changed",
                where=str(desk.private / FILE),
                expected="an export of all responses since the opening day",
                got=f"without {first}" + (", ..." if len(gone) > 5 else ""),
                hint="export all responses; if they were rightly taken out, say --replace",
            )
        )
    metadata = {QUESTIONNAIRE: reading_fingerprint(desk.consultation)}
    write(desk.private / FILE, parquet_bytes(responses, metadata))
    return len(before) - len(gone)


def _known_ids(desk: Desk) -> pl.Series:
    """Ids of the responses kept before, whatever the questionnaire then was."""
    import polars as pl

    path = desk.private / FILE
    if not path.exists():
        return pl.Series("response_id", [], dtype=pl.String)
    data = _read(path, f"survey ingest {desk.called} EXPORT")
    return pl.read_parquet(io.BytesIO(data), columns=["response_id"]).to_series()
