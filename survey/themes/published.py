"""The published percentages of codes, and what they would be had a person read every answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

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
_SPREAD = 0.5  # added to each count for the spread only: none of ten found is no proof that there is none
Floats = NDArray[np.float64]
Places = NDArray[np.intp]


def published_error(
    responses: pl.DataFrame, strata: Mapping[tuple[str, str], str], read: Sets, frame: CodeFrame
) -> pl.DataFrame:
    """Every published percentage beside the one that a person's reading of a part of the answers leads to (PUBLISHED).

    Of an answer that was read the person's codes stand. Of the others of its stratum each has a code as likely as those
    that were read (Tenenbein's double sampling, stratified, of respondents with one answer or several: a respondent has
    a code that any answer has). Respondents with an answer in a stratum of which none was read are left out of it. The
    interval is Wilson's, on the size of a plain sample that would know as much; what was read is known.

    Args:
        responses: with the column `themes` as published (`question.with_themes`).
        strata: of each answer the stratum it was chosen by (`sample.strata_of`).
        read: the codes that a person gave each answer that was read.
    """
    given = responses[THEMES].drop_nulls()
    counts = dict(given.cast(pl.List(pl.String)).explode().value_counts().iter_rows())
    answers = _Answers.of(strata, read)
    rows: list[tuple[object, ...]] = []
    for code, label in frame.labels.items():
        coded = counts.get(label, 0)
        if not coded and not any(code in codes for codes in read.values()):
            continue
        pct = 100 * coded / len(given) if len(given) else None
        right = [None if each != each else 100 * each for each in answers.share(code)]
        rows.append((code, label, len(given), coded, pct, len(answers.first), *right))
    return pl.DataFrame(rows, schema=PUBLISHED, orient="row")


@dataclass(frozen=True, slots=True, eq=False)
class _Answers:
    """The answers of respondents all whose answers are of strata of which some were read, in order of respondents.

    `first`: where each respondent's begin; `whose`, `stratum`: of each answer; `seen`: whether it was read; `codes`:
    what a person gave those that were.
    """

    first: Places
    whose: Places
    stratum: Places
    seen: NDArray[np.bool_]
    codes: list[frozenset[str]]

    @classmethod
    def of(cls, strata: Mapping[tuple[str, str], str], read: Sets) -> _Answers:
        met = sorted({strata[key] for key in read if key in strata})
        lost = {key[0] for key, name in strata.items() if name not in met}
        keys = sorted(key for key in strata if key[0] not in lost)
        _, first, whose = np.unique([key[0] for key in keys], return_index=True, return_inverse=True)
        stratum = np.array([met.index(strata[key]) for key in keys], dtype=np.intp)
        seen = np.array([key in read for key in keys], dtype=np.bool_)
        return cls(first, whose, stratum, seen, [read[key] for key in keys if key in read])

    def share(self, code: str) -> tuple[float, float, float]:
        """The share of respondents with the code, 0 to 1, and its interval; nan where nothing was read.

        A respondent has it unless each answer lacks it: 1 - P. What says that nothing was said counts only where each
        answer says so: Q - P, with Q the answers being so.
        """
        if not len(self.first):
            return (np.nan, np.nan, np.nan)
        silent = code in _SILENT
        so = np.array([not silent or codes <= _SILENT for codes in self.codes], dtype=np.float64)
        lacks = so * np.array([code not in codes for codes in self.codes])
        place = self.stratum[self.seen]
        n, a, b = (np.bincount(place, weights).astype(np.float64) for weights in (np.ones(len(place)), so, lacks))
        value = float(self._with(so, a / n, lacks, b / n).mean())
        more = n + 2 * _SPREAD + _SPREAD * silent
        a, b = (a + 2 * _SPREAD) / more, (b + _SPREAD) / more
        middle = float(self._with(so, a, lacks, b).mean())
        variance = self._variance((so, a), (lacks, b), n) / len(self.first) ** 2
        if variance <= 0:  # all were read
            return (value, value, value)
        lower, upper = wilson(np.array([value]), np.array([middle * (1 - middle) / variance]))
        return (value, float(lower[0]), float(upper[0]))

    def _with(self, so: Floats, a: Floats, lacks: Floats, b: Floats) -> Floats:
        """Of each respondent how likely the code is."""
        each = (self._filled(so, a), self._filled(lacks, b))
        most, least = (np.multiply.reduceat(values, self.first) for values in each)
        return np.asarray(most - least)

    def _filled(self, known: Floats, chance: Floats) -> Floats:
        """Of each answer what was found of it, or the chance in its stratum where it was not read."""
        values = chance[self.stratum]
        values[self.seen] = known
        return values

    def _variance(self, a: tuple[Floats, Floats], b: tuple[Floats, Floats], n: Floats) -> float:
        """Of the number of respondents: by the chances being of those read, and by what is so of those unread."""
        of = self.stratum[~self.seen]
        pulls = [self._pull(self._filled(*each))[~self.seen] for each in (a, b)]
        (one, other), chances = pulls, (a[1], b[1])
        spreads = chances[0] * (1 - chances[0]), chances[1] * (1 - chances[1]), chances[1] * (1 - chances[0])
        total = 0.0
        for x, y, times, spread in (
            (one, one, 1, spreads[0]),
            (other, other, 1, spreads[1]),
            (one, other, -2, spreads[2]),
        ):
            sums = [np.bincount(of, each, len(n)) for each in (x, y, x * y)]
            total += times * float((spread * (sums[0] * sums[1] / n + sums[2])).sum())
        return total

    def _pull(self, values: Floats) -> Floats:
        """Of each answer the product of the respondent's other answers' values: what a change of its own makes."""
        nought = values == 0
        product = np.multiply.reduceat(np.where(nought, 1.0, values), self.first)[self.whose]
        noughts = np.add.reduceat(nought.astype(np.float64), self.first)[self.whose]
        return np.asarray(np.where(noughts - nought > 0, 0.0, product / np.where(nought, 1.0, values)))
