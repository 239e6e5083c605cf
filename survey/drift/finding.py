"""One thing that changed, and the frame of all of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import astuple, dataclass
from typing import Literal

import polars as pl

from survey.frames import Schema

Level = Literal["green", "amber", "red"]
LEVELS: tuple[Level, ...] = ("red", "amber", "green")

# One row a change, the worst first. red: wrong figures or lost answers would follow; amber: look; green: told only.
# The last three columns are what `accept` writes: an option's alias (`accept_code` the option's code), or a column's
# new name (`accept_code` the code of the option or item; with no question_id the key of [export]; null: the question's
# own). Null: nothing that could be written without a person's decision.
DRIFT: Schema = {
    "level": pl.String,
    "kind": pl.String,
    "question_id": pl.String,
    "where": pl.String,
    "what": pl.String,
    "evidence": pl.String,
    "fix": pl.String,
    "accept_kind": pl.String,  # alias, column
    "accept_code": pl.String,
    "accept_text": pl.String,
}


@dataclass(frozen=True, slots=True)
class Finding:
    """A row of DRIFT."""

    level: Level
    kind: str
    question_id: str | None
    where: str
    what: str
    evidence: str
    fix: str
    accept_kind: Literal["alias", "column"] | None = None
    accept_code: str | None = None
    accept_text: str | None = None


def findings_frame(findings: Iterable[Finding]) -> pl.DataFrame:
    """The findings as DRIFT, red first, otherwise in the order given."""
    rows = sorted(findings, key=lambda finding: LEVELS.index(finding.level))
    return pl.DataFrame([astuple(row) for row in rows], schema=dict(DRIFT), orient="row")


def overall(drift_frame: pl.DataFrame) -> Level:
    """The worst level of a drift frame; green if nothing changed."""
    return next((level for level in LEVELS if level in drift_frame["level"]), "green")


def quoted(text: str) -> str:
    """A text as TOML writes it."""
    inner = (
        text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t").replace("\r", "\\r")
    )
    return f'"{inner}"'
