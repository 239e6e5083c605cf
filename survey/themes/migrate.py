"""What people decided by an earlier version of the code frame, as decisions of the newest."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from survey.questionnaire.code_frame import CodeFrame
from survey.questionnaire.migration import successors
from survey.themes.decisions import KEYS, SEPARATOR


def migrated(decisions: pl.DataFrame, coded: pl.DataFrame, frame: CodeFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The decisions (decisions.DECISIONS) with today's codes, and those that have to be made again.

    A code that was renamed or merged is the new one, a retired one `other`. Of the codes that share one that was
    split, an answer has those that the rules give it now (`coded`, frames.CODED); where they give none of them, and
    where a code is gone without a word in the migrations, a person has to look again.
    """
    by_rule = {
        (one, other): set(codes) for one, other, codes in coded.group_by(KEYS).agg(pl.col("code").unique()).iter_rows()
    }
    now: list[str | None] = []
    for response_id, question_id, codes, version in decisions.select(*KEYS, "codes", "frame_version").iter_rows():
        shown = by_rule.get((response_id, question_id), set())
        now.append(_now(codes.split(SEPARATOR), version, shown, frame))
    moved = decisions.with_columns(codes=pl.Series(now, dtype=pl.String))
    lasting = moved["codes"].is_not_null()
    return moved.filter(lasting), decisions.filter(~lasting)


def _now(codes: Sequence[str], version: int, shown: set[str], frame: CodeFrame) -> str | None:
    found: set[str] = set()
    for code in codes:
        became = successors(code, version, frame.migrations)
        kept = became if len(became) == 1 else tuple(each for each in became if each in shown)
        if not kept or any(each not in frame.labels for each in kept):
            return None
        found.update(kept)
    return SEPARATOR.join(sorted(found))
