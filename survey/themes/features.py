"""What a model sees of an answer and of its sentences: words, letters, question and what rules gave; and of codes."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from survey.questionnaire.code_frame import Code
from survey.themes.embeddings import Embed, about
from survey.themes.neighbours import learn_neighbours
from survey.themes.threads import one_thread

_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*")
_ENDS = re.compile(r"[.!?;\n]+\s*")  # of sentences
_FEWEST_WORDS, _MOST_WORDS = 2, 20  # of a sentence
_QUESTION, _RULE = 0.5, 0.5  # how much the question and a rule's hit weigh beside the words
_NEIGHBOURS = 0.7  # the words' neighbours
_MEANT = 1.4  # sentence embeddings; from 1 to 2 all is much the same
_LETTERS = 30_000  # letter runs kept
_READ = 20_000  # answers from which words are learned
_MANY = 0.4  # of the answers have a feature
_FEW = 50  # answers: what is said once counts too

Matrix = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Said:
    """Sparse features of sentences, and the place of the answer that each is of, in order; every answer has one."""

    sentences: Any  # scipy.sparse.csr_matrix
    of: NDArray[np.int64]

    def some(self, rows: NDArray[np.int64]) -> Said:
        """The sentences of these answers, told in order and numbered anew."""
        kept = np.flatnonzero(np.isin(self.of, rows))
        return Said(self.sentences[kept], np.searchsorted(rows, self.of[kept]))

    def most(self, scores: Matrix) -> Matrix:
        """Answers x codes: of sentences x codes the most that a sentence of the answer has."""
        starts = np.flatnonzero(np.diff(self.of, prepend=-1))
        found: Matrix = np.maximum.reduceat(scores, starts, axis=0) if len(starts) else scores
        return found


@dataclass(frozen=True, slots=True)
class Seen:
    """Sparse rows of features: `answers` in order, what is `said` in them, then `codes`, each told by its own words."""

    answers: Any  # scipy.sparse.csr_matrix
    said: Said
    codes: Any

    def known(self, rows: NDArray[np.int64]) -> Any:
        """The features of these answers and of the codes, the codes last."""
        from scipy.sparse import vstack

        return vstack([self.answers[rows], self.codes]).tocsr()


def likeness(answers: Any, known: Any) -> Matrix:
    """How alike answers are to what is known: products of sparse rows. What many answers have is multiplied as numbers
    side by side, in half the time."""
    many = answers.getnnz(axis=0) > _MANY * answers.shape[0]
    few = ~many
    with one_thread():
        found: Matrix = (answers[:, few] @ known[:, few].T).toarray()
        found += answers[:, many].toarray() @ known[:, many].toarray().T
    return found


def sentences(text: str) -> list[str]:
    """The sentences of a text without what ends them; a word alone goes with those before it. One at least. Many people
    write several in one: one longer than _MOST_WORDS is cut into pieces of about the same number of words."""
    found: list[str] = []
    for part in _ENDS.split(text):
        if found and len(part.split()) < _FEWEST_WORDS:
            found[-1] = f"{found[-1]} {part}".rstrip()
        else:
            found.append(part)
    return [piece for each in found for piece in _pieces(each)]


def _pieces(sentence: str) -> list[str]:
    words = sentence.split()
    if len(words) <= _MOST_WORDS:
        return [sentence]
    size = math.ceil(len(words) / math.ceil(len(words) / _MOST_WORDS))
    return [" ".join(words[at : at + size]) for at in range(0, len(words), size)]


def stems(text: str) -> list[str]:
    """The stems of a text's words, in order."""
    return [_stem(word) for word in _WORD.findall(text.casefold().replace("\u2019", "'"))]


def features(
    texts: Sequence[str],
    questions: Sequence[str],
    hits: Matrix,
    described: Sequence[str],
    embed: Embed | None = None,
) -> Seen:
    """The features of answers, of their sentences and of codes.

    Stems and pairs of them, runs of 2 to 5 letters, how the words are used in all answers (also those nobody coded),
    sentence embeddings, the question, and, not of sentences, what the rules gave. Learned from the answers in the order
    given: sort them first.

    Args:
        hits: answers x codes, 1 where a rule gave the code.
        described: of each code the words that tell it (`described`).
        embed: what gives sentence embeddings (`embeddings.Embedder.of`); left out, there are none.
    """
    from scipy.sparse import csr_matrix

    parts = [sentences(text) for text in texts]
    of = np.repeat(np.arange(len(texts)), [len(part) for part in parts])
    said = [sentence for part in parts for sentence in part]
    names = sorted(set(questions))
    asked = csr_matrix(_QUESTION * np.array([[each == name for name in names] for each in questions], np.float64))
    own = csr_matrix(_RULE * np.eye(len(described), hits.shape[1]))
    with one_thread():  # sums of floats differ in their last bits by how many threads make them
        of_each = [
            [*_weighed(said, of, described, analyzer=_runs)],
            [*_weighed(said, of, described, analyzer="char_wb", ngram_range=(2, 5), max_features=_LETTERS)],
            _around(texts, said, described),
            *([_meant(texts, parts, described, embed)] if embed else []),
        ]
    no_rule = csr_matrix((len(of), hits.shape[1]))
    return Seen(
        _beside(of_each, asked, csr_matrix(_RULE * hits)),
        Said(_beside(of_each, asked[of], no_rule), of),
        _beside(of_each, csr_matrix((len(described), len(names))), own),
    )


def _beside(of_each: list[list[Any]], *more: Any) -> Any:
    """What stands first of each kind of features, and more, side by side. It is taken out of there: it is large."""
    from scipy.sparse import hstack

    return hstack([*(each.pop(0) for each in of_each), *more], format="csr")


def _weighed(said: Sequence[str], of: NDArray[np.int64], described: Sequence[str], **how: Any) -> tuple[Any, Any, Any]:
    """TF-IDF of answers, of what is `said` in them and of codes. What an answer has is the sum of its sentences'."""
    from scipy.sparse import csr_matrix
    from sklearn.feature_extraction.text import CountVectorizer, TfidfTransformer

    answers = int(of.max(initial=-1)) + 1
    read = of % max(1, -(-answers // _READ)) == 0
    counter = CountVectorizer(min_df=2 if answers > _FEW else 1, dtype=np.float64, **how)
    if read.all():
        counts = counter.fit_transform(said)
    else:
        counts = counter.fit([said[place] for place in np.flatnonzero(read).tolist()]).transform(said)
    whole = csr_matrix((np.ones(len(of)), (of, np.arange(len(of)))), shape=(answers, len(of))) @ counts
    weights = TfidfTransformer(sublinear_tf=True).fit(whole[np.unique(of[read])])
    return weights.transform(whole), weights.transform(counts), weights.transform(counter.transform(described))


def _around(*of: Sequence[str]) -> list[Any]:
    """How the words of answers, and of others, are used in the answers."""
    from scipy.sparse import csr_matrix

    stemmed = [[stems(text) for text in texts] for texts in of]
    neighbours = learn_neighbours(stemmed[0][:: max(1, -(-len(stemmed[0]) // _READ))])
    return [csr_matrix(_NEIGHBOURS * neighbours.of(texts)) for texts in stemmed]


def _meant(texts: Sequence[str], parts: Sequence[Sequence[str]], described: Sequence[str], embed: Embed) -> list[Any]:
    """The embeddings of answers, sentences and codes, about the mean of the answers'. An answer of one sentence is as
    the sentence is."""
    said = [each for text, part in zip(texts, parts, strict=True) for each in (part if len(part) > 1 else [text])]
    every = sorted({*texts, *said, *described})
    place = {text: number for number, text in enumerate(every)}
    vectors = embed(every)
    of = [vectors[[place[text] for text in group]] for group in (texts, said, described)]
    return [_MEANT * about(each, of[0]) for each in of]


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
