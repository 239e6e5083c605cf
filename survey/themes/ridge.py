"""Ridge regression of each code against the rest, and the scores that examples get from models fitted without them.

Answers go by likenesses that are bent upwards: two that share much count for more, as what is said together does beside
each word alone. Sentences go by straight ones, so that a word has a weight. The examples are left out in ten parts,
those of the same words together; each of the two comes from one inverse (Golub, Heath and Wahba 1979, for blocks).
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from survey.themes.features import Matrix, Said

Rows = NDArray[np.int64]
Flags = NDArray[np.bool_]

_PARTS, _PENALTY = 10, 3.0
_RARE = 0.3  # power of a code's rareness that its examples weigh more by
_OWN_WORDS = 5.0  # a code's description counts as so many answers


@dataclass(frozen=True, slots=True)
class Answers:
    """What is known of answers. `alike`: how alike they are to the examples and to the codes (columns, the codes
    last); `said`: their sentences; `hits`: answers x codes that rules gave; `long`: the logarithm of words and one."""

    alike: Matrix
    said: Said
    hits: Flags
    long: Matrix

    def some(self, rows: Rows) -> Answers:
        """These answers, told in order."""
        return Answers(self.alike[rows], self.said.some(rows), self.hits[rows], self.long[rows])


@dataclass(frozen=True, slots=True)
class Task:
    """Examples that people coded. `known`: the features of examples and codes; `wanted`: examples x codes, what people
    gave; `alone`: the codes that stand alone; `part`: the tenth each is left out with."""

    answers: Answers
    known: Any
    wanted: Flags
    alone: Flags
    part: Rows

    def some(self, rows: Rows) -> Task:
        """The task with these examples only, told in order."""
        kept = np.concatenate([rows, np.arange(len(self.wanted), self.known.shape[0])])
        answers = self.answers.some(rows)
        answers = replace(answers, alike=answers.alike[:, kept])
        return Task(answers, self.known[kept], self.wanted[rows], self.alone, self.part[rows])


@dataclass(frozen=True, slots=True)
class Ridge:
    """`weights` of the examples and of the codes' descriptions for each code, `shares` of the examples with the code;
    `own`: how alike an example is to itself; `words`: what each feature of a sentence counts for each code;
    `left_out`: the scores of the examples, each from the others, and `said_left_out`: of their sentences, likewise."""

    weights: Matrix
    shares: Matrix
    own: float
    words: Matrix
    left_out: Matrix
    said_left_out: Matrix

    def scores(self, of: Answers) -> Matrix:
        """Answers x codes."""
        found: Matrix = _bent(of.alike, self.own) @ self.weights + self.shares
        return found

    def said(self, of: Answers) -> Matrix:
        """Sentences x codes."""
        found: Matrix = of.said.sentences @ self.words + self.shares
        return found


def parts_of(texts: Sequence[str]) -> Rows:
    """The tenth that each text is in, by its hash: the same words always in the same."""
    plain = (" ".join(text.casefold().split()) for text in texts)
    return np.array([int(hashlib.sha256(each.encode()).hexdigest()[:8], 16) % _PARTS for each in plain], np.int64)


def lengths_of(texts: Sequence[str]) -> Matrix:
    """The logarithm of each text's words and one."""
    return np.log1p([len(text.split()) for text in texts])


def fit_ridge(task: Task, between_codes: Matrix) -> Ridge:
    """The ridge of these examples; `between_codes`: how alike the codes' own descriptions are."""
    size, codes = task.wanted.shape
    shares = task.wanted.mean(axis=0)
    told = np.concatenate([task.wanted.astype(float), np.eye(codes)]) - shares
    alike, said = task.answers.alike, task.answers.said
    kernel = np.block([[alike[:, :size], alike[:, size:]], [alike[:, size:].T, between_codes]])
    noise = _PENALTY / np.concatenate([_weights(task.wanted), np.full(codes, _OWN_WORDS)])
    own = float(np.diagonal(alike).mean())
    inverse, weights = _fitted(_bent(kernel, own), noise, told)
    straight, plain = _fitted(kernel, noise, told)
    left_out, said_left_out = np.empty((size, codes)), np.empty((len(said.of), codes))
    for part in np.unique(task.part):
        rows = np.flatnonzero(task.part == part)
        left_out[rows] = told[rows] - _block(inverse, weights, rows) + shares
        without = plain - straight[:, rows] @ _block(straight, plain, rows)  # of a model without the part
        out = task.part[said.of] == part
        said_left_out[out] = said.sentences[out] @ (task.known.T @ without) + shares
    return Ridge(weights, shares, own, task.known.T @ plain, left_out, said_left_out)


def _bent(alike: Matrix, own: float) -> Matrix:
    """Likenesses the greater, the more so: an exponential from nought, where it is nought, to `own`, where it is that
    (a kernel as the likeness is one, being a sum of its powers)."""
    found: Matrix = np.expm1(alike / own) * (own / np.expm1(1.0)) if own else alike
    return found


def _fitted(kernel: Matrix, noise: Matrix, told: Matrix) -> tuple[Matrix, Matrix]:
    """The inverse of the likenesses with noise, and the weights that it gives what is told."""
    from scipy.linalg import inv

    noisy = kernel + np.diag(noise)
    inverse: Matrix = inv(noisy, assume_a="pos", overwrite_a=True, check_finite=False)
    return inverse, inverse @ told


def _block(inverse: Matrix, weights: Matrix, rows: Rows) -> Matrix:
    return np.asarray(np.linalg.solve(inverse[np.ix_(rows, rows)], weights[rows]), np.float64)


def _weights(wanted: Flags) -> Matrix:
    """What each example counts, 1 on average: more with rare codes, so that common ones do not swallow them."""
    rare = np.maximum(wanted.sum(axis=0), 1) ** -_RARE
    given = np.maximum(wanted.sum(axis=1), 1)
    weights = np.where(wanted.any(axis=1), (wanted * rare).sum(axis=1) / given, rare.max())
    even: Matrix = weights / weights.mean()
    return even
