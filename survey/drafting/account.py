"""The account of a draft: what every column of the export was taken for, and why."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import polars as pl

from survey.drafting.columns import Column
from survey.drafting.guess import HIGH, LOW
from survey.drafting.roles import Roles
from survey.drafting.write import Found

# One row a column of the export, in its order. `question_id`: null where the column is no question; `kind`: the
# question's, or personal, ignored, response_id, started, completed, finished (of several, the first); `confidence`:
# high, medium, low; `to_check`: what a person must look at, empty where nothing.
GUESSES = {
    "question_id": pl.String,
    "kind": pl.String,
    "column": pl.String,
    "reason": pl.String,
    "confidence": pl.String,
    "to_check": pl.String,
}
EMPTY = "empty in every row"
_NAMELESS = (None, "ignored", "no name, or one that stood before: a definition cannot name it", HIGH, "")

_Entry = tuple[str | None, str, str, str, str]


def account(names: Sequence[str], found: Found) -> pl.DataFrame:
    """GUESSES: every column of the export, in its order."""
    entries: dict[int, _Entry] = {}
    for place, entry in _entries(found):
        entries.setdefault(place, entry)
    rows = [(entry[0], entry[1], name, *entry[2:]) for name, entry in _paired(names, entries)]
    return pl.DataFrame(rows, schema=GUESSES, orient="row")


def _paired(names: Sequence[str], entries: dict[int, _Entry]) -> Iterator[tuple[str, _Entry]]:
    return ((name, entries.get(place, _NAMELESS)) for place, name in enumerate(names))


def _entries(found: Found) -> Iterator[tuple[int, _Entry]]:
    for name, guess in found.questions:
        for column in guess.columns:
            yield column.place, (name, guess.kind, guess.reason, guess.confidence, "; ".join(guess.checks))
    for kind, column, reason, check in _roles(found.roles):
        yield column.place, (None, kind, reason, LOW if check else HIGH, check)
    for column, reason in found.personal:
        yield column.place, (None, "personal", reason, HIGH, "")
    for column, reason in found.ignored:
        check = "a question that nobody answered?" if reason == EMPTY else ""
        yield column.place, (None, "ignored", reason, HIGH, check)


def _roles(roles: Roles) -> Iterator[tuple[str, Column, str, str]]:
    if roles.response_id is not None:
        yield "response_id", roles.response_id, "tells responses apart", roles.id_check
    for kind, time in (("started", roles.started), ("completed", roles.completed)):
        if time is not None:
            yield kind, time.column, f"times, {time.format.format}", time.check
    if roles.finished is not None:
        yield "finished", roles.finished[0], "the tool's own mark of a finished response", ""
