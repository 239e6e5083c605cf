"""The one format of a column of dates or times. Day or month first is settled by a day over 12, or not at all."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import polars as pl

_DATE = (
    re.compile(r"^(?P<first>\d{4})(?P<mark>[-/.])\d{1,2}(?P=mark)\d{1,2}"),
    re.compile(r"^\d{1,2}(?P<mark>[-/.])\d{1,2}(?P=mark)(?P<last>\d{4}|\d{2})(?!\d)"),
    re.compile(r"^\d{1,2}(?P<mark>[- ])(?P<month>[A-Za-z]{3,9})(?P=mark)(?P<last>\d{4}|\d{2})(?!\d)"),
    re.compile(r"^(?P<month>[A-Za-z]{3,9}) \d{1,2}, (?P<last>\d{4})(?!\d)"),
)
_TIME = re.compile(
    r"^(?P<gap>T| |, | at )\d{1,2}:\d{2}(?P<seconds>:\d{2}(?P<part>\.\d+)?)?(?P<half>(?P<space> ?)[AaPp][Mm])?"
    r"(?P<tail>.{0,12})$"
)
_ZONE = re.compile(r"^(Z|( ?\(?[A-Z]{2,5}\)?| ?[+-]\d{2}:?\d{2})?)$")
_LEAST = 0.9
_TRIED = 200


@dataclass(frozen=True, slots=True)
class DateFormat:
    """A strptime format, the days it reads, how many texts it leaves unread, and the other format that fits as well."""

    format: str
    days: pl.Series
    unread: int
    rival: str | None = None


def find_format(texts: pl.Series) -> DateFormat | None:
    """The format that reads at least nine texts in ten, or None. Where day and month could change places, `rival` says
    so: then the format is the one with the day first.
    """
    filled = texts.drop_nulls().str.strip_chars()
    fits = [fit for layout in _layouts(filled.head(_TRIED)) if (fit := _fit(filled, layout)) is not None]
    if not fits:
        return None
    best = min(fits, key=lambda fit: fit.unread)
    rivals = [fit.format for fit in fits if fit.unread == best.unread and fit.format != best.format]
    return DateFormat(best.format, best.days, best.unread, rivals[0] if rivals else None)


def _fit(texts: pl.Series, layout: str) -> DateFormat | None:
    days = _days(texts, layout)
    unread = days.null_count()
    if len(texts) == 0 or unread > (1 - _LEAST) * len(texts):
        return None
    return DateFormat(layout, days, unread)


def _days(texts: pl.Series, layout: str) -> pl.Series:
    """Read as exports are read: a year before 1900 is none."""
    if "%H" in layout or "%I" in layout:
        days = texts.str.to_datetime(layout, time_unit="us", strict=False).cast(pl.Date)
    else:
        days = texts.str.to_date(layout, strict=False)
    return days.set(days.dt.year() < 1900, None)


def _layouts(texts: pl.Series) -> list[str]:
    """The formats that these texts suggest by their shape, day first before month first."""
    return list(dict.fromkeys(layout for text in texts for layout in _shapes(text)))


def _shapes(text: str) -> Iterator[str]:
    for shape in _DATE:
        found = shape.match(text)
        if found is None:
            continue
        time = _time(text[found.end() :])
        if time is not None:
            yield from (date + time for date in _date(found))


def _date(found: re.Match[str]) -> list[str]:
    parts = found.groupdict()
    if parts.get("first"):
        return ["%Y{0}%m{0}%d".format(parts["mark"])]
    year = "%Y" if len(parts["last"]) == 4 else "%y"
    month = parts.get("month")
    if month is None:
        return [layout.format(parts["mark"], year) for layout in ("%d{0}%m{0}{1}", "%m{0}%d{0}{1}")]
    name = "%b" if len(month) == 3 else "%B"
    return [f"%d{parts['mark']}{name}{parts['mark']}{year}" if "mark" in parts else f"{name} %d, {year}"]


def _time(rest: str) -> str | None:
    if not rest:
        return ""
    found = _TIME.match(rest)
    if found is None or not _ZONE.match(found["tail"]):
        return None
    hour = "%I" if found["half"] else "%H"
    seconds = "" if not found["seconds"] else "%S%.f" if found["part"] else "%S"
    half = f"{found['space']}%p" if found["half"] else ""
    return f"{found['gap']}{hour}:%M{':' if seconds else ''}{seconds}{half}{found['tail']}"
