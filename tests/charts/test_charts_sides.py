"""Ranked bars, diverging scales, tiles and small panels: orders, sides, hedges, what is withheld."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import polars as pl
import pytest

from survey.charts.diverging import diverging_picture, sides
from survey.charts.multiples import multiples_picture
from survey.charts.ranked import LINE, RANKS, SILENT, ranked_picture
from survey.charts.save import spec
from survey.charts.tiles import REST, tile_picture
from survey.errors import UsageError
from survey.frames import ALL, NOT_STATED
from survey.questionnaire.definition import AMONG
from survey.questionnaire.kinds import Net
from tests.charts.gallery import AREA, CONTEXT, PRIORITY, REAL, SAFE, coded, frame, multi, ranking, scale
from tests.charts.gallery_more import FIELDWORK, TILES, ranked

# 40% safe and 40% unsafe in Dudley, 30% and 50% in Coventry, 60% and 20% in Sandwell; of all 43.3% and 36.7%
ANSWERS = {
    ALL: [60, 70, 60, 75, 35, 0],
    "Dudley": [20, 20, 20, 25, 15, 0],
    "Coventry": [10, 20, 20, 25, 25, 0],
    "Sandwell": [30, 30, 20, 15, 5, 0],
}
BALANCES = {ALL: 20 / 3, "Sandwell": 40.0, "Dudley": 0.0, "Coventry": -20.0}


def by_group(question: Any = SAFE, more: dict[str, list[int]] | None = None) -> pl.DataFrame:
    answers = ANSWERS | (more or {})
    return frame(
        [
            each
            for group, counts in answers.items()
            for each in coded(question, counts, sum(counts), banner_id="area", group=group)
        ]
    )


def without(table: pl.DataFrame, where: pl.Expr) -> pl.DataFrame:
    return table.with_columns(pl.when(~where).then(name).alias(name) for name in ("count", "pct"))


def drawn(picture: Any, field: str) -> list[dict[str, Any]]:
    """The rows of the data that have that field, each once."""
    found = [each for data in spec(picture)["datasets"].values() for each in data if field in each]
    return [each for place, each in enumerate(found) if each not in found[:place]]


def test_groups_stand_by_their_net_balance() -> None:
    picture = diverging_picture(SAFE, AREA, by_group(), REAL)
    told = picture.frame.unique("group", keep="first", maintain_order=True)
    assert dict(told.select("group", "balance").iter_rows()) == pytest.approx(BALANCES)
    assert told["group"].to_list() == [*BALANCES]
    assert picture.headline == "Net balance: from −20.0 (Coventry) to +40.0 (Sandwell); overall +6.7"
    assert "Net balance: Very safe and Safe, less Unsafe and Very unsafe, in percentage points" in picture.notes


def test_small_groups_are_sorted_too_but_not_compared_and_few_not_stated_are_left_out() -> None:
    few = {"Solihull": [9, 1, 0, 0, 0, 0], NOT_STATED: [9, 0, 0, 0, 0, 0]}
    picture = diverging_picture(SAFE, AREA, by_group(more=few), REAL)
    assert picture.frame["group"].unique(maintain_order=True).to_list() == [
        ALL,
        "Solihull",
        "Sandwell",
        "Dudley",
        "Coventry",
    ]
    assert "from −20.0 (Coventry) to +40.0 (Sandwell)" in picture.headline
    assert "Small base (under 100), read with care: Solihull" in picture.notes
    assert "Not drawn: Not stated, base 9 (small base)" in picture.notes


def test_which_side_an_option_stands_on() -> None:
    five = ["Strongly disagree", "Disagree", "Neither", "Agree", "Strongly agree", "Don't know"]
    halves = {"o0": "left", "o1": "left", "o2": "aside", "o3": "right", "o4": "right", "o5": "aside"}
    assert sides(scale(five, "negative_first")) == halves
    nets = (Net(code="good", label="Good", codes=("o0",), polarity="positive"),)
    assert sides(scale(["a", "b", "c", "d"], nets=nets)) == {"o0": "right", "o1": "aside", "o2": "aside", "o3": "aside"}


def test_bars_go_outward_from_nought_and_end_where_a_figure_is_withheld() -> None:
    hidden = without(by_group(), (pl.col("group") == "Dudley") & pl.col("code").is_in(["o1", "unsafe", "safe"]))
    picture = diverging_picture(SAFE, AREA, hidden, REAL)
    segments = {(each["row"].split("\n")[0], each["label"]): each for each in drawn(picture, "start")}
    # Coventry: unsafe 25%, very unsafe 25% to the left, safe 20%, very safe 10% to the right; 0.15 points of gap
    found = {
        label: (segments["Coventry", label]["start"], segments["Coventry", label]["end"])
        for label in ("Unsafe", "Very unsafe", "Safe", "Very safe")
    }
    assert found == {
        "Unsafe": pytest.approx((-0.15, -24.85)),
        "Very unsafe": pytest.approx((-25.15, -49.85)),
        "Safe": pytest.approx((0.15, 19.85)),
        "Very safe": pytest.approx((20.15, 29.85)),
    }
    assert segments["Dudley", "Safe"]["text"] == "[c]"
    assert ("Dudley", "Very safe") not in segments
    assert ("Dudley", "Very unsafe") in segments
    # the group has no balance, and stands last
    assert picture.frame["group"][-1] == "Dudley"
    assert picture.headline.startswith("Net balance (2 of 3 groups shown): from −20.0 (Coventry) to +40.0 (Sandwell)")
    # the nets alone are enough for the balance
    nets = diverging_picture(SAFE, AREA, without(by_group(), (pl.col("code") == "o1")), REAL)
    assert nets.headline == "Net balance: from −20.0 (Coventry) to +40.0 (Sandwell); overall +6.7"


def test_ranked_bars_say_what_chance_makes_of_them() -> None:
    three = multi("three", ["a", "b", "Don't know"])
    close = ranked_picture(three, ranked(three, [40, 43, 90], 100), REAL)
    assert close.frame["label"].to_list() == ["Don't know", "b", "a"]
    assert close.frame["standing"].to_list() == ["joint 1st to 2nd", "joint 1st to 3rd", "joint 2nd to 3rd"]
    assert close.headline == "Most chosen: b, 43.0% of respondents who answered"  # the other that could be is no option
    sure = ranked_picture(PRIORITY, ranked(PRIORITY, [0, 200, 4337, 3671, 3666, 3438, 2319, 3], 8000, 0), REAL)
    assert sure.headline == "Most chosen: Preventing knife crime, 54.2% of respondents who answered"
    joint = ranked_picture(PRIORITY, ranked(PRIORITY, [0, 200, 4337, 3671, 3666, 3438, 2319, 3], 8000, 3), REAL)
    assert joint.headline == "Too close to call among respondents who answered: Preventing knife crime and 3 others"
    assert {LINE.format(AMONG) + SILENT, RANKS.format(AMONG)} <= set(sure.notes)
    assert "Preventing knife crime 54.2% (by chance 52.7 to 55.7), 1st" in sure.alt


def test_of_a_random_sample_chance_is_not_only_among_those_who_answered() -> None:
    chosen = ranked(PRIORITY, [0, 200, 4337, 3671, 3666, 3438, 2319, 3], 8000, 0)
    rest = by_group().with_columns(rest=pl.when(pl.col("group") == "Sandwell").then(pl.lit("+")))
    for drawn_at_random in (False, True):
        context = replace(REAL, among="") if drawn_at_random else REAL
        bars, tiles = ranked_picture(PRIORITY, chosen, context), tile_picture(SAFE, AREA, TILES, rest, context)
        for picture in (bars, tiles):
            told = json.dumps([picture.headline, picture.subtitle, *picture.notes, picture.alt, spec(picture)])
            assert "chance" in told
            assert ("those who answered" in told) is not drawn_at_random


def test_without_ranks_intervals_that_overlap_are_too_close_to_call() -> None:
    """As published figures are: with intervals, without sets of ranks."""
    two = multi("two", ["a", "b", "c"])
    rows = frame(coded(two, [50, 47, 20], 100)).with_columns(ci_lower=pl.col("pct") - 2, ci_upper=pl.col("pct") + 2)
    assert ranked_picture(two, rows, REAL).headline == "Too close to call among respondents who answered: a and b"
    apart = rows.with_columns(ci_lower=pl.col("pct") - 1, ci_upper=pl.col("pct") + 1)
    assert ranked_picture(two, apart, REAL).headline == "Most chosen: a, 50.0% of respondents who answered"
    assert RANKS.format(AMONG) not in ranked_picture(two, rows, REAL).notes


def test_a_map_has_each_area_where_the_definition_puts_it() -> None:
    rows = by_group(more={"Outside the region": [10, 10, 40, 20, 20, 0]}).with_columns(
        rest=pl.when(pl.col("group") == "Sandwell").then(pl.lit("+"))
    )
    picture = tile_picture(SAFE, AREA, TILES, rows, REAL)
    places = picture.frame.select("group", "column", "row").rows()
    assert places == [("Dudley", 1, 2), ("Sandwell", 2, 2), ("Coventry", 5, 2)]
    assert picture.headline == "Safe or very safe: from 30.0% (Coventry) to 60.0% (Sandwell); overall 43.3%"
    assert "Not on the map: Outside the region 20.0%" in picture.notes
    assert any(note.startswith(REST.format(AMONG)) for note in picture.notes)
    words = [each["text"] for each in drawn(picture, "bold")]
    assert words.count("higher*") == 1
    with pytest.raises(UsageError, match="no area of 'area' has a tile"):
        tile_picture(SAFE, AREA, {}, rows, REAL)


def test_the_shades_of_a_map_hold_what_the_key_says() -> None:
    """30.0, 40.0 and 60.0%: four shades of 8 points from 30%, the last with its upper end."""
    picture = tile_picture(SAFE, AREA, TILES, by_group(), REAL)
    key = [each["label"] for each in drawn(picture, "label") if "%" in each["label"]]
    assert key == ["30% to under 38%", "38% to under 46%", "46% to under 54%", "54% or more"]
    fills = [each["fill"] for each in drawn(picture, "left")]
    assert fills == ["#6BACE6", "#12436D", "#ADD1F1"]  # Dudley, Sandwell, Coventry


def test_panels_have_the_same_options_in_the_same_order_on_the_same_scale() -> None:
    counts = {ALL: [1, 2, 30, 40, 50, 60, 70, 80], "Dudley": [80, 70, 60, 50, 40, 30, 2, 1]}
    rows = frame([e for g, c in counts.items() for e in coded(PRIORITY, c, 100, banner_id="area", group=g)])
    picture = multiples_picture(PRIORITY, AREA, rows, CONTEXT)
    most = [option.label for option in PRIORITY.options][:1:-1]
    assert picture.frame.filter(pl.col("group") == "Dudley")["label"].to_list() == most
    assert "Drawn: the 6 most chosen of 8 options" in picture.notes
    assert picture.headline == "Most chosen in the group: Rural crime"
    panels = spec(picture)["vconcat"][1]["hconcat"]
    domains = {str(layer["encoding"]["x"]["scale"]["domain"]) for panel in panels for layer in panel["layer"]}
    assert len(domains) == 1


def test_weeks_without_answers_have_no_panel_and_are_told() -> None:
    whole = frame(coded(PRIORITY, range(8), 400))
    weeks = ranking(PRIORITY, [range(8), [], range(8)], 400).with_columns(is_net=pl.lit(value=False))
    nobody = weeks.filter(pl.col("week") == 3).with_columns(week=pl.lit(5, pl.Int32), count=0, base_unweighted=0)
    columns = [name for name in weeks.columns if name in whole.columns]
    rows = pl.concat([whole, weeks.select(columns), nobody.select(columns)], how="diagonal_relaxed")
    picture = multiples_picture(PRIORITY, FIELDWORK, rows, REAL)
    drawn = picture.frame["group"].unique(maintain_order=True).to_list()
    assert drawn == [ALL, "14 to 20 July 2024", "28 July to 3 August 2024"]
    assert "Weeks without answers: 21 to 27 July 2024 and 4 August to 18 October 2024" in picture.notes
