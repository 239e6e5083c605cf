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
from tests.benchmarks._told import goal
from tests.exports import SHARED
from tests.ledger.planted import edited, unique_comments

REAL = SHARED / "data/text/nhs_feedback_single_code.csv"
RUNS = 3
WORDS = 10


def planted() -> pl.Series:
    """SYNTHETIC comments of the same few clauses: every one shares a band with others, few are alike."""
    comments = unique_comments(5_000, seed=1)
    rng = random.Random(2)  # noqa: S311 - reproducible, nothing secret
    again = [edited(text, rng) for text in comments[:250]]
    return pl.Series([*comments, *again]).unique().sort()


def of_file(path: Path, column: str) -> pl.Series:
    """The comments of ten words or more of a CSV's column, each once."""
    texts = pl.read_csv(path, infer_schema=False)[column].drop_nulls()
    return texts.filter(texts.str.split(" ").list.len() >= WORDS).unique().sort()


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


def compare(name: str, texts: pl.Series) -> None:
    """Prints comments a second of each way, and how many times as long as the library it takes."""
    ways: dict[str, Callable[[pl.Series], int]] = {
        "survey.ledger": here,
        "datasketch, as documented": as_documented,
        "datasketch, to the same end": to_the_same_end,
    }
    turns = [[timed(way, texts) for way in ways.values()] for _ in range(RUNS)]
    best = [tuple(map(min, zip(*each, strict=True))) for each in zip(*turns, strict=True)]
    words = sum(len(text.split()) for text in texts) / len(texts)
    print(f"{len(texts):,} {name}, {words:.0f} words each, best of {RUNS} turns")
    print(f"{'':<28} {'comments/s':>10} {'pairs':>7} {'times as long':>15} {'in processor time':>18}")
    for (label, way), (clock, spent) in zip(ways.items(), best, strict=True):
        longer = f"{clock / best[0][0]:>15.1f} {spent / best[0][1]:>18.1f}"
        print(f"{label:<28} {len(texts) / clock:>10,.0f} {way(texts):>7,} {longer}")
    goal("times as fast as datasketch to the same end", best[2][0] / best[0][0], at_least=50)


def main() -> None:
    """Compares on the column named, or else on real comments, where the samples are there, and on SYNTHETIC ones."""
    if len(sys.argv) == 3:
        compare(Path(sys.argv[1]).name, of_file(Path(sys.argv[1]), sys.argv[2]))
        return
    if REAL.exists():
        compare("patients' comments", of_file(REAL, "feedback"))
    compare("SYNTHETIC comments", planted())


if __name__ == "__main__":
    main()
