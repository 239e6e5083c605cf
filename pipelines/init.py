"""`survey init`: a consultation's folder drafted from an export."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipelines.options import ExportPath
from pipelines.places import CONSULTATIONS

if TYPE_CHECKING:
    import polars as pl

    from survey.drafting.draft import Draft
    from survey.drafting.source import Known, Source
    from survey.ingest.cells import Table

FIRST_LINES = 5  # of a draft, which say what CHECK means


def init(
    export: ExportPath,
    name: Annotated[str, typer.Option("--name", help="The consultation's name; else from the file's.")] = "",
    into: Annotated[Path, typer.Option("--into", metavar="DIR", help="Where its folder is made.")] = CONSULTATIONS,
) -> None:
    """Example: survey init export.csv --name road_safety_2026

    Drafts questionnaire.toml: kinds, options with counts, scales, areas, personal columns, each guess with its reason.
    """
    from pipelines.files import read_input, write
    from pipelines.show import many, say, table
    from survey.errors import Problem, UsageError
    from survey.questionnaire.load import FILE

    data = read_input(export)
    chosen = name or _name_of(export)
    path = into / chosen / FILE
    if path.exists():
        raise UsageError(Problem("there is such a consultation already", str(path), hint="say another --name"))
    opened = _open(data, export)
    drafted = _draft(opened, export, chosen)
    write(path, drafted.toml.encode())
    title = f"Drafted from {export.name}: {opened.height:,} rows, layout {opened.platform}"
    table(title, ("question", "kind", "column", "why", "to check"), _shown(drafted.guesses))
    print(path)
    for note in opened.notes:
        say(f"note: {note}")
    checks = sum("CHECK" in line for line in drafted.toml.splitlines()[FIRST_LINES:])
    say(f"look at the {many(checks, 'line')} marked CHECK in {path.name}; then: survey validate {path.parent} {export}")


def _name_of(export: Path) -> str:
    """A name a consultation can have, from a file's: small letters, digits and underscores, a letter first."""
    from survey.questionnaire.kinds import slug

    made = slug(export.stem)[:40].strip("_")
    return made if made[:1].isalpha() else f"survey_{made}".strip("_")


def _open(data: bytes, export: Path) -> Table:
    from pipelines.files import read_companion
    from survey.ingest.table import open_table
    from survey.questionnaire.definition import Export

    return open_table(data, str(export), Export(response_id="auto"), read_companion(export))


def _draft(opened: Table, export: Path, name: str) -> Draft:
    from pipelines.files import file_name
    from survey.drafting.draft import draft

    return draft(source_of(opened, file_name(export)), name)


def source_of(opened: Table, file: str) -> Source:
    """An open table as the drafting takes it."""
    from survey.drafting.source import Source

    known = known_of(opened.platform, opened.names)
    return Source(opened.names, opened.texts, opened.platform, file, opened.dictionary, opened.labels, known)


def known_of(layout: str, names: Sequence[str]) -> Known:
    """What is known of the tool that writes exports in this layout, of columns with these names."""
    from survey.drafting.source import Known
    from survey.ingest.columns import Finder
    from survey.ingest.platforms.registry import platform_named
    from survey.ingest.platforms.settle import settled
    from survey.questionnaire.definition import Export

    platform = platform_named(layout)
    if platform is None:
        return Known()
    finder = Finder(names, layout)
    personal = frozenset(finder.claim(platform.personal))
    own = frozenset(finder.claim_rest(platform.own))
    return Known(settled(Export(response_id="auto"), platform, names), own, personal)


def _shown(guesses: pl.DataFrame) -> list[tuple[str, ...]]:
    """A row a question, with the first of its columns; a row each personal column, and each other kind of column."""
    import polars as pl

    who = pl.coalesce("question_id", pl.when(pl.col("kind") == "personal").then("column"), "kind")
    groups = guesses.group_by(who.alias("who"), "kind", maintain_order=True).agg(
        pl.col("question_id", "column", "reason", "to_check").first(), pl.len()
    )
    return [
        (
            row["question_id"] or "",
            row["kind"],
            row["column"] + (f" (and {row['len'] - 1} more)" if row["len"] > 1 else ""),
            row["reason"],
            row["to_check"],
        )
        for row in groups.iter_rows(named=True)
    ]
