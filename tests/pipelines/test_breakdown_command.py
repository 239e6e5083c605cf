"""`survey breakdown` as an analyst asks, on SYNTHETIC responses: filters, banners, bases, marks, what it prints."""

from __future__ import annotations

import csv
import json
import random
import shutil
from pathlib import Path
from typing import Any

import pytest
from scipy.stats import chi2_contingency

from pipelines.breakdown_show import Manner, show
from survey.breakdowns.results import results
from survey.frames import CELLS, empty
from survey.questionnaire.kinds import Option, SingleCode
from tests.exports import CONSULTATIONS, every_kind, export_text
from tests.pipelines.conftest import Ended, Survey

HEADER = export_text().split("\r\n", 1)[0]
WAVES = """
[[wave]]
id = "first"
label = "First fortnight"
opened = 2024-07-14
closed = 2024-07-27
[[wave]]
id = "rest"
label = "What was left"
opened = 2024-07-28
closed = 2024-08-03
"""


def line(place: int, chance: random.Random) -> list[str]:
    """A response: in the North people feel safe."""
    north = chance.random() < 0.5
    day = chance.choices(["Safe", "Neither", "Unsafe"], [6, 2, 1] if north else [1, 2, 6])[0]
    date = f"{chance.randint(14, 31)}/07/2024 09:30"
    picks = "; ".join(chance.sample(["Burglary; theft", "Speeding", "Parking"], 2))
    visits = ["Park" if chance.random() < 0.5 else "", "Market"] if north else ["", ""]
    area = "North" if north else "South"
    return [f"SYNTHETIC-{place:04d}", date, date, "", "x", area, picks, day, day, "1", "2", "", "40", "", *visits]


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The definition with two waves, and 300 SYNTHETIC responses taken in."""
    from typer.testing import CliRunner

    from pipelines.app import app

    folder = tmp_path_factory.mktemp("breakdown")
    consultation = folder / "every_kind"
    shutil.copytree(CONSULTATIONS / "every_kind", consultation)
    definition = consultation / "questionnaire.toml"
    definition.write_text(definition.read_text().replace("[export]", WAVES + "\n[export]", 1))
    export = folder / "export.csv"
    chance = random.Random(5)  # noqa: S311 - no secret
    with export.open("w", newline="", encoding="utf-8") as file:
        file.write(HEADER + "\r\n")
        csv.writer(file).writerows(line(place, chance) for place in range(300))
    done = CliRunner().invoke(app, ["ingest", str(consultation), str(export), "--outputs", str(folder)])
    assert done.exit_code == 0, done.output
    return consultation, folder


@pytest.fixture
def breakdown(survey: Survey, kept: tuple[Path, Path]) -> Any:
    consultation, outputs = kept

    def run(*options: str) -> Ended:
        return survey("breakdown", consultation, "--outputs", outputs, *options)

    return run


def test_a_random_sample_is_not_told_as_of_those_who_answered(
    survey: Survey, kept: tuple[Path, Path], tmp_path: Path
) -> None:
    consultation, outputs = kept
    drawn = tmp_path / "every_kind"
    shutil.copytree(consultation, drawn)
    definition = drawn / "questionnaire.toml"
    definition.write_text(definition.read_text().replace("[consultation]", "[consultation]\nrandom_sample = true", 1))
    asked = (("breakdown", "--question", "safe", "--by", "area"), ("rank",))
    for folder, chosen in ((consultation, True), (drawn, False)):
        for command, *options in asked:
            told = " ".join(survey(command, folder, *options, "--outputs", outputs).out.split())
            assert "chance" in told
            assert ("among those who answered" in told) is chosen, command


def figures(ended: Ended, *names: str) -> list[tuple[Any, ...]]:
    assert ended.code == 0, ended.err
    return [tuple(row[name] for name in names) for row in ended.records]


def test_records_have_the_names_that_others_read(breakdown: Any) -> None:
    (first, *_) = breakdown("--question", "safe", "--by", "area", "--json").records
    assert {
        *("question_id", "item", "code", "label", "is_net", "banner_id", "group", "week", "wave", "count", "pct"),
        *("weighted_count", "weighted_pct", "base", "base_unweighted", "base_weighted", "base_effective"),
        *("ci_lower", "ci_upper", "letters", "small_base", "suppressed"),
    } <= set(first)
    assert first["suppressed"] is False


def test_each_record_holds_the_test_of_its_table_as_a_whole(breakdown: Any) -> None:
    rows = breakdown("--question", "safe", "--by", "area", "--waves", "--json").records
    assert len({tuple(row) for row in rows}) == 1  # one shape
    tests = {}
    for item in ("by_day", "after_dark"):
        mine = [row for row in rows if row["item"] == item and row["banner_id"] and not row["wave"]]
        tests[item] = mine[0]["table_as_a_whole"]
        assert all(row["table_as_a_whole"] == tests[item] for row in mine)
    assert {str(row["table_as_a_whole"]) for row in rows if row["wave"]} == {"None"}
    mine = [row for row in rows if row["item"] == "by_day" and not row["wave"] and not row["is_net"]]
    groups = [[row["count"] for row in mine if row["group"] == name] for name in ("North", "South")]
    given = [counts for counts in zip(*groups, strict=True) if any(counts)]
    chisq = chi2_contingency(given, correction=False)
    told = tests["by_day"]
    assert (told["respondents"], told["chisq_degrees"], told["chisq"]) == (
        300,
        chisq.dof,
        pytest.approx(chisq.statistic),
    )
    assert told["p"] < 0.0001
    several = breakdown("--question", "priorities", "--by", "area", "--json").records
    assert {row["table_as_a_whole"] for row in several} == {None}
    assert not any("table_as_a_whole" in row for row in breakdown("--question", "safe", "--json").records)


def test_filters_narrow_whom_a_table_is_of_and_say_so(breakdown: Any) -> None:
    everyone = breakdown("--question", "area", "--json").records
    north = breakdown("--question", "safe", "--where", "area=north", "--json").records
    assert {row["base_unweighted"] for row in north} == {everyone[0]["count"]}
    assert {row["base"] for row in north} == {"respondents who answered (Where do you live?: North)"}
    both = breakdown("--question", "safe", "--where", "area=North,south", "--where", "visits=park", "--json").records
    parks = breakdown("--question", "visits", "--json").records[0]["count"]
    assert {row["base_unweighted"] for row in both} == {parks}


def test_a_label_that_holds_a_comma_or_a_delimiter_is_a_code_too(breakdown: Any) -> None:
    one = breakdown("--question", "area", "--where", "priorities=Burglary; theft", "--json").records
    other = breakdown("--question", "area", "--where", "priorities=burglary_theft", "--json").records
    assert [row["count"] for row in one] == [row["count"] for row in other]


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--where", "area=nort"], ["question area has no such code", "one of north, south", "did you mean"]),
        (["--where", "are=north"], ["unknown question 'are'", "did you mean 'area'?"]),
        (["--where", "area"], ["not a condition", "question=code"]),
        (["--where", "age=40"], ["no condition can stand on this question"]),
        (["--where", "safe=unsafe"], ["no condition can stand on this question", "without items"]),
        (["--base", "pick"], ["unknown base", "did you mean 'picks'?"]),
        (["--correction", "holms"], ["unknown correction", "did you mean 'holm'?"]),
        (["--by", "area", "--nest"], ["nothing to nest", "--by at least twice"]),
        (["--by", "area", "--by", "area"], ["asked for twice"]),
        (["--by", "age"], ["a banner needs groups"]),
        (["--question", "safe,area"], ["unknown question 'safe,area'", "one question at a time"]),
        (["--question", "saf"], ["unknown question 'saf'", "did you mean 'safe'?"]),
    ],
)
def test_what_is_not_there_is_told_with_the_nearest(breakdown: Any, options: list[str], words: list[str]) -> None:
    ended = breakdown(*options)
    assert ended.code == 2
    for word in words:
        assert word in ended.err
    assert ended.out == ""


def test_several_mistakes_are_told_at_once(breakdown: Any) -> None:
    ended = breakdown("--where", "area=nort,sout", "--where", "visits=parks")
    assert ended.err.count("has no such code") == 3


def test_waves_are_asked_for_where_the_definition_has_them(survey: Survey, tmp_path: Path) -> None:
    export = tmp_path / "export.csv"
    export.write_text(export_text())
    survey("ingest", CONSULTATIONS / "every_kind", export, "--outputs", tmp_path)
    ended = survey("breakdown", CONSULTATIONS / "every_kind", "--waves", "--outputs", tmp_path)
    assert ended.code == 2
    assert "the definition has no waves" in ended.err


def test_weeks_and_waves_add_up(breakdown: Any) -> None:
    rows = breakdown("--question", "area", "--weekly", "--waves", "--json").records
    north = [row for row in rows if row["code"] == "north"]
    whole = [row["count"] for row in north if row["week"] is None and row["wave"] is None]
    assert sum(row["count"] for row in north if row["week"]) == whole[0]
    assert sum(row["count"] for row in north if row["wave"]) == whole[0]
    assert [row["wave"] for row in north if row["wave"]] == ["First fortnight", "What was left"]


def test_groups_that_differ_are_marked_and_the_marks_explained(breakdown: Any) -> None:
    ended = breakdown("--question", "safe", "--by", "area")
    assert ended.code == 0
    assert "A North" in ended.out
    assert "B South" in ended.out
    flat = " ".join(ended.out.split())
    assert "among those who answered" in flat
    assert "Holm" in flat
    rows = breakdown("--question", "safe", "--by", "area", "--json").records
    safe = {
        row["group"]: (row["letters"], row["rest"]) for row in rows if row["item"] == "by_day" and row["code"] == "safe"
    }
    assert safe == {"All": (None, None), "North": ("B", "+"), "South": ("", "-")}
    assert "Letters: higher than the groups of these letters" in flat
    picked = " ".join(breakdown("--question", "safe", "--by", "priorities").out.split())
    assert "Letters:" not in picked
    assert "No letters: a respondent may be in several of these groups." in picked


def test_a_table_is_tested_as_a_whole_too(breakdown: Any) -> None:
    told = breakdown("--question", "safe", "--by", "area")
    words = " ".join(told.out.split())
    # Two answers lie worlds apart in the North and the South.
    assert "The table as a whole: groups differ beyond chance, p < 0.0001 (Rao and Scott's F(" in words
    assert "300 who answered and stated their group" in words
    (path,) = [line.split(": ", 1)[1] for line in told.err.split("\n") if "as_a_whole" in line]
    with Path(path).open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [(row["question_id"], row["banner_id"], row["respondents"]) for row in rows] == [("safe", "area", "300")] * 2
    assert {row["item"] for row in rows} == {"by_day", "after_dark"}
    assert "as a whole" not in breakdown("--question", "priorities", "--by", "area").out


def test_no_line_is_longer_than_a_page_is_wide(breakdown: Any) -> None:
    ended = breakdown("--by", "area", "--by", "visits", "--by", "priorities", "--nest", "--measures")
    assert ended.code == 0
    assert max(map(len, ended.out.split("\n"))) <= 120


def test_a_table_too_wide_for_a_page_goes_on_below(capsys: pytest.CaptureFixture[str]) -> None:
    def wide(name: str, count: int) -> SingleCode:
        labels = [f"An option of {name} whose label is long, number {place}" for place in range(count)]
        options = tuple(Option(code=f"o{place}", label=label) for place, label in enumerate(labels))
        return SingleCode(id=name, text=name, kind="single_code", options=options, column="c")

    question, banner = wide("stub", 30), wide("banner", 20)
    frame = results(empty(CELLS), [question], banner)
    definition = every_kind().model_copy(update={"questions": (question, banner)})
    show(frame, definition, [question], Manner())
    out = capsys.readouterr().out
    assert max(map(len, out.split("\n"))) <= 120
    assert "stub by banner, continued" in out
    for place in range(20):
        assert f"number {place}" in " ".join(out.split())
    first = [row.split()[:2] for row in out.split("\n") if row.startswith(" base")]
    assert first == [["base", "0"]] * len(first)
    assert sum(len(row.split()) - 1 for row in out.split("\n") if row.startswith(" base")) == 21


def test_each_base_is_the_one_named(breakdown: Any) -> None:
    def base(name: str) -> tuple[Any, Any]:
        row = breakdown("--question", "visits", "--base", name, "--json").records[0]
        return row["base"], row["base_unweighted"]

    north = breakdown("--question", "area", "--json").records[0]["count"]
    visits = breakdown("--question", "visits", "--json").records
    assert base("asked") == ("respondents asked", north)
    assert base("all") == ("all respondents", 300)
    assert base("answered") == ("respondents who answered", north)
    assert base("picks") == ("picks by respondents who answered", sum(row["count"] for row in visits))


def test_measures_are_told_where_they_are_asked_for(breakdown: Any) -> None:
    codes = [row["code"] for row in breakdown("--question", "safe", "--measures", "--json").records]
    assert codes[-2:] == ["mean", "sd"]
    assert "mean" not in [row["code"] for row in breakdown("--question", "safe", "--json").records]
    assert "Standard deviation" in breakdown("--question", "safe", "--measures").out


def test_another_selection_is_written_to_another_file(breakdown: Any, kept: tuple[Path, Path]) -> None:
    tables = kept[1] / "every_kind" / "draft" / "tables"
    asked = (
        ["--question", "area", "--question", "safe"],
        ["--question", "area", "--where", "visits=park"],
        ["--question", "area", "--where", "visits=market"],
        ["--question", "area", "--base", "all"],
        ["--question", "area", "--by", "priorities", "--by", "visits"],
        ["--question", "area", "--by", "priorities", "--by", "visits", "--nest"],
        ["--question", "area", "--by", "priorities", "--weekly"],
    )
    told = [breakdown(*options).err.strip().rsplit(" ", 1)[-1] for options in asked]
    assert len(set(told)) == len(asked)
    assert all(Path(path).is_file() and Path(path).parent == tables for path in told)


def test_every_question_is_told_by_default(breakdown: Any) -> None:
    ids = [row["question_id"] for row in breakdown("--json").records]
    # Nobody said when they moved, and months are those that were given.
    assert list(dict.fromkeys(ids)) == [each.id for each in every_kind().questions if each.id != "moved"]
    assert json.loads(breakdown("--question", "age", "--json").out)[0]["value"] == 40
