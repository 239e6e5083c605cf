"""`survey validate`: is this export sound?"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import typer

from pipelines.options import OUTPUTS, AsJson, ConsultationName, ExportPath, Outputs

if TYPE_CHECKING:
    from pipelines.places import Desk
    from survey.validate.run import Outcome

FULL = "validation.json"


def validate(
    consultation: ConsultationName, export: ExportPath, outputs: Outputs = OUTPUTS, json: AsJson = False
) -> None:
    """Example: survey validate police_crime_plan_2024 export.csv

    Checks an export against the consultation's expectations without keeping it. Ends 0 if sound, 1 if not;
    --json prints a record for each expectation that failed.
    """
    from pipelines.places import open_desk
    from pipelines.show import as_json, records

    desk = open_desk(consultation, outputs)
    outcome = check(desk, export)
    if json:
        as_json(records(outcome.failures))
    else:
        show(desk, outcome)
    raise typer.Exit(code=0 if outcome.success else 1)


def check(desk: Desk, export: Path, notes: bool = True) -> Outcome:
    """Validates the export; Great Expectations' own result is kept under private. `notes`: say how it was read."""
    from pipelines.files import read_companion, read_input, write
    from pipelines.show import say
    from pipelines.suite import current_suite
    from survey.ingest.as_read import as_read
    from survey.ingest.export import open_export
    from survey.validate.run import validate as run

    opened = open_export(read_input(export), str(export), desk.consultation, read_companion(export))
    for problem in opened.columns.missing:
        say(f"missing: {problem}")
    for note in opened.notes if notes else ():
        say(f"note: {note}")
    outcome = run(as_read(opened), current_suite(desk))
    write(desk.private / FULL, outcome.full)
    return outcome


def show(desk: Desk, outcome: Outcome) -> None:
    """What failed, where, and what to do."""
    from pipelines.show import say, table

    if outcome.success:
        print(f"sound: all {outcome.checked} expectations met")
    else:
        rows = [
            (row["what"], row["failed"], row["rows"], row["lines"], row["got"], row["todo"])
            for row in outcome.failures.iter_rows(named=True)
        ]
        table(
            f"Not sound: {len(rows)} of {outcome.checked} expectations failed",
            ("expected", "failed", "of rows", "on lines", "got", "what to do"),
            rows,
        )
    say(f"in full, as Great Expectations gives it: {desk.private / FULL}")
