"""Figures to be tested against each other, as sums that groups can be taken off and put together by."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from survey.breakdowns.base import base_of
from survey.breakdowns.blocks import Block, Time
from survey.breakdowns.figures import MEANS, Figures, middle
from survey.breakdowns.rows import Row
from survey.frames import NOT_STATED
from survey.questionnaire.kinds import Number, Question
from survey.statistics.compare import ROUNDING
from survey.statistics.variance import Array, Estimate, Sums

FEWEST = 30  # respondents, with weights the effective base: groups of fewer are not tested


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
    share: NDArray[np.bool_]  # of rows: shares of respondents, none of whom counts twice
    unit: Array  # 100 where the figure is told in percent
    centre: Array  # about which a row's values lie; 0 of shares

    def at(self, places: Sequence[int]) -> Measure:
        """These rows, in this order."""
        at = list(places)
        rows, share = [self.rows[k] for k in at], self.share[at]
        return Measure(rows, self.counts[at], self.base[at], share, self.unit[at], self.centre[at])


@dataclass(frozen=True, slots=True)
class Side:
    """What a test needs of figures: sums, so that groups can be put together and taken off.

    `sums` are, along the first axis: respondents; the total of a row's values (of a share: those in it) and its base;
    both weighted; and the base's squared weights alone, times the value, times its square. The other axes are as those
    of what it was made of. Values are taken less `centre`: where they lie close together the squares of what is left
    keep the digits that their own would lose.
    """

    sums: Array
    centre: Array

    @classmethod
    def of(cls, found: Figures) -> Side:
        """All groups of the figures: by time, row and group."""
        plain, total = (
            np.nan_to_num((figure - found.centre) * base)
            for figure, base in ((found.plain, found.base_n), (found.weighted, found.base_w))
        )
        sums = (found.respondents, plain, found.base_n, total, found.base_w, found.squares, found.once, found.twice)
        return cls(np.moveaxis(np.array(sums), 2, -1), np.moveaxis(found.centre, 1, -1))

    def at(self, places: Any) -> Side:
        """Some of the places along the last axis."""
        return Side(self.sums[..., places], self.centre[..., places])

    @classmethod
    def beside(cls, sides: Sequence[Side]) -> Side:
        """Sides one behind the other, along the last axis."""
        return cls(*(np.concatenate([getattr(each, name) for each in sides], axis=-1) for name in ("sums", "centre")))

    def less(self, others: Side) -> Side:
        """Without these, who are among them. They weigh the same in another order: what rounding leaves is nought."""
        left = self.sums - others.sums
        most = np.maximum(np.abs(self.sums), np.abs(others.sums))
        return Side(np.where(np.abs(left) <= ROUNDING * most, 0.0, left), self.centre)

    @property
    def respondents(self) -> Array:
        """Respondents behind the base."""
        found: Array = self.sums[0]
        return found

    @property
    def enough(self) -> NDArray[np.bool_]:
        """Whether they are enough to be tested."""
        return enough(self.base)

    @property
    def inside(self) -> Sums:
        """Those in the row, of a share."""
        return Sums(self.sums[1], self.sums[3], self.sums[7])

    @property
    def base(self) -> Sums:
        """Those in its base."""
        return Sums(self.sums[2], self.sums[4], self.sums[5])

    @property
    def plain(self) -> Array:
        """The row's figure without weights; NaN without a base."""
        return _ratio(self.sums[1], self.sums[2]) + self.centre

    @property
    def value(self) -> Array:
        """The row's figure; NaN without a base."""
        return _ratio(self.sums[3], self.sums[4]) + self.centre

    @property
    def estimate(self) -> Estimate:
        """The row's figure less `centre`, and its variance within the group; NaN of one respondent."""
        n, *_, base_w, squares, once, twice = self.sums
        value = _ratio(self.sums[3], base_w)
        with np.errstate(invalid="ignore", divide="ignore"):
            spread = twice - 2 * value * once + value**2 * squares
            # Of one value that all gave rounding leaves a little, which would be all the error there is.
            spread = np.where(spread <= ROUNDING * (twice + value**2 * squares), 0.0, spread)
            return Estimate(value, np.where(n > 1, spread / base_w**2 * (n / (n - 1)), np.nan))


def enough(base: Sums) -> NDArray[np.bool_]:
    """Whether a test may stand on a base: a few heavy respondents are few, however many weigh next to nothing."""
    return np.asarray(base.effective >= FEWEST * (1 - ROUNDING))


def measure(question: Question, rows: Sequence[Row], answers: Sequence[Any], times: Array) -> Measure:
    """The rows that can be compared (shares, means, net balances), over answers as a block has them.

    Args:
        question: whose rows and answers they are.
        rows: of its stub.
        answers: as a block has them.
        times: how many gave each of them.
    """
    kept = [row for row in rows if row.members or row.code in MEANS]
    picks = base_of(question) == "picks"
    counts = np.zeros((len(kept), len(answers)))
    base = np.zeros_like(counts)
    for place, row in enumerate(kept):
        for at, answer in enumerate(answers):
            counts[place, at], base[place, at] = _given(question, row, answer, picks)
    share = np.array([bool(row.members) and not picks for row in kept])
    # A net balance is scored in percentage points already.
    unit = np.array([100.0 if row.members else 1.0 for row in kept])
    centre = [
        0.0 if row.members else middle(y[has > 0], times[has > 0])
        for row, y, has in zip(kept, counts, base, strict=True)
    ]
    return Measure(kept, counts, base, share, unit, np.array(centre))


def sums_at(block: Block, place: Place) -> Sums:
    """The sums of a place, by answer."""
    every = block.sums([place.time])
    groups = [Sums(*(each[0, group] for each in (every.n, every.w, every.w2))) for group in range(len(block.groups))]
    if not place.rest:
        return groups[place.group]
    stated = groups[0] - groups[-1] if block.groups[-1] == NOT_STATED else groups[0]
    return stated - groups[place.group]


def side(measured: Measure, sums: Sums) -> Side:
    """The figures of sums by answer (the last axis): by row."""
    counts, base = (measured.counts - measured.centre[:, None] * measured.base).T, measured.base.T
    # Where picks are the base, who answered and picked none is drawn all the same.
    drawn = (base > 0) | np.array([bool(row.members) for row in measured.rows])
    made = (
        sums.n @ drawn,
        *(sums.n @ counts, sums.n @ base),
        *(sums.w @ counts, sums.w @ base),
        *(sums.w2 @ base**2, sums.w2 @ (counts * base), sums.w2 @ counts**2),
    )
    return Side(np.array(made), np.broadcast_to(measured.centre, made[0].shape))


def _given(question: Question, row: Row, answer: object, picks: bool) -> tuple[float, float]:
    if isinstance(question, Number):
        return (0.0, 0.0) if answer is None else (float(str(answer)), 1.0)
    codes = answer if isinstance(answer, list) else None
    if not row.members:
        score = row.scores.get(codes[0] if codes else None)
        return (0.0, 0.0) if score is None else (score, 1.0)
    found = sum(code in codes for code in row.members) if codes is not None else int(None in row.members)
    return (found, len(codes or [])) if picks else (min(found, 1), 1.0)


def _ratio(over: Array, under: Array) -> Array:
    return np.asarray(np.divide(over, under, out=np.full(over.shape, np.nan), where=under > 0))
