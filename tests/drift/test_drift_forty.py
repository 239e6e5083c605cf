"""Forty seeded mutations of two real exports and a SYNTHETIC one, and twenty exports in which nothing changed."""

from __future__ import annotations

import random

import polars as pl
import pytest

from survey.drift.drift import drift
from survey.drift.finding import overall
from tests.drift.drifting import Case, cases, profiled, remembered, there, weeks


def _told(case: Case) -> tuple[bool, bool | None]:
    """Whether the mutation was reported, and whether the one thing offered for acceptance is the right one."""
    each = weeks(case.export, case.weeks)
    mutated = case.mutate(each.now, random.Random(case.seed))  # noqa: S311 - seeded, not secret
    found = drift(profiled(mutated.export), remembered(case.export, case.weeks), each.now.consultation)
    worth = found.filter(pl.col("level") != "green", pl.col("kind").is_in(list(mutated.kinds)))
    offered = found.filter(pl.col("accept_kind").is_not_null())
    guess = offered.select("question_id", "accept_kind", "accept_code", "accept_text").rows()
    assert mutated.guess is not None or not guess, (case, guess)
    return not worth.is_empty(), None if mutated.guess is None else guess == [mutated.guess]


def test_forty_mutations_are_reported_and_renames_guessed(capsys: pytest.CaptureFixture[str]) -> None:
    plan = cases()
    assert len(plan) == 40
    tried = [case for case in plan if there(case.export)]
    told = [_told(case) for case in tried]
    guesses = [right for _, right in told if right is not None]
    missed = [case for case, (reported, _) in zip(tried, told, strict=True) if not reported]
    with capsys.disabled():
        print(f"\n{len(tried)} tried, {len(missed)} missed; rename guess right in {sum(guesses)} of {len(guesses)}")
    assert not missed
    assert sum(guesses) >= len(guesses) - 2


def test_exports_in_which_nothing_changed_raise_no_alarm(capsys: pytest.CaptureFixture[str]) -> None:
    names = [name for name in ("star_wars", "thanksgiving", "synthetic") if there(name)]
    levels = []
    for seed in range(20):
        name = names[seed % len(names)]
        now = weeks(name, 100 + seed).now
        found = drift(profiled(now), remembered(name, 100 + seed), now.consultation)
        levels.append(overall(found))
    with capsys.disabled():
        print(f"\n20 unchanged exports: {levels.count('amber')} amber, {levels.count('red')} red")
    assert levels.count("red") == 0
    assert levels.count("amber") <= 1
