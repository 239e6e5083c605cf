"""Small exports for the tests, and where the real ones are."""

from __future__ import annotations

from pathlib import Path

import pytest

from survey.ingest.export import open_export
from survey.ingest.responses import Reading, read_responses
from survey.questionnaire.definition import Consultation
from survey.questionnaire.load import load_consultation

CONSULTATIONS = Path(__file__).parent / "consultations"
SHARED = Path(__file__).parents[1].parent / "shared"
HEADER = (
    "ID,Started,Ended,Email,Browser,Where do you live?,What matters most?,How safe do you feel? [By day],"
    "How safe do you feel? [After dark],Order: Patrols,Order: Cameras,"
    "Anything else?,Age,Moved,Visit: Park,Visit: Market"
)
ROWS = (
    "0012,14/07/2024 09:30,14/07/2024 09:40,a@example.org,x,North,Burglary; theft;Speeding,Safe,Unsafe,1,2,"
    '"Too few, far too few ""bobbies""",34,03/04/2020,Park,',
    '0013,21/07/2024 23:59,,b@example.org,x,South,Parking,Neither,Neither,2,1,-,"1,034",31/12/1999,,',
    "0014,22/07/2024 00:00,22/07/2024 00:09,,x,North,Speeding,Unsafe,Unsafe,,,Speeding cars,70,,Park,Market",
    "0015,03/08/2024 10:00,,,x,,,,,,,,,,,",
)

# Of the real exports: definition, path, tool, how many responses were published of it.
SAMPLES = (
    ("star_wars", "star-wars/StarWars.csv", "surveymonkey", 1186),
    ("thanksgiving", "thanksgiving/thanksgiving-2015-poll-data.csv", "one_row", 1058),
    ("dask_2019", "dask-gforms/2019-user-survey-results.csv", "google_forms", 259),
    ("dask_2020", "dask-gforms/2020-user-survey-results.csv", "google_forms", 239),
    ("jupyter_2015", "jupyter-2015/20160115235816-SurveyExport.csv", "alchemer", 1706),
    ("limesurvey_unit_test", "limesurvey-unittest/results-survey.csv", "limesurvey", 70),
    ("voting_methods", "qualtrics-voting-pair/qualtrics-redacted.csv", "qualtrics", 156),
    ("voting_methods", "qualtrics-voting-pair/qualtrics_text-redacted.csv", "qualtrics", 156),
    ("coding_in_analysis", "smartsurvey-layout/SYNTHETIC-three-row-header.csv", "smartsurvey", 3),
    ("biomass", "iai-consult-layouts/responses_biomass_format.csv", "ident_rows", 5),
    ("reorganisation", "iai-consult-layouts/responses_lgr_format.csv", "components", 5),
    ("regulators", "iai-consult-layouts/responses_scr_format.csv", "blank_row", 5),
)


def every_kind() -> Consultation:
    """The definition with a question of every kind."""
    return load_consultation(CONSULTATIONS / "every_kind")


def export_text(*rows: str, header: str = HEADER) -> str:
    """A CSV of these rows, or of four sound ones: two complete, one partial, one blank."""
    return "\r\n".join([header, *(rows or ROWS)]) + "\r\n"


def read_text(text: str, consultation: Consultation | None = None) -> Reading:
    """The text read as an export."""
    return read_responses(open_export(text.encode(), "export.csv", consultation or every_kind()))


def shared(path: str) -> Path:
    """A file beside the project that tests may read; the test is skipped where it is absent."""
    found = SHARED / path
    if not found.exists():
        pytest.skip(f"{path} is not beside this checkout")
    return found
