"""Bad input: a message that says what, where and what to do, the right exit code, and nothing lost."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from pipelines import responses
from survey.errors import Problem, UsageError
from tests.exports import CONSULTATIONS, HEADER, ROWS, export_text
from tests.pipelines.conftest import Ended, Survey

EVERY = CONSULTATIONS / "every_kind"


@pytest.fixture
def ingest(survey: Survey, tmp_path: Path) -> Callable[..., Ended]:
    """Ingests a text as an export."""

    def run(text: str | bytes, *options: str) -> Ended:
        path = tmp_path / "export.csv"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return survey("ingest", EVERY, path, "--outputs", tmp_path / "outputs", *options)

    return run


def kept(tmp_path: Path) -> dict[str, bytes]:
    """Every file of the outputs."""
    return {str(path): path.read_bytes() for path in (tmp_path / "outputs").rglob("*") if path.is_file()}


@pytest.mark.parametrize(
    ("text", "code", "words"),
    [
        ("", 3, ["the file is empty"]),
        (b"\x00\x01\x02\x03" * 100, 3, ["not a text file"]),
        (b"PK\x03\x04" + b"x" * 100, 3, ["the workbook is damaged"]),
        (HEADER + "\n", 3, ["a header, but no responses under it"]),
        ("ID,Colour\n1,red\n", 3, ["none of the 8 questions of every_kind is in this file", "'Colour'"]),
        (
            export_text().replace("Where do you live?", "Where you live?"),
            1,
            ["question area: the column is missing", "did you mean 'Where you live?'"],
        ),
        (export_text().replace("ID,", "Ident,", 1), 1, ["[export] response_id: the column is missing"]),
    ],
)
def test_what_cannot_be_read_changes_nothing(
    ingest: Callable[..., Ended], tmp_path: Path, text: str | bytes, code: int, words: list[str]
) -> None:
    assert ingest(export_text()).code == 0
    before = kept(tmp_path)
    ended = ingest(text)
    assert ended.code == code
    for word in words:
        assert word in ended.err
    assert "export.csv" in ended.err
    assert kept(tmp_path) == before


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (export_text(ROWS[0].replace(",North,", ",Nroth,")), ["area: 'Nroth'", "line 2", "did you mean 'North'?"]),
        (export_text(ROWS[0], ROWS[0]), ["line 3: response id 0012 stands on line 2 already", "set_aside.csv"]),
        (
            export_text(ROWS[0].replace("14/07/2024 09:30", "07/14/2024 09:30")),
            ["started: '07/14/2024 09:30'", "%d/%m/%Y"],
        ),
        (export_text(ROWS[0], "0099,14/07"), ["line 3: 2 cells where the header has 16"]),
    ],
)
def test_what_can_be_read_in_part_is_kept_and_told(ingest: Callable[..., Ended], text: str, words: list[str]) -> None:
    ended = ingest(text)
    assert ended.code == 1
    assert "= 1 kept + " in ended.out
    for word in words:
        assert word in ended.err


def test_what_a_stopped_command_took_in_is_told_by_the_next(
    survey: Survey, ingest: Callable[..., Ended], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The disk is full just after the responses were accepted, and nobody takes the export in again."""
    accept = responses.accept_responses

    def stopped(*given: Any) -> None:
        accept(*given)
        raise UsageError(Problem("cannot be written: No space left on device"))

    monkeypatch.setattr(responses, "accept_responses", stopped)
    rows = (ROWS[0].replace(",North,", ",Nroth,"), ROWS[1], ROWS[2].replace("0014", "", 1))
    assert ingest(export_text(*rows)).code == 2
    told = survey("breakdown", EVERY, "--question", "area", "--outputs", tmp_path / "outputs")
    assert (told.code, "CAUTION area: 1 answer" in told.err) == (0, True)
    account = survey("ledger", EVERY, "--outputs", tmp_path / "outputs", "--json").records
    assert [each.get("status") for each in account].count("set_aside") == 1


def test_ids_that_a_spreadsheet_has_rewritten_are_refused(ingest: Callable[..., Ended], tmp_path: Path) -> None:
    """0012 saved as 12, and as 12.0: as new responses each would be counted twice."""
    ingest(export_text())
    before = kept(tmp_path)
    for mangled in (
        [row.removeprefix("00") for row in ROWS],
        [row.removeprefix("00").replace(",", ".0,", 1) for row in ROWS],
    ):
        ended = ingest(export_text(*mangled, ROWS[0].replace("0012", "99", 1)))
        assert (ended.code, "4 responses would be counted twice" in ended.err, "spreadsheet" in ended.err) == (
            1,
            True,
            True,
        )
        assert kept(tmp_path) == before
    ended = ingest(export_text(*ROWS, ROWS[0].replace("0012", "1.23E+11", 1)))
    assert (ended.code, "ids are rounded" in ended.err, kept(tmp_path)) == (1, True, before)
    ended = ingest(export_text(*ROWS, *(row.replace("00", "9", 1) for row in ROWS)))
    assert (ended.code, "8 kept = 4 new + 0 changed + 4 known" in ended.out) == (0, True)


def test_ids_that_begin_anew_are_told(ingest: Callable[..., Ended]) -> None:
    """The number of the row as an id, and another round's export: others stand in the place of who was there."""
    ingest(export_text())
    moved = [row.replace("/07/2024", "/08/2024") for row in ROWS[:3]]
    assert "CAUTION" not in ingest(export_text(*moved)).err  # times alone: a format that was mended
    assert "CAUTION" not in ingest(export_text(ROWS[0].replace("North", "South"), *ROWS[1:])).err
    others = [row.replace("/07/2024", "/06/2024").replace("Speeding", "Parking") for row in (ROWS[0], ROWS[2])]
    ended = ingest(export_text(*others, ROWS[3]))
    assert (ended.code, "CAUTION: 2 of the responses known before" in ended.err) == (1, True)


def test_names_that_are_no_utf_8(survey: Survey, tmp_path: Path) -> None:
    """As an archive of an older Windows leaves them: an export is taken in all the same, a folder is told."""
    export = tmp_path / os.fsdecode("Gr\xf6\xdfe.csv".encode("latin-1"))
    export.write_text(export_text(*ROWS, ROWS[0].replace("0012", "", 1)))
    out = ("--outputs", tmp_path / "outputs")
    assert survey("ingest", EVERY, export, *out).code == 1
    assert "Gr\ufffd\ufffde.csv" in survey("status", EVERY, *out).out
    assert survey("init", export, "--name", "drafted", "--into", tmp_path).code == 0
    ended = survey("ingest", EVERY, export, "--outputs", tmp_path / os.fsdecode(b"\xff"))
    assert (ended.code, "the folder's name is no UTF-8" in ended.err) == (2, True)


def test_unknown_names_suggest_the_nearest(survey: Survey, ingest: Callable[..., Ended], tmp_path: Path) -> None:
    ended = survey("rank", "police_crime_plan_2042", "--outputs", tmp_path)
    assert (ended.code, "did you mean 'police_crime_plan_2024'?" in ended.err) == (2, True)
    ingest(export_text())
    ended = survey("breakdown", EVERY, "--question", "prioritys", "--outputs", tmp_path / "outputs")
    assert (ended.code, "did you mean 'priorities'?" in ended.err) == (2, True)
    ended = survey("breakdown", EVERY, "--question", "area", "--by", "words", "--outputs", tmp_path / "outputs")
    assert ended.code == 2
    ended = survey("rank", EVERY, "--week", "9", "--outputs", tmp_path / "outputs")
    assert (ended.code, "a week from 1 to 3" in ended.err) == (2, True)


def test_results_before_any_responses(survey: Survey, tmp_path: Path) -> None:
    ended = survey("rank", EVERY, "--outputs", tmp_path)
    assert (ended.code, f"first: survey ingest {EVERY} EXPORT" in ended.err) == (2, True)


def test_missing_and_unusable_paths(survey: Survey, tmp_path: Path) -> None:
    (tmp_path / "exprot.csv").write_text("x")
    ended = survey("ingest", EVERY, tmp_path / "export.csv", "--outputs", tmp_path)
    assert (ended.code, "did you mean 'exprot.csv'?" in ended.err) == (3, True)
    ended = survey("ingest", EVERY, tmp_path, "--outputs", tmp_path)
    assert (ended.code, "a folder, not a file" in ended.err) == (3, True)


@pytest.mark.parametrize("command", ["tables", "status", "breakdown"])
def test_outputs_that_are_no_folder_are_told(survey: Survey, tmp_path: Path, command: str) -> None:
    (tmp_path / "file").write_text("x")
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    for name, words in (("file", "Not a directory"), ("loop", "symbolic links")):
        ended = survey(command, EVERY, "--outputs", tmp_path / name)
        assert (ended.code, words in ended.err, str(tmp_path / name) in ended.err) == (2, True, True), ended.err


def test_a_damaged_store_is_told(survey: Survey, ingest: Callable[..., Ended], tmp_path: Path) -> None:
    ingest(export_text())
    store = tmp_path / "outputs" / "every_kind" / "private" / "responses"
    for path in store.rglob("*.parquet"):
        path.write_bytes(b"PAR1 cut off")
    for ended in (survey("rank", EVERY, "--outputs", tmp_path / "outputs"), ingest(export_text(ROWS[0]))):
        assert ended.code == 3
        assert str(store) in ended.err


def test_a_changed_questionnaire_asks_for_the_export_again(survey: Survey, tmp_path: Path) -> None:
    folder = tmp_path / "changing"
    folder.mkdir()
    definition = folder / "questionnaire.toml"
    before = (EVERY / "questionnaire.toml").read_text()
    (tmp_path / "export.csv").write_text(export_text(), newline="")
    definition.write_text(before)
    out = ("--outputs", tmp_path)
    assert survey("ingest", folder, tmp_path / "export.csv", *out).code == 0
    definition.write_text(before.replace('text = "What matters most?"', 'text = "What matters to you?"'))
    assert survey("rank", folder, *out).code == 0  # wording is for reporting only
    definition.write_text(before.replace("opened = 2024-07-14", "opened = 2024-07-07"))
    ended = survey("rank", folder, *out)
    assert (ended.code, "read by another questionnaire" in ended.err) == (2, True)
    assert survey("ingest", folder, tmp_path / "export.csv", *out).code == 0
    assert survey("rank", folder, *out).code == 0


def test_answers_not_understood_are_told_by_every_later_command(
    survey: Survey, ingest: Callable[..., Ended], tmp_path: Path
) -> None:
    ingest(export_text(ROWS[0].replace(",North,", ",Nroth,"), ROWS[1]))
    outputs = tmp_path / "outputs"
    for command in (("breakdown", EVERY, "--question", "area"), ("charts", EVERY)):
        ended = survey(*command, "--outputs", outputs)
        assert (ended.code, "CAUTION area: 1 answers were not understood" in ended.err) == (0, True)
    words = (outputs / "every_kind" / "draft" / "charts" / "01_area.txt").read_text()
    assert "CAUTION: 1 answers were not understood" in words
    assert "CAUTION" not in (outputs / "every_kind" / "draft" / "charts" / "02_priorities.txt").read_text()


def test_an_undated_export_is_told_and_charted_without_weeks(
    survey: Survey, ingest: Callable[..., Ended], tmp_path: Path
) -> None:
    ended = ingest(export_text(*(row.replace("/2024 ", "/24 ") for row in ROWS)))
    assert "4 responses without a date that can be read" in ended.err
    assert "write it at [export] started" in ended.err
    ended = survey("rank", EVERY, "--week", "1", "--outputs", tmp_path / "outputs")
    assert (ended.code, "no response is dated within fieldwork" in ended.err) == (2, True)
    ended = survey("charts", EVERY, "--outputs", tmp_path / "outputs")
    assert (ended.code, "no chart of the weeks" in ended.err) == (0, True)


def test_respondents_words_reach_neither_terminal_nor_spreadsheet_as_commands(
    ingest: Callable[..., Ended], tmp_path: Path
) -> None:
    ended = ingest(export_text(ROWS[0].replace(",North,", ",\x1b[31m=cmd(),"), ROWS[1].replace("0013", "")))
    assert "\x1b" not in ended.err
    text = (tmp_path / "outputs" / "every_kind" / "private" / "set_aside.csv").read_text()
    assert text.splitlines()[0] == "file,line,column,reason,raw"


def test_a_panic_of_polars_is_a_bug_told_in_words(
    ingest: Callable[..., Ended], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def panics(*_: object) -> None:
        raise pl.exceptions.PanicException("assertion failed")

    monkeypatch.setattr("survey.ingest.export.open_export", panics)
    ended = ingest(export_text())
    assert (ended.code, ended.err.splitlines()[0]) == (
        70,
        "error: a bug of ours, not of your data: PanicException: assertion failed",
    )
    assert kept(tmp_path) == {}


@pytest.mark.parametrize("option", ["--strata", "--cluster=psu", "--replicate-weights"])
def test_who_asks_for_a_design_of_the_sample_is_told_that_there_is_none(survey: Survey, option: str) -> None:
    ended = survey("breakdown", EVERY, option)
    assert ended.code == 2
    assert "clusters, strata and replicate weights are not known here" in ended.err
    assert option.split("=")[0] in ended.err
