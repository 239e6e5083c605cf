"""A killed command leaves the store as before or as after. `tests/benchmarks/store.py` kills five hundred."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest

from tests.store.kills import kill_one, scene, second_export, take


@pytest.mark.parametrize("known", [True, False], ids=["second export", "first export"])
def test_killed_at_random_moments(tmp_path: Path, known: bool) -> None:
    here = scene(tmp_path, rows=2_000, known=known)
    random = Random(20240805)  # noqa: S311
    assert {kill_one(here, random) for _ in range(6)} <= {"before", "after"}


def test_the_second_export_does_all_that_an_export_can(tmp_path: Path) -> None:
    here = scene(tmp_path / "scene", rows=2_000, known=True)
    done = take(here.store, second_export(2_000))
    assert done.new == 200
    assert set(done.changes["question"]) == {"week", "comment"}
    assert here.before is not None
    assert here.after is not None
    assert (len(here.before), len(here.after)) == (2_000, 2_200)
    assert here.before["week"].null_count() > here.after["week"].null_count() > 0
