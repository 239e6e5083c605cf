"""The same tables by packages for surveys that are no dependency of ours: run where they are installed.

`pip install --no-deps --target DIR svy svy-io svy-rs msgspec` and `PYTHONPATH=DIR` give svy; `Rscript` on the PATH with
its package survey gives R's. Shares with standard errors; no letters. Expss and quantipy3 have no runner.
"""

from __future__ import annotations

import importlib
import importlib.util
import json
import resource
import shutil
import subprocess
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.benchmarks._survey_file import BANNERS, PICKS, STUBS, USED

R = "R survey"
MEANS = "svy, means"
NOTES = {
    "svy": "shares with standard errors and Wilson intervals, table by table; no unweighted percentages, no letters",
    MEANS: "the same, but of each pick the mean of 0 and 1, which is quicker and has no Wilson interval",
    R: "svyby with svymean, table by table; no intervals, letters",
}
_SCRIPT = """
suppressMessages(library(survey))
given <- commandArgs(TRUE)
picks <- strsplit(given[3], ";")[[1]]; stubs <- strsplit(given[4], ";")[[1]]; banners <- strsplit(given[5], ";")[[1]]
tables <- function(path) {
  start <- proc.time()
  d <- read.csv(path, na.strings = "", stringsAsFactors = TRUE)
  told <- paste0(";", d$priorities, ";")
  for (place in seq_along(picks)) {
    picked <- grepl(paste0(";", picks[place], ";"), told, fixed = TRUE)
    d[[paste0("p", place)]] <- ifelse(is.na(d$priorities), NA, picked)
  }
  whole <- svydesign(ids = ~1, weights = ~weight, data = d)
  by <- function(stub, banner) {
    svyby(reformulate(stub), reformulate(banner), whole, svymean, na.rm = TRUE, na.rm.all = TRUE)
  }
  several <- paste0("p", seq_along(picks))
  by(several, "week")
  area <- by("safe_day", "area")
  for (banner in banners) { for (stub in stubs) by(stub, banner); several_by <- by(several, banner) }
  took <- proc.time() - start
  cat(sprintf('{"seconds": %f, "processor": %f, "share": %.15g, "error": %.15g}\\n',
    took[["elapsed"]], took[["user.self"]] + took[["sys.self"]],
    area["Dudley", "safe_daySafe"], area["Dudley", "se.safe_daySafe"]))
}
invisible(tables(given[1])); tables(given[2])
"""


def here() -> dict[str, str]:
    """Of each package why it is not run, or nothing where it is."""
    script = shutil.which("Rscript")
    known = script and subprocess.run([script, "-e", "library(survey)"], capture_output=True, check=False)
    return {
        **dict.fromkeys(("svy", MEANS), "" if importlib.util.find_spec("svy") else "not installed"),
        R: "" if known and not known.returncode else "no package survey" if known else "no Rscript",
        "expss": "no runner",
        "quantipy3": "no runner",
    }


def svy(path: Path, means: bool = False) -> dict[str, float]:
    """Tables of shares; or `means` of picks, which are tables of several answers."""
    import polars as pl

    package = importlib.import_module("svy")
    several = [f"p{place}" for place in range(len(PICKS))]
    picked = pl.col("priorities").str.split(";")
    chosen = [picked.list.contains(label).cast(pl.Int8).alias(name) for name, label in zip(several, PICKS, strict=True)]
    frame = pl.read_csv(path, columns=list(USED)).with_columns(chosen)
    estimate = package.Sample(frame, package.Design(wgt="weight")).estimation
    shares = partial(estimate.prop, drop_nulls=True, ci_method="wilson")
    area = shares("safe_day", by="area").to_polars()
    picks = partial(estimate.mean, drop_nulls=True) if means else shares
    for banner in ("week", *BANNERS):
        for name in several:
            picks(name, by=banner)
    for stub in STUBS[:-1]:
        for banner in BANNERS:
            shares(stub, by=banner)
    safe = area.filter(area="Dudley", safe_day="Safe")
    return {"share safe in Dudley": safe["est"].item(), "its standard error": safe["se"].item()}


def r_survey(small: Path, path: Path) -> dict[str, object]:
    """What it took in a process of its own, and what it found."""
    stubs, banners = ";".join(STUBS[:-1]), ";".join(BANNERS)
    with TemporaryDirectory() as folder:
        script = Path(folder) / "tables.R"
        script.write_text(_SCRIPT, encoding="utf-8")
        command = ["Rscript", str(script), str(small), str(path), ";".join(PICKS), stubs, banners]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
    told = json.loads(done.stdout.splitlines()[-1])
    return {
        "seconds": told["seconds"],
        "processor": told["processor"],
        "memory": resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024,
        "found": {"share safe in Dudley": told["share"], "its standard error": told["error"]},
    }
