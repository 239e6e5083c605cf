"""Labels in the rendered SVG, in every size: none overlaps another, is cut, or cannot be read on what lies under it."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from itertools import combinations

import pytest

from survey.charts.colours import SEQUENTIAL
from survey.charts.picture import Picture
from survey.charts.save import enlarged, svg
from survey.charts.size import SIZES
from tests.charts.gallery import CONTEXT
from tests.charts.gallery_more import all_makers, everything, rendered
from tests.charts.measured import Box, Measured, measure
from tests.charts.test_charts_colours import contrast

GREYS = {"#bfbfbf", "#d9d9d9", "#f2f2f2", "white", "black"}
USUAL = (
    "multi",
    "scale",
    "scale_by_area",
    "grid",
    "bump",
    "ranked",
    "diverging",
    "tiles",
    "panels",
    "changes",
    "quoted",
)
HOSTILE = ("hostile_multi", "ranked_hostile", "diverging_hostile")


def sized(size: str) -> dict[str, Picture]:
    drawn = all_makers(replace(CONTEXT, size=SIZES[size]))
    return {f"{name}, {size}": drawn[name]() for name in (*USUAL, *HOSTILE)}


SIZED = sized("slide") | sized("print")
NAMES = [*everything(), *SIZED]
named = pytest.mark.parametrize("name", NAMES)


@cache
def measured(name: str) -> Measured:
    return measure(svg(SIZED[name]) if name in SIZED else rendered(name))


@named
def test_no_label_overlaps_another(name: str) -> None:
    for first, second in combinations(measured(name).texts, 2):
        assert first.apart(second, by=0.5), (first, second)


@named
def test_no_label_is_cut(name: str) -> None:
    drawn = measured(name)
    for text in drawn.texts:
        assert drawn.canvas.holds(text), text


@named
def test_a_label_lies_inside_of_a_shape_or_clear_of_it_and_can_be_read_there(name: str) -> None:
    drawn = measured(name)
    for text in drawn.texts:
        under = "white"
        for shape in drawn.shapes:
            if not text.apart(shape, by=0.5):
                assert shape.holds(text), (text, shape)
                under = shape.colour
        plain = {"white": "#FFFFFF", "black": "#000000"}
        assert contrast(plain.get(under, under), plain.get(text.colour, text.colour)) >= 4.5, (text, under)


@named
def test_four_colours_at_most_unless_they_are_steps_of_one_scale(name: str) -> None:
    """What lies between the ends of a longer scale, and the shades of one hue, are steps."""
    used = {shape.colour.lower() for shape in measured(name).shapes} - GREYS
    if name.split(",")[0] in {"hostile_scale", "diverging_hostile", "scale_wide"}:
        return
    assert len(used) <= 4 or used <= {shade.lower() for shade in SEQUENTIAL}


@pytest.mark.parametrize("name", USUAL)
def test_text_on_slides_and_in_print_stays_large_enough(name: str) -> None:
    """At least 9 points in print and on a slide of 13.33 inches, where 12 are drawn."""
    for size in ("slide", "print"):
        assert 12 * enlarged(svg(SIZED[f"{name}, {size}"])) >= 9


def test_the_measure_finds_what_is_wrong() -> None:
    """Two labels on each other, one cut, one across the edge of a bar, and one dark on dark, drawn by hand."""
    drawing = b"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 80 60"><g transform="translate(10,0)">
      <path d="M0,20h40v20h-40Z" fill="#12436D"/>
      <text transform="translate(2,34)" font-size="16px" font-weight="normal" fill="black">ab</text>
      <text transform="translate(6,36)" font-size="16px" font-weight="bold" fill="black"><tspan>wide word</tspan></text>
    </g></svg>"""
    drawn = measure(drawing)
    first, second = drawn.texts
    assert not first.apart(second)
    assert drawn.canvas.holds(first)
    assert not drawn.canvas.holds(second)
    assert drawn.shapes == (Box("", 10, 20, 50, 40, "#12436D"),)
    assert drawn.shapes[0].holds(first)
    assert not drawn.shapes[0].holds(second)
    assert (first.left, first.top, first.right, first.bottom) == pytest.approx(
        (12, 34 - 0.73 * 16, 12 + 2 * 0.556 * 16, 34 + 0.21 * 16)
    )
    assert contrast("#12436D", "#000000") < 4.5
