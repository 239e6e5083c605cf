"""Commands killed at random moments while they accept an export, and what they leave behind.

As a program (`python -m tests.store.kills FOLDER ROWS`) it is such a command: it says that it is ready, waits for a
line, accepts the second export of a consultation and says so.
"""

from __future__ import annotations

import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from random import Random
from shutil import copytree, rmtree

import polars as pl

from survey.errors import UsageError
from survey.frames import conform
from survey.store import Acceptance, accept, load, waves
from tests.store.small import SCHEMA, wave

ROOT = Path(__file__).parents[2]


def first_export(rows: int) -> pl.DataFrame:
    """So many responses in weeks 1 to 4, every tenth undated."""
    number = pl.int_range(rows)
    week = pl.when(number % 10 > 0).then(number % 4 + 1).cast(pl.Int32)
    frame = pl.select(
        pl.format("SYNTHETIC-{}", number.cast(pl.String).str.zfill(8)).alias("response_id"),
        (number + 2).cast(pl.Int64).alias("line"),
        week.alias("week"),
        pl.format("SYNTHETIC words of {}", number).alias("comment"),
        pl.lit(value=True).alias("synthetic"),
    )
    others = [pl.lit(None, dtype=dtype).alias(name) for name, dtype in SCHEMA.items() if name not in frame.columns]
    return conform(frame.with_columns(others), SCHEMA)


def second_export(rows: int) -> pl.DataFrame:
    """The first export with a tenth more in week 5; of the old ones some moved week, some have another comment."""
    number = pl.col("line") - 2
    moved = pl.when((number % 33 == 0) | (number >= rows)).then(5).otherwise("week").cast(pl.Int32)
    words = pl.when(number % 30 == 3).then(pl.lit("SYNTHETIC second thoughts")).otherwise("comment")
    return first_export(rows + rows // 10).with_columns(moved.alias("week"), words.alias("comment"))


def take(folder: Path, frame: pl.DataFrame) -> Acceptance:
    """Accepts the export."""
    return accept(folder, frame, wave(len(frame)))


def state(folder: Path) -> pl.DataFrame | None:
    """All that is stored; None where nothing was accepted yet."""
    try:
        return load(folder, SCHEMA).collect()
    except UsageError:
        return None


@dataclass(frozen=True, slots=True)
class Scene:
    """A store as it is before the command, the states before and after it, and how long that takes unharmed."""

    store: Path
    rows: int
    before: pl.DataFrame | None
    after: pl.DataFrame | None
    seconds: float


def scene(folder: Path, rows: int, known: bool) -> Scene:
    """A store that holds the first export (`known`) or nothing, and what the second will make of it."""
    store, done = folder / "before", folder / "after"
    store.mkdir(parents=True)
    if known:
        take(store, first_export(rows))
    copytree(store, done)
    before = state(store)
    seconds = _run(done, rows, None)
    return Scene(store, rows, before, state(done), seconds)


def kill_one(scene: Scene, random: Random) -> str:
    """Kills a command at a random moment. Gives `before` or `after`, by the state it left; or what went wrong."""
    folder = scene.store.with_name("killed")
    rmtree(folder, ignore_errors=True)
    copytree(scene.store, folder)
    delay = random.uniform(0, 1.5 * scene.seconds)
    _run(folder, scene.rows, delay)
    left, told = state(folder), len(waves(folder))
    waves_before = 0 if scene.before is None else 1
    found = {"before": (scene.before, waves_before), "after": (scene.after, waves_before + 1)}
    names = [name for name, (frame, count) in found.items() if same(left, frame) and told == count]
    if not names:
        return f"torn by a kill after {delay:.4f} s: {told} waves, {0 if left is None else len(left)} responses"
    take(folder, second_export(scene.rows))
    if not same(state(folder), scene.after):
        return f"wrong after a kill after {delay:.4f} s and the command again"
    return names[0]


def same(one: pl.DataFrame | None, other: pl.DataFrame | None) -> bool:
    """Equal frames, or nothing on both sides."""
    return one.equals(other) if one is not None and other is not None else one is other


def _run(folder: Path, rows: int, delay: float | None) -> float:
    """Runs the command, kills it after the delay if there is one, and gives how long it ran from its start signal."""
    command = [sys.executable, "-m", "tests.store.kills", str(folder), str(rows)]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        start = time.perf_counter()
        process.stdin.write("go\n")
        process.stdin.flush()
        if delay is None:
            assert process.stdout.readline() == "done\n"
        else:
            time.sleep(delay)
            process.kill()
        return time.perf_counter() - start


def main() -> None:
    """The command that is killed."""
    folder, rows = Path(sys.argv[1]), int(sys.argv[2])
    export = second_export(rows)
    print("ready", flush=True)
    sys.stdin.readline()
    take(folder, export)
    print("done", flush=True)


if __name__ == "__main__":
    main()
