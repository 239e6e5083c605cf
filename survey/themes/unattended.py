"""Which answers a model may code unattended, what more examples would gain, and which to code next."""

from __future__ import annotations

import math
from typing import Any, NamedTuple

import numpy as np

from survey.themes.certain import micro_f1
from survey.themes.features import Matrix
from survey.themes.learn import FEWEST, Model, given_left_out
from survey.themes.ridge import Flags, Rows, Task

_DRAWS, _SUBSETS = 1_000, 4
_LARGEST = 1_500  # examples of a subset
_MORE = 100
_WIDER = 10  # times as many answers as asked for are looked through for those that teach most
ENOUGH = 100  # examples on which a quality may stand
NEVER = 2.0  # a bar that no answer is certain enough for


class Estimate(NamedTuple):
    """A figure with its 95% interval."""

    value: float
    lower: float
    upper: float


def bar(task: Task, model: Model, quality: float) -> float:
    """How certain an answer must be to be coded unattended; NEVER where no bar reaches the quality.

    The lowest at which the micro-F1 of the examples over it, each left out, is the quality with one standard error to
    spare, and so is what their certainty promises on average: the first alone looks better than it is, being the best
    of many bars, the second alone trusts the model. At least ENOUGH examples have to be over it: of fewer the
    quality is often luck.
    """
    order = np.argsort(-model.sure, kind="stable")
    sure, wanted, given = model.sure[order], task.wanted[order], model.given[order]
    of = wanted.sum(axis=1) + given.sum(axis=1)
    all_of, many = np.maximum(np.cumsum(of), 1), np.arange(1, len(order) + 1)
    reached = 2 * np.cumsum((wanted & given).sum(axis=1)) / all_of
    promised = np.cumsum(sure * of) / all_of
    least = np.minimum(*(each - np.sqrt(each * (1 - each) / many) for each in (reached, promised)))
    last = np.append(sure[1:] != sure[:-1], True)  # all of equal certainty, or none
    enough = np.flatnonzero((least >= quality) & last & (many >= ENOUGH))
    return float(sure[enough[-1]]) if len(enough) else NEVER


def measured(wanted: Flags, given: Flags) -> Estimate:
    """Micro-F1 with its interval by bootstrap over answers (1,000 draws, percentiles)."""
    right, of = (wanted & given).sum(axis=1), wanted.sum(axis=1) + given.sum(axis=1)
    if not of.sum():
        return Estimate(float("nan"), float("nan"), float("nan"))
    drawn = np.random.default_rng(0).integers(0, len(of), (_DRAWS, len(of)))
    f1 = 2 * right[drawn].sum(axis=1) / np.maximum(of[drawn].sum(axis=1), 1)
    lower, upper = np.quantile(f1, [0.025, 0.975])
    return Estimate(micro_f1(wanted, given), float(lower), float(upper))


def gain(task: Task, between_codes: Matrix) -> Estimate | None:
    """What 100 more examples would add to micro-F1; None where they are too few to tell.

    A straight line over the logarithm of the number of examples, through the cross-validated F1 of subsets of a
    quarter, half and three quarters of them. The interval is that of the line's slope (Student's t): the subsets share
    examples, so it is rather too narrow, and that the line goes on straight is assumed.
    """
    from scipy.stats import t

    size = len(task.wanted)
    sizes = [min(int(size * share), _LARGEST) for share in (0.25, 0.5, 0.75)]
    if sizes[0] < FEWEST // 2:
        return None
    chance = np.random.default_rng(0)
    points = []
    for many in sizes:
        for _ in range(_SUBSETS):
            part = task.some(np.sort(chance.permutation(size)[:many]))
            points.append((math.log(many), micro_f1(part.wanted, given_left_out(part, between_codes))))
    x, y = np.array(points).T
    if len(set(sizes)) == 1:
        return None
    far = x - x.mean()
    slope = float(far @ y / (far @ far))
    rest = y - y.mean() - slope * far
    error = math.sqrt(float(rest @ rest) / (len(x) - 2) / float(far @ far))
    step, spread = math.log((size + _MORE) / size), float(t.ppf(0.975, len(x) - 2)) * error
    return Estimate(*(round(step * each, 6) for each in (slope, slope - spread, slope + spread)))


def queue(answers: Any, rows: Rows, sure: Matrix, number: int) -> Rows:
    """Which of these rows to code next, in order: uncertain ones, each unlike those before it.

    Args:
        answers: sparse features (`features.Seen.answers`).
        sure: the certainty of every answer.
    """
    from sklearn.preprocessing import normalize

    if not len(rows):
        return rows
    doubtful = rows[np.argsort(sure[rows], kind="stable")][: _WIDER * number]
    far = normalize(answers[doubtful])
    open_ = 1 - sure[doubtful] + 1e-3
    nearest = np.zeros(len(doubtful))
    chosen: list[int] = []
    for _ in range(min(number, len(doubtful))):
        value = np.round(open_ * (1 - nearest), 6)
        value[chosen] = -1
        best = int(value.argmax())
        chosen.append(best)
        nearest = np.maximum(nearest, (far @ far[best].T).toarray().ravel())
    return doubtful[chosen]
