"""`survey explain` on a small consultation: each figure with its numbers, edits told, nothing withheld told."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from random import Random
from shutil import copytree
from typing import Any

import polars as pl
import pytest
from openpyxl import load_workbook
from pptx import Presentation

from pipelines.explain_figures import behind
from pipelines.explain_method import lines
from pipelines.explain_source import desk_of, find_source, read_parts
from survey.publish.standing.match import Told
from survey.publish.standing.parts import Cell
from tests.exports import CONSULTATIONS, export_text
from tests.pipelines.conftest import Survey
from tests.pipelines.small import HEADER, NAME, export, folder, quietly, rows

STEM = f"SYNTHETIC_{NAME}"
Home = tuple[Path, Survey]


def answers(column: str) -> Counter[str]:
    place = HEADER.split(",").index(column)
    return Counter(row.split(",")[place] for row in rows(400, few=True))


def published(outputs: Path, *commands: tuple[str, ...]) -> None:
    """Published files of 400 responses; one row could not be read."""
    made = folder(outputs / "definition")
    bad = rows(1)[0].partition(",")[2]
    quietly(outputs, "ingest", made, export(outputs / "first.csv", [*rows(400, few=True), bad]), code=1)
    for name, *options in commands:
        quietly(outputs, name, made, *options)


@pytest.fixture(scope="module")
def once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    outputs = tmp_path_factory.mktemp("published")
    published(outputs, ("tables",), ("deck",), ("deck", "--area", "north"), ("report", "--words"))
    return outputs


@pytest.fixture
def home(once: Path, tmp_path: Path, survey: Survey) -> Home:
    copytree(once, tmp_path / "outputs", symlinks=True)
    return tmp_path / "outputs" / NAME / "publish", survey


def explained(home: Home, file: Path | str, *what: str) -> tuple[list[dict[str, Any]], dict[str, str]]:
    publish, survey = home
    ended = survey("explain", publish / file, *what, "--outputs", publish.parents[1], "--json")
    assert ended.code == 0, ended.err
    *figures, last = ended.records
    assert "set_aside" not in ended.out
    return figures, last["explained"]


def test_a_wording_that_ends_in_a_colon_has_one() -> None:
    figure = Told(Cell("Other word(s):", (), "pct", "5.0%"), None, "5.0%", "20 of 400 = 5.0%", same=True)
    assert list(lines((figure,))) == ["Other word(s): 20 of 400 = 5.0%"]


def test_a_figure_with_its_numbers(home: Home) -> None:
    north, base = answers("Area")["North"], 400
    pct = f"{100 * north / base:.1f}%"
    figures, said = explained(home, f"{STEM}_deck.pptx", f"{pct} of those who answered chose “North”")
    (first,) = (each for each in figures if each["answer"] == "North")
    assert first["formula"] == f"{north} of 400 = {pct}"
    assert (first["stands"].rstrip("%"), first["same"]) == (f"{round(100 * north / base, 1):.10g}", True)
    assert said["As published"].endswith(f"All {len(figures)} figures drawn here are the published ones.")
    assert "“Where do you live?” (area; one answer out of a list). Everyone was asked." in said["Question"]
    assert "400, unweighted" in said["Base"]
    assert "first.csv (SHA-256 " in said["Rows"]
    assert "400 rows kept, fewer than 10 that could not be read set aside)" in said["Rows"]
    assert "401" not in said["Rows"]
    assert f"{pct} in the title is “North”, {north} of 400 = {pct}." in said["Figures"]
    assert "every count of this question is the same" in said["Since"]
    _, asked = explained(home, f"{STEM}_tables.xlsx", "4")
    assert "Asked were those who answered North or South to “Where do you live?”." in asked["Question"]
    assert f"{400 - answers('Market')['']:,}, unweighted" in asked["Base"]


def test_every_figure_of_every_file_is_explained_and_none_that_is_withheld(home: Home) -> None:
    publish, survey = home
    kept = pl.read_parquet(publish.parent / "private" / "published" / "all" / "0001" / "kept.parquet")
    assert kept["suppressed"].sum() > 0
    assert found_behind(publish, publish.parents[1]) > 900
    places = 0
    endings = ("deck.pptx", "deck_north.pptx", "tables.csv")
    for path in (publish / f"{STEM}_{ending}" for ending in endings):
        listed = survey("explain", path, "--outputs", publish.parents[1], "--json").records
        for part in listed:
            figures, said = explained(home, path.name, part["place"])
            assert all(each["same"] and each["published"] for each in figures), (path.name, part)
            assert not [each for each in figures if isinstance(each["count"], int) and 0 < each["count"] < 10]
            assert all("withheld" in each["formula"] for each in figures if each["published"] == "[c]")
            assert "CAUTION" not in " ".join(said.values())
            places += len(figures)
    assert places > 300


def test_every_kind_of_question_is_explained(tmp_path: Path) -> None:
    """Grids, rankings, numbers and dates as well: nothing that stands in a file is left without its figure."""
    lines = [answered(Random(number), number) for number in range(500)]  # noqa: S311
    (tmp_path / "export.csv").write_text(export_text(*lines), newline="")
    made = CONSULTATIONS / "every_kind"
    quietly(tmp_path, "ingest", made, tmp_path / "export.csv")
    for command in ("tables", "deck", "report"):
        quietly(tmp_path, command, made)
    assert found_behind(tmp_path / "every_kind" / "publish", tmp_path) > 900


def found_behind(publish: Path, outputs: Path) -> int:
    """How many figures stand in the published files; each of them is found, and is the published one."""
    number = 0
    for path in sorted(publish.glob("*_*")):
        source = find_source(path, path.read_bytes(), outputs)
        desk, figures = desk_of(source), source.record.figures
        for part in read_parts(source, path.read_bytes()):
            told = behind(desk, part, figures, source.name).told
            assert [each for each in told if each.row is None or not each.same] == [], (path.name, part.place)
            assert len(told) == len(part.cells), (path.name, part.place)
            number += len(told)
    return number


def answered(random: Random, number: int) -> str:
    """A row of an export of every kind of question: everything answered, by many each."""
    area = random.choice(("North", "South"))
    top = "; ".join(random.sample(("Burglary; theft", "Speeding", "Parking"), random.randint(1, 2)))
    scale = [random.choice(("Safe", "Neither", "Unsafe")) for _ in range(2)]
    order = random.sample(("1", "2"), 2)
    words, age, moved = random.choice(("Too few", "-")), random.randint(18, 80), f"01/0{random.randint(1, 3)}/2020"
    visits = ("Park" * random.randint(0, 1), "Market" * random.randint(0, 1)) if area == "North" else ("", "")
    day = f"{14 + number % 14}/07/2024 09:30"
    return ",".join([f"{number:05d}", day, "", "", "x", area, top, *scale, *order, words, str(age), moved, *visits])


def test_an_edited_file_is_told(home: Home) -> None:
    publish, _ = home
    deck = Presentation(str(publish / f"{STEM}_deck.pptx"))
    page = deck.slides[1]
    page.shapes.title.text_frame.text = "99.9% live in North"
    deck.save(str(publish / f"{STEM}_deck.pptx"))
    _, said = explained(home, f"{STEM}_deck.pptx", "2")
    assert said["As published"].startswith("CAUTION: this file is not as any was published.")
    assert "CAUTION: 99.9% in the title is no published figure of this question." in said["Figures"]
    book = load_workbook(publish / f"{STEM}_tables.xlsx")
    (cell,) = (row[1] for row in book["Table_1"].iter_rows() if row[0].value == "North")
    was, cell.value = cell.value, 7
    elsewhere = publish.parents[1] / f"{STEM}_tables.xlsx"
    book.save(elsewhere)
    figures, said = explained(home, elsewhere, "Table_1")
    assert f"1 of {len(figures)} figures do not stand as published: North, number stands as 7" in said["As published"]
    assert f"published was {was}" in said["As published"]


def test_what_has_changed_since_is_told(tmp_path: Path, survey: Survey) -> None:
    published(tmp_path, ("deck",))
    home = publish, _ = tmp_path / NAME / "publish", survey
    made, out = publish.parents[1] / "definition" / NAME, ("--outputs", publish.parents[1])
    text = (made / "questionnaire.toml").read_text()
    (made / "questionnaire.toml").write_text(text.replace("Where do you live?", "Where is your home?"))
    assert survey("ingest", made, export(publish.parents[1] / "later.csv", rows(500, few=True)), *out).code == 0
    old = (publish / f"{STEM}_deck.pptx").read_bytes()
    _, said = explained(home, f"{STEM}_deck.pptx", "2")
    assert "“Where do you live?”" in said["Question"]
    assert "every count of this question is the same" in said["Since"]
    assert "1 more taken in: later.csv; the definition has changed: questionnaire.toml" in said["Since"]
    assert survey("deck", made, *out).code == 0
    copied = publish.parents[1] / "board paper, final.pptx"
    copied.write_bytes(old)
    _, said = explained(home, copied, "2")
    assert "figures were published anew (all/0002), and this file's are those of all/0001" in said["Since"]


def test_what_cannot_be_explained(home: Home, tmp_path: Path) -> None:
    publish, survey = home
    out = ("--outputs", publish.parents[1])
    deck = publish / f"{STEM}_deck.pptx"
    foreign = tmp_path / "foreign.pptx"
    foreign.write_bytes(deck.read_bytes() + b" ")
    told = survey("explain", foreign, *out)
    assert (told.code, "neither its hash nor its name is on record" in told.err) == (3, True)
    assert survey("explain", publish / "manifest.json", *out).code == 3
    assert survey("explain", tmp_path / "none.pptx", *out).code == 3
    for what in ("99", "No such title"):
        wrong = survey("explain", deck, what, *out)
        assert (wrong.code, "no one slide, sheet or table" in wrong.err) == (2, True)
    listed = survey("explain", deck, *out)
    assert (listed.code, "slide 2" in listed.out) == (0, True)
    words = survey("explain", deck, "1", *out)
    assert (words.code, "No figure of the survey stands" in " ".join(words.out.split())) == (0, True)
