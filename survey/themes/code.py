"""The code frame applied to verbatims: every code with the words that gave it, and an account of every answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from survey.frames import CODED, Schema, conform
from survey.questionnaire.code_frame import NOTHING_SAID, OTHER, CodeFrame
from survey.questionnaire.kinds import FreeText
from survey.themes.nothing import nothing_said
from survey.themes.phrases import Phrases, compile_phrases, places

# One row a question. coded + other + nothing_said == answered.
ACCOUNT: Schema = {
    "question_id": pl.String,
    "answered": pl.Int64,
    "coded": pl.Int64,  # with at least one code of the frame
    "other": pl.Int64,  # something was said, and no code fits
    "nothing_said": pl.Int64,
    "frame_version": pl.Int64,
}

Row = tuple[str, str, str, str | None, str, int | None, int | None, str | None]


@dataclass(frozen=True, slots=True)
class Coding:
    """Codes given to verbatims (schema CODED) and the account of the answers, question by question (ACCOUNT)."""

    coded: pl.DataFrame
    account: pl.DataFrame


def code_answers(responses: pl.DataFrame, questions: Sequence[FreeText], frame: CodeFrame) -> Coding:
    """The frame's codes in the answers to free-text questions, given by rule.

    A row of `coded` for each response, question, code and place in the verbatim that shows the code:
    `start` and `end` count characters of the verbatim as stored, so that text[start:end] == words.
    An answer without a code has one row with no place: `other`, or the reserved code of an answer that says
    nothing (their net is `nothing_said`). Questions with `coded = false` are left out. Null is not an answer.
    Rows follow the questions, the responses, the frame, the verbatim.
    """
    phrases = compile_phrases(frame.codes)
    rows: list[Row] = []
    accounts: list[tuple[str, int, int, int, int, int]] = []
    for question in questions:
        if question.coded:
            answers = responses.select("response_id", text=pl.col(question.id).cast(pl.String)).drop_nulls("text")
            found, account = _code_question(answers, question.id, frame, phrases)
            rows += found
            accounts.append((question.id, *account, frame.version))
    coded = pl.DataFrame(rows, schema=dict(CODED), orient="row")
    account_frame = pl.DataFrame(accounts, schema=dict(ACCOUNT), orient="row")
    return Coding(conform(coded, CODED), conform(account_frame, ACCOUNT))


def _code_question(
    answers: pl.DataFrame, question_id: str, frame: CodeFrame, phrases: Phrases
) -> tuple[list[Row], tuple[int, int, int, int]]:
    """Rows of CODED of one question, and how many answered, were coded, are other, said nothing."""
    rows: list[Row] = []
    counts = {"coded": 0, "other": 0, "nothing": 0}
    for response_id, text in answers.iter_rows():
        found = places(text, phrases)
        for rank, start, end in found:
            code = frame.codes[rank]
            rows.append((response_id, question_id, code.code, code.net, "rule", start, end, text[start:end]))
        empty = None if found else nothing_said(text)
        if not found:
            net = NOTHING_SAID if empty else None
            rows.append((response_id, question_id, empty or OTHER, net, "rule", None, None, None))
        counts["coded" if found else "nothing" if empty else "other"] += 1
    return rows, (answers.height, counts["coded"], counts["other"], counts["nothing"])
