"""What people decided by an earlier version of the code frame, as decisions of the newest."""

from __future__ import annotations

import polars as pl

from survey.questionnaire.code_frame import CANNOT_DECIDE, OTHER, CodeFrame
from survey.questionnaire.migration import successors
from survey.themes.decisions import KEYS, SEPARATOR


def migrated(decisions: pl.DataFrame, coded: pl.DataFrame, frame: CodeFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The decisions (decisions.DECISIONS) with today's codes, and those that have to be made again.

    A code that was renamed or merged is the new one, a retired one `other`. Of the codes that share one that was
    split, an answer has those that the rules give it now (`coded`, frames.CODED); where they give none of them, and
    where a code is gone without a word in the migrations, a person has to look again. Until then the answer keeps the
    other codes that it was given; without any it is `cannot_decide`.
    """
    by_rule = {
        (one, other): set(codes) for one, other, codes in coded.group_by(KEYS).agg(pl.col("code").unique()).iter_rows()
    }
    now: list[str] = []
    whole: list[bool] = []
    for response_id, question_id, codes, version in decisions.select(*KEYS, "codes", "frame_version").iter_rows():
        shown = by_rule.get((response_id, question_id), set())
        became = [_now(code, version, shown, frame) for code in codes.split(SEPARATOR)]
        now.append(SEPARATOR.join(sorted({code for each in became for code in each})) or CANNOT_DECIDE)
        whole.append(all(became))
    moved, lasting = decisions.with_columns(codes=pl.Series(now, dtype=pl.String)), pl.Series(whole, dtype=pl.Boolean)
    return moved.filter(lasting), moved.filter(~lasting)


def _now(code: str, version: int, shown: set[str], frame: CodeFrame) -> tuple[str, ...]:
    """What a code is today in an answer to which the rules give the codes `shown`; nothing where a person must say."""
    became = successors(code, version, frame.migrations)
    kept = became if len(became) == 1 else tuple(each for each in became if each in shown)
    return kept if all(each in frame.labels for each in kept) else ()


def renamed(record: pl.DataFrame, frame: CodeFrame) -> pl.DataFrame:
    """What a coding is remembered by (changes.RECORD) with today's names of codes that were renamed or merged."""
    became = {
        (code, version): each[0]
        for code, version in record.select("code", "frame_version").unique().iter_rows()
        for each in [successors(code, version, frame.migrations)]
        if len(each) == 1 and each[0] != OTHER
    }
    codes = [became.get(key, key[0]) for key in record.select("code", "frame_version").iter_rows()]
    return record.with_columns(code=pl.Series(codes, dtype=pl.String)).unique(
        [*KEYS, "code"], keep="first", maintain_order=True
    )
