"""`survey check` of a deck or a workbook: whose figures they are, and what the published ones would make of them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pipelines.places import Desk
    from pipelines.publication import Publication
    from survey.publish.deck_parts import Deck
    from survey.publish.preflight.alike import Published
    from survey.publish.preflight.deck_check import Checked
    from survey.publish.preflight.details import Find
    from survey.publish.preflight.finding import Finding


def check_deck_file(data: bytes, path: Path, consultation: str, outputs: Path) -> tuple[tuple[Finding, ...], str]:
    """What is odd in a deck, and what was looked at.

    Raises:
        UsageError: there is no such consultation.
        UnreadableError: the deck cannot be read, or the record of what was published.
    """
    from survey.publish.preflight.deck_check import check_deck

    found = _published(path, consultation, outputs)
    made = _deck(*found, data, path) if found else None
    checked = check_deck(data, _details(found), made, _known(*found) if found else ())
    return (*checked.findings, *_stale(found, path)), _looked(checked, "slide", found)


def check_workbook_file(data: bytes, path: Path, consultation: str, outputs: Path) -> tuple[tuple[Finding, ...], str]:
    """What is odd in a workbook, and what was looked at.

    Raises:
        UsageError: there is no such consultation.
        UnreadableError: the workbook cannot be read, or the record of what was published.
    """
    from pipelines.tables import sheets
    from survey.publish.preflight.workbook_check import check_workbook

    found = _published(path, consultation, outputs)
    made, known = (list(sheets(*found)), _known(*found)) if found else ((), ())
    owner = found[0].consultation.owner if found else ""
    checked = check_workbook(data, str(path), _details(found), made, known, owner)
    return (*checked.findings, *_stale(found, path)), _looked(checked, "sheet", found)


def _published(path: Path, consultation: str, outputs: Path) -> tuple[Desk, Publication] | None:
    """The publication that a file is of: beside the outputs that it lies in, else in the outputs named."""
    from pipelines.last_publication import last_publication
    from pipelines.places import open_desk

    name = consultation or _guessed(path)
    if not name:
        return None
    desk = open_desk(name, outputs)
    homes = [place.parent for place in path.absolute().parents if place.name == desk.consultation.id]
    for home in (*homes, outputs):
        found = last_publication(open_desk(name, home), path.name)
        if found is not None:
            return found
    return None


def _stale(found: tuple[Desk, Publication] | None, path: Path) -> Iterator[Finding]:
    """Responses that came after what the file was held against."""
    from dataclasses import replace

    from pipelines.last_publication import taken_in_since
    from pipelines.show import many
    from survey.publish.preflight.finding import look

    since = taken_in_since(replace(found[0], variant="", as_of=""), path.name) if found else []
    if found and since:
        got = f"{many(len(since), 'export')} since: {', '.join(since[:5])}"
        what = "responses were taken in since these figures were published"
        hint = "publish again: survey tables, survey deck; words of an edited deck stay"
        yield look("stale", what, found[0].consultation.id, "figures of all that was taken in", got, hint)


def _guessed(path: Path) -> str:
    """The consultation that a file's name or place names; empty for none."""
    from pipelines.places import CONSULTATIONS
    from survey.questionnaire.load import FILE

    known = sorted((each.parent.name for each in CONSULTATIONS.glob(f"*/{FILE}")), key=len, reverse=True)
    places = {place.name for place in path.absolute().parents}
    return next((name for name in known if name in path.name or name in places), "")


def _deck(desk: Desk, publication: Publication, data: bytes, path: Path) -> Deck:
    """The deck that the published figures give: of the area that the document's title or the file's name says."""
    from pipelines.deck import file_name, find_areas
    from pipelines.deck_slides import assemble
    from survey.publish.preflight.deck_check import title_of

    title = title_of(data)
    areas = find_areas(desk, "all") if desk.consultation.area else []
    for area in areas:
        if title.endswith(f" – {area.label}") or path.name == file_name(desk, publication, area):
            return assemble(desk, publication, area)
    return assemble(desk, publication, None)


def _known(desk: Desk, publication: Publication) -> list[Published]:
    """The published figures of each question, of all and by group."""
    import polars as pl

    from survey.frames import ALL
    from survey.publish.preflight.alike import Published

    found = []
    texts = {each.id: (each.text, each.title) for each in desk.consultation.questions}
    rows = publication.figures.filter(pl.col("week").is_null(), pl.col("value").is_null(), pl.col("item").is_null())
    for part in rows.partition_by("question_id", "banner_id", "group", maintain_order=True):
        name, banner, group = part.row(0, named=True)["question_id"], part["banner_id"].item(0), part["group"].item(0)
        if banner is None or group != ALL:
            figures: dict[str, list[tuple[float | None, int | None]]] = {}
            for label, pct, count in part.select("label", "pct", "count").iter_rows():
                figures.setdefault(label, []).append((pct, count))
            base = part["base_unweighted"].item(0)
            found.append(Published(texts.get(name, (name,)), group if banner else "", base, figures))
    return found


def _details(found: tuple[Desk, Publication] | None) -> Find:
    """What finds personal details; words of the questionnaire are none, whoever's name an option is."""
    from survey.themes.personal import find_details

    own = found[0].consultation.model_dump_json().casefold() if found else ""

    def find(text: str) -> Iterator[tuple[str, str]]:
        for detail in find_details(text):
            if detail.words.casefold() not in own:
                yield detail.kind, detail.words

    return find


def _looked(checked: Checked, part: str, found: tuple[Desk, Publication] | None) -> str:
    from pipelines.show import many

    looked = f"{many(checked.parts, part)}, {many(checked.figures, 'figure')} in charts and tables"
    if found is None:
        return f"{looked}; not held against published figures: --consultation NAME (--outputs DIR) says whose they are"
    desk, publication = found
    of = f"{desk.consultation.id}, {many(publication.responses, 'response')}"
    return f"{looked}; {many(checked.compared, part)} held against what was published of {of}"
