"""The days that responses came from, in words."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from survey.questionnaire.definition import Fieldwork


def period(fieldwork: Fieldwork | None, last: object) -> str:
    """ "14 July 2024 to 27 July 2024": fieldwork up to the end of the week with the last response, a date; all of it
    where that is not a day of it; "" without fieldwork.
    """
    if fieldwork is None:
        return ""
    until = fieldwork.closed
    if isinstance(last, dt.date) and fieldwork.opened <= last <= fieldwork.closed:
        until = fieldwork.week_span((last - fieldwork.first_day).days // 7 + 1)[1]
    return f"{fieldwork.opened:%-d %B %Y} to {until:%-d %B %Y}"
