"""The one road to `publish/`: figures pass the disclosure gate, and what is made of what passed is put there whole."""

from __future__ import annotations

import datetime as dt
import hashlib
import io
import json
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import polars as pl

    from pipelines.places import Desk
    from survey.questionnaire.population import PopulationMargin

MANIFEST = "manifest.json"
KEPT = "published"
Maker = Callable[["Publication"], Mapping[str, bytes]]


@dataclass(frozen=True, slots=True)
class Publication:
    """What a maker of files is given: figures that passed the gate, and where they come from.

    `figures`: frames.RESULTS, withheld ones null. `made`: the last day of responses, which dates the documents, so
    that the same responses give the same bytes. `remark`: whom the figures leave out, without a count.
    """

    figures: pl.DataFrame
    responses: int
    synthetic: bool
    made: dt.date
    hidden: int
    remark: str = ""


def publish(desk: Desk, responses: pl.DataFrame, make: Maker) -> list[Path]:
    """Puts the files that `make` gives into `publish/`, beside those that stand there, with the manifest of all.

    Nothing reaches `make` but what passed the gate, and nothing else writes to `publish/`. The folder is exchanged as
    a whole: it holds what it held, or what it shall hold.

    Raises:
        DisclosureError: something must not be published; says what to merge.
    """
    from survey.publish.gate import gate

    figures = publication_figures(desk, responses)
    gated = gate(figures, desk.consultation, _before(desk))
    day = responses["date"].max()
    made = day if isinstance(day, dt.date) else dt.date(2000, 1, 1)
    synthetic = bool(responses["synthetic"].any())
    publication = Publication(gated.figures, len(responses), synthetic, made, gated.hidden, _left_out(desk))
    files = dict(make(publication))
    folder = desk.outputs / "publish"
    manifest = _manifest(desk, publication, files, folder)
    _keep(desk, gated.kept)
    _exchange(folder, {**files, MANIFEST: manifest})
    return [folder / name for name in files]


def _left_out(desk: Desk) -> str:
    flags = desk.variant.removeprefix("without_").replace("_", " ").split("+")
    return f"Responses flagged as {' or '.join(flags)} are left out" if desk.variant.startswith("without_") else ""


def publication_figures(desk: Desk, responses: pl.DataFrame) -> pl.DataFrame:
    """All that is published: every question and the themes, each by area, and the priorities by week (RESULTS)."""
    import polars as pl

    from pipelines.breakdown import make_breakdown
    from pipelines.coding import answerable
    from pipelines.rank import ranked_question
    from survey.breakdowns.count import count
    from survey.breakdowns.results import results

    with_codes, questions = answerable(desk, responses)
    found = [make_breakdown(desk, with_codes, questions)]
    if desk.consultation.area is not None:
        area = desk.consultation.question(desk.consultation.area)
        others = [question for question in questions if question.id != area.id]
        by_area = make_breakdown(desk, with_codes, others, area)
        found.append(by_area)
    if desk.consultation.priorities is not None and desk.consultation.fieldwork is not None:
        ranked = ranked_question(desk)
        weekly = results(count(responses.lazy(), desk.consultation, [ranked], weekly=True), [ranked])
        found.append(weekly.filter(pl.col("week").is_not_null()))
    return pl.concat(found)


def published(desk: Desk, name: str) -> bytes | None:
    """A file that stands in `publish/`; None if there is none."""
    path = desk.outputs / "publish" / name
    return path.read_bytes() if path.is_file() else None


def compared(figures: pl.DataFrame, margin: PopulationMargin) -> list[tuple[str, int, float, float]]:
    """Who answered against the population, of published figures: label, count, percentage and the population's of each
    group of a margin; nothing where a count of them is withheld.
    """
    import polars as pl

    found: Mapping[str, dict[str, Any]] = {
        row["code"]: row
        for row in figures.filter(
            pl.col("question_id") == margin.question, pl.col("banner_id").is_null(), pl.col("week").is_null()
        ).iter_rows(named=True)
    }
    groups = [found.get(code) for code in margin.groups]
    counts = [row["count"] if row else None for row in groups]
    known = [count for count in counts if count is not None]
    if len(known) < len(counts) or not sum(known):
        return []
    return [
        (row["label"], row["count"], 100 * row["count"] / sum(known), float(100 * margin.share(row["code"])))
        for row in groups
        if row is not None
    ]


def _before(desk: Desk) -> pl.DataFrame | None:
    """The figures published last, as they are; none before the first publication."""
    import polars as pl

    kept = sorted((desk.private / KEPT).glob("*.parquet"))
    return pl.read_parquet(kept[-1]) if kept else None


def _keep(desk: Desk, figures: pl.DataFrame) -> None:
    """Keeps the figures for the next publication to be held against; the same ones once."""
    from pipelines.files import write

    before = _before(desk)
    if before is not None and before.equals(figures):
        return
    folder = desk.private / KEPT
    file = io.BytesIO()
    figures.write_parquet(file)
    write(folder / f"{len(list(folder.glob('*.parquet'))) + 1:04}.parquet", file.getvalue())


def _manifest(desk: Desk, publication: Publication, files: Mapping[str, bytes], folder: Path) -> bytes:
    """What went in and what came out: hashes of inputs, definitions, packages, and of every file."""
    from survey.store import waves

    before = _read_manifest(folder)
    history = waves(desk.private / "responses")
    exports = history.select("file", "sha256", "rows_in", "kept", "set_aside").rows(named=True)
    toml = sorted(desk.folder.glob("*.toml"))
    made: dict[str, Any] = {
        "consultation": desk.consultation.id,
        "synthetic": publication.synthetic,
        "responses": publication.responses,
        "figures": publication.figures.height,
        "withheld": publication.hidden,
        "inputs": exports,
        "definition": {path.name: _sha(path.read_bytes()) for path in toml},
        "suite": _sha(desk.suite.read_bytes()) if desk.suite.is_file() else None,
        "packages": _versions(),
        "files": {**before.get("files", {}), **{name: _sha(data) for name, data in files.items()}},
    }
    made["files"] = dict(sorted(made["files"].items()))
    return (json.dumps(made, indent=2, ensure_ascii=False, default=str) + "\n").encode()


def _read_manifest(folder: Path) -> dict[str, Any]:
    try:
        found = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _sha(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _versions() -> dict[str, str]:
    from importlib.metadata import version

    names = ("consultation-survey-toolkit", "polars", "altair", "python-pptx", "xlsxwriter", "scipy")
    return {name: version(name) for name in names}


def _exchange(folder: Path, files: Mapping[str, bytes]) -> None:
    """The folder with these files, and those it held beside them, in one step as seen from outside: `publish` is a link
    to a folder beside it, and the link is exchanged.
    """
    from pipelines.files import write

    held = {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    wanted = {**held, **files}
    if wanted == held and folder.is_symlink():
        return
    store = folder.with_name(".published")
    name = _sha(json.dumps({key: _sha(data) for key, data in sorted(wanted.items())}).encode())[:16]
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
