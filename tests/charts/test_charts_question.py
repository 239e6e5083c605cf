"""What the words of a picture say, by hand-worked numbers."""

from __future__ import annotations

from dataclasses import replace

import polars as pl
import pytest

from survey.charts.findings import leaders, most_chosen, spread
from survey.charts.question import question_picture
from survey.charts.rows import base_of
from survey.errors import UsageError
from tests.charts.gallery import (
    AGREE,
    CONTEXT,
    GRID,
    HOSTILE,
    HOURS,
    MOVED,
    ORDER,
    PRIORITY,
    REAL,
    SAFE,
    WORDS,
    answered,
    coded,
    frame,
    grid,
    months,
    multi,
    places,
    row,
    statistics,
)


def options_frame(counts: dict[str, int | None], base: int) -> pl.DataFrame:
    question = multi("m", [*counts])
    return frame(coded(question, [*counts.values()], base))


@pytest.mark.parametrize(
    ("counts", "headline"),
    [
        ({"Knives": 4337, "Parking": 3671}, "Most chosen: Knives, 54.2% of those asked"),
        ({"a": 5, "b": 5, "c": 1}, "Joint most chosen: a and b, each 0.1% of those asked"),
        # 45.8875 and 45.8625 print the same figure
        ({"a": 3671, "b": 3669, "c": 1}, "Joint most chosen: a and b, each 45.9% of those asked"),
        ({"a": 8, "b": 8, "c": 8, "d": 8}, "Joint most chosen: 4 options, each 0.1% of those asked"),
        ({"a": 0, "b": 0}, "Nobody chose any of the options"),
        ({"a": None, "b": 800}, "Most chosen of the figures shown: b, 10.0% of those asked"),
        ({"a": None, "b": None}, "No figures to show"),
    ],
)
def test_most_chosen(counts: dict[str, int | None], headline: str) -> None:
    assert most_chosen(options_frame(counts, 8000), "those asked") == headline


def test_spread_names_every_group_at_either_end() -> None:
    figures = [("North", 20.0, "20.0%"), ("South", 31.0, "31.0%"), ("East", 20.01, "20.0%")]
    assert spread("Yes", figures) == "Yes: from 20.0% (North and East) to 31.0% (South)"
    assert spread("Yes", figures[:1]) == "Yes: 20.0%"
    assert spread("Yes", [figures[0], figures[2]]) == "Yes: 20.0% in every one"
    assert spread("Yes", []) == "Yes: no figures to show"
    assert spread("Yes", figures, of=3) == "Yes: from 20.0% (North and East) to 31.0% (South)"
    assert spread("Yes", figures, of=5) == "Yes (3 of 5 groups shown): from 20.0% (North and East) to 31.0% (South)"


def test_leaders_counts_the_groups_an_option_leads() -> None:
    question = multi("m", ["a", "b"])
    counts = {"North": [9, 1], "South": [8, 2], "East": [1, 9], "Nowhere": [0, 0]}
    rows = frame([each for group, pair in counts.items() for each in coded(question, pair, 10, group=group)])
    assert leaders(rows, "group", "area") == "Most chosen in 2 of 4 areas: a"
    assert (
        leaders(rows.filter(pl.col("group") != "South"), "group", "area") == "Most chosen in 1 of 3 areas each: a and b"
    )
    assert leaders(rows.filter(pl.col("group") == "Nowhere"), "group", "area") == "No figures to show"


def test_words_of_a_scale() -> None:
    picture = question_picture(SAFE, frame(coded(SAFE, [960, 1760, 2960, 1552, 688, 80], 8000)), CONTEXT)
    # 1552 + 688 = 2240 and 960 + 1760 = 2720 of 8,000
    assert picture.headline == "Unsafe or very unsafe 28.0%, Safe or very safe 34.0% of respondents who answered"
    assert picture.subtitle == (
        "Percentage of respondents who answered, West Midlands, 14 July to 18 October 2024, base 8,000"
    )
    assert picture.id == SAFE.id
    assert "Very unsafe 8.6%" in picture.alt
    assert picture.alt.endswith("Base 8,000.")


def test_notes_in_order() -> None:
    question = SAFE.model_copy(update={"assumed": "the five points"})
    picture = question_picture(question, frame(coded(SAFE, [1, 2, 3, 4, 5, 6], 21)), replace(CONTEXT, source="a deck"))
    assert picture.notes == (
        "Source: a deck",
        "Question: How?",
        "Base: respondents who answered, 21 (small base)",
        "Assumed: the five points",
        "Synthetic data: SYNTHETIC DATA – not real responses",
    )
    real = question_picture(SAFE, frame(coded(SAFE, [1, 2, 3, 4, 5, 6], 21)), replace(REAL, source=""))
    assert real.notes == ("Question: How?", "Base: respondents who answered, 21 (small base)")
    assert real.subtitle == "Percentage of respondents who answered, base 21 (small base)"


def test_words_of_the_other_kinds() -> None:
    headlines = {
        "yes": question_picture(AGREE, frame(coded(AGREE, [5448, 888, 1664], 8000)), REAL),
        "words": question_picture(WORDS, frame(answered(300)), REAL),
        "hours": question_picture(HOURS, frame(statistics(30, 5.25)), REAL),
        "moved": question_picture(MOVED, frame(months(600)), REAL),
        "order": question_picture(ORDER, frame(places(500)), REAL),
        "grid": question_picture(GRID, frame(grid(4000)), REAL),
    }
    told = {name: picture.headline for name, picture in headlines.items()}
    assert told["yes"] == "Most chosen: Yes, 68.1% of respondents who answered"
    assert told["words"] == "31.3% of respondents who answered wrote an answer"  # 94 of 300
    assert told["hours"] == "How many hours?: Mean 5.2 hours, Median 4.7 hours"
    assert told["moved"].startswith("Most often: March 2024, ")
    assert told["order"].startswith("Most often put 1st: Patrols, ")
    assert told["grid"].startswith("Agree: from ")
    assert headlines["grid"].frame["item_label"].unique(maintain_order=True).to_list() == [
        "The plan is clear",
        HOSTILE[0],
    ]
    assert headlines["grid"].subtitle.endswith("base 3,999 to 4,000")


def test_themes_are_raised_and_silence_is_no_theme() -> None:
    themes = multi("themes", ["Parking", "Nothing to add", "Speeding"])
    base = "Respondents who wrote"
    rows = frame([each | {"base": base} for each in coded(themes, [30, 90, 40], 200)])
    picture = question_picture(themes, rows, REAL)
    assert picture.headline == "Most raised: Speeding, 20.0% of respondents who wrote"
    assert picture.frame["label"].to_list() == ["Speeding", "Parking"]
    assert "Not drawn: Nothing to add 45.0%" in picture.notes


def test_what_no_code_fits_is_drawn_and_is_no_finding() -> None:
    themes = multi("themes", ["Parking", "Other (none of the above)", "Speeding"])
    picture = question_picture(themes, frame(coded(themes, [30, 150, 40], 200)), REAL)
    assert picture.headline == "Most raised: Speeding, 20.0% of respondents who answered"
    assert picture.frame["label"].to_list() == ["Other (none of the above)", "Speeding", "Parking"]


def test_of_many_themes_the_most_raised_are_drawn_and_the_rest_are_told() -> None:
    themes = multi("themes", [f"Theme {place}" for place in range(1, 21)])
    picture = question_picture(themes, frame(coded(themes, range(1, 21), 200)), REAL)
    assert picture.frame["label"].to_list() == [f"Theme {place}" for place in range(20, 5, -1)]
    assert "Drawn: the 15 most raised of 20 themes; the tables have all of them" in picture.notes


def test_bases_in_words() -> None:
    def words(*sizes: int) -> str:
        return base_of(frame([row(AGREE, "o0", "Yes", 1, size) for size in sizes])).size

    assert words(8000) == "base 8,000"
    assert words(100) == "base 100"
    assert words(99) == "base 99 (small base)"
    assert words(99, 1200) == "base 99 to 1,200 (small base in part)"
    assert words(98, 99) == "base 98 to 99 (small base)"


def test_rows_of_other_questions_weeks_and_banners_are_passed_over() -> None:
    rows = coded(PRIORITY, range(1, 9), 100)
    others = coded(AGREE, [1, 2, 3], 6) + coded(PRIORITY, [0] * 8, 9, week=2)
    others += coded(PRIORITY, [0] * 8, 9, banner_id="area", group="All")
    picture = question_picture(PRIORITY, frame(others + rows), REAL)
    assert picture.frame.equals(question_picture(PRIORITY, frame(rows), REAL).frame)
    assert sorted(picture.frame["count"]) == [1, 2, 3, 4, 5, 6, 7, 8]


def test_nothing_to_draw_is_told() -> None:
    with pytest.raises(UsageError, match="nothing to draw for question 'agree'"):
        question_picture(AGREE, frame(coded(PRIORITY, [1] * 8, 9)), REAL)
