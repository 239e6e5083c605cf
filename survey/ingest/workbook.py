"""A workbook opened to be read only, the texts that its cells share as they stand.

openpyxl takes every `x005F_` out of these, so that `_x005F_x0041_`, which is how Excel writes the text `_x0041_`,
cannot be told from `_x0041_`, which is how it writes `A`.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import IO, Any

from openpyxl.reader.excel import ExcelReader
from openpyxl.xml.constants import SHARED_STRINGS, SHEET_MAIN_NS
from openpyxl.xml.functions import iterparse

from survey.ingest.archive import stream

_ITEM, _RUN, _TEXT = (f"{{{SHEET_MAIN_NS}}}{name}" for name in ("si", "r", "t"))


def open_workbook(data: bytes) -> Any:
    """The workbook in a file's bytes, with what its formulas came to."""
    reader = _Reader(io.BytesIO(data), read_only=True, data_only=True)
    reader.read()
    return reader.wb


class _Reader(ExcelReader):
    def read_strings(self) -> None:
        part = self.package.find(SHARED_STRINGS)  # type: ignore[no-untyped-call]
        if part is not None:
            with stream(self.archive, part.PartName[1:]) as source:
                self.shared_strings = list(_texts(source))


def _texts(source: IO[bytes]) -> Iterator[str]:
    """The text of each item, in one piece or in runs of one format; not how it is to be pronounced."""
    for _, node in iterparse(source):
        if node.tag == _ITEM:
            pieces = [*node.findall(_TEXT), *node.findall(f"{_RUN}/{_TEXT}")]
            yield "".join(piece.text or "" for piece in pieces)
            node.clear()
