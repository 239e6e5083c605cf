"""Stance by rules held against people's reading of patients' comments, and peers on the same rows."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

import numpy as np
import polars as pl
from numpy.typing import NDArray

from survey.themes.sentiment import polarity
from survey.themes.stance import stance
from tests.benchmarks._told import Figure, goal, interval, share
from tests.exports import SHARED

NHS = SHARED / "data/text/nhs_feedback_single_code.csv"


def measure_stance() -> None:
    """Kappa and the negatives called positive, of the rules and of peers, on the same rows."""
    if not NHS.exists():
        print("stance: the NHS comments are not beside this checkout")
        return
    rows = pl.read_csv(NHS, infer_schema=False).with_columns(pl.col("criticality").cast(pl.Int64, strict=False))
    rows = rows.filter(pl.col("criticality").is_between(-5, 5))
    people, texts = np.sign(rows["criticality"].to_numpy()), rows["feedback"].to_list()
    read, negative = np.flatnonzero(people), np.flatnonzero(people == -1)
    print(f"{len(read):,} NHS comments that people read as positive or negative, neutral an error; with the")
    print(f"{len(texts) - len(read):,} marked 0, nearly all of one question and plain praise. kappa; negatives called")
    print("positive; kappa with those marked 0; seconds")
    for name, judge in peers().items():
        start = time.perf_counter()
        told = judge(texts)
        spent = time.perf_counter() - start
        kappa = interval(len(read), _kappa(people[read], told[read]))
        wrong = interval(len(negative), share(told[negative] == 1))
        print(f"  {name:<10} {kappa}  {wrong}  {interval(len(texts), _kappa(people, told))}  {spent:.1f}")
        if name == "rules":
            goal("kappa", agreement(people[read], told[read]), at_least=0.4)
            goal("kappa with those marked 0", agreement(people, told), at_least=0.4)
            goal("negatives called positive", float(np.mean(told[negative] == 1)), at_most=0.12)
    praise = np.where(people == 0, 1, people)
    print(
        f"  no error, and praise where people marked 0: kappa {agreement(people, praise):.3f} is the most to be reached"
    )


def peers() -> dict[str, Callable[[Sequence[str]], NDArray[np.int64]]]:
    """Each way to judge texts: 1, 0 or -1. VADER only where it is installed."""
    known = {
        "rules": lambda texts: stance(texts)["stance"].to_physical().cast(pl.Int64).to_numpy() * -1 + 1,
        "TextBlob": lambda texts: np.sign(polarity(pl.Series(texts)).to_numpy()).astype(np.int64),
    }
    try:
        from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer  # type: ignore[import-not-found]
    except ImportError:
        return known
    vader = SentimentIntensityAnalyzer()

    def judged(texts: Sequence[str]) -> NDArray[np.int64]:
        scores = np.array([vader.polarity_scores(text)["compound"] for text in texts])
        return np.where(scores >= 0.05, 1, np.where(scores <= -0.05, -1, 0))  # as its documentation has it

    return {**known, "VADER": judged}


def _kappa(one: NDArray[np.int64], two: NDArray[np.int64]) -> Figure:
    return lambda at: agreement(one[at], two[at])


def agreement(one: NDArray[np.int64], two: NDArray[np.int64]) -> float:
    """Cohen's kappa."""
    both = float(np.mean(one == two))
    chance = sum(float(np.mean(one == value) * np.mean(two == value)) for value in (-1, 0, 1))
    return (both - chance) / (1 - chance)
