"""Two rankings of the same weeks side by side, worked by hand."""

from __future__ import annotations

import datetime as dt

import polars as pl

from survey.breakdowns.published import as_published
from survey.frames import PUBLISHED, RANKING


def week(number: int, *rows: tuple[str, int, int | None], base: int) -> pl.DataFrame:
    """Rows of (code, count, rank)."""
    records = [
        {
            "question_id": "top",
            "code": code,
            "label": code.upper(),
            "week": number,
            "count": count,
            "base_unweighted": base,
            "pct": 100 * count / base if base else None,
            "rank": rank,
        }
        for code, count, rank in rows
    ]
    return pl.DataFrame(records, schema=dict(RANKING))


def test_what_late_responses_changed() -> None:
    monday = dt.datetime(2024, 7, 22, 9, tzinfo=dt.UTC)
    then = pl.concat([week(1, ("a", 3, 1), ("b", 2, 2), base=4), week(2, ("a", 0, None), ("b", 0, None), base=1)])
    now = pl.concat(
        [
            week(1, ("b", 5, 1), ("a", 3, 2), base=8),
            week(2, ("a", 1, 1), ("b", 0, 2), base=2),
            week(3, ("a", 1, 1), ("b", 0, 2), base=1),
        ]
    )
    told = as_published(now, then, {1: monday, 2: monday})
    assert dict(told.schema) == PUBLISHED
    columns = [
        "week",
        "code",
        "count_published",
        "base_published",
        "pct_published",
        "rank_published",
        "rank",
        "differs",
    ]
    assert told.select(columns).rows() == [
        (1, "b", 2, 4, 50.0, 2, 1, True),
        (1, "a", 3, 4, 75.0, 1, 2, True),
        (2, "a", 0, 1, 0.0, None, 1, True),
        (2, "b", 0, 1, 0.0, None, 2, True),
        (3, "a", None, None, None, None, 1, False),  # not published yet
        (3, "b", None, None, None, None, 2, False),
    ]
    assert told["published_at"].to_list() == [monday] * 4 + [None] * 2


def test_nothing_differs_from_itself() -> None:
    same = week(1, ("a", 3, 1), ("b", 2, 2), base=4)
    assert not as_published(same, same, {1: dt.datetime(2024, 7, 22, tzinfo=dt.UTC)})["differs"].any()
