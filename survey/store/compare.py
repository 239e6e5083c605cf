"""An export held against what is stored: what is new, what has changed, what is gone."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from survey.frames import Schema
from survey.store.snapshot import PATH, Snapshot, scan

# One row a cell that has changed. Lists are told as their labels with "; " between.
CHANGES: Schema = {
    "response_id": pl.String,
    "question": pl.String,  # name of the column: a question's variable, or one of frames.RESPONSES
    "before": pl.String,
    "after": pl.String,
}
_BEFORE = ":before"
_NOT_ANSWERS = ("response_id", "line")  # the line is the export's affair: another order of rows is no change


@dataclass(frozen=True, slots=True)
class Difference:
    """`new` and `changed`: rows to store. `replaced`: id and file of the changed. `changes`: CHANGES.

    `gone`: id and date.
    """

    new: pl.DataFrame
    changed: pl.DataFrame
    replaced: pl.DataFrame
    unchanged: int
    gone: pl.DataFrame
    changes: pl.DataFrame


def compare(found: Snapshot, incoming: pl.DataFrame) -> Difference:
    """What an export (as stored, ids unique) changes in what is stored; columns it lacks keep what they hold."""
    ids = incoming.lazy().select("response_id")
    keys = scan(found).select("response_id", "date", PATH)
    known, gone = pl.collect_all(
        [
            keys.join(ids, on="response_id", how="semi"),
            keys.select("response_id", "date").join(ids, on="response_id", how="anti", maintain_order="left"),
        ]
    )
    before = scan(found, known[PATH].unique())  # only files that hold a known response are read whole
    answers = [name for name in incoming.columns if name not in _NOT_ANSWERS]
    differs = pl.any_horizontal(pl.col(name).ne_missing(pl.col(name + _BEFORE)) for name in answers)
    changed = incoming.lazy().join(before, on="response_id", suffix=_BEFORE).filter(differs).collect()
    return Difference(
        new=incoming.join(known, on="response_id", how="anti"),
        changed=changed.select(found.schema.names()),
        replaced=changed.select("response_id", PATH),
        unchanged=len(known) - len(changed),
        gone=gone,
        changes=_changes(changed, answers),
    )


def _changes(changed: pl.DataFrame, answers: list[str]) -> pl.DataFrame:
    parts = [
        changed.filter(pl.col(name).ne_missing(pl.col(name + _BEFORE))).select(
            "response_id",
            pl.lit(name).alias("question"),
            _as_text(changed, name + _BEFORE).alias("before"),
            _as_text(changed, name).alias("after"),
        )
        for name in answers
    ]
    return pl.concat([pl.DataFrame(schema=dict(CHANGES)), *parts]).sort("response_id", maintain_order=True)


def _as_text(frame: pl.DataFrame, name: str) -> pl.Expr:
    is_list = isinstance(frame.schema[name], pl.List)
    return pl.col(name).list.join("; ") if is_list else pl.col(name).cast(pl.String)
