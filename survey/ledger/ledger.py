"""The ledger: every submission with its fate, kept or set aside."""

from __future__ import annotations

import polars as pl

from survey.frames import conform, worded
from survey.ledger.frames import EXACT, LEDGER, SET_ASIDE_STATUS
from survey.ledger.profiles import in_order, same_words
from survey.ledger.settings import DEFAULTS, LedgerSettings
from survey.ledger.where import area, channel
from survey.questionnaire.definition import Consultation
from survey.questionnaire.kinds import FreeText

_WHY = {
    "complete": "finished: in the bases of the questions it was asked",
    "partial": "not finished: in the bases of the questions it was asked",
    "screened_out": "screened out: in the bases of the questions it was asked",
    "blank": "not counted: no question is answered",
}


def ledger(
    responses: pl.DataFrame,
    set_aside: pl.DataFrame,
    flags: pl.DataFrame,
    consultation: Consultation,
    settings: LedgerSettings = DEFAULTS,
) -> pl.DataFrame:
    """One row a submission (schema LEDGER), in order of the export's lines: the responses and what was set aside.

    `responses`, `set_aside` and `flags` have the schemas RESPONSES, SET_ASIDE (where the `file` of each row may stand
    too) and FLAGS. A flag changes nothing about `counted`, which says whether the submission is in the base of all
    responses: it is, unless blank or set aside.
    """
    kept = (
        in_order(responses)
        .select(
            "line",
            "response_id",
            pl.col("status").cast(pl.String),
            "week",
            "date",
            _words_of(consultation),
            area(consultation, settings),
            channel(consultation),
        )
        .with_columns(_same_words_as(), counted=pl.col("status") != "blank", why=_why(consultation))
        .join(_flags_of(flags), on="response_id", how="left", maintain_order="left")
    )
    aside = (
        set_aside.group_by([name for name in ("file", "line") if name in set_aside.columns], maintain_order=True)
        .agg(worded("set aside: {}", pl.col("reason").str.join("; ")).alias("why"))
        .drop("file", strict=False)
        .with_columns(status=pl.lit(SET_ASIDE_STATUS), counted=pl.lit(value=False))
    )
    both = pl.concat([kept.drop("date", "words"), aside], how="diagonal").with_columns(
        pl.col("status").cast(LEDGER["status"])
    )
    return conform(both.sort("line", "response_id"), LEDGER)


def _words_of(consultation: Consultation) -> pl.Expr:
    """All verbatims of a response as they are compared, null without any."""
    names = [question.id for question in consultation.questions if isinstance(question, FreeText)]
    if not names:
        return pl.lit(None, dtype=pl.String).alias("words")
    given = pl.any_horizontal(pl.col(name).is_not_null() for name in names)
    joined = pl.concat_str([same_words(name).fill_null("") for name in names], separator="\x1f")
    return pl.when(given).then(joined).alias("words")


def _same_words_as() -> pl.Expr:
    first = pl.col("response_id").first().over("words")
    return pl.when(pl.col("words").is_not_null()).then(first).alias("same_words_as")


def _why(consultation: Consultation) -> pl.Expr:
    words = pl.col("status").replace_strict(_WHY, return_dtype=pl.String)
    if consultation.fieldwork is None:
        return words
    outside = pl.when(pl.col("date").is_null()).then(pl.lit("no date")).otherwise(pl.lit("dated outside fieldwork"))
    no_week = (pl.col("week").is_null()) & (pl.col("status") != "blank")
    return pl.when(no_week).then(worded("{}; in no week: {}", words, outside)).otherwise(words)


def _flags_of(flags: pl.DataFrame) -> pl.DataFrame:
    """`response_id`, its `flags` and `reasons`, and what it is a `duplicate_of`."""
    first = pl.when(pl.col("flag") == EXACT).then(pl.col("group").str.strip_prefix("exact:"))
    return (
        flags.with_columns(first.alias("first"))
        .group_by("response_id", maintain_order=True)
        .agg(
            pl.col("flag").unique(maintain_order=True).str.join("; ").alias("flags"),
            pl.col("reason").str.join("; ").alias("reasons"),
            pl.col("first").drop_nulls().first(),
        )
        .with_columns(duplicate_of=pl.when(pl.col("first") != pl.col("response_id")).then("first"))
        .drop("first")
    )
