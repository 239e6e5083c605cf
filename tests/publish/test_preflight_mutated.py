"""Damaged inside: whatever is broken in a file ends in findings or in words, never in an error of ours."""

from __future__ import annotations

import io
import random
import zipfile
from typing import Any

import pytest
from lxml import etree

from survey.errors import UnreadableError
from survey.publish.deck import deck_bytes
from survey.publish.preflight.deck_check import Checked, check_deck
from survey.publish.preflight.package import kind_of
from survey.publish.preflight.workbook_check import check_workbook
from survey.publish.workbook import workbook
from tests.publish.test_preflight_deck import DECK, find
from tests.publish.test_preflight_workbook import COVER, MADE

PARTS = ("slides/", "charts/", "notesSlides/", "worksheets/", "workbook", "styles", "presentation", "shared", ".rels")
VALUES = ("", "-1", "999999999999", "abc", "NaN", "rId99", "1e308", "#REF!", "inf", "100%", "base 0", "[c]")


@pytest.mark.parametrize("what", ["deck", "workbook"])
def test_mutated_files(what: str) -> None:
    sound = deck_bytes(DECK) if what == "deck" else workbook(COVER, MADE)
    told: list[str] = []
    read_whole = 0
    for seed in range(25):
        try:
            checked = read(mutated(sound, random.Random(seed)))  # noqa: S311
        except UnreadableError as error:
            told.append(error.problems[0].what)
        else:
            read_whole += 1
            assert all(each.problem.what and each.problem.where for each in checked.findings)
    assert read_whole
    assert told
    assert all(told)


def read(data: bytes) -> Checked:
    if kind_of(data, "a file") == "deck":
        return check_deck(data, find, DECK)
    return check_workbook(data, "a file", find, MADE, (), "Office")


def mutated(data: bytes, choose: random.Random) -> bytes:
    """The file with one to four elements, attributes or texts of one of its parts taken out or changed."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as parts, zipfile.ZipFile(out, "w") as new:
        names = parts.namelist()
        chosen = choose.choice(
            [name for name in names if name.endswith((".xml", ".rels")) and any(p in name for p in PARTS)]
        )
        for name in names:
            part = parts.read(name)
            new.writestr(name, _changed(part, choose) if name == chosen else part)
    return out.getvalue()


def _changed(part: bytes, choose: random.Random) -> bytes:
    root: Any = etree.fromstring(part)
    for _ in range(choose.randint(1, 4)):
        element = choose.choice([each for each in root.iter() if isinstance(each.tag, str)])
        how = choose.random()
        if how < 0.4 and element.getparent() is not None:
            element.getparent().remove(element)
        elif how < 0.8 and element.attrib:
            element.set(choose.choice(list(element.attrib)), choose.choice(VALUES))
        else:
            element.text = choose.choice(VALUES)
    return bytes(etree.tostring(root))
