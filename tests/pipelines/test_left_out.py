"""What [disclosure] leaves out of a publication: questions by area, and questions altogether."""

from __future__ import annotations

import shutil
from pathlib import Path

import polars as pl

from tests.exports import CONSULTATIONS, export_text
from tests.pipelines.conftest import Survey


def row(place: int) -> str:
    day = f"{15 + place % 10}/07/2024 09:{place % 60:02d}"
    area = ("North", "South")[place % 2]
    return f'{place:04d},{day},{day},,x,{area},Speeding,Safe,Unsafe,1,2,"Number {place}",{20 + place % 40},,Park,,'


def published(survey: Survey, folder: Path) -> set[tuple[str, str | None]]:
    done = survey("tables", folder, "--outputs", folder.parent)
    assert done.code == 0, done.err
    figures = pl.read_csv(folder.parent / "every_kind/publish/every_kind_tables.csv", infer_schema_length=None)
    return set(figures.select("question_id", "banner_id").rows())


def test_what_the_definition_leaves_out_is_not_published(survey: Survey, tmp_path: Path) -> None:
    folder = tmp_path / "definitions" / "every_kind"
    shutil.copytree(CONSULTATIONS / "every_kind", folder)
    export = tmp_path / "export.csv"
    export.write_text(export_text(*map(row, range(200))), newline="")
    assert survey("ingest", folder, export, "--outputs", folder.parent).code in (0, 1)
    everything = published(survey, folder)
    by_area = {question for question, banner in everything if banner == "area"}
    assert {"priorities", "safe"} <= by_area
    definition = folder / "questionnaire.toml"
    text = definition.read_text()
    rules = '[disclosure]\nby_area = ["safe"]\nleave_out = ["age"]\n\n[[question]]'
    definition.write_text(text.replace("[[question]]", rules, 1))
    less = published(survey, folder)
    assert {question for question, banner in less if banner == "area"} == {"safe"}
    assert {question for question, _ in everything} - {question for question, _ in less} == {"age"}
    definition.write_text(text.replace("[[question]]", rules.replace("safe", "saef"), 1))
    told = survey("tables", folder, "--outputs", folder.parent)
    assert told.code == 2
    assert "[disclosure], by_area" in told.err
    assert "'safe'" in told.err
