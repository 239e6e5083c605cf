"""The ranking of four options over three weeks, worked by hand."""

from __future__ import annotations

import datetime as dt

import polars as pl
import pytest

from survey.breakdowns.ranking import ranking
from survey.errors import UsageError
from survey.frames import CELLS, RANKING
from survey.questionnaire.definition import Fieldwork
from survey.questionnaire.kinds import Item, MultiCode, Net, Option, SingleCode

OPTIONS = tuple(Option(code=label.casefold(), label=label) for label in ("A", "B", "C", "D"))
TOP = MultiCode(
    id="top",
    text="Top?",
    kind="multi_code",
    options=OPTIONS,
    nets=(Net(code="ab", label="A or B", codes=("a", "b")),),
    column="c",
)
# Sunday to Saturday, Sunday to Saturday, Sunday to Tuesday.
FIELDWORK = Fieldwork(opened=dt.date(2024, 7, 14), closed=dt.date(2024, 7, 30))


def cells(*rows: tuple[str, int | None, int]) -> pl.DataFrame:
    """Rows of (codes, week, n)."""
    data = [
        ("top", None, codes.split(), None, None, None, week, None, n, float(n), float(n)) for codes, week, n in rows
    ]
    return pl.DataFrame(data, schema=dict(CELLS), orient="row")


# Week 1: A 3, B 1, C 3, D 0 of 5. Week 2: nobody. Week 3: A 1, B 4, C 0, D 4 of 5. Undated: A 1.
COUNTS = cells(("a c", 1, 2), ("a", 1, 1), ("c", 1, 1), ("b", 1, 1), ("b d", 3, 4), ("a", 3, 1), ("a", None, 1))


def test_ranks_of_every_week_of_fieldwork() -> None:
    table = ranking(COUNTS, TOP, FIELDWORK)
    assert dict(table.schema) == RANKING
    assert table.select("week", "code", "count", "base_unweighted", "pct", "rank", "weeks_first").rows() == [
        (None, "a", 5, 11, 500 / 11, 1, 1),
        (None, "b", 5, 11, 500 / 11, 1, 1),
        (None, "d", 4, 11, 400 / 11, 3, 1),
        (None, "c", 3, 11, 300 / 11, 4, 1),
        (1, "a", 3, 5, 60.0, 1, 1),
        (1, "c", 3, 5, 60.0, 1, 1),
        (1, "b", 1, 5, 20.0, 3, 1),
        (1, "d", 0, 5, 0.0, 4, 1),
        (2, "a", 0, 0, None, None, 1),
        (2, "b", 0, 0, None, None, 1),
        (2, "c", 0, 0, None, None, 1),
        (2, "d", 0, 0, None, None, 1),
        (3, "b", 4, 5, 80.0, 1, 1),
        (3, "d", 4, 5, 80.0, 1, 1),
        (3, "a", 1, 5, 20.0, 3, 1),
        (3, "c", 0, 5, 0.0, 4, 1),
    ]


def test_change_of_rank_since_the_week_before() -> None:
    table = ranking(cells(("a", 1, 3), ("b", 1, 2), ("b", 2, 3), ("c", 2, 2), ("a", 2, 1)), TOP, FIELDWORK)
    changes = table.filter(pl.col("week") == 2).select("code", "rank", "rank_change", "weeks_first").rows()
    assert changes == [("b", 1, 1, 1), ("c", 2, 1, 0), ("a", 3, -2, 1), ("d", 4, -1, 0)]
    assert table.filter(pl.col("week") != 2)["rank_change"].null_count() == 8
    assert table.filter(pl.col("week").is_null())["rank_change"].null_count() == 4


def test_no_change_is_told_over_a_week_without_responses() -> None:
    assert ranking(COUNTS, TOP, FIELDWORK)["rank_change"].null_count() == 16


def test_no_ranks_where_nobody_in_the_base_picked_anything() -> None:
    silent = cells(("a", 1, 2), ("", 2, 3))
    second = ranking(silent, TOP, FIELDWORK).filter(pl.col("week") == 2)
    assert second.select("count", "base_unweighted", "pct", "rank", "weeks_first").unique().sort(
        "weeks_first"
    ).rows() == [
        (0, 3, 0.0, None, 0),
        (0, 3, 0.0, None, 1),
    ]


def test_days_of_the_weeks() -> None:
    spans = ranking(COUNTS, TOP, FIELDWORK).select("week", "week_from", "week_to").unique().sort("week").rows()
    assert spans == [
        (None, None, None),
        (1, dt.date(2024, 7, 14), dt.date(2024, 7, 20)),
        (2, dt.date(2024, 7, 21), dt.date(2024, 7, 27)),
        (3, dt.date(2024, 7, 28), dt.date(2024, 7, 30)),
    ]


@pytest.mark.parametrize(
    ("counts", "fieldwork"),
    [(COUNTS, None), (COUNTS.with_columns(pl.lit(None, dtype=pl.Int32).alias("week")), FIELDWORK)],
)
def test_without_fieldwork_or_dates_there_is_only_the_overall(
    counts: pl.DataFrame, fieldwork: Fieldwork | None
) -> None:
    table = ranking(counts, TOP, fieldwork)
    assert table.select("week", "code", "count", "rank", "rank_change", "weeks_first").rows() == [
        (None, "a", 5, 1, None, None),
        (None, "b", 5, 1, None, None),
        (None, "d", 4, 3, None, None),
        (None, "c", 3, 4, None, None),
    ]


def test_a_single_code_question_is_ranked_too() -> None:
    top = SingleCode(id="top", text="Top?", kind="single_code", options=OPTIONS, column="c")
    table = ranking(cells(("b", 1, 2), ("a", 1, 1)), top, None)
    assert table.select("code", "rank").rows() == [("b", 1), ("a", 2), ("c", 3), ("d", 3)]


def test_a_grid_is_refused() -> None:
    grid = SingleCode(
        id="top", text="Top?", kind="single_code", options=OPTIONS, items=(Item(code="x", label="X"),), column="{item}"
    )
    with pytest.raises(UsageError, match="a grid has no one ranking"):
        ranking(cells(), grid, FIELDWORK)
