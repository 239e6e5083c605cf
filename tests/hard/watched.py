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
import time
import traceback
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

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
    """All of the numbers below `count`, in several processes."""
    with ThreadPoolExecutor(processes) as pool:
        for found in pool.map(lambda first: list(_share(seed, first, count, processes)), range(processes)):
            yield from found


def _share(seed: int, first: int, count: int, step: int) -> Iterator[Ended]:
    """Every `step`-th from the first; one in which the process ends has failed, and the next process goes on behind."""
    number = first
    while number < count:
        command = [sys.executable, "-m", "tests.hard.watched", *map(str, (seed, number, count, step))]
        with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
            assert process.stdout is not None
            assert process.stderr is not None
            for line in process.stdout:
                found = json.loads(line)
                yield Ended(found["number"], found["end"], found["seconds"], tuple(found["faults"]))
                number = found["number"] + step
            words = process.stderr.read()[:600]
        if number < count:
            yield Ended(number, "failed", 0.0, (f"{mutated(seed, number).what}: the process ended: {words}",))
            number += step


def main() -> None:
    """Reads and tells; ends itself where one takes longer than it may."""
    seed, first, end, step = map(int, sys.argv[1:])
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    told = os.fdopen(os.dup(1), "w")
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
