"""Office files as packages: what kind one is, and that opening it is safe, before any reader is let near it."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from typing import Literal

from survey.errors import Problem, UnreadableError

_MOST_BYTES, _MOST_PARTS = 1_000_000_000, 10_000  # unpacked, all parts together
_MOST_RATIO, _SMALL = 100, 10_000_000  # unpacked to packed, of what is not small
_MOST_MARKUP = 40_000_000  # bytes of a part that is read whole
_PIECE, _TAIL = 1 << 20, 32
_MARKUP = (".xml", ".rels", ".vml")
_OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # a compound file: of before 2007, or encrypted
_DECLARES = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)
stream = zipfile.ZipFile.open  # a part of what is in memory already: no file is opened
_CLOSED = (zipfile.BadZipFile, NotImplementedError, OSError, EOFError, ValueError, RuntimeError, zlib.error)


def kind_of(data: bytes, name: str) -> Literal["deck", "workbook", ""]:
    """What an Office file is; empty where it is no package at all, and may be text.

    Raises:
        UnreadableError: it is damaged, encrypted, of before 2007, would swell when unpacked, declares entities, or is
            another kind of document.
    """
    if data.startswith(_OLD):
        hint = "open it, take the password off, and save it as .pptx or .xlsx"
        raise UnreadableError(Problem("the file has a password, or is of an Office before 2007", name, hint=hint))
    if not data.startswith(b"PK"):
        return ""
    with safe_package(data, name) as package:
        names = set(package.namelist())
    if "ppt/presentation.xml" in names:
        return "deck"
    if any(each.startswith("xl/workbook.") for each in names):
        return "workbook"
    got = ", ".join(sorted(names)[:3]) or "nothing"
    raise UnreadableError(Problem("neither a deck nor a workbook", name, "a .pptx or .xlsx file", got))


def safe_package(data: bytes, name: str) -> zipfile.ZipFile:
    """The package, every part of markup in it looked at for declarations, which Office never writes.

    Raises:
        UnreadableError: as of `kind_of`.
    """
    try:
        package = zipfile.ZipFile(io.BytesIO(data))
        _measure(package, len(data), name)
        for part in package.infolist():
            if part.filename.lower().endswith(_MARKUP):
                _look_through(package, part, name)
    except _CLOSED as error:
        hint = "copy or save it again: the file may be cut off"
        raise UnreadableError(Problem("the file is damaged", name, got=str(error)[:200], hint=hint)) from None
    return package


def _measure(package: zipfile.ZipFile, packed: int, name: str) -> None:
    parts = package.infolist()
    size = sum(part.file_size for part in parts)
    largest = max((part.file_size for part in parts if part.filename.lower().endswith(_MARKUP)), default=0)
    swells = size > _MOST_RATIO * packed and size > _SMALL
    if size > _MOST_BYTES or len(parts) > _MOST_PARTS or swells or largest > _MOST_MARKUP:
        most = f"at most {_MOST_BYTES:,} bytes in {_MOST_PARTS:,} parts, {_MOST_RATIO} times the size of the file"
        got = f"{size:,} bytes in {len(parts):,} parts, {size / max(packed, 1):,.0f} times the size"
        raise UnreadableError(
            Problem("unpacked, it would be far larger than any deck or workbook: it is not opened", name, most, got)
        )
    if any(part.flag_bits & 1 for part in parts):
        raise UnreadableError(Problem("the file has a password", name, hint="save it without one"))


def _look_through(package: zipfile.ZipFile, part: zipfile.ZipInfo, name: str) -> None:
    before = b""
    with stream(package, part) as source:
        while piece := source.read(_PIECE):
            text = before + piece.replace(b"\0", b"")  # two bytes a letter, too
            if _DECLARES.search(text):
                hint = "no Office program writes such a file: do not trust it"
                got = "<!DOCTYPE or <!ENTITY"
                raise UnreadableError(
                    Problem(
                        "the file declares a document type or entities", f"{name}, {part.filename}", "none", got, hint
                    )
                )
            before = text[-_TAIL:]
