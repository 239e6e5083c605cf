"""Times in one format, zones, dates that say complete and not when; ids where a tool gives none."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from survey.ingest.identity import made_ids
from survey.ingest.table import open_table
from survey.ingest.times import read_times
from survey.questionnaire.definition import Export, TimeColumn

GOOGLE = "%Y/%m/%d %I:%M:%S %p "


def times(
    texts: list[str | None], column: TimeColumn, zone: str = "", clock: str | None = None
) -> list[dt.datetime | None]:
    return read_times(pl.Series(texts, dtype=pl.String), column, False, zone, clock).found.to_list()


def column(layout: str, **more: object) -> TimeColumn:
    return TimeColumn.model_validate({"column": "Time", "format": layout, **more})


def test_letters_that_every_cell_ends_in_are_part_of_the_format() -> None:
    found = times(
        ["2020/06/05 11:34:01 AM EST", "2020/06/10 8:46:17 PM EST", "2020/06/10 8:46:17 PM EDT"], column(GOOGLE + "EST")
    )
    assert found == [dt.datetime(2020, 6, 5, 11, 34, 1), dt.datetime(2020, 6, 10, 20, 46, 17), None]


@pytest.mark.parametrize(
    ("suffix", "hour"),
    [("UTC", 11), ("GMT", 11), ("GMT+1", 10), ("GMT-5", 16), ("UTC+05:30", 6), ("Z", 11), ("EST", 16), ("BST", 10)],
)
def test_zones_in_letters_are_put_into_utc(suffix: str, hour: int) -> None:
    layout = column(GOOGLE + "%Z", offsets={"EST": "-05:00", "BST": "+01:00"})
    assert times([f"2020/06/05 11:34:01 AM {suffix}"], layout) == [
        dt.datetime(2020, 6, 5, hour, 4 if suffix == "UTC+05:30" else 34, 1)
    ]


def test_letters_that_are_not_known_are_no_time() -> None:
    read = read_times(pl.Series(["2020/06/05 11:34:01 AM PDT"]), column(GOOGLE + "%Z"), False, "", None)
    assert (read.found.to_list(), read.unread.to_list()) == ([None], ["2020/06/05 11:34:01 AM PDT"])


LOCAL = st.datetimes(dt.datetime(2000, 1, 1), dt.datetime(2037, 1, 1)).map(lambda each: each.replace(microsecond=0))


@given(LOCAL, st.sampled_from(["America/Denver", "Europe/London", "Asia/Kolkata", "Pacific/Auckland"]))
def test_clocks_agree_with_the_standard_library(local: dt.datetime, zone: str) -> None:
    there = local.replace(tzinfo=ZoneInfo(zone))
    real = there.astimezone(dt.UTC).astimezone(ZoneInfo(zone)).replace(tzinfo=None) == local
    wanted = there.astimezone(ZoneInfo("Europe/London")).replace(tzinfo=None) if real else None
    layout = column("%Y-%m-%d %H:%M:%S")
    assert times([str(local)], layout, zone, "Europe/London") == [wanted]
    assert times([str(local)], column(layout.format, zone=zone), "Asia/Tokyo", "Europe/London") == [wanted]
    assert times([str(local)], layout, zone) == [local]


def test_a_number_for_a_zone() -> None:
    layout = column("%Y-%m-%dT%H:%M:%S%z")
    assert times(["2024-07-14T23:30:00+0000"], layout, clock="Europe/London") == [dt.datetime(2024, 7, 15, 0, 30)]
    assert times(["2024-07-14T23:30:00+0200"], layout) == [dt.datetime(2024, 7, 14, 21, 30)]


def test_undated_is_given_and_neither_read_nor_unread() -> None:
    layout = column("%Y-%m-%d %H:%M:%S", undated=["1980-01-01 00:00:00"])
    read = read_times(pl.Series(["1980-01-01 00:00:00", "x", None]), layout, False, "", None)
    assert read.found.to_list() == [None, None, None]
    assert read.unread.to_list() == [None, "x", None]
    assert read.given.to_list() == [True, True, False]


ROWS = [
    "2020/06/05 11:34:01 AM EST,Yes,",
    "2020/06/10 8:46:17 AM EST,No,because",
    "2020/06/10 8:46:17 AM EST,No,because",
]


def ids(rows: list[str], header: str = "Timestamp,Agree?,Why?", time: int | None = 0) -> list[str]:
    table = open_table("\n".join([header, *rows]).encode(), "f", Export(response_id="auto"))
    return made_ids(table, time).to_list()


def test_ids_are_made_of_time_and_content() -> None:
    first, second, third = ids(ROWS)
    assert first.startswith("20200605113401-")
    assert third == f"{second}-2"
    assert ids(ROWS, time=None)[0] == first.replace("20200605113401", "row")


@given(st.permutations(ROWS))
def test_ids_do_not_change_with_the_order_of_rows(rows: list[str]) -> None:
    assert sorted(ids(rows)) == sorted(ids(ROWS))


def test_ids_do_not_change_with_the_order_of_columns_or_a_blank_one() -> None:
    turned = [",".join([*row.split(",")[::-1], ""]) for row in ROWS]
    assert ids(turned, "Why?,Agree?,Timestamp,Remarks", time=2) == ids(ROWS)


def test_another_answer_or_another_question_is_another_id() -> None:
    assert ids([ROWS[0].replace("Yes", "No")])[0] != ids(ROWS)[0]
    assert ids([ROWS[0]], "Timestamp,Do you agree?,Why?")[0] != ids(ROWS)[0]


def test_an_id_stays_what_it_is() -> None:
    """Held, so that a new version of the toolkit does not take every response for a new one."""
    assert ids(ROWS[:1]) == ["20200605113401-8f440e950e46"]
