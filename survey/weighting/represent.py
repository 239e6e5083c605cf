"""Who answered, held against the population."""

from __future__ import annotations

import math
from fractions import Fraction

import numpy as np
import polars as pl

from survey.errors import Problem, UsageError
from survey.frames import NOT_STATED as NOT_STATED_LABEL
from survey.frames import SMALL_BASE, conform
from survey.questionnaire.definition import Consultation
from survey.weighting.frames import COMPARED, ELSEWHERE, NOT_STATED, OUTSIDE, REPRESENT, UNCOUNTED
from survey.weighting.groups import Groups, groups_of, places
from survey.weighting.tally import tally


def represent(responses: pl.DataFrame, consultation: Consultation) -> pl.DataFrame:
    """Each group of every margin: how many answered, their share of those compared, and the population's.

    Compared are those who answered with an option that has a figure, and are not outside the population by any of the
    margins. Not compared, with a count only: those outside, options the population has no figure for, and those who
    did not answer (or were not asked). The counts of a margin add up to all responses that are not blank.

    Returns:
        A frame with the schema REPRESENT: margins and groups in the order of `population.toml`, those not compared
        behind the groups.

    Raises:
        UsageError: the consultation has no population.
    """
    if not consultation.population:
        hint = "write population.toml beside questionnaire.toml: docs/definition.md says how"
        raise UsageError(Problem("no population to hold the answers against", consultation.id, hint=hint))
    margins = [groups_of(margin, consultation) for margin in consultation.population]
    counted = tally(responses.filter(pl.col("status").cast(pl.String) != "blank"), margins, consultation)
    apart = [places(groups)[options] == groups.apart for groups, options in zip(margins, counted.options, strict=True)]
    rows: list[dict[str, object]] = []
    for number, groups in enumerate(margins):
        elsewhere = np.any([np.zeros(len(counted.n), bool), *apart[:number], *apart[number + 1 :]], axis=0)
        labels = [*(option.label for option in groups.question.options), None]
        counts = np.bincount(counted.options[number], counted.n * ~elsewhere, len(labels)).astype(int).tolist()
        found = dict(zip(labels, counts, strict=True))
        rows += _compared(groups, found) + _not_compared(groups, found)
        if any(each.outside for each in margins if each is not groups):
            rows.append(_row(groups, None, ELSEWHERE, OUTSIDE, int(counted.n[elsewhere].sum())))
    return conform(pl.DataFrame(rows, schema=dict(REPRESENT)), REPRESENT)


def shortfall(count: int, base: int, share: Fraction) -> int:
    """How many more responses of a group alone bring its share of the base to `share`; 0 if it has that share.

    With x more of the group, and of no other, its share is (count + x) / (base + x): x = (share * base - count) /
    (1 - share), rounded up.
    """
    return max(0, math.ceil((share * base - count) / (1 - share)))


def _compared(groups: Groups, found: dict[str | None, int]) -> list[dict[str, object]]:
    counts = [sum(found[label] for label in group.members) for group in groups.groups]
    base = sum(counts)
    rows: list[dict[str, object]] = []
    for group, count in zip(groups.groups, counts, strict=True):
        pct = 100 * count / base if base else None
        population_pct = float(100 * group.share)
        figures = {
            "base_unweighted": base,
            "pct": pct,
            "population": groups.margin.counts.get(group.code),
            "population_pct": population_pct,
            "difference": None if pct is None else pct - population_pct,
            "short_by": shortfall(count, base, group.share),
            "small_base": base < SMALL_BASE,
        }
        rows.append({**_row(groups, group.code, group.label, COMPARED, count), **figures})
    return rows


def _not_compared(groups: Groups, found: dict[str | None, int]) -> list[dict[str, object]]:
    code_of = {option.label: option.code for option in groups.question.options}
    standings = [(label, OUTSIDE) for label in groups.outside] + [(label, UNCOUNTED) for label in groups.uncounted]
    rows = [_row(groups, code_of[label], label, standing, found[label]) for label, standing in standings]
    return [*rows, _row(groups, None, NOT_STATED_LABEL, NOT_STATED, found[None])]


def _row(groups: Groups, code: str | None, label: str, standing: str, count: int) -> dict[str, object]:
    margin = groups.margin
    return {
        **dict.fromkeys(REPRESENT),
        "question_id": margin.question,
        "code": code,
        "label": label,
        "standing": standing,
        "count": count,
        "geography": margin.geography,
        "source": margin.source,
        "population_date": margin.date,
    }
