"""The disk under the store: what was written forced out of the caches, and known again by its hash."""

from __future__ import annotations

import hashlib
import io
import os
from collections.abc import Iterable
from pathlib import Path

from survey.errors import Problem, UsageError


def sync(folder: Path, files: Iterable[Path]) -> None:
    """Forces the files, and the names of all that the folder holds, out of the system's caches onto the disk."""
    for path in files:
        with io.FileIO(path) as file:
            os.fsync(file.fileno())
    for *_, descriptor in os.fwalk(folder):
        os.fsync(descriptor)
    for *_, descriptor in os.fwalk(folder.parent):
        os.fsync(descriptor)
        break


def digest(path: Path) -> str:
    """The SHA-256 of a file."""
    with io.FileIO(path) as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def unwritable(folder: Path, why: str) -> UsageError:
    """What to say when the disk refuses."""
    what = f"the responses cannot be kept: {why}"
    return UsageError(Problem(what, where=str(folder), hint="nothing was changed: mend that and try again"))
