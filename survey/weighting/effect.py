"""What weights do: the margins before and after, the design effect, the largest weights."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import polars as pl

from survey.frames import conform
from survey.statistics.raking import Floats, Margin, Raked
from survey.statistics.variance import Sums
from survey.weighting.frames import EFFECT, LARGEST, MARGINS, RAKED, UNWEIGHTED, WITHIN_BOUNDS
from survey.weighting.groups import Groups

_LARGEST = 10


def before_and_after(chosen: Sequence[Groups], margins: Sequence[Margin], n: Floats, weights: Floats) -> pl.DataFrame:
    """Each group's share without and with the weights, beside the population's (schema MARGINS)."""
    rows: list[dict[str, object]] = []
    for groups, margin in zip(chosen, margins, strict=True):
        counts, sums = _sums(margin, n), _sums(margin, n * weights)
        base, base_weighted = counts[: groups.unstated].sum(), sums[: groups.unstated].sum()
        for group, count, weighted in zip(groups.groups, counts, sums, strict=False):
            weighted_pct, population_pct = 100 * weighted / base_weighted, float(100 * group.share)
            figures = (group.code, group.label, int(count), int(base), 100 * count / base, weighted_pct, population_pct)
            row = dict(zip(list(MARGINS)[1:], figures, strict=False))
            rows.append({**row, "question_id": groups.question.id, "difference": weighted_pct - population_pct})
        last = {"question_id": groups.question.id, "label": margin.labels[-1], "count": int(counts[groups.unstated])}
        rows.append({**dict.fromkeys(MARGINS), **last})
    return conform(pl.DataFrame(rows, schema=dict(MARGINS)), MARGINS)


def effect(chosen: Sequence[Groups], margins: Sequence[Margin], n: Floats, steps: Sequence[Raked]) -> pl.DataFrame:
    """Unweighted, raked, and within bounds if there is a second step (schema EFFECT)."""
    found = [
        (UNWEIGHTED, np.ones_like(n)),
        *zip((RAKED, WITHIN_BOUNDS), (step.weights for step in steps), strict=False),
    ]
    rows = []
    for step, weights in found:
        whole = Sums(n, n * weights, n * weights**2).sum()
        off = before_and_after(chosen, margins, n, weights)["difference"].abs().max()
        rows.append(
            (step, int(n.sum()), weights.min(), weights.max(), float(whole.design_effect), float(whole.effective), off)
        )
    return pl.DataFrame(rows, schema=dict(EFFECT), orient="row")


def largest(margins: Sequence[Margin], n: Floats, weights: Floats) -> pl.DataFrame:
    """The combinations of groups with the largest weights, the largest first (schema LARGEST)."""
    order = np.argsort(-weights, kind="stable")[:_LARGEST]
    words = [", ".join(f"{margin.name}: {margin.labels[margin.places[cell]]}" for margin in margins) for cell in order]
    counts = n[order].astype(np.int64)
    return pl.DataFrame({"groups": words, "count": counts, "weight": weights[order]}, schema=dict(LARGEST))


def _sums(margin: Margin, amounts: Floats) -> Floats:
    return np.asarray(np.bincount(margin.places, weights=amounts, minlength=len(margin.labels)), dtype=np.float64)
