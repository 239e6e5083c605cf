"""The ranking of four options over three weeks, worked by hand."""

from __future__ import annotations

import datetime as dt
import math

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

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
    data = [("top", None, codes, None, None, None, week, None, n, float(n), float(n)) for codes, week, n in rows]
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


def two_shares(first: int, of_first: int, second: int, of_second: int) -> float:
    """The p value of the pooled z test, by the formula."""
    pooled = (first + second) / (of_first + of_second)
    error = math.sqrt(pooled * (1 - pooled) * (1 / of_first + 1 / of_second))
    return math.erfc(abs(first / of_first - second / of_second) / error / math.sqrt(2))


# Week 1: A 60, B 40, C 20, D 20 of 100. Week 2: A 40, B 60, C 20, D 25 of 100. Week 3: 29 for A.
MOVED = cells(
    ("a", 1, 40), ("a b", 1, 20), ("b c", 1, 20), ("d", 1, 20),
    ("a", 2, 15), ("a d", 2, 25), ("b", 2, 40), ("b c", 2, 20),
    ("a", 3, 29),
)  # fmt: skip


def test_changes_beyond_chance_are_corrected_for_all_options_of_the_week() -> None:
    table = ranking(MOVED, TOP, FIELDWORK).filter(pl.col("week") == 2)
    by = {row["code"]: row for row in table.iter_rows(named=True)}
    p = {"a": two_shares(60, 100, 40, 100), "b": two_shares(40, 100, 60, 100), "d": two_shares(20, 100, 25, 100)}
    for code, chance in p.items():
        assert by[code]["change_p"] == pytest.approx(chance, rel=1e-12)
    assert [by[code]["change_pct"] for code in "abcd"] == pytest.approx([-20, 20, 0, 5])
    assert by["c"]["change_p"] == 1
    assert [by[code]["change_p_all"] for code in "abcd"] == pytest.approx([4 * p["a"], 4 * p["b"], 1, 2 * p["d"]])
    assert 0.01 < by["a"]["change_p_all"] < 0.05 < by["d"]["change_p_all"]


def test_weeks_of_few_are_not_tested() -> None:
    table = ranking(MOVED, TOP, FIELDWORK)
    untested = table.filter(pl.col("week") != 2)
    assert untested["change_p"].null_count() == untested["change_p_all"].null_count() == 8
    assert table.filter(pl.col("week") == 3, pl.col("code") == "a")["change_pct"].to_list() == [60.0]


def test_to_date_adds_up_all_weeks_until_then() -> None:
    table = ranking(MOVED.vstack(cells(("d", None, 50))), TOP, FIELDWORK, to_date=True)
    assert table.select("week", "cumulative", "code", "count", "base_unweighted", "rank", "rank_change").rows() == [
        (None, False, "a", 129, 279, 1, None),
        (None, False, "b", 100, 279, 2, None),
        (None, False, "d", 95, 279, 3, None),  # undated ones too
        (None, False, "c", 40, 279, 4, None),
        (1, True, "a", 60, 100, 1, None),
        (1, True, "b", 40, 100, 2, None),
        (1, True, "c", 20, 100, 3, None),
        (1, True, "d", 20, 100, 3, None),
        (2, True, "a", 100, 200, 1, 0),
        (2, True, "b", 100, 200, 1, 1),
        (2, True, "d", 45, 200, 3, 0),
        (2, True, "c", 40, 200, 4, -1),
        (3, True, "a", 129, 229, 1, 0),
        (3, True, "b", 100, 229, 2, -1),
        (3, True, "d", 45, 229, 3, 0),
        (3, True, "c", 40, 229, 4, 0),
    ]
    assert table["week_from"].drop_nulls().unique().to_list() == [FIELDWORK.opened]
    assert table["weeks_first"].to_list()[:4] == [3, 1, 0, 0]


def test_to_date_tests_the_week_against_all_before_it() -> None:
    later = cells(("a", 3, 10), ("b", 3, 40))
    table = ranking(MOVED.filter(pl.col("week") < 3).vstack(later), TOP, FIELDWORK, to_date=True)
    (row,) = table.filter(pl.col("week") == 3, pl.col("code") == "b").rows(named=True)
    assert row["change_p"] == pytest.approx(two_shares(40, 50, 100, 200), rel=1e-12)
    assert row["change_pct"] == pytest.approx(100 * (140 / 250 - 100 / 200))


def test_ranks_that_chance_could_make() -> None:
    """Week 1: A 112, of whom 100 chose B too, which nobody chose alone; C 5 and D 5 by others. Week 2: A 112, B 100."""
    counts = cells(("a b", 1, 100), ("a", 1, 12), ("c", 1, 5), ("d", 1, 5), ("a", 2, 112), ("b", 2, 100))
    table = ranking(counts, TOP, FIELDWORK)
    wanted = ["code", "rank", "rank_lower", "rank_upper", "rank_lower_all", "rank_upper_all", "standing"]
    assert table.filter(pl.col("week") == 1).select(wanted).rows() == [
        ("a", 1, 1, 1, 1, 1, "1st"),
        ("b", 2, 2, 2, 2, 2, "2nd"),
        ("c", 3, 3, 4, 3, 4, "joint 3rd to 4th"),
        ("d", 3, 3, 4, 3, 4, "joint 3rd to 4th"),
    ]
    assert table.filter(pl.col("week") == 2).select(wanted).rows()[:2] == [
        ("a", 1, 1, 2, 1, 2, "joint 1st to 2nd"),
        ("b", 2, 1, 2, 1, 2, "joint 1st to 2nd"),
    ]
    assert table.filter(pl.col("week") == 3)["standing"].null_count() == 4  # nobody answered
    first = table.filter(pl.col("code") == "a").row(0, named=True)
    assert (first["weeks_first"], first["weeks_surely_first"]) == (2, 1)


def test_percentages_of_picks() -> None:
    week = ranking(MOVED, TOP, FIELDWORK).filter(pl.col("week") == 1)
    assert dict(week.select("code", "pct_of_picks").iter_rows()) == pytest.approx(
        {"a": 6000 / 140, "b": 4000 / 140, "c": 2000 / 140, "d": 2000 / 140}
    )


def test_shares_of_picks_are_tested_by_respondent() -> None:
    """Everyone picks the same two twice over: as many picks tell no more than one pick each would."""
    picks = TOP.model_copy(update={"base": "picks"})
    one = cells(("a", 1, 60), ("b", 1, 40), ("a", 2, 40), ("b", 2, 60))
    two = cells(("a c", 1, 60), ("b d", 1, 40), ("a c", 2, 40), ("b d", 2, 60))
    chances = [
        ranking(each, picks, FIELDWORK).filter(pl.col("week") == 2, pl.col("code") == "a")["change_p"].item()
        for each in (one, two)
    ]
    assert chances == pytest.approx([two_shares(60, 100, 40, 100)] * 2, rel=1e-12)


def test_with_weights_ranks_are_of_the_weighted_counts() -> None:
    weighted = pl.when(pl.col("codes").cast(pl.String).str.contains("b")).then(3.0).otherwise(1.0) * pl.col("n")
    table = ranking(MOVED.with_columns(w=weighted, w2=3 * weighted), TOP, FIELDWORK)
    first = table.filter(pl.col("week") == 1)
    assert first.select("code", "count", "weighted_count", "rank").rows()[:2] == [
        ("b", 40, 120.0, 1),
        ("a", 60, 100.0, 2),
    ]


def test_the_scale_of_weights_changes_nothing() -> None:
    plain = ranking(MOVED, TOP, FIELDWORK)
    scaled = ranking(MOVED.with_columns(w=pl.col("w") * 0.1, w2=pl.col("w2") * 0.01), TOP, FIELDWORK)
    same = [name for name in RANKING if name not in ("weighted_count", "base_weighted")]
    assert_frame_equal(scaled.select(same), plain.select(same), rel_tol=1e-9)


def test_untested_where_that_is_not_wanted() -> None:
    table = ranking(MOVED, TOP, FIELDWORK, tested=False)
    chance = ["rank_lower", "rank_upper_all", "standing", "change_p", "change_p_all", "weeks_surely_first"]
    assert all(table[name].null_count() == len(table) for name in chance)
    assert table.drop(*chance, "rank_upper", "rank_lower_all").equals(
        ranking(MOVED, TOP, FIELDWORK).drop(*chance, "rank_upper", "rank_lower_all")
    )


@settings(max_examples=40)
@given(st.lists(st.tuples(st.sets(st.sampled_from("abcd")), st.integers(1, 3), st.integers(1, 40)), max_size=12))
def test_what_holds_of_every_ranking(answers: list[tuple[set[str], int, int]]) -> None:
    counts = cells(*((" ".join(sorted(codes)), week, n) for codes, week, n in answers))
    weekly, to_date = (ranking(counts, TOP, FIELDWORK, to_date=each) for each in (False, True))
    for table in (weekly, to_date):
        ranked = table.drop_nulls("rank")
        assert ranked.filter(
            (pl.col("rank_lower_all") > pl.col("rank_lower"))
            | (pl.col("rank_lower") > pl.col("rank"))
            | (pl.col("rank") > pl.col("rank_upper"))
            | (pl.col("rank_upper") > pl.col("rank_upper_all"))
        ).is_empty()
        assert (ranked["weeks_surely_first"].fill_null(0) <= ranked["weeks_first"].fill_null(0)).all()
        tested = table.drop_nulls("change_p")
        assert (tested["change_p"] <= tested["change_p_all"]).all()
        assert tested["change_p_all"].is_between(0, 1).all()
    if answers:  # to the end of the last week with responses is the whole; nobody is in those to come
        end = max(week for _, week, _ in answers)
        assert to_date.filter(pl.col("week") > end)["base_unweighted"].sum() == 0
        assert (to_date["weeks_first"] <= end).all()
        figures = ("count", "rank", "standing", "pct")
        last = to_date.filter(pl.col("week") == end).sort("code").select(figures)
        assert last.equals(to_date.filter(pl.col("week").is_null()).sort("code").select(figures))


def test_to_the_last_week_shares_of_picks_err_as_those_of_the_whole() -> None:
    """As many were asked, however many weeks they stand in."""
    counts = cells(("a c", 1, 9), ("a", 1, 5), ("b", 2, 7), ("b d c", 2, 3), ("a", 3, 4))
    table = ranking(counts, TOP.model_copy(update={"base": "picks"}), FIELDWORK, to_date=True)
    whole, last = (
        table.filter(pl.col("week").eq_missing(week)).sort("code").select("base_effective", "ci_lower", "ci_upper")
        for week in (None, 3)
    )
    assert last.to_numpy() == pytest.approx(whole.to_numpy(), rel=1e-12)
