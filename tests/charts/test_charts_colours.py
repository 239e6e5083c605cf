"""Colours against the Analysis Function's published palettes and WCAG's contrast."""

from __future__ import annotations

from itertools import pairwise

import pytest

from survey.charts.colours import SEQUENTIAL, fills, ink, ramp
from tests.charts.gallery import AGREE, AREAS, scale, single

FIVE = ["#12436D", "#6BACE6", "#BFBFBF", "#F46A25", "#801650"]  # good to bad


def contrast(first: str, second: str) -> float:
    """WCAG 2.2, 1.4.3."""

    def luminance(colour: str) -> float:
        red, green, blue = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
        linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in (red, green, blue)]
        return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))

    lights = sorted((luminance(first), luminance(second)))
    return (lights[1] + 0.05) / (lights[0] + 0.05)


def scale_fills(count: int, polarity: str = "positive_first") -> list[str]:
    labels = [f"point {place}" for place in range(count)]
    return [*fills(scale(labels, polarity), labels).values()]


def test_a_scale_of_five_runs_from_good_to_bad_by_its_polarity() -> None:
    assert scale_fills(5) == FIVE
    assert scale_fills(5, "negative_first") == FIVE[::-1]


def test_other_scales_take_the_same_ends() -> None:
    assert scale_fills(2) == [FIVE[0], FIVE[4]]
    assert scale_fills(3) == [FIVE[0], FIVE[2], FIVE[4]]
    assert scale_fills(4) == [FIVE[0], FIVE[1], FIVE[3], FIVE[4]]
    seven = scale_fills(7)
    assert [seven[place] for place in (0, 2, 3, 4, 6)] == FIVE
    assert seven[1] == "#3E78AA"  # half way: (18+107)/2, (67+172)/2, (109+230)/2, halves to the even number
    assert len(set(scale_fills(11))) == 11


def test_answers_beyond_the_scale_are_grey_and_leave_the_scale_alone() -> None:
    labels = ["Good", "Bad", "Don't know", "Prefer not to say"]
    found = fills(scale(labels, "negative_first"), labels)
    assert [found["Good"], found["Bad"]] == [FIVE[4], FIVE[0]]
    assert {found["Don't know"], found["Prefer not to say"]} == {"#D9D9D9", "#F2F2F2"}


def test_categories_have_the_published_order() -> None:
    four = ["a", "b", "c", "d"]
    assert [*fills(single(four), four).values()] == ["#12436D", "#28A197", "#801650", "#F46A25"]
    assert [*fills(AGREE, ["Yes", "No"]).values()] == ["#12436D", "#F46A25"]
    many = fills(single(AREAS), AREAS)
    assert len(set(many.values())) == len(AREAS)


@pytest.mark.parametrize(
    ("fill", "text"),
    [(dark, "#FFFFFF") for dark in ("#12436D", "#801650", "#3D3D3D", "#092135", "#2073BC")]
    + [(light, "#000000") for light in ("#28A197", "#F46A25", "#6BACE6", "#BFBFBF", "#ADD1F1", "#F2F2F2", "#A285D1")],
)
def test_text_on_a_fill(fill: str, text: str) -> None:
    assert ink(fill) == text
    assert contrast(fill, text) >= 4.5


def test_text_can_be_read_on_every_step_between() -> None:
    for count in range(2, 13):
        for fill in [*scale_fills(count), *ramp(SEQUENTIAL, count)]:
            assert contrast(fill, ink(fill)) >= 4.5


def test_a_ramp_goes_from_end_to_end() -> None:
    assert ramp(SEQUENTIAL, 5) == [*SEQUENTIAL]
    assert ramp(SEQUENTIAL, 2) == [SEQUENTIAL[0], SEQUENTIAL[-1]]
    assert ramp(SEQUENTIAL, 1) == [SEQUENTIAL[0]]
    white = [contrast(fill, "#FFFFFF") for fill in ramp(SEQUENTIAL, 9)]
    assert all(darker > lighter for darker, lighter in pairwise(white))
