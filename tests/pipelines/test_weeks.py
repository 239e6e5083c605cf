"""Every week: the same file twice, a part of it, changed answers, and last week's figures again."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

import polars as pl
import pytest

from tests.exports import CONSULTATIONS, ROWS, export_text
from tests.pipelines.conftest import Ended, Survey
from tests.pipelines.killed import command, kill_ingest, left, week

EVERY = CONSULTATIONS / "every_kind"


@pytest.fixture
def ingest(survey: Survey, tmp_path: Path) -> Callable[..., Ended]:
    """Takes rows in as an export."""

    def run(*rows: str) -> Ended:
        path = tmp_path / "export.csv"
        path.write_text(export_text(*rows), newline="")
        return survey("ingest", EVERY, path, "--outputs", tmp_path / "outputs", "--json")

    return run


@pytest.fixture
def results(survey: Survey, tmp_path: Path) -> Callable[..., list[dict[str, Any]]]:
    """Records of a command."""
    return lambda *arguments: survey(*arguments, "--outputs", tmp_path / "outputs", "--json").records


def account(ended: Ended) -> tuple[int, ...]:
    return tuple(ended.records[0][name] for name in ("kept", "new", "changed", "known", "not_in_export"))


def test_the_same_twice_a_part_and_another_order_are_the_same_state(
    ingest: Callable[..., Ended], results: Callable[..., list[dict[str, Any]]]
) -> None:
    assert account(ingest(*ROWS)) == (4, 4, 0, 0, 0)
    before = results("breakdown", EVERY)
    assert account(ingest(*ROWS)) == (4, 0, 0, 4, 0)
    assert account(ingest(ROWS[2], ROWS[0])) == (2, 0, 0, 2, 2)
    assert account(ingest(*reversed(ROWS))) == (4, 0, 0, 4, 0)
    assert results("breakdown", EVERY) == before


def test_a_changed_answer_is_told_and_counted_once(
    ingest: Callable[..., Ended], results: Callable[..., list[dict[str, Any]]], tmp_path: Path
) -> None:
    ingest(*ROWS)
    later = ROWS[0].replace("14/07/2024 09:30", "28/07/2024 09:30").replace(",North,", ",South,")
    assert account(ingest(later)) == (1, 0, 1, 0, 3)
    rows = results("rank", EVERY)
    bases = {row["week"]: row["base_unweighted"] for row in rows}
    assert bases == {None: 3, 1: 0, 2: 2, 3: 1}
    text = (tmp_path / "outputs" / "every_kind" / "private" / "changes.csv").read_text()
    assert "0012,area,North,South" in text


def test_answers_not_understood_are_remembered_until_their_response_comes_again(
    ingest: Callable[..., Ended], survey: Survey, tmp_path: Path
) -> None:
    assert ingest(ROWS[0].replace(",North,", ",Nroth,"), ROWS[1]).code == 1
    assert ingest(ROWS[2]).code == 0
    arguments = ("--outputs", tmp_path / "outputs")
    assert "Nroth" in survey("status", EVERY, *arguments).out
    assert "CAUTION area" in survey("breakdown", EVERY, "--question", "area", *arguments).err
    ingest(ROWS[0])
    assert "Nroth" not in survey("status", EVERY, *arguments).out


def test_last_weeks_figures_come_again_exactly(
    ingest: Callable[..., Ended], results: Callable[..., list[dict[str, Any]]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("survey.store.upsert.now", lambda: dt.datetime(2024, 7, 22, 9, tzinfo=dt.UTC))
    ingest(ROWS[0], ROWS[1])
    before = results("rank", EVERY)
    monkeypatch.setattr("survey.store.upsert.now", lambda: dt.datetime(2024, 7, 29, 9, tzinfo=dt.UTC))
    ingest(*ROWS)
    assert results("rank", EVERY) != before
    assert results("rank", EVERY, "--as-of", "2024-07-28") == before
    waves = pl.DataFrame(results("status", EVERY))
    assert waves["new"].to_list() == [2, 2]
    assert (waves["kept"] == waves["new"] + waves["changed"] + waves["unchanged"]).all()


def test_a_date_that_is_none_or_too_early(survey: Survey, ingest: Callable[..., Ended], tmp_path: Path) -> None:
    ingest(*ROWS)
    for date, words in (("28/07/2024", "a date such as"), ("1999-01-01", "no responses had been accepted by")):
        ended = survey("rank", EVERY, "--as-of", date, "--outputs", tmp_path / "outputs")
        assert (ended.code, words in ended.err) == (2, True)


def received(results: Callable[..., list[dict[str, Any]]]) -> tuple[int, int, list[str]]:
    """Of the ledger: rows received, rows set aside, and why these were."""
    *rows, last = results("ledger", EVERY)
    counts = {each["measure"]: each["count"] for each in last["account"]}
    assert len(rows) == counts["received"]
    return counts["received"], counts["set_aside"], [row["why"] for row in rows if row["status"] == "set_aside"]


def test_what_was_set_aside_of_any_week_is_in_the_ledger(
    ingest: Callable[..., Ended], results: Callable[..., list[dict[str, Any]]]
) -> None:
    """Weeks that come as files of their own keep their bad rows; an export of everything replaces them by its own."""
    bad, worse = ROWS[1].replace("0013", "", 1), ROWS[2].replace("0014", "", 1)
    ingest(ROWS[0], bad)
    assert received(results) == (2, 1, ["set aside: no response id"])
    ingest(ROWS[2], worse, bad)  # the second week, with a row of the first that could not be read then either
    assert received(results) == (4, 2, ["set aside: no response id"] * 2)
    ingest(*ROWS)  # all of it, whole
    assert received(results) == (4, 0, [])


def test_before_anything_was_taken_in(survey: Survey, tmp_path: Path) -> None:
    ended = survey("status", EVERY, "--outputs", tmp_path)
    assert (ended.code, f"first: survey ingest {EVERY} EXPORT" in ended.out) == (0, True)


def test_every_change_and_who_left_stay_told(ingest: Callable[..., Ended], tmp_path: Path) -> None:
    private = tmp_path / "outputs" / "every_kind" / "private"
    ingest(*ROWS)
    ingest(ROWS[0].replace(",North,", ",South,"), *ROWS[2:])
    assert (private / "not_in_export.csv").read_text() == "response_id,date\n0013,2024-07-21\n"
    ingest(ROWS[0], ROWS[1].replace(",Parking,", ",Speeding,"))
    assert (private / "not_in_export.csv").read_text() == "response_id,date\n0014,2024-07-22\n0015,2024-08-03\n"
    changes = pl.read_csv(private / "changes.csv", infer_schema=False)
    assert changes.select("response_id", "question", "before", "after").rows() == [
        ("0012", "area", "North", "South"),
        ("0012", "area", "South", "North"),
        ("0013", "priorities", "Parking", "Speeding"),
    ]
    assert set(changes["file"]) == {"export.csv"}
    assert changes["accepted_at"].is_sorted()


def test_a_wave_that_comes_as_an_export_of_its_own_lacks_only_earlier_days(
    survey: Survey, ingest: Callable[..., Ended], tmp_path: Path
) -> None:
    def told(*rows: str) -> str:
        path = tmp_path / "export.csv"
        path.write_text(export_text(*rows), newline="")
        said = survey("ingest", EVERY, path, "--outputs", tmp_path / "outputs").err
        return said.split("not in this export, and kept: ")[1].split(":")[0]

    ingest(ROWS[0])
    assert told(ROWS[2]) == "1 response, all of days before its first, 22 July 2024"
    assert told(ROWS[0]) == "1 response"


def test_the_same_file_is_known_again(survey: Survey, ingest: Callable[..., Ended], tmp_path: Path) -> None:
    assert ingest(*ROWS).records[0]["same_file_taken_in"] is None
    again = survey("ingest", EVERY, tmp_path / "export.csv", "--outputs", tmp_path / "outputs")
    assert "this same file was taken in before, on " in again.err
    status = survey("status", EVERY, "--outputs", tmp_path / "outputs").out
    assert "4 responses, 0 of them not in the last export" in status
    assert "no answer waits to be understood" in status


def test_figures_of_another_day_are_told_apart(survey: Survey, ingest: Callable[..., Ended], tmp_path: Path) -> None:
    draft = tmp_path / "outputs" / "every_kind" / "draft"
    ingest(*ROWS)
    survey("rank", EVERY, "--outputs", tmp_path / "outputs")
    now = (draft / "tables" / "ranking_priorities.csv").read_bytes()
    ended = survey("rank", EVERY, "--as-of", "2999-01-01", "--outputs", tmp_path / "outputs")
    assert "AS OF 2999-01-01: 4 responses, as they stood at the end of that day" in ended.err
    (draft / "tables" / "ranking_priorities.csv").write_bytes(b"")
    survey("rank", EVERY, "--as-of", "2999-01-01", "--outputs", tmp_path / "outputs")
    assert (draft / "as_of_2999-01-01" / "tables" / "ranking_priorities.csv").read_bytes() == now
    assert (draft / "tables" / "ranking_priorities.csv").read_bytes() == b""


def test_two_at_once_lose_nothing_of_what_is_written_beside_the_store(tmp_path: Path) -> None:
    exports = [tmp_path / f"{number}.csv" for number in range(3)]
    bad = ROWS[3].replace("0015", "", 1)
    for path, row in zip(exports, ROWS, strict=False):
        path.write_text(export_text(row.replace(",North,", ",Nroth,").replace(",South,", ",Suoth,"), bad), newline="")
    started = [command(path, tmp_path / "outputs") for path in exports]
    assert [each.wait() for each in started] == [1, 1, 1]
    responses, changes, _, aside, unread = left(tmp_path / "outputs")
    assert isinstance(unread, list)
    assert isinstance(aside, list)
    assert len(aside) == 1  # the same row in all of them
    assert [row[0] for row in responses] == ["0012", "0013", "0014"]  # type: ignore[attr-defined]
    assert (changes, sorted(row[1] for row in unread)) == ([], ["0012", "0013", "0014"])


def test_killed_and_run_again(tmp_path: Path) -> None:
    """`tests/benchmarks/store.py` kills fifty."""
    assert kill_ingest(week(tmp_path), tmp_path / "killed", Random(20240805)) == ""  # noqa: S311


def test_what_an_earlier_questionnaire_read_is_told_until_it_is_read_again(survey: Survey, tmp_path: Path) -> None:
    """Fieldwork is said to have opened a week earlier: the responses of the first part keep their old weeks."""
    folder, out = tmp_path / "every_kind", ("--outputs", tmp_path)
    shutil.copytree(CONSULTATIONS / "every_kind", folder)
    first, second = tmp_path / "first.csv", tmp_path / "second.csv"
    first.write_text(export_text(*ROWS[:2]), newline="")
    second.write_text(export_text(*ROWS[1:3]), newline="")
    for part in (first, second):
        assert "CAUTION" not in survey("ingest", folder, part, *out).err
    definition = folder / "questionnaire.toml"
    definition.write_text(definition.read_text().replace("opened = 2024-07-14", "opened = 2024-07-07"))
    assert "again: survey ingest " in survey("rank", folder, *out).err
    told = "CAUTION: as an earlier questionnaire.toml read them, weeks included: 1 response that no export"
    for said in (survey("ingest", folder, second, *out).err, survey("rank", folder, *out).err,
                 survey("status", folder, *out).out):  # fmt: skip
        assert told in said
        assert "Ingest again first.csv, then the newest export" in said
    kept = tmp_path / "every_kind" / "private" / "read_before.csv"
    whole = kept.read_bytes()
    kept.write_bytes(b"something else\n1\n")
    damaged = survey("status", folder, *out)
    assert (damaged.code, "the list of responses read before cannot be read" in damaged.err) == (3, True)
    kept.write_bytes(whole)
    assert "CAUTION" not in survey("ingest", folder, first, *out).err
    assert "CAUTION" not in survey("rank", folder, *out).err
