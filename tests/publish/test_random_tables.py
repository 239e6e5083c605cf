"""Random tables in two weeks running, attacked: `tests/benchmarks/publishing.py` tries a thousand."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl
import pytest

from survey.publish.gate import Gated
from survey.questionnaire.definition import Consultation
from tests.publish import random_tables
from tests.publish.random_tables import THRESHOLD, try_one

SEED = 20240722


def test_nothing_small_is_printed_or_recovered() -> None:
    outcomes = [try_one(SEED + number) for number in range(10)]
    assert [each for outcome in outcomes for each in outcome.wrong] == []
    assert sum(outcome.hidden for outcome in outcomes) > 20
    assert sum(outcome.refused for outcome in outcomes) < 15


def test_the_attacker_recovers_what_is_hidden_without_a_gate(monkeypatch: pytest.MonkeyPatch) -> None:
    """Small counts hidden and nothing else: the margins give most of them away."""

    def naive(figures: pl.DataFrame, of: Consultation, before: Sequence[pl.DataFrame]) -> Gated:
        del of, before
        small = pl.col("count").is_between(1, THRESHOLD - 1)
        few = pl.col("base_unweighted").is_between(1, THRESHOLD - 1)
        names = [*random_tables.BESIDE, "count"]
        shown = figures.with_columns(
            *(pl.when((~small & ~few) | (pl.col("count") == 0)).then(name).alias(name) for name in names),
            pl.when(~few).then("base_unweighted").alias("base_unweighted"),
        )
        return Gated(shown, figures, 0)

    monkeypatch.setattr(random_tables, "gate", naive)
    outcomes = [try_one(SEED + number) for number in range(6)]
    assert sum(len(outcome.wrong) for outcome in outcomes) > 6
    assert all("is recovered" in each for outcome in outcomes for each in outcome.wrong)
