"""What each export brought: all of it, or only its newcomers where it holds the one before."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from survey.drift.values import Answers, Profile

_LOST = 0.02  # of the responses of the export before may be gone (set aside, withdrawn) from one that holds it


@dataclass(frozen=True, slots=True)
class Batch:
    """Responses that came with an export: how many, by day, and the answers of closed questions among them."""

    rows: int
    days: Mapping[dt.date, int]
    answers: Mapping[str, Answers]


def batches(profiles: Sequence[Profile]) -> list[Batch]:
    """One batch for each profile, in the order given (earlier exports first).

    An export holds the one before if day by day it has the responses that one had, but for one in fifty; then its
    batch is the difference. Without dates that cannot be known, and every export is a batch of its own: a test
    between two that share responses then finds too little, never too much.
    """
    made: list[Batch] = []
    for place, each in enumerate(profiles):
        before = profiles[place - 1] if place else None
        made.append((newcomers(each, before) if before else None) or _whole(each))
    return made


def newcomers(now: Profile, before: Profile) -> Batch | None:
    """What came between two exports of which the later holds the earlier; None where it does not."""
    return _newcomers(now, before) if _holds(now, before) else None


def _whole(profile: Profile) -> Batch:
    return Batch(profile.rows, dict(profile.days), {each.variable: each for each in profile.answers})


def _holds(now: Profile, before: Profile) -> bool:
    days = dict(now.days)
    gone = sum(max(count - days.get(day, 0), 0) for day, count in before.days)
    dated = sum(count for _, count in before.days)
    return dated > 0 and gone <= _LOST * dated and now.rows >= before.rows * (1 - _LOST)


def _newcomers(now: Profile, before: Profile) -> Batch:
    old_days = dict(before.days)
    days = {day: count - old_days.get(day, 0) for day, count in now.days if count > old_days.get(day, 0)}
    old = {each.variable: each for each in before.answers}
    answers = {each.variable: _less(each, old.get(each.variable)) for each in now.answers}
    return Batch(max(now.rows - before.rows, 0), days, answers)


def _less(now: Answers, before: Answers | None) -> Answers:
    if before is None:
        return now
    old = dict(before.picks)
    picks = tuple((code, max(count - old.get(code, 0), 0)) for code, count in now.picks)
    return now.model_copy(update={"answered": max(now.answered - before.answered, 0), "picks": picks})
