"""`survey compare` as a user runs it: weeks, waves, groups, options, the trend; what it refuses."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path

import pytest
from scipy import stats

from tests.exports import CONSULTATIONS, export_text
from tests.pipelines.conftest import Survey

WAVES = """
[[wave]]
id = "first"
label = "First week"
opened = 2024-07-14
closed = 2024-07-20

[[wave]]
id = "second"
label = "Second week"
opened = 2024-07-21
closed = 2024-07-27
"""
# By week: safe by day, neither, unsafe; two in three of each live in the North.
WEEKS = {1: (60, 25, 15), 2: (62, 19, 19)}


@pytest.fixture
def taken(survey: Survey, tmp_path: Path) -> Path:
    """Two weeks of 100 responses."""
    folder = tmp_path / "every_kind"
    shutil.copytree(CONSULTATIONS / "every_kind", folder)
    path = folder / "questionnaire.toml"
    path.write_text(path.read_text() + WAVES)
    rows: list[str] = []
    for week, counts in WEEKS.items():
        for answer, times in zip(("Safe", "Neither", "Unsafe"), counts, strict=True):
            for _ in range(times):
                number = len(rows)
                picks = ("Speeding;Parking", "Speeding", "Burglary; theft")[number % 3]
                area = "South" if number % 3 == 2 else "North"
                day = f"{7 + 7 * week:02d}/07/2024 10:{number % 60:02d}"
                code = f"P{number % 100}"  # of each respondent the same in both weeks
                rows.append(
                    f"{number:04d},{day},{day},,x,{area},{picks},{answer},,1,2,{code},{20 + number % 50},,Park,"
                )
    export = tmp_path / "export.csv"
    export.write_text(export_text(*rows), newline="")
    assert survey("ingest", folder, export, "--outputs", tmp_path).code == 0
    return folder


def test_week_against_week(survey: Survey, taken: Path, tmp_path: Path) -> None:
    out = ("--question", "safe", "--weeks", "1,2", "--outputs", tmp_path)
    *rows, rest = survey("compare", taken, *out, "--json").records
    found = {row["code"]: row for row in rows if row["item"] == "by_day"}
    neither = found["neither"]
    assert (neither["first"], neither["second"], neither["by"]) == ("week 2", "week 1", "week")
    assert (neither["first_figure"], neither["second_figure"]) == (19, 25)
    assert neither["p"] == pytest.approx(stats.chi2_contingency([[19, 81], [25, 75]], correction=False).pvalue)
    assert neither["difference"] == pytest.approx(-6)
    assert neither["ci_lower"] < -6 < neither["ci_upper"]
    assert neither["test"] == "pooled z of two shares, Newcombe's interval"
    assert neither["base"] == "respondents who answered"
    parts = {
        row["code"]: row["change"] for row in rest["made_of"] if row["item"] == "by_day" and row["net"] == "net_safe"
    }
    assert not parts  # a net of one option is that option
    line = {row["code"]: row for row in rest["trend"] if row["item"] == "by_day"}
    assert line["safe"]["slope"] == pytest.approx(2)  # two points from one week to the next
    assert line["safe"]["weeks"] == 2
    nobody = [row for row in rows if row["item"] == "after_dark"]
    assert {row["first_base"] for row in nobody} == {0}
    assert {row["p"] for row in nobody} == {None}
    shown = survey("compare", taken, *out)
    assert "week 2 less week 1" in shown.out
    assert "among those who answered" in shown.err
    assert "Holm" in shown.err
    path = tmp_path / "every_kind/draft/tables/compare_safe_week_1_2_differences.csv"
    with path.open(encoding="utf-8") as file:
        assert len(list(csv.DictReader(file))) == len(rows)


def test_wave_against_wave_is_the_same_here(survey: Survey, taken: Path, tmp_path: Path) -> None:
    out = ("--question", "safe", "--outputs", tmp_path, "--json")
    by_week, by_wave = (
        survey("compare", taken, *arguments, *out).records[:-1]
        for arguments in (("--weeks", "1,2"), ("--waves", "second,first"))
    )
    assert [row["p"] for row in by_wave] == [row["p"] for row in by_week]
    assert {(row["first"], row["second"]) for row in by_wave} == {("Second week", "First week")}


def test_before_and_after_of_one_area(survey: Survey, taken: Path, tmp_path: Path) -> None:
    """Every third respondent lives in the South: of the first week those of places 2, 5, ... of 60 safe, 25, 15."""
    out = ("--question", "safe", "--waves", "first,second", "--outputs", tmp_path)
    *rows, _ = survey("compare", taken, *out, "--where", "area=south", "--json").records
    south = {week: [n for n in range(100 * (week - 1), 100 * week) if n % 3 == 2] for week in (1, 2)}
    safe = {week: sum(n - 100 * (week - 1) < WEEKS[week][0] for n in of) for week, of in south.items()}
    found = next(row for row in rows if row["item"] == "by_day" and row["code"] == "safe")
    assert (found["first_base"], found["second_base"]) == (len(south[2]), len(south[1]))
    shares = [100 * safe[week] / len(south[week]) for week in (2, 1)]
    assert [found["first_figure"], found["second_figure"]] == pytest.approx(shares)
    table = [[safe[week], len(south[week]) - safe[week]] for week in (2, 1)]
    assert found["p"] == pytest.approx(stats.chi2_contingency(table, correction=False).pvalue)
    shown = survey("compare", taken, *out, "--where", "area=south")
    assert "respondents who answered (Where do you live?: South)" in shown.out
    name = "compare_safe_where_area_south_wave_first_second_differences.csv"
    assert (tmp_path / "every_kind/draft/tables" / name).is_file()
    wrong = survey("compare", taken, *out, "--where", "area=suoth")
    assert (wrong.code, "did you mean 'South'?" in wrong.err) == (2, True)


def test_the_same_respondents_in_two_waves(survey: Survey, taken: Path, tmp_path: Path) -> None:
    (tmp_path / "one.csv").write_text(export_text("9999,14/07/2024 10:00,14/07/2024 10:00,,x,North,,Safe,,,,,,,,"))
    assert survey("ingest", taken, tmp_path / "one.csv", "--outputs", tmp_path).code == 0
    out = ("--question", "safe", "--waves", "first,second", "--same", "words", "--outputs", tmp_path)
    ended = survey("compare", taken, *out, "--json")
    found = {row["code"]: row for row in ended.records[:-1] if row["item"] == "by_day"}
    # Of 25 who said neither in the first week 6 left for another answer, and nobody came.
    assert found["neither"]["statistic"] == pytest.approx(-6 / 6**0.5)
    assert (found["neither"]["difference"], found["neither"]["first_base"]) == (pytest.approx(-6), 100)
    assert found["neither"]["base"] == "respondents who answered in both waves"
    assert "100 respondents in both waves; left out are 0 in one only, 0 who stand more than once" in ended.err
    assert "and 1 response without words" in ended.err
    shown = survey("compare", taken, *out)
    assert "Second week less First week" in shown.out
    assert "McNemar's z, same respondents" in shown.err
    name = "compare_safe_wave_second_first_same_words_differences.csv"
    assert (tmp_path / "every_kind/draft/tables" / name).is_file()


def test_groups_and_all_others(survey: Survey, taken: Path, tmp_path: Path) -> None:
    out = ("--question", "age", "--by", "area", "--outputs", tmp_path, "--json")
    north, south = survey("compare", taken, *out).records[:-1]
    assert (north["second"], south["second"]) == ("all others", "all others")
    assert north["difference"] == pytest.approx(-south["difference"])
    (pair,) = survey("compare", taken, *out, "--groups", "North,South").records[:-1]
    assert pair["difference"] == pytest.approx(north["difference"])
    assert pair["test"] == "Welch's t"


def test_options_of_the_same_respondents(survey: Survey, taken: Path, tmp_path: Path) -> None:
    out = ("--question", "priorities", "--options", "speeding,parking", "--outputs", tmp_path, "--json")
    (row,) = survey("compare", taken, *out).records[:-1]
    # All 67 who chose parking chose speeding, which 67 more chose alone: z = 67 / sqrt(67).
    assert (row["first_base"], row["difference"]) == (200, pytest.approx(100 * 67 / 200))
    assert row["statistic"] == pytest.approx(67**0.5)


def test_the_trend_alone(survey: Survey, taken: Path, tmp_path: Path) -> None:
    (rest,) = survey("compare", taken, "--question", "priorities", "--outputs", tmp_path, "--json").records
    assert {row["weeks"] for row in rest["trend"]} == {2}
    assert rest["made_of"] == []


@pytest.mark.parametrize("question", ["area", "priorities", "safe", "order", "words", "age", "moved", "visits"])
def test_every_kind_of_question(survey: Survey, taken: Path, tmp_path: Path, question: str) -> None:
    out = ("--question", question, "--weeks", "1,2", "--outputs", tmp_path)
    *rows, rest = survey("compare", taken, *out, "--json").records
    assert survey("compare", taken, *out).code == 0
    assert all(row["p"] is None or 0 <= row["p"] <= row["p_corrected"] <= 1 for row in [*rows, *rest["trend"]])
    known = [row for row in rows if row["difference"] is not None]
    assert all(row["ci_lower"] <= row["difference"] <= row["ci_upper"] for row in known)
    same = ("--question", question, "--waves", "first,second", "--same", "words", "--outputs", tmp_path)
    followed = survey("compare", taken, *same, "--json").records[:-1]
    assert bool(followed) is (question != "moved")  # a date has no share
    asked = 34 if question == "visits" else 100  # those of the North in both weeks, or all
    assert {row["first_base"] for row in followed if row["item"] in (None, "by_day", "1")} <= {asked}


def test_a_random_sample_may_say_so(survey: Survey, taken: Path, tmp_path: Path) -> None:
    path = taken / "questionnaire.toml"
    path.write_text(path.read_text().replace("[consultation]", "[consultation]\nrandom_sample = true"))
    shown = survey("compare", taken, "--question", "safe", "--weeks", "1,2", "--outputs", tmp_path)
    assert shown.code == 0
    assert "among those who answered" not in shown.err


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--weeks", "2"), "too few to compare"),
        (("--weeks", "1,9"), "unknown name"),
        (("--weeks", "1,2", "--waves", "first,second"), "one comparison at a time"),
        (("--groups", "north"), "one comparison at a time"),
        (("--by", "area", "--groups", "nroth"), "did you mean 'north'?"),
        (("--by", "priorities", "--groups", "speeding,parking"), "respondents can be in both groups"),
        (
            (
                "--by",
                "words",
            ),
            "a banner needs groups",
        ),
        (("--by", "safe"), "a banner needs groups"),
        (("--options", "safe,unsafe", "--correction", "home"), "did you mean 'holm'?"),
        (("--options", "safe"), "too few to compare"),
        (("--waves", "first"), "too few to compare"),
        (("--weeks", "1,2", "--same", "words"), "one comparison at a time"),
        (("--waves", "first,second", "--same", "area"), "this does not tell who is who"),
        (("--waves", "first,second", "--same", "word"), "did you mean 'words'?"),
    ],
)
def test_what_it_refuses(survey: Survey, taken: Path, tmp_path: Path, arguments: tuple[str, ...], words: str) -> None:
    ended = survey("compare", taken, "--question", "safe", *arguments, "--outputs", tmp_path)
    assert ended.code == 2
    assert words in ended.err
    assert ended.out == ""


def test_published_figures_as_people_write_them(survey: Survey, taken: Path, tmp_path: Path) -> None:
    """Labels for codes, thousands with a comma; one answer twice is refused, by whatever name."""
    out = ("--question", "safe", "--outputs", tmp_path)
    written = "Safe = 66 % of 1,200, Neither=20%, "
    *rows, _ = survey("compare", taken, *out, "--against", written, "--json").records
    told = {row["code"]: (row["second_figure"], row["second_base"]) for row in rows if row["item"] == "by_day"}
    assert told == {"safe": (pytest.approx(66), 1200), "neither": (pytest.approx(20), None)}
    *rows, _ = survey("compare", taken, *out, "--against", "safe=66 %of 1200", "--json").records
    assert rows[0]["second_base"] == 1200
    for twice in ("safe=66, safe=67 of 100", "safe=66, Safe=67"):
        refused = survey("compare", taken, *out, "--against", twice)
        assert (refused.code, refused.out) == (2, "")
        assert "two published figures of one answer" in refused.err
    for wrong in ("Safest=66", "safe, neither=66"):
        unknown = survey("compare", taken, *out, "--against", wrong)
        assert unknown.code == 2
        assert "unknown name" in unknown.err


def test_against_published_figures(survey: Survey, taken: Path, tmp_path: Path) -> None:
    """122 of 200 feel safe by day: R's prop.test(122, 200, p = 0.66) and prop.test(c(122, 480), c(200, 900)), both with
    correct = FALSE.
    """
    out = ("--question", "safe", "--outputs", tmp_path)
    *rows, rest = survey(
        "compare", taken, *out, "--against", "net_safe = 66%, safe=66, neither=0 of 900", "--json"
    ).records
    safe, neither, net = (row for row in rows if row["item"] == "by_day")
    assert (net["is_net"], net["first_figure"], net["second_figure"]) == (True, 61, pytest.approx(66))
    assert (net["second_base"], net["second_base_effective"]) == (None, None)
    assert net["p"] == safe["p"] == pytest.approx(0.135514794526782, rel=1e-12)
    assert 66 + net["ci_lower"] == pytest.approx(54.093745957169759, rel=1e-12)
    assert 66 + net["ci_upper"] == pytest.approx(67.491656862530377, rel=1e-12)
    assert net["test"] == "score test of a share against a fixed one, Wilson's interval"
    assert (neither["second_figure"], neither["second_base"]) == (0, 900)
    assert neither["beyond_chance"] is True
    assert rest == {"made_of": [], "trend": []}
    shown = survey("compare", taken, *out, "--against", "safe=53.3333333333333333 of 900")
    assert "published: of 900" in shown.out
    *rows, _ = survey("compare", taken, *out, "--against", "safe=53.3333333333333333 of 900", "--json").records
    assert rows[0]["p"] == pytest.approx(0.0488071672493012, rel=1e-12)
    for wrong in ("safe", "safe=0", "safe=100", "safe=101 of 20", "safe=5 of 0", "sfe=5"):
        refused = survey("compare", taken, *out, "--against", wrong)
        assert (refused.code, refused.out) == (2, ""), wrong
    assert survey("compare", taken, *out, "--against", "safe=5", "--weeks", "1,2").code == 2
