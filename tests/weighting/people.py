"""Responses made for the tests of weights: SYNTHETIC people, drawn with a fixed seed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache

import numpy as np
import polars as pl

from survey.frames import responses_schema
from survey.questionnaire.definition import Consultation
from survey.questionnaire.kinds import Closed
from survey.questionnaire.load import load_consultation
from tests.exports import CONSULTATIONS


@cache
def four_margins() -> Consultation:
    """The consultation that asks area, age, sex and ethnic group."""
    return load_consultation(CONSULTATIONS / "four_margins")


def responses(consultation: Consultation, answers: Mapping[str, Sequence[str | None]]) -> pl.DataFrame:
    """Complete responses with these answers (labels) to the questions named, and none to the others."""
    rows = len(next(iter(answers.values())))
    schema = responses_schema(consultation)
    given = {"response_id": [f"SYNTHETIC-{row}" for row in range(rows)], "status": ["complete"] * rows, **answers}
    columns = [pl.Series(name, given.get(name, [None] * rows), dtype=dtype) for name, dtype in schema.items()]
    return pl.DataFrame(columns)


def drawn(consultation: Consultation, rows: int, seed: int = 1) -> pl.DataFrame:
    """People who answer every question, the first options more often than the last, one in 25 not at all."""
    rng = np.random.default_rng(seed)
    answers: dict[str, list[str | None]] = {}
    for question in consultation.questions:
        assert isinstance(question, Closed)
        labels: list[str | None] = [*(option.label for option in question.options), None]
        odds = np.append(np.linspace(2, 1, len(labels) - 1), 0)
        odds[-1] = odds.sum() / 24
        answers[question.id] = [labels[place] for place in rng.choice(len(labels), rows, p=odds / odds.sum())]
    return responses(consultation, answers)
