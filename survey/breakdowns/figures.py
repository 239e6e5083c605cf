"""The figures of a table's rows, from sums of its cells: arrays by time, group and row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from itertools import chain

import numpy as np

from survey.breakdowns.blocks import Block, Codes, Time
from survey.breakdowns.rows import BALANCE, DEVIATION, Code, Row
from survey.statistics.compare import ROUNDING
from survey.statistics.intervals import LEVEL, quantile, wilson
from survey.statistics.variance import Array, Sums, mean, share

MEANS = ("mean", BALANCE)
_TIE = 1e-12  # of the whole weight: nearer to one half than this is one half


@dataclass(frozen=True, slots=True)
class Figures:
    """Figures by time, group and row; NaN where there is none.

    `n` and `w`: respondents (or picks) in a row, and what they weigh; `base_n` and `base_w`: those of its base, and
    `respondents` those behind it. `plain` and `weighted` are the figure itself, of shares from 0 to 1. `squares` are
    the squared weights of the base, `once` and `twice` the same times a respondent's value (of shares 0 or 1; of
    statistics what it is more than `centre`) and its square: the variance of groups put together follows from these.
    """

    n: Array
    w: Array
    base_n: Array
    base_w: Array
    respondents: Array
    effective: Array
    plain: Array
    weighted: Array
    variance: Array
    lower: Array
    upper: Array
    squares: Array
    once: Array
    twice: Array
    centre: Array


def share_figures(
    rows: Sequence[Row], answers: Sequence[Codes], sums: Sums, picks: bool, everyone: float | None = None
) -> Figures:
    """Rows that are shares of respondents, or where `picks` of all that was picked.

    `everyone`: respondents of the survey, N of the errors; by default those of the base at all times.
    """
    inside = _inside(rows, answers)
    inside = inside if picks else np.minimum(inside, 1.0)  # who gave several codes of a net is in it once
    made = np.array([len(codes or []) if picks else 1 for codes in answers], float)[:, None]
    count = Sums(sums.n @ inside, sums.w @ inside, sums.w2 @ inside)
    base = Sums(sums.n @ made, sums.w @ made, sums.w2 @ made)
    respondents, everyone = sums.n.sum(-1)[..., None], everyone or sums.n[0, 0].sum() or None
    outside = None if picks else Sums(sums.n @ (1 - inside), sums.w @ (1 - inside), sums.w2 @ (1 - inside))
    found = share(count, base, everyone, outside=outside)
    variance, effective = found.variance, base.effective
    squares, once, twice = base.w2, count.w2, count.w2
    if picks:  # it is respondents who are drawn, not picks
        # Each is off by (1 - p) for a pick that is in the row, and by p for one that is not: of sums of all picks the
        # small difference would lose its digits where a few weigh much more than others.
        others = made - inside
        twice, mixed, none = sums.w2 @ inside**2, sums.w2 @ (inside * others), sums.w2 @ others**2
        squares, once = twice + 2 * mixed + none, twice + mixed
        n = respondents if everyone is None else np.float64(everyone)
        with np.errstate(invalid="ignore", divide="ignore"):
            left = (sums.w @ others) / base.w
            most = left**2 * twice + found.value**2 * none
            apart = most - 2 * left * found.value * mixed
            apart = np.where(apart <= ROUNDING * most, 0, apart)  # of all who gave the same of their picks
            variance = apart / base.w**2 * (n / (n - 1))
            as_good = found.value * left / variance
        effective = np.where(variance > 0, as_good, effective)
    with np.errstate(invalid="ignore", divide="ignore"):
        plain = np.where(base.n > 0, count.n / base.n, np.nan)
    lower, upper = wilson(found.value, effective)
    told = (count.n, count.w, base.n, base.w, respondents, effective, plain, found.value, variance, lower, upper)
    shape = plain.shape  # of which figures of the base alone have but one row
    return Figures(
        *(
            each if each.shape == shape else np.broadcast_to(each, shape)
            for each in (*told, squares, once, twice, np.zeros(()))
        )
    )


def score_figures(
    rows: Sequence[Row], answers: Sequence[Codes], sums: Sums, weighing: Array, everyone: float | None = None
) -> Figures:
    """Rows that are statistics of the scores of the one code that respondents gave; so many of them weigh anything."""
    times = sums.n[0, 0]
    everyone = everyone or times.sum() or None
    points = [
        np.array([row.scores.get(codes[0] if codes else None, np.nan) for codes in answers], float) for row in rows
    ]
    return stacked(
        [
            _statistic(row.code, y, sums, weighing, everyone, middle(y, times))
            for row, y in zip(rows, points, strict=True)
        ]
    )


def number_figures(rows: Sequence[Row], block: Block, times: Sequence[Time], everyone: float | None = None) -> Figures:
    """Rows that are statistics of numbers given, time by time and group by group: there can be many numbers."""
    values = np.array(block.answers, float)
    of_all = block.group == 0
    given = np.bincount(block.answer[of_all], block.cells.n[of_all], len(values)).astype(float)
    everyone = everyone or given.sum() or None
    columns, centre = [row.code for row in rows], middle(values, given)
    found: list[list[list[Figures]]] = []
    places = np.arange(len(block.group))
    for at in map(block.at, times):
        found.append([])
        for group in range(len(block.groups)):
            own = places[at][block.group[at] == group]
            own = own[np.argsort(block.answer[own], kind="stable")]
            cells = Sums(block.cells.n[own], block.cells.w[own], block.cells.w2[own])
            weighing = np.where(cells.w > 0, cells.n, 0)
            found[-1].append(
                [_statistic(code, values[block.answer[own]], cells, weighing, everyone, centre) for code in columns]
            )
    return Figures(
        *(np.array([[[getattr(each, field.name) for each in row] for row in line] for line in found]) for field in _ALL)
    )


def stacked(columns: Sequence[Figures]) -> Figures:
    """Figures of one row each, as figures of rows."""
    return Figures(*(np.stack([getattr(each, field.name) for each in columns], -1) for field in _ALL))


def side_by_side(groups: Sequence[Figures]) -> Figures:
    """Figures of groups, one after the other."""
    return Figures(*(np.concatenate([getattr(each, field.name) for each in groups], 1) for field in _ALL))


def in_order(parts: Sequence[Figures], order: Sequence[int]) -> Figures:
    """Figures of rows side by side, then put in that order."""
    return Figures(*(np.concatenate([getattr(each, field.name) for each in parts], -1)[..., order] for field in _ALL))


def _inside(rows: Sequence[Row], answers: Sequence[Codes]) -> Array:
    """How many of an answer's codes, or whether no answer, are members of a row: by answer and row."""
    none: list[Code] = [None]
    given = [none if codes is None else codes for codes in answers]
    flat = list(chain.from_iterable(given))
    places = {code: place for place, code in enumerate(dict.fromkeys(flat))}
    of_code = np.fromiter(map(places.__getitem__, flat), np.int64)
    of_answer = np.repeat(np.arange(len(given)), np.fromiter(map(len, given), np.int64))
    held = np.bincount(of_answer * len(places) + of_code, minlength=len(given) * len(places))
    members = np.array([[row.members.count(code) for row in rows] for code in places], float)
    counts: Array = held.reshape(len(given), len(places)) @ members.reshape(len(places), len(rows))
    return counts


def middle(values: Array, times: Array) -> float:
    """Where values lie: their median, each given so many times; 0 if there are none.

    A few that are far off (a telephone number for an age) do not move it.
    """
    known = np.flatnonzero(~np.isnan(values))
    if not len(known):
        return 0.0
    ordered = known[np.argsort(values[known], kind="stable")]
    reached = np.cumsum(times[ordered])
    return float(values[ordered[np.searchsorted(reached, reached[-1] / 2)]])


def _statistic(
    code: str, values: Array, cells: Sums, weighing: Array, everyone: float | None, centre: float
) -> Figures:
    """A statistic of a value that all respondents of a cell have, over the last axis, in order of the values."""
    scored = ~np.isnan(values)
    y = np.where(scored, values, 0.0)
    inside = Sums(cells.n * scored, cells.w * scored, cells.w2 * scored)
    base = inside.sum()
    nothing = np.full(base.n.shape, np.nan)
    variance = lower = upper = nothing
    if code in MEANS:
        found = mean(values, cells, everyone)
        plain, weighted, variance = mean(values, Sums.of(cells.n)).value, found.value, found.variance
        reach = quantile(LEVEL) * found.se
        lower, upper = weighted - reach, weighted + reach
    else:
        plain, weighted = (
            _other(code, y, times, n) for times, n in ((inside.n, base.n), (inside.w, (weighing * scored).sum(-1)))
        )
    squares, once, twice = (np.asarray((inside.w2 * (y - centre) ** power).sum(-1)) for power in (0, 1, 2))
    told = (base.n, base.w, base.n, base.w, base.n, base.effective, plain, weighted, variance, lower, upper)
    return Figures(*told, squares, once, twice, np.full(base.n.shape, centre))


def _other(code: str, y: Array, times: Array, n: Array) -> Array:
    """Standard deviation, median, minimum or maximum of values, each as often as it weighs; of `n` who weigh anything.

    The median is the value at which half the weight is reached, or the mean of two between which it is.
    """
    whole = times.sum(-1)
    if code == DEVIATION[0]:
        with np.errstate(invalid="ignore", divide="ignore"):
            middle = (times * y).sum(-1) / whole
            spread = (times * (y - middle[..., None]) ** 2).sum(-1)
            # Of one respondent there is none, whatever rounding leaves.
            return np.where(n > 1, np.sqrt(spread / whole * n / (n - 1)), np.nan)
    found = y[times > 0]
    if not len(found):
        return np.full(n.shape, np.nan)
    if code == "median":
        reached = np.cumsum(times[times > 0]) / whole - 0.5
        return np.array((found[reached >= -_TIE][0] + found[reached > _TIE][0]) / 2)
    return np.array(found[0] if code == "minimum" else found[-1])


_ALL = fields(Figures)
