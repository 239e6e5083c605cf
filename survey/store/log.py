"""The table's log, read as the Delta protocol has it: one file of JSON lines a version. Damage is found here."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from survey.errors import Problem, UnreadableError
from survey.store.disk import digest
from survey.store.lock import noted_version

LOG = "_delta_log"
HIVE_NULL = "__HIVE_DEFAULT_PARTITION__"  # the name that Delta and Hive give the partition of nulls


def log_path(folder: Path, version: int) -> Path:
    """The file that holds a version."""
    return folder / LOG / f"{version:020}.json"


def commits(folder: Path) -> list[dict[str, Any]]:
    """What each version says of itself (its commitInfo), the first being version 0; empty where there is no store.

    Raises:
        UnreadableError: a version is missing or cut short; its file is named.
    """
    noted = noted_version(folder)
    there = {path.name for path in (folder / LOG).glob("*.json")}
    has_data = any(folder.glob("week=*"))
    last = max(len(there) - 1, noted, 0 if has_data else -1)
    return [_commit(log_path(folder, version)) for version in range(last + 1)]


def _commit(path: Path) -> dict[str, Any]:
    try:
        actions = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
        found = [action["commitInfo"] for action in actions if "commitInfo" in action]
        info: dict[str, Any] = found[0]
    except FileNotFoundError:
        raise damaged(path, "this file of the store is missing") from None
    except PermissionError:
        raise  # no damage: nothing is to be moved away
    except (OSError, ValueError, TypeError, IndexError):
        raise damaged(path, "this file of the store's log is damaged") from None
    return info


def check_whole(path: Path, sha256: str | None) -> None:
    """Nothing, if a file of the store is there as it was written.

    Raises:
        UnreadableError: it is not.
    """
    if not path.exists():
        raise damaged(path, "this file of the store is missing")
    if digest(path) != sha256:
        raise damaged(path, "this file of the store is damaged: it is not as it was written")


def damaged(path: Path, what: str) -> UnreadableError:
    """What to say of a store that cannot be read, with the file at fault."""
    folder = path.parent.parent
    hint = f"move {folder} away and ingest the exports again, in the order of their waves; or restore it from a backup"
    return UnreadableError(Problem(what, where=str(path), hint=hint))
