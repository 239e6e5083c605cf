"""Stretches of text that rules claim for codes (rank, role, rule, start, end of several texts in one): which stand."""

from __future__ import annotations

import numpy as np
import polars as pl

from survey.themes.plain import Flags, Places


def not_ruled_out(found: pl.DataFrame, ruling: pl.Expr) -> pl.DataFrame:
    """The stretches that share no character with a `ruling` one of the same code; those are left away."""
    shown, against = found.filter(~ruling), found.filter(ruling).sort("rank", "start")
    if against.is_empty():
        return shown
    # All codes on one line, one behind the other: a ruling stretch touches where, of those that begin before the end
    # of the other, any ends behind its start.
    length = 1 + int(found["end"].max())  # type: ignore[arg-type]
    start, end = _line(against, "start", length), _line(against, "end", length)
    farthest = np.concatenate([[-1], np.maximum.accumulate(end)])
    before = np.searchsorted(start, _line(shown, "end", length), side="left")
    return shown.filter(pl.Series(farthest[before] <= _line(shown, "start", length)))


def apart(found: pl.DataFrame) -> pl.DataFrame:
    """By code and start. Of stretches of one code that overlap: the leftmost, the longest, the first rule's."""
    if found.is_empty():
        return found
    length = 1 + int(found["end"].max())  # type: ignore[arg-type]
    start = _line(found, "start", length)
    order = np.lexsort((found["rule"].to_numpy(), -found["end"].to_numpy(), start))
    first = np.concatenate([[True], np.diff(start[order]) != 0])
    longest: pl.DataFrame = found[order[first]]
    return longest.filter(pl.Series(_leftmost(start[order[first]], _line(longest, "end", length))))


def _line(found: pl.DataFrame, name: str, length: int) -> Places:
    places: Places = found["rank"].to_numpy() * length + found[name].to_numpy()
    return places


def _leftmost(start: Places, end: Places) -> Flags:
    """Which to take, from the left, so that none overlaps one taken before it; by start."""
    kept = np.ones(len(start), np.bool_)
    crossing = np.flatnonzero(start[1:] < np.maximum.accumulate(end)[:-1]) + 1
    last = -1  # the stretch taken last, where stretches cross
    for place in crossing.tolist():
        if last < place - 1 and kept[place - 1]:
            last = place - 1
        if start[place] < end[last]:
            kept[place] = False
        else:
            last = place
    return kept
