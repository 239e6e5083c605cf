"""Parts of a questionnaire in plain words, for statements about it."""

from __future__ import annotations

import datetime as dt

from survey.questionnaire.definition import Variable
from survey.questionnaire.kinds import Closed, MultiCode, Number, Question, Ranking

_NAMED = 3  # so many columns are named before "and 4 more"


def titled(question: Question) -> str:
    """The question's short name, or else its wording, fit to stand before a colon."""
    return question.title.rstrip(" ?.:")


def named(variable: Variable) -> str:
    """The question's title, with the item's label where it has items."""
    title = titled(variable.question)
    return f"{title}, {variable.item.label}" if variable.item else title


def long_date(day: dt.date) -> str:
    """As `14 July 2024`."""
    return f"{day.day} {day:%B %Y}"


def percent(share: float) -> str:
    """A share from 0 to 1 as `at least 95%`, or `all`."""
    return "all" if share == 1 else f"at least {100 * share:g}%"


def counted(count: int, what: str) -> str:
    """As `1 pick`, `5 picks`."""
    return f"{count} {what}{'' if count == 1 else 's'}"


def extent(question: Number) -> str:
    """The range of a number: `from 0 to 120 years`, `at least 0`, `at most 120`."""
    low, high = question.minimum, question.maximum
    if low is not None and high is not None:
        text = f"from {low:.15g} to {high:.15g}"
    else:
        text = f"at most {high:.15g}" if low is None else f"at least {low:.15g}"
    return f"{text} {question.unit}".rstrip()


def column_names(question: Question) -> str:
    """The export's columns that the questionnaire names for a question, the first few of them."""
    names = [repr(name) for name in _columns(question)]
    more = len(names) - _NAMED
    return ", ".join(names[:_NAMED]) + (f" and {more} more" if more > 0 else "")


def _columns(question: Question) -> list[str]:
    if isinstance(question, Closed) and question.items:
        pattern = question.column or ""
        return [item.column or pattern.replace("{item}", item.label) for item in question.items]
    if isinstance(question, Ranking) or (isinstance(question, MultiCode) and question.column is None):
        pattern = question.columns or ""
        return [option.column or pattern.replace("{option}", option.label) for option in question.options]
    return [question.column or ""]
