"""Dates and times in the one format a definition states, put on the clock of fieldwork where zones are known."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from survey.errors import DefinitionError, Problem
from survey.questionnaire.definition import TimeColumn

_TIME_OF_DAY = ("%H", "%I", "%T", "%R", "%X", "%c", "%s")
_ISO = ("%Y-%m-%dT%H:%M:%S", "%Y-%m-%dT%H:%M:%S%.f", "%Y-%m-%d")
_SUFFIX = r"^(.*?\S)\s*?([A-Za-z]+(?:[+-][0-9]{1,2}(?::?[0-9]{2})?)?)$"
_YEARS = (dt.datetime(1900, 1, 1), dt.datetime(2200, 12, 31, 23, 59, 59, 999_999))
_HELD = (dt.datetime(1000, 1, 1), _YEARS[1])
_UTC = re.compile(r"(?:UTC|GMT|Z)(?:([+-])([0-9]{1,2})(?::?([0-9]{2}))?)?")


@dataclass(frozen=True, slots=True)
class Times:
    """`found` as Datetime, null where there is none; `unread`: the texts that are no time; `given`: where any text
    stands, also one that says "complete" without a date.
    """

    found: pl.Series
    unread: pl.Series
    given: pl.Series


def read_times(texts: pl.Series, column: TimeColumn, typed: bool, zone: str, clock: str | None) -> Times:
    """The times of a column, of texts without blanks around them. `zone` is what the file says of its times; `clock`
    the zone they are wanted in.

    Without a clock, times without a zone of their own stay as they stand, and those with one are put into UTC. A
    local time that an autumn's clock shows twice is taken for the first.

    Raises:
        DefinitionError: the format is none that dates can be read by.
    """
    bare = texts.set(texts.is_in(list(column.undated)), None) if column.undated else texts
    local = column.zone or zone
    if column.format.endswith("%Z"):
        utc = _less_suffix(bare, column.format, column.offsets)
        found = utc if clock is None else _moved(utc, "UTC", clock)
    elif "%z" in column.format:
        utc = _times(bare, column.format, typed)
        found = utc if clock is None else _moved(utc, "UTC", clock)
    else:
        found = _times(bare, column.format, typed)
        found = found if clock is None or not local else _moved(found, local, clock)
    return Times(found, bare.set(found.is_not_null(), None), texts.is_not_null())


def times(texts: pl.Series, layout: str, typed: bool) -> pl.Series:
    """Dates and times in the format `layout`; in workbooks (`typed`) also those the workbook holds as dates.

    A year outside 1900 to 2200 is not read: a two-digit one would otherwise pass for one of the first century. Of the
    dates that a file holds as such, those before 1900 are, but for 1899, which is Excel's for no date at all.
    A time with its zone is put into UTC.

    Raises:
        DefinitionError: the format is none that dates can be read by.
    """
    return _times(texts.str.strip_chars(), layout, typed)


def _times(bare: pl.Series, layout: str, typed: bool) -> pl.Series:
    found = _parse(bare, layout)
    found = found.set(~found.is_between(*_YEARS), None)
    if typed:
        for iso in _ISO:
            held = _parse(bare, iso)
            found = found.fill_null(held.set(~held.is_between(*_HELD) | (held.dt.year() == 1899), None))
    return found


def _parse(texts: pl.Series, layout: str) -> pl.Series:
    try:
        if not any(part in layout for part in _TIME_OF_DAY):
            return texts.str.to_date(layout, strict=False).cast(pl.Datetime("us"))
        found = texts.str.to_datetime(layout, time_unit="us", strict=False)
    except pl.exceptions.PolarsError as error:
        hint = "such as %d/%m/%Y %H:%M:%S, or %d/%m/%Y %I:%M %p"
        raise DefinitionError(Problem(f"no date can be read by this format: {error}", got=layout, hint=hint)) from None
    return found.dt.convert_time_zone("UTC").dt.replace_time_zone(None) if _zone(found) else found


def _zone(found: pl.Series) -> str | None:
    return found.dtype.time_zone if isinstance(found.dtype, pl.Datetime) else None


def _moved(found: pl.Series, zone: str, clock: str) -> pl.Series:
    there = found.dt.replace_time_zone(zone, ambiguous="earliest", non_existent="null")
    return there.dt.convert_time_zone(clock).dt.replace_time_zone(None)


def _less_suffix(texts: pl.Series, layout: str, offsets: Mapping[str, str]) -> pl.Series:
    """Times that end in a zone's letters, in UTC; null where these are not known."""
    suffixes = texts.str.extract(_SUFFIX, 2)
    minutes = {each: _minutes(each, offsets) for each in suffixes.unique().drop_nulls()}
    ahead = suffixes.replace_strict(minutes, default=None, return_dtype=pl.Int64)
    found = times(texts.str.extract(_SUFFIX, 1), layout.removesuffix("%Z").rstrip(), typed=False)
    return pl.select(pl.lit(found) - pl.duration(minutes=pl.lit(ahead))).to_series().alias(texts.name)


def _minutes(suffix: str, offsets: Mapping[str, str]) -> int | None:
    """Minutes ahead of UTC, by the definition's offsets, or of UTC, GMT, GMT+1."""
    written = f"UTC{offsets[suffix]}" if suffix in offsets else suffix
    parts = _UTC.fullmatch(written)
    if parts is None:
        return None
    ahead = 60 * int(parts[2] or 0) + int(parts[3] or 0)
    return -ahead if parts[1] == "-" else ahead
