"""Workbooks made to do harm end in words, at once and in little memory; the benchmark takes one process for each."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.hard.bombs import BOMBS, defuse

QUICK = tuple(name for name in BOMBS if not name.startswith(("ratio", "size", "merged")))
SOME = ("ratio: a sheet of blanks", "size: styles that pack badly", *QUICK)


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="memory is measured as Linux tells it")
def test_a_bomb_is_refused_before_it_goes_off(tmp_path: Path) -> None:
    found = dict(zip(SOME, defuse(tmp_path, *(BOMBS[name]() for name in SOME)), strict=True))
    assert {name: each.fault for name, each in found.items() if each.fault} == {}
    assert all(each.words for each in found.values())
