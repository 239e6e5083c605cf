"""Twenty-two weighted tables from one CSV, by ours and by other engines: `python -m tests.benchmarks.breakdowns`.

10 thousand, 1 million and 5 million SYNTHETIC responses of 12 columns: the weekly ranking of a multi-code question,
safety by area and twenty crosstabs, weighted. Each run has a process of its own, imports and a first small file done
before the clock starts; reading is in it; they take turns. The floor is polars reading the used columns, which leaves
nothing to answer. What each engine does is printed. Every engine's figures are held against ours. With
`--rows 20000000` ours runs alone.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

from tests.benchmarks import _survey_packages as packages
from tests.benchmarks._survey_engines import ENGINES, NOTES
from tests.benchmarks._survey_file import in_a_process_of_its_own
from tests.benchmarks._told import goal, ratio, taken

SIZES = (10_000, 1_000_000, 5_000_000)
TURNS = 5
LARGEST = 5_000_000  # of more, others would take the memory of the machine
SLOW = {"pandas", *packages.NOTES}  # these run once, and not on the largest file
Run = dict[str, Any]


def measured(name: str, small: Path, path: Path) -> Run:
    """One engine in a fresh process."""
    command = [sys.executable, "-m", "tests.benchmarks._survey_engines", name, str(small), str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    found: Run = json.loads(done.stdout.splitlines()[-1])
    return found


def turns(small: Path, path: Path, rows: int, count: int) -> dict[str, list[Run]]:
    """Every engine in turn."""
    if rows > LARGEST:
        return {"ours": [measured("ours", small, path) for _ in range(count)]}
    absent = {name for name, reason in packages.here().items() if reason}
    names = [name for name in (*ENGINES, packages.R) if name not in absent and not (name in SLOW and rows > 1_000_000)]
    runs: dict[str, list[Run]] = {name: [] for name in names}
    for turn in range(count):
        for name in names:
            if not (name in SLOW and turn):
                runs[name].append(measured(name, small, path))
    return runs


def tell(runs: dict[str, list[Run]]) -> None:
    """Seconds and memory of each engine, ratios to the floor, and whether its figures are ours."""
    least = runs.get("floor", runs["ours"])
    floor = [run["seconds"] for run in least]
    ours = runs["ours"][0]["found"]
    for name, found in runs.items():
        seconds = [run["seconds"] for run in found]
        memory = median(run["memory"] for run in found)
        apart = [abs(figure / ours[what] - 1) for what, figure in found[0]["found"].items() if what in ours]
        same = f"; figures within {max(apart):.0e} of ours" if apart and name != "ours" else ""
        spent = ratio([run["processor"] for run in found], [run["processor"] for run in least])
        print(
            f"  {name:8} {taken(seconds)} = {ratio(seconds, floor):.2f} x floor, {spent:.2f} x its processor time;"
            f" {memory:,.0f} MiB{same}"
        )


def judge(runs: dict[str, list[Run]], rows: int) -> None:
    """The goals of that size."""
    seconds = {name: [run["seconds"] for run in found] for name, found in runs.items()}
    if rows == 20_000_000:
        goal("GiB at 20 million", median(run["memory"] for run in runs["ours"]) / 1024, at_most=24)
    if rows == 10_000:
        goal("milliseconds of all tables at 10,000", 1000 * min(seconds["ours"]), at_most=50)
    if rows == 1_000_000:
        goal("times the floor", ratio(seconds["ours"], seconds["floor"]), at_most=1.6)
        goal("times as fast as pandas", ratio(seconds["pandas"], seconds["ours"]), at_least=15)
        goal("times as fast as DuckDB", ratio(seconds["duckdb"], seconds["ours"]), at_least=3)
        for name, times in (("svy", 150), (packages.R, 200)):
            if name in seconds:
                goal(f"times as fast as {name}", ratio(seconds[name], seconds["ours"]), at_least=times)
        goal("MB at the most", median(run["memory"] for run in runs["ours"]) * 1.048576, at_most=300)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, nargs="*", default=SIZES)
    parser.add_argument("--turns", type=int, default=TURNS)
    given = parser.parse_args()
    for name, note in NOTES.items():
        print(f"  {name}: {note}")
    for name, reason in packages.here().items():
        if reason:
            print(f"  not run: {name}, {reason}")
    best: dict[int, float] = {}
    with TemporaryDirectory() as folder:
        small = Path(folder) / "SYNTHETIC_small.csv"
        in_a_process_of_its_own(small, 1_000)
        for rows in given.rows:
            path = Path(folder) / f"SYNTHETIC_{rows}.csv"
            in_a_process_of_its_own(path, rows)
            print(
                f"{rows:,} SYNTHETIC responses x 12 columns, {path.stat().st_size / 1e6:,.0f} MB, {given.turns} turns"
            )
            runs = turns(small, path, rows, given.turns)
            tell(runs)
            judge(runs, rows)
            best[rows] = min(run["seconds"] for run in runs["ours"])
            path.unlink()
    if {1_000_000, 5_000_000} <= best.keys():
        goal("times a million's time at 5 million", best[5_000_000] / best[1_000_000], at_most=5.5)


if __name__ == "__main__":
    main()
