"""The same tables by several engines, each from the CSV: one runs in this process, and tells what it took.

Tables: the weekly ranking of `priorities`, `safe_day` by area, and twenty crosstabs of the five stubs by the four
banners; of each cell respondents, the sum of weights and of squared weights. Ours has errors, intervals and letters on
top; what the others leave out is said in `NOTES`.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from tests.benchmarks import _survey_packages as packages
from tests.benchmarks._survey_file import BANNERS, CONSULTATION, QUESTIONS, STUBS, USED

NOTES = {
    "floor": "polars reads the used columns of the CSV, nothing else",
    "ours": "all tables, bases, standard errors, Wilson intervals, Holm letters, marks",
    "polars": "sums by hand, picks counted by their text before they are split; no errors, intervals, letters",
    "duckdb": "sums by SQL; no errors, intervals, letters",
    "pandas": "read_csv and crosstab, unweighted and weighted; no squared weights, errors, intervals, letters",
    **packages.NOTES,
}
CROSSTABS = [(stub, banner) for stub in STUBS for banner in BANNERS]
Check = dict[str, float]


def floor(path: Path) -> Check:
    import polars as pl

    return {"rows": float(pl.read_csv(path, columns=list(USED)).height)}


def ours(path: Path) -> Check:
    import polars as pl

    from survey.breakdowns.count import count_tabs
    from survey.breakdowns.plan import Tab
    from survey.breakdowns.ranking import ranking
    from survey.breakdowns.results import results_of_tabs
    from survey.ingest.labels import scan_labels

    priorities = QUESTIONS["priorities"]
    tabs = [
        Tab([priorities], weekly=True),
        Tab([QUESTIONS["safe_day"]], [QUESTIONS["area"]]),
        Tab([QUESTIONS[name] for name in STUBS], [QUESTIONS[name] for name in BANNERS]),
    ]
    cells = count_tabs(scan_labels(path, CONSULTATION), CONSULTATION, tabs)
    table = results_of_tabs(cells, tabs, correction="holm")
    ranks = ranking(cells, priorities, CONSULTATION.fieldwork, tested=False)  # type: ignore[arg-type]
    weeks = ranks.filter(pl.col("week") == 3).select("code", "weighted_count").rows()
    by_area = table.filter(question_id="safe_day", banner_id="area", code="safe", group="Dudley")
    picks = table.filter(pl.col("question_id") == "priorities", pl.col("banner_id") == "sex")
    return {
        "knife crime in week 3": dict(weeks)["knife_crime"],
        "safe in Dudley": by_area["weighted_count"].item(),
        "share safe in Dudley": by_area["weighted_pct"].item() / 100,
        "its standard error": by_area["se"].item() / 100,
        "fraud of women": picks.filter(group="Female", code="fraud")["weighted_count"].item(),
        "fraud of women, unweighted": picks.filter(group="Female", code="fraud")["count"].item(),
    }


def polars(path: Path) -> Check:
    import polars as pl

    frame = pl.read_csv(path, columns=list(USED))
    weight = pl.col("weight")
    sums = (pl.len().alias("n"), weight.sum().alias("w"), (weight**2).sum().alias("w2"))
    picked = pl.col("priorities").str.split(";")

    def split(by: str) -> pl.DataFrame:
        together = frame.lazy().group_by("priorities", by).agg(*sums)
        apart = together.with_columns(picked).explode("priorities")
        return apart.group_by("priorities", by).agg(pl.col("n", "w", "w2").sum()).collect()

    weeks = split("week").with_columns(rank=pl.col("w").rank("min", descending=True).over("week"))
    found = {(stub, banner): frame.group_by(stub, banner).agg(*sums) for stub, banner in CROSSTABS if stub != STUBS[-1]}
    found |= {(STUBS[-1], banner): split(banner) for banner in BANNERS}
    frame.group_by("safe_day", "area").agg(*sums)
    women = found["priorities", "sex"].filter(priorities="Fraud", sex="Female")
    return {
        "knife crime in week 3": weeks.filter(week=3, priorities="Knife crime")["w"].item(),
        "safe in Dudley": found["safe_day", "area"].filter(safe_day="Safe", area="Dudley")["w"].item(),
        "fraud of women": women["w"].item(),
        "fraud of women, unweighted": women["n"].item(),
    }


def duckdb(path: Path) -> Check:
    import duckdb as engine

    sums = "count(*) as n, sum(weight) as w, sum(weight * weight) as w2"
    again = "sum(n) as n, sum(w) as w, sum(w2) as w2"
    with engine.connect() as sql:
        sql.read_csv(str(path)).project(", ".join(USED)).create("r")
        table = sql.table("r")

        def split(by: str) -> engine.DuckDBPyRelation:
            together = table.aggregate(f"priorities, {by}, {sums}", f"priorities, {by}")
            apart = together.project(f"unnest(string_split(priorities, ';')) as o, {by}, n, w, w2")
            return apart.aggregate(f"o, {by}, {again}", f"o, {by}")

        weeks = split("week").project("*, rank() over (partition by week order by w desc) as place").fetchall()
        single = [(stub, banner) for stub, banner in CROSSTABS if stub != STUBS[-1]]
        found = {pair: table.aggregate(f"{', '.join(pair)}, {sums}", ", ".join(pair)).fetchall() for pair in single}
        found |= {(STUBS[-1], banner): split(banner).fetchall() for banner in BANNERS}
        table.aggregate(f"safe_day, area, {sums}", "safe_day, area").fetchall()
    fraud = {row[:2]: row[2:] for row in found["priorities", "sex"]}["Fraud", "Female"]
    return {
        "knife crime in week 3": {row[:2]: row[3] for row in weeks}["Knife crime", 3],
        "safe in Dudley": {row[:2]: row[3] for row in found["safe_day", "area"]}["Safe", "Dudley"],
        "fraud of women": fraud[1],
        "fraud of women, unweighted": float(fraud[0]),
    }


def pandas(path: Path) -> Check:
    import pandas as pd

    frame = pd.read_csv(path, usecols=list(USED))
    long = frame.assign(priorities=frame["priorities"].str.split(";")).explode("priorities")

    def crosstab(of: Any, stub: str, banner: str) -> tuple[Any, Any]:
        weighted = pd.crosstab(of[stub], of[banner], values=of["weight"], aggfunc="sum")
        return pd.crosstab(of[stub], of[banner]), weighted

    counts, weeks = crosstab(long, "priorities", "week")
    weeks.rank(ascending=False, method="min")
    crosstab(frame, "safe_day", "area")
    found = {(stub, banner): crosstab(long if stub == STUBS[-1] else frame, stub, banner) for stub, banner in CROSSTABS}
    women = found["priorities", "sex"]
    return {
        "knife crime in week 3": float(weeks.loc["Knife crime", 3]),
        "safe in Dudley": float(found["safe_day", "area"][1].loc["Safe", "Dudley"]),
        "fraud of women": float(women[1].loc["Fraud", "Female"]),
        "fraud of women, unweighted": float(women[0].loc["Fraud", "Female"]) + 0 * len(counts),
    }


ENGINES: dict[str, Callable[[Path], Check]] = {
    "floor": floor,
    "ours": ours,
    "polars": polars,
    "duckdb": duckdb,
    "pandas": pandas,
    "svy": packages.svy,
    packages.MEANS: partial(packages.svy, means=True),
}


def main() -> None:
    """Runs an engine once on a small file, for its imports, then on the file; prints what it took as JSON."""
    name, small, path = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3])
    if name == packages.R:
        print(json.dumps(packages.r_survey(small, path)))
        return
    ENGINES[name](small)
    start, spent = time.perf_counter(), time.process_time()
    found = ENGINES[name](path)
    told = {
        "seconds": time.perf_counter() - start,
        "processor": time.process_time() - spent,
        "memory": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "found": found,
    }
    print(json.dumps(told))


if __name__ == "__main__":
    main()
