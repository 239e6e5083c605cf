"""`survey deck`: the findings as PowerPoint slides, of published figures only; an edited deck keeps its words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipelines.ledger import Without
from pipelines.options import OUTPUTS, AsJson, AsOf, ConsultationName, Outputs

if TYPE_CHECKING:
    from pipelines.places import Desk
    from pipelines.publication import Publication
    from survey.questionnaire.kinds import Option

NAME = "deck"
EVERY = "all"


def deck(
    consultation: ConsultationName,
    area: Annotated[str, typer.Option("--area", metavar="NAME", help="The deck of this area, or of 'all'.")] = "",
    template: Annotated[
        Path | None, typer.Option("--template", metavar="FILE.pptx", help="Use its master, layouts and theme.")
    ] = None,
    edited: Annotated[
        Path | None, typer.Option("--edited", metavar="FILE.pptx", help="An edited deck: its words stay.")
    ] = None,
    without: Without = "",
    as_of: AsOf = "",
    outputs: Outputs = OUTPUTS,
    json: AsJson = False,
) -> None:
    """Example: survey deck police_crime_plan_2024

    Publishes the deck: every question, the themes, the focus groups and changes of deck.toml, method, who answered.
    Made again after it was edited in PowerPoint, the words stay, the numbers are refreshed, and it says what changed.
    """
    from pipelines.files import read_input
    from pipelines.ledger import counted
    from pipelines.places import open_desk
    from pipelines.publication import publish
    from pipelines.show import as_json
    from survey.publish.deck_look import open_look

    desk = open_desk(consultation, outputs)
    areas = find_areas(desk, area)
    given = read_input(template) if template else None
    if given is not None:
        open_look(given)  # what cannot be used is told before anything is counted
    theirs = read_input(edited) if edited else None
    _refuse_many(edited, areas)
    desk, responses = counted(desk, as_of, without)
    changes: dict[str, tuple[str, ...]] = {}

    def make(publication: Publication) -> Mapping[str, bytes]:
        files, found = make_decks(desk, publication, areas, given, theirs)
        changes.update(found)
        return files

    paths = publish(desk, responses, make)
    tell_changes(changes)
    if json:
        as_json([{"file": str(path), "changes": list(changes[path.name])} for path in paths])
    else:
        for path in paths:
            print(path)


def file_name(desk: Desk, publication: Publication, area: Option | None) -> str:
    """The deck's file, named from ids."""
    stem = ("SYNTHETIC_" if publication.synthetic else "") + f"{desk.consultation.id}_{NAME}{desk.mark}"
    return f"{stem}_{area.code}.pptx" if area else f"{stem}.pptx"


def make_decks(
    desk: Desk,
    publication: Publication,
    areas: Sequence[Option] = (),
    template: bytes | None = None,
    edited: bytes | None = None,
) -> tuple[dict[str, bytes], dict[str, tuple[str, ...]]]:
    """The deck of all, or those of areas, by name; and what changed in those that someone has edited."""
    files: dict[str, bytes] = {}
    changes: dict[str, tuple[str, ...]] = {}
    wanted: list[Option | None] = [*areas] or [None]
    for each in wanted:
        name = file_name(desk, publication, each)
        files[name], changes[name] = make_deck(desk, publication, each, template, edited or _edited(desk, name))
    return files, changes


def tell_changes(changes: Mapping[str, Sequence[str]]) -> None:
    """Says what changed in decks that someone had edited."""
    from pipelines.show import say

    for name, lines in changes.items():
        if lines:
            say(f"{name}, as somebody had edited it:")
        for line in lines:
            say(f"  {line}")


def make_deck(
    desk: Desk, publication: Publication, area: Option | None, template: bytes | None, edited: bytes | None
) -> tuple[bytes, tuple[str, ...]]:
    """The deck, and what changed in it where an edited one was refreshed."""
    from pipelines.deck_slides import assemble
    from survey.publish.deck import deck_bytes
    from survey.publish.deck_refresh import refresh
    from survey.publish.writable import writable

    made = writable(assemble(desk, publication, area))
    if edited is None:
        return deck_bytes(made, template), ()
    refreshed = refresh(edited, made)
    look = ("the edited deck keeps its own look: the template is left aside",) if template else ()
    return refreshed.data, (*look, *refreshed.changes)


def find_areas(desk: Desk, name: str) -> list[Option]:
    """The areas that decks are wanted of; none where the deck is of all.

    Raises:
        UsageError: the consultation has no area of that name, or asks for none.
    """
    from survey.errors import Problem, UsageError, nearest
    from survey.ledger.settings import LedgerSettings
    from survey.ledger.where import outside_options
    from survey.questionnaire.kinds import Closed

    if not name:
        return []
    consultation = desk.consultation
    question = consultation.question(consultation.area) if consultation.area else None
    if not isinstance(question, Closed):
        hint = "name the question of where people live as area in [consultation]"
        raise UsageError(Problem("the questionnaire names no area question", consultation.id, hint=hint))
    outside = {option.code for option in outside_options(consultation, LedgerSettings())}
    inside = [option for option in question.options if option.code not in outside]
    if name.casefold() == EVERY:
        return inside
    found = [each for each in inside if name.casefold() in (each.label.casefold(), each.code.casefold())]
    if found:
        return found
    labels = [option.label for option in inside]
    expected = f"{EVERY}, or one of {', '.join(labels)}"
    raise UsageError(Problem(f"no such area {name!r}", consultation.id, expected, hint=nearest(name, labels)))


def _refuse_many(edited: Path | None, areas: list[Option]) -> None:
    from survey.errors import Problem, UsageError

    if edited and len(areas) > 1:
        hint = "say which area the edited deck is of: --area NAME"
        raise UsageError(Problem("one edited deck cannot be the deck of every area", str(edited), hint=hint))


def _edited(desk: Desk, name: str) -> bytes | None:
    """The deck as it stands where it was published, if someone has edited it since, or had before it was refreshed."""
    from pipelines.publication import published
    from survey.publish.deck_refresh import edited_since

    found = published(desk, name)
    return found if found is not None and edited_since(found) else None
