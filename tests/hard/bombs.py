"""Workbooks made to fill the memory or to keep the processor busy, and what it costs to refuse them.

As a program (`python -m tests.hard.bombs FILE...`) it opens some and prints words, seconds and MB of each.
"""

from __future__ import annotations

import io
import json
import random
import re
import struct
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import openpyxl  # loaded before the clock starts: a program that reads workbooks has it
import xlsxwriter

from survey.errors import UnreadableError
from survey.ingest.table import open_table
from survey.questionnaire.definition import Export

SECONDS, MEGABYTES = 1.0, 300  # of the processor, and held in all
ROOT = Path(__file__).parents[2]
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
ROW = '<row r="{0}"><c r="A{0}" t="inlineStr"><is><t>{0}</t></is></c></row>'
SHEET, SHARED, STYLES = "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/styles.xml"
BOOK, TYPES, RELATIONS = "xl/workbook.xml", "[Content_Types].xml", "xl/_rels/workbook.xml.rels"


def sheet(rows: str, before: str = "", after: str = "") -> str:
    """A sheet of these rows."""
    return f'{before}<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData>{after}</worksheet>'


def with_parts(**parts: str | bytes) -> bytes:
    """A workbook of `ID` and one response in which these parts, by the names of `_PLACES`, are others."""
    return packed({**_parts(), **{_PLACES[name]: content for name, content in parts.items()}})


_PLACES = {"sheet": SHEET, "shared": SHARED, "styles": STYLES, "book": BOOK, "types": TYPES, "relations": RELATIONS}


def _parts() -> dict[str, str | bytes]:
    return dict(_sound_parts())


@cache
def _sound_parts() -> dict[str, bytes]:
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer) as book:
        book.add_worksheet().write_column("A1", ["ID", "1"])
    with zipfile.ZipFile(buffer) as source:
        return {name: source.read(name) for name in source.namelist()}


def packed(parts: dict[str, str | bytes], level: int = 6) -> bytes:
    """The parts as an archive."""
    found = io.BytesIO()
    with zipfile.ZipFile(found, "w", zipfile.ZIP_DEFLATED, compresslevel=level) as target:
        for name, content in parts.items():
            target.writestr(name, content)
    return found.getvalue()


def part_of(name: str) -> str:
    """A part of a sound workbook, by the names of `_PLACES`."""
    content = _parts()[_PLACES[name]]
    return content.decode() if isinstance(content, bytes) else content


def _laughs(root: str) -> str:
    lines = "".join(f'<!ENTITY a{place} "{f"&a{place - 1};" * 10}">' for place in range(1, 10))
    return f'<!DOCTYPE {root} [<!ENTITY a0 "aaaaaaaaaa">{lines}]>'


def _swollen(name: str, tag: str, filling: str) -> bytes:
    """A part with a hundred MB before its last tag."""
    return with_parts(**{name: part_of(name).replace(f"</{tag}>", f"{filling}</{tag}>")})


def _noise(size: int) -> str:
    """Text that packs badly enough for the whole to be under the ratio that is refused."""
    rng = random.Random(5)  # noqa: S311 - reproducible, nothing secret
    words = ["".join(rng.choices("abcdefghijklmnop", k=12)) for _ in range(4000)]
    return "".join(rng.choices(words, k=size // 12))


def _lying() -> bytes:
    """The directory says that the sheet is small; it unpacks to 200 MB."""
    data = bytearray(with_parts(sheet=sheet(ROW.format(1) + " " * 200_000_000)))
    place = 0
    while (place := data.find(b"PK\x01\x02", place)) >= 0:
        length = struct.unpack_from("<H", data, place + 28)[0]
        if data[place + 46 : place + 46 + length] == SHEET.encode():
            struct.pack_into("<I", data, place + 24, 1000)
        place += 46
    return bytes(data)


def _sheets(count: int) -> bytes:
    parts = _parts()
    each = range(2, count + 2)
    more = "".join(f'<sheet name="S{n}" sheetId="{n}" r:id="x{n}"/>' for n in each)
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet"
    known = "".join(f'<Relationship Id="x{n}" Type="{kind}" Target="worksheets/sheet1.xml"/>' for n in each)
    parts[BOOK] = part_of("book").replace("</sheets>", f"{more}</sheets>")
    parts[RELATIONS] = part_of("relations").replace("</Relationships>", f"{known}</Relationships>")
    return packed(parts)


def _xfs(count: int) -> str:
    return "".join(
        f'<xf numFmtId="{n % 40}" fontId="{n % 7919}" fillId="0" borderId="0" xfId="0"/>' for n in range(count)
    )


def _merged(count: int) -> bytes:
    cells = "".join(f'<mergeCell ref="A{n}:XFD{n}"/>' for n in range(1, count + 1))
    return with_parts(
        sheet=sheet(ROW.format(1) + ROW.format(2), after=f'<mergeCells count="{count}">{cells}</mergeCells>')
    )


def _quadratic() -> bytes:
    doctype = f'<!DOCTYPE sst [<!ENTITY a "{"a" * 100_000}">]>'
    return with_parts(shared=f'{doctype}<sst xmlns="{MAIN}"><si><t>ID</t></si><si><t>{"&a;" * 3000}</t></si></sst>')


def _wide(rows: int) -> str:
    return "".join(f'<row r="{row}"><c r="XFD{row}"><v>1</v></c></row>' for row in range(1, rows))


def _entity_cell(before: str) -> bytes:
    return with_parts(sheet=sheet('<row r="1"><c r="A1" t="inlineStr"><is><t>&a9;</t></is></c></row>', before=before))


def _dosed(count: int) -> bytes:
    return packed({**_parts(), **{f"xl/media/{n}": b"" for n in range(count)}})


def _within() -> bytes:
    """A zip that holds a workbook that is a bomb."""
    return packed({"export.xlsx": BOMBS["ratio: a sheet of blanks"]()}, level=0)


BOMBS: dict[str, Callable[[], bytes]] = {
    "ratio: a sheet of blanks": lambda: with_parts(sheet=sheet(ROW.format(1) + " " * 50_000_000)),
    "ratio: shared texts": lambda: _swollen("shared", "sst", "<si><t>" + "a" * 100_000_000 + "</t></si>"),
    "ratio: styles": lambda: _swollen("styles", "styleSheet", "<!--" + "a" * 100_000_000 + "-->"),
    "ratio: the book": lambda: _swollen("book", "workbook", " " * 100_000_000),
    "ratio: the content types": lambda: _swollen("types", "Types", " " * 100_000_000),
    "ratio: relations": lambda: _swollen("relations", "Relationships", " " * 100_000_000),
    "size: what the directory does not say": _lying,
    "size: within a zip": _within,
    "size: styles that pack badly": lambda: _swollen("styles", "cellXfs", _xfs(600_000)),
    "size: a comment that packs badly": lambda: _swollen("book", "workbook", f"<!--{_noise(60_000_000)}-->"),
    "parts: twenty thousand": lambda: _dosed(20_000),
    "sheets: five thousand of one part": lambda: _sheets(5_000),
    "cells: beyond the last column": lambda: with_parts(
        sheet=sheet('<row r="1"><c r="ZZZZZZ1" t="inlineStr"><is><t>ID</t></is></c></row>')
    ),
    "cells: beyond the last row": lambda: with_parts(sheet=sheet(ROW.format(1) + ROW.format(99_999_999_999))),
    "cells: one at the end of each of many rows": lambda: with_parts(sheet=sheet(_wide(20_000))),
    "merged: a million ranges": lambda: _merged(1_000_000),
    "entities: a billion laughs in a sheet": lambda: _entity_cell(_laughs("worksheet")),
    "entities: a billion laughs in the book": lambda: with_parts(
        book=_laughs("workbook") + part_of("book").partition("?>")[2].replace("Sheet1", "&a9;")
    ),
    "entities: a long one, often": _quadratic,
    "depth: a hundred thousand tags in one another": lambda: with_parts(
        sheet=sheet("<x>" * 100_000 + "</x>" * 100_000)
    ),
}


@dataclass(frozen=True)
class Defused:
    """What a bomb did: the words of its refusal (none: it was read), seconds of the processor, MB held in all."""

    words: str
    seconds: float
    mb: float

    @property
    def fault(self) -> str:
        """What was wrong, or nothing."""
        if self.seconds < SECONDS and self.mb < MEGABYTES:
            return ""
        return f"{'refused' if self.words else 'read'} after {self.seconds:.2f} s with {self.mb:.0f} MB"


def defuse(folder: Path, *bombs: bytes) -> list[Defused]:
    """Opens them, one after the other, in a process of their own, as memory is counted by process."""
    paths = [folder / f"{place}.xlsx" for place in range(len(bombs))]
    for path, data in zip(paths, bombs, strict=True):
        path.write_bytes(data)
    command = [sys.executable, "-m", "tests.hard.bombs", *map(str, paths)]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT, timeout=60 * len(bombs))
    return [Defused(**json.loads(line)) for line in done.stdout.splitlines()]


def main() -> None:
    """Opens files and tells what each took."""
    assert openpyxl.__version__
    for path in map(Path, sys.argv[1:]):
        data, words = path.read_bytes(), ""
        start = time.process_time()
        try:
            open_table(data, path.name, Export(response_id="ID"))
        except UnreadableError as error:
            words = str(error)
        seconds = time.process_time() - start
        peak = int(re.findall(r"VmHWM:\s+([0-9]+)", Path("/proc/self/status").read_text())[0]) / 1000
        print(json.dumps({"words": words, "seconds": seconds, "mb": peak}))


if __name__ == "__main__":
    main()
