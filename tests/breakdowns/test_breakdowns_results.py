"""Figures from cells written by hand, so that counting has no part in them."""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest

from survey.breakdowns.results import results
from survey.charts.picture import Context
from survey.charts.question import question_picture
from survey.frames import CELLS, RESULTS
from survey.questionnaire.kinds import (
    DateAnswer,
    FreeText,
    Item,
    MultiCode,
    Net,
    Number,
    Option,
    Question,
    Ranking,
    Scale,
    SingleCode,
)
from survey.statistics.rank_words import ordinal


def options(*labels: str) -> tuple[Option, ...]:
    return tuple(Option(code=label.casefold(), label=label) for label in labels)


AREA = SingleCode(id="area", text="Area?", kind="single_code", options=options("Dudley", "Walsall"), column="c")
SAFE = Scale(
    id="safe",
    text="Safe?",
    kind="scale",
    polarity="positive_first",
    options=options("Very", "Fairly", "Not"),
    nets=(Net(code="net_safe", label="Very or fairly", codes=("very", "fairly")),),
    column="c",
)
WHERE = MultiCode(
    id="where",
    text="Where?",
    kind="multi_code",
    options=options("Bus", "Train", "Car"),
    nets=(Net(code="public", label="Public transport", codes=("bus", "train")),),
    column="c",
)


def cells(question: Question, *rows: tuple[Any, ...]) -> pl.DataFrame:
    """Rows of (item, codes, value, banner, group, week, n)."""
    named = [
        (question.id, item, codes, value, banner, banner and (group or ""), week)
        for item, codes, value, banner, group, week, _ in rows
    ]
    sums = [(None, n, float(n), float(n)) for *_, n in rows]
    data = [(*cell, *each) for cell, each in zip(named, sums, strict=True)]
    return pl.DataFrame(data, schema=dict(CELLS), orient="row")


def figures(frame: pl.DataFrame, *columns: str) -> list[tuple[Any, ...]]:
    return frame.select(*columns).rows()


def test_options_in_order_then_nets_with_their_base() -> None:
    counts = cells(SAFE, (None, "not", None, None, None, None, 5), (None, "fairly", None, None, None, None, 15))
    table = results(counts, [SAFE])
    assert dict(table.schema) == RESULTS
    assert figures(table, "code", "label", "is_net", "count", "base_unweighted", "pct") == [
        ("very", "Very", False, 0, 20, 0.0),
        ("fairly", "Fairly", False, 15, 20, 75.0),
        ("not", "Not", False, 5, 20, 25.0),
        ("net_safe", "Very or fairly", True, 15, 20, 75.0),
    ]
    assert set(figures(table, "item", "banner_id", "group", "week", "value", "base")) == {
        (None, None, "All", None, None, "respondents who answered")
    }


def test_who_gave_two_codes_of_a_net_is_in_it_once() -> None:
    counts = cells(
        WHERE,
        (None, "bus train", None, None, None, None, 3),
        (None, "bus car", None, None, None, None, 2),
        (None, "train", None, None, None, None, 1),
        (None, "car", None, None, None, None, 2),
        (None, "", None, None, None, None, 1),
        (None, None, None, None, None, None, 1),
    )
    assert figures(results(counts, [WHERE]), "code", "count", "base_unweighted", "pct") == [
        ("bus", 5, 10, 50.0),
        ("train", 4, 10, 40.0),
        ("car", 4, 10, 40.0),
        ("public", 6, 10, 60.0),
    ]


BANNERED = (
    (None, "very", None, None, None, None, 4),
    (None, "not", None, None, None, None, 4),
    (None, "very", None, "area", "dudley", None, 1),
    (None, "not", None, "area", "dudley", None, 4),
    (None, "very", None, "area", None, None, 3),
)


def test_all_comes_first_empty_groups_stay_and_not_stated_is_last() -> None:
    table = results(cells(SAFE, *BANNERED), [SAFE], AREA)
    assert table["banner_id"].to_list() == ["area"] * 16
    assert figures(table.filter(pl.col("code") == "very"), "group", "count", "base_unweighted", "pct") == [
        ("All", 4, 8, 50.0),
        ("Dudley", 1, 5, 20.0),
        ("Walsall", 0, 0, None),
        ("Not stated", 3, 3, 100.0),
    ]


def test_without_anyone_not_stated_there_is_no_such_row() -> None:
    table = results(cells(SAFE, *BANNERED[:4]), [SAFE], AREA)
    assert table["group"].unique(maintain_order=True).to_list() == ["All", "Dudley", "Walsall"]


def test_not_stated_is_told_by_question() -> None:
    both = pl.concat(
        [cells(SAFE, *BANNERED), cells(WHERE, (None, "bus", None, None, None, None, 1)).with_columns(n=pl.lit(9))],
        how="vertical_relaxed",
    )
    table = results(both, [WHERE, SAFE], AREA)
    groups = table.group_by("question_id", maintain_order=True).agg(pl.col("group").unique(maintain_order=True))
    assert groups.rows() == [
        ("where", ["All", "Dudley", "Walsall"]),
        ("safe", ["All", "Dudley", "Walsall", "Not stated"]),
    ]


def test_everyones_figures_can_be_had_from_cells_counted_by_a_banner() -> None:
    table = results(cells(SAFE, *BANNERED), [SAFE])
    assert figures(table.filter(pl.col("code") == "very"), "banner_id", "group", "count") == [(None, "All", 4)]


def test_the_undated_are_in_the_whole_and_in_no_week() -> None:
    counts = cells(
        SAFE,
        (None, "very", None, None, None, 3, 1),
        (None, "not", None, None, None, 3, 1),
        (None, "not", None, None, None, 1, 2),
        (None, "very", None, None, None, None, 4),
    )
    table = results(counts, [SAFE])
    assert figures(table.filter(pl.col("code") == "very"), "week", "count", "base_unweighted", "pct") == [
        (None, 5, 8, 62.5),
        (1, 0, 2, 0.0),
        (3, 1, 2, 50.0),
    ]
    assert table["week"].to_list() == [None] * 4 + [1] * 4 + [3] * 4


def test_rows_come_by_week_then_group_then_code() -> None:
    counts = cells(
        SAFE,
        (None, "not", None, "area", "walsall", 2, 1),
        (None, "not", None, None, None, 2, 1),
        (None, "very", None, None, None, 1, 1),
    )
    order = [(week, group) for week in (None, 1, 2) for group in ("All", "Dudley", "Walsall")]
    table = results(counts, [SAFE], AREA)
    assert figures(table, "week", "group") == [each for each in order for _ in range(4)]
    assert table["code"].to_list() == ["very", "fairly", "not", "net_safe"] * 9


def test_items_of_a_grid_stand_each_on_their_own_base() -> None:
    items = (Item(code="day", label="By day"), Item(code="dark", label="After dark"))
    grid = SAFE.model_copy(update={"items": items, "column": "{item}"})
    counts = cells(grid, ("dark", "not", None, None, None, None, 1), ("day", "fairly", None, None, None, None, 3))
    table = results(counts, [grid])
    assert figures(table, "item", "item_label", "code", "count", "base_unweighted", "pct") == [
        ("day", "By day", "very", 0, 3, 0.0),
        ("day", "By day", "fairly", 3, 3, 100.0),
        ("day", "By day", "not", 0, 3, 0.0),
        ("day", "By day", "net_safe", 3, 3, 100.0),
        ("dark", "After dark", "very", 0, 1, 0.0),
        ("dark", "After dark", "fairly", 0, 1, 0.0),
        ("dark", "After dark", "not", 1, 1, 100.0),
        ("dark", "After dark", "net_safe", 0, 1, 0.0),
    ]


def test_places_of_a_ranking() -> None:
    ranked = Ranking(id="ranked", text="Rank?", kind="ranking", options=options("X", "Y"), columns="{option}")
    counts = cells(ranked, ("1", "x", None, None, None, None, 3), ("1", "x y", None, None, None, None, 1))
    assert figures(results(counts, [ranked]), "item", "item_label", "code", "count", "base_unweighted", "pct") == [
        ("1", "1st", "x", 4, 4, 100.0),
        ("1", "1st", "y", 1, 4, 25.0),
        ("2", "2nd", "x", 0, 0, None),
        ("2", "2nd", "y", 0, 0, None),
    ]


def test_free_text_tells_who_answered_of_those_asked() -> None:
    words = FreeText(id="words", text="Words?", kind="free_text", column="c")
    counts = cells(words, (None, "answered", None, None, None, None, 30), (None, None, None, None, None, None, 90))
    assert figures(results(counts, [words]), "code", "label", "count", "base_unweighted", "base", "pct") == [
        ("answered", "Answered", 30, 120, "respondents asked", 25.0),
        ("not_answered", "Not answered", 90, 120, "respondents asked", 75.0),
    ]


AGE = Number(id="age", text="Age?", kind="number", column="c", base="all")


@pytest.mark.parametrize(
    ("values", "median"),
    [
        ({20.0: 1}, 20.0),
        ({20.0: 1, 30.0: 1}, 25.0),
        ({20.0: 2, 30.0: 1}, 20.0),
        ({20.0: 2, 30.0: 1, 50.0: 1}, 25.0),
        ({20.0: 1, 30.0: 3}, 30.0),
    ],
)
def test_the_median_of_values_that_several_gave(values: dict[float, int], median: float) -> None:
    counts = cells(AGE, *((None, None, value, None, None, None, n) for value, n in reversed(values.items())))
    table = results(counts, [AGE])
    assert figures(table.filter(pl.col("code") == "median"), "value") == [(median,)]


def test_statistics_of_a_number_stand_on_those_who_gave_one() -> None:
    counts = cells(
        AGE,
        (None, None, 20.0, None, None, None, 3),
        (None, None, 60.0, None, None, None, 1),
        (None, None, 60.0, "area", "dudley", None, 1),
    )
    table = results(counts, [AGE], AREA)
    assert figures(table.filter(pl.col("group") == "All"), "code", "label", "value", "count", "base_unweighted") == [
        ("mean", "Mean", 30.0, 4, 4),
        ("median", "Median", 20.0, 4, 4),
        ("minimum", "Minimum", 20.0, 4, 4),
        ("maximum", "Maximum", 60.0, 4, 4),
    ]
    assert (
        figures(table.filter(pl.col("group") == "Walsall"), "value", "count", "base_unweighted") == [(None, 0, 0)] * 4
    )
    assert table["pct"].to_list() == [None] * 12
    assert set(table["base"]) == {"respondents who answered"}


def test_months_are_in_calendar_order() -> None:
    moved = DateAnswer(id="moved", text="Moved?", kind="date", column="c", format="%d/%m/%Y", base="asked")
    counts = cells(
        moved,
        (None, "2024-07", None, None, None, None, 1),
        (None, "2023-12", None, None, None, None, 2),
        (None, None, None, None, None, None, 1),
    )
    assert figures(results(counts, [moved]), "code", "label", "count", "base_unweighted", "pct") == [
        ("2023-12", "December 2023", 2, 4, 50.0),
        ("2024-07", "July 2024", 1, 4, 25.0),
    ]
    nobody = cells(moved, (None, None, None, None, None, None, 7))
    told = figures(results(nobody, [moved]), "code", "count", "base_unweighted", "pct")
    assert told == [("not_answered", 7, 7, 100.0)]  # else the base could not be seen
    picture = question_picture(moved, results(nobody, [moved]), Context("o", "s", "July 2024", synthetic=True))
    assert (picture.headline, "Not answered 100.0%" in picture.alt) == ("Nobody gave a date", True), picture.alt
    given = moved.model_copy(update={"base": "answered"})
    assert results(cells(given), [given]).is_empty()


def test_a_base_under_a_hundred_is_small() -> None:
    for n, small in ((99, True), (100, False)):
        counts = cells(SAFE, (None, "very", None, None, None, None, n))
        assert set(results(counts, [SAFE])["small_base"]) == {small}
    assert set(results(cells(SAFE), [SAFE])["small_base"]) == {True}


def test_the_base_in_words() -> None:
    def words(**changed: Any) -> set[str]:
        return set(results(cells(SAFE), [SAFE.model_copy(update=changed)])["base"])

    assert words(base="asked") == {"respondents asked"}
    assert words(base="all") == {"all respondents"}
    assert words(base="all", base_label="residents") == {"residents"}


def test_a_question_without_cells_has_all_its_rows_with_base_0() -> None:
    table = results(cells(SAFE), [SAFE], AREA)
    assert figures(table, "count", "base_unweighted", "pct") == [(0, 0, None)] * 12


def test_places_in_words() -> None:
    assert [ordinal(place) for place in (1, 2, 3, 4, 11, 12, 13, 21, 111, 122)] == [
        *("1st", "2nd", "3rd", "4th", "11th", "12th", "13th", "21st", "111th", "122nd")
    ]
