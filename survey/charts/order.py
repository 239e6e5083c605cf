"""In which order options are drawn, and which of them stand beyond the list."""

from __future__ import annotations

import re

import polars as pl

from survey.questionnaire.kinds import Closed, MultiCode, Question, Ranking, Scale
from survey.questionnaire.scores import beyond

_NUMBER = re.compile(r"\d[\d,]*")


def ordered(question: Question) -> bool:
    """True if the options have an order of their own, which is then kept.

    So it is with scales, with Yes and No, and with lists whose every label has a number and whose numbers rise
    (ages, amounts, times).
    """
    if isinstance(question, Scale):
        return True
    if not isinstance(question, Closed | MultiCode | Ranking):
        return False
    labels = [option.label for option in question.options if not beyond(option.label)]
    if {label.strip().casefold() for label in labels} == {"yes", "no"}:
        return True
    numbers = [int(found[0].replace(",", "")) for label in labels if (found := _NUMBER.search(label))]
    return len(numbers) == len(labels) > 1 and numbers == sorted(numbers) and numbers[0] < numbers[-1]


def in_order(question: Question, rows: pl.DataFrame) -> list[str]:
    """The labels of the rows, in the order to draw them.

    Options with an order of their own keep the questionnaire's. Other options stand by size, the largest first,
    equal ones as in the questionnaire, and answers beyond the list last.

    Args:
        question: whose options these are.
        rows: one row an option, with `label` and `pct`.
    """
    options = question.options if isinstance(question, Closed | MultiCode | Ranking) else ()
    places = {option.label: place for place, option in enumerate(options)}
    sizes = dict(rows.select("label", pl.col("pct").fill_null(-1.0)).iter_rows())
    if ordered(question):
        return sorted(sizes, key=lambda label: places.get(label, len(places)))
    return sorted(sizes, key=lambda label: (beyond(label), -sizes[label], places.get(label, len(places))))
