"""The same export in five encodings, three delimiters, with a byte order mark and without; and text damaged before."""

from __future__ import annotations

import csv
import io
from functools import cache
from itertools import product

import polars as pl

from survey.ingest.export import open_export
from survey.ingest.responses import Reading, read_responses
from tests.exports import every_kind, export_text
from tests.hard.shapes import MARKS, Dialect, Records, Shape, written
from tests.hard.subjects import Subject, subjects

DIALECTS = tuple(Dialect(encoding, sign, mark=mark) for encoding, sign, mark in product(MARKS, ",;\t", (True, False)))
DAMAGED = ("it’s", "café", "£5", "–", "“quoted”", "€", "naïve", "😀", "2°", "½ mile", "Ünited", "•")
_ROWS = 60


def texts() -> tuple[Subject, ...]:
    """The exports that are text."""
    return tuple(subject for subject in subjects() if subject.form == "text")


@cache
def _shape(name: str) -> Shape:
    """The first rows of an export that every one of the encodings can hold."""
    (subject,) = (subject for subject in texts() if subject.name == name)
    header = [[_in_1252(cell) for cell in row] for row in subject.header]
    return Shape(header, [list(row) for row in subject.rows if row == tuple(map(_in_1252, row))][:_ROWS])


def _in_1252(text: str) -> str:
    return text.encode("cp1252", errors="ignore").decode("cp1252")


def _read(subject: Subject, dialect: Dialect) -> Reading:
    assert subject.consultation is not None
    return read_responses(open_export(written(_shape(subject.name), dialect), "f", subject.consultation))


@cache
def _plain(name: str) -> pl.DataFrame:
    (subject,) = (subject for subject in texts() if subject.name == name)
    return _read(subject, Dialect()).responses


def other_frame(subject: Subject, dialect: Dialect) -> str:
    """What is other than in UTF-8 with commas: nothing, if all is well."""
    reading = _read(subject, dialect)
    if reading.set_aside.height or not reading.responses.equals(_plain(subject.name)):
        return f"{subject.name}, {dialect}: another frame, {reading.set_aside.height} rows set aside"
    return ""


def unnamed(text: str, dialect: Dialect) -> str:
    """Whether the text, once UTF-8 that was read as Windows-1252, is left as it came and named with its line."""
    came = "".join(bytes([byte]).decode("cp1252", errors="ignore") or chr(byte) for byte in text.encode())
    records: Records = list(csv.reader(io.StringIO(export_text().replace("Speeding cars", f"Speeding {came}"))))
    reading = read_responses(open_export(written(Shape(records[:1], records[1:]), dialect), "f", every_kind()))
    notes = [note for note in reading.notes if "read as Windows-1252 before" in note]
    letter = next(letter for letter in text if ord(letter) > 127)
    if reading.responses["words"][2] != f"Speeding {came}":
        return f"{came!r} is not left as it came"
    return "" if len(notes) == 1 and "on line 4" in notes[0] and letter in notes[0] else f"{came!r} is told as {notes}"
