"""What a mark says: the name, percentage, number and base of the gallery's data, and nothing of what is withheld."""

from __future__ import annotations

import xml.etree.ElementTree as ET

import pytest

from survey.charts.save import spec
from tests.charts.gallery_more import everything, rendered

PICTURES = everything()
SAID = {
    "multi": ["Preventing knife crime: 54.2%, 4,337 of 8,000", "Rural crime: 0.0%, 0 of 8,000"],
    "scale": ["Very safe: 12.0%, 960 of 8,000"],
    "scale_by_area": ["Solihull, Don't know: 1.6%, 1 of 62"],
    "long_single_by_area": ["All, Wolverhampton: 11.4%, 852 of 7,462"],
    "date": ["January 2024: 32.3%, 226 of 700"],
    "number": ["Maximum: 1,234.6 hours, base 3,000"],
    "ranking": ["Patrols, 1st: 56.8%, 284 of 500"],
    "withheld": ["Rural crime: withheld [c]", "None of these: withheld [c]"],
    "bump": [
        "Preventing violence against women, girls, and vulnerable people, 14 to 20 July 2024, rank 1: 8.8%, 35 of 400"
    ],
}


def said(name: str) -> list[str]:
    """What the marks of a picture say, as its SVG has it."""
    root = ET.fromstring(rendered(name))  # noqa: S314 - our own
    return [each.attrib["aria-label"] for each in root.iter() if "aria-label" in each.attrib]


@pytest.mark.parametrize("name", SAID)
def test_what_marks_say(name: str) -> None:
    assert set(SAID[name]) <= set(said(name)), said(name)


@pytest.mark.parametrize("name", PICTURES)
def test_every_chart_has_marks_that_tell_their_figures(name: str) -> None:
    assert "'tooltip': {'field': 'tip'" in str(spec(PICTURES[name]))
