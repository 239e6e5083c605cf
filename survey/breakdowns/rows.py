"""The rows a question has in a table, whether anyone chose them or not: options in order, nets, then statistics."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import assert_never

from survey.breakdowns.answers import ANSWERED, NOT_ANSWERED
from survey.questionnaire.kinds import (
    Closed,
    DateAnswer,
    FreeText,
    Item,
    MultiCode,
    Net,
    Number,
    Option,
    Polarity,
    Question,
    Ranking,
    Scale,
    SingleCode,
)
from survey.questionnaire.scores import scores
from survey.statistics.rank_words import ordinal

STATISTICS = {"mean": "Mean", "median": "Median", "minimum": "Minimum", "maximum": "Maximum"}
DEVIATION = ("sd", "Standard deviation")
TOP, BALANCE, NO_ANSWER = "top2", "balance", "no_answer"
_MONTHS = "January,February,March,April,May,June,July,August,September,October,November,December"
_TWO, _FEWEST = 2, 4  # options of a top box, and of a scale that has one

Code = str | None


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table. A share: respondents with any of the codes `members` (null: without any) are in it.

    Else a statistic, named by its code: of numbers given, or of the `scores` of codes; who has none is not in its base.
    """

    item: str | None
    item_label: str | None
    code: str
    label: str
    is_net: bool = False
    members: tuple[Code, ...] = ()
    scores: Mapping[Code, float] = field(default_factory=dict)


_NOTHING = Row(None, None, NOT_ANSWERED, "Not answered", members=(None,))


def rows(question: Question, months: Sequence[str], measures: bool) -> list[Row]:
    """The rows of a question in order.

    Args:
        question: whose rows.
        months: those that were given, as `2024-07`, in order; a date's rows. Without any, those in its base.
        measures: also what stands on all answers together: of scales the two best together, of a question with scores
            the mean and the standard deviation, where nets have polarity the positive less the negative, and who gave
            no answer. A number has its standard deviation.
    """
    match question:
        case SingleCode() | Scale():
            items: Sequence[Item | None] = question.items or [None]
            more = _measures(question) if measures else []
            return [row for item in items for row in _of_item([*_coded(question.options, question.nets), *more], item)]
        case MultiCode():
            return _coded(question.options, question.nets) + (_silent(question) if measures else [])
        case Ranking():
            places = [Item(code=str(place), label=ordinal(place)) for place in range(1, len(question.options) + 1)]
            return [row for place in places for row in _of_item(_coded(question.options, ()), place)]
        case FreeText():
            return [Row(None, None, ANSWERED, "Answered", members=(ANSWERED,)), _NOTHING]
        case Number():
            told = STATISTICS | dict([DEVIATION] if measures else [])
            return [Row(None, None, code, label) for code, label in told.items()]
        case DateAnswer():
            given = [Row(None, None, month, _month(month), members=(month,)) for month in months]
            silent = [] if question.base in ("answered", "picks") else [_NOTHING]  # who are in the base all the same
            return given or silent
        case _:
            assert_never(question)


def _coded(options: Sequence[Option], nets: Sequence[Net]) -> list[Row]:
    return [Row(None, None, option.code, option.label, members=(option.code,)) for option in options] + [
        Row(None, None, net.code, net.label, is_net=True, members=net.codes) for net in nets
    ]


def _of_item(found: Sequence[Row], item: Item | None) -> list[Row]:
    return [replace(row, item=item.code, item_label=item.label) if item else row for row in found]


def _measures(question: Closed) -> list[Row]:
    """What the options of one answer make together; see `rows`."""
    points = dict[Code, float](scores(question).items())
    found = _top(question, points)
    if points:
        found += [Row(None, None, code, label, scores=points) for code, label in (("mean", "Mean"), DEVIATION)]
    good, bad = (_codes(question, polarity) for polarity in ("positive", "negative"))
    if good and bad:
        # In percentage points, of everyone in the base: who is in neither net, or gave no answer, counts as nought.
        everyone: dict[Code, float] = dict.fromkeys([None, *(option.code for option in question.options)], 0.0)
        balance = everyone | dict.fromkeys(good, 100.0) | dict.fromkeys(bad, -100.0)
        found.append(Row(None, None, BALANCE, "Net balance: positive less negative", scores=balance))
    return [*found, *_silent(question)]


def _top(question: Closed, points: Mapping[Code, float]) -> list[Row]:
    best = tuple(sorted(points, key=lambda code: -points[code])[:_TWO])
    told = any({*net.codes} == {*best} for net in question.nets)
    if not isinstance(question, Scale) or len(points) < _FEWEST or told:
        return []
    labels = {option.code: option.label for option in question.options}
    label = " or ".join(labels[code] for code in best if code is not None)
    return [Row(None, None, TOP, f"Top 2: {label}", is_net=True, members=best)]


def _codes(question: Closed, polarity: Polarity) -> list[str]:
    return [code for net in question.nets if net.polarity == polarity for code in net.codes]


def _silent(question: Closed | MultiCode) -> list[Row]:
    if question.base in ("answered", "picks"):
        return []  # they are not in the base
    return [Row(None, None, NO_ANSWER, "No answer", is_net=True, members=(None,))]


def _month(month: str) -> str:
    year, number = month.split("-")
    return f"{_MONTHS.split(',')[int(number) - 1]} {year}"
