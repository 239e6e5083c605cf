"""R's results, and the data they are of, from beside the checkout; a test is skipped where they are absent."""

from __future__ import annotations

import csv
import json
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt

from survey.statistics.variance import Array, Sums
from tests.exports import shared

Labels = npt.NDArray[np.str_]


@cache
def of_survey() -> dict[str, Any]:
    """R `survey` on the academic performance index."""
    found: dict[str, Any] = json.loads(shared("data/truth/api_survey_truth.json").read_text())
    return found


@cache
def of_proportions() -> dict[str, Any]:
    """R's `prop.test` and kin, and `expss`."""
    found: dict[str, Any] = json.loads(shared("data/truth/proportions_multiresponse_truth.json").read_text())
    return found


@cache
def schools(name: str = "apistrat") -> dict[str, Labels]:
    """The columns of a sample of schools."""
    with shared(f"data/truth/{name}.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    return {column: np.array([row[column] for row in rows]) for column in rows[0]}


def weights(name: str = "apistrat") -> Sums:
    """Every school of the sample as a cell of its own."""
    return Sums.respondents(schools(name)["pw"].astype(float))


def scores(name: str = "apistrat") -> Array:
    """api00 of every school."""
    return schools(name)["api00"].astype(float)
