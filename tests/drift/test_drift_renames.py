"""Forty seeded renames of columns and options: the guess is the rename in 38 at least, and without an export before,
where the names alone must tell, never another than the rename.
"""

from __future__ import annotations

import pytest

from tests.drift.renames import guessed, plan

SEED = 1


def test_the_guess_is_the_rename(capsys: pytest.CaptureFixture[str]) -> None:
    cases = plan(SEED)
    wrong = [told for told in map(guessed, cases) if told]
    with capsys.disabled():
        print(f"\n{len(cases)} renames, seed {SEED}: the guess right in {len(cases) - len(wrong)}")
    assert len(cases) == 40
    assert len(wrong) <= 2, wrong


def test_without_an_export_before_no_guess_is_wrong() -> None:
    told = [guessed(case, with_history=False) for case in plan(SEED)[::2]]
    assert [each for each in told if each and ": [] for" not in each] == []
    assert told.count("") >= 15
