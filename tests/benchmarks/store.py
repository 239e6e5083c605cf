"""The store under load: a week's export into many responses, against Delta's own merge; and commands killed.

    python -m tests.benchmarks.store             # a million responses, 500 kills, and 50 of the whole command
    python -m tests.benchmarks.store --huge      # also 20 million responses: an hour, most of 24 GB of memory

All responses are SYNTHETIC. Seconds are this machine's; the ratios are what to look at.
"""

from __future__ import annotations

import argparse
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import numpy as np
import polars as pl
from deltalake import DeltaTable, write_deltalake

from survey.frames import RESPONSES, STATUSES, Schema, conform
from survey.store import Acceptance, Wave, accept, load
from survey.store.columns import stored_schema
from tests.benchmarks._told import goal, ratio, taken
from tests.pipelines.killed import kill_ingest, week
from tests.store.kills import kill_one, scene

WEEKS = 14
WEEKLY = 10_000
CHUNK = 1_000_000
TURNS = 3
WORKERS = 2  # kill at the same time, each stores of its own
HUGE = 20_000_000
OPTIONS = pl.Enum([f"Option {number}" for number in range(12)])
SINGLE = [f"q{number}" for number in range(8)]
SCHEMA: Schema = {**RESPONSES, **dict.fromkeys(SINGLE, OPTIONS), "topics": pl.List(OPTIONS), "comment": pl.String}
SEED = 20240805


def export(first: int, rows: int, weeks: tuple[int, int] = (1, WEEKS)) -> pl.DataFrame:
    """Responses numbered from `first`, spread over these weeks; six in ten have a comment of 33 words."""
    random = np.random.default_rng(SEED + first)
    words = pl.Series([f"SYNTHETIC {number} " + "words of somebody " * 10 + "end" for number in range(997)])
    labels = pl.Series(OPTIONS.categories, dtype=OPTIONS)
    week = pl.lit(pl.Series(random.integers(weeks[0], weeks[1] + 1, rows), dtype=pl.Int32))
    second = pl.lit(pl.Series(random.integers(0, 86_400, rows)))
    opened = pl.lit(np.datetime64("2024-08-05")).cast(pl.Datetime("us"))
    started = opened + pl.duration(days=7 * (week.cast(pl.Int64) - 1), seconds=second)
    picks = pl.concat_list(labels.gather(random.integers(0, 12, rows)) for _ in range(2))
    frame = pl.select(
        pl.format("SYNTHETIC-{}", pl.int_range(first, first + rows).cast(pl.String).str.zfill(9)).alias("response_id"),
        pl.int_range(2, rows + 2).alias("line"),
        started.alias("started"),
        (started + pl.duration(minutes=10)).alias("completed"),
        started.cast(pl.Date).alias("date"),
        week.alias("week"),
        pl.lit("complete").cast(pl.Enum(STATUSES)).alias("status"),
        pl.lit(value=True).alias("synthetic"),
        *(labels.gather(random.integers(0, 12, rows)).alias(name) for name in SINGLE),
        picks.alias("topics"),
        pl.when(pl.Series(random.random(rows) < 0.6))
        .then(words.gather(random.integers(0, 997, rows)))
        .alias("comment"),
    )
    others = (pl.lit(None, dtype=dtype).alias(name) for name, dtype in SCHEMA.items() if name not in frame.columns)
    return conform(frame.with_columns(others), SCHEMA)


def weekly_export(folder: Path, first: int) -> pl.DataFrame:
    """A week's export: nine in ten new, the others from all over the last week, half of them with another answer."""
    new = export(first, WEEKLY * 9 // 10, (WEEKS, WEEKS))
    last_week = load(folder, SCHEMA).filter(pl.col("week") == WEEKS).collect()
    old = last_week.gather_every(len(last_week) * 10 // WEEKLY).head(WEEKLY // 10)
    other = (
        pl.when(pl.int_range(pl.len()) % 2 == 0).then(pl.lit(OPTIONS.categories[first % 12], OPTIONS)).otherwise("q0")
    )
    return pl.concat([new, old.with_columns(other.alias("q0"))])


def take(folder: Path, frame: pl.DataFrame) -> Acceptance:
    """Accepts the export."""
    return accept(folder, frame, Wave("SYNTHETIC.csv", "", len(frame), len(frame), 0, synthetic=True, questionnaire=""))


def stored(frame: pl.DataFrame) -> pl.DataFrame:
    """The frame without Enums, which Delta does not know."""
    return frame.cast(dict(stored_schema(frame.schema)))  # type: ignore[arg-type]


def merge(folder: Path, frame: pl.DataFrame, condition: str) -> None:
    """Delta's own upsert."""
    merger = DeltaTable(folder).merge(stored(frame), condition, source_alias="s", target_alias="t")
    merger.when_matched_update_all().when_not_matched_insert_all().execute()


def seconds(work: Callable[[], object]) -> float:
    """How long it takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def fill(folder: Path, rows: int) -> None:
    """So many responses into the store, into a Delta table partitioned by week, and into one that is not."""
    for first in range(0, rows, CHUNK):
        frame = export(first, min(CHUNK, rows - first))
        take(folder / "store", frame)
        write_deltalake(folder / "by_week", stored(frame), mode="append", partition_by=["week"])
        write_deltalake(folder / "plain", stored(frame), mode="append")


def time_upserts(rows: int) -> None:
    """Prints how a week's export into so many responses goes, and an export of all of them."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        fill(folder, rows)
        same = "t.response_id = s.response_id"
        ways: dict[str, Callable[[pl.DataFrame], object]] = {
            "Delta merge, not partitioned": lambda frame: merge(folder / "plain", frame, same),
            "Delta merge, week given (a change of week makes two)": lambda frame: merge(
                folder / "by_week", frame, f"t.week = {WEEKS} AND {same}"
            ),
            "the store": lambda frame: take(folder / "store", frame),
        }
        found: dict[str, list[float]] = {way: [] for way in ways}
        for turn in range(TURNS):  # the ways by turns, so that a busy machine is busy for all of them
            frame = weekly_export(folder / "store", rows + turn * WEEKLY)
            for way, work in ways.items():
                found[way].append(seconds(partial(work, frame)))
        slowest = found["Delta merge, not partitioned"]
        print(f"{WEEKLY:,} responses of one week into {rows:,}, {TURNS} turns")
        for way, took in found.items():
            print(f"  {way}: {taken(took)}, {ratio(slowest, took):.1f} times as fast")
        goal("times as fast as an unpartitioned merge", ratio(slowest, found["the store"]), at_least=5)
        if rows <= CHUNK:
            _time_all(folder / "store")


def _time_all(folder: Path) -> None:
    read = seconds(lambda: load(folder, SCHEMA).collect())
    everything = load(folder, SCHEMA).collect()
    again = seconds(lambda: take(folder, everything))
    week = seconds(lambda: load(folder, SCHEMA).filter(pl.col("week") == WEEKS).collect())
    print(f"all {len(everything):,} again, nothing new: {again:.2f} s, {again / read:.1f} times reading them")
    print(f"one week read: {week / read:.2f} of reading all")


def count_kills(kills: int, seed: int = SEED) -> None:
    """Kills so many commands, half of them at a consultation's first export, and prints what became of the stores."""
    with TemporaryDirectory() as name, ThreadPoolExecutor(WORKERS) as pool:
        parts = [(Path(name) / str(worker), len(range(worker, kills, WORKERS))) for worker in range(WORKERS)]
        randoms = [Random(seed + worker) for worker in range(WORKERS)]  # noqa: S311
        found = sum(pool.map(_kill, parts, randoms), Counter[str]())
    as_before, as_after = found.pop("before", 0), found.pop("after", 0)
    print(f"killed at random moments (seed {seed}): {kills} tried, {found.total()} failed")
    print(f"  {as_before} left as before, {as_after} as after; each then right when run again")
    goal("failed", found.total(), at_most=0)
    for words, count in found.items():
        print(f"  {count} times {words}")


def count_ingest_kills(kills: int, seed: int = SEED) -> None:
    """Kills `survey ingest` so many times, and prints how often it then, run again, left not all that it should."""
    random = Random(seed)  # noqa: S311
    with TemporaryDirectory() as name:
        here = week(Path(name))
        wrong = [words for _ in range(kills) if (words := kill_ingest(here, Path(name) / "killed", random))]
    print(f"survey ingest killed at random moments (seed {seed}): {kills} tried, {len(wrong)} failed")
    for words in wrong:
        print(f"  {words}")
    goal("failed", len(wrong), at_most=0)


def _kill(part: tuple[Path, int], random: Random) -> Counter[str]:
    """What became of a worker's share of the kills, in a folder of its own."""
    folder, kills = part
    scenes = [scene(folder / str(known), rows=20_000, known=known) for known in (True, False)]
    return Counter(kill_one(scenes[turn % 2], random) for turn in range(kills))


def main() -> None:
    """All of these benchmarks."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=CHUNK, help="responses in the store; 0: no timing")
    parser.add_argument("--kills", type=int, default=500, help="commands to kill; 0: none")
    parser.add_argument("--huge", action="store_true", help=f"also with {HUGE:,} responses in the store")
    asked = parser.parse_args()
    for rows in (asked.rows, HUGE if asked.huge else 0):
        if rows:
            time_upserts(rows)
    if asked.kills:
        count_kills(asked.kills)
        count_ingest_kills(asked.kills // 10)


if __name__ == "__main__":
    main()
