"""A reworded option and a renamed column: told red, mended on --accept, green afterwards."""

from __future__ import annotations

import datetime as dt
import json
import shutil
from pathlib import Path

from tests.exports import CONSULTATIONS, HEADER, ROWS, export_text
from tests.pipelines.conftest import Survey


def rows(option: str) -> list[str]:
    """Sixty responses, every third from the option."""
    return [
        ROWS[0].replace("0012", f"{place:04d}").replace(",North,", f",{option if place % 3 else 'South'},")
        for place in range(60)
    ]


def test_drift_is_told_mended_and_gone(survey: Survey, tmp_path: Path) -> None:
    folder = tmp_path / "every_kind"
    shutil.copytree(CONSULTATIONS / "every_kind", folder)
    first, second = tmp_path / "week_1.csv", tmp_path / "week_2.csv"
    first.write_text(export_text(*rows("North")), newline="")
    changed = export_text(*rows("The North")).replace("Anything else?", "Anything else to say?")
    second.write_text(changed, newline="")
    out = ("--outputs", tmp_path / "outputs")
    assert survey("ingest", folder, first, *out).code == 0
    again = survey("drift", folder, first, *out)
    assert (again.code, again.out.splitlines()[0]) == (0, "GREEN: 0 differences")
    told = survey("drift", folder, second, *out, "--json")
    assert told.code == 1
    kinds = {row["kind"]: row for row in told.records if row["level"] == "red"}
    assert (kinds["reworded_option"]["question_id"], kinds["reworded_option"]["accept_text"]) == ("area", "The North")
    assert kinds["renamed_column"]["accept_text"] == "Anything else to say?"
    assert survey("drift", folder, second, *out, "--accept").code == 1
    assert survey("drift", folder, second, *out).code == 0
    assert survey("ingest", folder, second, *out).code == 0
    found = survey("breakdown", folder, "--question", "area", *out, "--json").records
    assert {row["code"]: row["count"] for row in found} == {"north": 40, "south": 20}


def test_all_of_it_fits_a_screen(survey: Survey, tmp_path: Path) -> None:
    """Thirty new columns: ten told, all of them in a file."""
    first, second = tmp_path / "week_1.csv", tmp_path / "week_2.csv"
    first.write_text(export_text(*rows("North")), newline="")
    wider = [f"{row}{',x' * 30}" for row in rows("The North")]
    new = "".join(f",New question {place}" for place in range(30))
    second.write_text(export_text(*wider, header=HEADER + new), newline="")
    out = ("--outputs", tmp_path / "outputs")
    survey("ingest", CONSULTATIONS / "every_kind", first, *out)
    told = survey("drift", CONSULTATIONS / "every_kind", second, *out)
    lines = told.out.splitlines()
    assert (told.code, lines[0]) == (1, "RED: 31 differences (1 red, 30 amber)")
    assert lines[2].startswith("RED    'The North' seems to be 'North', reworded")
    assert lines[4] == '       fix: question area, option north: aliases = ["The North"] [--accept writes this]'
    assert len(lines) <= 50
    kept = tmp_path / "outputs" / "every_kind" / "private" / "drift.csv"
    assert told.err.strip() == f"and 21 more: {kept}"
    assert kept.read_text().count("a column that the questionnaire does not mention") == 30


def test_what_is_remembered_of_an_export_holds_no_verbatim_and_no_id(survey: Survey, tmp_path: Path) -> None:
    path = tmp_path / "export.csv"
    path.write_text(export_text(), newline="")
    survey("ingest", CONSULTATIONS / "every_kind", path, "--outputs", tmp_path)
    [kept] = (tmp_path / "every_kind" / "private" / "profiles").iterdir()
    text = kept.read_text()
    assert "0012" not in text
    assert "bobbies" not in text
    assert "example.org" not in text


def test_exports_taken_in_on_one_day_are_remembered_in_their_order(survey: Survey, tmp_path: Path) -> None:
    """Four exports, each with all of the one before; the fifth adds as many again, and is green."""
    out = ("--outputs", tmp_path / "outputs")
    folder = tmp_path / "outputs" / "every_kind" / "private" / "profiles"
    for week in (1, 2, 3, 4):
        path = tmp_path / f"week_{week}.csv"
        path.write_text(export_text(*weekly(week)), newline="")
        assert survey("ingest", CONSULTATIONS / "every_kind", path, *out).code == 0
    kept = sorted(folder.iterdir())
    assert [json.loads(each.read_text())["file"] for each in kept] == [f"week_{week}.csv" for week in (1, 2, 3, 4)]
    survey("ingest", CONSULTATIONS / "every_kind", tmp_path / "week_2.csv", *out)
    assert sorted(folder.iterdir()) == kept  # one taken in again keeps its place
    path.write_text(export_text(*weekly(5)), newline="")
    told = survey("drift", CONSULTATIONS / "every_kind", path, *out)
    assert (told.code, told.out.splitlines()[0]) == (0, "GREEN: 0 differences")


def weekly(parts: int) -> list[str]:
    """Thirty responses every four days from 14 July 2024, from two areas in turn."""
    rows = []
    for place in range(30 * parts):
        day = dt.date(2024, 7, 14) + dt.timedelta(days=4 * (place // 30) + place % 4)
        times, area = f"{day:%d/%m/%Y} 09:30,{day:%d/%m/%Y} 09:40", "North" if place % 3 else "South"
        rows.append(f"{place:04d},{times},,x,{area},Speeding,Safe,Unsafe,1,2,,,,,")
    return rows
