"""How often tests find a difference where there is none: SYNTHETIC tables drawn with and without weights."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from survey.statistics.compare import share_tests, two_means, two_shares
from survey.statistics.corrections import corrected
from survey.statistics.letters import pairs
from survey.statistics.rao_scott import rao_scott
from survey.statistics.trend import share_trend
from survey.statistics.variance import Array, Estimate, Sums

GROUPS = np.array([420, 300, 260, 220, 200, 180, 160])  # respondents of seven areas
SHARES = np.array([0.6, 0.5, 0.45, 0.4, 0.35, 0.3, 0.25, 0.2, 0.15, 0.1])  # of ten options of a multi-code question
PART = 40  # tables at a time: what a laptop holds
FIRST, SECOND = pairs(len(GROUPS))

Found = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class World:
    """Consultations in which no group differs: the weights' design effect, and how weights and answers hang together.

    `related` moves the log odds of every option by so much for each standard deviation of the log weight, as where
    the young answer rarely (and so weigh more) and answer otherwise than the old.
    """

    design_effect: float
    related: float = 0.0


@dataclass(frozen=True)
class Table:
    """Sums of many drawn tables: `inside` by table, option and group; `base` by table, one and group."""

    inside: Sums
    base: Sums
    means: Estimate  # of a score from 1 to 5, by table and group
    places: Sums  # respondents by table, score and group


def draw(world: World, tables: int, random: np.random.Generator) -> Table:
    """Tables in which each respondent picks options, some more than others, whatever the group."""
    n = GROUPS.sum()
    spread = np.sqrt(np.log(world.design_effect))
    standard = random.normal(size=(tables, n))
    w = np.exp(spread * standard)
    keenness = world.related * standard + 0.5 * random.normal(size=(tables, n))
    odds = np.log(SHARES / (1 - SHARES))
    picked = (odds[:, None] + keenness[:, None, :] + random.logistic(size=(tables, len(SHARES), n))) > 0
    score = np.clip(np.round(3 + keenness + random.normal(size=(tables, n))), 1, 5)
    at = score[:, None, :] == np.arange(1, 6)[:, None]
    base = _sums(np.ones((tables, 1, n), bool), w)
    return Table(_sums(picked, w), base, _means(score, w, base), _sums(at, w))


def _sums(held: Found, w: Array) -> Sums:
    return Sums(*(_by_group(held * each[:, None, :]) for each in (np.ones_like(w), w, w * w)))


def _by_group(values: Array) -> Array:
    return np.add.reduceat(values.astype(float), np.concatenate([[0], GROUPS.cumsum()[:-1]]), axis=-1)


def _means(score: Array, w: Array, base: Sums) -> Estimate:
    value = _by_group(w * score) / base.w[:, 0]
    away = (score - np.repeat(value, GROUPS, axis=-1)) ** 2
    n = base.n[:, 0]
    return Estimate(value, _by_group(w * w * away) / base.w[:, 0] ** 2 * n / (n - 1))


def rejections(table: Table) -> dict[str, Found]:
    """By test, whether each tested difference of each table was found; families by table."""
    inside, base = table.inside, _like(table.base, table.inside)
    p = share_tests(_at(inside, FIRST), _at(base, FIRST), _at(inside, SECOND), _at(base, SECOND))
    rest = two_shares(inside, base, _total(inside) - inside, _total(base) - base).p
    n = table.base.effective[:, 0]
    first, second = (Estimate(table.means.value[:, k], table.means.variance[:, k]) for k in (FIRST, SECOND))
    means = two_means(first, n[:, FIRST], second, n[:, SECOND]).p
    places = table.places
    each = (Sums(places.n[t], places.w[t], places.w2[t]) for t in range(len(places.n)))
    return {
        "letter of a share": p <= 0.05,
        "letter of a mean": means <= 0.05,
        "group against the rest": rest <= 0.05,
        "trend over seven weeks": share_trend(np.arange(len(GROUPS)), inside, base).p <= 0.05,
        "Rao-Scott, scale by group": np.array([rao_scott(cells).p for cells in each]) <= 0.05,
        "  on effective bases alone": _plain(inside.w / base.w, base.effective) <= 0.05,
        "  on respondents, as if unweighted": _plain(inside.w / base.w, base.n) <= 0.05,
        "any of 210 letters": np.array([(q <= 0.05).any() for q in p]),
        "any of 210 letters, Holm": np.array([(corrected(q, "holm") <= 0.05).any() for q in p]),
        "any of 210 letters, BH": np.array([(corrected(q, "bh") <= 0.05).any() for q in p]),
    }


def rates(world: World, tables: int, seed: int) -> dict[str, float]:
    """The share of rejections by test; letters of shares also for the rarest option alone."""
    random = np.random.default_rng(seed)
    parts = [rejections(draw(world, PART, random)) for _ in range(tables // PART)]
    found = {name: float(np.concatenate([part[name] for part in parts]).mean()) for name in parts[0]}
    rare = np.concatenate([part["letter of a share"][:, -1] for part in parts])
    return {**found, "letter of a share, rarest option": float(rare.mean())}


def _plain(shares: Array, n: Array) -> Array:
    """Tests that know the weighted shares and a base, and nothing of the weights besides."""
    inside, base = Sums.of(shares * n), Sums.of(n)
    return share_tests(_at(inside, FIRST), _at(base, FIRST), _at(inside, SECOND), _at(base, SECOND))


def _total(cells: Sums) -> Sums:
    return Sums(*(each.sum(-1, keepdims=True) for each in (cells.n, cells.w, cells.w2)))


def _like(base: Sums, inside: Sums) -> Sums:
    return Sums(*(np.broadcast_to(each, inside.w.shape) for each in (base.n, base.w, base.w2)))


def _at(cells: Sums, places: np.ndarray[tuple[int], np.dtype[np.intp]]) -> Sums:
    return Sums(cells.n[..., places], cells.w[..., places], cells.w2[..., places])
