"""Validation on polars against Great Expectations' own pandas engine: the same results, the time and the memory.

    python -m tests.benchmarks.validation                    # a million rows, 25 expectations
    python -m tests.benchmarks.validation --huge             # also 100,000 dirty rows, every field compared
    python -m tests.benchmarks.validation --oracle           # only that: ten minutes, most of them pandas'

All rows are SYNTHETIC. Seconds are this machine's; the ratios are what to look at. Each run has a process of its own,
and they take turns. Time is from the Parquet file to the results, without imports; memory is the whole process's
largest. `pandas` converts to the types of numpy, as most would; `objects`, run once, to Python objects, which keeps
whole numbers with gaps whole and is what the polars engine's results agree with to the last field.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import polars as pl

from tests.benchmarks._told import goal, ratio, taken

SEED = 20240714
AREAS = [f"Area {number}" for number in range(12)]
SAFETY = ["Very safe", "Fairly safe", "Neither", "Fairly unsafe", "Very unsafe"]
BASIC = {"result_format": "BASIC"}
COMPLETE = {
    "result_format": "COMPLETE",
    "unexpected_index_column_names": ["line"],
    "return_unexpected_index_query": False,
}
FORMATS: Mapping[str, dict[str, Any]] = {"BASIC": BASIC, "COMPLETE": COMPLETE}
TURNS = 3


def answers(rows: int, wrong: float) -> pl.DataFrame:
    """14 columns; six in ten have a comment of 33 words. `wrong`: the share of rows with a misspelt area."""
    random = np.random.default_rng(SEED)
    words = pl.Series([f"SYNTHETIC {number} " + "words of somebody " * 10 + "end" for number in range(997)])
    started = pl.lit(np.datetime64("2024-07-14T00:00:00")).cast(pl.Datetime("us"))
    started = started + pl.duration(seconds=pl.lit(pl.Series(random.integers(0, 96 * 86_400, rows))))

    def labels(options: list[str]) -> pl.Series:
        return pl.Series(options).gather(random.integers(0, len(options), rows))

    def gaps(value: pl.Series, share: float) -> pl.Expr:
        return pl.when(pl.Series(random.random(rows) >= share)).then(value)

    return pl.select(
        pl.format("SYNTHETIC-{}", pl.int_range(rows).cast(pl.String).str.zfill(9)).alias("response_id"),
        pl.int_range(2, rows + 2).alias("line"),
        pl.when(pl.Series(random.random(rows) < wrong)).then(pl.lit("area ?")).otherwise(labels(AREAS)).alias("area"),
        gaps(labels(SAFETY), 0.03).alias("safe_day"),
        gaps(labels(SAFETY), 0.03).alias("safe_dark"),
        gaps(pl.Series(random.integers(16, 99, rows)), 0.05).alias("age"),
        gaps(pl.Series(random.integers(1, 6, rows)), 0.05).alias("picks"),
        pl.Series(random.gamma(4, 0.25, rows)).alias("weight"),
        started.alias("started"),
        (started + pl.duration(minutes=10)).alias("completed"),
        started.cast(pl.Date).alias("date"),
        gaps(pl.Series(random.random(rows) < 0.9), 0.02).alias("consent"),
        pl.format("B{} 3AB", pl.Series(random.integers(1, 99, rows))).alias("postcode"),
        gaps(words.gather(random.integers(0, 997, rows)), 0.4).alias("comment"),
    )


def _column(kind: str, column: str, **kwargs: Any) -> dict[str, Any]:
    return {"type": f"expect_column_{kind}", "kwargs": {"column": column, **kwargs}}


SUITE = [
    _column("values_to_not_be_null", "response_id"),
    _column("values_to_be_unique", "response_id"),
    _column("values_to_be_in_set", "area", value_set=AREAS),
    _column("values_to_be_in_set", "safe_day", value_set=SAFETY),
    _column("values_to_be_in_set", "safe_dark", value_set=SAFETY),
    _column("values_to_be_between", "age", min_value=16, max_value=120),
    _column("values_to_be_between", "picks", min_value=1, max_value=5),
    _column("values_to_be_between", "started", min_value="2024-07-14T00:00:00", max_value="2024-10-18T23:59:59"),
    _column("values_to_be_in_set", "consent", value_set=[True, False]),
    _column("values_to_not_be_null", "date"),
    _column("values_to_match_regex", "postcode", regex=r"^[A-Z]{1,2}\d{1,2} \d[A-Z]{2}$"),
    _column("values_to_not_match_regex", "comment", regex=r"<[a-z/][^>]*>"),
    _column("value_lengths_to_be_between", "comment", min_value=1, max_value=5000),
    _column("mean_to_be_between", "age", min_value=30, max_value=70),
    _column("median_to_be_between", "age", min_value=30, max_value=70),
    _column("stdev_to_be_between", "weight", min_value=0.1, max_value=1),
    _column("min_to_be_between", "weight", min_value=0),
    _column("max_to_be_between", "weight", max_value=20),
    _column("sum_to_be_between", "picks", min_value=1),
    _column(
        "quantile_values_to_be_between",
        "weight",
        quantile_ranges={"quantiles": [0.05, 0.5, 0.95], "value_ranges": [[0, 1], [0.5, 1.5], [1, 3]]},
    ),
    _column("unique_value_count_to_be_between", "area", min_value=12, max_value=13),
    _column("proportion_of_non_null_values_to_be_between", "comment", min_value=0.5),
    _column("distinct_values_to_be_in_set", "safe_day", value_set=SAFETY),
    {
        "type": "expect_column_pair_values_a_to_be_greater_than_b",
        "kwargs": {"column_A": "completed", "column_B": "started"},
    },
    {"type": "expect_table_row_count_to_be_between", "kwargs": {"min_value": 1}},
]


def _as_numpy(frame: pl.DataFrame) -> Any:
    """As `to_pandas` would, without pyarrow: whole numbers with gaps become floats, texts pandas' own."""
    import pandas as pd

    return pd.DataFrame(
        {
            series.name: pd.Series(series.to_list(), dtype="str")
            if series.dtype == pl.String
            else pd.Series(series.to_numpy(), dtype=object if series.dtype == pl.Boolean else None)
            for series in frame
        }
    )


def _run(engine: str, path: Path, fmt: str) -> None:
    """One validation in this process, after one of ten rows; prints its seconds and the process's largest memory."""
    from tests.validate.polars_engine.oracle import in_pandas, in_polars, objects

    frames: dict[str, Callable[[pl.LazyFrame], list[dict[str, Any]]]] = {
        "polars": lambda frame: in_polars(frame, SUITE, FORMATS[fmt]),
        "pandas": lambda frame: in_pandas(_as_numpy(frame.collect()), SUITE, FORMATS[fmt]),
        "objects": lambda frame: in_pandas(objects(frame.collect()), SUITE, FORMATS[fmt]),
    }
    frames[engine](pl.scan_parquet(path).head(10))
    start, spent = time.perf_counter(), time.process_time()
    results = frames[engine](pl.scan_parquet(path))
    seconds, processor = time.perf_counter() - start, time.process_time() - spent
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    failed = sum(result["result"].get("unexpected_count") or 0 for result in results)
    print(json.dumps({"seconds": seconds, "processor": processor, "memory": memory / 1024, "failed": failed}))


def speed(rows: int, turns: int) -> None:
    """Runs in fresh processes, taking turns, and their ratios to polars."""
    for fmt, wrong in (("BASIC", 0.0001), ("COMPLETE", 0.02)):
        with TemporaryDirectory() as folder:
            path = Path(folder) / "SYNTHETIC_answers.parquet"
            answers(rows, wrong).write_parquet(path)
            runs: dict[str, list[dict[str, float]]] = {"polars": [], "pandas": [], "objects": []}
            for turn in range(turns):
                for engine, found in runs.items():
                    if engine != "objects" or turn == 0:
                        found.append(_child(engine, path, fmt))
        print(f"{rows:,} rows x 14, {len(SUITE)} expectations, {fmt}, {wrong:.2%} of areas wrong, {turns} turns")
        _tell(runs)


def _tell(runs: dict[str, list[dict[str, float]]]) -> None:
    def each(engine: str, what: str) -> list[float]:
        return [run[what] for run in runs[engine]]

    for engine, found in runs.items():
        memory = median(each(engine, "memory"))
        longer, spent = (ratio(each(engine, what), each("polars", what)) for what in ("seconds", "processor"))
        print(
            f"  {engine:8} {taken(each(engine, 'seconds'))} = {longer:.1f} x polars, {spent:.1f} x its processor time;"
            f" {memory:.0f} MiB; {found[0]['failed']:,} failing values"
        )
    goal("times as fast as by way of pandas", ratio(each("pandas", "seconds"), each("polars", "seconds")), at_least=4)
    share = median(each("polars", "memory")) / median(each("pandas", "memory"))
    goal("share of the memory of that", share, at_most=0.5)


def _child(engine: str, path: Path, fmt: str) -> dict[str, float]:
    command = [sys.executable, "-m", "tests.benchmarks.validation", "--run", engine, str(path), fmt]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found


def oracle(rows: int) -> None:
    """Every field of every result on the dirty frame, by both engines; ten minutes for 100,000 rows, most of pandas."""
    from tests.validate.polars_engine.dirty import dirty
    from tests.validate.polars_engine.dirty_suite import SUITE as EXPECTATIONS
    from tests.validate.polars_engine.oracle import by_polars, differences, in_pandas, objects, raised

    frame = dirty(rows)
    start = time.perf_counter()
    ours, asked = by_polars(frame, EXPECTATIONS)
    between = time.perf_counter()
    theirs = in_pandas(objects(frame), EXPECTATIONS)
    end = time.perf_counter()
    found = differences(ours, theirs, EXPECTATIONS)
    details = [result["result"] for result in theirs]
    types = {each["type"] for each in EXPECTATIONS}
    print(f"{len(EXPECTATIONS)} expectations of {len(types)} types on {rows:,} dirty rows")
    print(f"  {sum(result['success'] for result in theirs)} met, {sum(map(raised, theirs))} that cannot be run")
    print(f"  {sum(each.get('unexpected_count') or 0 for each in details):,} failing values, ", end="")
    print(f"{sum(len(each.get('unexpected_index_list') or ()) for each in details):,} row ids")
    print(f"  {len(found)} fields differ of {sum(len(each) + 2 for each in details):,}")
    print(f"  polars {between - start:.0f} s ({len(asked)} metrics by pandas), pandas {end - between:.0f} s")
    for difference in found:
        print(f"  {difference}")
    goal("fields that differ from pandas' own", len(found), at_most=0)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int)
    parser.add_argument("--turns", type=int, default=TURNS)
    parser.add_argument("--huge", action="store_true", help="also what --oracle does")
    parser.add_argument("--oracle", action="store_true", help="compare every field on dirty rows")
    parser.add_argument("--run", nargs=3, metavar=("ENGINE", "PARQUET", "FORMAT"), help="one run, in this process")
    options = parser.parse_args()
    if options.run:
        engine, path, fmt = options.run
        _run(engine, Path(path), fmt)
        return
    if not options.oracle:
        speed(options.rows or 1_000_000, options.turns)
    if options.oracle or options.huge:
        oracle(options.rows or 100_000)


if __name__ == "__main__":
    main()
