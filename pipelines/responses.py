"""The accepted responses of a consultation, kept between commands."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from pipelines.files import parquet_bytes, write

if TYPE_CHECKING:
    import polars as pl

    from pipelines.places import Desk

FILE = "responses.parquet"


def load_responses(desk: Desk) -> pl.DataFrame:
    """The responses accepted last, with the schema of frames.responses_schema.

    Raises:
        UsageError: none were accepted yet, or the questionnaire has changed since.
        UnreadableError: the file is damaged.
    """
    import polars as pl

    from survey.errors import Problem, UnreadableError, UsageError
    from survey.frames import responses_schema

    path = desk.private / FILE
    todo = f"survey ingest {desk.consultation.id} EXPORT"
    if not path.exists():
        raise UsageError(Problem("no responses yet", where=str(desk.outputs), hint=f"first: {todo}"))
    try:
        frame = pl.read_parquet(io.BytesIO(path.read_bytes()))
    except (pl.exceptions.PolarsError, OSError) as error:
        raise UnreadableError(Problem(f"damaged: {error}", where=str(path), hint=f"again: {todo}")) from None
    if frame.schema != pl.Schema(responses_schema(desk.consultation)):
        what = "the questionnaire has changed since these responses were ingested"
        raise UsageError(Problem(what, where=str(path), hint=f"again: {todo}"))
    return frame


def save_responses(desk: Desk, responses: pl.DataFrame, replace: bool) -> int:
    """Keeps the responses in the place of those kept before; gives how many ids were known already.

    Raises:
        FailedChecksError: responses kept before are not among them, and `replace` does not say that this is meant.
    """
    from survey.errors import FailedChecksError, Problem

    before = _known_ids(desk)
    gone = before.filter(~before.is_in(responses["response_id"].to_list()))
    if len(gone) and not replace:
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
    write(desk.private / FILE, parquet_bytes(responses))
    return len(before) - len(gone)


def _known_ids(desk: Desk) -> pl.Series:
    """Ids of the responses kept before, whatever the questionnaire then was; none where the file is no use."""
    import polars as pl

    try:
        return pl.read_parquet(io.BytesIO((desk.private / FILE).read_bytes()), columns=["response_id"]).to_series()
    except (pl.exceptions.PolarsError, OSError):
        return pl.Series("response_id", [], dtype=pl.String)
