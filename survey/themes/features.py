"""What a model sees of an answer, its words, letters, question and what rules gave, and the same of each code."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from survey.questionnaire.code_frame import Code
from survey.themes.neighbours import learn_neighbours

_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*")
_QUESTION, _RULE = 0.5, 0.5  # how much the question and a rule's hit weigh beside the words
_NEIGHBOURS = 0.7  # the words' neighbours
_LETTERS = 30_000  # letter runs kept
_READ = 20_000  # answers from which words are learned

Matrix = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Seen:
    """Sparse rows of features: `answers` in order, then `codes`, each described by its own words."""

    answers: Any  # scipy.sparse.csr_matrix
    codes: Any

    def alike(self, rows: NDArray[np.int64]) -> Matrix:
        """How alike every answer is to these answers and to the codes (columns, the codes last)."""
        from scipy.sparse import vstack

        known = vstack([self.answers[rows], self.codes])
        found: Matrix = (self.answers @ known.T).toarray()
        return found


def stems(text: str) -> list[str]:
    """The stems of a text's words, in order."""
    return [_stem(word) for word in _WORD.findall(text.casefold().replace("\u2019", "'"))]


def features(texts: Sequence[str], questions: Sequence[str], hits: Matrix, described: Sequence[str]) -> Seen:
    """The features of answers and of codes.

    Stems and pairs of them, runs of 2 to 5 letters, how the words are used in all answers (also those nobody coded),
    the question, and what the rules gave. Learned from the answers in the order given: sort them first.

    Args:
        hits: answers x codes, 1 where a rule gave the code.
        described: of each code the words that tell it (`described`).
    """
    from scipy.sparse import csr_matrix, hstack
    from sklearn.feature_extraction.text import TfidfVectorizer
    from threadpoolctl import threadpool_limits

    least = 2 if len(texts) > 50 else 1
    read = texts[:: max(1, -(-len(texts) // _READ))]
    words = TfidfVectorizer(analyzer=_runs, sublinear_tf=True, min_df=least)
    letters = TfidfVectorizer(
        analyzer="char_wb", ngram_range=(2, 5), sublinear_tf=True, min_df=least, max_features=_LETTERS
    )
    words.fit(read)
    letters.fit(read)
    names = sorted(set(questions))
    asked = np.array([[_QUESTION * (each == name) for name in names] for each in questions])
    nothing = np.zeros((len(described), len(names)))
    with threadpool_limits(1):  # sums of floats differ in their last bits by how many threads make them
        neighbours = learn_neighbours([stems(text) for text in read])

        def seen(of: Sequence[str], *more: Matrix) -> Any:
            around = csr_matrix(_NEIGHBOURS * neighbours.of([stems(text) for text in of]))
            parts = [words.transform(of), letters.transform(of), around]
            return hstack([*parts, *(csr_matrix(each) for each in more)]).tocsr()

        own = _RULE * np.eye(len(described), hits.shape[1])
        return Seen(seen(texts, asked, _RULE * hits), seen(described, nothing, own))


def described(code: Code) -> str:
    """The words that tell a code: its label, definition, phrases and examples."""
    phrases = [phrase.replace("*", "") for phrase in (*code.phrases, *code.denied_phrases)]
    return " . ".join([code.label, code.definition, *phrases, *code.examples])


def _runs(text: str) -> list[str]:
    found = stems(text)
    return [*found, *(f"{one} {other}" for one, other in pairwise(found))]


@cache
def _stem(word: str) -> str:
    return str(_stemmer().stemWord(word))


@cache
def _stemmer() -> Any:
    import snowballstemmer

    return snowballstemmer.stemmer("english")
