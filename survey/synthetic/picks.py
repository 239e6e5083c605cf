"""Who picks what in a multi-code question: the exact count of each option, in each week, and no one over the limit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from survey.errors import Problem, UsageError
from survey.synthetic.margins import spread

Ints: TypeAlias = NDArray[np.int64]
Floats: TypeAlias = NDArray[np.float64]
Bools: TypeAlias = NDArray[np.bool_]

# In a week in which another option leads, the published first falls to 0.86 and the leader rises to 1.12 of its share;
# everywhere shares move by 2 per cent at most, so that no other order of the two can come about.
_FALLS, _RISES, _MOVES = 0.86, 1.12, 0.02
_DRAWS = 100  # small weeks may come out otherwise by rounding: then another draw


def weekly_counts(
    counts: Sequence[int],
    bases: Sequence[int],
    most: int,
    first: int,
    led_by: Mapping[int, int],
    rng: np.random.Generator,
) -> Ints:
    """Counts by week (rows) and option (columns) whose columns add up to `counts`.

    Args:
        counts: of each option over all weeks.
        bases: respondents who answer, by week.
        most: picks a respondent may make.
        first: place of the option that leads in every week but those of `led_by`.
        led_by: place of a week to the place of the option that leads in it.
        rng: where chance comes from.

    Raises:
        UsageError: of so many draws none has the leaders wanted.
    """
    leaders = [led_by.get(week, first) for week in range(len(bases))]
    for _ in range(_DRAWS):
        table = _draw_counts(counts, bases, most, (first, led_by), rng)
        if all(_leads(row, leader) for row, leader in zip(table, leaders, strict=True)):
            return table
    what = "no weekly counts were found in which the options lead that should"
    raise UsageError(Problem(what, "synthetic export", hint="another number of respondents, or another seed"))


def _leads(row: Ints, leader: int) -> bool:
    return bool(row[leader] > np.delete(row, leader).max())


def _draw_counts(
    counts: Sequence[int],
    bases: Sequence[int],
    most: int,
    leads: tuple[int, Mapping[int, int]],
    rng: np.random.Generator,
) -> Ints:
    first, led_by = leads
    tilt = 1 + rng.uniform(-_MOVES, _MOVES, (len(bases), len(counts)))
    for week, option in led_by.items():
        tilt[week, first] *= _FALLS
        tilt[week, option] *= _RISES
    weights = tilt * np.asarray(bases)[:, None]
    table = np.array([spread(count, list(weights[:, place])) for place, count in enumerate(counts)]).T
    _make_room(table, np.asarray(bases), most, [first, *led_by.values()])
    return table


def _make_room(table: Ints, bases: Ints, most: int, fixed: Sequence[int]) -> None:
    """Moves counts from weeks with more picks than respondents can make to weeks with fewer; in place."""
    movable = np.ones(table.shape[1], dtype=bool)
    movable[list(fixed)] = False
    room = bases * most - table.sum(axis=1)
    while room.min() < 0:
        giver, taker = room.argmin(), room.argmax()
        surplus = table[giver] / bases[giver] - table[taker] / bases[taker]
        option = np.where(movable & (table[giver] > 0), surplus, -np.inf).argmax()
        table[[giver, taker], option] += (-1, 1)
        room[[giver, taker]] += (1, -1)


def draw_picks(counts: Sequence[int], liking: Floats, most: int, rng: np.random.Generator) -> Bools:
    """Picks by respondent (rows) and option (columns): each option's exact count, one to `most` picks a respondent.

    Those who like an option most pick it; then picks move from those with too many to those with none, or to others
    with room, who always lack one of the giver's.
    """
    picked = np.zeros(liking.shape, dtype=bool)
    for option, count in enumerate(counts):
        picked[np.argsort(-liking[:, option], kind="stable")[:count], option] = True
    made = picked.sum(axis=1)
    luck = rng.random(len(made))
    while made.max() > most or made.min() < 1:
        giver = made.argmax()
        taker = made.argmin() if made.min() < 1 else np.where(made < most, luck, -1).argmax()
        gain = np.where(picked[giver] & ~picked[taker], liking[taker] - liking[giver], -np.inf)
        moved = gain.argmax()
        picked[giver, moved], picked[taker, moved] = False, True
        made[giver] -= 1
        made[taker] += 1
    return picked
