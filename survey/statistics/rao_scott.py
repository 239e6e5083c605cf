"""Whether two questions hang together: Pearson's chi-square with Rao and Scott's corrections for weights."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import chdtrc, fdtrc

from survey.statistics.variance import Array, Sums

ROUNDING = 1e-12  # design effects that are no more than this are none


@dataclass(frozen=True, slots=True)
class Association:
    """Both corrections of one table; all NaN where there is nothing to test (one row or column, too many empty cells).

    Where there is no error (of two groups as large each gave one answer of its own) `f` is infinite, its degrees are
    NaN, and p is 0: in R they are infinite or very large, by rounding.

    `f` with `f_degrees` and `p` is the second-order one (R's `svychisq(statistic = "F")`): the one to quote.
    `chisq` is Pearson's statistic on the shares of the weights, `degrees` its degrees of freedom, and `p_chisq` the
    first-order correction's p value (R's `statistic = "Chisq"`).
    """

    f: float
    f_degrees: tuple[float, float]
    p: float
    chisq: float
    degrees: int
    p_chisq: float


def rao_scott(
    cells: Sums, everyone: float | None = None, weighing: float | None = None, population: float | None = None
) -> Association:
    """Tests a table of single-code answers (rows) by groups without respondents in common (columns).

    Rao and Scott (1984), with the design effects of the observed shares. Rows and columns of nobody are left out.

    Args:
        cells: of two axes.
        everyone: respondents of the survey, if the table is of some of them; by default those of the table.
        weighing: those of the table who weigh anything, from whom the degrees of freedom come (R's `degf`); by default
            all.
        population: how many the simple random sample was drawn from.
    """
    cells = _filled(cells)
    rows, columns = cells.w.shape
    degrees = max(rows - 1, 0) * max(columns - 1, 0)
    n, base = float(cells.n.sum()), float(cells.w.sum())
    if degrees == 0 or n <= 1:
        return _nothing(degrees)
    p = cells.w / base
    expected = p.sum(1, keepdims=True) * p.sum(0)
    chisq = n * float(((p - expected) ** 2 / expected).sum())
    drawn = n if everyone is None else everyone
    effects = _design_effects(cells, n, drawn)
    if effects is None:
        return _nothing(degrees)
    effects = effects * (1.0 if population is None else 1 - drawn / population)
    trace = float(np.trace(effects))
    if trace <= ROUNDING * degrees:
        return Association(np.inf, (np.nan, np.nan), 0.0, chisq, degrees, 0.0)
    d = trace**2 / float(np.trace(effects @ effects))
    f, f_degrees = chisq / trace, (d, d * ((n if weighing is None else weighing) - 1))
    p_first = float(chdtrc(degrees, chisq * degrees / trace))
    return Association(f, f_degrees, float(fdtrc(*f_degrees, f)), chisq, degrees, p_first)


def _design_effects(cells: Sums, n: float, everyone: float) -> Array | None:
    """The matrix whose eigenvalues are the generalised design effects; None if empty cells leave it undefined."""
    w, w2 = cells.w.ravel(), cells.w2.ravel()
    p = w / w.sum()
    inverse = np.divide(1, p, out=np.zeros_like(p), where=p > 0)
    cross = np.outer(w2, p)
    spread = (np.diag(w2) - cross - cross.T + w2.sum() * np.outer(p, p)) / w.sum() ** 2 * everyone / (everyone - 1)
    contrasts = np.kron(*(_contrasts(size) for size in cells.w.shape))
    scaled = inverse[:, None] * contrasts
    random = contrasts.T @ scaled / n
    if np.linalg.matrix_rank(random) < len(random):
        return None
    found: Array = np.linalg.solve(random, scaled.T @ spread @ scaled)
    return found


def _contrasts(size: int) -> Array:
    """Columns that compare the first with each other one: with no row or column effect in them."""
    return np.vstack([np.ones(size - 1), -np.eye(size - 1)])


def _filled(cells: Sums) -> Sums:
    rows, columns = cells.w.sum(1) > 0, cells.w.sum(0) > 0
    return Sums(*(each[rows][:, columns] for each in (cells.n, cells.w, cells.w2)))


def _nothing(degrees: int) -> Association:
    return Association(np.nan, (np.nan, np.nan), np.nan, np.nan, degrees, np.nan)
