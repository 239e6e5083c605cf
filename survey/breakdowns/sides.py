"""Figures to be tested against each other, as sums that groups can be taken off and put together by."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from survey.breakdowns.base import base_of
from survey.breakdowns.blocks import Block, Time
from survey.breakdowns.marks import FEWEST
from survey.breakdowns.rows import BALANCE, Row
from survey.frames import NOT_STATED
from survey.questionnaire.kinds import Number, Question
from survey.statistics.variance import Array, Estimate, Sums

TESTED = ("mean", BALANCE)


@dataclass(frozen=True, slots=True)
class Place:
    """Whose figures: those of a time, of a group (by its place in the banner, from 1), or of all others who stated
    theirs.
    """

    label: str
    time: Time = (None, None)
    group: int = 0
    rest: bool = False


@dataclass(frozen=True, slots=True)
class Measure:
    """What each answer gives to each row's figure: `counts` over `base`, both rows by answers, in their sums."""

    rows: Sequence[Row]
    counts: Array
    base: Array
    share: np.ndarray[tuple[int, ...], np.dtype[np.bool_]]  # of rows: shares of respondents, none of whom counts twice
    unit: Array  # 100 where the figure is told in percent

    def at(self, places: Sequence[int]) -> Measure:
        """These rows, in this order."""
        at = list(places)
        return Measure([self.rows[k] for k in at], self.counts[at], self.base[at], self.share[at], self.unit[at])


@dataclass(frozen=True, slots=True)
class Side:
    """The figures of one place, by row (or by time and row)."""

    inside: Sums
    base: Sums
    plain: Array
    estimate: Estimate
    respondents: Array

    @property
    def enough(self) -> np.ndarray[tuple[int, ...], np.dtype[np.bool_]]:
        """Rows with respondents enough to be tested."""
        return self.respondents >= FEWEST


def measure(question: Question, rows: Sequence[Row], block: Block) -> Measure:
    """The rows that can be compared (shares, means, net balances), over the answers of the block."""
    kept = [row for row in rows if row.members or row.code in TESTED]
    picks = base_of(question) == "picks"
    counts = np.zeros((len(kept), len(block.answers)))
    base = np.zeros_like(counts)
    for place, row in enumerate(kept):
        for at, answer in enumerate(block.answers):
            counts[place, at], base[place, at] = _given(question, row, answer, picks)
    share = np.array([bool(row.members) and not picks for row in kept])
    # A net balance is scored in percentage points already.
    return Measure(kept, counts, base, share, np.array([100.0 if row.members else 1.0 for row in kept]))


def sums_at(block: Block, place: Place) -> Sums:
    """The sums of a place, by answer."""
    every = block.sums([place.time])
    groups = [Sums(*(each[0, group] for each in (every.n, every.w, every.w2))) for group in range(len(block.groups))]
    if not place.rest:
        return groups[place.group]
    stated = groups[0] - groups[-1] if block.groups[-1] == NOT_STATED else groups[0]
    return stated - groups[place.group]


def side(measured: Measure, sums: Sums) -> Side:
    """The figures of sums by answer (the last axis)."""
    counts, base = measured.counts.T, measured.base.T
    n, w, squares, once, twice = (
        sums.n @ base,
        sums.w @ base,
        sums.w2 @ base**2,
        sums.w2 @ (counts * base),
        sums.w2 @ counts**2,
    )
    respondents = sums.n @ (base > 0)
    inside = Sums(sums.n @ counts, sums.w @ counts, twice)
    with np.errstate(invalid="ignore", divide="ignore"):
        value = np.where(w > 0, inside.w / w, np.nan)
        spread = np.maximum(twice - 2 * value * once + value**2 * squares, 0)
        variance = np.where(respondents > 1, spread / w**2 * (respondents / (respondents - 1)), np.nan)
        plain = np.where(n > 0, inside.n / n, np.nan)
    return Side(inside, Sums(n, w, squares), plain, Estimate(value, variance), respondents)


def _given(question: Question, row: Row, answer: object, picks: bool) -> tuple[float, float]:
    if isinstance(question, Number):
        return (0.0, 0.0) if answer is None else (float(str(answer)), 1.0)
    codes = answer if isinstance(answer, list) else None
    if not row.members:
        score = row.scores.get(codes[0] if codes else None)
        return (0.0, 0.0) if score is None else (score, 1.0)
    found = sum(code in codes for code in row.members) if codes is not None else int(None in row.members)
    return (found, len(codes or [])) if picks else (min(found, 1), 1.0)
