"""`survey ingest` killed at a random moment, and what the same command makes of what it left."""

from __future__ import annotations

import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from random import Random
from shutil import copytree, rmtree

import polars as pl

from survey.frames import responses_schema
from survey.store import load
from tests.exports import CONSULTATIONS, ROWS, every_kind, export_text

ROOT = Path(__file__).parents[2]
EVERY = CONSULTATIONS / "every_kind"
CHANGED = ROWS[0].replace(",North,", ",South,")
FIRST = (*ROWS[:3], ROWS[1].replace("0013", "", 1))
SECOND = (CHANGED, ROWS[2].replace(",North,", ",Nroth,"), ROWS[3], ROWS[3].replace("0015", "", 1))
# What is written of an export beside the store, and the columns that tell when.
WRITTEN = {"changes.csv": ["accepted_at"], "not_in_export.csv": [], "set_aside.csv": [], "unread_answers.csv": []}


@dataclass(frozen=True, slots=True)
class Week:
    """A consultation's outputs with the first export taken in, the second, and what taking it in unharmed leaves."""

    before: Path
    export: Path
    after: tuple[object, ...]
    seconds: float


def week(folder: Path) -> Week:
    """The second export changes an answer, has one not understood, one without its id, and lacks a response."""
    first, second = folder / "first.csv", folder / "second.csv"
    first.write_text(export_text(*FIRST), newline="")
    second.write_text(export_text(*SECOND), newline="")
    before, done = folder / "before", folder / "done"
    command(first, before).wait()
    copytree(before, done)
    start = time.perf_counter()
    command(second, done).wait()
    return Week(before, second, left(done), time.perf_counter() - start)


def kill_ingest(there: Week, folder: Path, random: Random) -> str:
    """Kills the command, runs it again, and gives what is not as it should be; nothing where all is right."""
    rmtree(folder, ignore_errors=True)
    copytree(there.before, folder)
    delay = random.uniform(0.3, 1.2) * there.seconds  # the first third is Python's own start
    with command(there.export, folder) as process:
        time.sleep(delay)
        process.kill()
    killed = process.returncode < 0
    again = command(there.export, folder).wait()
    wrong = [] if again == 1 else [f"exit code {again}"]
    wrong += [] if left(folder) == there.after else ["another state"]
    return f"killed after {delay:.3f} s: {', '.join(wrong)}" if killed and wrong else ""


def command(export: Path, outputs: Path) -> subprocess.Popen[bytes]:
    """`survey ingest` in a process of its own."""
    arguments = ["ingest", str(EVERY), str(export), "--outputs", str(outputs)]
    code = [sys.executable, "-c", "from pipelines.app import main; main()", *arguments]
    return subprocess.Popen(code, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def left(outputs: Path) -> tuple[object, ...]:
    """All that an ingest leaves, less the times."""
    private = outputs / "every_kind" / "private"
    responses = load(private / "responses", responses_schema(every_kind())).collect().rows()
    csvs = [pl.read_csv(private / name, infer_schema=False).drop(times).rows() for name, times in WRITTEN.items()]
    return responses, *csvs
