"""Corrections of p values for how many were looked at. NaN (not tested) stays NaN and is not counted."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal, TypeAlias

import numpy as np

from survey.statistics.variance import Array, Values

Correction: TypeAlias = Literal["holm", "bh", "bonferroni", "none"]


def corrected(p: Values, correction: Correction = "holm", axis: int | None = None) -> Array:
    """The p values corrected, in their own shape (as R's `p.adjust`).

    Args:
        p: any shape.
        correction: "holm" and "bonferroni" hold the chance of one false finding or more in a family; "bh" (Benjamini
            and Hochberg) holds the share of false ones among the findings.
        axis: along which the tests of a family lie; None: all of them are one family.
    """
    values = np.asarray(p, float)
    if axis is None:
        return _corrected(values.reshape(1, -1), correction).reshape(values.shape)
    last = np.moveaxis(values, axis, -1)
    return np.moveaxis(_corrected(last.reshape(-1, last.shape[-1]), correction).reshape(last.shape), -1, axis)


def _corrected(rows: Array, correction: Correction) -> Array:
    if correction == "none" or rows.shape[-1] == 0:
        return rows.copy()
    order = np.argsort(rows, axis=-1, kind="stable")  # NaN comes last
    step: Callable[[Array, Array], Array] = {"holm": _holm, "bh": _bh, "bonferroni": _bonferroni}[correction]
    tests = np.count_nonzero(~np.isnan(rows), axis=-1, keepdims=True).astype(float)
    stepped = np.empty_like(rows)
    np.put_along_axis(stepped, order, step(np.take_along_axis(rows, order, -1), tests), -1)
    return np.minimum(stepped, 1.0)


def _bonferroni(ascending: Array, tests: Array) -> Array:
    return ascending * tests


def _holm(ascending: Array, tests: Array) -> Array:
    place = np.arange(ascending.shape[-1])
    return np.maximum.accumulate(ascending * (tests - place), axis=-1)


def _bh(ascending: Array, tests: Array) -> Array:
    place = np.arange(1, ascending.shape[-1] + 1)
    stepped = ascending * tests / place
    # From the largest down; what was not tested stands there and must not spread.
    filled = np.where(np.isnan(stepped), np.inf, stepped)
    least = np.minimum.accumulate(filled[..., ::-1], axis=-1)[..., ::-1]
    return np.where(np.isnan(stepped), np.nan, least)
