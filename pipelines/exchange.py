"""A folder exchanged as a whole: a command that is killed leaves it as it was, or as it shall be."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from pathlib import Path

from pipelines.record import sha

STORE = ".published"


def check_ours(folder: Path) -> None:
    """A folder, or the link that `exchange` makes, is what may be exchanged; whatever else stands there, as a link to a
    share, somebody put there, and it is not for us to take away.

    A link inside it would be lost with the folder that it stands in, and what it leads to has passed no gate.

    Raises:
        UsageError: it is a file, or a link to somewhere else; or the folder beside it that it is a link into is a link;
            or there are links inside it, each of which is named.
    """
    from survey.errors import Problem, UsageError

    store = folder.with_name(STORE)
    if store.is_symlink():
        where, got, hint = store, f"a link to {store.readlink()}", "move the link away, and publish again"
    elif folder.is_symlink():
        target = folder.readlink()
        if target.parent == Path(STORE):
            return _check_inside(folder)
        hint = "move the link away and publish again; then copy what is published to where the link leads"
        where, got = folder, f"a link to {target}"
    elif folder.is_dir() or not folder.exists():
        return _check_inside(folder)
    else:
        where, got, hint = folder, "a file", "move it away, and publish again"
    raise UsageError(Problem("what stands there was not put there by survey", str(where), "a folder", got, hint))


def _check_inside(folder: Path) -> None:
    from survey.errors import Problem, UsageError

    hint = "move it out of publish/, and publish again; files that are to stay there may be copied into it"
    links = sorted(path for path in folder.rglob("*") if path.is_symlink())
    what = "a link stands in the folder that is exchanged as a whole"
    if links:
        raise UsageError(
            *(Problem(what, str(path), "files and folders", f"a link to {path.readlink()}", hint) for path in links)
        )


def exchange(folder: Path, files: Mapping[str, bytes]) -> None:
    """The folder with these files, and those it held beside them, in one step: `folder` is a link to a folder beside
    it, and the link is exchanged.

    Raises:
        UsageError: what stands there was not made here: a file, or a link to somewhere else; or it cannot be written.
    """
    from pipelines.files import write
    from survey.errors import Problem, UsageError

    check_ours(folder)
    held = {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    wanted = {**held, **files}
    if wanted == held and folder.is_symlink():
        return
    store = folder.with_name(STORE)
    name = sha(json.dumps({key: sha(data) for key, data in sorted(wanted.items())}).encode())[:16]
    ready, link = store / name, store / "link"
    shutil.rmtree(ready, ignore_errors=True)  # left by a command that was killed
    for key, data in wanted.items():
        write(ready / key, data)
    try:
        link.unlink(missing_ok=True)
        link.symlink_to(Path(store.name) / name, target_is_directory=True)
        if folder.is_dir() and not folder.is_symlink():
            folder.rename(store / "first")  # an empty folder of an older make
        link.replace(folder)
    except OSError as error:
        hint = "the folder of results must be on a disk that can hold links"
        raise UsageError(Problem(f"cannot be written: {error.strerror}", str(folder), hint=hint)) from None
    for old in store.iterdir():
        if old.name != name:
            shutil.rmtree(old, ignore_errors=True)
