"""Mutated exports read in processes of their own: a crash, a hang or any other end costs one case and is told.

As a program (`python -m tests.hard.watched SEED FIRST END STEP`) it reads every STEP-th of them and prints a line each.
"""

from __future__ import annotations

import faulthandler
import json
import os
import resource
import signal
import subprocess
import sys
import tempfile
import time
import traceback
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from queue import Queue
from threading import Thread

from tests.hard.commanded import commanded
from tests.hard.mutated import Mutated, hold, mutated
from tests.hard.subjects import subjects

SECONDS = 10  # of the processor, for other work may keep a case waiting; by the clock six times as many
_MEMORY = 8 << 30
ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Ended:
    """A mutated export: what became of it (`read`, `refused`, `failed`), in how many seconds of the
    processor, and what was wrong.
    """

    number: int
    end: str
    seconds: float
    faults: tuple[str, ...] = ()


def one(seed: int, number: int) -> Ended:
    """Reads one in this process, every twentieth by the commands too; whatever is raised is a fault, a panic too."""
    case = mutated(seed, number)
    named = f"{case.subject.name}, {case.what}: "
    start = time.process_time()
    try:
        held = hold(case, thorough=number % 4 == 0)
        faults = (*held.faults, *(commanded(case) if number % 20 == 0 else ()))
    except BaseException as error:
        if isinstance(error, KeyboardInterrupt):
            raise
        told = "".join(traceback.format_exception(error)[-3:])
        return Ended(number, "failed", time.process_time() - start, (f"{named}{told}",))
    return Ended(number, held.end, time.process_time() - start, tuple(named + fault for fault in faults))


def many(seed: int, count: int, processes: int = 2) -> Iterator[Ended]:
    """All of the numbers below `count` in several processes, each as it has ended."""
    found: Queue[Ended | BaseException | None] = Queue()

    def share(first: int) -> None:
        try:
            for each in _share(seed, first, count, processes):
                found.put(each)
            found.put(None)
        except BaseException as error:
            found.put(error)

    for first in range(processes):
        Thread(target=share, args=(first,), daemon=True).start()
    while processes:
        each = found.get()
        if isinstance(each, BaseException):
            raise each
        if each is None:
            processes -= 1
        else:
            yield each


def _share(seed: int, first: int, count: int, step: int) -> Iterator[Ended]:
    """Every `step`-th from the first; one in which the process ends has failed, and the next process goes on behind."""
    number = first
    while number < count:
        command = [sys.executable, "-m", "tests.hard.watched", *map(str, (seed, number, count, step))]
        with tempfile.TemporaryFile("w+") as words:
            with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=words, text=True) as process:
                assert process.stdout is not None
                for line in process.stdout:
                    found = json.loads(line)
                    yield Ended(found["number"], found["end"], found["seconds"], tuple(found["faults"]))
                    number = found["number"] + step
            words.seek(0)
            said = _last(words.read())
        if number < count:
            yield Ended(number, "failed", 0.0, (f"{mutated(seed, number).what}: the process ended: {said}",))
            number += step


def _last(words: str) -> str:
    """The beginning of the last traceback, which faulthandler writes the innermost call first, or the last words."""
    marks = (words.rfind(mark) for mark in ("Timeout", "Fatal", "Current thread"))
    start = next((place for place in marks if place >= 0), max(len(words) - 800, 0))
    return words[start : start + 800]


def main() -> None:
    """Reads and tells; ends itself where one takes longer than it may."""
    seed, first, end, step = map(int, sys.argv[1:])
    told = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)  # what anything else prints is none of the results
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    warm = next(subject for subject in subjects() if subject.folder is not None)
    commanded(Mutated("nothing", warm, warm.data))  # the commands' imports are slow, and no export's fault
    faulthandler.register(signal.SIGPROF, chain=True)  # tells where it is, then ends, as is the signal's own way
    for number in range(first, end, step):
        signal.setitimer(signal.ITIMER_PROF, SECONDS)
        faulthandler.dump_traceback_later(6 * SECONDS, exit=True)
        found = one(seed, number)
        faulthandler.cancel_dump_traceback_later()
        signal.setitimer(signal.ITIMER_PROF, 0)
        line = {"number": number, "end": found.end, "seconds": found.seconds, "faults": found.faults}
        print(json.dumps(line), file=told, flush=True)


if __name__ == "__main__":
    main()
