"""A draft made from a real export loads, takes the export in, and is never written over."""

from __future__ import annotations

from pathlib import Path

from tests.exports import export_text
from tests.pipelines.conftest import Real, Survey


def test_a_real_export_is_drafted_and_taken_in(survey: Survey, star_wars: Real, tmp_path: Path) -> None:
    ended = survey("init", star_wars.export, "--name", "films", "--into", tmp_path)
    assert ended.code == 0
    assert str(tmp_path / "films" / "questionnaire.toml") in ended.out
    taken = survey("ingest", tmp_path / "films", star_wars.export, "--outputs", tmp_path, "--json")
    account = taken.records[0]
    assert (account["kept"], account["set_aside"], account["unread_answers"]) == (1186, 0, 0)
    told = survey("tables", tmp_path / "films", "--outputs", tmp_path).err
    assert "CAUTION: (owner) stands on what is published" in told
    path = tmp_path / "films" / "questionnaire.toml"
    path.write_text(path.read_text().replace('"(owner)"', '"Us"'))
    assert "CAUTION" not in survey("tables", tmp_path / "films", "--outputs", tmp_path).err
    again = survey("init", star_wars.export, "--name", "films", "--into", tmp_path)
    assert (again.code, "there is such a consultation already" in again.err) == (2, True)


def test_what_is_no_name_and_no_export(survey: Survey, tmp_path: Path) -> None:
    path = tmp_path / "2026 export (final).csv"
    path.write_text(export_text(), newline="")
    assert survey("init", path, "--name", "Not A Name", "--into", tmp_path).code == 2
    assert survey("init", path, "--into", tmp_path).code == 0
    assert (tmp_path / "survey_2026_export_final" / "questionnaire.toml").is_file()
    path.write_bytes(b"")
    assert survey("init", path, "--name", "empty", "--into", tmp_path).code == 3
