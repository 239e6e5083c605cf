"""Reading inputs, and the one writer: a file is whole or it is not there."""

from __future__ import annotations

import glob
import os
import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import polars as pl

_RECORDS = (".asc", ".dat", ".csv")
_FORMULA = r"^[=+\-@\t\r]"


def read_input(path: Path) -> bytes:
    """The bytes of a file the user named.

    Raises:
        UnreadableError: it is missing, a folder, or may not be read.
    """
    from survey.errors import Problem, UnreadableError, nearest

    try:
        return path.read_bytes()
    except FileNotFoundError:
        neighbours = [each.name for each in path.parent.iterdir()] if path.parent.is_dir() else []
        raise UnreadableError(
            Problem("there is no such file", where=str(path), hint=nearest(path.name, neighbours))
        ) from None
    except IsADirectoryError:
        raise UnreadableError(Problem("that is a folder, not a file", where=str(path))) from None
    except OSError as error:
        raise UnreadableError(Problem(f"the file cannot be read: {error.strerror}", where=str(path))) from None


def file_name(path: Path) -> str:
    """A file's name as text; what of it is no UTF-8 stands as U+FFFD."""
    return path.name.encode(errors="surrogateescape").decode(errors="replace")


def read_companion(path: Path) -> bytes:
    """The other file of a Triple-S survey, found by its name beside this one; empty where there is none."""
    wanted = {".sss": _RECORDS, ".xml": _RECORDS}.get(path.suffix.lower(), (".sss", ".xml"))
    beside = sorted(path.parent.glob(f"{glob.escape(path.stem)}.*")) if path.parent.is_dir() else []
    for other in beside:
        if other.suffix.lower() in wanted and other != path:
            return read_input(other)
    return b""


@contextmanager
def told_if_damaged(path: Path, what: str, hint: str = "put it back from a backup") -> Iterator[None]:
    """While a file is read that we wrote, and somebody may have saved since, by a spreadsheet for one.

    Raises:
        UnreadableError: what stands in it is not what we write.
    """
    import polars as pl

    from survey.errors import Problem, UnreadableError

    try:
        yield
    except PermissionError:
        raise  # no damage
    except (OSError, ValueError, pl.exceptions.PolarsError) as error:
        got = " ".join(str(error).split())[:200]
        raise UnreadableError(Problem(f"{what} cannot be read", str(path), "as it was written", got, hint)) from None


def write(path: Path, data: bytes) -> Path:
    """Puts `data` at `path`: into a temporary file, onto the disk, then in the place of what was there.

    Raises:
        UsageError: the folder or the file cannot be written.
    """
    from survey.errors import Problem, UsageError

    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.", delete=False) as file:
            try:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
                Path(file.name).chmod(0o644)
                Path(file.name).replace(path)
            except BaseException:
                Path(file.name).unlink(missing_ok=True)
                raise
    except OSError as error:
        raise UsageError(Problem(f"cannot be written: {error.strerror}", where=str(path))) from None
    return path


def csv_bytes(frame: pl.DataFrame) -> bytes:
    """The frame as CSV (UTF-8). Text that a spreadsheet would take for a formula gets an apostrophe before it."""
    import polars as pl
    import polars.selectors as cs

    safe = frame.with_columns(cs.by_dtype(pl.Enum, pl.Categorical).cast(pl.String)).with_columns(
        pl.when(cs.string().str.contains(_FORMULA)).then("'" + cs.string()).otherwise(cs.string()).name.keep()
    )
    heads = {name: f"'{name}" for name in safe.columns if re.match(_FORMULA, name)}
    return safe.rename(heads).write_csv().encode()
