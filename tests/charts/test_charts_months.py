"""Columns by month: the calendar's gaps, and what one mistyped year makes of it."""

from __future__ import annotations

import polars as pl
import vl_convert

from survey.charts.months import axis_months, draw_months
from survey.charts.size import PAGE


def test_months_without_answers_are_gaps() -> None:
    assert axis_months(["March 2024", "January 2024"]) == ["January 2024", "February 2024", "March 2024"]


def test_a_mistyped_year_makes_no_thousands_of_columns() -> None:
    labels = ["January 1583", "May 2018", "June 2018"]
    assert axis_months(labels) == labels
    frame = pl.DataFrame({"label": labels, "count": [1, 2, 1], "base_unweighted": 4, "pct": [25.0, 50.0, 25.0]})
    drawn = vl_convert.vegalite_to_svg(draw_months(frame, "Percentage", PAGE).to_dict())
    assert drawn.count("50.0%") >= 1
    assert "1583" in drawn
