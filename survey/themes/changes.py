"""One coding against the one before it: which codes answers gained and lost, and why."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from survey.frames import Schema
from survey.questionnaire.code_frame import CodeFrame
from survey.themes.decisions import KEYS, text_hash

ENGINE = 2  # raised when the way rules are read changes what they give

# What a coding is remembered by: one row an answer and code.
RECORD: Schema = {
    "response_id": pl.String,
    "question_id": pl.String,
    "text_hash": pl.String,
    "code": pl.String,
    "by": pl.String,
    "frame_version": pl.Int64,
    "rules": pl.String,  # fingerprint of the frame's rules and of the engine
}

# One row a code that an answer gained or lost. Causes: the text was changed, the rules were, a person decided (or no
# longer does), a model gives or gave the code.
CHANGES: Schema = {
    "response_id": pl.String,
    "question_id": pl.String,
    "code": pl.String,
    "change": pl.String,  # gained, lost
    "cause": pl.String,  # text, rule, person, model
    "by": pl.String,  # who gave it, or had given it
    "frame_version": pl.Int64,  # of the later coding
}
CAUSES = ("text", "rule", "person", "model")


def record_of(coded: pl.DataFrame, answers: pl.DataFrame, frame: CodeFrame) -> pl.DataFrame:
    """What is remembered (RECORD) of a coding (frames.CODED) of these answers (themes.code.ANSWERS)."""
    hashes = answers.select(*KEYS, text_hash=pl.Series([text_hash(each) for each in answers["text"]], dtype=pl.String))
    kept = coded.unique([*KEYS, "code"], keep="first", maintain_order=True).join(
        hashes, on=KEYS, how="left", maintain_order="left"
    )
    return kept.with_columns(rules=pl.lit(f"{frame.fingerprint}-{ENGINE}")).select(list(RECORD))


def changes(before: pl.DataFrame, now: pl.DataFrame) -> pl.DataFrame:
    """Codes that answers in both records gained or lost (CHANGES), by question, response id, code.

    Answers that are in one of them only were given or withdrawn, and are no changes of codes.
    """
    both = before.join(now, on=KEYS, how="semi"), now.join(before, on=KEYS, how="semi")
    old, new = _by_answer(both[0]), _by_answer(both[1])
    keys = [*KEYS, "code"]
    lost = both[0].join(both[1], on=keys, how="anti").with_columns(change=pl.lit("lost"))
    gained = both[1].join(both[0], on=keys, how="anti").with_columns(change=pl.lit("gained"))
    rows = [
        (*key, row["code"], row["change"], _cause(row["by"], old[key], new[key]), row["by"], new[key]["frame_version"])
        for row in pl.concat([lost, gained]).iter_rows(named=True)
        for key in [(row["response_id"], row["question_id"])]
    ]
    found = pl.DataFrame(rows, schema=dict(CHANGES), orient="row")
    return found.sort("question_id", "response_id", "code", "change")


def _by_answer(record: pl.DataFrame) -> dict[tuple[str, str], dict[str, object]]:
    by = record.group_by(KEYS).agg(pl.exclude("by", "code").first(), pl.col("by").unique())
    return {(row["response_id"], row["question_id"]): row for row in by.iter_rows(named=True)}


def _cause(by: str, old: Mapping[str, object], new: Mapping[str, object]) -> str:
    """Why a code came or went that `by` gives or gave.

    Raises:
        RuntimeError: neither text nor rules nor people nor a model can be the reason: a bug of ours.
    """
    if old["text_hash"] != new["text_hash"]:
        return "text"
    decided = [other for other in ("person", "model") if (other in old["by"]) != (other in new["by"])]  # type: ignore[operator]
    if decided:
        return decided[0]
    if old["rules"] != new["rules"]:
        return "rule"
    if by in ("person", "model"):
        return by
    raise RuntimeError(f"the codes of {new['response_id']}, {new['question_id']} changed without a cause")


def totals(found: pl.DataFrame, frame: CodeFrame) -> pl.DataFrame:
    """How many answers gained and lost each code by cause: code, label, cause, gained, lost; those that changed."""
    order = {code: place for place, code in enumerate(frame.labels)}
    return (
        found.group_by("code", "cause")
        .agg(gained=(pl.col("change") == "gained").sum(), lost=(pl.col("change") == "lost").sum())
        .with_columns(
            label=pl.col("code").replace(frame.labels),
            place=pl.col("code").replace_strict(order, default=len(order), return_dtype=pl.Int64),
        )
        .sort("place", "code", "cause")
        .select("code", "label", "cause", "gained", "lost")
    )
