"""Tables written and read again; `tests/benchmarks/hardness.py` tries a thousand."""

from __future__ import annotations

import pytest

from tests.hard.round_trips import WRITERS, trip


@pytest.mark.parametrize("place", range(len(WRITERS)), ids=[writer.__name__ for writer in WRITERS])
def test_no_cell_comes_back_another(place: int) -> None:
    assert [trip(20240714, number) for number in range(place, 60, len(WRITERS))] == [""] * (60 // len(WRITERS))
