"""Which publication a file is of: by its hash, or by its name where it was edited since."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pipelines.record import FOLDER, Recorded, recorded, sha

if TYPE_CHECKING:
    from pipelines.places import Desk
    from survey.publish.standing.parts import Part

_READ = (".pptx", ".xlsx", ".html", ".csv", ".parquet")


@dataclass(frozen=True, slots=True)
class Source:
    """A file's publication. `name`: as it was published; `edited`: whether its bytes are others than were published;
    `outputs`: the consultation's folder of outputs.
    """

    name: str
    record: Recorded
    outputs: Path
    edited: bool


def find_source(path: Path, data: bytes, outputs: Path) -> Source:
    """The publication of a file.

    Raises:
        UnreadableError: the file is none that was published, or of a kind that cannot be explained.
    """
    from survey.errors import Problem, UnreadableError

    if path.suffix.lower() not in _READ:
        hint = "explain the page, deck or tables that the same command published beside it"
        raise UnreadableError(Problem("no file that can be explained", str(path), ", ".join(_READ), hint=hint))
    digest = sha(data)
    exact = named = None
    for home in _homes(path, outputs):
        for record in recorded(home / "private"):
            if digest in record.files:
                exact = Source(record.files[digest], record, home, edited=False)
            if path.name in record.files.values():
                named = Source(path.name, record, home, edited=True)
    found = exact or named
    if found is None:
        raise UnreadableError(
            Problem(
                "this file is none that was published here: neither its hash nor its name is on record",
                where=str(path),
                expected=f"a file of publish/ under {outputs}, under the name it was published by if it was edited",
                hint="say --outputs DIR if it was published elsewhere; or publish it: survey tables, deck or report",
            )
        )
    return found


def _homes(path: Path, outputs: Path) -> Iterator[Path]:
    """The folders of consultations' outputs: the file's own first, then all under `outputs`."""
    above = [parent for parent in path.absolute().parents if (parent / "private" / FOLDER).is_dir()]
    records = [found for depth in ("*", "*/*") for found in sorted(outputs.glob(f"{depth}/private/{FOLDER}"))]
    yield from dict.fromkeys([*above, *(found.parent.parent for found in records)])


def desk_of(source: Source) -> Desk:
    """The consultation as it was when the file was published."""
    from pipelines.places import Desk
    from survey.questionnaire.load import load_consultation

    folder, facts = source.record.definition, source.record.facts
    series = source.record.series
    return Desk(
        consultation=load_consultation(folder),
        called=folder.name,
        folder=folder,
        outputs=source.outputs,
        variant=series,
        as_of=facts["as_of"] or "",
        without=tuple(facts["without"]),
        previews=facts["previews"],
    )


def read_parts(source: Source, data: bytes) -> list[Part]:
    """The slides, sheets or tables that stand in the file."""
    from survey.publish.standing.book import read_book
    from survey.publish.standing.deck import read_deck
    from survey.publish.standing.frame import read_frame
    from survey.publish.standing.page import read_page

    match Path(source.name).suffix.lower():
        case ".pptx":
            return read_deck(data)
        case ".xlsx":
            return read_book(data)
        case ".html":
            return read_page(data)
        case suffix:
            return read_frame(data, parquet=suffix == ".parquet")


def choose(parts: list[Part], what: str, name: str) -> Part:
    """The part meant by its number, its name or its title, or by words that only its title has.

    Raises:
        UsageError: none, or several; the nearest title is suggested.
    """
    from survey.errors import Problem, UsageError, nearest

    wanted = " ".join(what.split()).casefold()
    keys = [{each.place, each.name, each.title, each.place.rpartition(" ")[2]} for each in parts]
    exact = [each for each, known in zip(parts, keys, strict=True) if _is(wanted, known)]
    inside = [each for each in parts if wanted in each.title.casefold()]
    found = exact[:1] or inside
    if len(found) == 1:
        return found[0]
    titles = [each.title for each in found or parts]
    several = f"{len(found)} of them have these words: " + "; ".join(titles[:5]) if found else ""
    hint = f"without SLIDE_OR_TABLE it lists them. {nearest(what, titles)}".strip()
    raise UsageError(Problem(f"no one slide, sheet or table {what!r}", name, got=several, hint=hint))


def _is(wanted: str, known: set[str]) -> bool:
    names = {" ".join(each.split()).casefold() for each in known if each}
    return wanted in names or f"table_{wanted}" in names or f"table_{wanted}a" in names
