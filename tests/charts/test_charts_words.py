"""Numbers as words, and labels in lines."""

from __future__ import annotations

import datetime as dt

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from survey.charts.order import in_order, ordered
from survey.charts.text import width, wrap
from survey.charts.words import figure, listed, percent, span
from survey.questionnaire.scores import beyond
from tests.charts.gallery import AREA, HOURS, SAFE, multi, single


@pytest.mark.parametrize(
    ("pct", "count", "text"),
    [
        (54.2125, 4337, "54.2%"),
        (100.0, 1, "100.0%"),
        (0.0, 0, "0.0%"),
        (0.04, 3, "<0.1%"),
        (0.06, 5, "0.1%"),
        (None, None, "[c]"),
        (12.5, None, "[c]"),
        (None, 0, "–"),
        (float("nan"), 0, "–"),
    ],
)
def test_percent(pct: float | None, count: int | None, text: str) -> None:
    assert percent(pct, count) == text


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (1234.56, "hours", "1,234.6 hours"),
        (7.0, "", "7"),
        (12.5, "£", "£12.5"),
        (-12.0, "£", "−£12"),
        (-0.01, "hours", "0 hours"),
        (None, "hours", "–"),
        (float("nan"), "", "–"),
    ],
)
def test_figure(value: float | None, unit: str, text: str) -> None:
    assert figure(value, unit) == text


def test_lists_and_spans() -> None:
    assert [listed(parts) for parts in ([], ["a"], ["a", "b"], ["a", "b", "c"])] == ["", "a", "a and b", "a, b and c"]
    first = dt.date(2024, 12, 29)
    assert span(first, dt.date(2024, 12, 31)) == "29 to 31 December 2024"
    assert span(first, dt.date(2025, 1, 4)) == "29 December 2024 to 4 January 2025"
    assert span(dt.date(2024, 7, 28), dt.date(2024, 8, 3)) == "28 July to 3 August 2024"
    assert span(first, first) == "29 December 2024"


def test_width_by_the_published_metrics_of_helvetica() -> None:
    # W 944, a 556, l 222, e 556, s 500 thousandths of the size
    assert width("Wales") == pytest.approx((944 + 556 + 222 + 556 + 500) * 16 / 1000)
    assert width("Wales", 10) == pytest.approx(27.78)


@given(st.text(max_size=120), st.integers(20, 400))
def test_wrapping_loses_nothing_and_keeps_the_limit(text: str, limit: int) -> None:
    wrapped = wrap(text, limit)
    assert "".join(wrapped.split()) == "".join(text.split())
    assert all(width(line) <= limit for line in wrapped.split("\n"))


def test_wrapping_breaks_between_words_first_and_keeps_line_feeds() -> None:
    assert wrap("Outside the West Midlands\nbase 684", width("Outside the")) == "Outside the\nWest\nMidlands\nbase 684"


@pytest.mark.parametrize("label", ["Don't know", "Don’t know", "Prefer not to say", "N/A", "None of these", "not sure"])
def test_beyond_the_list(label: str) -> None:
    assert beyond(label)
    assert not beyond(f"I {label}")
    assert not beyond("Nor them")


@pytest.mark.parametrize("label", ["Unfamiliar (N/A)", "Have not used it (not applicable)", "Doesn't apply"])
def test_beyond_the_list_by_what_stands_behind_the_words(label: str) -> None:
    assert beyond(label)
    assert not beyond(label.replace("N/A", "neutral").replace("not applicable", "yet").replace("Doesn't", "I"))


def test_lists_with_an_order_of_their_own() -> None:
    assert ordered(SAFE)
    assert ordered(single(["No", "Yes", "Not sure"]))
    assert ordered(single(["Under 16", "16 to 24", "25 or over", "Prefer not to say"]))
    assert ordered(single(["£5,000 or less", "£10,000 to £19,999", "£20,000 or more"]))
    assert not ordered(AREA)
    assert not ordered(single(["School 2", "School 1"]))
    assert not ordered(single(["Ward 7 or so", "Elsewhere"]))
    assert not ordered(HOURS)


def test_order_by_size_with_ties_as_in_the_questionnaire() -> None:
    question = multi("m", ["Don't know", "b", "a", "c"])
    rows = pl.DataFrame({"label": ["c", "a", "b", "Don't know"], "pct": [30.0, 20.0, 20.0, 90.0]})
    assert in_order(question, rows) == ["c", "b", "a", "Don't know"]
    assert in_order(question, rows.with_columns(pct=pl.lit(None, pl.Float64))) == ["b", "a", "c", "Don't know"]
