"""What is published, attacked and interrupted: how many random tables give a count away, how many kills leave half.

`python -m tests.benchmarks.publishing --tables 1000`: random tables published in two weeks running; none may print a
count of 1 to 9, and no hidden count may follow from the margins, or from the week before.
`python -m tests.benchmarks.publishing --kills 100`: `survey tables` killed while it writes; `publish/` must hold the
old or the new, and the command again must make the new. Without either, 100 tables and 10 kills. `--seed` for others.
"""

from __future__ import annotations

import tempfile
import time
from argparse import ArgumentParser
from collections import Counter
from pathlib import Path
from random import Random

from tests.pipelines.killed_publication import kill_publication, publishing
from tests.publish.random_tables import try_one

SEED = 20240722


def tables(number: int, seed: int) -> None:
    """Attacks so many random tables, each in two weeks."""
    start = time.perf_counter()
    outcomes = [try_one(seed + each) for each in range(number)]
    wrong = [each for outcome in outcomes for each in outcome.wrong]
    failed = sum(bool(outcome.wrong) for outcome in outcomes)
    refused, hidden = sum(each.refused for each in outcomes), sum(each.hidden for each in outcomes)
    print(f"tables: {number:,} tried, {failed:,} failed, seed {seed}")
    print(f"  {2 * number:,} publications, {refused:,} of them refused; {hidden:,} hidden counts attacked")
    print(f"  {time.perf_counter() - start:.0f} s")
    for line in wrong[:20]:
        print(f"  FAILED {line}")


def kills(number: int, seed: int) -> None:
    """Kills so many publications, the first of a consultation and later ones in turn."""
    start, random = time.perf_counter(), Random(seed)  # noqa: S311
    with tempfile.TemporaryDirectory() as home:
        there = [publishing(Path(home) / name, known=name == "later") for name in ("later", "first")]
        found = Counter(kill_publication(there[turn % 2], random) for turn in range(number))
    left = {name: found.pop(name, 0) for name in ("before", "after")}
    print(f"kills: {number:,} tried, {found.total():,} failed, seed {seed}")
    print(f"  {left['before']:,} left the old, {left['after']:,} the new; {time.perf_counter() - start:.0f} s")
    for line, times in found.items():
        print(f"  FAILED {times} times: {line}")


def main() -> None:
    """Both, or the one that is asked for."""
    parser = ArgumentParser()
    parser.add_argument("--tables", type=int, default=0)
    parser.add_argument("--kills", type=int, default=0)
    parser.add_argument("--seed", type=int, default=SEED)
    asked = parser.parse_args()
    both = not (asked.tables or asked.kills)
    if asked.tables or both:
        tables(asked.tables or 100, asked.seed)
    if asked.kills or both:
        kills(asked.kills or 10, asked.seed)


if __name__ == "__main__":
    main()
