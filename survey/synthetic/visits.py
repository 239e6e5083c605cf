"""When responses are started and ended: all inside fieldwork, by day, at hours at which people are awake."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from survey.questionnaire.definition import Consultation
from survey.synthetic.assumed import Assumed
from survey.synthetic.margins import spread
from survey.synthetic.picks import Ints

_TYPICAL, _LONGEST = 7 * 60, 55 * 60  # seconds to answer
_SHORTEST = 70


@dataclass(frozen=True, slots=True)
class Visits:
    """One entry a response, in order of time: `started` and `ended` to the second, `week` counted from 1."""

    started: NDArray[np.datetime64]
    ended: NDArray[np.datetime64]
    week: Ints


def draw_visits(consultation: Consultation, assumed: Assumed, responses: int, rng: np.random.Generator) -> Visits:
    """Times of that many responses, spread over the weeks and hours as assumed."""
    fieldwork = consultation.fieldwork
    assert fieldwork is not None  # noqa: S101 - see not_supported
    days = np.concatenate(
        [
            np.datetime64(first) + rng.integers(0, (last - first).days + 1, count)
            for week, count in enumerate(spread(responses, assumed.weeks), start=1)
            for first, last in [fieldwork.week_span(week)]
        ]
    )
    weights = np.asarray(assumed.hours)
    hours = rng.choice(24, responses, p=weights / weights.sum())
    seconds = hours * 3600 + rng.integers(0, 3600, responses)
    started = np.sort(days.astype("datetime64[s]") + seconds)
    taken = np.clip(_TYPICAL * np.exp(0.5 * rng.standard_normal(responses)), _SHORTEST, _LONGEST).astype(int)
    first_day = np.datetime64(fieldwork.first_day)
    week = (started.astype("datetime64[D]") - first_day).astype(int) // 7 + 1
    return Visits(started, started + taken, week)
