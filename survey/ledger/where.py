"""Where a submission came from, as far as its answers say: the area it speaks for, the channel it came by."""

from __future__ import annotations

import polars as pl

from survey.frames import NOT_STATED
from survey.ledger.frames import AREA_NOT_STATED, IN_AREA, OUTSIDE
from survey.ledger.settings import LedgerSettings
from survey.questionnaire.definition import Consultation
from survey.questionnaire.kinds import Closed, Option


def area(consultation: Consultation, settings: LedgerSettings) -> pl.Expr:
    """in_area, outside or not_stated (`area`, String), by the consultation's area question; null where it names none.

    Outside: `outside_options`. Not stated: those of `settings.not_stated`, and
    no answer. All other options are in the area.
    """
    question = consultation.question(consultation.area) if consultation.area else None
    if not isinstance(question, Closed):
        return pl.lit(None, dtype=pl.String).alias("area")
    answer = pl.col(question.id).cast(pl.String)
    outside = [option.label for option in outside_options(consultation, settings)]
    not_stated = [option.label for option in question.options if option.code.startswith(settings.not_stated)]
    return (
        pl.when(answer.is_null() | answer.is_in(not_stated))
        .then(pl.lit(AREA_NOT_STATED))
        .when(answer.is_in(outside))
        .then(pl.lit(OUTSIDE))
        .otherwise(pl.lit(IN_AREA))
        .alias("area")
    )


def outside_options(consultation: Consultation, settings: LedgerSettings) -> tuple[Option, ...]:
    """The options of the area question that stand for places outside the area: those the definition names, or else by
    their codes.
    """
    question = consultation.question(consultation.area) if consultation.area else None
    options = question.options if isinstance(question, Closed) else ()
    if consultation.outside:
        return tuple(option for option in options if option.code in consultation.outside)
    return tuple(option for option in options if option.code.startswith(settings.outside))


def channel(consultation: Consultation) -> pl.Expr:
    """How a submission came, as the export words it (`channel`, String); null where no question is named."""
    if consultation.channel is None:
        return pl.lit(None, dtype=pl.String).alias("channel")
    return pl.col(consultation.channel).cast(pl.String).fill_null(NOT_STATED).alias("channel")
