"""The one entry: a consultation's definition and published figures into a synthetic export."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from survey.errors import UsageError
from survey.questionnaire.definition import Consultation
from survey.questionnaire.kinds import Closed, MultiCode
from survey.synthetic.answers import Answers, draw_answers
from survey.synthetic.comments import Voice, write_comments
from survey.synthetic.layout import MARK, write_csv
from survey.synthetic.plan import make_plan
from survey.synthetic.published import Published
from survey.synthetic.supported import not_supported
from survey.synthetic.visits import draw_visits


@dataclass(frozen=True, slots=True)
class SyntheticExport:
    """The bytes of a CSV file, and a name for it that says what it is."""

    file_name: str
    content: bytes


def make_export(
    consultation: Consultation, published: Published, respondents: int = 8000, seed: int = 2024
) -> SyntheticExport:
    """An export in SmartSurvey's layout whose results are the published figures, to the last printed digit.

    It holds `respondents` responses with at least one answer, the partial ones included, and a few blank ones
    beside them. The same arguments give the same bytes. How many respondents there really were was not published:
    the number is the caller's choice.

    Raises:
        UsageError: that many respondents cannot show the figures, or the consultation has a layout or a kind of
            question that the generator does not write.
    """
    problems = not_supported(consultation, published)
    if problems:
        raise UsageError(*problems)
    plan = make_plan(consultation, published, respondents)
    rng = np.random.default_rng(seed)
    responses = respondents + round(published.assumed.blank * respondents)
    visits = draw_visits(consultation, published.assumed, responses, rng)
    blank = np.zeros(responses, dtype=bool)
    blank[rng.permutation(responses)[respondents:]] = True
    answers = draw_answers(consultation, published, plan, visits.week[~blank], rng)
    comments = np.full(respondents, "", dtype=object)
    writers = np.flatnonzero(answers.answered[published.mentions.question])
    voices = [_voice(place, answers, consultation, published) for place in writers.tolist()]
    comments[writers] = write_comments(voices, published.assumed.comments, published.mentions, rng)
    content = write_csv(consultation, visits, blank, answers, comments.tolist())
    return SyntheticExport(f"{MARK}_{consultation.id}_export.csv", content)


def _voice(respondent: int, answers: Answers, consultation: Consultation, published: Published) -> Voice:
    """The respondent as the author of a comment."""
    area = consultation.question(consultation.area or "")
    priorities = consultation.question(consultation.priorities or "")
    assert isinstance(area, Closed)  # noqa: S101 - see not_supported
    assert isinstance(priorities, MultiCode)  # noqa: S101
    chosen = answers.chosen[area.id][respondent]
    comments = published.assumed.comments
    places = [*(comments.places.get(option.code, option.label) for option in area.options), comments.anywhere]
    mood = "warm" if answers.mood[respondent] > 0 else "cold"
    picks = zip(priorities.options, answers.picked[priorities.id][respondent], strict=True)
    return Voice(places[chosen], mood, frozenset(option.code for option, picked in picks if picked))
