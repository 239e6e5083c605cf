"""`survey demo`: the whole job on a synthetic export, apart from real data."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipelines.options import OUTPUTS, Outputs

if TYPE_CHECKING:
    from survey.questionnaire.definition import Consultation

CONSULTATION = "police_crime_plan_2024"


def demo(
    respondents: Annotated[
        int, typer.Option("--respondents", help="Responses to invent; the real total is unknown.")
    ] = 8000,
    seed: Annotated[int, typer.Option("--seed", help="The same seed gives the same export.")] = 2024,
    outputs: Outputs = OUTPUTS,
) -> None:
    """Example: survey demo

    Makes a synthetic export that meets every published figure of the reference consultation, and runs the job on it.
    """
    from pipelines.files import write
    from pipelines.places import open_desk
    from pipelines.run import run_all
    from pipelines.show import say

    home = outputs / "demo"
    desk = open_desk(CONSULTATION, home)
    name = f"SYNTHETIC_{CONSULTATION}_export.csv"
    path = write(home / name, _export(desk.consultation, desk.folder, respondents, seed))
    say(f"SYNTHETIC export, no real respondent in it: {path}")
    raise typer.Exit(code=run_all(desk, path, replace=True))


def _export(consultation: Consultation, folder: Path, respondents: int, seed: int) -> bytes:
    from survey.synthetic.export import make_export
    from survey.synthetic.published import load_published

    return make_export(consultation, load_published(folder), respondents, seed)
