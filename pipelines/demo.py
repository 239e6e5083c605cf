"""`survey demo`: the whole job on a synthetic export, apart from real data."""

from __future__ import annotations

import shutil
from typing import Annotated

import typer

from pipelines.options import OUTPUTS, AsJson, Outputs

CONSULTATION = "police_crime_plan_2024"


def demo(
    respondents: Annotated[
        int, typer.Option("--respondents", min=1, help="Responses to invent; the real total is unknown.")
    ] = 8000,
    seed: Annotated[int, typer.Option("--seed", min=0, help="The same seed gives the same export.")] = 2024,
    outputs: Outputs = OUTPUTS,
    json: AsJson = False,
) -> None:
    """Example: survey demo

    Makes a synthetic export that meets every published figure of the reference consultation, and runs the job on it,
    up to the deck, the workbook and the page in its folder `publish/`.
    """
    from pipelines.files import write
    from pipelines.places import open_desk
    from pipelines.run import run_all
    from pipelines.show import say
    from survey.synthetic.export import make_export
    from survey.synthetic.load import load_published

    home = outputs / "demo"
    desk = open_desk(CONSULTATION, home)
    made = make_export(desk.consultation, load_published(desk.folder, desk.consultation), respondents, seed)
    shutil.rmtree(desk.outputs, ignore_errors=True)  # an earlier demo, perhaps of another number of respondents
    path = write(home / made.file_name, made.content)
    say(f"SYNTHETIC export, no real respondent in it: {path}")
    raise typer.Exit(code=run_all(desk, path, publish=True, json=json))
