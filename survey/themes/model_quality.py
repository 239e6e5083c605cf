"""How good a model is, and what of the open answers it could code at which quality: figures of examples left out."""

from __future__ import annotations

import math

import numpy as np
import polars as pl

from survey.themes.features import Matrix
from survey.themes.learn import Model
from survey.themes.ridge import Flags, Task
from survey.themes.unattended import Estimate, measured

# One row. F1 is micro-F1, cross-validated, with 95% intervals; shares from 0 to 1.
QUALITY = {
    "examples": pl.Int64,
    "codes": pl.Int64,
    "f1": pl.Float64,
    "f1_lower": pl.Float64,
    "f1_upper": pl.Float64,
    "rules_right": pl.Float64,  # share of the rules' codes of these that people gave too; null: rules gave none
    "calibration_error": pl.Float64,  # mean distance of the probabilities from what was so, in tenths
    "quality_asked": pl.Float64,
    "certainty_from": pl.Float64,  # null: no answer is coded unattended
    "unattended_examples": pl.Int64,
    "quality": pl.Float64,  # micro-F1 of these
    "quality_lower": pl.Float64,
    "quality_upper": pl.Float64,
    "precision": pl.Float64,
    "exact": pl.Float64,  # share of these answers that have all of people's codes and no other
    "open_answers": pl.Int64,  # that nobody decided on, and that say something
    "unattended_answers": pl.Int64,
    "gain_of_100": pl.Float64,  # null: too few examples to tell
    "gain_lower": pl.Float64,
    "gain_upper": pl.Float64,
}
# One row a share of the decided answers, the surest first, as if they were all that is coded unattended.
SUREST = {
    "share": pl.Float64,
    "certainty_from": pl.Float64,
    "open_answers": pl.Int64,  # that are as certain
    "quality": pl.Float64,
    "quality_lower": pl.Float64,
    "quality_upper": pl.Float64,
    "precision": pl.Float64,
    "exact": pl.Float64,
}
_SHARES = (0.2, 0.4, 0.6, 0.8, 1.0)


def quality_of(
    task: Task, model: Model, more: Estimate | None, asked: tuple[float, float], sure: Matrix
) -> pl.DataFrame:
    """QUALITY.

    Args:
        more: what 100 more examples would add, where it is known.
        asked: the quality, and how certain answers have to be for it.
        sure: how certain the open answers are.
    """
    quality, least = asked
    over = model.sure >= least
    tenth = np.minimum((model.probable * 10).astype(np.int64), 9)
    off = sum(abs(float((model.probable[tenth == each] - task.wanted[tenth == each]).sum())) for each in range(10))
    row = (
        len(task.wanted),
        int(task.wanted.any(axis=0).sum()),
        *measured(task.wanted, model.given),
        float(task.wanted[hits].mean()) if (hits := task.answers.hits).any() else None,
        off / task.wanted.size,
        quality,
        least if over.any() else None,
        int(over.sum()),
        *_reached(task, model, over),
        len(sure),
        int((sure >= least).sum()),
        *(more or (None, None, None)),
    )
    return pl.DataFrame([row], schema=QUALITY, orient="row")


def _reached(task: Task, model: Model, over: Flags) -> tuple[float | None, ...]:
    """Of these examples micro-F1 with its interval, the share of codes that is right, and of answers wholly right."""
    if not over.any():
        return None, None, None, None, None
    wanted, given = task.wanted[over], model.given[over]
    exact = float((wanted == given).all(axis=1).mean())
    return *measured(wanted, given), int((wanted & given).sum()) / int(given.sum()), exact


def surest(task: Task, model: Model, sure: Matrix) -> pl.DataFrame:
    """SUREST; answers of equal certainty are taken together. `sure`: how certain the open answers are."""
    ordered = np.sort(model.sure)[::-1]
    rows = []
    for least in (float(ordered[math.ceil(share * len(ordered)) - 1]) for share in _SHARES):
        over = model.sure >= least
        rows.append((over.mean(), least, int((sure >= least).sum()), *_reached(task, model, over)))
    return pl.DataFrame(rows, schema=SUREST, orient="row").unique("certainty_from", maintain_order=True)
