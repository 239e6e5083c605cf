"""One writer at a time: a lock between commands, and the version that the last of them left."""

from __future__ import annotations

import fcntl
import io
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from survey.errors import Problem, UsageError
from survey.store.disk import unwritable

_LOCK = ".lock"
WAIT_SECONDS = 30.0
_POLL_SECONDS = 0.05


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Holds the folder's lock, which the system lets go of when its holder ends in whatever way.

    Raises:
        UsageError: another command held it for WAIT_SECONDS; or the folder cannot be written to.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        opened = io.FileIO(folder / _LOCK, "a")
    except OSError as error:
        raise unwritable(folder, error.strerror or str(error)) from None
    with opened as file:
        patience = time.monotonic() + WAIT_SECONDS
        while not _taken(file):
            if time.monotonic() > patience:
                raise busy(folder)
            time.sleep(_POLL_SECONDS)
        yield


def _taken(file: io.FileIO) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def busy(folder: Path) -> UsageError:
    """What to say when another command is writing."""
    what = "another survey command is writing to these responses"
    return UsageError(Problem(what, where=str(folder), hint="nothing was changed: try again when it is done"))


def note_version(folder: Path, version: int) -> None:
    """Keeps in the lock's file the last version there was, so that a log that lost its end is noticed."""
    with io.FileIO(folder / _LOCK, "w") as file:
        file.write(str(version).encode())
        os.fsync(file.fileno())


def noted_version(folder: Path) -> int:
    """The version noted last; -1 without one. It may lag behind the log, never run ahead of it."""
    try:
        text = (folder / _LOCK).read_text(encoding="ascii", errors="replace")
    except FileNotFoundError:
        return -1
    return int(text) if text.isdecimal() else -1
