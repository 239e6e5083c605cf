"""Hostile names write nothing outside `outputs/`; `tests/benchmarks/hardness.py` tries all, with charts."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.hard.names import NAMES, Place, faults


@pytest.mark.parametrize("name", NAMES[3::10])
def test_a_hostile_name_writes_nothing_outside_outputs(name: str, tmp_path: Path) -> None:
    assert faults(tmp_path, name, charts=False) == []


def test_what_is_written_outside_is_noticed(tmp_path: Path) -> None:
    place = Place(tmp_path, "x")
    place.run("ingest", place.sound, place.export)
    assert place.faults == []
    place.run("init", place.export, "--name", "drafted", "--into", place.work)
    assert "three/drafted/questionnaire.toml" in place.faults[0]
