"""The published figures of a consultation, as frozen values."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, Field

from survey.questionnaire.kinds import Code, Frozen, Identifier, Text
from survey.synthetic.assumed import Assumed


def _one_decimal(value: float) -> float:
    if round(value, 1) != value:
        raise ValueError("percentages are printed to one decimal")
    return value


Percent = Annotated[float, Field(ge=0, le=100), AfterValidator(_one_decimal)]
Count = Annotated[int, Field(ge=0)]


class Majority(Frozen):
    """The claim that most respondents gave this option."""

    question: Identifier
    option: Code


class WeeksFirst(Frozen):
    """The claim that an option was picked more often than any other in `weeks` weeks of the `of` of fieldwork."""

    question: Identifier
    option: Code
    weeks: Count
    of: Count


class Mentions(Frozen):
    """How many respondents wrote about a topic."""

    question: Identifier
    topic: Text
    respondents: Count


class Called(Frozen):
    """Words that were printed for the percentage of an option or net."""

    question: Identifier
    option: Code
    words: Text


class Published(Frozen):
    """Figures as printed, by question and by code of option or net, and apart from them what is `assumed`.

    `percentages` are printed to one decimal, of the question's base; `counts` are respondents.
    """

    source: Text
    percentages: dict[Identifier, dict[Code, Percent]] = Field(default_factory=dict)
    counts: dict[Identifier, dict[Code, Count]] = Field(default_factory=dict)
    majorities: tuple[Majority, ...] = ()
    called: tuple[Called, ...] = ()
    weeks_first: WeeksFirst
    mentions: Mentions
    assumed: Assumed
