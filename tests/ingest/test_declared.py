"""SPSS's user-missing values are no answers, in the variable that declares them; an option of the definition is one."""

from __future__ import annotations

from pathlib import Path

from survey.ingest.export import open_export
from survey.ingest.responses import Reading, read_responses
from survey.questionnaire.definition import Consultation, Export
from survey.questionnaire.kinds import Number, Option, Question, SingleCode
from tests.exports import shared

AGE = Number(id="age", text="Age", kind="number", column="age")


def town(*labels: str) -> SingleCode:
    options = tuple(Option(code=f"o{place}", label=label) for place, label in enumerate(labels))
    return SingleCode(id="town", text="Town", kind="single_code", column="town", options=options)


def read(path: Path, *questions: Question) -> Reading:
    consultation = Consultation(id="c", name="C", owner="O", export=Export(response_id="auto"), questions=questions)
    return read_responses(open_export(path.read_bytes(), path.name, consultation))


def made(folder: Path) -> Path:
    import pandas as pd
    import pyreadstat

    frame = pd.DataFrame({"town": [1.0, 2.0, 99.0, 99.0], "age": [99.0, 34.0, 20.0, -1.0]})
    path = folder / "made.sav"
    pyreadstat.write_sav(
        frame,
        path,
        variable_value_labels={"town": {1: "Ashby", 2: "Barton", 99: "Refused"}},
        missing_ranges={"town": [99], "age": [{"lo": -9, "hi": -1}]},
    )
    return path


def test_what_one_variable_declares_missing_is_an_answer_in_another(tmp_path: Path) -> None:
    reading = read(made(tmp_path), town("Ashby", "Barton"), AGE)
    assert reading.responses["town"].to_list() == ["Ashby", "Barton", None, None]
    assert reading.responses["age"].to_list() == [99.0, 34.0, 20.0, None]
    assert reading.unread.is_empty()
    assert reading.notes == ("3 cells hold what the file itself declares to be no answer",)


def test_the_definition_goes_before_the_file(tmp_path: Path) -> None:
    reading = read(made(tmp_path), town("Ashby", "Barton", "Refused"), AGE)
    assert reading.responses["town"].to_list() == ["Ashby", "Barton", "Refused", "Refused"]


def test_missing_values_of_a_real_file() -> None:
    """pyreadstat's file declares -999 to 0 and 999 missing in z: -9 and 999 ("skipped") are none."""
    z = Number(id="z", text="z", kind="number", column="z")
    reading = read(shared("data/exports/spss-sav/simple_alltypes.sav"), z)
    assert reading.responses["z"].to_list() == [None, None, 1.234, None, 3.14159, None]
    assert reading.unread.is_empty()
