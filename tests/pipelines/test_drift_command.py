"""A reworded option and a renamed column: told red, mended on --accept, green afterwards."""

from __future__ import annotations

import shutil
from pathlib import Path

from tests.exports import CONSULTATIONS, ROWS, export_text
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


def test_what_is_remembered_of_an_export_holds_no_verbatim_and_no_id(survey: Survey, tmp_path: Path) -> None:
    path = tmp_path / "export.csv"
    path.write_text(export_text(), newline="")
    survey("ingest", CONSULTATIONS / "every_kind", path, "--outputs", tmp_path)
    [kept] = (tmp_path / "every_kind" / "private" / "profiles").iterdir()
    text = kept.read_text()
    assert "0012" not in text
    assert "bobbies" not in text
    assert "example.org" not in text
