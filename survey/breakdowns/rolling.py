"""Rolling figures: those of a year's months together, month after month, and what they changed since a baseline."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

import polars as pl

from survey.breakdowns.compare import compare
from survey.breakdowns.plan import Table
from survey.breakdowns.sides import Place
from survey.breakdowns.table import tabulate
from survey.frames import CELLS, RESULTS, conform, empty
from survey.questionnaire.waves import Wave
from survey.statistics.corrections import Correction

_NONE = pl.lit(None, pl.String).alias("wave")


def months_between(first: dt.date, last: dt.date) -> list[Wave]:
    """The calendar months from that of the first day to that of the last, each as a wave."""
    numbers = range(12 * first.year + first.month - 1, 12 * last.year + last.month)
    return [_month(*divmod(number, 12)) for number in numbers]


def windows(months: Sequence[Wave], length: int) -> list[Wave]:
    """Every `length` months in a row, named by the last of them: as many fewer than the months as it is longer than 1.

    Waves that overlap: to be counted by month, and added up by `rolled`.
    """
    return [
        Wave(
            id=f"to_{last.id}",
            label=f"{length} months to {last.label}" if length > 1 else last.label,
            opened=first.opened,
            closed=last.closed,
        )
        for first, last in zip(months, months[length - 1 :], strict=False)
    ]


def rolled(cells: pl.DataFrame, months: Sequence[Wave], of: Sequence[Wave]) -> pl.DataFrame:
    """Cells of months as cells of windows: each month's in every window that holds it. Schema CELLS.

    They are no cells of a whole: who answered in a month stands in as many windows.
    """
    held = [(month.id, window.id) for month in months for window in of if _within(month, window)]
    pairs = pl.DataFrame(held, schema={"wave": pl.String, "window": pl.String}, orient="row")
    found = cells.join(pairs, on="wave", how="inner", maintain_order="left_right")
    return conform(found.with_columns(pl.col("window").alias("wave")).select(list(CELLS)), CELLS)


def rolling_figures(cells: pl.DataFrame, table: Table, of: Sequence[Wave]) -> pl.DataFrame:
    """The figures of each window: schema RESULTS, as of `results_of_tabs` with measures; `wave` is its label.

    Args:
        cells: of `rolled`.
        table: the question, for everyone.
        of: the windows.
    """
    alone = replace(table, waves=())  # each by itself: its errors are those of its own respondents
    pieces = [
        tabulate(cells.filter(pl.col("wave") == window.id).with_columns(_NONE), [alone], weeks=[], measures=True)
        for window in of
    ]
    named = [piece.with_columns(wave=pl.lit(window.label)) for piece, window in zip(pieces, of, strict=True)]
    return pl.concat(named) if named else empty(RESULTS)


def since_baseline(
    cells: pl.DataFrame, table: Table, of: Sequence[Wave], baseline: Wave, correction: Correction = "holm"
) -> pl.DataFrame:
    """Each window less the baseline, of windows that have no month in common with it: schema COMPARED.

    Two that share months share respondents, and no test of two samples holds.
    """
    apart = [window for window in of if window.opened > baseline.closed or window.closed < baseline.opened]
    before = Place(baseline.label, (None, baseline.id))
    pairs = [(Place(window.label, (None, window.id)), before) for window in apart]
    return compare(cells, replace(table, waves=tuple(of)), "window", pairs, correction)


def _month(year: int, place: int) -> Wave:
    first = dt.date(year, place + 1, 1)
    days = calendar.monthrange(first.year, first.month)[1]
    return Wave(
        id=f"{first:%Y-%m}",
        label=f"{calendar.month_name[first.month]} {first.year}",
        opened=first,
        closed=first.replace(day=days),
    )


def _within(month: Wave, window: Wave) -> bool:
    return window.opened <= month.opened and month.closed <= window.closed
