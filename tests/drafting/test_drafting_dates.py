"""The one format of a column of dates; day and month are told apart by a day over 12, or a person is asked."""

from __future__ import annotations

import datetime as dt

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from survey.drafting.dates import find_format
from survey.drafting.draft import draft
from survey.questionnaire.kinds import DateAnswer
from tests.drafting.sources import drafted, only, source

CLEAR = [
    (["2015-12-22 12:35:34", "2015-12-30 08:59:33"], "%Y-%m-%d %H:%M:%S", dt.date(2015, 12, 22)),
    (["2020/06/05 11:34:01 AM EST", "2020/06/10 8:46:17 AM EST"], "%Y/%m/%d %I:%M:%S %p EST", dt.date(2020, 6, 5)),
    (["04/09/2024 09:12:44", "13/09/2024 23:59:59"], "%d/%m/%Y %H:%M:%S", dt.date(2024, 9, 4)),
    (["4/23/24 9:05", "11/12/24 19:05"], "%m/%d/%y %H:%M", dt.date(2024, 4, 23)),
    (["7/14/2024 9:30:00 AM", "8/2/2024 11:30:00 PM"], "%m/%d/%Y %I:%M:%S %p", dt.date(2024, 7, 14)),
    (["2024-07-14T09:30:00", "2024-07-15T09:30:00"], "%Y-%m-%dT%H:%M:%S", dt.date(2024, 7, 14)),
    (["2024-07-14T09:30:00.123Z"], "%Y-%m-%dT%H:%M:%S%.fZ", dt.date(2024, 7, 14)),
    (["14 July 2024", "3 May 2023"], "%d %B %Y", dt.date(2024, 7, 14)),
    (["14-Jul-2024 10:22"], "%d-%b-%Y %H:%M", dt.date(2024, 7, 14)),
    (["May 12, 2024 5:04 PM", "Jun 1, 2024 5:04 PM"], "%b %d, %Y %I:%M %p", dt.date(2024, 5, 12)),
    (["31.12.1999"], "%d.%m.%Y", dt.date(1999, 12, 31)),
]


@pytest.mark.parametrize(
    ("texts", "layout", "first"), CLEAR, ids=lambda each: each[0] if isinstance(each, list) else ""
)
def test_formats_are_found(texts: list[str], layout: str, first: dt.date) -> None:
    found = find_format(pl.Series(texts))
    assert found is not None
    assert (found.format, found.days[0], found.unread, found.rival) == (layout, first, 0, None)


def test_a_single_day_over_12_settles_which_comes_first() -> None:
    texts = [f"{day:02}/{month:02}/2024" for day in range(1, 13) for month in range(1, 13)]
    both = find_format(pl.Series(texts))
    assert both is not None
    assert (both.format, both.rival) == ("%d/%m/%Y", "%m/%d/%Y")
    british, american = find_format(pl.Series([*texts, "13/01/2024"])), find_format(pl.Series([*texts, "01/13/2024"]))
    assert british is not None
    assert american is not None
    assert (british.format, british.rival) == ("%d/%m/%Y", None)
    assert (american.format, american.rival) == ("%m/%d/%Y", None)


@given(st.lists(st.dates(dt.date(1990, 1, 1), dt.date(2035, 12, 31)), min_size=1, max_size=30))
def test_whatever_is_found_reads_the_days_or_says_that_they_can_be_read_otherwise(days: list[dt.date]) -> None:
    found = find_format(pl.Series([day.strftime("%m/%d/%Y") for day in days]))
    assert found is not None
    assert found.days.to_list() == days or found.rival == "%m/%d/%Y"


@pytest.mark.parametrize(
    "texts",
    [["18-29", "30-44"], ["1.5", "2.3"], ["92.0.4515.115"], ["2024"], ["12", "13"], ["31/31/2024"], ["North"], []],
    ids=str,
)
def test_what_is_no_date_has_no_format(texts: list[str]) -> None:
    assert find_format(pl.Series(texts, dtype=pl.String)) is None


def test_a_question_of_dates_says_what_is_unsure() -> None:
    cells = {"When did you move here?": [f"0{day}/0{month}/2019" for day in range(1, 8) for month in range(1, 8)]}
    question = only(drafted(cells))
    assert isinstance(question, DateAnswer)
    assert question.format == "%d/%m/%Y"
    assert "# CHECK: day or month first? %m/%d/%Y reads every date as well" in draft(source(cells), "drafted").toml
