"""The record of what was published: of each publication its figures, as they are and as they passed the gate, what they
were made of, and which files were made of them. It stands under `private/published/`, a folder a publication.
"""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import polars as pl

    from pipelines.places import Desk
    from survey.errors import UnreadableError

FOLDER = "published"
RECORD, KEPT, FIGURES = "record.json", "kept.parquet", "figures.parquet"
_OWN = "all"  # the series of publications of all responses as they stand
_FACTS = {"made", "responses", "synthetic", "inputs", "without", "previews", "withheld", "left_out", "packages"}
_PACKAGES = (
    "consultation-survey-toolkit",
    "altair",
    "numpy",
    "polars",
    "pydantic",
    "python-pptx",
    "scipy",
    "snowballstemmer",
    "vl-convert-python",
    "xlsxwriter",
)


@dataclass(frozen=True, slots=True)
class Recorded:
    """One publication on record.

    Raises, whatever is asked of it:
        UnreadableError: the record is damaged.
    """

    folder: Path

    @property
    def id(self) -> str:
        """Its series and number: all/0001."""
        return f"{self.folder.parent.name}/{self.folder.name}"

    @property
    def series(self) -> str:
        """The variant of its responses; empty for all as they stood."""
        return self.folder.parent.name if self.folder.parent.name != _OWN else ""

    @property
    def definition(self) -> Path:
        """The consultation's folder of TOML as it was."""
        return next(path.parent for path in sorted(self.folder.glob("*/*.toml")))

    @property
    def source(self) -> Path:
        """Where that folder stood."""
        return Path(self._record["definition"])

    @property
    def kept(self) -> pl.DataFrame:
        """The figures as they are, with what was hidden (`Gated.kept`)."""
        return _frame(self.folder / KEPT)

    @property
    def figures(self) -> pl.DataFrame:
        """The figures that passed the gate (frames.RESULTS)."""
        return _frame(self.folder / FIGURES)

    @property
    def facts(self) -> dict[str, Any]:
        """What it was made of: see `facts`."""
        found: dict[str, Any] = self._record["facts"]
        return found

    @property
    def files(self) -> dict[str, str]:
        """The name of each file that was made, by its SHA-256."""
        found: dict[str, str] = self._record["files"]
        return found

    @property
    def _record(self) -> dict[str, Any]:
        path = self.folder / RECORD
        try:
            found: dict[str, Any] = json.loads(path.read_bytes())
        except (OSError, ValueError) as error:
            raise _damaged(path, error) from None
        if not _is_record(found):
            raise _damaged(path, ValueError("it is no record of ours"))
        return found


def _is_record(found: object) -> bool:
    if not isinstance(found, dict) or not isinstance(found.get("definition"), str):
        return False
    told, files = found.get("facts"), found.get("files")
    return isinstance(told, dict) and told.keys() >= _FACTS and isinstance(files, dict)


def recorded(private: Path) -> Iterator[Recorded]:
    """Every publication of a consultation, by its folder of private things; the first of each series first."""
    for path in sorted((private / FOLDER).glob(f"*/*/{RECORD}")):
        yield Recorded(path.parent)


def last_of_series(desk: Desk) -> list[Recorded]:
    """The last publication of each series, this desk's own first: what is published next is held against them all."""
    found = {each.folder.parent.name: each for each in recorded(desk.private)}
    return [found[name] for name in sorted(found, key=lambda name: (name != _series(desk), name))]


def own(desk: Desk, there: list[Recorded]) -> Recorded | None:
    """Of the last of each series this desk's own; None before its first publication."""
    return there[0] if there and there[0].folder.parent.name == _series(desk) else None


def facts(desk: Desk) -> dict[str, Any]:
    """What a publication is made of, but its figures: the exports with their hashes and accounts, whom it leaves out,
    the hashes of definition and suite, the versions of code frame and packages.
    """
    import polars as pl

    from pipelines.responses import accepted_by
    from survey.store import waves

    times = accepted_by(desk, desk.as_of)
    history = waves(desk.private / "responses").filter(pl.col("accepted_at").is_in(times))
    inputs = history.select("file", "sha256", "rows_in", "kept", "set_aside", "synthetic").rows(named=True)
    return {
        "as_of": desk.as_of or None,
        "without": list(desk.without),
        "previews": desk.previews,
        "inputs": inputs,
        "definition": {path.name: sha(path.read_bytes()) for path in sorted(desk.folder.glob("*.toml"))},
        "code_frame": _frame_version(desk),
        "suite": sha(desk.suite.read_bytes()) if desk.suite.is_file() else None,
        "packages": _versions(),
    }


def keep(desk: Desk, last: Recorded | None, made_of: dict[str, Any], kept: pl.DataFrame, figures: pl.DataFrame) -> Path:
    """The folder of the publication that is these figures made of these facts: the last one, or a new one, with the
    definition's files beside them. The record, which is written last, makes a folder one.
    """
    from pipelines.files import write

    if last is not None and last.facts == made_of and last.kept.equals(kept):
        return last.folder
    series = desk.private / FOLDER / _series(desk)
    folder = series / f"{len(list(series.glob(f'*/{RECORD}'))) + 1:04}"
    for path in sorted(desk.folder.glob("*.toml")):
        write(folder / desk.consultation.id / path.name, path.read_bytes())
    write(folder / KEPT, _parquet(kept))
    write(folder / FIGURES, _parquet(figures))
    _write_record(folder, str(desk.folder), made_of, {})
    return folder


def note_files(folder: Path, files: Mapping[str, bytes]) -> None:
    """Adds files to those that were made of a publication."""
    there = Recorded(folder)
    wanted = {**there.files, **{sha(data): name for name, data in files.items()}}
    if wanted != there.files:
        _write_record(folder, str(there.source), there.facts, wanted)


def sha(data: bytes) -> str:
    """SHA-256, as hex."""
    return hashlib.sha256(data).hexdigest()


def _write_record(folder: Path, definition: str, made_of: dict[str, Any], files: Mapping[str, str]) -> None:
    from pipelines.files import write

    record = {"definition": definition, "facts": made_of, "files": dict(files)}
    text = json.dumps(record, indent=2, ensure_ascii=False, sort_keys=True)
    write(folder / RECORD, (text + "\n").encode())


def _series(desk: Desk) -> str:
    return desk.variant or _OWN


def _frame(path: Path) -> pl.DataFrame:
    import polars as pl

    try:
        return pl.read_parquet(io.BytesIO(path.read_bytes()))
    except (OSError, pl.exceptions.PolarsError) as error:
        raise _damaged(path, error) from None


def _damaged(path: Path, error: Exception) -> UnreadableError:
    from survey.errors import Problem, UnreadableError

    hint = "put it back from a backup: what is published next is held against it"
    return UnreadableError(Problem(f"the record of a publication is damaged: {error}", str(path), hint=hint))


def _parquet(frame: pl.DataFrame) -> bytes:
    file = io.BytesIO()
    frame.write_parquet(file)
    return file.getvalue()


def _frame_version(desk: Desk) -> int | None:
    from survey.questionnaire.frame_file import FILE, load_code_frame

    return load_code_frame(desk.folder).version if (desk.folder / FILE).is_file() else None


def _versions() -> dict[str, str]:
    import platform
    from importlib.metadata import version

    return {"python": platform.python_version(), **{name: version(name) for name in _PACKAGES}}
