"""The synthetic export through the commands equals every published figure of the reference case, as printed."""

from __future__ import annotations

import csv
import io
import struct
import tomllib
from pathlib import Path
from typing import Any

import pytest

from pipelines.app import main
from tests.exports import shared
from tests.pipelines.conftest import Ended, Survey

QUESTIONS = {
    2: "good_relations",
    4: "live_in",
    5: "safe_where_live",
    6: "visits_another_area",
    7: "visited_areas",
    8: "safe_where_visit",
    9: "police_contact",
    10: "police_experience",
    11: "overall_view",
}


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The outputs folder of one demo run."""
    outputs = tmp_path_factory.mktemp("outputs")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("sys.argv", ["survey", "demo", "--outputs", str(outputs)])
        with pytest.raises(SystemExit) as caught:
            main()
    assert caught.value.code == 0
    return outputs


@pytest.fixture
def published() -> dict[int, dict[str, Any]]:
    """What the deck prints, by question number."""
    text = shared("reference/police_crime_plan_2024.toml").read_text(encoding="utf-8")
    return {question["number"]: question for question in tomllib.loads(text)["question"]}


def ask(survey: Survey, demo: Path, *arguments: str) -> Ended:
    return survey(*arguments[:1], "police_crime_plan_2024", *arguments[1:], "--outputs", demo / "demo", "--json")


def printed(rows: list[dict[str, Any]]) -> dict[str, float]:
    """Percentages as printed, by label; a net goes before the option of its name."""
    ordered = sorted(rows, key=lambda row: bool(row["is_net"]))
    return {row["label"]: round(row["pct"], 1) for row in ordered}


@pytest.mark.parametrize("number", QUESTIONS)
def test_every_published_percentage(
    survey: Survey, demo: Path, published: dict[int, dict[str, Any]], number: int
) -> None:
    figures = {**published[number].get("published", {}), **published[number].get("published_nets", {})}
    found = printed(ask(survey, demo, "breakdown", "--question", QUESTIONS[number]).records)
    assert figures
    assert {label: found[label] for label in figures} == figures


def test_the_ten_counts_in_their_order(survey: Survey, demo: Path, published: dict[int, dict[str, Any]]) -> None:
    overall = [row for row in ask(survey, demo, "rank").records if row["week"] is None]
    assert [[row["label"], row["count"]] for row in overall[:10]] == published[3]["published_counts"]
    assert [row["rank"] for row in overall[:10]] == list(range(1, 11))


def test_knife_crime_first_in_12_of_14_weeks(survey: Survey, demo: Path) -> None:
    rows = ask(survey, demo, "rank").records
    weeks = {row["week"] for row in rows if row["week"] is not None}
    firsts = [row["week"] for row in rows if row["week"] and row["rank"] == 1 and row["code"] == "knife_crime"]
    assert (weeks, len(firsts)) == (set(range(1, 15)), 12)
    assert {row["weeks_first"] for row in rows if row["code"] == "knife_crime"} == {12}


def test_most_answered_yes(survey: Survey, demo: Path) -> None:
    found = printed(ask(survey, demo, "breakdown", "--question", "agree").records)
    assert found["Yes"] > 50


def test_132_answers_on_parking_with_their_words(survey: Survey, demo: Path) -> None:
    ended = survey("themes", "code", "police_crime_plan_2024", "--outputs", demo / "demo", "--json")
    *codes, last = ended.records
    parking = {row["response_id"] for row in codes if row["code"] == "parking"}
    assert len(parking) == 132
    account = last["account"][0]
    assert account["coded"] + account["other"] + account["nothing_said"] == account["answered"]
    rows = ask(survey, demo, "breakdown", "--question", "themes").records
    assert {row["count"] for row in rows if row["code"] == "parking"} == {132}


def test_areas_and_the_rest_add_up_to_all(survey: Survey, demo: Path) -> None:
    rows = ask(survey, demo, "breakdown", "--question", "safe_where_live", "--by", "live_in").records
    counts = {(row["group"], row["code"]): row["count"] for row in rows}
    groups = {group for group, _ in counts} - {"All"}
    assert len(groups) == 9  # eight areas and those who did not say
    for code in {code for _, code in counts}:
        assert sum(counts[group, code] for group in groups) == counts["All", code]


def test_who_answered_is_held_against_the_census(survey: Survey, demo: Path) -> None:
    """The deck prints Birmingham's share of all who say where they live: 37.7%; 39.2% of residents live there."""
    path = demo / "demo" / "police_crime_plan_2024" / "draft" / "tables" / "represent.csv"
    with path.open(encoding="utf-8") as file:
        rows = {row["code"]: row for row in csv.DictReader(file)}
    table = {row["code"]: row["count"] for row in ask(survey, demo, "breakdown", "--question", "live_in").records}
    assert {code: int(row["count"]) for code, row in rows.items() if code} == table
    stated = sum(table.values())
    assert round(100 * int(rows["birmingham"]["count"]) / stated, 1) == 37.7
    assert int(rows["birmingham"]["base_unweighted"]) == stated - table["outside"]
    assert round(float(rows["birmingham"]["population_pct"]), 1) == 39.2


def test_every_question_has_its_picture_marked_synthetic(demo: Path) -> None:
    charts = demo / "demo" / "police_crime_plan_2024" / "draft" / "charts"
    names = {path.stem for path in charts.glob("*.svg")}
    drawn = {name[:2] for name in names if name[:2].isdigit()}
    assert drawn == {f"{n:02d}" for n in (*range(1, 12), 13)}  # eleven questions; comments as their themes
    assert "weekly_ranking_top_responsibilities" in names
    for name in names:
        assert "SYNTHETIC DATA" in (charts / f"{name}.svg").read_text(encoding="utf-8")
        assert "SYNTHETIC DATA" in (charts / f"{name}.txt").read_text(encoding="utf-8")
        assert len(list(csv.reader(io.StringIO((charts / f"{name}.csv").read_text(encoding="utf-8"))))) > 1
        head = (charts / f"{name}.png").read_bytes()[:24]
        assert head[:8] == b"\x89PNG\r\n\x1a\n"
        assert min(struct.unpack(">II", head[16:24])) >= 300


def test_net_balances_of_the_chart_are_those_of_the_breakdown(survey: Survey, demo: Path) -> None:
    rows = ask(survey, demo, "breakdown", "--question", "safe_where_live", "--by", "live_in", "--measures").records
    balances = {row["group"]: row["value"] for row in rows if row["code"] == "balance"}
    path = demo / "demo" / "police_crime_plan_2024" / "draft" / "charts" / "05_safe_where_live_by_live_in.csv"
    with path.open(encoding="utf-8") as file:
        drawn = {row["group"]: float(row["balance"]) for row in csv.DictReader(file)}
    assert len(drawn) == 9
    assert drawn == pytest.approx({group: balances[group] for group in drawn})
    areas = [group for group in drawn if group != "All"]
    assert areas == sorted(areas, key=lambda group: -balances[group])


def test_the_demo_stays_apart_and_what_it_publishes_says_what_it_is(demo: Path) -> None:
    assert [path.name for path in demo.iterdir()] == ["demo"]
    (published,) = demo.rglob("publish")
    names = {path.name.removeprefix("SYNTHETIC_police_crime_plan_2024_") for path in published.iterdir()}
    tables = {f"tables.{ending}" for ending in ("xlsx", "csv", "parquet")}
    assert names == {*tables, "deck.pptx", "report.html", "manifest.json"}
    assert not any("SYNTHETIC-0" in path.read_text(encoding="utf-8") for path in demo.rglob("draft/**/*.csv"))


def test_the_stored_suite_is_up_to_date(survey: Survey) -> None:
    assert survey("suite", "police_crime_plan_2024", "--check").code == 0
