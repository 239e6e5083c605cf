"""`survey init`: a consultation's folder drafted from an export."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipelines.options import ExportPath
from pipelines.places import CONSULTATIONS

if TYPE_CHECKING:
    from survey.drafting.draft import Draft


def init(
    export: ExportPath,
    name: Annotated[str, typer.Option("--name", help="The consultation's name; else from the file's.")] = "",
    into: Annotated[Path, typer.Option("--into", metavar="DIR", help="Where its folder is made.")] = CONSULTATIONS,
) -> None:
    """Example: survey init export.csv --name road_safety_2026

    Drafts questionnaire.toml: kinds, options with counts, scales, areas, personal columns, each guess with its reason.
    """
    from pipelines.files import read_input, write
    from pipelines.show import say, table
    from survey.errors import Problem, UsageError
    from survey.questionnaire.load import FILE

    data = read_input(export)
    chosen = name or _name_of(export)
    path = into / chosen / FILE
    if path.exists():
        raise UsageError(Problem("there is such a consultation already", str(path), hint="say another --name"))
    drafted = _draft(data, export, chosen)
    write(path, drafted.toml.encode())
    shown = drafted.guesses.select("question_id", "kind", "column", "reason", "to_check")
    table(f"Drafted from {export.name}", ("question", "kind", "column", "why", "to check"), shown.rows())
    print(path)
    say(f"look at every line marked CHECK; then: survey validate {path.parent} {export}")


def _name_of(export: Path) -> str:
    """A name a consultation can have, from a file's: small letters, digits and underscores, a letter first."""
    from survey.questionnaire.kinds import slug

    made = slug(export.stem)[:40].strip("_")
    return made if made[:1].isalpha() else f"survey_{made}".strip("_")


def _draft(data: bytes, export: Path, name: str) -> Draft:
    from pipelines.files import read_companion
    from survey.drafting.draft import draft
    from survey.drafting.source import Source
    from survey.ingest.table import open_table
    from survey.questionnaire.definition import Export

    table = open_table(data, str(export), Export(response_id="auto"), read_companion(export))
    return draft(Source(table.names, table.texts, table.platform, export.name, table.dictionary, table.labels), name)
