"""Groups of a banner: their order, who is left out, who is compared."""

from __future__ import annotations

import polars as pl
import pytest

from survey.charts.banner import banner_picture
from survey.errors import UsageError
from survey.frames import ALL, NOT_STATED
from tests.charts.gallery import AGREE, AREA, AREAS, ORDER, REAL, SAFE, coded, frame, multi, places, row

BASES = {"Dudley": 200, NOT_STATED: 150, "Coventry": 100, "Solihull": 40, ALL: 490}
YES = {"Dudley": 100, NOT_STATED: 150, "Coventry": 40, "Solihull": 40, ALL: 330}


def agreed() -> pl.DataFrame:
    return frame(
        [
            each
            for group, base in BASES.items()
            for each in coded(AGREE, [YES[group], base - YES[group], 0], base, banner_id="area", group=group)
        ]
    )


def test_all_first_then_the_banner_in_its_order_then_not_stated() -> None:
    picture = banner_picture(AGREE, AREA, agreed(), REAL)
    assert picture.frame["group"].unique(maintain_order=True).to_list() == [
        ALL,
        "Coventry",
        "Dudley",
        "Solihull",
        NOT_STATED,
    ]
    assert not any(note.startswith("Not drawn") for note in picture.notes)


def test_not_stated_is_left_out_if_few_and_the_notes_say_so() -> None:
    rows = agreed().with_columns(
        pl.when(pl.col("group") == NOT_STATED).then(99).otherwise("base_unweighted").alias("base_unweighted"),
        pl.when(pl.col("group") == NOT_STATED).then(statement=True).otherwise("small_base").alias("small_base"),
    )
    picture = banner_picture(AGREE, AREA, rows, REAL)
    assert NOT_STATED not in picture.frame["group"].to_list()
    assert "Not drawn: Not stated, base 99 (small base)" in picture.notes
    assert "Not drawn: Not stated, base 99 (small base)." in picture.alt


def test_small_groups_and_not_stated_are_drawn_and_named_but_not_compared() -> None:
    picture = banner_picture(AGREE, AREA, agreed(), REAL)
    # Solihull and not stated both agree by 100%, all by 330 of 490
    assert picture.headline == "Yes: from 40.0% (Coventry) to 50.0% (Dudley); overall 67.3%"
    assert "Small base (under 100), read with care: Solihull" in picture.notes
    assert "Groups: answers to “Where do you live?”" in picture.notes
    assert picture.subtitle == "Percentage of respondents who answered, by area, base 490"
    assert picture.id == "agree_by_area"


def test_the_positive_net_is_compared_though_it_stands_second() -> None:
    counts = {"Dudley": [20, 60, 40, 50, 30, 0], "Coventry": [10, 20, 20, 25, 25, 0]}
    rows = [each for group, c in counts.items() for each in coded(SAFE, c, sum(c), banner_id="area", group=group)]
    picture = banner_picture(SAFE, AREA, frame(rows), REAL)
    assert picture.headline == "Safe or very safe: from 30.0% (Coventry) to 40.0% (Dudley)"
    assert picture.subtitle.endswith("base 100 to 200")  # no row of all respondents
    assert set(picture.frame["label"]) == {option.label for option in SAFE.options}


def test_a_table_is_sorted_by_all_respondents() -> None:
    question = multi("m", ["a", "b", "Don't know"])
    rows = coded(question, [30, 40, 90], 100, banner_id="area", group=ALL)
    rows += coded(question, [90, 10, 0], 100, banner_id="area", group="Dudley")
    picture = banner_picture(question, AREA, frame(rows), REAL)
    assert picture.frame["label"].to_list() == ["b", "a", "Don't know"] * 2
    assert picture.headline == "Most chosen in the group: a"


def test_of_a_ranking_the_first_places_are_drawn() -> None:
    rows = [each for group in (ALL, *AREAS) for each in places(200, banner_id="area", group=group)]
    picture = banner_picture(ORDER, AREA, frame(rows), REAL)
    assert picture.frame.height == 9 * 3
    assert picture.subtitle.startswith("Percentage of respondents who answered, who put it 1st, by area")


def test_nothing_to_draw_is_told() -> None:
    with pytest.raises(UsageError, match="nothing to draw for question 'agree' by area"):
        banner_picture(AGREE, AREA, frame([row(AGREE, "o0", "Yes", 1, 2)]), REAL)
