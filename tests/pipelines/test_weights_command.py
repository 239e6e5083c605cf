"""`survey represent`, `survey weights` and --weight, as an analyst runs them, on SYNTHETIC responses."""

from __future__ import annotations

import csv
import datetime as dt
import shutil
from pathlib import Path

import pytest

from tests.exports import CONSULTATIONS, every_kind, export_text
from tests.pipelines.conftest import Survey
from tests.weighting.people import drawn, four_margins

FOUR = CONSULTATIONS / "four_margins"
HEADER = ("ID", "Started", "Area", "Age", "Sex", "Ethnic group", "Agree")


@pytest.fixture
def outputs(survey: Survey, tmp_path: Path) -> Path:
    """400 SYNTHETIC responses taken in."""
    path = tmp_path / "export.csv"
    frame = drawn(four_margins(), 400).select("response_id", "area", "age", "sex", "ethnicity", "agree")
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEADER)
        writer.writerows((row[0], "15/07/2024 09:00", *(cell or "" for cell in row[1:])) for row in frame.iter_rows())
    assert survey("ingest", FOUR, path, "--outputs", tmp_path).code == 0
    return tmp_path


def test_who_answered_in_words_as_records_and_as_csv(survey: Survey, outputs: Path) -> None:
    told = survey("represent", FOUR, "--outputs", outputs)
    assert told.code == 0
    assert "among the" in told.out
    assert "% of those who answered" in told.out
    assert "ONS, Census 2021" in told.out
    assert "(share x base - responses) / (1 - share)" in told.err
    for word in ("sample", "representative"):
        assert word not in told.out + told.err
    records = survey("represent", FOUR, "--outputs", outputs, "--json").records
    assert {row["question_id"] for row in records} == {"area", "age", "sex", "ethnicity"}
    with (outputs / "four_margins" / "draft" / "tables" / "represent.csv").open(encoding="utf-8") as file:
        assert [int(row["count"]) for row in csv.DictReader(file)] == [row["count"] for row in records]


def test_fieldwork_is_told_open_or_closed(survey: Survey, tmp_path: Path, outputs: Path) -> None:
    closed = survey("represent", FOUR, "--outputs", outputs).err
    assert "closed on 3 August 2024" in closed
    today = dt.date.today()
    folder = tmp_path / "open" / "four_margins"
    shutil.copytree(FOUR, folder)
    path = folder / "questionnaire.toml"
    path.write_text(
        path.read_text().replace("closed = 2024-08-03", f"closed = {today}").replace("2024-07-14", f"{today}")
    )
    export = outputs / "export.csv"
    export.write_text(export.read_text().replace("15/07/2024", f"{today:%d/%m/%Y}"))
    survey("ingest", folder, export, "--outputs", tmp_path / "again")
    assert f"open until {today:%-d %B %Y}" in survey("represent", folder, "--outputs", tmp_path / "again").err


def test_weights_tell_margins_design_effect_and_who_is_apart(survey: Survey, outputs: Path) -> None:
    told = survey("weights", FOUR, "--outputs", outputs)
    assert told.code == 0
    for words in (
        "% unweighted",
        "% weighted",
        "design effect",
        "effective base",
        "within bounds",
        "The largest weights",
    ):
        assert words in told.out
    assert "every margin is met" in told.err
    assert "weight 1, kept apart" in told.err
    *margins, last = survey("weights", FOUR, "--outputs", outputs, "--json").records
    assert all(abs(row["difference"]) < 1e-8 for row in margins if row["difference"] is not None)
    assert last["weighted"] + last["outside"] + last["unstated"] == 400
    assert [row["step"] for row in last["effect"]] == ["unweighted", "raked", "within bounds"]


def test_bounds_that_miss_the_margins_end_with_1(survey: Survey, tmp_path: Path, outputs: Path) -> None:
    folder = tmp_path / "tight" / "four_margins"
    shutil.copytree(FOUR, folder)
    path = folder / "questionnaire.toml"
    path.write_text(path.read_text().replace("maximum = 4", "maximum = 1.1"))
    told = survey("weights", folder, "--outputs", outputs)
    assert told.code == 1
    assert "CAUTION: margins are missed by up to" in told.err


def test_weighted_tables_stand_beside_and_meet_the_margins(survey: Survey, outputs: Path) -> None:
    plain = survey("breakdown", FOUR, "--question", "ethnicity", "--outputs", outputs, "--json").records
    weighted = survey("breakdown", FOUR, "--question", "ethnicity", "--weight", "--outputs", outputs, "--json").records
    assert [row["pct"] for row in weighted] == [row["pct"] for row in plain]
    assert [row["weighted_pct"] for row in plain] == pytest.approx([row["pct"] for row in plain], rel=1e-14)
    assert any(abs(row["weighted_pct"] - row["pct"]) > 5 for row in weighted)
    assert weighted[0]["base_effective"] < weighted[0]["base_unweighted"]
    drafts = outputs / "four_margins" / "draft"
    assert (drafts / "weighted" / "tables" / "ethnicity.csv").exists()
    assert (drafts / "tables" / "ethnicity.csv").exists()
    assert "weighted %" in survey("breakdown", FOUR, "--weight", "--outputs", outputs).out
    by_sex = survey("breakdown", FOUR, "--question", "agree", "--by", "sex", "--weight", "--outputs", outputs)
    assert "weighted % of" in by_sex.out
    ranked = survey("rank", FOUR, "--question", "agree", "--weight", "--outputs", outputs)
    assert "weighted %" in ranked.out
    assert "WEIGHTED by Area, Age, Sex, Ethnic group" in ranked.err


@pytest.mark.parametrize("command", ["represent", "weights", "breakdown", "rank"])
def test_without_a_population_the_way_is_told(survey: Survey, tmp_path: Path, command: str) -> None:
    assert every_kind().population == ()
    path = tmp_path / "export.csv"
    path.write_text(export_text(), newline="")
    survey("ingest", CONSULTATIONS / "every_kind", path, "--outputs", tmp_path)
    weight = ["--weight"] if command in ("breakdown", "rank") else []
    told = survey(command, CONSULTATIONS / "every_kind", *weight, "--outputs", tmp_path)
    assert told.code == 2
    assert "population.toml" in told.err
