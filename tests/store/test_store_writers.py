"""More writers than one, and what reaches the disk."""

from __future__ import annotations

import fcntl
import os
import subprocess
import sys
from multiprocessing import get_context
from pathlib import Path

import pytest
from deltalake import DeltaTable

from survey.errors import UsageError
from survey.store import Acceptance, accept, load, upsert, waves
from survey.store.commit import commit
from tests.store.small import SCHEMA, export, response, take, wave


def take_own(folder: Path, writer: int) -> None:
    """In a process of its own: three exports, each of ten responses nobody else has and one that all have."""
    for turn in range(3):
        own = [response(f"w{writer}-{turn}-{number}", turn + 1, years=writer) for number in range(10)]
        take(folder, [*own, response("shared", 1 + (writer + turn) % 2, years=writer)])


def test_two_processes_at_once_lose_nothing(tmp_path: Path) -> None:
    processes = [get_context("spawn").Process(target=take_own, args=(tmp_path, writer)) for writer in (1, 2)]
    for process in processes:
        process.start()
    for process in processes:
        process.join(60)
    assert [process.exitcode for process in processes] == [0, 0]
    stored = load(tmp_path, SCHEMA).collect()
    own = [f"w{writer}-{turn}-{number}" for writer in (1, 2) for turn in range(3) for number in range(10)]
    assert stored["response_id"].to_list() == sorted([*own, "shared"])
    assert len(waves(tmp_path)) == 6


def test_while_another_writes_one_is_told_to_try_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    take(tmp_path, [response("a")])
    monkeypatch.setattr("survey.store.lock.WAIT_SECONDS", 0.1)
    with (tmp_path / ".lock").open() as other:
        fcntl.flock(other, fcntl.LOCK_EX)
        with pytest.raises(UsageError, match="another survey command is writing") as caught:
            take(tmp_path, [response("b")])
        assert "try again" in caught.value.problems[0].hint
        assert load(tmp_path, SCHEMA).collect().height == 1  # reading needs no lock
    assert take(tmp_path, [response("b")]).version == 2  # the lock's file stands there still, but nobody holds it


def test_a_writer_that_knows_no_lock_cannot_make_one_response_two(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    take(tmp_path, [response("a")])
    first_try = [True]

    def overtaken(*args: object) -> int | None:
        if first_try.pop():
            monkeypatch.setattr(upsert, "commit", commit)
            with monkeypatch.context() as no_lock:
                no_lock.setattr("survey.store.lock._taken", lambda _: True)
                take(tmp_path, [response("b", years=1)])
        return commit(*args)  # type: ignore[arg-type]

    monkeypatch.setattr(upsert, "commit", overtaken)
    done = take(tmp_path, [response("b", years=2), response("c")])
    assert (done.new, done.changed, done.version) == (1, 1, 3)
    assert load(tmp_path, SCHEMA).select("response_id", "years").collect().rows() == [
        ("a", None),
        ("b", 2.0),
        ("c", None),
    ]


def test_always_overtaken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(upsert, "commit", lambda *_: None)
    with pytest.raises(UsageError, match="another survey command is writing"):
        take(tmp_path, [response("a")])


def synced(folder: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Acceptance, list[tuple[Path, bool]]]:
    """Accepts an export; what was synced, in order, and whether the new version was in the log by then."""
    seen: list[tuple[Path, bool]] = []
    log = folder / "_delta_log"
    before = set(log.glob("*.json"))

    def fsync(descriptor: int) -> None:
        path = Path(f"/proc/self/fd/{descriptor}").readlink()
        seen.append((path, set(log.glob("*.json")) != before))

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", fsync)
        rows = [response("a", 2), response("b", 3), response("d", None)]
        return accept(folder, export(rows), wave(len(rows))), seen


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="the system does not tell which file a descriptor is")
def test_all_of_a_version_is_on_the_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "private" / "store"
    take(folder, [response("a", 1), response("b", 2), response("c", 2)])
    before = {path for path in folder.rglob("*") if path.is_file()}
    done, seen = synced(folder, monkeypatch)
    assert (done.new, done.changed) == (1, 2)
    added = {path for path in folder.rglob("*.parquet") if path not in before}
    assert len(added) == 4  # three weeks, and what has changed
    early = {path for path, committed in seen if not committed}
    late = {path for path, committed in seen if committed}
    folders = {folder.parent, folder, folder / "_delta_log", *(path.parent for path in added)}
    assert added | folders <= early  # data, and the names of data, before a version speaks of them
    assert {folder / "_delta_log" / f"{done.version:020}.json", folder / ".lock"} | folders <= late


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="the system does not tell which file a descriptor is")
def test_the_first_version_is_on_the_disk_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "store"
    _, seen = synced(folder, monkeypatch)
    paths = {path for path, _ in seen}
    assert {path for path in folder.rglob("*") if path.suffix in {".json", ".parquet"}} <= paths


def test_a_full_disk(tmp_path: Path) -> None:
    take(tmp_path, [response("a")])
    code = (
        "import resource, sys; from pathlib import Path; from tests.store.small import response, take\n"
        "rows = [response(str(number), comment=f'{number:x}' * 9) for number in range(5000)]\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))\n"
        "try: take(Path(sys.argv[1]), rows)\n"
        "except Exception as error: print(type(error).__name__, error)\n"
    )
    command = [sys.executable, "-c", code, str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, cwd=Path(__file__).parents[2], check=True)
    assert done.stdout.startswith("UsageError the responses cannot be kept: ")
    assert "File too large" in done.stdout
    assert load(tmp_path, SCHEMA).collect().height == 1


def test_a_folder_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    with pytest.raises(UsageError, match="cannot be kept"):
        take(tmp_path / "file" / "store", [response("a")])


def test_others_can_read_the_table(tmp_path: Path) -> None:
    take(tmp_path, [response("a", 1), response("b", None)])
    take(tmp_path, [response("a", 2), response("c", 2)])
    table = DeltaTable(tmp_path)
    assert table.metadata().partition_columns == ["week"]
    assert table.count() == 3
    assert sorted(table.partitions(), key=str) == [{"week": "2"}, {"week": None}]
