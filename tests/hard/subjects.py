"""The exports that are mutated: every sample beside the checkout, a SYNTHETIC one, and one with every kind of question.

Texts are taken apart here by Python's own `csv`, not by the readers that are tried.
"""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from survey.ingest.platforms.registry import platform_named
from survey.questionnaire.definition import Consultation, Export
from survey.questionnaire.load import load_consultation
from survey.synthetic.export import make_export
from survey.synthetic.load import load_published
from tests.exports import CONSULTATIONS, SAMPLES, SHARED, export_text

EXPORTS = SHARED / "data" / "exports"
POLICE = CONSULTATIONS.parents[1] / "pipelines" / "consultations" / "police_crime_plan_2024"
_BOOKS = (
    ("iai-consult-layouts/consult_data_template_v005.xlsx", "respondent_id"),
    ("iai-consult-layouts/qu_format_a_numeric.xlsx", "auto"),
    ("iai-consult-layouts/qu_format_b_instruction.xlsx", "auto"),
)
_SPSS = ("hebrews", "missing_test", "sample", "simple_alltypes")
_TRIPLE_S = ("sample-1", "sample-4", "sample-5")


@dataclass(frozen=True)
class Subject:
    """An export as it is. `companion`: a Triple-S survey's definition; `folder` and `consultation`: its own
    definition, or `settings` where it has none; `header` and `rows`: the records of a text file, cell by cell.
    """

    name: str
    form: str
    data: bytes
    companion: bytes = b""
    folder: Path | None = None
    consultation: Consultation | None = None
    settings: Export = field(default_factory=lambda: Export(response_id="auto"))
    header: tuple[tuple[str, ...], ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()


@cache
def subjects() -> tuple[Subject, ...]:
    """All of them; those of the samples that are not beside this checkout are left out."""
    found = [_text("every_kind", export_text().encode(), CONSULTATIONS / "every_kind", 1), _synthetic()]
    for folder, path, tool, _ in SAMPLES:
        data, platform = _sample(path), platform_named(tool)
        if data and platform is not None:
            found.append(_text(Path(path).name, data, CONSULTATIONS / folder, platform.header_rows))
    for path, column in _BOOKS:
        data = _sample(path)
        settings = Export(response_id=column)
        found += [Subject(Path(path).name, "workbook", data, settings=settings)] if data else []
    for name in _SPSS:
        data = _sample(f"spss-sav/{name}.sav")
        found += [Subject(f"{name}.sav", "spss", data)] if data else []
    for name in _TRIPLE_S:
        data, definition = _sample(f"triple-s/{name}.asc"), _sample(f"triple-s/{name}.sss")
        found += [Subject(f"{name}.asc", "triple_s", data, definition)] if data and definition else []
    return tuple(found)


def _sample(path: str) -> bytes:
    found = EXPORTS / path
    return found.read_bytes() if found.exists() else b""


def _synthetic() -> Subject:
    consultation = load_consultation(POLICE)
    made = make_export(consultation, load_published(POLICE, consultation), 6614, 7)
    return _text(made.file_name, made.content, POLICE, 3)


def _text(name: str, data: bytes, folder: Path, headers: int) -> Subject:
    """The text as records; the sample that is not wholly UTF-8 has two bytes of Windows-1252."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252", errors="replace")
    delimiter = max(",;\t", key=text.partition("\n")[0].count)
    records = list(map(tuple, csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)))
    consultation = load_consultation(folder)
    return Subject(
        name,
        "text",
        data,
        folder=folder,
        consultation=consultation,
        settings=consultation.export,
        header=tuple(records[:headers]),
        rows=tuple(cells for cells in records[headers:] if cells),
    )
