"""What an export says of each response beside its answers: id, times, whether it was finished, whether it is one."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from survey.ingest.cells import Table
from survey.ingest.columns import Columns
from survey.ingest.identity import made_ids
from survey.ingest.texts import bare
from survey.ingest.times import read_times
from survey.questionnaire.definition import AUTO, Consultation, Finished


@dataclass(frozen=True, slots=True)
class Meta:
    """`columns` are response_id, started and completed; where the export says so, `finished` (Boolean) and `preview`
    (the mark of a preview, null of a response).
    """

    columns: tuple[pl.Series, ...]
    finished: pl.Series | None
    preview: pl.Series | None
    unread: dict[str, pl.Series]
    remarks: tuple[str, ...]


def read_meta(table: Table, columns: Columns, consultation: Consultation) -> Meta:
    """Ids, times and marks. A response whose own mark says that it was not finished has no time of completion.

    Finished is a response by the export's mark, or else if it has anything for a time of completion, or else if the
    tool exports no other.
    """
    export = consultation.export
    texts = {name: bare(table.column(place), export) for name, place in columns.meta.items()}
    nothing = pl.Series([None], dtype=pl.String).new_from_index(0, table.height)
    if export.response_id == AUTO:
        ids = made_ids(table, columns.meta.get("started", columns.meta.get("completed")))
    else:
        ids = texts.get("response_id", nothing).alias("response_id")
    clock = consultation.fieldwork.zone if consultation.fieldwork is not None else None
    found: dict[str, pl.Series] = {}
    unread: dict[str, pl.Series] = {}
    finished = _marked(texts.get("finished"), export.finished)
    for name, column in (("started", export.started), ("completed", export.completed)):
        found[name] = nothing.cast(pl.Datetime("us")).alias(name)
        if column is not None and name in texts:
            times = read_times(texts[name], column, table.typed_dates, table.zone, clock)
            found[name], unread[name] = times.found.alias(name), times.unread
            if name == "completed" and finished is not None:
                found[name] = found[name].set(~finished, None)
            elif name == "completed":
                finished = times.given
    if finished is None and export.submitted_only:
        finished = pl.Series([True]).new_from_index(0, table.height)
    marked, preview = _marked(texts.get("preview"), export.preview), None
    if marked is not None:
        preview = texts["preview"].set(~marked, None)
    zones = table.zone if unread and clock is None else ""
    remarks = (f"times are those of {zones}, as the file says: [fieldwork] names no zone to turn them to",)
    return Meta((ids, *found.values()), finished, preview, unread, remarks if zones else ())


def _marked(texts: pl.Series | None, mark: Finished | None) -> pl.Series | None:
    if texts is None or mark is None:
        return None
    return texts.is_in(list(mark.values)).fill_null(value=False)
