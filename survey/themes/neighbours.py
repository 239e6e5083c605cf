"""Vectors of words by the words around them, learned from the answers themselves, also those that nobody coded.

Positive pointwise mutual information of words at most five apart, nearer ones counting more, of which the largest
singular vectors are kept (Levy, Goldberg and Dagan 2015). Words that are said alike come out alike.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float64]

_APART, _LEAST, _VECTORS = 5, 3, 100  # words between; times a word is said; size of a vector
_EVEN = 0.75  # raised to this, counts of words around are less uneven


@dataclass(frozen=True, slots=True)
class Neighbours:
    """The vector of each word, weighed by how few texts have it."""

    place: dict[str, int]
    vectors: Vectors

    def of(self, texts: Sequence[Sequence[str]]) -> Vectors:
        """The sum of the vectors of each text's different words, of length 1 (nought where none is known)."""
        from scipy.sparse import csr_matrix
        from sklearn.preprocessing import normalize

        words, rows = _numbered(texts, self.place)
        known = words >= 0
        shape = (len(texts), len(self.place))
        counts = csr_matrix((np.ones(int(known.sum())), (rows[known], words[known])), shape=shape)
        counts.data[:] = 1.0
        found: Vectors = normalize(counts @ self.vectors)
        return found


def learn_neighbours(texts: Sequence[Sequence[str]]) -> Neighbours:
    """The vectors of the words of these texts, given as their words in order."""
    from sklearn.preprocessing import normalize
    from sklearn.utils.extmath import randomized_svd

    place = {word: number for number, word in enumerate(sorted({word for text in texts for word in text}))}
    words, rows = _numbered(texts, place)
    told = _telling(words, rows, len(place))
    size = min(_VECTORS, len(place))
    if not told.nnz:
        return Neighbours(place, np.zeros((len(place), size)))
    left, strength, _ = randomized_svd(told, size, n_iter=3, random_state=0)
    pairs = np.unique(rows * len(place) + words)
    texts_with = np.bincount(pairs % len(place), minlength=len(place))
    rare = np.log(len(texts) / np.maximum(texts_with, 1))
    return Neighbours(place, normalize(left * np.sqrt(strength)) * rare[:, None])


def _numbered(texts: Sequence[Sequence[str]], place: dict[str, int]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The words of all texts by their places, -1 for those unknown, and the text of each."""
    words = np.fromiter((place.get(word, -1) for text in texts for word in text), np.int64)
    return words, np.repeat(np.arange(len(texts)), [len(text) for text in texts])


def _telling(words: NDArray[np.int64], rows: NDArray[np.int64], size: int) -> Any:
    """Words x words: the logarithm of how much oftener they stand near each other than by chance, where it is more."""
    from scipy.sparse import csr_matrix

    common = np.bincount(words, minlength=size) >= _LEAST
    near = csr_matrix((size, size))
    for apart in range(1, _APART + 1):
        one, other = words[apart:], words[:-apart]
        pairs = (rows[apart:] == rows[:-apart]) & common[one] & common[other]
        near += csr_matrix((np.full(int(pairs.sum()), 1 / apart), (one[pairs], other[pairs])), shape=near.shape)
    near = (near + near.T).tocoo()
    if not near.nnz:
        return near.tocsr()
    times = np.asarray(near.sum(axis=1)).ravel()
    even = times**_EVEN / (times**_EVEN).sum()
    oftener = np.log(near.data / (times[near.row] * even[near.col]))
    more = oftener > 0
    return csr_matrix((oftener[more], (near.row[more], near.col[more])), shape=near.shape)
