"""A damaged store is never read as if it were whole; what killed writers left behind is no damage."""

from __future__ import annotations

from collections.abc import Callable
from errno import EACCES
from pathlib import Path
from shutil import rmtree
from typing import Any

import pytest

from survey.errors import UnreadableError, UsageError
from survey.store import history, known_ids, load, waves
from tests.store.small import SCHEMA, response, take


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Three waves, so versions 0 to 3; week 1 in one file, week 2 in two."""
    store = tmp_path / "store"
    take(store, [response(f"a{number}", 1, comment="words " * number) for number in range(50)])
    take(store, [response("b", 2)])
    take(store, [response("c", 2)])
    return store


def log(version: int) -> str:
    return f"_delta_log/{version:020}.json"


def data(folder: Path, week: int) -> Path:
    return next(iter(folder.glob(f"week={week}/*.parquet")))


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-9])


def flip(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 3] ^= 1
    path.write_bytes(content)


def spoil(path: Path) -> None:
    content = path.read_bytes()
    path.write_bytes(content[:4] + bytes(len(content) - 12) + content[-8:])


DAMAGE: dict[str, tuple[Callable[[Path], Path], Callable[[Path], object], str]] = {
    "first version deleted": (lambda folder: folder / log(0), Path.unlink, "missing"),
    "version between deleted": (lambda folder: folder / log(2), Path.unlink, "missing"),
    "last version deleted": (lambda folder: folder / log(3), Path.unlink, "missing"),
    "last version cut short": (lambda folder: folder / log(3), cut, "log is damaged"),
    "last version empty": (lambda folder: folder / log(3), lambda path: path.write_bytes(b""), "damaged"),
    "version of zeros": (lambda folder: folder / log(1), spoil, "log is damaged"),
    "data deleted": (lambda folder: data(folder, 1), Path.unlink, "missing"),
    "data cut short": (lambda folder: data(folder, 1), cut, "not as it was written"),
    "data with one bit flipped": (lambda folder: data(folder, 1), flip, "not as it was written"),
}


@pytest.mark.parametrize("case", DAMAGE)
def test_damage_is_told_with_its_file(folder: Path, case: str) -> None:
    find, damage, words = DAMAGE[case]
    path = find(folder)
    damage(path)
    for use in (lambda: load(folder, SCHEMA), lambda: known_ids(folder), lambda: take(folder, [response("d")])):
        with pytest.raises(UnreadableError, match=words) as caught:
            use()
        assert caught.value.problems[0].where == str(path)
        assert f"move {folder} away and ingest the exports again" in caught.value.problems[0].hint


def test_a_log_that_may_not_be_read_is_not_damaged(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever moved it away, as they are told of damage, would have lost nothing but their responses."""
    read = Path.read_text

    def refused(path: Path, *given: Any, **named: Any) -> str:
        if path.suffix == ".json":
            raise PermissionError(EACCES, "Permission denied", str(path))
        return read(path, *given, **named)

    monkeypatch.setattr(Path, "read_text", refused)
    with pytest.raises(PermissionError):
        waves(folder)


def test_a_store_without_its_log_is_not_taken_for_an_empty_one(folder: Path) -> None:
    rmtree(folder / "_delta_log")
    with pytest.raises(UnreadableError, match="missing") as caught:
        waves(folder)
    assert caught.value.problems[0].where == str(folder / log(0))


def test_what_killed_writers_left_is_no_damage(folder: Path) -> None:
    (folder / "week=1" / "part-orphan.parquet").write_bytes(b"PAR1 half a file")
    (folder / "week=9").mkdir()
    (folder / "week=9" / "part-orphan.parquet").write_bytes(b"")
    (folder / "_delta_log" / "_commit_half.json.tmp").write_bytes(b'{"add"')
    (folder / "_delta_log" / f"{4:020}.json#1").write_bytes(b'{"add"')
    (folder / ".lock").write_bytes(b"")
    assert len(known_ids(folder)) == 52
    assert take(folder, [response("d", 9)]).version == 4
    assert load(folder, SCHEMA).collect().height == 53


def test_a_store_killed_before_its_first_version(tmp_path: Path) -> None:
    (tmp_path / "_delta_log").mkdir()
    (tmp_path / ".lock").touch()
    with pytest.raises(UsageError, match="no responses yet"):
        load(tmp_path, SCHEMA)
    assert take(tmp_path, [response("a")]).new == 1


@pytest.mark.parametrize(("damage", "words"), [(Path.unlink, "missing"), (cut, "not as it was written")])
def test_damage_to_what_has_changed_is_told(folder: Path, damage: Callable[[Path], object], words: str) -> None:
    take(folder, [response("b", 2, comment="other")])
    assert history(folder).drop("accepted_at").rows() == [("SYNTHETIC.csv", "b", "comment", None, "other")]
    path = next(folder.glob("_changes/*.parquet"))
    damage(path)
    with pytest.raises(UnreadableError, match=words) as caught:
        history(folder)
    assert caught.value.problems[0].where == str(path)
