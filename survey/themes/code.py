"""The code frame applied to verbatims: every code with the words that gave it, and an account of every answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from survey.frames import CODED, Schema, conform
from survey.questionnaire.code_frame import (
    CANNOT_DECIDE,
    NO_COMMENT,
    NOTHING_TO_ADD,
    OTHER,
    CodeFrame,
)
from survey.questionnaire.kinds import FreeText
from survey.themes.nothing import without_code
from survey.themes.places import Rules, compile_rules, places

# One row a question. coded + other + nothing_said + cannot_decide == answered.
ACCOUNT: Schema = {
    "question_id": pl.String,
    "answered": pl.Int64,  # by those who were asked
    "coded": pl.Int64,  # with at least one code of the frame
    "other": pl.Int64,  # something was said, and no code fits
    "nothing_said": pl.Int64,
    "cannot_decide": pl.Int64,
    "frame_version": pl.Int64,
}
ANSWERS: Schema = {"response_id": pl.String, "question_id": pl.String, "text": pl.String}


@dataclass(frozen=True, slots=True)
class Coding:
    """Codes given to verbatims (schema CODED) and the account of the answers, question by question (ACCOUNT)."""

    coded: pl.DataFrame
    account: pl.DataFrame


def answers_of(responses: pl.DataFrame, questions: Sequence[FreeText]) -> pl.DataFrame:
    """The answers to the questions that are coded (ANSWERS), by question and response id. Null is not an answer."""
    parts = [
        responses.select("response_id", question_id=pl.lit(each.id), text=pl.col(each.id).cast(pl.String))
        .drop_nulls("text")
        .sort("response_id")
        for each in questions
        if each.coded
    ]
    return pl.concat(parts) if parts else pl.DataFrame(schema=dict(ANSWERS))


def code_answers(responses: pl.DataFrame, questions: Sequence[FreeText], frame: CodeFrame) -> Coding:
    """The frame's codes in the answers to free-text questions, given by rule.

    A row of `coded` for each response, question, code and place in the verbatim that shows the code:
    `start` and `end` count characters of the verbatim as stored, so that text[start:end] == words.
    An answer without a code has one row with no place: `other`, `cannot_decide`, or the reserved code of an answer
    that says nothing. Questions with `coded = false` are left out. Rows follow the questions, the response ids, the
    frame, the verbatim, whatever the order of the responses.
    """
    answers = answers_of(responses, questions)
    coded = _coded(answers, frame, compile_rules(frame.codes))
    asked = [question.id for question in questions if question.coded]
    return Coding(conform(coded, CODED), conform(account_of(coded, asked, frame), ACCOUNT))


def account_of(coded: pl.DataFrame, question_ids: Sequence[str], frame: CodeFrame) -> pl.DataFrame:
    """How many answers of each question have which fate (ACCOUNT), counted from their codes (CODED).

    An answer has one fate: a person may give `other` beside a code of the frame, and it is coded.
    """
    fates = {code.code: "coded" for code in frame.codes}
    fates |= {OTHER: "other", CANNOT_DECIDE: "cannot_decide"}
    fates |= dict.fromkeys((NOTHING_TO_ADD, NO_COMMENT), "nothing_said")
    names = ("coded", "other", "nothing_said", "cannot_decide")
    kinds = coded.select(
        "question_id", "response_id", fate=pl.col("code").replace_strict(fates, return_dtype=pl.String)
    ).with_columns(pl.col("fate").cast(pl.Enum(names)))
    answers = kinds.group_by("question_id", "response_id").agg(pl.col("fate").min())
    counts = answers.group_by("question_id", "fate").len()
    found = {(question, fate): number for question, fate, number in counts.iter_rows()}
    rows = [
        (question, sum(each), *each, frame.version)
        for question in question_ids
        for each in [tuple(found.get((question, fate), 0) for fate in names)]
    ]
    return pl.DataFrame(rows, schema=dict(ACCOUNT), orient="row")


def _coded(answers: pl.DataFrame, frame: CodeFrame, rules: Rules) -> pl.DataFrame:
    """CODED of ANSWERS."""
    texts = answers["text"].to_list()
    found = places(texts, rules)
    codes = [*frame.labels]
    rank = {code: place for place, code in enumerate(codes)}
    shown = set(found["row"].unique())
    bare = [(row, rank[without_code(text) or OTHER]) for row, text in enumerate(texts) if row not in shown]
    silent = pl.DataFrame(bare, schema={"row": pl.Int64, "rank": pl.Int64}, orient="row")
    missing = [pl.lit(None, dtype).alias(name) for name, dtype in found.schema.items() if name not in silent.columns]
    together = found.merge_sorted(silent.with_columns(missing), key="row")
    nets = pl.Series([frame.net_of.get(code) for code in codes], dtype=pl.String)
    answered = answers[together["row"]]
    return together.select(
        answered["response_id"],
        answered["question_id"],
        pl.Series(codes)[together["rank"]].alias("code"),
        nets[together["rank"]].alias("net"),
        pl.lit("rule").alias("by"),
        "start",
        "end",
        answered["text"].str.slice(together["start"], together["end"] - together["start"]).alias("words"),
        "rule",
        pl.lit(frame.version, pl.Int64).alias("frame_version"),
    )
