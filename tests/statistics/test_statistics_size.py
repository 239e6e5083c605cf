"""Sizes of the letter tests in a few hundred seeded tables; tests/benchmarks/size.py draws more, of more kinds."""

from __future__ import annotations

import math

import pytest

from tests.statistics.sizes import World, rates

TABLES = 600


@pytest.mark.parametrize("world", [World(1), World(1.3), World(2), World(2, related=0.5)], ids=str)
def test_letters_find_nothing_in_ninety_five_of_a_hundred(world: World) -> None:
    found = rates(world, TABLES, seed=20241126)
    for name in ("letter of a share", "letter of a mean", "group against the rest"):
        assert 0.04 <= found[name] <= 0.06, name
    # As many tables are drawn as there is time for: what is more than 5% by chance alone is not held against it.
    assert found["any of 210 letters, Holm"] <= 0.05 + 3 * math.sqrt(0.05 * 0.95 / TABLES)
    assert found["any of 210 letters"] > 0.9  # what the correction is for
