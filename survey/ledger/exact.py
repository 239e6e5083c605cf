"""Exact duplicates: every answer the same, and more to it than chance can explain."""

from __future__ import annotations

import polars as pl

from survey.frames import worded
from survey.ledger.chance import alike_by_chance, likelihood
from survey.ledger.frames import EXACT, FLAGS
from survey.ledger.profiles import in_order, profiles
from survey.ledger.settings import LedgerSettings
from survey.ledger.words import word_count
from survey.questionnaire.definition import Consultation
from survey.questionnaire.kinds import FreeText


def exact_duplicates(responses: pl.DataFrame, consultation: Consultation, settings: LedgerSettings) -> pl.DataFrame:
    """Responses all of whose answers are the same, as FLAGS: every one of a group, its first included.

    Equal ticks are no evidence by themselves: thousands of people tick alike. Responses are held to be duplicates if
    all their answers are the same and either

    - a verbatim of at least `exact_words` words is among them, or
    - they came within `exact_seconds` of each other, at least `exact_answers` questions are answered, nobody gave
      these answers at another time, and no more than `exact_accidents` such pairs are to be expected by accident
      in the whole consultation (see chance.py). Undated responses are never held to be duplicates by their ticks.
    """
    ordered = in_order(responses)
    answers = profiles(ordered, consultation)
    verbatims = [word_count(pl.col(q.id)) for q in consultation.questions if isinstance(q, FreeText)]
    longest = pl.max_horizontal(pl.lit(0, pl.Int64), *verbatims).alias(":words")
    facts = pl.DataFrame(
        {
            "response_id": ordered["response_id"],
            "at": ordered[":at"],
            "given": answers.select(pl.sum_horizontal(pl.all().is_not_null())).to_series(),
            "words": answers.with_columns(longest)[":words"],
            "set": _first_alike(answers),
            "likelihood": likelihood(ordered, answers, consultation),
        }
    )
    alike = facts.with_row_index("place").filter((pl.len().over("set") > 1) & (pl.col("given") > 0))
    written = alike.filter(pl.col("words") >= settings.exact_words).with_columns(
        why=worded("a verbatim of {} words among them", "words")
    )
    ticked = alike_by_chance(alike.filter(pl.col("words") < settings.exact_words), facts["at"], settings)
    columns = ("response_id", "place", "set", "given", "why")
    return _flags(pl.concat([written.select(columns), ticked.select(columns)]))


def _first_alike(answers: pl.DataFrame) -> pl.Series:
    """For each row the place of the first row that is the same."""
    return (
        answers.select(pl.int_range(pl.len()).alias(":place"), pl.all())
        .select(pl.col(":place").min().over(answers.columns))
        .to_series()
    )


def _flags(members: pl.DataFrame) -> pl.DataFrame:
    """FLAGS of responses (`place` in order of coming, `set` they are alike in, `given` answers, `why`)."""
    ids = pl.col("response_id")
    with_mates = members.sort("place").with_columns(
        first=ids.first().over("set"), second=ids.get(1).over("set"), size=pl.len().over("set")
    )
    mate = pl.when(ids == pl.col("first")).then("second").otherwise("first")
    reason = worded(
        "all answers (to {} questions) are the same as those of response {}, {} responses in all: {}",
        "given",
        mate,
        "size",
        "why",
    )
    return with_mates.select(
        "response_id",
        pl.lit(EXACT).alias("flag"),
        reason.alias("reason"),
        worded("exact:{}", "first").alias("group"),
        pl.lit(None, dtype=FLAGS["evidence"]).alias("evidence"),
    )
