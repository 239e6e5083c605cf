"""Texts matched to the definitions of codes, with no example of any: by the words, letters and notions they share, and
by sentence embeddings.

Texts that are plainly near to a definition lend it their words, so that others are found which share none with it.
Only how far the nearest definition leads the next tells how sure a match is. Nothing is learned from coded data.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from survey.themes.embeddings import Embed, about
from survey.themes.thesaurus import NOTIONS

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?")
_NOTION_WEIGHT = 0.4  # of notions beside words and letters, 1 each; these three settled on the training part of ArgKP
_MEANT_WEIGHT = 0.5  # of sentence embeddings, likewise
_LENT = 2.0  # of what the nearest texts lend a definition
_LENDERS = 20  # texts that lend to each definition
_SHARPNESS = 10.0
_NO_NOTION = "no notion"

Texts = Sequence[str]

# A lead from which a match is proposed. Measured on ArgKP 2021 (tests/benchmarks/themes.py): of the arguments that
# reach it, 23%, people had matched 86% to that key point; by words alone of 15%, 87%. Of NHS comments, each with one of
# eight broad themes, 32% reach it, of which 53% have that theme; by words alone 27% and 47%.
SURE = 0.75


def nearest(texts: Texts, definitions: Texts, background: Texts = (), embed: Embed | None = None) -> pl.DataFrame:
    """The nearest definition of each text: `nearest` (its place) and `lead` (Float64, 0 or more: over the next one).

    `background`: further texts on the same matters, from which it is learned how common words are; `embed`: what gives
    sentence embeddings (`embeddings.Embedder.of`), without which words alone tell.
    """
    scores = likeness(texts, definitions, background, embed)
    if not scores.size:
        return pl.DataFrame(schema={"nearest": pl.Int64, "lead": pl.Float64})
    return pl.DataFrame({"nearest": scores.argmax(axis=1), "lead": scores.max(axis=1)})


def likeness(
    texts: Texts, definitions: Texts, background: Texts = (), embed: Embed | None = None
) -> NDArray[np.float64]:
    """How far each definition (column) leads the best of the others for each text (row); below 0 where it does not.

    The same whatever the order of the texts, and however often one stands.
    """
    if not texts or not definitions:
        return np.zeros((len(texts), len(definitions)))
    each = sorted(set(texts))
    from scipy.sparse import hstack

    known = [*each, *definitions, *sorted(set(background) - set(each))]
    parts = [_vectors(known, letters=False), _vectors(known, letters=True), _vectors(known, notions=True)]
    weighed = [part * np.sqrt(weight) for part, weight in zip(parts, (1.0, 1.0, _NOTION_WEIGHT), strict=True)]
    if embed:
        vectors = embed(known)
        weighed.append(about(vectors, vectors) * np.sqrt(_MEANT_WEIGHT))
    seen: csr_matrix = hstack(weighed).tocsr()
    near, told = seen[: len(each)], seen[len(each) : len(each) + len(definitions)]
    alike = (near @ told.T).toarray()
    leads = _lead(alike + _LENT * _lent(near, alike))
    row = {text: place for place, text in enumerate(each)}
    chosen: NDArray[np.float64] = leads[[row[text] for text in texts]]
    return chosen


def _lent(texts: csr_matrix, alike: NDArray[np.float64]) -> NDArray[np.float64]:
    """How like each text is to the texts nearest each definition, itself not among them."""
    odds = np.exp((alike - alike.max()) * _SHARPNESS)
    weight = np.maximum(alike, 0.0) * odds / odds.sum(axis=1, keepdims=True)  # embeddings can be unlike
    lent = np.zeros_like(alike)
    own = np.asarray(texts.multiply(texts).sum(axis=1)).ravel()
    for place in range(alike.shape[1]):
        lenders = np.argsort(-weight[:, place], kind="stable")[:_LENDERS]
        shares = weight[lenders, place] / max(float(weight[lenders, place].sum()), 1e-9)
        lent[:, place] = texts @ (texts[lenders].T @ shares)
        lent[lenders, place] -= shares * own[lenders]
    return lent


def _lead(scores: NDArray[np.float64]) -> NDArray[np.float64]:
    """Each score less the best other one of its row; of a single column less nothing."""
    if scores.shape[1] < 2:
        return scores
    ordered = np.sort(scores, axis=1)
    first, second = ordered[:, -1:], ordered[:, -2:-1]
    return scores - np.where(scores == first, second, first)


def _vectors(texts: Sequence[str], *, letters: bool = False, notions: bool = False) -> Any:
    from sklearn.feature_extraction.text import TfidfVectorizer

    if letters:
        return TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 5), sublinear_tf=True).fit_transform(texts)
    return TfidfVectorizer(analyzer=_notions if notions else _stems, sublinear_tf=True).fit_transform(texts)


def _stems(text: str) -> list[str]:
    from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS

    telling = {"no", "not", "never", "nothing", "against", "more", "less", "without"}
    words = _WORD.findall(text.casefold().replace("\u2019", "'"))
    return [_stem(word) for word in words if word not in ENGLISH_STOP_WORDS or word in telling] or [_NO_NOTION]


def _notions(text: str) -> list[str]:
    return [notion for stem in _stems(text) for notion in _notions_of_stems().get(stem, ())] or [_NO_NOTION]


@cache
def _notions_of_stems() -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for number, line in enumerate(NOTIONS.strip().splitlines()):
        for stem in dict.fromkeys(map(_stem, line.split())):
            found.setdefault(stem, []).append(str(number))
    return {stem: tuple(numbers) for stem, numbers in found.items()}


@cache
def _stem(word: str) -> str:
    return str(_stemmer().stemWord(word))


@cache
def _stemmer() -> Any:
    import snowballstemmer

    return snowballstemmer.stemmer("english")
