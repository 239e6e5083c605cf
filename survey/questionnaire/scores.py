"""The numbers of options in a mean score, and which options stand beyond their list."""

from __future__ import annotations

import re

from survey.questionnaire.kinds import BaseQuestion, Closed, Scale

_BEYOND = re.compile(
    r"(don.?t know|do not know|not sure|unsure|no opinion|prefer not|(would )?rather not|can.?t say|cannot say"
    r"|cannot decide|not applicable|(does not|doesn.?t) apply|n/a\b|no answer|not stated|none of (these|the above)"
    r"|nothing to add|no comment|.*\((n/a|not applicable)\)$)",
    re.IGNORECASE,
)


def beyond(label: str) -> bool:
    """True of an answer that stands outside the list, such as "Don't know" or "Prefer not to say"."""
    return _BEYOND.match(label.strip()) is not None


def scores(question: BaseQuestion) -> dict[str, float]:
    """The score of each option by its code, in questionnaire order; options without one are left out.

    Scores are the definition's. A scale in which no option has one runs from 1, the worst, to as many as it has
    options, those left out that are not `scored` or stand beyond it. Nothing else has scores by itself.
    """
    if not isinstance(question, Closed):
        return {}
    told = {option.code: option.score for option in question.options if option.score is not None}
    if told or not isinstance(question, Scale):
        return told
    codes = [option.code for option in question.options if option.scored and not beyond(option.label)]
    points = range(1, len(codes) + 1)
    ordered = reversed(points) if question.polarity == "positive_first" else points
    return dict(zip(codes, map(float, ordered), strict=True))
