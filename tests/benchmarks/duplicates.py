"""Near-duplicate search against datasketch: `python -m tests.benchmarks.duplicates [texts.csv column]`.

Both find the pairs of comments that share half or more of their neighbouring word pairs. datasketch is used in two
ways: as its documentation shows it, with its own choice of bands, candidates not confirmed; and to the same end as
here, with the same bands and an exact count of each candidate. Its words are split by spaces, the cheapest way.
Best of several runs, taken in turns.
"""

from __future__ import annotations

import random
import sys
import time
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path

import polars as pl
from datasketch import MinHash, MinHashLSH  # type: ignore[import-untyped]

from survey.ledger.near import BANDS, ROWS, similar
from tests.ledger.planted import edited, unique_comments

RUNS = 5
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


def word_pairs(text: str) -> set[str]:
    """Neighbouring words, the cheapest way."""
    return {f"{one} {two}" for one, two in pairwise(text.lower().split())}


def candidates(texts: pl.Series, index: MinHashLSH, permutations: int) -> Iterator[tuple[int, int]]:
    """Pairs that datasketch's index holds to be alike."""
    sketches = []
    for place, text in enumerate(texts):
        sketch = MinHash(num_perm=permutations)
        sketch.update_batch([pair.encode() for pair in word_pairs(text)])
        index.insert(place, sketch)
        sketches.append(sketch)
    for place, sketch in enumerate(sketches):
        yield from ((place, other) for other in index.query(sketch) if other > place)


def as_documented(texts: pl.Series) -> int:
    """Candidates with datasketch's own bands."""
    return sum(1 for _ in candidates(texts, MinHashLSH(threshold=0.5, num_perm=128), 128))


def to_the_same_end(texts: pl.Series) -> int:
    """Pairs confirmed, with the bands of survey.ledger."""
    sets = [word_pairs(text) for text in texts]
    found = candidates(texts, MinHashLSH(num_perm=BANDS * ROWS, params=(BANDS, ROWS)), BANDS * ROWS)
    return sum(2 * len(sets[one] & sets[two]) >= len(sets[one] | sets[two]) for one, two in found)


def here(texts: pl.Series) -> int:
    """Pairs confirmed by survey.ledger."""
    return len(similar(texts))


def timed(work: Callable[[pl.Series], int], texts: pl.Series) -> tuple[float, float]:
    """Seconds by the clock, and of all processors together: the second hardly depends on what else is running."""
    start, spent = time.perf_counter(), time.process_time()
    work(texts)
    return time.perf_counter() - start, time.process_time() - spent


def main() -> None:
    """Prints comments a second of each way, and how many times as long as the library it takes."""
    name, texts = rows()
    ways: dict[str, Callable[[pl.Series], int]] = {
        "survey.ledger": here,
        "datasketch, as documented": as_documented,
        "datasketch, to the same end": to_the_same_end,
    }
    turns = [[timed(way, texts) for way in ways.values()] for _ in range(RUNS)]
    best = [tuple(map(min, zip(*each, strict=True))) for each in zip(*turns, strict=True)]
    words = sum(len(text.split()) for text in texts) / len(texts)
    print(f"{len(texts):,} {name}, {words:.0f} words each")
    print(f"{'':<28} {'comments/s':>10} {'pairs':>7} {'times as long':>15} {'in processor time':>18}")
    for (label, way), (clock, spent) in zip(ways.items(), best, strict=True):
        longer = f"{clock / best[0][0]:>15.1f} {spent / best[0][1]:>18.1f}"
        print(f"{label:<28} {len(texts) / clock:>10,.0f} {way(texts):>7,} {longer}")


if __name__ == "__main__":
    main()
