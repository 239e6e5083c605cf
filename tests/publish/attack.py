"""An attacker of the tests' own: knows the published frame, the sums any reader knows, and solves them."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import polars as pl
from numpy.typing import NDArray
from scipy.optimize import linprog

from survey.frames import ALL, NOT_STATED

Cell = tuple[str, str]
UNBOUNDED = 3


def solved(published: pl.DataFrame, members: dict[str, set[str]]) -> dict[Cell, float]:
    """Hidden counts of a single-code question by a single-code banner that follow from the published ones alone.

    Unknown: each hidden count, each hidden base, those without an answer in each group. `members`: the codes of nets.
    """
    return _determined(*_equations(published, members))


def ranged(now: pl.DataFrame, then: pl.DataFrame, members: dict[str, set[str]]) -> dict[Cell, tuple[float, float]]:
    """The least and greatest value that each hidden count of now can have, for one who holds what was published then
    beside it, and knows that nobody's answer was taken back.
    """
    rows, right, unknown = _equations(now, members)
    before = _printed(then)
    least = [(before.get(cell) or 0.0, None) for cell in unknown]
    found = {}
    for number, cell in enumerate(unknown):
        goal = np.zeros(len(unknown))
        goal[number] = 1.0
        low = linprog(goal, A_eq=rows, b_eq=right, bounds=least)
        high = linprog(-goal, A_eq=rows, b_eq=right, bounds=least)
        found[cell] = (low.fun, np.inf if high.status == UNBOUNDED else -high.fun)
    return found


def _printed(published: pl.DataFrame) -> dict[Cell, float | None]:
    counts: dict[Cell, float | None] = {}
    for row in published.iter_rows(named=True):
        counts[row["group"], row["code"]] = row["count"]
        counts[row["group"], "base"] = row["base_unweighted"]
    return counts


def _equations(
    published: pl.DataFrame, members: dict[str, set[str]]
) -> tuple[NDArray[np.float64], NDArray[np.float64], list[Cell]]:
    counts = _printed(published)
    codes = [code for code in published["code"].unique(maintain_order=True) if code not in members]
    groups = published["group"].unique(maintain_order=True).to_list()
    equations = [*_within(groups, codes, members), *_across(groups, [*codes, *members, "base"])]
    unknown = sorted(cell for cell, count in counts.items() if count is None)
    place = {cell: number for number, cell in enumerate(unknown)}
    rows, right = [], []
    for total, parts in equations:
        line, value = np.zeros(len(unknown)), 0.0
        for cell, sign in ((total, 1.0), *((part, -1.0) for part in parts)):
            known = counts[cell]
            if known is None:
                line[place[cell]] += sign
            else:
                value -= sign * known
        rows.append(line)
        right.append(value)
    return np.array(rows), np.array(right), unknown


def _within(groups: Iterable[str], codes: list[str], members: dict[str, set[str]]) -> list[tuple[Cell, list[Cell]]]:
    found: list[tuple[Cell, list[Cell]]] = []
    for group in groups:
        found.append(((group, "base"), [(group, code) for code in codes]))  # the base is those who answered
        found += [((group, net), [(group, code) for code in inside]) for net, inside in members.items()]
    return found


def _across(groups: list[str], codes: list[str]) -> list[tuple[Cell, list[Cell]]]:
    parts = [group for group in groups if group != ALL]
    assert NOT_STATED not in parts
    return [((ALL, code), [(group, code) for group in parts]) for code in codes]


def _determined(rows: NDArray[np.float64], right: NDArray[np.float64], unknown: list[Cell]) -> dict[Cell, float]:
    """The unknowns that every solution of the equations agrees on."""
    if not unknown:
        return {}
    _, sizes, directions = np.linalg.svd(rows)
    free = directions[int((sizes > 1e-9).sum()) :]
    solution = np.linalg.lstsq(rows, right, rcond=None)[0]
    return {
        cell: float(solution[number])
        for number, cell in enumerate(unknown)
        if not (np.abs(free[:, number]) > 1e-9).any()
    }
