"""The one step of weighting that sees respondents: they are counted by their combination of options."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from survey.questionnaire.definition import Consultation
from survey.routing import asked
from survey.weighting.groups import Groups

_DENSE = 1 << 24  # combinations that may be counted in a table with a place for each


@dataclass(frozen=True, slots=True, eq=False)
class Tally:
    """Respondents by combination: `n` of each, its option in each margin (the number of options: not answered).

    `each`: the combination of each respondent.
    """

    n: NDArray[np.float64]
    options: tuple[NDArray[np.intp], ...]
    each: NDArray[np.intp]


def tally(responses: pl.DataFrame, margins: Sequence[Groups], consultation: Consultation) -> Tally:
    """Respondents by their combination of options. An answer of somebody who was not asked is none."""
    sizes = [len(groups.question.options) + 1 for groups in margins]
    number = pl.lit(0, dtype=pl.Int64)
    for groups, size in zip(margins, sizes, strict=True):
        number = number * size + _option(groups, consultation).fill_null(size - 1)
    numbers = responses.select(number).to_series().to_numpy()
    if math.prod(sizes) <= _DENSE:
        counts = np.bincount(numbers, minlength=math.prod(sizes))
        found = np.flatnonzero(counts)
        n, each = counts[found], (np.cumsum(counts > 0) - 1)[numbers]
    else:
        found, each, n = np.unique(numbers, return_inverse=True, return_counts=True)
    return Tally(n.astype(np.float64), tuple(np.unravel_index(found, sizes)), each)


def _option(groups: Groups, consultation: Consultation) -> pl.Expr:
    """The number of the option chosen: an Enum's own, since its categories stand in the questionnaire's order."""
    chosen = pl.col(groups.question.id).to_physical().cast(pl.Int64)
    question = groups.question
    return chosen if question.asked is None else pl.when(asked(question, consultation)).then(chosen)
