"""Every picture of the gallery keeps the rules: what a reader sees is read from the drawing itself."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest

from survey.charts.save import spec
from survey.charts.text import width
from tests.charts.gallery import GROUPS
from tests.charts.gallery_more import everything, rendered

STAMP = "SYNTHETIC DATA – not real responses"
PICTURES = everything()
# The palette as the Analysis Function publishes it, and black, white and the greys of lines.
PALETTE = {
    *("#12436d", "#28a197", "#801650", "#f46a25", "#092135", "#2073bc", "#6bace6", "#add1f1"),
    *("#bfbfbf", "#d9d9d9", "#f2f2f2", "#3d3d3d", "black", "white", "#000000", "#ffffff", "none", "transparent"),
}
named = pytest.mark.parametrize("name", PICTURES)


@cache
def drawing(name: str) -> ET.Element:
    return ET.fromstring(rendered(name))  # noqa: S314 - our own


@cache
def specification(name: str) -> dict[str, Any]:
    return spec(PICTURES[name])


@cache
def texts(name: str) -> tuple[str, ...]:
    """Every text in the drawing, its lines put together without spaces."""
    marks = [each for each in drawing(name).iter() if each.tag.endswith("}text")]
    return tuple(squeezed("".join(mark.itertext())) for mark in marks)


def squeezed(text: str) -> str:
    return re.sub(r"\s", "", text)


@named
def test_every_name_in_the_numbers_stands_in_the_drawing(name: str) -> None:
    shown = ("" if name.startswith("tiles") else "\n").join(texts(name))  # each line of a tile is a text
    numbers = PICTURES[name].frame
    for column in {"label", "group", "item_label"} & set(numbers.columns):
        for label in numbers[column].unique():
            if name in {"date", "date_withheld"}:  # months are shortened: "Dec 2023"
                label = re.sub(r"^(\w{3})\w* (\d{4})$", r"\1 \2", label)
            assert squeezed(label) in shown


@named
def test_the_stamp_is_in_the_image_and_in_the_alternative(name: str) -> None:
    synthetic = name != "hostile_banner"
    picture = PICTURES[name]
    assert (squeezed(STAMP) in texts(name)) == synthetic
    assert picture.alt.startswith(STAMP) == synthetic
    assert any(STAMP in note for note in picture.notes) == synthetic


@named
def test_headline_and_subtitle_are_not_pixels(name: str) -> None:
    assert squeezed(PICTURES[name].headline) not in texts(name)
    assert squeezed(PICTURES[name].subtitle) not in texts(name)


@named
def test_the_svg_is_an_image_with_title_and_description(name: str) -> None:
    root, picture = drawing(name), PICTURES[name]
    assert root.attrib["role"] == "img"
    assert [child.tag.split("}")[1] for child in root][:2] == ["title", "desc"]
    assert [child.text for child in root][:2] == [picture.headline, picture.alt]
    assert not [each for each in root.iter() if each.tag.endswith("}script")]


@named
def test_only_colours_of_the_palette(name: str) -> None:
    if name in {"hostile_scale", "diverging_hostile"}:  # twelve steps lie between the palette's colours
        return
    used = {
        each.attrib[key].lower()
        for each in drawing(name).iter()
        for key in ("fill", "stroke")
        if key in each.attrib and not (each.tag.endswith("}path") and "background" in each.attrib.get("class", ""))
    }
    assert used <= PALETTE


@named
def test_every_text_has_fonts_that_fall_back(name: str) -> None:
    fonts = {
        each.attrib["font-family"]
        for each in drawing(name).iter()
        if each.tag.endswith("}text") and "font-family" in each.attrib
    }
    assert fonts == {"Arial, Helvetica, sans-serif"}
    sizes = {each.attrib["font-size"] for each in drawing(name).iter() if each.tag.endswith("}text")}
    assert sizes == {"16px"}  # 12 points


@named
def test_bars_start_at_nought(name: str) -> None:
    bars = [unit for unit in units(specification(name)) if unit["mark"]["type"] == "bar"]
    for unit in bars:
        measures = [
            unit["encoding"][axis] for axis in ("x", "y") if unit["encoding"][axis]["field"] in {"pct", "start"}
        ]
        ends = [measure["scale"]["domain"] for measure in measures]
        assert [low <= 0 < high if name.startswith("diverging") else low == 0 for low, high in ends] == [True]
    others = "bump|number|multi_by|date_by|long_single|ranking_by|tiles|changes|rolling"
    assert bool(bars) == (not re.search(others, name))


@named
def test_the_alternative_tells_the_numbers_of_the_frame(name: str) -> None:
    """Each percentage it tells is one of the frame or of a net, and of one column or row it tells all."""
    picture = PICTURES[name]
    if "pct" not in picture.frame.columns or "rank" in picture.frame.columns:
        return
    named = "group" if name.startswith("tiles") else "label"
    printed = [
        "[c]" if count is None else "–" if pct is None else f"{pct:.1f}%" if pct >= 0.05 or count == 0 else "<0.1%"
        for count, pct in picture.frame.select("count", "pct").iter_rows()
    ]
    sums = {"34.0%", "28.0%", "32.0%"} if name.startswith("scale") else set()
    assert set(re.findall(r"\d+\.\d%", picture.alt)) <= {text.lstrip("<") for text in printed} | sums
    if "time" in picture.frame.columns:  # the first and the last of each line
        return
    first = picture.frame.height if "group" not in picture.frame.columns else picture.frame["label"].n_unique()
    for label, text in zip(picture.frame[named][:first], printed[:first], strict=True):
        if "item_label" not in picture.frame.columns:
            assert f"{label} {text}" in picture.alt


@named
def test_words_beside_the_picture(name: str) -> None:
    picture = PICTURES[name]
    assert "the tests" in picture.notes[0]
    assert picture.notes[1].startswith("Question: ")
    assert picture.notes[2].startswith("Base: respondents who answered, ")
    assert ", base " in picture.subtitle
    assert picture.headline == picture.headline.strip() != ""


def test_numbers_are_unrounded_and_nothing_else_is_in_the_frame() -> None:
    single, banner = PICTURES["single"].frame, PICTURES["scale_by_area"].frame
    assert single.columns == ["label", "count", "base_unweighted", "pct"]
    assert single["pct"][0] == pytest.approx(100 * 3016 / 7462, rel=1e-15)
    assert banner.columns == ["group", "label", "count", "base_unweighted", "pct"]
    assert banner.height == 9 * 6  # all and eight areas by six options: no net, none not stated
    assert PICTURES["number"].frame.columns == ["label", "value", "base_unweighted"]
    assert PICTURES["grid_by_area"].frame.columns == ["item_label", "group", "label", "count", "base_unweighted", "pct"]


def test_percentages_fit_their_segments() -> None:
    for name in ("scale", "scale_by_area", "grid", "hostile_scale", "hostile_banner", "single_by_area"):
        for pct in PICTURES[name].frame["pct"]:
            if pct >= 5:
                assert squeezed(f"{pct:.1f}%") in texts(name)
    assert width("5.0%") < 0.05 * 800 - 2


def test_sorted_by_size_unless_the_options_have_an_order() -> None:
    multi = PICTURES["multi"].frame["label"].to_list()
    assert multi[0] == "Preventing knife crime"
    assert multi[-3:] == ["Other", "Rural crime", "None of these"]  # 3, 0, and 200 outside the list
    assert PICTURES["yes_no"].frame["label"].to_list() == ["Yes", "No", "Don't know"]
    assert PICTURES["scale"].frame["label"].to_list()[0] == "Very safe"
    assert PICTURES["single"].frame["count"].is_sorted(descending=True)
    assert PICTURES["multi_by_area"].frame["group"].unique(maintain_order=True).to_list() == [*GROUPS][:-1]


def units(node: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Every single chart of a specification."""
    if "mark" in node:
        yield node
    for key in ("layer", "vconcat", "hconcat"):
        for child in node.get(key, []):
            yield from units(child)


def test_the_gallery_holds_rows_that_are_never_drawn() -> None:
    """The checks above mean something: there are nets, and a small group that is not stated."""
    notes = PICTURES["scale_by_area"].notes
    assert "Not drawn: Not stated, base 41 (small base)" in notes
    assert "Small base (under 100), read with care: Solihull" in notes
    assert "In sum: " in PICTURES["scale"].alt
    assert "[c]: withheld, so that nobody can be identified" in PICTURES["withheld"].notes
