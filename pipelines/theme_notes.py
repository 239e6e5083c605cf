"""`survey themes notes`: notes of focus groups coded by the same frame, told beside the survey."""

from __future__ import annotations

import csv
import io
import tomllib
from pathlib import Path
from typing import Annotated, Any

import typer

from pipelines.options import OUTPUTS, AsJson, ConsultationName, Outputs

CODED, TABLE = "notes_coded.csv", "themes_notes.csv"


def notes(
    consultation: ConsultationName,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="CSV with group, question, text; or TOML of [[note]].")],
    outputs: Outputs = OUTPUTS,
    json: AsJson = False,
) -> None:
    """Example: survey themes notes police_crime_plan_2024 focus_groups.csv

    Codes the notes of focus groups by the survey's code frame, and shows both side by side. They are never added up.
    """
    from pipelines.coding import code as code_responses
    from pipelines.files import csv_bytes, file_name, write
    from pipelines.places import open_desk
    from pipelines.responses import load_responses
    from pipelines.show import as_json, records, say, table
    from survey.themes.notes import beside, code_notes, notes_of

    desk = open_desk(consultation, outputs)
    told = notes_of(_rows(file), file_name(file))
    frame, survey = code_responses(desk, load_responses(desk))
    coding = code_notes(told, frame)
    found = beside(told, coding, survey, frame)
    joined = coding.coded.join(told.rename({"note_id": "response_id"}), on="response_id", maintain_order="left")
    path = write(desk.private / CODED, csv_bytes(joined))
    write(desk.tables / TABLE, csv_bytes(found))
    if json:
        as_json([*records(coding.coded), {"account": records(coding.account)}, {"beside": records(found)}])
    else:
        groups = found["groups_in_all"].item(0)
        headings = ("code", "notes", f"groups of {groups}", "responses to the survey")
        table(
            f"{len(told):,} notes of {groups} focus groups, beside the survey",
            headings,
            found.select("label", "notes", "groups", "responses").rows(),
        )
        columns = tuple(name.replace("_", " ") for name in coding.account.columns[1:])
        table("Every note is accounted for", columns, [row[1:] for row in coding.account.rows()])
    say(f"every code with the words of the note that gave it: {path}: it holds what people said, keep it private.")
    say("Notes are counted apart: they are in no figure of the survey.")


def _rows(file: Path) -> list[dict[str, str]]:
    """The notes of the file as rows of texts.

    Raises:
        UnreadableError: it is missing, not UTF-8, or no TOML.
    """
    from pipelines.files import read_input
    from survey.errors import Problem, UnreadableError

    try:
        text = read_input(file).decode("utf-8-sig")
        if file.suffix.lower() == ".toml":
            return [_texts(row) for row in tomllib.loads(text).get("note", [])]
        return [_texts(row) for row in csv.DictReader(io.StringIO(text))]
    except (ValueError, TypeError, csv.Error, AttributeError, RecursionError) as error:
        raise UnreadableError(Problem("the notes cannot be read", str(file), got=str(error)[:200])) from None


def _texts(row: dict[Any, Any]) -> dict[str, str]:
    return {str(name).strip().lower(): "" if value is None else str(value) for name, value in row.items()}
