"""Flags on how a response was given: straight-lining, impossible speed, tests and previews."""

from __future__ import annotations

import polars as pl

from survey.frames import empty, worded
from survey.ledger.frames import FLAGS, SPEED, STRAIGHT, TEST
from survey.ledger.profiles import resolution, same_words
from survey.ledger.settings import LedgerSettings
from survey.ledger.where import channel
from survey.questionnaire.definition import Consultation, variables
from survey.questionnaire.kinds import Closed, FreeText

# A verbatim made of these words alone, one of the first at least, is no comment.
_TESTING = ("test", "testing", "tests", "tested", "preview", "dummy", "lorem")
_BESIDE = ("a", "again", "an", "at", "ignore", "ipsum", "is", "just", "me", "my", "only", "please", "response", "this")
_TEST_TEXT = rf"^\W*(?:(?:{'|'.join((*_TESTING, *_BESIDE))}|\d+)\b\W*)+$"
_TEST_WORD = rf"\b(?:{'|'.join(_TESTING)})\b"
_TEST_ID = r"(?i)(?:^|[^a-z])(?:test|testing|preview|dummy)(?:$|[^a-z])"


def straight_lining(responses: pl.DataFrame, consultation: Consultation, settings: LedgerSettings) -> pl.DataFrame:
    """Responses with the same answer to every item of a grid of at least `grid_items` items, as FLAGS."""
    frames = [empty(FLAGS)]
    for question in consultation.questions:
        if isinstance(question, Closed) and len(question.items) >= settings.grid_items:
            names = [variable.name for variable in variables(question)]
            frames.append(_one_line(responses.select("response_id", *names), question))
    return pl.concat(frames)


def _one_line(responses: pl.DataFrame, grid: Closed) -> pl.DataFrame:
    items = pl.exclude("response_id").cast(pl.String)
    answered = responses.filter(pl.all_horizontal(pl.exclude("response_id").is_not_null()))
    lines = answered.select("response_id", pl.concat_list(items).alias("answers"))
    same = lines.filter(pl.col("answers").list.n_unique() == 1)
    reason = worded(
        "the same answer ({}) to all {} items of {}, as {} of the {} who answered them all",
        pl.col("answers").list.first(),
        pl.col("answers").list.len(),
        pl.lit(grid.id),
        pl.len(),
        pl.lit(len(lines)),
    )
    return _flags(same, STRAIGHT, reason)


def impossible_speed(responses: pl.DataFrame, settings: LedgerSettings) -> pl.DataFrame:
    """Complete responses given faster than they can be read, and those completed before they were started, as FLAGS.

    The floor is `speed_seconds`, or `speed_share` of the median time of complete responses. Times noted to the
    minute (or hour, or day) could have been up to one more: who may have been slower than the floor is not flagged.
    Partial responses are not looked at: who leaves early is fast.
    """
    took = ((pl.col("completed") - pl.col("started")).dt.total_microseconds() / 1e6).alias("took")
    timed = responses.select("response_id", "status", "started", "completed", took).filter(
        (pl.col("status").cast(pl.String) == "complete") & pl.col("took").is_not_null()
    )
    floor, words = _floor(timed, settings)
    step = resolution(pl.concat([timed["started"], timed["completed"]]))
    backwards = pl.col("took") < 0
    shown = pl.col("took").round().cast(pl.Int64)
    reason = pl.when(backwards).then(worded("completed {} seconds before it was started", -shown))
    fast = worded("completed in {} seconds; the floor is {}", shown, pl.lit(words))
    flagged = timed.filter(backwards | (pl.col("took") + (step if step > 1 else 0) < floor))
    return _flags(flagged, SPEED, reason.otherwise(fast))


def _floor(timed: pl.DataFrame, settings: LedgerSettings) -> tuple[float, str]:
    """Seconds under which a response is too fast, in words too; 0 where too few have times to say."""
    if settings.speed_seconds is not None:
        return settings.speed_seconds, f"{settings.speed_seconds:g} seconds"
    took = timed.filter(pl.col("took") >= 0)["took"]
    median = took.median()
    if len(took) < settings.speed_responses or not isinstance(median, float):
        return 0.0, ""
    floor = settings.speed_share * median
    return floor, f"{floor:.0f}, {settings.speed_share:.0%} of the median of {median:.0f} seconds"


def trials_and_previews(responses: pl.DataFrame, consultation: Consultation) -> pl.DataFrame:
    """Tests and previews, as FLAGS: by the tool's own mark, by the response id, by how they came, or by verbatims that
    say "test" and no more.

    All verbatims of a response must say so. How it came is known where the definition's `channel` names a question.
    """
    names = [question.id for question in consultation.questions if isinstance(question, FreeText)]
    texts = (
        pl.concat_list(same_words(name) for name in names).list.drop_nulls()
        if names
        else pl.lit([], pl.List(pl.String))
    )
    said = pl.element().str.contains(_TEST_TEXT) & pl.element().str.contains(_TEST_WORD)
    frame = responses.select("response_id", "preview", channel(consultation), texts.alias("texts")).with_columns(
        only=(pl.col("texts").list.len() > 0) & pl.col("texts").list.eval(said).list.all()
    )
    by_id = pl.col("response_id").str.contains(_TEST_ID)
    by_channel = pl.col("channel").str.to_lowercase().str.contains(_TEST_WORD).fill_null(value=False)
    by_mark = pl.col("preview").is_not_null()
    reason = (
        pl.when(by_mark)
        .then(worded("the survey tool marks it: {}", "preview"))
        .when(by_id)
        .then(worded("its response id says so: {}", "response_id"))
        .when(by_channel)
        .then(worded("it came as {}", "channel"))
        .otherwise(worded("all its words are: {}", pl.col("texts").list.join(" | ")))
    )
    return _flags(frame.filter(by_mark | by_id | by_channel | pl.col("only")), TEST, reason)


def _flags(frame: pl.DataFrame, flag: str, reason: pl.Expr) -> pl.DataFrame:
    none = pl.lit(None, dtype=pl.String)
    return frame.select(
        "response_id", pl.lit(flag).alias("flag"), reason.alias("reason"), none.alias("group"), none.alias("evidence")
    )
