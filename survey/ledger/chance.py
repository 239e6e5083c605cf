"""How likely it is that people tick alike by accident."""

from __future__ import annotations

import numpy as np
import polars as pl

from survey.frames import worded
from survey.ledger.profiles import resolution
from survey.ledger.settings import LedgerSettings
from survey.questionnaire.definition import Consultation
from survey.routing import asked

SHORTEST = 60  # seconds: many exports note times to the minute


def likelihood(ordered: pl.DataFrame, answers: pl.DataFrame, consultation: Consultation) -> pl.Series:
    """For each response the chance (0 to 1) that another one has all of its answers, were questions independent.

    It is the product, over the questions put to the respondent, of the share of those asked who gave the same answer
    (or none, as this one). A grid, a ranking and a combination of ticks count as one answer each, by their own share:
    the items of a grid are anything but independent. Questions are not either, so the true chance is higher: hence
    the small limits in the settings, and the rule that nobody must have given these answers at another time.
    """
    product = pl.Series("likelihood", np.ones(len(answers)))
    for question in consultation.questions:
        both = ordered.select(answers[question.id].alias("answer"), asked(question, consultation).alias("put"))
        share = pl.len().over("put", "answer") / pl.col("put").sum()
        product *= both.select(pl.when("put").then(share).otherwise(1.0)).to_series()
    return product


def alike_by_chance(alike: pl.DataFrame, times: pl.Series, settings: LedgerSettings) -> pl.DataFrame:
    """Those of the responses alike that chance does not explain, with `why`.

    `alike` has `set` (whose answers are all the same), `at`, `given` and `likelihood`; `times` are those of all
    responses. The accidental pairs to be expected in the whole consultation, as close in time as these, were
    everyone's answers as common: responses x likelihood x others who came as close, halved since a pair has two ends.
    How many come as close is told from how many come within `exact_seconds`; closer than a minute counts as a minute.
    Where times are noted to more than `exact_seconds`, to the day say, nobody is known to have come close.
    """
    limit, shortest = settings.exact_seconds, max(SHORTEST, resolution(times))
    waited = pl.col("at").diff().dt.total_microseconds() / 1e6
    apart = (pl.col("set").diff() != 0) | (waited > limit)
    together = (
        alike.with_columns(pl.len().over("set").alias("everyone"))
        .filter(pl.col("at").is_not_null() & pl.lit(resolution(times) <= limit))
        .sort("set", "at", "response_id")
        .with_columns(waited.alias("waited"), apart.fill_null(value=True).cum_sum().alias("run"))
        .filter((pl.len().over("run") > 1) & (pl.len().over("run") == pl.col("everyone")))
    )
    crowd = pl.Series("crowd", _others_near(together["at"], times, limit))
    longest = pl.col("waited").slice(1).max().over("run").clip(shortest, max(limit, shortest))
    as_close = pl.col("crowd").max().over("run") * longest / max(limit, shortest)
    expected = len(times) * pl.col("likelihood") * as_close / 2
    span = ((pl.col("at").max() - pl.col("at").min()).over("run").dt.total_microseconds() / 1e6).round().cast(pl.Int64)
    words = "within {} seconds; by accident {} pairs so alike and so close are to be expected in the whole consultation"
    return (
        together.with_columns(crowd)
        .with_columns(expected.alias("expected"), span.alias("span"))
        .filter((pl.col("given") >= settings.exact_answers) & (pl.col("expected") <= settings.exact_accidents))
        .with_columns(why=worded(words, "span", _shown(pl.col("expected"))))
    )


def _others_near(at: pl.Series, times: pl.Series, limit: float) -> pl.Series:
    """How many other responses came within `limit` seconds of each of these times."""
    everyone = np.sort(times.drop_nulls().dt.epoch("us").to_numpy())
    here = at.dt.epoch("us").to_numpy()
    reach = round(limit * 1e6)
    until = np.searchsorted(everyone, here + reach, side="right")
    return pl.Series(until - np.searchsorted(everyone, here - reach, side="left") - 1)


def _shown(number: pl.Expr) -> pl.Expr:
    """Two significant figures."""
    return number.map_elements(lambda value: f"{value:.2g}", return_dtype=pl.String)
