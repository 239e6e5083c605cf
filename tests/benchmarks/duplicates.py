"""Near-duplicate search against datasketch: `python -m tests.benchmarks.duplicates [texts.csv column]`.

Both find the pairs of comments that share half or more of their neighbouring word pairs. datasketch is used as its
documentation shows it: a MinHash of each comment, an LSH index for 0.5, one query a comment; its candidates are not
even confirmed. Its words are split by spaces, the cheapest way. Best of several runs, taken in turns.
"""

from __future__ import annotations

import random
import sys
import time
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import polars as pl
from datasketch import MinHash, MinHashLSH  # type: ignore[import-untyped]

from survey.ledger.near import similar
from tests.ledger.planted import edited, unique_comments

RUNS = 5
PERMUTATIONS = 128  # datasketch's default
WORDS = 10


def rows() -> tuple[str, pl.Series]:
    """Comments of ten words or more, each once: of a CSV's column where one is named, or else SYNTHETIC ones."""
    if len(sys.argv) == 3:
        path, column = sys.argv[1:]
        texts = pl.read_csv(Path(path), infer_schema=False)[column].drop_nulls()
        return Path(path).name, texts.filter(texts.str.split(" ").list.len() >= WORDS).unique().sort()
    comments = unique_comments(5_000, seed=1)
    rng = random.Random(2)  # noqa: S311 - reproducible, nothing secret
    again = [edited(text, rng) for text in comments[:250]]
    return "SYNTHETIC comments", pl.Series([*comments, *again]).unique().sort()


def with_datasketch(texts: pl.Series) -> int:
    """Candidate pairs by datasketch."""
    index, sketches, found = MinHashLSH(threshold=0.5, num_perm=PERMUTATIONS), [], 0
    for place, text in enumerate(texts):
        words = text.lower().split()
        sketch = MinHash(num_perm=PERMUTATIONS)
        sketch.update_batch([f"{one} {two}".encode() for one, two in pairwise(words)])
        index.insert(place, sketch)
        sketches.append(sketch)
    for place, sketch in enumerate(sketches):
        found += sum(other > place for other in index.query(sketch))
    return found


def timed(work: Callable[[pl.Series], object], texts: pl.Series) -> float:
    """Seconds that the work takes."""
    start = time.perf_counter()
    work(texts)
    return time.perf_counter() - start


def main() -> None:
    """Prints comments a second of both, and the ratio."""
    name, texts = rows()
    turns = [(timed(similar, texts), timed(with_datasketch, texts)) for _ in range(RUNS)]
    ours, theirs = (len(texts) / min(seconds) for seconds in zip(*turns, strict=True))
    words = sum(len(text.split()) for text in texts) / len(texts)
    print(f"{len(texts):,} {name}, {words:.0f} words each")
    print(f"survey.ledger {ours:12,.0f} comments/s, {len(similar(texts)):,} confirmed pairs")
    print(f"datasketch    {theirs:12,.0f} comments/s, {with_datasketch(texts):,} candidate pairs")
    print(f"ratio         {ours / theirs:12.1f}")


if __name__ == "__main__":
    main()
