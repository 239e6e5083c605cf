"""Near duplicates: long verbatims nearly the same, though the responses are not."""

from __future__ import annotations

import polars as pl

from survey.frames import empty, worded
from survey.ledger.frames import FLAGS, NEAR
from survey.ledger.groups import Groups
from survey.ledger.near import similar
from survey.ledger.profiles import in_order, same_words
from survey.ledger.settings import LedgerSettings
from survey.ledger.words import word_count
from survey.questionnaire.definition import Consultation
from survey.questionnaire.kinds import FreeText


def near_duplicates(
    responses: pl.DataFrame, exact: pl.DataFrame, consultation: Consultation, settings: LedgerSettings
) -> pl.DataFrame:
    """Responses with a long verbatim nearly another's, as FLAGS: every one of a group, question by question.

    Nearly: both have at least `near_words` words and share at least `near_similarity` of the pairs of neighbouring
    words that either has. The same words with other answers beside them are the nearest there is. Responses that are
    exact duplicates of each other (`exact`, FLAGS) are near duplicates only if a third is near them. A group holds
    what such pairs join, so that two of it may be less alike than that.
    """
    copies = exact.select("response_id", pl.col("group").alias(":copy_of"))
    ordered = in_order(responses).join(copies, on="response_id", how="left", maintain_order="left")
    who = pl.coalesce(":copy_of", "response_id").alias("who")
    questions = [question.id for question in consultation.questions if isinstance(question, FreeText)]
    frames = [
        _of_question(ordered.select("response_id", who, same_words(name).alias("words")), name, settings)
        for name in questions
    ]
    return pl.concat([empty(FLAGS), *frames])


def _of_question(answers: pl.DataFrame, question: str, settings: LedgerSettings) -> pl.DataFrame:
    long = answers.filter(word_count(pl.col("words")) >= settings.near_words)
    texts = long.select(pl.col("words").unique().sort()).with_row_index("text").cast({"text": pl.Int64})
    pairs = similar(texts["words"], settings)
    groups = Groups(len(texts))
    groups.join(pairs.select("first", "second").iter_rows())
    named = texts.with_columns(pl.Series("set", groups.all()))
    found = _with_mates(long.join(named, on="words", maintain_order="left"), pairs).filter(pl.col("mate").is_not_null())
    reason = worded(
        "the words of {} are {} alike to those of response {} (share of neighbouring word pairs in common), "
        "{} responses in all",
        pl.lit(question),
        _hundredths(pl.col("similarity")),
        "mate",
        pl.len().over("set"),
    )
    return found.select(
        "response_id",
        pl.lit(NEAR).alias("flag"),
        reason.alias("reason"),
        worded("near:{}:{}", pl.lit(question), pl.col("response_id").first().over("set")).alias("group"),
        pl.lit(None, dtype=pl.String).alias("evidence"),
    )


def _with_mates(answers: pl.DataFrame, pairs: pl.DataFrame) -> pl.DataFrame:
    """Beside each answer its `mate`, the response it is most like, and their `similarity`.

    `answers`, in order of coming, have `who`: copies of one response count as one, and are no mates.
    """
    both_ways = pl.concat([pairs, pairs.select(first="second", second="first", similarity="similarity")])
    nearest = (
        both_ways.sort("similarity", "second", descending=[True, False])
        .unique("first", keep="first", maintain_order=True)
        .join(answers.unique("text", keep="first", maintain_order=True), left_on="second", right_on="text")
        .select(pl.col("first").alias("text"), near_mate="response_id", near_similarity="similarity")
    )
    first, who = pl.col("who").first(), pl.col("who")
    other = pl.col("response_id").filter(who != first).first().over("text")
    same = pl.when(who == first.over("text")).then(other).otherwise(pl.col("response_id").first().over("text"))
    alike = pl.when(pl.col("mate").is_not_null()).then(1.0).otherwise("near_similarity")
    return (
        answers.with_columns(same.alias("mate"))
        .join(nearest, on="text", how="left", maintain_order="left")
        .with_columns(similarity=alike)
        .with_columns(pl.coalesce("mate", "near_mate").alias("mate"))
    )


def _hundredths(share: pl.Expr) -> pl.Expr:
    """Two decimals, cut: nothing but the same words is 1.00."""
    return share.map_elements(lambda value: f"{int(value * 100) / 100:.2f}", return_dtype=pl.String)
