"""The key: every label whole, beside its square, inside the width it was given."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from survey.charts.key import draw_key
from survey.charts.text import width
from tests.charts.gallery import AREAS, HOSTILE


def entries(labels: list[str], total: int) -> list[dict[str, Any]]:
    """What is drawn: `label` in its lines, `fill`, `x` and `y`."""
    drawn = draw_key([(label, "#12436D") for label in labels], total).to_dict()
    [dataset] = drawn["datasets"].values()
    return list(dataset)


@settings(max_examples=20, deadline=None)
@given(st.lists(st.sampled_from([*AREAS, *HOSTILE, "a"]), min_size=1, max_size=15), st.integers(160, 900))
def test_every_label_is_whole_and_inside(labels: list[str], total: int) -> None:
    drawn = entries(labels, total)
    assert ["".join(each["label"].split()) for each in drawn] == ["".join(label.split()) for label in labels]
    for each in drawn:
        assert each["x"] + 24 + max(width(line) for line in each["label"].split("\n")) <= total
    for before, after in pairwise(drawn):
        assert (after["y"], after["x"]) > (before["y"], before["x"])


def test_labels_stand_in_one_row_while_there_is_room() -> None:
    assert {each["y"] for each in entries(["Yes", "No"], 800)} == {9.0}
    assert [each["y"] for each in entries(["Yes", "No"], 60)] == [9.0, 31.0]  # a line of 18 pixels, and 4
