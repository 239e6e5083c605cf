"""Codes that a frame may lack: topics of the answers that none fits, with the phrases that tell them, and quotes.

Topics by non-negative matrix factorisation, started where nothing is left to chance (NNDSVDa: Boutsidis and Gallopoulos
2008); phrases by log-likelihood against all other answers (Dunning 1993; Rayson and Garside 2000), once an answer.
"""

from __future__ import annotations

import math
import re
import warnings
from collections import Counter
from collections.abc import Sequence
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from survey.themes.features import Matrix, stems
from survey.themes.forms import inflections
from survey.themes.personal import find_details, replaced
from survey.themes.threads import one_thread

# One row a topic, the most answers first. `accept` is the analyst's: a new code, or one of the frame that gets the
# phrases; `net` and `label` too, of a new one.
SUGGESTED = {
    "topic": pl.Int64,
    "answers": pl.Int64,
    "phrases": pl.String,  # separated by ;
    "quote_1": pl.String,  # personal details replaced
    "quote_2": pl.String,
    "quote_3": pl.String,
    "accept": pl.String,
    "net": pl.String,
    "label": pl.String,
}
_FEWEST, _EACH, _MOST = 5, 25, 20  # answers of a topic; answers for which one more topic is looked for; topics
_PHRASES, _QUOTES, _LONGEST = 8, 3, 60  # of a topic; words of a quote
_TELLING = 10.83  # log-likelihood that chance reaches once in a thousand (chi-squared, one degree)
_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*")
_BRACKET = re.compile(r"\[[^\]]*\]")


def suggest(uncoded: pl.DataFrame, others: Sequence[str], topics: int = 0) -> pl.DataFrame:
    """Topics of the answers that no code fits (SUGGESTED); the same whatever the order of rows.

    Args:
        uncoded: `response_id`, `question_id`, `text`.
        others: the texts of all other answers.
        topics: how many to look for; 0: one for every 25 answers, at least 2, at most 20. Topics of fewer than 5
            answers, and those that no phrase tells, are not given.
    """
    ordered = uncoded.sort("response_id", "question_id")["text"]
    texts = [replaced(text, find_details(text)) for text in ordered]
    wanted = topics or min(max(len(texts) // _EACH, 2), _MOST)
    weights = _topics(texts, wanted)
    said = [_said(text) for text in texts]
    everywhere = Counter(phrase for each in said for phrase in each)
    everywhere.update(phrase for text in others for phrase in _said(text))
    belongs = np.where(weights.max(axis=1, initial=0) > 0, weights.argmax(axis=1), -1) if weights.size else np.array([])
    rows: list[tuple[Any, ...]] = []
    for topic in range(weights.shape[1]):
        members = np.flatnonzero(belongs == topic)
        here = Counter(phrase for place in members for phrase in said[place])
        phrases = _key_phrases(here, everywhere, (len(members), len(texts) + len(others)))
        if len(members) >= _FEWEST and phrases:
            quotes = _quotes([texts[place] for place in members], weights[members, topic])
            rows.append((len(members), "; ".join(phrases), *quotes, "", "", ""))
    rows.sort(key=lambda row: (-row[0], row[1]))
    return pl.DataFrame([(n, *row) for n, row in enumerate(rows, start=1)], schema=SUGGESTED, orient="row")


def log_likelihood(here: int, elsewhere: int, of_here: int, of_elsewhere: int) -> float:
    """How telling it is that `here` of `of_here` answers hold a phrase and `elsewhere` of `of_elsewhere` do (G2)."""
    expected = of_here * (here + elsewhere) / (of_here + of_elsewhere)
    other = of_elsewhere * (here + elsewhere) / (of_here + of_elsewhere)
    return 2 * sum(seen * math.log(seen / mean) for seen, mean in ((here, expected), (elsewhere, other)) if seen)


def _topics(texts: Sequence[str], wanted: int) -> Matrix:
    """How much each text is of each topic."""
    from sklearn.decomposition import NMF
    from sklearn.exceptions import ConvergenceWarning
    from sklearn.feature_extraction.text import TfidfVectorizer

    stop = _stop_words()
    told = [[stem for stem in stems(_BRACKET.sub(" ", text)) if stem not in stop and len(stem) > 1] for text in texts]
    common = Counter(stem for each in told for stem in set(each))
    if sum(many > 1 for many in common.values()) < 2:
        return np.zeros((len(texts), 0))
    seen: Any = TfidfVectorizer(analyzer=list, sublinear_tf=True, min_df=2).fit_transform(told)
    with one_thread(), warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)  # a topic need not be exact
        model = NMF(min(wanted, *seen.shape), init="nndsvda", max_iter=400, random_state=0)
        found: NDArray[np.float64] = np.round(model.fit_transform(seen), 6)
    return found


def _said(text: str) -> set[str]:
    """The phrases of a text: one to three words in a row that neither begin nor end with a word that says nothing."""
    stop = _stop_words()
    found: set[str] = set()
    for part in re.split(r"[.,;:!?()\[\]\n]+", _BRACKET.sub(".", text.casefold().replace("\u2019", "'"))):
        words = _WORD.findall(part)
        for first in range(len(words)):
            for last in range(first + 1, min(first + 4, len(words) + 1)):
                if words[first] not in stop and words[last - 1] not in stop and len(words[first]) > 1:
                    found.add(" ".join(words[first:last]))
    return found


def _key_phrases(here: Counter[str], everywhere: Counter[str], sizes: tuple[int, int]) -> list[str]:
    """The most telling phrases, those with the same words as one before them left out."""
    of_here, total = sizes
    scored = []
    for phrase, many in here.items():
        rest = everywhere[phrase] - many
        rarer = many * (total - of_here) <= rest * of_here
        if many >= max(3, of_here / 20) and not rarer:
            value = log_likelihood(many, rest, of_here, total - of_here)
            scored.append((-round(value, 6), -len(phrase.split()), phrase))
    chosen: list[str] = []
    for value, _, phrase in sorted(scored):
        words = set(phrase.split())
        if -value >= _TELLING and not any(words & set(other.split()) for other in chosen):
            chosen.append(phrase)
    return _by_inflection(chosen)[:_PHRASES]


def _by_inflection(phrases: Sequence[str]) -> list[str]:
    """The phrases, with forms of one word as one: wait and waiting are `wait*`."""
    words = sorted((phrase for phrase in phrases if " " not in phrase), key=lambda word: (len(word), word))
    stem: dict[str, str] = {}
    for word in words:
        kin = inflections(word)
        if word not in stem and any(other in kin for other in words if other != word):
            stem |= {other: f"{word}*" for other in words if other in kin and other not in stem}
    return list(dict.fromkeys(stem.get(phrase, phrase) for phrase in phrases))


def _quotes(texts: Sequence[str], weights: Matrix) -> list[str | None]:
    """Three that are most of the topic, none too long while there are others, none twice."""
    order = sorted(
        range(len(texts)), key=lambda place: (len(texts[place].split()) > _LONGEST, -weights[place], texts[place])
    )
    chosen: dict[str, str] = {}
    for place in order:
        chosen.setdefault(" ".join(texts[place].casefold().split()), texts[place])
    found = [*chosen.values()][:_QUOTES]
    return [*found, *[None] * (_QUOTES - len(found))]


def _stop_words() -> frozenset[str]:
    from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS

    more = ("don't", "doesn't", "isn't", "i'm", "i've", "it's", "i'd", "we're", "they're", "just", "really", "like")
    return frozenset(ENGLISH_STOP_WORDS) | frozenset(more)
