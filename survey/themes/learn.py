"""A model of people's codes: ridge regression of one code against the rest, probabilities and quality cross-validated.

It reads an answer as a whole and sentence by sentence, and goes by the code's own words beside the examples. What it
gives an answer is what the rules gave it and the codes it adds: it takes nothing away. All figures are those of
answers that were left out when the model was fitted. The sigmoid is a logistic regression (Platt 1999), the threshold
half the F1 that it reaches (Lipton, Elkan and Naryanaswamy 2014).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np

from survey.themes.certain import certain, fit_certainty, micro_f1, signs_of
from survey.themes.features import Matrix
from survey.themes.ridge import Answers, Flags, Ridge, Task, fit_ridge
from survey.themes.threads import one_thread

FEWEST = 50  # examples to learn from
_NEAREST = 3  # examples of a code that an answer is held against
_USUAL_LENGTH = 2.0  # of an answer, as Task.long has it
_AT_ONCE = 2_000  # answers whose signs are in memory together
_PLACES = 3  # of a probability: what is decided on must not hang on the last bits of a float


@dataclass(frozen=True, slots=True)
class Model:
    """A fitted model. `probable`, `given` and `sure` (how certain these are) are those of its examples, each left out;
    `alone`: the codes that stand alone."""

    ridge: Ridge
    wanted: Flags
    sigmoid: Any
    threshold: float
    probable: Matrix
    given: Flags
    sure: Matrix
    certainty: Any
    alone: Flags


class Predicted(NamedTuple):
    """Answers x codes: calibrated probabilities and the codes given. `sure`: the F1 to be expected of each answer's."""

    probable: Matrix
    given: Flags
    sure: Matrix


class _Found(NamedTuple):
    """Answers x codes: the score; the most that one sentence scores, and leads the other codes by; how alike the
    nearest examples are, and the code's own words."""

    scores: Matrix
    said: Matrix
    said_leads: Matrix
    near: Matrix
    own: Matrix


class _Left(NamedTuple):
    """What a model of the other parts says of each example."""

    found: _Found
    signs: Matrix
    probable: Matrix
    threshold: float
    given: Flags


def fit(task: Task, between_codes: Matrix) -> Model:
    """The model of these examples; `between_codes`: how alike the codes' own descriptions are."""
    with one_thread():
        ridge = fit_ridge(task, between_codes)
        found, signs, probable, threshold, given = _left_out(task, ridge)
        sigmoid = _sigmoid(signs, task.wanted)
        of = signs_of(probable, given, found.scores, found.near, task.answers.long)
        certainty, sure = fit_certainty(of, task.wanted, given, task.part)
    return Model(ridge, task.wanted, sigmoid, threshold, probable, given, sure, certainty, task.alone)


def given_left_out(task: Task, between_codes: Matrix) -> Flags:
    """The codes that `fit` gives its examples, each left out, without what tells how certain they are."""
    with one_thread():
        return _left_out(task, fit_ridge(task, between_codes)).given


def _left_out(task: Task, ridge: Ridge) -> _Left:
    others = np.ones(task.answers.alike.shape, np.bool_)
    others[:, : len(task.wanted)] = task.part[:, None] != task.part
    found = _found(ridge.left_out, ridge.said_left_out, task.answers, task.wanted, others)
    signs = _signs(found, ridge.shares, task.answers)
    probable = np.empty(task.wanted.shape)
    for part in np.unique(task.part):
        rows, rest = np.flatnonzero(task.part == part), np.flatnonzero(task.part != part)
        probable[rows] = _probable(_sigmoid(signs[rest], task.wanted[rest]), signs[rows])
    threshold = _threshold(task, probable)
    return _Left(found, signs, probable, threshold, give(probable, task.answers.hits, task.alone, threshold))


def predict(model: Model, of: Answers) -> Predicted:
    """What the model says of answers."""
    size = len(of.alike)
    with one_thread():
        parts = [
            _predicted(model, of.some(np.arange(first, min(first + _AT_ONCE, size))))
            for first in range(0, size, _AT_ONCE)
        ]
    empty = Predicted(np.zeros(of.hits.shape), np.zeros(of.hits.shape, np.bool_), np.zeros(0))
    return Predicted(*(np.concatenate(each) for each in zip(*(parts or [empty]), strict=True)))


def _predicted(model: Model, of: Answers) -> Predicted:
    found = _found(model.ridge.scores(of), model.ridge.said(of), of, model.wanted)
    probable = _probable(model.sigmoid, _signs(found, model.ridge.shares, of))
    given = give(probable, of.hits, model.alone, model.threshold)
    signs = signs_of(probable, given, found.scores, found.near, of.long)
    return Predicted(probable, given, certain(model.certainty, signs))


def _found(scores: Matrix, said: Matrix, of: Answers, wanted: Flags, others: Flags | None = None) -> _Found:
    size = len(wanted)
    alike = of.alike if others is None else of.alike * others
    near, own = _nearest(alike[:, :size], wanted), of.alike[:, size:]
    return _Found(scores, of.said.most(said), of.said.most(_lead(said)), near, own)


def give(probable: Matrix, hits: Flags, alone: Flags, threshold: float) -> Flags:
    """The codes given: those of rules, those as probable as the threshold, and at least the most probable. A code that
    stands alone is given where it is the most probable of all and no rule gave another."""
    first = probable.argmax(axis=1)
    every = np.arange(len(probable))
    given = (probable >= threshold) | hits
    bare = ~given.any(axis=1)
    given[every[bare], first[bare]] = True
    lonely = alone[first] & ~(hits & ~alone).any(axis=1)
    given &= ~alone
    given[lonely] = False
    given[every[lonely], first[lonely]] = True
    empty = ~given.any(axis=1)  # only codes that stand alone came in question
    given[every[empty], first[empty]] = True
    return given


def _signs(found: _Found, shares: Matrix, of: Answers) -> Matrix:
    """What the sigmoid goes by: the score and the likeness to examples, how far each is from the best other code's, all
    four also by how common the code is and by how long the answer (a long one has more codes, each less in the lead);
    the sentence that tells most for the code; the likeness to its own words; its rank among the answer's; a rule."""
    scores, said, said_leads, near, own = found
    common = np.broadcast_to(np.log((shares + 0.002) / (1.002 - shares)), scores.shape)
    length = np.broadcast_to((of.long - _USUAL_LENGTH)[:, None], scores.shape)
    told = [scores, _lead(scores), near, _lead(near)]
    by = [each * other for other in (common, length) for each in told]
    rank = np.round(-scores, 9).argsort(axis=1, kind="stable").argsort(axis=1)
    ranks = [rank == 0, rank == 1, np.log1p(rank)]
    more = [said, said_leads, own, _lead(own), common, length]
    return np.stack([*told, *by, *more, *ranks, of.hits], axis=-1, dtype=np.float64)


def _lead(scores: Matrix) -> Matrix:
    if scores.shape[1] < 2:
        return scores
    ordered = np.sort(scores, axis=1)
    best, second = ordered[:, -1:], ordered[:, -2:-1]
    return scores - np.where(scores == best, second, best)


def _nearest(alike: Matrix, wanted: Flags) -> Matrix:
    """Answers x codes: the mean likeness to the nearest examples of the code."""
    near = np.zeros((len(alike), wanted.shape[1]))
    for code in np.flatnonzero(wanted.any(axis=0)):
        examples = alike[:, wanted[:, code]]
        many = min(_NEAREST, examples.shape[1])
        near[:, code] = np.sort(np.partition(examples, -many, axis=1)[:, -many:], axis=1).sum(axis=1) / _NEAREST
    return near


def _sigmoid(signs: Matrix, wanted: Flags) -> Any:
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler

    if wanted.all() or not wanted.any():  # nothing to tell apart
        return float(wanted.all())
    model = make_pipeline(StandardScaler(), LogisticRegression(C=10, solver="newton-cholesky"))
    return model.fit(signs.reshape(-1, signs.shape[-1]), wanted.ravel())


def _probable(sigmoid: Any, signs: Matrix) -> Matrix:
    if isinstance(sigmoid, float):
        return np.full(signs.shape[:-1], sigmoid)
    found = sigmoid.predict_proba(signs.reshape(-1, signs.shape[-1]))[:, 1]
    rounded: Matrix = np.round(found.reshape(signs.shape[:-1]), _PLACES)
    return rounded


def _threshold(task: Task, probable: Matrix) -> float:
    """Half the F1 that is reached with it, found by turns: best for calibrated probabilities, and steadier than the
    best of many tried on few examples."""
    threshold = 0.25
    for _ in range(20):
        reached = micro_f1(task.wanted, give(probable, task.answers.hits, task.alone, threshold))
        threshold = round((threshold + reached / 2) / 2, _PLACES)
    return threshold
