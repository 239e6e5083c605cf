"""Reading a large CSV: polars as text (the floor), pandas, and ours: `python -m tests.benchmarks.ingest [--rows N]`.

Each reader runs in a process of its own, in turns; time and memory are of the reading alone, after the imports. `table`
is the file as named columns of text, every row accounted for; `responses` goes on to typed answers, and is what the
goals are for. Ratios are of the least of the turns, which other work on the machine disturbed least. The responses are
SYNTHETIC: 14 columns, six in ten with a comment of 33 words, some of these over two lines and with quotes.
"""

from __future__ import annotations

import argparse
import csv
import json
import random
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from survey.questionnaire.definition import Consultation, Export, TimeColumn
from survey.questionnaire.kinds import FreeText, MultiCode, Number, Option, Scale, SingleCode, slug
from tests.benchmarks._told import goal, ratio, taken

TURNS = 5
SEED = 20240714
AREAS = ("Birmingham", "Coventry", "Dudley", "Sandwell", "Solihull", "Walsall", "Wolverhampton")
SAFE = ("Very safe", "Fairly safe", "Neither", "Fairly unsafe", "Very unsafe")
PICKS = ("Burglary", "Speeding", "Parking", "Anti-social behaviour", "Drugs", "Knife crime", "Fraud")
SCALES = ("Safe by day", "Safe after dark", "Trust", "Heard of us", "Confidence")
HEADER = ("ID", "Started", "Ended", "Area", *SCALES, "Priorities", "Age", "Gender", "Postcode", "Comments")
SENTENCE = "the police should patrol more often in our area at night because young people gather near shops"


def write_export(path: Path, rows: int) -> int:
    """The export, with a byte order mark and CRLF as survey tools write them.

    Gives its size as a polars frame of text in bytes: 16 a cell, and the texts of over 12.
    """
    size = 0
    with path.open("w", newline="", encoding="utf-8-sig") as file:
        writer = csv.writer(file, lineterminator="\r\n")
        writer.writerow(HEADER)
        for row in _rows(rows):
            writer.writerow(row)
            size += sum(16 + (len(cell.encode()) if len(cell) > 12 else 0) for cell in row)
    return size


def _rows(rows: int) -> Iterator[list[str]]:
    rng = random.Random(SEED)  # noqa: S311 - reproducible, nothing secret
    for place in range(rows):
        words = rng.choices(SENTENCE.split(), k=33) if rng.random() < 0.6 else []
        comment = " ".join(words[:20]) + (', and "so" –\n' if place % 50 == 0 else ", ") + " ".join(words[20:])
        day = f"{rng.randint(1, 28):02d}/08/2024"
        yield [
            f"SYNTHETIC-{place:08d}",
            f"{day} 09:30:00",
            f"{day} 09:40:00" if place % 9 else "",
            rng.choice(AREAS),
            *(rng.choice(SAFE) for _ in SCALES),
            ";".join(rng.sample(PICKS, rng.randint(1, 3))),
            str(rng.randint(16, 90)),
            rng.choice(("Female", "Male")),
            f"B{rng.randint(1, 45)} 1AA",
            comment if words else "",
        ]


def consultation() -> Consultation:
    """The definition of that export."""

    def options(labels: tuple[str, ...]) -> tuple[Option, ...]:
        return tuple(Option(code=slug(label), label=label) for label in labels)

    scales = (
        Scale(
            id=slug(name),
            text=name,
            kind="scale",
            polarity="positive_first",
            column=name,
            options=options(SAFE),
        )
        for name in SCALES
    )
    return Consultation(
        id="benchmark",
        name="SYNTHETIC",
        owner="The benchmarks",
        export=Export(
            response_id="ID",
            started=TimeColumn(column="Started", format="%d/%m/%Y %H:%M:%S"),
            completed=TimeColumn(column="Ended", format="%d/%m/%Y %H:%M:%S"),
            personal=("Postcode",),
        ),
        questions=(
            SingleCode(id="area", text="Area", kind="single_code", column="Area", options=options(AREAS)),
            *scales,
            MultiCode(
                id="priorities",
                text="Priorities",
                kind="multi_code",
                column="Priorities",
                delimiter=";",
                options=options(PICKS),
            ),
            Number(id="age", text="Age", kind="number", column="Age"),
            SingleCode(
                id="gender", text="Gender", kind="single_code", column="Gender", options=options(("Female", "Male"))
            ),
            FreeText(id="comments", text="Comments", kind="free_text", column="Comments"),
        ),
    )


def _polars(path: Path) -> Callable[[], int]:
    import polars as pl

    return lambda: pl.scan_csv(path, infer_schema=False).collect().height


def _pandas(path: Path) -> Callable[[], int]:
    import pandas as pd

    return lambda: len(pd.read_csv(path))


def _table(path: Path) -> Callable[[], int]:
    import numpy.ma  # noqa: F401 - polars imports it at the first array it is given

    from survey.ingest.table import open_table

    export = consultation().export
    return lambda: open_table(path.read_bytes(), path.name, export).height


def _responses(path: Path) -> Callable[[], int]:
    import numpy.ma  # noqa: F401

    from survey.ingest.export import open_export
    from survey.ingest.responses import read_responses

    definition = consultation()
    return lambda: read_responses(open_export(path.read_bytes(), path.name, definition)).rows_in


READERS = {"polars": _polars, "pandas": _pandas, "table": _table, "responses": _responses}


def peak() -> float:
    """The most memory this process has held so far, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000


def measure(reader: str, path: Path) -> None:
    """Runs in the child: rows read, seconds by the clock and of all processors, MB above what the imports took."""
    run = READERS[reader](path)
    before, start, spent = peak(), time.perf_counter(), time.process_time()
    rows = run()
    seconds, processor = time.perf_counter() - start, time.process_time() - spent
    print(json.dumps({"rows": rows, "seconds": seconds, "processor": processor, "mb": peak() - before}))


def in_turns(path: Path, rows: int) -> dict[str, dict[str, list[float]]]:
    """What each reader took in each turn."""
    found: dict[str, dict[str, list[float]]] = {name: {"seconds": [], "processor": [], "mb": []} for name in READERS}
    for _ in range(TURNS):
        for name, measured in found.items():
            command = [sys.executable, "-m", "tests.benchmarks.ingest", "--reader", name, "--path", str(path)]
            done = subprocess.run(command, capture_output=True, text=True, check=True)
            told = json.loads(done.stdout)
            if told["rows"] != rows:
                raise SystemExit(f"{name} read {told['rows']} rows of {rows}")
            for each, values in measured.items():
                values.append(told[each])
    return found


def main() -> None:
    """Prints a line a reader, then the goals."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--reader", choices=READERS)
    parser.add_argument("--path", type=Path)
    asked = parser.parse_args()
    if asked.reader:
        measure(asked.reader, asked.path)
        return
    with TemporaryDirectory() as folder:
        path = Path(folder) / "SYNTHETIC.csv"
        frame = write_export(path, asked.rows) / 1e6
        size = path.stat().st_size / 1e6
        print(f"{asked.rows:,} rows x {len(HEADER)} columns, {size:,.0f} MB, as a frame {frame:,.0f} MB; {TURNS} turns")
        found = in_turns(path, asked.rows)
    for name, each in found.items():
        by_clock, spent = (ratio(each[what], found["polars"][what]) for what in ("seconds", "processor"))
        print(
            f"  {name:10}{taken(each['seconds'])} = {by_clock:.1f} x polars, {spent:.1f} x its processor time;"
            f" {median(each['mb']):,.0f} MB = {median(each['mb']) / frame:.1f} x the frame"
        )
    ours = found["responses"]
    goal("responses, times polars as text", ratio(ours["seconds"], found["polars"]["seconds"]), at_most=3)
    goal("responses, times pandas read_csv", ratio(ours["seconds"], found["pandas"]["seconds"]), at_most=1)
    goal("memory of responses, times the frame", median(ours["mb"]) / frame, at_most=3)


if __name__ == "__main__":
    main()
