"""The weekly ranking: dates, ranks, joint ranks, gaps."""

from __future__ import annotations

import datetime as dt
from typing import Any

import polars as pl
import pytest

from survey.charts.bump import HOLLOW, bump_frame, bump_picture
from survey.charts.bump_drawing import SETS
from survey.charts.rows import NUMBERS
from survey.charts.save import spec
from survey.errors import UsageError
from survey.frames import RANKING, empty
from survey.questionnaire.definition import AMONG
from tests.charts.gallery import CONTEXT, PRIORITY, REAL, multi, ranking

THREE = multi("three", ["a", "b", "c"])
WEEKS = [[9, 5, 1], [9, 9, 1], [], [4, 9, 9]]


def points(question: Any, weeks: Any) -> list[dict[str, Any]]:
    """What is drawn as dots: `label`, `day` (milliseconds), `rank`, `y`, `run`, `colour`."""
    datasets = spec(bump_picture(question, ranking(question, weeks), CONTEXT))["datasets"].values()
    return [each for dataset in datasets for each in dataset if "run" in each]


def test_words() -> None:
    picture = bump_picture(THREE, ranking(THREE, WEEKS), REAL)
    assert picture.headline == "a and b were each first or joint first in 2 of 3 weeks"
    assert picture.notes[3:] == (
        "In colour: the options that were ever first",
        "Options of joint rank stand just below each other",
        "Partial week: 4 to 6 August 2024",
        "No answers: 28 July to 3 August 2024",
    )
    assert "a: from 1 to 3, between 1 and 3" in picture.alt
    assert picture.subtitle == "Rank by how many respondents chose the option, each week, base 400 a week"
    assert picture.id == "three_by_week"


def test_the_frame_holds_the_weeks_with_answers_by_date_then_rank() -> None:
    frame = bump_frame(THREE, ranking(THREE, WEEKS))
    assert frame.columns == ["week_from", "week_to", "label", "rank", *SETS, *NUMBERS]
    assert frame["week_from"].unique(maintain_order=True).to_list() == [
        dt.date(2024, 7, 14),
        dt.date(2024, 7, 21),
        dt.date(2024, 8, 4),
    ]
    assert frame["label"].to_list() == ["a", "b", "c", "a", "b", "c", "b", "c", "a"]
    assert frame["rank"].to_list() == [1, 2, 3, 1, 1, 3, 1, 1, 3]


def test_week_starts_on_the_axis_stand_apart_however_far_the_weeks_lie() -> None:
    """Three weeks, and one nine months later: 19 pixels from week to week are too few for three labels."""
    weeks: list[list[int]] = [[9, 5, 1]] * 3 + [[]] * 37 + [[9, 5, 1]]
    layer = spec(bump_picture(THREE, ranking(THREE, weeks), CONTEXT))["layer"]
    (values,) = {tuple(each["encoding"]["x"]["axis"]["values"]) for each in layer if "axis" in each["encoding"]["x"]}
    assert values == (1720915200000, 1745107200000)  # 14 July 2024 and, 40 weeks on, 20 April 2025


def test_dots_stand_on_calendar_dates_whatever_the_time_zone() -> None:
    drawn = points(THREE, WEEKS)
    # midnight UTC of 14 July, 21 July and 4 August 2024
    assert {each["day"] for each in drawn} == {1720915200000, 1721520000000, 1722729600000}
    layer = spec(bump_picture(THREE, ranking(THREE, WEEKS), CONTEXT))["layer"]
    scales = [each["encoding"]["x"]["scale"] for each in layer if "scale" in each["encoding"]["x"]]
    assert scales
    assert all(scale["type"] == "utc" for scale in scales)


def test_joint_ranks_do_not_hide_each_other_nor_reach_the_next_rank() -> None:
    drawn = points(multi("m", list("abcdefgh")), [[5] * 8, [9, 9, 9, 2, 2, 1, 0, 0]])
    heights = [(each["day"], each["y"]) for each in drawn]
    assert len(set(heights)) == len(drawn) == 16
    for each in drawn:
        below = [other["y"] for other in drawn if other["day"] == each["day"] and other["rank"] > each["rank"]]
        assert each["rank"] <= each["y"] < min(below, default=9)


def test_a_line_breaks_at_a_week_without_answers() -> None:
    runs = {(each["label"], each["day"]): each["run"] for each in points(THREE, WEEKS)}
    assert runs["a", 1720915200000] == runs["a", 1721520000000] != runs["a", 1722729600000]


def test_a_dot_is_hollow_where_chance_could_give_another_rank() -> None:
    weeks = [[30, 5, 1], [9, 8, 1]]
    sure = pl.col("week") == 1
    tested = ranking(THREE, weeks).with_columns(
        pl.when(sure).then("rank").otherwise(1).cast(pl.Int32).alias("rank_lower_all"),
        pl.when(sure).then("rank").otherwise(pl.col("rank").clip(2, 3)).cast(pl.Int32).alias("rank_upper_all"),
    )
    picture = bump_picture(THREE, tested, REAL)
    assert picture.headline == "a was first in 2 of 2 weeks, surely in 1"
    assert HOLLOW.format(AMONG) in picture.notes
    drawn = [each for data in spec(picture)["datasets"].values() for each in data if "run" in each]
    assert {each["day"]: each["fill"] for each in drawn if each["label"] == "a"} == {
        1720915200000: "#12436D",
        1721520000000: "white",
    }
    assert (
        HOLLOW.format(AMONG) not in bump_picture(THREE, ranking(THREE, weeks), REAL).notes
    )  # not tested: nothing is claimed
    assert bump_picture(THREE, tested.filter(~sure), REAL).headline == "a was first in the only week, though not surely"


def test_options_that_were_ever_first_are_in_colour() -> None:
    colours = {each["label"]: each["colour"] for each in points(THREE, WEEKS)}
    assert colours == {"a": "#12436D", "b": "#28A197", "c": "#801650"}  # c was joint first once
    five = multi("m", list("abcde"))
    weeks = [[9 if place == week else 1 for place in range(5)] for week in range(5)] + [[1, 1, 1, 1, 9]]
    colours = {each["label"]: each["colour"] for each in points(five, weeks)}
    assert colours["e"] == "#12436D"  # first twice
    assert sorted(colours.values()).count("#BFBFBF") == 1
    picture = bump_picture(five, ranking(five, weeks), REAL)
    assert "In colour: the 4 options first most often" in picture.notes


def test_one_week() -> None:
    picture = bump_picture(PRIORITY, ranking(PRIORITY, [range(8)], base=60), REAL)
    assert picture.headline == "Other was first in the only week"
    assert "Small base (under 100), read with care: 14 to 16 July 2024" in picture.notes
    assert "Partial week: 14 to 16 July 2024" in picture.notes


def test_overall_rows_and_other_questions_are_passed_over() -> None:
    weekly = ranking(THREE, WEEKS)
    overall = weekly.with_columns(
        week=pl.lit(None, pl.Int32), week_from=pl.lit(None, pl.Date), week_to=pl.lit(None, pl.Date)
    )
    other = ranking(PRIORITY, [range(8)])
    assert bump_frame(THREE, pl.concat([overall, other, weekly])).equals(bump_frame(THREE, weekly))


def test_no_week_with_answers_is_told() -> None:
    for nothing in (empty(RANKING), ranking(THREE, [[], []])):
        with pytest.raises(UsageError, match="nothing to draw for the weeks of question 'three'"):
            bump_picture(THREE, nothing, REAL)
