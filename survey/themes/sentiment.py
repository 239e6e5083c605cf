"""The polarity of words by a general lexicon: one disclosed signal, never a stance."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from functools import cache
from importlib.util import find_spec, module_from_spec

import polars as pl

from survey.questionnaire.code_frame import OTHER, CodeFrame
from survey.questionnaire.kinds import FreeText
from survey.themes.code import Coding, answers_of
from survey.themes.stance import NEGATIVE, NEUTRAL, POSITIVE, stance


def polarity(texts: pl.Series) -> pl.Series:
    """Polarity of each text from -1 to 1 (Float64; null where the text is null), by TextBlob's lexicon.

    Never to be used as stance or agreement. Measured against people's reading of 6,170 NHS comments in three
    classes: accuracy 0.54, kappa 0.20, and 41% of the comments people called negative come out positive.
    It misses most negations ("I do not feel safe" is +0.5), scores words of fact ("Too many speeding cars" is
    +0.5, "Black communities" below nought) and gives 0 to "unsafe" and "racist". Say so wherever it is shown.
    """
    sentiment = _sentiment()
    scores = [None if text is None else float(sentiment(text)[0]) for text in texts.to_list()]
    return pl.Series(texts.name, scores, dtype=pl.Float64)


@cache
def _sentiment() -> Callable[[str], tuple[float, float]]:
    """TextBlob's own function, without the rest of the package: that would bring in nltk, which takes seconds."""
    spec = find_spec("textblob")
    if spec is None or "textblob" in sys.modules:
        from textblob.en import sentiment
    else:
        sys.modules["textblob"] = module_from_spec(spec)  # not run: only where its parts are found
        try:
            from textblob.en import sentiment
        finally:
            del sys.modules["textblob"]
    found: Callable[[str], tuple[float, float]] = sentiment
    return found


def signals_by_code(
    responses: pl.DataFrame, questions: Sequence[FreeText], coding: Coding, frame: CodeFrame
) -> pl.DataFrame:
    """The columns of `polarity_by_code`, and positive, neutral, negative: answers with the code, by their stance."""
    answers = answers_of(responses, questions)
    judged = answers.with_columns(stance(answers["text"].to_list())["stance"]).drop("text")
    counts = (
        coding.coded.select("response_id", "question_id", "code")
        .unique()
        .join(judged, on=["response_id", "question_id"])
        .group_by("code")
        .agg((pl.col("stance") == each).sum().cast(pl.Int64).alias(each) for each in (POSITIVE, NEUTRAL, NEGATIVE))
    )
    means = polarity_by_code(responses, questions, coding, frame)
    return means.join(counts, on="code", how="left", maintain_order="left").with_columns(
        pl.col(POSITIVE, NEUTRAL, NEGATIVE).fill_null(0)
    )


def polarity_by_code(
    responses: pl.DataFrame, questions: Sequence[FreeText], coding: Coding, frame: CodeFrame
) -> pl.DataFrame:
    """Mean polarity of the answers that show each code: code, label, responses, mean_polarity.

    One row a code in the frame's order, `other` last; `responses` (Int64) counts the responses with the code and
    `mean_polarity` (Float64, null for none) gives each of them the same weight, whole answers being scored.
    What `polarity` says of its error holds here: 41% of negative comments came out positive, kappa 0.20.
    """
    answers = (
        answers_of(responses, questions)
        .join(coding.coded, on=["response_id", "question_id"], how="semi")
        .with_columns(pl.col("text").map_batches(polarity, return_dtype=pl.Float64).alias("polarity"))
    )
    means = (  # in order throughout, so that the last digit is always the same
        coding.coded.select("response_id", "question_id", "code")
        .unique(maintain_order=True)
        .join(answers, on=["response_id", "question_id"], maintain_order="left")
        .group_by("code", "response_id", maintain_order=True)
        .agg(pl.col("polarity").mean())
        .group_by("code", maintain_order=True)
        .agg(responses=pl.len().cast(pl.Int64), mean_polarity=pl.col("polarity").mean())
    )
    codes = [code.code for code in frame.codes] + [OTHER]
    listed = pl.DataFrame({"code": codes, "label": [frame.labels[code] for code in codes]})
    return listed.join(means, on="code", how="left", maintain_order="left").with_columns(
        pl.col("responses").fill_null(0)
    )
