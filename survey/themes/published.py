"""The published percentages of codes, and what they would be had a person read every answer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from typing import TypeAlias

import numpy as np
import polars as pl
from numpy.typing import NDArray

from survey.questionnaire.code_frame import NO_COMMENT, NOTHING_TO_ADD, CodeFrame
from survey.statistics.intervals import wilson
from survey.themes.agree import Sets
from survey.themes.question import THEMES

# One row a code that was published or that a person gave.
PUBLISHED = {
    "code": pl.String,
    "label": pl.String,
    "respondents": pl.Int64,  # who wrote an answer: the base that is published
    "published": pl.Int64,  # of these, with the code as people, rules and model gave it
    "published_pct": pl.Float64,
    "right_respondents": pl.Int64,  # on whom the figure put right stands
    "right_pct": pl.Float64,
    "right_lower": pl.Float64,
    "right_upper": pl.Float64,
}
_SILENT = frozenset({NOTHING_TO_ADD, NO_COMMENT})  # a respondent has these only if no answer says anything
_UNREAD = frozenset({""})
_SPREAD = 0.5  # added to each count for the spread only: none of ten found is no proof that there is none
_POINTS = 2.0
Floats: TypeAlias = NDArray[np.float64]
People: TypeAlias = Mapping[str, frozenset[str]]


def of_respondents(read: Sets, written: Collection[tuple[str, str]]) -> dict[str, frozenset[str]]:
    """The codes that a person gave each respondent all whose answers were read, as they are published.

    Args:
        written: every answer: response and question.
    """
    found: dict[str, frozenset[str]] = {}
    for key in written:
        found[key[0]] = found.get(key[0], frozenset()) | read.get(key, _UNREAD)
    whole = {who: codes for who, codes in found.items() if not codes & _UNREAD}
    return {who: codes if codes <= _SILENT else codes - _SILENT for who, codes in whole.items()}


def published_error(responses: pl.DataFrame, strata: Mapping[str, str], read: People, frame: CodeFrame) -> pl.DataFrame:
    """Every published percentage beside the one that a person's reading of some respondents leads to (PUBLISHED).

    Of the respondents of a stratum as many have a code as of those of them who were read (Tenenbein's double sampling,
    stratified). Strata of which nobody was read are left out. The interval is Wilson's, on the size of a plain sample
    that would know as much; of who was read nothing is unsure.

    Args:
        responses: with the column `themes` as published (`question.with_themes`).
        strata: of each respondent the stratum they were chosen by (`sample.strata_of`).
        read: the codes that a person gave, of each respondent who was read (`of_respondents`).
    """
    given = responses[THEMES].drop_nulls()
    counts = dict(given.cast(pl.List(pl.String)).explode().value_counts().iter_rows())
    sizes, of = Counter(strata.values()), Counter(strata[who] for who in read if who in strata)
    base = sum(sizes[stratum] for stratum in of)
    rows: list[tuple[object, ...]] = []
    for code, label in frame.labels.items():
        coded = counts.get(label, 0)
        has = Counter(strata[who] for who, codes in read.items() if code in codes and who in strata)
        if not coded and not has:
            continue
        pct = 100 * coded / len(given) if len(given) else None
        right = _share(*(np.array([each[name] for name in of], dtype=float) for each in (sizes, has, of)))
        rows.append((code, label, len(given), coded, pct, base, *right))
    return pl.DataFrame(rows, schema=PUBLISHED, orient="row")


def spoken_against(found: pl.DataFrame) -> pl.DataFrame:
    """Of PUBLISHED the rows whose published percentage lies outside the interval of the one put right, two points from
    it or more: nearer than that nobody is misled. Those furthest away first.
    """
    away = (pl.col("right_pct") - pl.col("published_pct")).abs()
    outside = ~pl.col("published_pct").is_between(pl.col("right_lower"), pl.col("right_upper"))
    return found.filter(outside, away >= _POINTS).sort(away, descending=True, maintain_order=True)


def _share(sizes: Floats, has: Floats, of: Floats) -> tuple[float | None, float | None, float | None]:
    """The percentage, and its interval; none where nobody was read."""
    if not len(sizes):
        return (None, None, None)
    weight = sizes / sizes.sum()
    value = float(weight @ (has / of))
    near = (has + _SPREAD) / (of + 2 * _SPREAD)
    middle, spread = float(weight @ near), float(weight**2 @ (near * (1 - near) / of * (1 - of / sizes)))
    if spread <= 0:  # all were read
        return (100 * value,) * 3
    lower, upper = wilson(np.array([value]), np.array([middle * (1 - middle) / spread]))
    return (100 * value, 100 * float(lower[0]), 100 * float(upper[0]))
