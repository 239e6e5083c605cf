"""The whole job, from the export to what is published: `python -m tests.benchmarks.whole [--respondents N ...]`.

Each size runs in a process of its own, after the imports, as `survey run --publish` does: checks, ingest, tables and
themes, charts, and then the deck, the workbook and the page from one pass of the disclosure gate. The responses are
SYNTHETIC; the export of the reference case is made before the clock starts.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import json
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.benchmarks._told import goal

CONSULTATION = "police_crime_plan_2024"
SIZES = (10_000, 1_000_000)
GOALS = {10_000: (15.0, None), 1_000_000: (60.0, 4_000.0)}  # seconds, MB
SEED = 2024
MADE = 10_000  # more cannot show every published figure: beyond, these are repeated
HEADER = 3  # rows
IMPORTED = 8_000  # respondents of the first turn, which is for the imports alone


def job(folder: Path, respondents: int) -> Iterator[tuple[str, Callable[[], object]]]:
    """The stages of the job on a new export, by name."""
    from pipelines import ingest, run, validate
    from pipelines.charts import draw_all
    from pipelines.files import write
    from pipelines.ledger import counted
    from pipelines.places import open_desk
    from survey.synthetic.export import make_export
    from survey.synthetic.load import load_published

    desk = open_desk(CONSULTATION, folder)
    published = load_published(desk.folder, desk.consultation)
    made = make_export(desk.consultation, published, min(respondents, MADE), SEED)
    export = write(folder / made.file_name, repeated(made.content, -(-respondents // MADE)))
    yield "validate", lambda: validate.check(desk, export)
    yield "ingest", lambda: ingest.take_in(desk, export)
    counting, responses = counted(desk, "", "")
    made_of = [responses]
    yield "tables and themes", lambda: made_of.append(run.make_tables(counting, responses, lambda _: None))
    yield "charts", lambda: draw_all(counting, made_of[-1])
    yield "deck, workbook and page", lambda: run.publish_all(counting, made_of[-1])


def repeated(export: bytes, times: int) -> bytes:
    """The export's responses so many times, each under an id of its own and with comments of its own."""
    import polars as pl

    if times == 1:
        return export
    rows = pl.read_csv(export, has_header=False, infer_schema=False)
    ids, comments = rows.columns[0], rows.columns[-1]
    head, body = rows.head(HEADER), rows.slice(HEADER)
    again = [
        body.with_columns(
            (pl.col(ids) + f"-{turn}").alias(ids),
            pl.when(pl.col(comments).str.len_chars() > 0).then(pl.col(comments) + f" {turn}").alias(comments),
        )
        for turn in range(times)
    ]
    return pl.concat([head, *again]).write_csv(include_header=False).encode()


def measure(respondents: int) -> dict[str, tuple[float, float]]:
    """Seconds of each stage, by the clock and of all processors together."""
    found = {}
    for size in (IMPORTED, respondents):
        with TemporaryDirectory() as folder, contextlib.redirect_stderr(io.StringIO()):
            for name, stage in job(Path(folder), size):
                start, spent = time.perf_counter(), time.process_time()
                stage()
                found[name] = (time.perf_counter() - start, time.process_time() - spent)
    return found


def tell(respondents: int) -> None:
    """Runs one size in a process of its own and prints the stages, their shares and the memory."""
    command = [sys.executable, "-m", "tests.benchmarks.whole", "--measure", str(respondents)]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
    measured = json.loads(done.stdout.splitlines()[-1])
    stages, memory = measured["stages"], measured["memory"]
    whole = sum(clock for clock, _ in stages.values())
    print(f"{respondents:,} SYNTHETIC responses: {whole:.1f} s, {memory:,.0f} MB at most")
    for name, (clock, spent) in stages.items():
        print(f"  {name:<26} {clock:7.2f} s  {clock / whole:4.0%}  ({spent:.2f} s of processors)")
    seconds, most = GOALS.get(respondents, (None, None))
    if seconds:
        goal("seconds from the export to what is published", whole, at_most=seconds)
    if most:
        goal("MB of memory", memory, at_most=most)


def main() -> None:
    """Each size in turn."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--respondents", type=int, nargs="+", default=list(SIZES))
    parser.add_argument("--measure", type=int, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.measure:
        stages = measure(asked.measure)
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(json.dumps({"stages": stages, "memory": memory}))
        return
    for respondents in asked.respondents:
        tell(respondents)


if __name__ == "__main__":
    main()
