"""Bytes of a text file as UTF-8, by its byte order mark, or else as the first encoding that fits."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

import numpy as np

from survey.errors import Problem, UnreadableError
from survey.ingest.mojibake import SUSPECTS, mojibake

_MARKS = (  # the mark of UTF-16 begins that of UTF-32
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_ZEROS = (  # which bytes of four are zero in western text, in what encoding
    ((1, 2, 3), "utf-32-le"),
    ((0, 1, 2), "utf-32-be"),
    ((1, 3), "utf-16-le"),
    ((0, 2), "utf-16-be"),
)
_BINARY = {
    b"\xd0\xcf\x11\xe0": "an old .xls or a password-protected workbook: save it as .xlsx without a password",
    b"%PDF": "a PDF: export the responses as CSV or XLSX",
    b"\x89PNG": "a picture",
    b"\x1f\x8b": "a gzip archive: unpack it first",
}
_CHUNK = 1 << 16
_BEYOND_ASCII = np.uint64(0x8080808080808080)
_STRAY = re.compile("[\udc80-\udcff]")  # how surrogateescape marks a byte that is not UTF-8
_FOREIGN = re.compile("[^\x00-\x7f\udc80-\udcff]")
_CONTROL = frozenset(map(chr, range(32))) - frozenset("\t\n\r\x0b\x0c")


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text as UTF-8, from `start` on, the encoding it was in, and what the analyst should know of it."""

    data: bytes
    start: int
    encoding: str
    notes: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """The whole text."""
        return self.data[self.start :].decode()

    def head(self, size: int) -> str:
        """The first `size` bytes of the text, less a letter cut in two."""
        return self.data[self.start : self.start + size].decode(errors="ignore")


def decode(data: bytes, name: str) -> Decoded:
    """The text of a file: UTF-8, UTF-16 or UTF-32 by its mark or its zero bytes, UTF-8, or else Windows-1252.

    Raises:
        UnreadableError: the file is empty, or is not text.
    """
    if not data[:_CHUNK].strip() and not data.strip():
        raise UnreadableError(Problem("the file is empty", where=name, hint="export the responses again"))
    for start, what in _BINARY.items():
        if data.startswith(start):
            raise UnreadableError(Problem("not a text file or workbook", where=name, got=what))
    decoded = _decode(data)
    head = decoded.head(100_000)
    hint = "export the responses as CSV or XLSX"
    if head.lstrip("\ufeff \t\r\n")[:1] in ("<", "{", "["):
        raise UnreadableError(Problem("a web page, XML or JSON, not a table", where=name, hint=hint))
    if sum(head.count(each) for each in _CONTROL) > len(head) // 100:
        raise UnreadableError(Problem("not a text file", where=name, hint=hint))
    return decoded


def _decode(data: bytes) -> Decoded:
    encoding = _two_or_four_bytes(data)
    if encoding is not None:
        return _noted(*_replacing(data, encoding))
    error, suspect = _check_utf8(data)
    if error is None:
        return _noted(data, "utf-8") if suspect else Decoded(data, _mark(data), "utf-8")
    line = data.count(b"\n", 0, error) + 1
    mixed = data.decode("utf-8", errors="surrogateescape")
    bad, foreign = (sum(1 for _ in pattern.finditer(mixed)) for pattern in (_STRAY, _FOREIGN))
    if bad <= foreign:
        note = f"{bad} bytes are not UTF-8, as the rest is (the first on line {line}): read as Windows-1252"
        return _noted(_STRAY.sub(_stray, mixed).encode(), "utf-8", note)
    note = f"not UTF-8 (first on line {line}): read as Windows-1252; look at accents and quotes"
    text, encoding, *lost = _replacing(data, "cp1252")
    return _noted(text, encoding, note, *lost)


def _noted(data: bytes, encoding: str, *notes: str) -> Decoded:
    damage = "" if data.isascii() else mojibake(data)
    return Decoded(data, _mark(data), encoding, (*notes, damage) if damage else notes)


def _mark(data: bytes) -> int:
    """How many bytes of byte order marks the text begins with."""
    start = 0
    while data.startswith(codecs.BOM_UTF8, start):
        start += len(codecs.BOM_UTF8)
    return start


def _two_or_four_bytes(data: bytes) -> str | None:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return encoding
    head = data[:4000]
    for places, encoding in _ZEROS:
        if len(head) > 3 and all(head[place::4].count(0) > len(head) // 8 for place in places):
            return encoding
    return None


def _check_utf8(data: bytes) -> tuple[int | None, bool]:
    """Where the first byte stands that is not UTF-8, and whether mojibake is to be looked for.

    Only eights of bytes that hold a letter beyond ASCII are decoded, and what follows each: the rest cannot be wrong.
    """
    decoder = codecs.getincrementaldecoder("utf-8")()
    suspect, waiting = False, 0
    eights = np.frombuffer(data, np.uint64, len(data) // 8)
    for start in range(0, len(eights) + 1, _CHUNK):
        piece = eights[start : start + _CHUNK]
        beyond = (piece & _BEYOND_ASCII) != 0
        beyond[1:] |= beyond[:-1]
        beyond[:1] |= waiting > 0
        kept = np.flatnonzero(beyond)
        last = start + _CHUNK > len(eights)
        letters = piece[kept].tobytes() + (data[8 * len(eights) :] if last else b"")
        try:
            text = decoder.decode(letters, final=last)
        except UnicodeDecodeError as error:
            eight, byte = divmod(error.start - waiting, 8)
            place = int([-1, *kept, len(piece)][eight + 1])  # before the piece, in it, or behind the last eight
            return 8 * (start + place) + byte, suspect
        suspect = suspect or any(letter in text for letter in SUSPECTS)
        waiting = len(decoder.getstate()[0])
    return None, suspect


def _stray(byte: re.Match[str]) -> str:
    return bytes([ord(byte[0]) - 0xDC00]).decode("cp1252", errors="replace")


def _replacing(data: bytes, encoding: str) -> tuple[bytes, str, *tuple[str, ...]]:
    """The text as UTF-8 with each undecodable byte as U+FFFD, its encoding, and a note that says how many."""
    text = data.decode(encoding, errors="replace")
    lost = text.count("\ufffd")
    note = (f"{lost} bytes do not fit {encoding} and stand as \ufffd",) if lost else ()
    return text.encode(), encoding, *note
