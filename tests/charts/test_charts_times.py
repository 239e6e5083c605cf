"""Figures over time, themes with quotes, and labels moved apart."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from survey.charts.apart import apart
from survey.charts.changes import changes_picture
from survey.charts.quoted import CHOSEN, quoted_picture
from survey.charts.save import spec
from survey.errors import UsageError
from tests.charts.gallery import PRIORITY, REAL, SAFE, coded, frame, multi
from tests.charts.gallery_more import FIELDWORK, QUOTES, WAVES, as_themes, compared, times

WEEKS = times(SAFE, "week", range(1, 6), [[20, 20, 30, 20, 10, 0]] * 2 + [None] + [[40, 20, 10, 20, 10, 0]] * 2)
MOVED = compared(SAFE, [("safe", "week 2", True, 0.0), ("safe", "week 4", True, 20.0), ("safe", "week 5", True, -7.5)])


def points(picture: Any) -> list[dict[str, Any]]:
    return [each for data in spec(picture)["datasets"].values() for each in data if "run" in each and "mark" in each]


def test_a_week_without_answers_breaks_the_line_and_nothing_is_told_across_it() -> None:
    picture = changes_picture(SAFE, FIELDWORK, WEEKS, MOVED, REAL)
    safe = [each for each in points(picture) if each["label"] == "Safe or very safe"]
    runs = {round(each["place"]): each["run"] for each in safe}
    assert runs[0] == runs[1] != runs[3] == runs[4]
    assert 2 not in runs
    told = picture.frame.filter(pl.col("label") == "Safe or very safe")
    assert told["change"].to_list() == [None, 0.0, None, None, -7.5]  # week 4 follows a week without answers
    assert told["beyond_chance"].to_list() == [False, False, False, False, True]
    assert picture.headline == "Beyond chance: Safe or very safe −7.5 points, 11 to 17 August 2024"
    assert any(note.startswith("No answers: 28 July to 3 August 2024; 18 to 24 August 2024") for note in picture.notes)


def test_a_change_from_or_to_a_withheld_figure_is_not_told() -> None:
    rows = times(SAFE, "week", range(1, 6), [[20, 20, 30, 20, 10, 0]] * 5)
    moves = compared(SAFE, [("safe", f"week {week}", True, 9.0) for week in range(2, 6)])
    hidden = rows.with_columns(pl.when(pl.col("week") != 3).then(name).alias(name) for name in ("count", "pct"))
    picture = changes_picture(SAFE, FIELDWORK, hidden, moves, REAL)
    told = picture.frame.filter(pl.col("label") == "Safe or very safe")
    assert told["change"].to_list() == [None, 9.0, None, None, 9.0]
    marks = {round(each["place"]): each["mark"] for each in points(picture) if each["label"] == "Safe or very safe"}
    assert marks == {0: "", 1: "triangle-up", 3: "", 4: "triangle-up"}


def test_headlines_without_and_with_many_changes() -> None:
    still = compared(SAFE, [("safe", "week 2", True, 0.3)])
    assert changes_picture(SAFE, FIELDWORK, WEEKS, still, REAL).headline == (
        "No change from one week to the next is beyond chance"
    )
    none = compared(SAFE, [])
    assert changes_picture(SAFE, FIELDWORK, WEEKS, none, REAL).headline == "No change could be tested"
    with pytest.raises(UsageError, match="no week of question 'priority' has answers"):
        changes_picture(PRIORITY, FIELDWORK, WEEKS, none, REAL)


def test_without_nets_the_four_most_chosen_options_are_drawn_wave_by_wave() -> None:
    five = multi("five", ["a", "b", "c", "d", "e"])
    names = [wave.label for wave in WAVES[:3]]
    rows = times(five, "wave", names, [[1, 5, 4, 3, 2], [1, 5, 4, 3, 2], [9, 5, 4, 3, 2]])
    moves = compared(five, [("o0", "Spring 2015", False, 33.0)])
    picture = changes_picture(five, WAVES[:3], rows, moves, REAL)
    assert picture.frame["label"].unique(maintain_order=True).to_list() == ["b", "c", "a", "d"]  # 15, 12, 11, 9
    assert picture.headline == "Beyond chance: a +33.0 points, Spring 2015"
    assert picture.subtitle == "Percentage of respondents who answered, each wave, base 15 to 23 (small base) a wave"


def test_every_wave_has_its_name_on_the_axis() -> None:
    """Long names are broken into lines, and the plot is as wide as they need; once only first and last were named."""
    names = ["Wave 1, March", "Wave 2, June", "Wave 3, September", "Wave 4, December"]
    waves = [wave.model_copy(update={"label": name}) for wave, name in zip(WAVES, names, strict=False)]
    rows = times(SAFE, "wave", names, [[20, 20, 30, 20, 10, 0]] * 4)
    layers = spec(changes_picture(SAFE, waves, rows, compared(SAFE, []), REAL))["layer"]
    axis = next(each["encoding"]["x"]["axis"] for each in layers if "axis" in each["encoding"].get("x", {}))
    assert axis["values"] == [0, 1, 2, 3]
    assert all(word in axis["labelExpr"] for name in names for word in name.split())


def test_quotes_stand_under_the_themes_that_enough_people_raised() -> None:
    themes = as_themes(PRIORITY)
    rows = frame(coded(themes, [9, 900, 800, 12, 700, 600, 500, 400], 1000))  # nine people: Rural crime
    said = pl.concat([QUOTES, QUOTES.with_columns(code=pl.lit("o0")), QUOTES.with_columns(quote=pl.lit("second"))])
    picture = quoted_picture(themes, rows, said, 10, REAL)
    quotes = dict(picture.frame.select("label", "quote").iter_rows())
    # "None of these" says nothing; the six most raised of the others
    assert [*quotes] == [
        "Preventing knife crime",
        "Prompt response to 999/101 calls and getting to incidents quickly",
        "Preventing violence against women, girls, and vulnerable people",
        "Supporting victims and witnesses",
        "Other",
        "Investigating crimes and bringing offenders to justice",
    ]
    assert quotes["Preventing knife crime"] == (
        "“Knives are carried to school, and nobody asks why. More patrols at the gates, please.” (Dudley)"
    )
    assert quotes["Investigating crimes and bringing offenders to justice"] == (
        "“I rang [phone] and spoke to [name]; nobody came.”"
    )
    assert quotes["Supporting victims and witnesses"] is None
    assert "second" not in str(quotes)
    assert CHOSEN in picture.notes
    few = quoted_picture(themes, frame(coded(themes, [9, 0, 5, 0, 0, 0, 0, 0], 20)), said, 10, REAL)
    assert few.frame["quote"].null_count() == few.frame.height


@given(st.lists(st.tuples(st.integers(0, 400), st.integers(10, 80)), max_size=8))
def test_labels_moved_apart_keep_their_order_and_never_overlap(labels: list[tuple[int, int]]) -> None:
    wanted, tall = [at for at, _ in labels], [height for _, height in labels]
    found = apart(wanted, tall)
    order = sorted(range(len(labels)), key=lambda place: (wanted[place], place))
    for above, below in pairwise(order):
        assert found[above] + tall[above] / 2 <= found[below] - tall[below] / 2 + 1e-6
    if all(b - a >= (tall[j] + tall[i]) / 2 for (i, a), (j, b) in pairwise((p, wanted[p]) for p in order)):
        assert found == pytest.approx(wanted)


def test_two_labels_wanted_in_one_place_stand_half_a_label_from_it() -> None:
    assert apart([100, 100], [20, 20]) == [90, 110]
    assert apart([100, 300, 100], [20, 20, 40]) == [85, 300, 115]  # each 15 from where it is wanted


def test_labels_reach_no_higher_than_they_may() -> None:
    """Four under each other: the first two push the third down, the fourth has room."""
    assert apart([10, 10, 30, 200], [20, 20, 20, 20], 0) == [10, 30, 50, 200]
    assert apart([10, 10], [20, 20]) == [0, 20]
    assert apart([-40], [20], -12) == [-2]
