"""Ids for responses of tools that give none: made of the time and of all that stands in the row."""

from __future__ import annotations

import hashlib
from collections import Counter

import polars as pl

from survey.ingest.cells import Table
from survey.questionnaire.matching import key

_SIZE = 6  # bytes of the hash: 12 letters


def made_ids(table: Table, time: int | None) -> pl.Series:
    """An id for each row, such as `20190625065949-3f0a9c1d2e4b`; `time` is the place of the column of times, if any.

    The figures of the time, then a hash (BLAKE2b) of every filled cell with its column's name, columns sorted by
    name. So an id stays the same if rows or columns come in another order or a blank column is added, and changes
    with the answers: an edited response, a renamed question or an added one that was answered is a new id. Rows that
    agree in every cell get -2, -3 behind it: none is lost; whether one came twice is for others to judge.
    """
    ordered = sorted(range(len(table.names)), key=lambda place: key(table.names[place]))
    parts = [
        pl.when(pl.col(str(place)).str.strip_chars() != "")
        .then(pl.concat_str(pl.lit(key(table.names[place]) + "\x1f"), pl.col(str(place)).str.strip_chars()))
        .alias(f"part {place}")
        for place in ordered
    ]
    rows = table.texts.select(pl.concat_str(parts, separator="\x1e", ignore_nulls=True)).to_series()
    when = [""] * len(rows) if time is None else table.column(time).str.replace_all(r"[^0-9]", "").to_list()
    seen: Counter[str] = Counter()
    ids: list[str] = []
    for row, digits in zip(rows, when, strict=True):
        made = f"{digits or 'row'}-{hashlib.blake2b(row.encode(), digest_size=_SIZE).hexdigest()}"
        seen[made] += 1
        ids.append(made if seen[made] == 1 else f"{made}-{seen[made]}")
    return pl.Series("response_id", ids, dtype=pl.String)
