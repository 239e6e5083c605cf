"""The counts an inquiry asks for, each with how it was worked out."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from survey.ledger.frames import (
    ACCOUNT,
    AREA_NOT_STATED,
    CAMPAIGN,
    EXACT,
    IN_AREA,
    NEAR,
    OUTSIDE,
    SET_ASIDE_STATUS,
    SPEED,
    STRAIGHT,
    TEST,
)
from survey.ledger.settings import DEFAULTS, LedgerSettings
from survey.ledger.where import outside_options
from survey.questionnaire.definition import Consultation

Row = tuple[str, int | None, str]


def account(
    ledger: pl.DataFrame, consultation: Consultation | None = None, settings: LedgerSettings = DEFAULTS
) -> pl.DataFrame:
    """The counts of a ledger (schema LEDGER), one row a measure (schema ACCOUNT).

    received = kept + set_aside; kept = complete + partial + screened_out + blank; counted = kept - blank;
    distinct = counted - later_exact_duplicates; counted = local + outside + area_not_stated, and the sum of the
    channels. Flagged responses are counted in every one of these. The consultation puts the area question's own words
    into `how`; `settings` are those the flags were made with.
    """
    rows = [*_received(ledger), *_distinct(ledger), *_flagged(ledger, settings)]
    rows += [*_local(ledger, consultation, settings), *_channels(ledger, consultation)]
    return pl.DataFrame(rows, schema=dict(ACCOUNT), orient="row")


def _received(ledger: pl.DataFrame) -> Iterator[Row]:
    status = pl.col("status").cast(pl.String)
    yield "received", len(ledger), "rows of the export that hold a submission: kept and set aside together"
    yield (
        "set_aside",
        _count(ledger, status == SET_ASIDE_STATUS),
        "rows that could not be read as a response of their own",
    )
    yield "kept", _count(ledger, status != SET_ASIDE_STATUS), "received less set aside"
    yield "complete", _count(ledger, status == "complete"), "kept, finished, and not blank"
    yield "partial", _count(ledger, status == "partial"), "kept, and not finished"
    yield "screened_out", _count(ledger, status == "screened_out"), "kept, and outside whom the consultation asks"
    yield "blank", _count(ledger, status == "blank"), "kept, and no question answered, finished or not"
    yield "counted", _count(ledger, pl.col("counted")), "kept less blank: the base of all responses"


def _distinct(ledger: pl.DataFrame) -> Iterator[Row]:
    counted = ledger.filter("counted")
    later = counted.filter(pl.col("duplicate_of").is_not_null())
    yield (
        "later_exact_duplicates",
        len(later),
        "counted, flagged as exact duplicate, and not the first to come of their group; none is removed",
    )
    yield (
        "later_exact_duplicates_of_campaigns",
        _count(later, _has(CAMPAIGN)),
        "of these, those that carry a campaign's text: different people may have sent it unchanged",
    )
    yield "distinct", len(counted) - len(later), "counted less later exact duplicates: each group counted once"
    texts = counted["same_words_as"].drop_nulls()
    yield "with_words", len(texts), "counted, with an answer to at least one free-text question"
    yield (
        "distinct_texts",
        texts.n_unique(),
        "different texts among those with words: all free text of a response together, case, spaces and the kind of "
        "quotes aside",
    )


def _flagged(ledger: pl.DataFrame, settings: LedgerSettings) -> Iterator[Row]:
    floor = settings.speed_seconds
    speed = f"{floor:g} seconds" if floor is not None else f"{settings.speed_share:.0%} of the median time"
    words = {
        EXACT: "all answers the same as another's, the first of each group included",
        NEAR: f"a verbatim of at least {settings.near_words} words, nearly another's "
        f"({settings.near_similarity:.0%} or more of their neighbouring word pairs in common), the first of each group "
        "included",
        CAMPAIGN: f"{settings.campaign_words} words or more that {settings.campaign_responses} responses or more share",
        STRAIGHT: f"the same answer to every item of a grid of at least {settings.grid_items} items",
        SPEED: f"completed in less than {speed}, or before it was started",
        TEST: "a test or preview by the tool's mark, its id, its channel, or words that say no more",
    }
    for flag, how in words.items():
        yield flag, _count(ledger, _has(flag)), f"kept, and flagged: {how}"
    yield "flagged", _count(ledger, pl.col("flags").is_not_null()), "kept, with any flag; a response may have several"


def _local(ledger: pl.DataFrame, consultation: Consultation | None, settings: LedgerSettings) -> Iterator[Row]:
    counted = ledger.filter("counted")
    question, outside = "the area question", "an option outside the area"
    if consultation is not None and consultation.area:
        question = f"{consultation.area} ({consultation.question(consultation.area).text})"
        labels = [option.label for option in outside_options(consultation, settings)]
        outside = " or ".join(labels) or "an option outside the area (it has none)"
    measures = {
        "local": (IN_AREA, f"counted, and {question} is answered with a place in the area"),
        "outside": (OUTSIDE, f"counted, and the answer to {question} is {outside}"),
        "area_not_stated": (AREA_NOT_STATED, f"counted, and {question} is not answered or the answer withheld"),
    }
    known = counted["area"].null_count() < len(counted) or counted.is_empty()
    for measure, (place, how) in measures.items():
        if known:
            yield measure, _count(counted, pl.col("area") == place), how
        else:
            yield measure, None, "not known: the definition names no area question ([consultation] area)"


def _channels(ledger: pl.DataFrame, consultation: Consultation | None) -> Iterator[Row]:
    question = "the question that holds the channel"
    if consultation is not None and consultation.channel:
        question = f"{consultation.channel} ({consultation.question(consultation.channel).text})"
    channels = ledger.filter("counted").group_by("channel").len("count").sort("channel").drop_nulls("channel")
    for channel, count in channels.iter_rows():
        yield f"channel: {channel}", count, f"counted, and {channel!r} is the answer to {question}"
    if channels.is_empty():
        yield "channel", None, "not known: the definition names no question that holds it ([consultation] channel)"


def _has(flag: str) -> pl.Expr:
    return pl.col("flags").str.split("; ").list.contains(flag).fill_null(value=False)


def _count(frame: pl.DataFrame, where: pl.Expr) -> int:
    return frame.filter(where).height
