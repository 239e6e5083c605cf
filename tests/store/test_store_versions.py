"""Every state there was can be given again, and the exports that made it are told."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from survey.errors import UsageError
from survey.store import Wave, accept, load, waves
from tests.store.small import SCHEMA, export, response, take

MONDAYS = [dt.datetime(2024, 9, day, 9, 0, tzinfo=dt.UTC) for day in (2, 9, 16)]
EXPORTS = [
    [response("a", 1, area="North"), response("b", 1, area="South")],
    [response("a", 1, area="East"), response("b", 2, area="South"), response("c", 2, topics=["Theft"])],
    [response("a", 1, area="North"), response("c", 2, topics=["Theft"]), response("d", 3)],
]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Three waves, accepted on three Mondays at nine."""
    for number, (monday, rows) in enumerate(zip(MONDAYS, EXPORTS, strict=True), start=1):
        monkeypatch.setattr("survey.store.upsert.now", lambda at=monday: at)
        wave = Wave(f"SYNTHETIC_{number}.csv", f"{number}" * 64, len(rows) + number, len(rows), number, True, "q" * 64)
        assert accept(tmp_path, export(rows), wave).version == number
    return tmp_path


def test_each_wave_can_be_given_again_exactly(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    then = []
    for monday, rows in zip(MONDAYS, EXPORTS, strict=True):
        monkeypatch.setattr("survey.store.upsert.now", lambda at=monday: at)
        take(tmp_path, rows)
        then.append(load(tmp_path, SCHEMA).collect())
    for monday, state in zip(MONDAYS, then, strict=True):
        assert load(tmp_path, SCHEMA, monday).collect().serialize() == state.serialize()
    assert_frame_equal(then[0], export(EXPORTS[0]))
    assert then[2].select("response_id", "area", "week").rows() == [
        ("a", "North", 1),
        ("b", "South", 2),
        ("c", None, 2),
        ("d", None, 3),
    ]


@pytest.mark.parametrize(
    ("as_of", "ids"),
    [
        (dt.date(2024, 9, 2), "ab"),  # the end of that day
        (dt.date(2024, 9, 8), "ab"),
        (dt.datetime(2024, 9, 9, 8, 59, 59), "ab"),  # without zone: UTC
        (dt.datetime(2024, 9, 9, 9, 0, 0), "abc"),
        (dt.datetime(2024, 9, 16, 9, 30, tzinfo=dt.timezone(dt.timedelta(hours=1))), "abc"),  # 08:30 UTC
        (dt.date(2030, 1, 1), "abcd"),
        (None, "abcd"),
    ],
)
def test_as_of(folder: Path, as_of: dt.date | None, ids: str) -> None:
    assert load(folder, SCHEMA, as_of).collect()["response_id"].to_list() == list(ids)


def test_before_the_first_wave_the_dates_there_are_are_named(folder: Path) -> None:
    with pytest.raises(UsageError, match="accepted by 2024-09-01") as caught:
        load(folder, SCHEMA, dt.date(2024, 9, 1))
    assert caught.value.problems[0].expected == "one of 2024-09-02, 2024-09-09, 2024-09-16, or later"


def test_before_the_only_wave_its_date_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("survey.store.upsert.now", lambda: MONDAYS[0])
    take(tmp_path, EXPORTS[0])
    with pytest.raises(UsageError) as caught:
        load(tmp_path, SCHEMA, dt.date(2024, 9, 1))
    assert caught.value.problems[0].expected == "2024-09-02 or later"


def test_the_waves_are_told(folder: Path) -> None:
    assert waves(folder).drop("sha256", "questionnaire").rows() == [
        (1, MONDAYS[0], "SYNTHETIC_1.csv", 3, 2, 1, 2, 0, 0, 0, True),
        (2, MONDAYS[1], "SYNTHETIC_2.csv", 5, 3, 2, 1, 2, 0, 0, True),
        (3, MONDAYS[2], "SYNTHETIC_3.csv", 6, 3, 3, 1, 1, 1, 1, True),
    ]
    assert waves(folder)["sha256"].to_list() == ["1" * 64, "2" * 64, "3" * 64]
    assert waves(folder)["questionnaire"].unique().to_list() == ["q" * 64]
    added_up = waves(folder).select(pl.sum_horizontal("new", "changed", "unchanged", "set_aside")).to_series()
    assert added_up.to_list() == waves(folder)["rows_in"].to_list()


def test_a_clock_that_was_set_back_does_not_mix_the_waves(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for number, day in enumerate((25, 20, 20)):
        at = dt.datetime(2024, 7, day, 9, tzinfo=dt.UTC)
        monkeypatch.setattr("survey.store.upsert.now", lambda at=at: at)
        take(tmp_path, [response("a", years=number), response(f"b{number}", years=50)])
    times = waves(tmp_path)["accepted_at"].to_list()
    assert times == sorted(set(times))
    states = [load(tmp_path, SCHEMA, time).collect() for time in times]
    assert [state.filter(pl.col("response_id") == "a")["years"].item() for state in states] == [0.0, 1.0, 2.0]
    assert [len(state) for state in states] == [2, 3, 4]


def test_before_anything_was_accepted(tmp_path: Path) -> None:
    assert waves(tmp_path / "none").is_empty()
    with pytest.raises(UsageError, match="no responses yet"):
        load(tmp_path / "none", SCHEMA)


def test_versions_are_never_cleaned_away(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    long_ago = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)
    monkeypatch.setattr("survey.store.upsert.now", lambda: long_ago)
    for number in range(25):  # past Delta's tenth commit, at which it would write a checkpoint and tidy up
        take(tmp_path, [response("a", years=number)])
    log = sorted(path.name for path in (tmp_path / "_delta_log").iterdir())
    assert log == [f"{version:020}.json" for version in range(26)]
    assert load(tmp_path, SCHEMA).collect()["years"].to_list() == [24.0]
