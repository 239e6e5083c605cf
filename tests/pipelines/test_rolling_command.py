"""`survey rolling` as a user runs it, on a SYNTHETIC survey asked all the time; what it refuses."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import pytest
from scipy import stats

from tests.pipelines.conftest import Survey

QUESTIONNAIRE = """
[consultation]
name = "Victim satisfaction"
owner = "The tests"

[fieldwork]
opened = 2012-10-01
closed = 2014-12-31

[export]
response_id = "ID"
started = { column = "Called", format = "%Y-%m-%d" }

[[question]]
id = "satisfied"
kind = "scale"
polarity = "positive_first"
text = "How satisfied were you with the service?"
column = "Satisfied"
options = ["Satisfied", "Neither", "Dissatisfied"]
nets = [
  { code = "good", label = "All satisfied", codes = ["satisfied"], polarity = "positive" },
  { code = "bad", label = "All dissatisfied", codes = ["dissatisfied"], polarity = "negative" },
]

[[question]]
id = "area"
kind = "single_code"
text = "Where?"
column = "Area"
options = ["North", "South"]
"""
MONTHS = [(2012 + (at + 9) // 12, (at + 9) % 12 + 1) for at in range(25)]  # October 2012 to October 2014


def answers(month: int) -> list[str]:
    """Of 40 a month, a year long 24 are satisfied, from then on 32."""
    good = 24 if month < 12 else 32
    return ["Satisfied"] * good + ["Neither"] * 4 + ["Dissatisfied"] * (36 - good)


@pytest.fixture
def taken(survey: Survey, tmp_path: Path) -> Path:
    folder = tmp_path / "synthetic_satisfaction"
    folder.mkdir()
    (folder / "questionnaire.toml").write_text(QUESTIONNAIRE)
    lines = ["ID,Called,Satisfied,Area"]
    for at, (year, month) in enumerate(MONTHS):
        for place, answer in enumerate(answers(at)):
            day = dt.date(year, month, 1 + place % 28)
            lines.append(f"{len(lines)},{day},{answer},{'North' if place % 2 else 'South'}")
    export = tmp_path / "SYNTHETIC_export.csv"
    export.write_text("\n".join(lines) + "\n")
    assert survey("ingest", folder, export, "--outputs", tmp_path).code == 0
    return folder


def test_a_year_of_months_against_the_first_year(survey: Survey, taken: Path, tmp_path: Path) -> None:
    out = ("--question", "satisfied", "--outputs", tmp_path)
    *rows, rest = survey("rolling", taken, *out, "--json").records
    good = {row["wave"]: row for row in rows if row["code"] == "good"}
    assert len(good) == 14
    first, last = good["12 months to September 2013"], good["12 months to October 2014"]
    assert (first["count"], first["base_unweighted"]) == (288, 480)
    assert (last["count"], last["base_unweighted"]) == (384, 480)
    middle = good["12 months to March 2014"]
    assert middle["pct"] == pytest.approx(70)
    since = {(row["first"], row["code"]): row for row in rest["since_baseline"]}
    assert {window for window, _ in since} == {"12 months to September 2014", "12 months to October 2014"}
    told = since["12 months to October 2014", "good"]
    expected = stats.chi2_contingency([[384, 96], [288, 192]], correction=False).pvalue
    assert told["p"] == pytest.approx(expected)
    assert told["beyond_chance"] is True
    assert told["difference"] == pytest.approx(20)
    shown = survey("rolling", taken, *out)
    lines = [re.sub(r"\s+", " ", line).strip() for line in shown.out.splitlines()]
    assert "September 2013 480 60.0 30.0 2.300 30.0" in lines
    assert "October 2014 480 80.0 * 10.0 * 2.700 * 70.0 *" in lines
    assert "the 12 months to September 2013, beyond chance among those who answered" in shown.err
    words = (tmp_path / taken.name / "draft/charts/rolling_12_months_satisfied.txt").read_text()
    assert "All satisfied: 80.0% in the 12 months to October 2014, +20.0 points since the 12 months to" in words
    assert (tmp_path / taken.name / "draft/charts/rolling_12_months_satisfied.png").stat().st_size > 10_000


def test_another_baseline_fewer_months_and_some_respondents(survey: Survey, taken: Path, tmp_path: Path) -> None:
    out = ("--question", "satisfied", "--outputs", tmp_path, "--json")
    *rows, rest = survey(
        "rolling", taken, *out, "--months", "3", "--baseline", "2013-09", "--where", "area=north"
    ).records
    assert len({row["wave"] for row in rows}) == 23
    windows = {row["first"] for row in rest["since_baseline"]}
    assert "3 months to June 2013" in windows
    assert "3 months to July 2013" not in windows  # July is of both
    assert "3 months to November 2013" not in windows
    assert "3 months to December 2013" in windows
    assert {row["base_unweighted"] for row in rows} == {60}
    each = survey("rolling", taken, *out[:-1], "--months", "1")
    assert "How satisfied were you with the service?: each month; % of respondents who answered" in each.out


def test_what_it_refuses(survey: Survey, taken: Path, tmp_path: Path) -> None:
    out = ("--question", "satisfied", "--outputs", tmp_path)
    many = survey("rolling", taken, *out, "--months", "30")
    assert (many.code, many.out) == (2, "")
    assert "25, from October 2012 to October 2014" in many.err
    absent = survey("rolling", taken, *out, "--baseline", "2013-08")
    assert absent.code == 2
    assert "a month from 2013-09 to 2014-10" in absent.err
    path = taken / "questionnaire.toml"
    path.write_text(path.read_text().replace("2012-10-01", "2014-11-01"))
    assert survey("ingest", taken, tmp_path / "SYNTHETIC_export.csv", "--outputs", tmp_path).code == 0
    undated = survey("rolling", taken, *out)
    assert (undated.code, undated.out) == (2, "")
    assert "no response is dated within fieldwork" in undated.err
    assert survey("rolling", taken, "--question", "satisfid", "--outputs", tmp_path).code == 2
