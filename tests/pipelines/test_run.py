"""`survey run` where something is wrong: told before anything is done, or with what was done by then."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.pipelines.conftest import Survey
from tests.pipelines.small import CODE_FRAME, NAME, export, folder, rows


@pytest.mark.parametrize(
    ("file", "text", "wrong"),
    [
        ("code_frame.toml", CODE_FRAME.replace("phrases", "phrasse"), "unknown key 'phrasse'"),
        ("deck.toml", "[contents]\n", "unknown key 'contents'"),
    ],
)
def test_mistakes_in_words_are_told_before_anything_is_taken_in(
    survey: Survey, tmp_path: Path, file: str, text: str, wrong: str
) -> None:
    made = folder(tmp_path / "definition")
    (made / file).write_text(text)
    ended = survey("run", made, export(tmp_path / "a.csv", rows(20)), "--publish", "--outputs", tmp_path / "outputs")
    assert (ended.code, wrong in ended.err, ended.out) == (2, True, "")
    assert not (tmp_path / "outputs" / NAME).exists()


def test_an_error_says_what_was_done_before_it(survey: Survey, tmp_path: Path) -> None:
    made = folder(tmp_path / "definition")
    (tmp_path / "outputs" / NAME).mkdir(parents=True)
    (tmp_path / "outputs" / NAME / ".published").write_text("in the way")
    ended = survey("run", made, export(tmp_path / "a.csv", rows(60)), "--publish", "--outputs", tmp_path / "outputs")
    assert ended.code == 2
    told = ended.err.splitlines()
    (where,) = (number for number, line in enumerate(told) if line.startswith("ended at: "))
    assert told[where] == (
        "ended at: publishing. Done before, and it stays: checking the export, taking it in, tables, charts"
    )
    assert told[where + 1].startswith("error: ")
    assert (tmp_path / "outputs" / NAME / "draft" / "charts" / "01_area.png").is_file()


def test_why_it_ends_one_is_said_last(survey: Survey, tmp_path: Path) -> None:
    made = folder(tmp_path / "definition")
    bad = [*rows(20), rows(1)[0].partition(",")[2]]
    ended = survey("run", made, export(tmp_path / "a.csv", bad), "--outputs", tmp_path / "outputs")
    assert ended.code == 1
    assert ended.err.splitlines()[-1].startswith("look above: ")
    assert "not all of it could be read" in ended.err.splitlines()[-1]


def test_ids_that_begin_anew_end_it_as_they_end_ingest(survey: Survey, tmp_path: Path) -> None:
    made, out = folder(tmp_path / "definition"), ("--outputs", tmp_path / "outputs")
    assert survey("run", made, export(tmp_path / "a.csv", rows(20)), *out).code == 0
    anew = [row.replace("2024-07-", "2024-06-") for row in rows(40, seed=99)[20:]]
    anew = [f"SYNTHETIC-{number:04d}{row[14:]}" for number, row in enumerate(anew)]
    ended = survey("run", made, export(tmp_path / "b.csv", anew), *out)
    assert "CAUTION: " in ended.err
    assert (ended.code, "ids seem to begin anew" in ended.err.splitlines()[-1]) == (1, True)


def test_how_the_export_was_read_is_said_once(survey: Survey, tmp_path: Path) -> None:
    made = folder(tmp_path / "definition")
    path = export(tmp_path / "a.csv", rows(20))
    path.write_bytes(path.read_text().replace("are out", "are out \u2013 caf\xe9").encode("cp1252"))
    ended = survey("run", made, path, "--outputs", tmp_path / "outputs")
    assert ended.err.count("read as Windows-1252") == 1
