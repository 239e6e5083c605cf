"""Numbers and lists as words, the same on the chart, in the headline and in the text alternative."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Sequence

SUPPRESSED = "[c]"
NOBODY = "–"


def percent(pct: float | None, count: int | None) -> str:
    """A percentage to one decimal: "54.2%"; "<0.1%" for what is not nought but rounds to it.

    "[c]" where the count is withheld, "–" where there is nobody to stand on.
    """
    if count is None:
        return SUPPRESSED
    if pct is None or math.isnan(pct):
        return NOBODY
    return "<0.1%" if count > 0 and pct < 0.05 else f"{pct:.1f}%"


def figure(value: float | None, unit: str = "") -> str:
    """A number with its unit: "1,234.5 hours", "£12"; one decimal at most, "–" for none."""
    if value is None or math.isnan(value):
        return "–"
    text = f"{abs(value):,.1f}".removesuffix(".0")
    sign = "−" if value < 0 and text != "0" else ""
    return f"{sign}{unit}{text}" if unit in {"£", "$", "€"} else f"{sign}{text} {unit}".strip()


def points(difference: float) -> str:
    """A difference of percentages: "+1.7", "−0.3", "0.0" for what rounds to nought."""
    text = f"{abs(difference):.1f}"
    return text if text == "0.0" else f"{'+' if difference > 0 else '−'}{text}"


def listed(parts: Sequence[str]) -> str:
    """ "a", "a and b", "a, b and c"."""
    return " and ".join([part for part in (", ".join(parts[:-1]), parts[-1]) if part]) if parts else ""


def day(date: dt.date) -> str:
    """A calendar date: "14 July 2024"."""
    return f"{date.day} {date:%B %Y}"


def span(first: dt.date, last: dt.date) -> str:
    """ "13 to 18 October 2024", with as much of the first date as the last one does not say."""
    if first == last:
        return day(last)
    same_month = (first.year, first.month) == (last.year, last.month)
    start = str(first.day) if same_month else f"{first.day} {first:%B}" if first.year == last.year else day(first)
    return f"{start} to {day(last)}"


def capital(text: str) -> str:
    """The text with its first letter a capital."""
    return text[:1].upper() + text[1:]
