"""Tables written by one program and read by ours: no cell may come back another."""

from __future__ import annotations

import csv
import io
import re
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from random import Random
from typing import Literal

import openpyxl
import pandas as pd
import polars as pl
import xlsxwriter

from survey.frames import responses_schema
from survey.ingest.export import open_export
from survey.ingest.responses import read_responses
from survey.ingest.table import open_table
from survey.questionnaire.definition import Consultation, Export
from survey.questionnaire.kinds import FreeText
from survey.store import accept, load
from tests.store.small import wave

Rows = list[list[str]]
_ESCAPE = re.compile("_x[0-9A-Fa-f]{4}_")
_ASCII = "".join(map(chr, range(32, 127)))
_WORDS = ("patrol", "Zoë", "naïve", "£5", "“so”", "don’t", "–", "at night", "ŵyn", "Łódź", "Straße", "مرحبا", "שלום")
_ODD = (
    *("=1+1", "+44 121 496 0000", "-5", "@home", "=cmd|' /C calc'!A0", "'quoted", '"', '""', "''", ",", ";", "\t", "|"),
    *("1e5", "0x1F", "1,234.50", "1.0", "007", "TRUE", "false", "NULL", "null", "NaN", "N/A", "None", "-", ".", "#N/A"),
    *(
        "👍🏽",
        "👨‍👩‍👧‍👦",
        "🏴󠁧󠁢󠁷󠁬󠁳󠁿",
        "e\u0301",
        "é",
        "\u202eright to left",
        "a\u200bb",
        "\u00ad",
        "\u00a0x\u00a0",
        "𝕏",
        "\ufffd",
    ),
    *("_x000D_", "_x0041_", "<b>&amp;</b>", "]]>", "&#10;", "\\n", "\\", "C:\\new", "{}", "%s", "sep=;", "ID"),
    *("line\nbreak", "line\r\nbreak", "\nfirst", "last\n", "two\n\nbreaks", '"quoted"\nover lines', "a,b\nc,d"),
    *(" leading", "trailing ", "  ", "double  space", "a\tb", "a;b,c|d", 'say ""this""', "50%", "B1 1AA", "ABCD" * 500),
)


def cell(rng: Random) -> str:
    """What respondents, clerks and tools put into a cell."""
    kind = rng.randrange(8)
    if kind == 0:
        return rng.choice(["", "0", "00", "+"]) + "".join(rng.choices("0123456789", k=rng.randint(1, 20)))
    if kind == 1:
        area, rest = rng.choice(["0121", "01902", "+44 121", "(0121)", "+44 (0)121"]), rng.randint(0, 9999)
        return f"{area} {rng.randint(0, 999):03d} {rest:04d}"
    if kind == 2:
        day, month, year = rng.randint(1, 31), rng.randint(1, 12), rng.randint(1900, 2099)
        shapes = ("{0:02}/{1:02}/{2}", "{1}/{0}/{2}", "{2}-{1:02}-{0:02}", "{0}.{1}.{2}", "{2}{1:02}{0:02} 09:30")
        return rng.choice(shapes).format(day, month, year)
    if kind == 3:
        return ""
    if kind == 4:
        return "".join(
            rng.choice([rng.choice(_ASCII), chr(rng.randint(161, 0x2FFF))]) for _ in range(rng.randint(1, 9))
        )
    if kind == 5:
        return rng.choice([" ", "\n", "\r\n", ", ", '" "']).join(rng.choices(_WORDS, k=rng.randint(1, 12)))
    return rng.choice(_ODD)


def rows(rng: Random) -> Rows:
    """A header `ID`, `Q1`, ... and up to 12 rows, each with an id of its own."""
    width, count = rng.randint(2, 6), rng.randint(1, 12)
    ids = rng.sample(range(10**6), count)
    mark = rng.choice(["", "0", "00", "R-", "=", "٣"])
    header = ["ID", *(f"Q{place}" for place in range(1, width))]
    return [header, *([f"{mark}{place:06d}", *(cell(rng) for _ in range(width - 1))] for place in ids)]


def _by_csv(table: Rows, rng: Random) -> bytes:
    text = io.StringIO()
    quoting: Literal[0, 1] = csv.QUOTE_ALL if rng.random() < 0.5 else csv.QUOTE_MINIMAL
    csv.writer(text, delimiter=rng.choice(",;\t"), lineterminator="\r\n", quoting=quoting).writerows(table)
    return text.getvalue().encode(rng.choice(["utf-8", "utf-8-sig", "utf-16"]))


def _columns(table: Rows) -> dict[str, list[str]]:
    return dict(zip(table[0], map(list, zip(*table[1:], strict=True)), strict=True))


def _by_polars(table: Rows, rng: Random) -> bytes:
    frame = pl.DataFrame(_columns(table))
    return frame.write_csv(separator=rng.choice(",;\t"), include_bom=rng.random() < 0.5).encode()


def _by_pandas(table: Rows, rng: Random) -> bytes:
    text = pd.DataFrame(_columns(table)).to_csv(index=False, sep=rng.choice(",;\t"), lineterminator="\r\n")
    return str(text).encode()


def _by_xlsxwriter(table: Rows, rng: Random) -> bytes:
    del rng
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer) as book:
        sheet = book.add_worksheet()
        for line, row in enumerate(table):
            for place, text in enumerate(row):
                sheet.write_string(line, place, text)
    return buffer.getvalue()


def _by_openpyxl(table: Rows, rng: Random) -> bytes:
    del rng
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for line, row in enumerate(table, start=1):
        for place, text in enumerate(row, start=1):
            escaped = _ESCAPE.sub(r"_x005F\g<0>", text)  # as Excel and xlsxwriter do, and openpyxl leaves to others
            target = sheet.cell(line, place, escaped)
            target.data_type = "s"  # a text, also where it begins as a formula does
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


Writer = Callable[[Rows, Random], bytes]
WRITERS: tuple[Writer, ...] = (_by_csv, _by_polars, _by_pandas, _by_xlsxwriter, _by_openpyxl)


def trip(seed: int, number: int) -> str:
    """Writes, reads and compares one table; every twentieth goes through the store too. What changed, or nothing."""
    rng = Random(f"{seed}/{number}")  # noqa: S311 - reproducible, nothing secret
    table, writer = rows(rng), WRITERS[number % len(WRITERS)]
    data = writer(table, rng)
    found = open_table(data, "trip", Export(response_id="ID"))
    read = [list(found.names), *map(list, found.texts.rows())]
    wrong = _difference(table, read)
    if not wrong and number % 20 < len(WRITERS):
        wrong = _difference(sorted(map(_said, table[1:])), sorted(_stored(data, table[0])))
    return f"{writer.__name__}: {wrong}" if wrong else ""


def _difference(wanted: Sequence[Sequence[str | None]], read: Sequence[Sequence[str | None]]) -> str:
    if len(wanted) != len(read):
        return f"{len(read)} rows for {len(wanted)}"
    for one, other in zip(wanted, read, strict=True):
        if list(one) != list(other):
            return f"{other!r} for {one!r}"
    return ""


def _said(row: list[str]) -> list[str]:
    """The row as responses hold it: a blank cell says nothing."""
    return [row[0], *(text if text.strip() else "" for text in row[1:])]


def _stored(data: bytes, header: list[str]) -> list[list[str]]:
    """The rows after they were read as responses, accepted, and loaded from the store."""
    questions = tuple(FreeText(id=f"q{name[1:]}", text=name, kind="free_text", column=name) for name in header[1:])
    consultation = Consultation(
        id="trip", name="SYNTHETIC", owner="tests", export=Export(response_id="ID"), questions=questions
    )
    reading = read_responses(open_export(data, "trip", consultation))
    with tempfile.TemporaryDirectory() as folder:
        store = Path(folder) / "responses"
        accept(store, reading.responses, wave(len(reading.responses), "SYNTHETIC_trip"))
        back = load(store, responses_schema(consultation)).collect()
    names = ["response_id", *(question.id for question in questions)]
    return [list(row) for row in back.select(pl.col(names).fill_null("")).rows()]
