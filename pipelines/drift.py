"""`survey drift`: what is different in this export, against the questionnaire and the exports before it."""

from __future__ import annotations

import datetime as dt
import hashlib
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipelines.options import OUTPUTS, AsJson, ConsultationName, ExportPath, Outputs

if TYPE_CHECKING:
    import polars as pl

    from pipelines.places import Desk
    from survey.drift.values import Profile
    from survey.ingest.export import OpenExport

PROFILES = "profiles"
DRIFT = "drift.csv"
SCREEN = 10  # differences


def drift(
    consultation: ConsultationName,
    export: ExportPath,
    accept: Annotated[
        bool, typer.Option("--accept", help="Write the aliases and renamed columns offered into questionnaire.toml.")
    ] = False,
    outputs: Outputs = OUTPUTS,
    json: AsJson = False,
) -> None:
    """Example: survey drift police_crime_plan_2024 export.csv

    Compares an export with the questionnaire and with the exports taken in before: columns, options, formats, volume,
    shares. Green and amber end 0, red ends 1. Nothing is taken in.
    """
    from pipelines.files import read_companion, read_input
    from pipelines.places import open_desk
    from pipelines.show import as_json, records
    from survey.drift.drift import drift as compare
    from survey.drift.finding import overall
    from survey.ingest.export import open_export

    desk = open_desk(consultation, outputs)
    data = read_input(export)
    opened = open_export(data, str(export), desk.consultation, read_companion(export))
    found = compare(profile_of(opened, data), _before(desk), opened.consultation)
    if accept:
        _accept(desk, found)
    if json:
        as_json(records(found))
    else:
        _show(desk, found)
    raise typer.Exit(code=1 if overall(found) == "red" else 0)


def profile_of(opened: OpenExport, data: bytes) -> Profile:
    """What is remembered of an export for the comparison with later ones: counts, no verbatim, no id."""
    from pipelines.files import file_name
    from survey.drift.profile import profile
    from survey.drift.values import Source

    columns, fieldwork = opened.columns, opened.consultation.fieldwork
    dated = opened.frame[fieldwork.dated_by].dt.date() if fieldwork is not None else None
    return profile(
        Source(
            consultation=opened.consultation,
            file=file_name(Path(opened.name)),
            sha256=hashlib.sha256(data).hexdigest(),
            taken=dt.datetime.now(dt.UTC).date(),
            names=opened.table.names,
            texts=opened.table.texts,
            claimed={**columns.answers, **{name: (place,) for name, place in columns.meta.items()}},
            unclaimed=columns.unclaimed,
            dates=None if dated is None or dated.null_count() == len(dated) else dated,
            typed_dates=opened.table.typed_dates,
            by_value=opened.by_value,
        )
    )


def remember(desk: Desk, remembered: Profile) -> None:
    """Keeps the profile of an export that was taken in."""
    from pipelines.files import write

    folder, end = desk.private / PROFILES, f"{remembered.sha256[:16]}.json"
    known = sorted(folder.glob(f"*_{end}"))  # an export taken in again keeps its place among the others
    path = known[0] if known else folder / f"{dt.datetime.now(dt.UTC):%Y-%m-%dT%H-%M-%S-%f}_{end}"
    write(path, remembered.to_json())


def _before(desk: Desk) -> list[Profile]:
    from survey.drift.values import Profile

    paths = sorted((desk.private / PROFILES).glob("*.json"))
    return [Profile.from_json(path.read_bytes(), str(path)) for path in paths]


def _show(desk: Desk, found: pl.DataFrame) -> None:
    """The worst first, each in a few lines, as many as a screen takes; all of them as CSV."""
    from pipelines.files import csv_bytes, write
    from pipelines.show import many, printable, say
    from survey.drift.finding import LEVELS, overall

    counts = [(found.filter(found["level"] == level).height, level) for level in LEVELS]
    told = ", ".join(f"{count:,} {level}" for count, level in counts if count)
    print(f"{overall(found).upper()}: {many(len(found), 'difference')}" + (f" ({told})" if told else ""))
    for row in found.head(SCREEN).iter_rows(named=True):
        accepted = " [--accept writes this]" if row["accept_kind"] else ""
        print(printable(f"\n{row['level'].upper():5}  {row['what']}\n       {row['where']}: {row['evidence']}"))
        print(printable(f"       fix: {row['fix']}{accepted}"))
    path = write(desk.private / DRIFT, csv_bytes(found))
    if len(found) > SCREEN:
        say(f"and {len(found) - SCREEN:,} more: {path}")


def _accept(desk: Desk, found: pl.DataFrame) -> None:
    """Writes what can be accepted into the questionnaire; its comments and layout stay."""
    from pipelines.files import write
    from pipelines.show import many, say
    from survey.drift.accept import accept
    from survey.questionnaire.load import FILE

    path = desk.folder / FILE
    offered = found["accept_kind"].count()
    if offered:
        write(path, accept(path.read_text(encoding="utf-8"), found).encode())
    say(
        f"{many(offered, 'change')} written to {path}"
        + (f"; now: survey suite {desk.called}, then survey ingest {desk.called} EXPORT" if offered else "")
    )
