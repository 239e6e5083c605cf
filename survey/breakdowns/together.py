"""Who chose which options together, week by week, added up from cells."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from survey.frames import WITH
from survey.statistics.variance import Array, Sums


@dataclass(frozen=True, slots=True)
class Together:
    """By time: those who chose both of two options (time, p, p; on the diagonal the option), and the base (time)."""

    chosen: Sums
    base: Sums

    @property
    def weighted(self) -> bool:
        """Whether respondents weigh anything but 1."""
        return not (np.array_equal(self.base.n, self.base.w) and np.array_equal(self.base.n, self.base.w2))

    @property
    def options(self) -> Sums:
        """Those who chose each option: (time, p)."""
        return _each(lambda sums: np.einsum("tjj->tj", sums).copy(), self.chosen)

    @property
    def picks(self) -> Sums:
        """What was picked, each pick of a respondent counted: (time)."""
        return _each(lambda sums: np.einsum("tjj->t", sums), self.chosen)

    def at(self, times: slice) -> Together:
        """Some of the times."""
        return Together(*(_each(lambda sums: sums[times], part) for part in (self.chosen, self.base)))

    def to_date(self) -> Together:
        """Each time with all before it."""
        return Together(*(_each(lambda sums: sums.cumsum(axis=0), part) for part in (self.chosen, self.base)))


def together(cells: pl.DataFrame, codes: Sequence[str], weeks: Sequence[int]) -> Together:
    """Everyone's cells of one question added up: all of them first, undated ones too, then each week's.

    Args:
        cells: of one question, of schema CELLS.
        codes: of the options in order.
        weeks: wanted, whether or not there are cells of them.
    """
    own = cells.filter(pl.col("banner_id").is_null())
    given = [{*(each or "").split(WITH)} for each in own["codes"].to_list()]
    chose = np.array([[code in each for code in codes] for each in given], float).reshape(-1, len(codes))
    week = own["week"].fill_null(0).to_numpy()
    times = [np.full(len(own), True), *(week == each for each in weeks)]
    sums = [own[name].cast(pl.Float64).to_numpy() for name in ("n", "w", "w2")]
    chosen = [np.array([(chose[at].T * each[at]) @ chose[at] for at in times]) for each in sums]
    return Together(Sums(*chosen), Sums(*(np.array([each[at].sum() for at in times]) for each in sums)))


def _each(change: Callable[[Array], Array], sums: Sums) -> Sums:
    return Sums(change(sums.n), change(sums.w), change(sums.w2))
