"""Words of verbatims, and the runs of words (shingles) by which texts are compared."""

from __future__ import annotations

import re
import string
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

SEPARATORS = string.punctuation + string.whitespace + "\u00a0\u2018\u2019\u201c\u201d\u2013\u2014\u2026\u2022\u00b4"
_WORD = re.compile(f"[^{re.escape(SEPARATORS)}]+")
_MIX = np.uint64(0x9E3779B97F4A7C15)  # odd, so that no two hashes are mixed into one


def words(texts: pl.Series) -> pl.DataFrame:
    """Every word of every text: `doc` (UInt32, the text's place) and `word` (UInt64, a hash), in reading order.

    A word is what stands between spaces and punctuation, whatever its case. The k-th word of a text here is the
    k-th of `spans`. A null has no words.
    """
    text = pl.col("text").str.to_lowercase().str.replace_many([sign for sign in SEPARATORS if sign != " "], [" "])
    frame = pl.DataFrame({"text": texts}).with_row_index("doc")
    part = max(-(-len(frame) // pl.thread_pool_size()), 1)
    found = [
        rows.lazy()
        .select("doc", word=text.str.split(" "))
        .explode("word")
        .filter(pl.col("word") != "")
        .select("doc", pl.col("word").hash(0))
        for rows in frame.iter_slices(part)
    ]
    return pl.concat(pl.collect_all(found)) if found else pl.DataFrame(schema={"doc": pl.UInt32, "word": pl.UInt64})


def spans(text: str) -> list[tuple[int, int]]:
    """Where each word of the text stands: offsets in characters, text[start:end]."""
    return [match.span() for match in _WORD.finditer(text)]


def word_count(text: pl.Expr) -> pl.Expr:
    """How many words a text has; null where there is no text."""
    plain = text.str.replace_many(list(SEPARATORS), [" "]).str.split(" ")
    return plain.list.eval(pl.element().filter(pl.element() != "")).list.len().cast(pl.Int64)


def shingles(frame: pl.DataFrame, size: int) -> pl.DataFrame:
    """Every run of `size` neighbouring words of `words`: `doc`, `place` (of its first word), `shingle` (a hash)."""
    doc = frame["doc"].to_numpy()
    begins, shingle = runs(doc, frame["word"].to_numpy(), size)
    place = begins - first_places(doc)[begins]
    return pl.DataFrame({"doc": doc[begins], "place": place.astype(np.uint32), "shingle": shingle})


def runs(doc: NDArray[Any], word: NDArray[np.uint64], size: int) -> tuple[NDArray[np.int64], NDArray[np.uint64]]:
    """Where every run of `size` neighbouring words of one text begins, and its hash."""
    count = max(len(doc) - size + 1, 0)
    mixed = word[:count]
    for step in range(1, size):
        mixed = (mixed * _MIX) ^ word[step : step + count]
    begins = np.flatnonzero(doc[:count] == doc[size - 1 :])
    return begins, mixed[begins]


def first_places(values: NDArray[Any]) -> NDArray[np.int64]:
    """For each of the values, equal ones standing together, the place of the first of its equals."""
    new = np.ones(len(values), dtype=np.bool_)
    new[1:] = values[1:] != values[:-1]
    return np.maximum.accumulate(np.where(new, np.arange(len(values)), 0))
