"""Bytes of a text file into text, by its byte order mark, or else as the first encoding that fits."""

from __future__ import annotations

import codecs
from dataclasses import dataclass

from survey.errors import Problem, UnreadableError

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_BINARY = {
    b"\xd0\xcf\x11\xe0": "an old .xls or a password-protected workbook: save it as .xlsx without a password",
    b"%PDF": "a PDF: export the responses as CSV or XLSX",
    b"\x89PNG": "a picture",
    b"\x1f\x8b": "a gzip archive: unpack it first",
}
_STRAY = frozenset(map(chr, range(0xDC80, 0xDD00)))  # how surrogateescape marks a byte that is not UTF-8
_STRAY_AS_1252 = {ord(each): bytes([ord(each) - 0xDC00]).decode("cp1252", errors="replace") for each in _STRAY}
_CONTROL = frozenset(map(chr, range(32))) - frozenset("\t\n\r\x0b\x0c")


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text, the encoding it was in, and what the analyst should know of it."""

    text: str
    encoding: str
    notes: tuple[str, ...] = ()


def decode(data: bytes, name: str) -> Decoded:
    """The text of a file: UTF-8 or UTF-16 by its mark, UTF-16 by its zero bytes, UTF-8, or else Windows-1252.

    Raises:
        UnreadableError: the file is empty, or is not text.
    """
    if not data.strip():
        raise UnreadableError(Problem("the file is empty", where=name, hint="export the responses again"))
    for start, what in _BINARY.items():
        if data.startswith(start):
            raise UnreadableError(Problem("not a text file or workbook", where=name, got=what))
    decoded = _decode(data)
    if decoded.text.lstrip("\ufeff \t\r\n")[:1] in ("<", "{", "["):
        hint = "export the responses as CSV or XLSX"
        raise UnreadableError(Problem("a web page, XML or JSON, not a table", where=name, hint=hint))
    if sum(decoded.text[:100_000].count(each) for each in _CONTROL) > len(decoded.text[:100_000]) // 100:
        raise UnreadableError(Problem("not a text file", where=name, hint="export the responses as CSV or XLSX"))
    return decoded


def _decode(data: bytes) -> Decoded:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _replacing(data, encoding)
    head = data[:4000]
    for offset, encoding in ((1, "utf-16-le"), (0, "utf-16-be")):
        if len(head) > 3 and head[offset::2].count(0) > len(head) // 4:
            return _replacing(data, encoding)
    try:
        return Decoded(data.decode("utf-8"), "utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
    mixed = data.decode("utf-8", errors="surrogateescape")
    bad = sum(each in _STRAY for each in mixed)
    if bad <= sum(each > "\x7f" for each in mixed) - bad:
        note = f"{bad} bytes are not UTF-8, as the rest is (the first on line {line}): read as Windows-1252"
        return Decoded(mixed.translate(_STRAY_AS_1252), "utf-8", (note,))
    note = f"not UTF-8 (first on line {line}): read as Windows-1252; look at accents and quotes"
    decoded = _replacing(data, "cp1252")
    return Decoded(decoded.text, "cp1252", (note, *decoded.notes))


def _replacing(data: bytes, encoding: str) -> Decoded:
    """The text with each undecodable byte as U+FFFD, and a note that says how many."""
    text = data.decode(encoding, errors="replace")
    lost = text.count("\ufffd") - data.count("\ufffd".encode()) * (encoding == "utf-8-sig")
    notes = (f"{lost} bytes do not fit {encoding} and stand as \ufffd",) if lost > 0 else ()
    return Decoded(text.lstrip("\ufeff"), encoding.removesuffix("-sig"), notes)
