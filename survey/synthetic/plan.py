"""How many respondents answer each question, and how many give each option: all published figures, before any draw."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from survey.errors import Problem, UsageError
from survey.questionnaire.definition import Consultation
from survey.questionnaire.kinds import Closed, FreeText, MultiCode, Question
from survey.synthetic.margins import fill, limits, nearest_count, spread
from survey.synthetic.published import Published

MOST_RESPONDENTS = 1_000_000
_TRIES = 20  # fewer answers tried than the assumed share gives, where those cannot show the figures


@dataclass(frozen=True, slots=True)
class Margin:
    """Of a question: how many answer it, and how many give each option, in the options' order."""

    base: int
    counts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """`stops`: one for each partial response, the place of the last question it reached. `margins` by question."""

    respondents: int
    stops: tuple[int, ...]
    margins: dict[str, Margin]


def make_plan(consultation: Consultation, published: Published, respondents: int) -> Plan:
    """Bases and counts that show every published figure when there are so many respondents.

    Raises:
        UsageError: that total cannot; the message names one that can.
    """
    if 0 < respondents <= MOST_RESPONDENTS:
        plan, failed = _attempt(consultation, published, respondents)
        if failed is None:
            return plan
        where = f"question {failed.id}"
    else:
        where = f"the total must lie from 1 to {MOST_RESPONDENTS:,}"
    total = _that_would_do(consultation, published, min(max(respondents, 1), MOST_RESPONDENTS // 2))
    raise UsageError(
        Problem(
            "this many synthetic respondents cannot show the published figures",
            where=f"consultation {consultation.id}, {where}",
            got=f"{respondents:,}",
            hint=f"{total:,} would do" if total else "no greater total would do",
        )
    )


def _that_would_do(consultation: Consultation, published: Published, respondents: int) -> int | None:
    """A total that can, near the smallest above `respondents`: found by doubling, then by halving the gap."""

    def does(total: int) -> bool:
        return _attempt(consultation, published, total)[1] is None

    low, high = respondents - 1, respondents
    while not does(high):
        low, high = high, high * 2
        if high > MOST_RESPONDENTS:
            return None
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if does(middle) else (middle, high)
    return high


def _attempt(consultation: Consultation, published: Published, respondents: int) -> tuple[Plan, Question | None]:
    """The plan as far as it goes, and the question at which it cannot go on."""
    questions = consultation.questions
    partial = round(published.assumed.partial * respondents)
    stops = tuple(place % max(len(questions) - 2, 1) for place in range(partial))
    plan = Plan(respondents, stops, {})
    for place, question in enumerate(questions):
        asked = _asked(question, plan, consultation)
        reached = asked - sum(stop < place for stop in stops)  # at worst all who stopped were on its route
        margin = _margin(question, asked, reached, respondents, published)
        if margin is None:
            return plan, question
        plan.margins[question.id] = margin
    return plan, None


def _asked(question: Question, plan: Plan, consultation: Consultation) -> int:
    if question.asked is None:
        return plan.respondents
    codes = question.asked.any_of or question.asked.all_of
    parent = consultation.question(question.asked.question)
    assert isinstance(parent, Closed)  # noqa: S101 - see supported
    counts = plan.margins[parent.id].counts
    return sum(count for option, count in zip(parent.options, counts, strict=True) if option.code in codes)


def _margin(question: Question, asked: int, reached: int, respondents: int, published: Published) -> Margin | None:
    most = min(round(published.assumed.answered.get(question.id, 1.0) * asked), reached)
    for base in range(most, max(most - _TRIES, 0), -1):
        denominator = {"answered": base, "asked": asked, "all": respondents}[question.base]
        counts = _counts(question, base, denominator, published)
        if counts is not None:
            return Margin(base, tuple(counts))
    return None


def _counts(question: Question, base: int, denominator: int, published: Published) -> Sequence[int] | None:
    match question:
        case Closed():
            return _single(question, base, denominator, published)
        case MultiCode():
            return _multiple(question, base, denominator, published)
        case FreeText():
            return () if base >= published.mentions.respondents else None
        case _:
            return None


def _single(question: Closed, base: int, denominator: int, published: Published) -> list[int] | None:
    """Counts with the total `base`: first of what was printed, options and nets, then inside the nets and the rest."""
    percentages = published.percentages.get(question.id, {})
    members = {net.code: net.codes for net in question.nets}
    groups = [members.get(code, (code,)) for code in percentages]
    bounds = [limits(percent, denominator) for percent in percentages.values()]
    wanted = [percent * denominator / 100 for percent in percentages.values()]
    rest = tuple(option.code for option in question.options if not any(option.code in group for group in groups))
    if rest:
        groups.append(rest)
        bounds.append((0, base))
        wanted.append(max(base - sum(wanted), 0))
    totals = fill(base, bounds, wanted)
    if totals is None:
        return None
    shares = published.assumed.shares.get(question.id, {})
    counts: dict[str, int] = {}
    for group, total in zip(groups, totals, strict=True):
        counts |= dict(zip(group, spread(total, [shares.get(code, 1) for code in group]), strict=True))
    return [counts[option.code] for option in question.options]


def _multiple(question: MultiCode, base: int, denominator: int, published: Published) -> list[int] | None:
    """Counts that leave everyone one pick or more, and no one too many; options without a figure stay the smallest."""
    printed: dict[str, int | None] = dict(published.counts.get(question.id, {}))
    for code, percent in published.percentages.get(question.id, {}).items():
        printed[code] = nearest_count(percent, denominator)
    known = {code: count for code, count in printed.items() if count is not None}
    room = base * (question.max_picks or len(question.options)) - sum(known.values())
    if len(known) < len(printed) or max(known.values(), default=0) > base or room < 0:
        return None
    ceiling = min(known.values(), default=base + 1) - 1
    shares = published.assumed.shares.get(question.id, {})
    others = {code: min(round(share * denominator / 100), ceiling) for code, share in shares.items()}
    if sum(others.values()) > room:
        others = dict(zip(others, spread(room, list(others.values())), strict=True))
    counts = {**others, **known}
    return [counts[option.code] for option in question.options] if sum(counts.values()) >= base else None
