"""The specifications of the gallery are those that somebody looked at; they come out the same each time."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from survey.charts.save import spec
from tests.charts.gallery_more import all_makers, everything
from tests.charts.snapshots import FILE, snapshot

KEPT = json.loads(FILE.read_text(encoding="utf-8"))


def test_every_picture_has_a_snapshot_and_no_other() -> None:
    assert list(KEPT) == list(everything())


@pytest.mark.parametrize("name", everything())
def test_a_specification_is_as_it_was_looked_at(name: str) -> None:
    """Where it is not, and shall not be: look at the PNG, then `python -m tests.charts.snapshots`."""
    assert snapshot(spec(everything()[name])) == KEPT[name]


def test_a_snapshot_tells_what_has_changed() -> None:
    drawn = spec(everything()["ranked"])
    before = snapshot(drawn)
    other = snapshot(drawn | {"config": {}})
    assert {name for name in before if before[name] != other[name]} == {"look"}
    more = snapshot(drawn | {"datasets": {"data": [{"label": "another"}]}})
    assert {name for name in before if before[name] != more[name]} == {"data"}
    assert {name for name in before if before[name] != snapshot(drawn | {"width": 1})[name]} == {"drawing"}


def test_a_specification_is_the_same_in_another_process() -> None:
    """Whatever seed Python hashes texts by."""
    names = ["scale_by_area", "changes", "tiles", "panels"]
    code = (
        "import json, sys\nfrom survey.charts.save import spec\nfrom tests.charts.gallery_more import all_makers\n"
        "drawn = all_makers()\nprint(json.dumps([spec(drawn[name]()) for name in sys.argv[1:]], sort_keys=True))"
    )
    found = subprocess.run(
        [sys.executable, "-c", code, *names],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).parents[2],
        env={**os.environ, "PYTHONHASHSEED": "7"},
    ).stdout
    drawn = all_makers()
    assert json.loads(found) == json.loads(json.dumps([spec(drawn[name]()) for name in names]))
