"""The answers of each respondent, drawn so that every margin of the plan is met and answers go together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from survey.questionnaire.definition import Consultation
from survey.questionnaire.kinds import Closed, Condition, MultiCode
from survey.synthetic.picks import Bools, Floats, Ints, draw_picks, weekly_counts
from survey.synthetic.plan import Plan
from survey.synthetic.published import Published

NO_ANSWER = -1
_PICKED_MORE, _OWN_AREA = 0.4, -1.5  # how much more, or less, an option is liked, in standard deviations


@dataclass(frozen=True, slots=True)
class Answers:
    """By question, one entry a respondent: the place of the option `chosen`, the options `picked`, whether `answered`.

    `skipped`: asked and reached, yet not answered. `mood`: what makes answers go together. `stopped`: partial.
    """

    mood: Floats
    stopped: Bools
    chosen: dict[str, Ints] = field(default_factory=dict)
    picked: dict[str, Bools] = field(default_factory=dict)
    answered: dict[str, Bools] = field(default_factory=dict)
    skipped: dict[str, Bools] = field(default_factory=dict)


def draw_answers(
    consultation: Consultation, published: Published, plan: Plan, weeks: Ints, rng: np.random.Generator
) -> Answers:
    """The answers of all respondents; `weeks` is each one's week, counted from 1."""
    stops = np.full(plan.respondents, len(consultation.questions))
    stops[rng.permutation(plan.respondents)[: len(plan.stops)]] = plan.stops
    answers = Answers(rng.standard_normal(plan.respondents), stops < len(consultation.questions))
    for place, question in enumerate(consultation.questions):
        put = _asked(question.asked, answers, consultation) & (stops >= place)
        who = np.sort(rng.choice(np.flatnonzero(put), plan.margins[question.id].base, replace=False))
        answered = np.zeros(plan.respondents, dtype=bool)
        answered[who] = True
        answers.answered[question.id], answers.skipped[question.id] = answered, put & ~answered
        counts = plan.margins[question.id].counts
        if isinstance(question, Closed):
            answers.chosen[question.id] = _choose(question, counts, who, answers.mood, published, rng)
        elif isinstance(question, MultiCode):
            liking = rng.standard_normal((plan.respondents, len(question.options)))
            liking += _leaning(question, answers, consultation, published)
            answers.picked[question.id] = _pick(question, counts, liking, np.where(answered, weeks, 0), published, rng)
        if question.id == consultation.area and isinstance(question, Closed):
            move = [published.assumed.mood.get(option.code, 0.0) for option in question.options]
            answers.mood[:] += np.array([*move, 0.0])[answers.chosen[question.id]]
    return answers


def _asked(condition: Condition | None, answers: Answers, consultation: Consultation) -> Bools:
    if condition is None:
        return np.ones(len(answers.mood), dtype=bool)
    parent = consultation.question(condition.question)
    assert isinstance(parent, Closed)  # noqa: S101 - see supported
    codes = condition.any_of or condition.all_of
    places = [place for place, option in enumerate(parent.options) if option.code in codes]
    return np.isin(answers.chosen[parent.id], places)


def _choose(
    question: Closed, counts: Sequence[int], who: Ints, mood: Floats, published: Published, rng: np.random.Generator
) -> Ints:
    """Options without an order of mood go to anyone; the others are cut off a noisy ranking of the moods."""
    order = published.assumed.warmest_first.get(question.id, ())
    places = {option.code: place for place, option in enumerate(question.options)}
    warmest_first = [places[code] for code in order]
    anyone = [place for code, place in places.items() if code not in order]
    shuffled = rng.permutation(who)
    given_to_anyone = sum(counts[place] for place in anyone)
    ranked = shuffled[given_to_anyone:]
    if order:
        ranked = ranked[np.argsort(-(mood[ranked] + rng.standard_normal(len(ranked))), kind="stable")]
    chosen = np.full(len(mood), NO_ANSWER)
    in_turn = [*anyone, *warmest_first]
    chosen[np.concatenate([shuffled[:given_to_anyone], ranked])] = np.repeat(in_turn, [counts[i] for i in in_turn])
    return chosen


def _leaning(question: MultiCode, answers: Answers, consultation: Consultation, published: Published) -> Floats:
    """By respondent and option: more for what the area picks more, less for an option that is the own area."""
    options = [option.code for option in question.options]
    area = consultation.question(consultation.area or "")
    assert isinstance(area, Closed)  # noqa: S101 - see supported
    table = np.zeros((len(area.options) + 1, len(options)))
    for row, own in enumerate(option.code for option in area.options):
        more = published.assumed.picked_more.get(own, ())
        table[row] = [_PICKED_MORE * (code in more) + _OWN_AREA * (code == own) for code in options]
    chosen = answers.chosen.get(area.id, np.full(len(answers.mood), NO_ANSWER))
    lean: Floats = table[chosen]
    return lean


def _pick(
    question: MultiCode,
    counts: Sequence[int],
    liking: Floats,
    weeks: Ints,
    published: Published,
    rng: np.random.Generator,
) -> Bools:
    """Picks of those with a week; week by week where something was published of the weeks."""
    most = question.max_picks or len(question.options)
    picked = np.zeros(liking.shape, dtype=bool)
    if question.id != published.weeks_first.question:
        picked[weeks > 0] = draw_picks(counts, liking[weeks > 0], most, rng)
        return picked
    places = {option.code: place for place, option in enumerate(question.options)}
    led_by = {week - 1: places[code] for week, code in published.assumed.led_by.items()}
    bases = [int((weeks == week + 1).sum()) for week in range(published.weeks_first.of)]
    table = weekly_counts(counts, bases, most, places[published.weeks_first.option], led_by, rng)
    for week, row in enumerate(table, start=1):
        picked[weeks == week] = draw_picks(row, liking[weeks == week], most, rng)
    return picked
