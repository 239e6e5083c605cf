"""Any exports in any order, held against a dictionary of what was given last."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from pathlib import Path
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from survey.store import load, waves
from tests.store.small import AREAS, SCHEMA, Row, response, take

ANSWERS = st.fixed_dictionaries(
    {
        "area": st.sampled_from([None, *AREAS]),
        "topics": st.none() | st.lists(st.sampled_from(["Theft", "Roads"]), unique=True),
        "years": st.none() | st.floats(allow_nan=False, width=32),
        "comment": st.none() | st.text(st.characters(codec="utf-8"), max_size=5),
    }
)
ROWS = st.builds(lambda week, answers: response("", week, **answers), st.sampled_from([None, 1, 2, 3]), ANSWERS)
EXPORTS = st.dictionaries(st.sampled_from("abcdefgh"), ROWS, max_size=6)
ORDERS = st.randoms(use_true_random=False)


def rows_of(export: Mapping[str, Row]) -> list[dict[str, object]]:
    return [{**row, "response_id": response_id} for response_id, row in export.items()]


def stored(folder: Path) -> list[dict[str, object]]:
    return load(folder, SCHEMA).drop("line").collect().to_dicts()


def as_given(rows: Mapping[str, Row]) -> list[dict[str, object]]:
    blank = dict.fromkeys(name for name in SCHEMA if name != "line")
    return [{**blank, **row} for row in sorted(rows_of(rows), key=lambda row: str(row["response_id"]))]


@settings(max_examples=12, deadline=None)
@given(st.lists(EXPORTS, min_size=1, max_size=3), ORDERS)
def test_the_store_holds_what_was_given_last_of_each_response(exports: list[dict[str, Row]], orders: Random) -> None:
    known: dict[str, Row] = {}
    with tempfile.TemporaryDirectory() as folder:
        for each in exports:
            rows = rows_of(each)
            orders.shuffle(rows)
            done = take(Path(folder), rows)
            assert done.new == len(each.keys() - known.keys())
            assert done.changed == sum(known[name] != each[name] for name in each.keys() & known.keys())
            assert done.unchanged == sum(known[name] == each[name] for name in each.keys() & known.keys())
            assert sorted(done.gone["response_id"]) == sorted(known.keys() - each.keys())
            assert set(done.changes["response_id"]) == {
                name for name in each.keys() & known.keys() if known[name] != each[name]
            }
            known |= each
            assert stored(Path(folder)) == as_given(known)


@settings(max_examples=6, deadline=None)
@given(EXPORTS, st.sets(st.sampled_from("abcdefgh")), ORDERS)
def test_in_parts_that_overlap_or_at_once(export: dict[str, Row], part: set[str], orders: Random) -> None:
    first = {name: row for name, row in export.items() if name in part}
    again = rows_of(export)
    orders.shuffle(again)
    with tempfile.TemporaryDirectory() as at_once, tempfile.TemporaryDirectory() as in_parts:
        take(Path(at_once), rows_of(export))
        for rows in (rows_of(first), rows_of(export), again, rows_of(first)):
            take(Path(in_parts), rows)
        assert stored(Path(in_parts)) == stored(Path(at_once)) == as_given(export)
        assert waves(Path(in_parts))["changed"].to_list() == [0, 0, 0, 0]
