"""Mutated exports end in words or in an account of every row; `tests/benchmarks/hardness.py` tries ten thousand."""

from __future__ import annotations

from pathlib import Path

import pytest

from survey.ingest.table import open_table
from survey.questionnaire.definition import Export
from tests.hard import watched
from tests.hard.account import Header, unaccounted
from tests.hard.watched import many, one

SEED = 20240715


def test_mutated_exports_are_refused_in_words_or_read_with_every_row() -> None:
    found = [one(SEED, number) for number in range(40)]
    assert [each.faults for each in found if each.faults] == []
    assert {each.end for each in found} == {"read", "refused"}


def test_a_row_that_nobody_tells_of_is_noticed() -> None:
    """The account is kept from the file's lines, and not by the reader."""
    text = "ID,A\n1,x\n2,y\n3,z\n"
    table = open_table(text.encode(), "f", Export(response_id="ID"))
    assert unaccounted(table, text, Header(rows=1, lines=1)) == []
    (fault,) = unaccounted(table, text.replace("3,z", "3,z\n4,lost"), Header(rows=1, lines=1))
    assert "4,lost" in fault
    assert unaccounted(table, text.replace("2,y", "2,changed"), Header(rows=1, lines=1)) != []


def test_a_process_that_hangs_or_crashes_costs_one_case(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A program in the place of the reader: it tells of one case, hangs in the next, and is killed at the third."""
    program = tmp_path / "tests" / "hard" / "watched.py"
    program.parent.mkdir(parents=True)
    program.write_text(
        "import faulthandler, json, os, sys, time\n"
        "seed, first, end, step = map(int, sys.argv[1:])\n"
        "for number in range(first, end, step):\n"
        "    faulthandler.dump_traceback_later(0.5, exit=True)\n"
        "    time.sleep(60 if number == 1 else 0)\n"
        "    os.abort() if number == 2 else None\n"
        "    print(json.dumps({'number': number, 'end': 'read', 'seconds': 0, 'faults': []}), flush=True)\n",
        encoding="utf-8",
    )
    monkeypatch.setattr(watched, "ROOT", tmp_path)
    found = list(many(SEED, 4, processes=1))
    assert [each.end for each in found] == ["read", "failed", "failed", "read"]
    assert "Timeout" in found[1].faults[0]
