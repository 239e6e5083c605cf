"""A publication killed while it is written, what stands in `publish/` then, and what the same command makes of it.

As a program (`python -m tests.pipelines.killed_publication ARGUMENTS`) it is `survey` with these arguments, which says
so when it has made its files and begins to write, and when they are written.
"""

from __future__ import annotations

import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from random import Random
from shutil import copytree, rmtree
from typing import Any

from tests.pipelines.small import NAME, export, folder, quietly, rows

ROOT = Path(__file__).parents[2]
WRITING, WRITTEN = "writing\n", "written\n"
Standing = dict[str, bytes]


@dataclass(frozen=True, slots=True)
class Publishing:
    """Outputs before a publication, what stands published before and after it, and how long its writing takes."""

    outputs: Path
    before: Standing
    after: Standing
    seconds: float


def publishing(home: Path, known: bool) -> Publishing:
    """A consultation whose second export is taken in; the first is published (`known`), or nothing is yet."""
    made, outputs = folder(home / "definition"), home / "before"
    for name, number in (("first.csv", 300), ("second.csv", 400)):
        quietly(outputs, "ingest", made, export(home / name, rows(number)))
        if known and name == "first.csv":
            quietly(outputs, "tables", made)
    done = home / "done"
    copytree(outputs, done, symlinks=True)
    before = standing(outputs)
    with _command(done, "tables", made) as process:
        start = _said(process, WRITING)
        seconds = _said(process, WRITTEN) - start
        process.communicate()
    return Publishing(outputs, before, standing(done), seconds)


def kill_publication(there: Publishing, random: Random) -> str:
    """Kills the command while it writes. Gives `before` or `after`, by what it left; or what went wrong."""
    made, outputs = there.outputs.with_name("definition") / NAME, there.outputs.with_name("killed")
    rmtree(outputs, ignore_errors=True)
    copytree(there.outputs, outputs, symlinks=True)
    delay = random.uniform(0, 1.2 * there.seconds)
    with _command(outputs, "tables", made) as process:
        _said(process, WRITING)
        time.sleep(delay)
        process.kill()
    found = standing(outputs)
    names = [name for name, files in (("before", there.before), ("after", there.after)) if found == files]
    if not names:
        return f"half-written after a kill {delay:.4f} s into the writing"
    quietly(outputs, "tables", made)
    folders = list((outputs / NAME / ".published").iterdir())
    if standing(outputs) != there.after or len(folders) != 1:
        return f"wrong after a kill {delay:.4f} s into the writing and the command again"
    return names[0]


def standing(outputs: Path) -> Standing:
    """Every file in `publish/` by its name there."""
    publish = outputs / NAME / "publish"
    return {path.relative_to(publish).as_posix(): path.read_bytes() for path in publish.rglob("*") if path.is_file()}


def _command(outputs: Path, *arguments: str | Path) -> subprocess.Popen[str]:
    code = [sys.executable, "-m", "tests.pipelines.killed_publication", *map(str, arguments), "--outputs", str(outputs)]
    return subprocess.Popen(code, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)


def _said(process: subprocess.Popen[str], words: str) -> float:
    """When the command said so."""
    assert process.stdout is not None
    assert process.stdout.readline() == words
    return time.perf_counter()


def main() -> None:
    """The command that is killed."""
    import pipelines.exchange
    import pipelines.record
    from pipelines import app

    keep, exchange = pipelines.record.keep, pipelines.exchange.exchange

    def keep_told(*arguments: Any) -> Path:
        print(WRITING, end="", flush=True)
        return keep(*arguments)

    def exchange_told(*arguments: Any) -> None:
        exchange(*arguments)
        print(WRITTEN, end="", flush=True)

    pipelines.record.keep = keep_told  # type: ignore[assignment]
    pipelines.exchange.exchange = exchange_told  # type: ignore[assignment]
    sys.argv[0] = "survey"
    app.main()


if __name__ == "__main__":
    main()
