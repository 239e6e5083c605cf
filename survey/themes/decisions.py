"""What people decided: codes given to an answer by hand, with who and when. They override every rule."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections.abc import Sequence
from typing import Any

import polars as pl

from survey.errors import Problem, UnreadableError, nearest
from survey.frames import CODED, conform
from survey.questionnaire.code_frame import CodeFrame

# One row a decision; later ones of the same coder on the same answer stand in place of earlier ones.
DECISIONS = {
    "response_id": pl.String,
    "question_id": pl.String,
    "text_hash": pl.String,  # `words_hash` of the answer as it was when it was read
    "codes": pl.String,  # separated by ;
    "coder": pl.String,
    "decided": pl.String,  # day, YYYY-MM-DD
    "frame_version": pl.Int64,
}
KEYS = ["response_id", "question_id"]
SEPARATOR = ";"
_IN_A_CELL = 20_000  # letters: a cell of a workbook holds 32,767 characters
_TOLD = 60


def text_hash(text: str) -> str:
    """By which a text is known again to the last character."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def words_hash(text: str) -> str:
    """By which a decision knows the answer it was made on: a blank more or less is not another answer."""
    return text_hash(" ".join(text.split()))


def read_sheet(
    rows: Sequence[dict[str, str]], answers: pl.DataFrame, frame: CodeFrame, coder: str, day: dt.date, name: str
) -> pl.DataFrame:
    """The decisions on a sheet that a coder filled in (DECISIONS). Rows without codes are not decided yet.

    Args:
        rows: of the sheet, with `response_id`, `question_id` and `codes`: codes or labels, separated by semicolons;
            `text`, where it is given, is held against the answer; `line`, where it is given, is for messages.
        answers: `response_id`, `question_id`, `text` as they stand now.
        name: of the file, for messages.

    Raises:
        UnreadableError: with every row that cannot be taken: no such answer, no such code (the nearest is named), the
            text of another answer, as where a column was sorted alone, or an answer twice with other codes.
    """
    texts = {(one, other): text for one, other, text in answers.select(*KEYS, "text").iter_rows()}
    known = {each.casefold(): code for code, label in frame.labels.items() for each in (code, label)}
    found: list[tuple[Any, ...]] = []
    problems: list[Problem] = []
    first: dict[tuple[str, str], tuple[str, str]] = {}
    for line, row in enumerate(rows, start=2):
        named = [part.strip() for part in row.get("codes", "").split(SEPARATOR) if part.strip()]
        if not named:
            continue
        where = f"{name}, row {row.get('line', line)}"
        key = (row.get("response_id", ""), row.get("question_id", ""))
        wrong = [part for part in named if part.casefold() not in known]
        problems += [Problem(f"no such code: {part!r}", where, hint=nearest(part, known)) for part in wrong]
        if key not in texts:
            problems.append(Problem("there is no such answer", where, got=f"{key[0]!r}, question {key[1]!r}"))
        elif _letters(row.get("text", texts[key])) != _letters(texts[key]):
            problems.append(_other_text(where, key, row["text"]))
        elif not wrong:
            codes = SEPARATOR.join(sorted({known[part.casefold()] for part in named}))
            before, there = first.setdefault(key, (codes, where))
            if before != codes:
                problems.append(
                    Problem("an answer stands twice, with other codes", where, f"{before}, as in {there}", codes)
                )
            found.append((*key, words_hash(texts[key]), codes, coder, day.isoformat(), frame.version))
    if problems:
        raise UnreadableError(*problems)
    return pl.DataFrame(found, schema=DECISIONS, orient="row")


def _letters(text: str) -> str:
    """What of a text survives spreadsheets and encodings: its plain letters and digits, as far as a cell holds them."""
    return re.sub(r"[^a-z0-9]", "", text.lower())[:_IN_A_CELL]


def _other_text(where: str, key: tuple[str, str], text: str) -> Problem:
    return Problem(
        "the text beside these codes is not this answer's",
        where,
        f"the text of {key[0]!r}, question {key[1]!r}",
        repr(text[:_TOLD]),
        "sort whole rows, not a column alone; where the answer has changed since, leave its codes empty",
    )


def joined(before: pl.DataFrame, now: pl.DataFrame) -> pl.DataFrame:
    """All decisions in the order in which they were taken in, one of each coder on an answer: the last."""
    rest = before.join(now, on=[*KEYS, "coder"], how="anti", maintain_order="left")
    return pl.concat([rest, now.unique([*KEYS, "coder"], keep="last", maintain_order=True)])


def standing(decisions: pl.DataFrame, answers: pl.DataFrame) -> pl.DataFrame:
    """The decisions made on the answers as they still stand, whatever blanks were added or taken away since."""
    known = [  # decisions taken in by earlier versions know the text to the last character
        answers.select(*KEYS, text_hash=pl.Series([hash_(text) for text in answers["text"]], dtype=pl.String))
        for hash_ in (words_hash, text_hash)
    ]
    return decisions.join(pl.concat(known), on=[*KEYS, "text_hash"], how="semi", maintain_order="left")


def latest(decisions: pl.DataFrame) -> pl.DataFrame:
    """Of each answer the decision that is followed: the last, of those of one day the last taken in (`joined`)."""
    return decisions.sort("decided", maintain_order=True).unique(KEYS, keep="last", maintain_order=True)


def otherwise(before: pl.DataFrame, now: pl.DataFrame) -> int:
    """On how many answers what is decided `now` differs from what was followed so far, by another coder."""
    both = latest(before).join(now, on=[*KEYS, "text_hash"], suffix="_now")
    return both.filter((pl.col("codes") != pl.col("codes_now")) & (pl.col("coder") != pl.col("coder_now"))).height


def on_other_words(decisions: pl.DataFrame, answers: pl.DataFrame) -> pl.DataFrame:
    """The answers on which people decided when they had other words, and nobody has since: to be read again."""
    once = answers.join(decisions, on=KEYS, how="semi", maintain_order="left")
    return once.join(standing(decisions, answers), on=KEYS, how="anti", maintain_order="left")


def overridden(coded: pl.DataFrame, decisions: pl.DataFrame, frame: CodeFrame) -> pl.DataFrame:
    """Codes (frames.CODED) with those of people in place of the rules' where somebody decided.

    The words that showed a code stay its evidence where a person gave it too. Of several coders one is followed
    (`latest`).
    """
    last = latest(decisions)
    mine = (
        last.select(*KEYS, code=pl.col("codes").str.split(SEPARATOR), rule=pl.lit("by ") + pl.col("coder"))
        .explode("code")
        .with_columns(
            pl.col("code").replace_strict(frame.net_of, default=None, return_dtype=pl.String).alias("net"),
            pl.lit("person").alias("by"),
        )
    )
    evidence = coded.join(last, on=KEYS, how="semi").select(*KEYS, "code", "start", "end", "words")
    given = mine.join(evidence, on=[*KEYS, "code"], how="left").with_columns(
        pl.lit(frame.version, pl.Int64).alias("frame_version")
    )
    rest = coded.join(last, on=KEYS, how="anti")
    order = {code: number for number, code in enumerate(frame.labels)}
    place = pl.col("code").replace_strict(order, default=len(order), return_dtype=pl.Int64)
    return conform(
        pl.concat([rest, given.select(rest.columns)]).sort(
            "question_id", "response_id", place, "start", maintain_order=True
        ),
        CODED,
    )
