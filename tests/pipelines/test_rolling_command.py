"""`survey rolling` as a user runs it, on a SYNTHETIC survey asked all the time; what it refuses."""

from __future__ import annotations

import datetime as dt
import re
import shutil
from pathlib import Path

import pytest
from scipy import stats

from tests.exports import CONSULTATIONS, export_text
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


def test_only_days_of_fieldwork_count(survey: Survey, taken: Path, tmp_path: Path) -> None:
    """Days 1 to 12 of each month have two responses each, days 13 to 28 one."""
    path = taken / "questionnaire.toml"
    path.write_text(path.read_text().replace("2012-10-01", "2013-10-15").replace("2014-12-31", "2014-10-10"))
    assert survey("ingest", taken, tmp_path / "SYNTHETIC_export.csv", "--outputs", tmp_path).code == 0
    out = ("--question", "satisfied", "--outputs", tmp_path)
    *rows, _ = survey("rolling", taken, *out, "--months", "1", "--json").records
    bases = {row["wave"]: row["base_unweighted"] for row in rows}
    assert list(bases.values()) == [14, *[40] * 11, 20]
    shown = survey("rolling", taken, *out)
    assert f"left out: {1000 - (14 + 11 * 40 + 20)} responses without a date within fieldwork" in shown.err
    assert "nothing is tested against the baseline, the 12 months to September 2014: all figures" in shown.err
    assert "October 2013 has responses from 15 October only; October 2014 has responses to 10 October only" in shown.err


def test_months_without_answers(survey: Survey, taken: Path, tmp_path: Path) -> None:
    """The question came in January 2013 and went after August 2014; March 2013 has no responses at all."""
    export = tmp_path / "SYNTHETIC_export.csv"
    kept = []
    for line in export.read_text().splitlines():
        number, day, answer, area = line.split(",")
        answer = answer if number == "ID" or "2013-01" <= day < "2014-09" else ""
        kept += [] if day.startswith("2013-03") else [f"{number},{day},{answer},{area}"]
    export.write_text("\n".join(kept) + "\n")
    out = ("--outputs", tmp_path / "gaps")
    assert survey("ingest", taken, export, *out).code == 0
    shown = survey("rolling", taken, "--question", "satisfied", "--months", "1", *out)
    assert shown.code == 0
    assert "August 2014 less January 2013; % of 40 and 40 respondents who answered" in shown.out
    assert "differs from the baseline, January 2013, beyond chance" in shown.err
    assert "no responses are of March 2013" in shown.err
    empty = survey("rolling", taken, "--question", "satisfied", "--months", "1", "--baseline", "2013-03", *out)
    assert empty.code == 2
    assert "expected a month from 2013-01 to 2014-08; got 2013-03" in empty.err
    path = taken / "questionnaire.toml"
    path.write_text(path.read_text().replace("closed = 2014-12-31", "closed = 2012-12-31"))
    assert survey("ingest", taken, export, *out).code == 0
    nobody = survey("rolling", taken, "--question", "satisfied", "--months", "1", *out)
    assert (nobody.code, nobody.out) == (2, "")
    assert "nobody answered within fieldwork" in nobody.err


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


def test_questions_of_every_kind(survey: Survey, tmp_path: Path) -> None:
    """Numbers are no percentages; where there are no nets of its own a question shows its options."""
    days = [f"{day:02d}/{month:02d}/2024 10:00" for month in (7, 8) for day in range(15, 28)]
    rows = [
        f"{at:04d},{day},{day},,x,North,Speeding,Safe,Safe,1,2,hello,{20 + at},01/01/2024,Park,"
        for at, day in enumerate(days)
    ]
    folder = tmp_path / "every_kind"
    shutil.copytree(CONSULTATIONS / "every_kind", folder)
    path = folder / "questionnaire.toml"
    path.write_text(path.read_text().replace("closed = 2024-08-03", "closed = 2024-08-31"))
    export = tmp_path / "export.csv"
    export.write_text(export_text(*rows), newline="")
    assert survey("ingest", folder, export, "--outputs", tmp_path).code == 0
    shown = {
        name: survey("rolling", folder, "--question", name, "--months", "1", "--outputs", tmp_path)
        for name in ("area", "priorities", "safe", "order", "words", "age", "moved", "visits")
    }
    assert {each.code for each in shown.values()} == {0}
    assert "How old are you?: each month; respondents who answered" in shown["age"].out
    lines = [re.sub(r"\s+", " ", line).strip() for line in shown["age"].out.splitlines()]
    assert "July 2024 13 26.000 26.000" in lines
    assert "August 2024 13 39.000 39.000" in lines  # too few to be tested
    visits = [re.sub(r"\s+", " ", line).strip() for line in shown["visits"].out.splitlines()]
    assert "to the end of base Park Market" in visits
    assert "Safe at all" in shown["safe"].out
