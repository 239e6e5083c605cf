"""What stands in `publish/`: the manifest is true, another day's figures stand apart, all that was published counts."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import re
from importlib.metadata import version
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from openpyxl import load_workbook
from pptx import Presentation

from survey.publish.gate import Gated, gate
from survey.questionnaire.definition import Consultation
from survey.questionnaire.kinds import MultiCode
from tests.pipelines.conftest import Survey
from tests.pipelines.small import NAME, export, folder, rows

LATER = dt.datetime(2024, 7, 29, 9, tzinfo=dt.UTC)


def sha(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def standing(home: Path) -> dict[str, bytes]:
    publish = home / NAME / "publish"
    return {path.relative_to(publish).as_posix(): path.read_bytes() for path in publish.rglob("*") if path.is_file()}


def manifest(home: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((home / NAME / "publish" / "manifest.json").read_text())
    return found


@pytest.fixture
def home(tmp_path: Path, survey: Survey, monkeypatch: pytest.MonkeyPatch) -> Path:
    """400 responses, 300 of them taken in a week before the others; the rows of two could not be read."""
    made = folder(tmp_path / "definition")
    out = ("--outputs", tmp_path)
    monkeypatch.setattr("survey.store.upsert.now", lambda: dt.datetime(2024, 7, 22, 9, tzinfo=dt.UTC))
    assert survey("ingest", made, export(tmp_path / "first.csv", rows(300)), *out).code == 0
    monkeypatch.setattr("survey.store.upsert.now", lambda: LATER)
    bad = [row.partition(",")[2] for row in rows(2)]
    assert survey("ingest", made, export(tmp_path / "second.csv", [*rows(400), *bad]), *out).code == 1
    return tmp_path


def test_the_manifest_is_true(home: Path, survey: Survey) -> None:
    made = home / "definition" / NAME
    out = ("--outputs", home)
    assert survey("suite", made, *out).code == 0
    for command in ("tables", "deck", "report"):
        assert survey(command, made, *out).code == 0
    told, publish = manifest(home), home / NAME / "publish"
    there = {path.name for path in publish.iterdir()} - {"manifest.json"}
    assert set(told["files"]) == there
    assert len(there) == 5
    for name, file in told["files"].items():
        assert (file["sha256"], file["publication"]) == (sha(publish / name), "all/0001")
    (publication,) = told["publications"].values()
    assert [(each["file"], each["sha256"]) for each in publication["inputs"]] == [
        (name, sha(home / name)) for name in ("first.csv", "second.csv")
    ]
    assert [(each["rows_in"], each["kept"], each["set_aside"]) for each in publication["inputs"]] == [
        (300, 300, 0),
        (402, 400, 2),
    ]
    assert publication["definition"] == {path.name: sha(path) for path in made.glob("*.toml")}
    assert (publication["code_frame"], publication["suite"]) == (3, sha(made / "expectations.json"))
    packages = dict(publication["packages"])
    assert packages.pop("python").startswith("3.")
    assert packages == {name: version(name) for name in packages}
    assert {"polars", "python-pptx", "xlsxwriter", "consultation-survey-toolkit"} <= set(packages)
    assert (publication["responses"], publication["synthetic"], told["synthetic"]) == (400, True, True)
    csv = (publish / f"SYNTHETIC_{NAME}_tables.csv").read_text().splitlines()
    assert publication["figures"] == len(csv) - 1


def test_the_manifest_is_rounded_as_counts_are(home: Path, survey: Survey) -> None:
    made = home / "definition" / NAME
    file = made / "questionnaire.toml"
    file.write_text(file.read_text().replace("[export]", "[disclosure]\nrounding = 5\n\n[export]"))
    bad = [row.partition(",")[2] for row in rows(3)]
    third = export(home / "third.csv", [*rows(413), *bad])
    assert survey("ingest", made, third, "--outputs", home).code == 1
    assert survey("tables", made, "--outputs", home).code == 0
    (publication,) = manifest(home)["publications"].values()
    told = [(each["rows_in"], each["kept"], each["set_aside"]) for each in publication["inputs"]]
    assert told == [(300, 300, 0), (400, 400, 0), (415, 415, 5)]
    assert publication["responses"] == 415


def test_figures_of_another_day_stand_apart_and_say_so(home: Path, survey: Survey) -> None:
    made, out = home / "definition" / NAME, ("--outputs", home)
    for command in ("tables", "deck", "report"):
        assert survey(command, made, *out).code == 0
    before = standing(home)
    for command in ("tables", "deck", "report"):
        done = survey(command, made, *out, "--as-of", "2024-07-23")
        assert (done.code, "AS OF 2024-07-23: 300 responses" in done.err) == (0, True)
    after = standing(home)
    assert {name: after[name] for name in before if name != "manifest.json"} == {
        name: data for name, data in before.items() if name != "manifest.json"
    }
    stem = f"as_of_2024-07-23/SYNTHETIC_{NAME}"
    endings = ("tables{}.xlsx", "tables{}.csv", "tables{}.parquet", "deck{}.pptx", "report{}.html")
    assert set(after) - set(before) == {f"{stem}_{each.format('_as_of_2024-07-23')}" for each in endings}
    told = manifest(home)
    assert {each["publication"] for name, each in told["files"].items() if "/" in name} == {"as_of_2024-07-23/0001"}
    assert told["publications"]["as_of_2024-07-23/0001"]["as_of"] == "2024-07-23"
    assert [each["file"] for each in told["publications"]["as_of_2024-07-23/0001"]["inputs"]] == ["first.csv"]
    _said(home / NAME / "publish" / "as_of_2024-07-23")
    for command in ("tables", "deck", "report"):
        assert survey(command, made, *out).code == 0
    assert standing(home) == after


def _said(day: Path) -> None:
    words = "As of 23 July 2024"
    (book,) = (load_workbook(path) for path in day.glob("*.xlsx"))
    for sheet in book.worksheets[3:]:
        assert any(words in str(cell.value) for cell in sheet["A"]), sheet.title
    assert any(words in str(cell.value) for cell in book["Cover"]["A"])
    (deck,) = (Presentation(str(path)) for path in day.glob("*.pptx"))
    for page in deck.slides:
        assert words in " ".join(shape.text_frame.text for shape in page.shapes if shape.has_text_frame)
    (page,) = (path.read_text() for path in day.glob("*.html"))
    assert words in page


def test_all_that_was_published_is_held_against(home: Path, survey: Survey) -> None:
    """Three more than were published, with another day's figures published in between: still refused."""
    made, out = home / "definition" / NAME, ("--outputs", home)
    assert survey("tables", made, *out).code == 0
    assert survey("tables", made, *out, "--as-of", "2024-07-23").code == 0
    before = standing(home)
    assert survey("ingest", made, export(home / "third.csv", rows(403)), *out).code == 0
    done = survey("tables", made, *out)
    assert (done.code, "400 then, 403 now" in done.err) == (4, True)
    assert standing(home) == before


def test_a_day_between_two_publications_is_held_against_both(
    home: Path, survey: Survey, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Published with 400 and with 500 responses; in between there were 403."""
    made, out = home / "definition" / NAME, ("--outputs", home)
    assert survey("tables", made, *out).code == 0
    for number, (day, count) in enumerate(((30, 403), (31, 500))):
        monkeypatch.setattr("survey.store.upsert.now", lambda day=day: dt.datetime(2024, 7, day, 9, tzinfo=dt.UTC))
        assert survey("ingest", made, export(home / f"more_{number}.csv", rows(count)), *out).code == 0
    assert survey("tables", made, *out).code == 0
    done = survey("tables", made, *out, "--as-of", "2024-07-30")
    assert (done.code, "400 then, 403 now" in done.err) == (4, True)


def test_previews_that_are_counted_are_told_in_what_is_published(home: Path, survey: Survey) -> None:
    made, out = home / "definition" / NAME, ("--outputs", home)
    marked = [row.replace(",,", ",Preview,", 1) if number % 2 else row for number, row in enumerate(rows(400))]
    marked[1] = marked[1].replace(",Safe,", ",Sfae,").replace(",Neither,", ",Sfae,").replace(",Unsafe,", ",Sfae,")
    assert survey("ingest", made, export(home / "third.csv", marked), *out).code == 1
    for command in ("tables", "deck", "report"):
        assert survey(command, made, *out).code == 0
    marks = "Responses that the survey tool marks as previews or tests are counted"
    lost = "Answers that were not understood are left out of “How safe do you feel?”"
    words = f"{marks}. {lost}"
    publish = home / NAME / "publish"
    (book,) = (load_workbook(path) for path in publish.glob("*.xlsx"))
    assert f"{words}." in [cell.value for cell in book["Cover"]["A"]]
    (deck,) = (Presentation(str(path)) for path in publish.glob("*.pptx"))
    assert any(words in shape.text_frame.text for page in deck.slides for shape in page.shapes if shape.has_text_frame)
    (page,) = (path.read_text() for path in publish.glob("*.html"))
    assert words in page
    assert manifest(home)["publications"]["all/0001"]["previews"] is True
    left = survey("tables", made, *out, "--without", "test_response")
    assert left.code == 0, left.err
    (book,) = (load_workbook(path) for path in publish.glob("*without_test_response.xlsx"))
    facts = [cell.value for cell in book["Cover"]["A"]]
    assert f"Responses flagged as test response are left out. {lost}." in facts


def test_the_gate_knows_what_the_nets_of_themes_hold(
    home: Path, survey: Survey, monkeypatch: pytest.MonkeyPatch
) -> None:
    known: list[dict[str, tuple[str, ...]]] = []

    def seen(figures: pl.DataFrame, consultation: Consultation, *rest: Any) -> Gated:
        themes = consultation.question("themes")
        known.append({net.code: net.codes for net in themes.nets} if isinstance(themes, MultiCode) else {})
        return gate(figures, consultation, *rest)

    monkeypatch.setattr("survey.publish.gate.gate", seen)
    assert survey("tables", home / "definition" / NAME, "--outputs", home).code == 0
    assert [each["roads"] for each in known] == [("parking", "lights")]


def test_responses_that_answered_nothing_are_told_wherever_responses_are_counted(
    tmp_path: Path, survey: Survey
) -> None:
    made, out = folder(tmp_path / "definition"), ("--outputs", tmp_path)
    blank = [f"SYNTHETIC-9{number:03d},2024-07-02,,,,,," for number in range(25)]
    assert survey("ingest", made, export(tmp_path / "first.csv", [*rows(300), *blank]), *out).code == 0
    for command in ("tables", "deck", "report"):
        assert survey(command, made, *out).code == 0
    told, publish = "325 responses were accepted, of which 25 answered nothing", tmp_path / NAME / "publish"
    page, deck = publish / f"SYNTHETIC_{NAME}_report.html", publish / f"SYNTHETIC_{NAME}_deck.pptx"
    assert told in page.read_text(encoding="utf-8")
    cover = load_workbook(publish / f"SYNTHETIC_{NAME}_tables.xlsx").worksheets[:2]
    assert any(told in str(cell.value) for sheet in cover for cell in sheet["A"])
    heads = [page.shapes.title.text_frame.text for page in Presentation(str(deck)).slides]
    assert "325 responses, 25 of them blank, from those who chose to answer" in heads
    assert survey("check", deck, "--consultation", str(made), *out).code == 0


def _numbers(publish: Path, stem: str) -> set[int]:
    """Every whole number in the words of the workbook, the deck, the page and the manifest."""
    book = load_workbook(publish / f"{stem}_tables.xlsx")
    deck = Presentation(str(publish / f"{stem}_deck.pptx"))
    told = [str(cell.value) for sheet in book.worksheets for row in sheet.iter_rows() for cell in row]
    told += [shape.text_frame.text for page in deck.slides for shape in page.shapes if shape.has_text_frame]
    told += [page.notes_slide.notes_text_frame.text for page in deck.slides if page.has_notes_slide]
    page = (publish / f"{stem}_report.html").read_text(encoding="utf-8")
    told.append(re.sub(r"(?s)<(svg|style|script).*?</\1>|<[^>]*>", " ", page))
    told.append((publish / "manifest.json").read_text(encoding="utf-8"))
    return {int(number.replace(",", "")) for text in told for number in re.findall(r"(?<![\w.])\d[\d,]*\b", text)}


def test_a_few_that_answered_nothing_do_not_follow_from_the_base_of_all(tmp_path: Path, survey: Survey) -> None:
    """300 stand in the base of all respondents: that 305 were accepted would tell that 5 answered nothing."""
    made, out = folder(tmp_path / "definition"), ("--outputs", tmp_path)
    file = made / "questionnaire.toml"
    file.write_text(file.read_text().replace('id = "safe"\n', 'id = "safe"\nbase = "all"\n'))
    blank = [f"SYNTHETIC-9{number:03d},2024-07-02,,,,,," for number in range(25)]
    assert survey("ingest", made, export(tmp_path / "first.csv", [*rows(300), *blank[:5]]), *out).code == 0
    for command in ("tables", "deck", "report"):
        assert survey(command, made, *out).code == 0
    publish, stem = tmp_path / NAME / "publish", f"SYNTHETIC_{NAME}"
    told = _numbers(publish, stem)
    assert 300 in told
    assert not told & set(range(301, 310))
    page = (publish / f"{stem}_report.html").read_text(encoding="utf-8")
    assert "300 responses that answered something were accepted, and a few that answered nothing" in page
    explained = survey("explain", publish / f"{stem}_tables.csv", "Safe", *out)
    assert (explained.code, "305" in explained.out) == (0, False)
    assert survey("ingest", made, export(tmp_path / "second.csv", [*rows(400), *blank]), *out).code == 0
    assert survey("tables", made, *out).code == 0
    (first, second) = manifest(tmp_path)["publications"]["all/0002"]["inputs"]  # what came before stays untold
    assert (first["kept"], first["rows_in"], second["kept"]) == (None, None, 425)


@pytest.mark.parametrize("mangled", ["", "[]", "{}", "null", '{"facts": 5, "files": [], "definition": "x"}'])
def test_a_mangled_record_or_manifest_is_told(home: Path, survey: Survey, mangled: str) -> None:
    """A record is held against what is published next: without it nothing is. A manifest is made anew."""
    made, out = home / "definition" / NAME, ("--outputs", home)
    assert survey("tables", made, *out).code == 0
    told = manifest(home)
    (home / NAME / "publish" / "manifest.json").write_text(mangled)
    assert survey("tables", made, *out).code == 0
    assert manifest(home) == told
    (home / NAME / "private" / "published" / "all" / "0001" / "record.json").write_text(mangled)
    (table,) = (home / NAME / "publish").glob("*.csv")
    for command in (("tables", made), ("explain", table, "1")):
        done = survey(*command, *out)
        assert (done.code, "record.json" in done.err) == (3, True), done.err


@pytest.mark.parametrize("what", ["file", "link", "store"])
def test_what_somebody_else_put_in_the_place_of_what_is_published_stays(home: Path, survey: Survey, what: str) -> None:
    made, out = home / "definition" / NAME, ("--outputs", home)
    share, publish = home / "share", home / NAME / "publish"
    share.mkdir()
    (share / "minutes.txt").write_text("of last year")
    if what == "file":
        publish.write_text("my notes")
    else:
        (publish if what == "link" else publish.with_name(".published")).symlink_to(share, target_is_directory=True)
    for command in (("tables", made), ("run", made, home / "second.csv", "--publish")):
        done = survey(*command, *out)
        told = "what stands there was not put there by survey"
        assert (done.code, told in done.err, "expected a folder; got" in done.err) == (2, True, True), done.err
        assert "kept" not in done.out
    assert [path.name for path in share.iterdir()] == ["minutes.txt"]
    if what == "file":
        assert publish.read_text() == "my notes"
        publish.unlink()
    else:
        (publish if what == "link" else publish.with_name(".published")).unlink()
    for _ in range(2):  # a link of our own is ours
        assert survey("tables", made, *out).code == 0
    assert publish.is_symlink()


def test_a_link_inside_what_is_published_is_told_and_not_lost(home: Path, survey: Survey) -> None:
    """The folder is exchanged as a whole: the files in it go with it, a link to elsewhere did not."""
    made, out = home / "definition" / NAME, ("--outputs", home)
    assert survey("tables", made, *out).code == 0
    share, publish = home / "share", home / NAME / "publish"
    share.mkdir()
    (publish / "more").mkdir()
    (publish / "more" / "minutes.txt").write_text("of last year")
    links = [publish / "share", publish / "more" / "nowhere"]
    links[0].symlink_to(share, target_is_directory=True)
    links[1].symlink_to(home / "nowhere")
    before = publish.readlink()
    done = survey("tables", made, *out)
    assert (done.code, done.out) == (2, "")
    assert all(f"[{link}]" in done.err for link in links)
    assert "move it out of publish/" in done.err
    assert (publish.readlink(), [link.is_symlink() for link in links]) == (before, [True, True])
    for link in links:
        link.unlink()
    assert survey("tables", made, *out).code == 0
    assert (publish / "more" / "minutes.txt").read_text() == "of last year"


def test_where_a_few_state_no_area_its_own_table_is_left_out_and_told(tmp_path: Path, survey: Survey) -> None:
    """Five of 400: in the tables by area they are hidden, and follow from the base of the area's own table."""
    made, out = folder(tmp_path / "definition"), ("--outputs", tmp_path)
    lines = [re.sub(",(North|South|East),", ",,", line) for line in rows(5)] + rows(400)[5:]
    assert survey("ingest", made, export(tmp_path / "first.csv", lines), *out).code == 0
    for command in ("tables", "deck", "report"):  # the first holds it against the gate, the others against the record
        done = survey(command, made, *out)
        assert (done.code, "would follow from this one [area]\n    give area base" in done.err) == (0, True)
    publish = tmp_path / NAME / "publish"
    told = "Left out, as withheld figures would follow: “Where do you live?”."
    assert told in (publish / f"SYNTHETIC_{NAME}_report.html").read_text(encoding="utf-8")
    figures = pl.read_parquet(publish / f"SYNTHETIC_{NAME}_tables.parquet")
    assert "area" not in figures["question_id"].to_list()
    assert {"safe", "top"} <= set(figures.filter(pl.col("banner_id") == "area")["question_id"])
    (publication,) = manifest(tmp_path)["publications"].values()
    assert "area" in publication["left_out"]
