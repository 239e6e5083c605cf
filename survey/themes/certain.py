"""How certain the codes of an answer are: a logistic regression on answers that the model had not seen.

What it is fitted to is the pairs of codes given and wanted that are right, and those that are not, so that what it says
is the micro-F1 to be expected. With few examples the F1 that the probabilities make counts more.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from survey.themes.features import Matrix
from survey.themes.ridge import Flags, Rows

_PLACES = 3
_STRENGTH = 0.3  # of what is learned, against none of it
_HALFWAY = 500  # examples at which what is learned counts as much as what the probabilities say


def micro_f1(wanted: Flags, given: Flags) -> float:
    """2 x right / (given + wanted), all codes of all answers together."""
    of = int(wanted.sum()) + int(given.sum())
    return 2 * int((wanted & given).sum()) / of if of else float("nan")


def expected_f1(probable: Matrix, given: Flags) -> Matrix:
    """The F1 of each answer's codes if each is right as often as it is probable."""
    right = (probable * given).sum(axis=1)
    found: Matrix = 2 * right / (given.sum(axis=1) + probable.sum(axis=1))
    return found


def signs_of(probable: Matrix, given: Flags, scores: Matrix, near: Matrix, long: Matrix) -> Matrix:
    """What it goes by, answers x signs: the F1 that the probabilities make, the three most probable codes, how many
    codes are given and in question, the answer's length, and by how much scores and nearest examples lead and whether
    both say the same."""
    codes = probable.shape[1]
    first, second, third = (np.sort(probable, axis=1)[:, -min(place, codes)] for place in (1, 2, 3))
    expected, best, nearest = expected_f1(probable, given), np.sort(scores, axis=1), np.sort(near, axis=1)
    least = -min(2, codes)
    agree = scores.argmax(axis=1) == near.argmax(axis=1)
    doubt = (probable * (1 - probable)).sum(axis=1)
    signs = (
        expected,
        *map(_odds, (expected, first, second, third)),
        given.sum(axis=1),
        np.log(probable.sum(axis=1) + 0.1),
    )
    more = (doubt, long, best[:, -1] - best[:, least], nearest[:, -1], nearest[:, -1] - nearest[:, least], agree)
    return np.stack([*signs, *more], axis=-1, dtype=np.float64)


def fit_certainty(signs: Matrix, wanted: Flags, given: Flags, part: Rows) -> tuple[Any, Matrix]:
    """What tells how certain answers are (`certain`), and how certain each example is by what the others tell."""
    sure = np.empty(len(signs))
    for each in np.unique(part):
        out = part == each
        sure[out] = certain(_fitted(signs[~out], wanted[~out], given[~out]), signs[out])
    return _fitted(signs, wanted, given), sure


def certain(fitted: Any, signs: Matrix) -> Matrix:
    """The F1 to be expected of each answer's codes, to three places."""
    learned, weight = fitted
    told = learned.predict_proba(signs)[:, 1] if weight else 0.0
    found: Matrix = np.round(weight * told + (1 - weight) * signs[:, 0], _PLACES)
    return found


def _fitted(signs: Matrix, wanted: Flags, given: Flags) -> tuple[Any, float]:
    """A regression, and how much it counts beside the F1 that the probabilities make: more, the more examples."""
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler

    right = 2 * (wanted & given).sum(axis=1)
    wrong = wanted.sum(axis=1) + given.sum(axis=1) - right
    if not right.any() or not wrong.any():  # nothing to tell apart
        return None, 0.0
    model = make_pipeline(StandardScaler(), LogisticRegression(C=_STRENGTH, max_iter=500))
    so = np.repeat([1, 0], len(signs))
    model.fit(np.vstack([signs, signs]), so, logisticregression__sample_weight=np.append(right, wrong))
    return model, len(signs) / (len(signs) + _HALFWAY)


def _odds(share: Matrix) -> Matrix:
    found: Matrix = np.log((share + 0.005) / (1.005 - share))
    return found
