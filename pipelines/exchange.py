"""A folder exchanged as a whole: a command that is killed leaves it as it was, or as it shall be."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from pathlib import Path

from pipelines.record import sha


def exchange(folder: Path, files: Mapping[str, bytes]) -> None:
    """The folder with these files, and those it held beside them, in one step: `folder` is a link to a folder beside
    it, and the link is exchanged.
    """
    from pipelines.files import write

    held = {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    wanted = {**held, **files}
    if wanted == held and folder.is_symlink():
        return
    store = folder.with_name(".published")
    name = sha(json.dumps({key: sha(data) for key, data in sorted(wanted.items())}).encode())[:16]
    ready, link = store / name, store / "link"
    shutil.rmtree(ready, ignore_errors=True)  # left by a command that was killed
    for key, data in wanted.items():
        write(ready / key, data)
    link.unlink(missing_ok=True)
    link.symlink_to(Path(store.name) / name, target_is_directory=True)
    if folder.is_dir() and not folder.is_symlink():
        folder.rename(store / "first")  # an empty folder of an older make
    link.replace(folder)
    for old in store.iterdir():
        if old.name != name:
            shutil.rmtree(old, ignore_errors=True)
