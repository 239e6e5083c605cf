"""What stands in an edited file is read as far as it can be."""

from __future__ import annotations

from survey.publish.standing.parts import Cell, grid_cells


def test_ragged_rows_are_read_as_far_as_they_go() -> None:
    rows = [("North", "300", "68.1"), ("South",), ("East", "12", "7.0", "99")]
    assert grid_cells(("Group", "Base", "Safe"), rows) == (
        Cell("", ("North",), "base", "300"),
        Cell("Safe", ("North",), "pct", "68.1"),
        Cell("", ("South",), "base", ""),
        Cell("", ("East",), "base", "12"),
        Cell("Safe", ("East",), "pct", "7.0"),
    )
    assert grid_cells((), rows) == ()
