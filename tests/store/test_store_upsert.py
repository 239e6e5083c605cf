"""Exports into the store, worked by hand."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from survey.frames import empty
from survey.store import accept, known_ids, load
from survey.store.compare import CHANGES
from tests.store.small import SCHEMA, export, response, take, wave


def ids_of(folder: Path) -> list[str]:
    return load(folder, SCHEMA).collect()["response_id"].to_list()


def test_an_export_comes_back_as_it_was_by_response_id(tmp_path: Path) -> None:
    rows = [
        response("r3", 2, area="South", topics=["Theft", "Noise"], years=1.5, comment="Größer, “quoted”\nand more"),
        response("r1", None, topics=[], comment=""),
        response("r2", 1, area="North"),
    ]
    done = take(tmp_path, rows)
    assert (done.new, done.changed, done.unchanged, done.gone["response_id"].to_list()) == (3, 0, 0, [])
    assert_frame_equal(done.changes, empty(CHANGES))
    assert_frame_equal(load(tmp_path, SCHEMA).collect(), export(rows)[[1, 2, 0]])


def test_what_is_new_changed_unchanged_and_gone(tmp_path: Path) -> None:
    take(tmp_path, [response("a", area="North"), response("b", area="South"), response("c", topics=["Theft"])])
    done = take(tmp_path, [response("d"), response("b", area="East", years=3), response("c", topics=["Theft"])])
    assert (done.new, done.changed, done.unchanged, done.gone["response_id"].to_list()) == (1, 1, 1, ["a"])
    assert done.changes.rows() == [("b", "area", "South", "East"), ("b", "years", None, "3.0")]
    stored = load(tmp_path, SCHEMA).select("response_id", "line", "area", "topics", "years").collect()
    assert stored.rows() == [
        ("a", 2, "North", None, None),  # gone from the export, not from the store
        ("b", 3, "East", None, 3.0),
        ("c", 4, None, ["Theft"], None),
        ("d", 2, None, None, None),
    ]


def test_changes_tell_lists_times_and_status_in_words(tmp_path: Path) -> None:
    take(tmp_path, [{**response("a", topics=["Theft", "Roads"]), "status": "partial"}])
    done = take(tmp_path, [response("a", topics=["Theft"])])
    assert done.changes.rows() == [("a", "status", "partial", "complete"), ("a", "topics", "Theft; Roads", "Theft")]


@pytest.mark.parametrize(("before", "after"), [(1, 2), (None, 2), (2, None)])
def test_a_response_that_changes_week_stays_one(tmp_path: Path, before: int | None, after: int | None) -> None:
    take(tmp_path, [response("moves", before), response("stays", before), response("there", after)])
    done = take(tmp_path, [response("moves", after)])
    assert (done.new, done.changed) == (0, 1)
    assert load(tmp_path, SCHEMA).select("response_id", "week").collect().rows() == [
        ("moves", after),
        ("stays", before),
        ("there", after),
    ]


def test_a_week_that_loses_its_last_response_is_empty(tmp_path: Path) -> None:
    take(tmp_path, [response("a", 1), response("b", 2)])
    take(tmp_path, [response("a", 2), response("b", 2)])
    assert load(tmp_path, SCHEMA).filter(pl.col("week") == 1).collect().is_empty()
    assert ids_of(tmp_path) == ["a", "b"]


def test_the_same_export_again_writes_no_data(tmp_path: Path) -> None:
    rows = [response("a", 1, area="North"), response("b", None), response("c", 2, topics=["Roads"])]
    take(tmp_path, rows)
    before, files = load(tmp_path, SCHEMA).collect(), set(tmp_path.glob("week=*/*"))
    done = take(tmp_path, reversed(rows))
    assert (done.new, done.changed, done.unchanged, len(done.gone)) == (0, 0, 3, 0)
    assert done.changes.is_empty()
    assert load(tmp_path, SCHEMA).collect().serialize() == before.serialize()
    assert set(tmp_path.glob("week=*/*")) == files


def test_only_weeks_concerned_are_written(tmp_path: Path) -> None:
    take(tmp_path, [response("a", 1), response("b", 2), response("c", 3)])
    files = set(tmp_path.glob("week=*/*"))
    take(tmp_path, [response("a", 1), response("b", 2, area="East"), response("d", 4)])
    assert {path.parent.name for path in set(tmp_path.glob("week=*/*")) - files} == {"week=2", "week=4"}


def test_one_week_is_read_from_its_own_files(tmp_path: Path) -> None:
    take(tmp_path, [response("a", 1), response("b", 2), response("c", None)])
    responses = load(tmp_path, SCHEMA)
    for path in tmp_path.glob("week=[!2]*/*"):  # what they hold is spoilt, but not what their ends tell
        content = path.read_bytes()
        path.write_bytes(b"PAR1" + bytes(50) + content[54:])
    assert responses.filter(pl.col("week") == 2).collect()["response_id"].to_list() == ["b"]
    with pytest.raises(pl.exceptions.ComputeError):
        responses.collect()


def test_an_export_without_responses_is_a_wave(tmp_path: Path) -> None:
    done = take(tmp_path, [])
    assert (done.new, done.unchanged) == (0, 0)
    assert_frame_equal(load(tmp_path, SCHEMA).collect(), empty(SCHEMA))
    assert take(tmp_path, [response("a")]).new == 1


@pytest.mark.parametrize("name", ["100% öffentlich [draft] #1 * week=9", "./one/../two"])
def test_a_folder_may_have_any_name(tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    folder = Path(name)
    take(folder, [response("a", 1)])
    take(folder, [response("a", 2), response("b", None)])
    assert load(folder, SCHEMA).select("response_id", "week").collect().rows() == [("a", 2), ("b", None)]


def test_known_ids(tmp_path: Path) -> None:
    assert known_ids(tmp_path / "none").to_list() == []
    take(tmp_path, [response("b", 2), response("a", None)])
    assert known_ids(tmp_path).to_list() == ["a", "b"]
    assert known_ids(tmp_path).name == "response_id"


@pytest.mark.parametrize("ids", [["a", "a"], ["a", None]])
def test_ids_must_be_there_and_unique(tmp_path: Path, ids: list[str]) -> None:
    with pytest.raises(ValueError, match="ids of 2 responses"):
        accept(tmp_path, export(response(each) for each in ids), wave(2))
    assert not any(tmp_path.iterdir())
