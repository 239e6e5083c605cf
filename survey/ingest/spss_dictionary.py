"""What an SPSS file's dictionary says beside the variables: multiple-response sets, short names, the weight.

The reader behind `spss_file` knows only sets counted by a number, and refuses the whole file over a set it cannot
read. So the sets are read here and hidden from it. Layout: GNU PSPP's "System File Format", from which the names of
records are taken.
"""

from __future__ import annotations

import re
import struct
from dataclasses import dataclass

from survey.errors import Problem, UnreadableError

_VARIABLE, _LABELS, _LABELLED, _DOCUMENT, _EXTENSION, _END = 2, 3, 4, 6, 7, 999
_SETS = (7, 19)  # extension records: sets as before SPSS 14, and those labelled by counted values
_INTEGERS, _LONG_NAMES, _ENCODING = 3, 13, 20
_UNUSED = 9999  # a subtype that no reader knows, and so skips
_HEADER = 176
_LAYOUT, _WEIGHT, _RECORDS = 64, 76, 80  # offsets in the header
_CODE_PAGE = 28  # offset in the record of integers
_STRAY = re.compile("[\udc80-\udcff]")  # how surrogateescape marks a byte that is not in the encoding


@dataclass(frozen=True, slots=True)
class MultipleSet:
    """A multiple-response set in the file's own bytes.

    `kind`: C of categories, D of dichotomies labelled by variable, E of dichotomies labelled by counted value.
    `own_label` is false where the set takes the label of its first variable.
    """

    name: bytes
    kind: bytes
    counted: bytes
    label: bytes
    own_label: bool
    members: tuple[bytes, ...]


@dataclass(frozen=True, slots=True)
class Dictionary:
    """`cells` is the number of values the file says it holds, 0 where it does not say; `encoding` the one it declares;
    `long_names` by short name in capitals; `weight` the short name of the variable that weights the cases, or empty;
    `unread` the number of sets that could not be read; `plain` the file without its sets.
    """

    cells: int
    encoding: str
    sets: tuple[MultipleSet, ...]
    unread: int
    long_names: dict[bytes, bytes]
    weight: bytes
    plain: bytes


class _Cursor:
    """Takes bytes and numbers from the front of the file, whatever order its bytes are in."""

    def __init__(self, data: bytes, place: int) -> None:
        self.data = data
        self.place = place
        self.order = "<" if data[_LAYOUT : _LAYOUT + 4] in (b"\x02\0\0\0", b"\x03\0\0\0") else ">"

    def take(self, count: int) -> bytes:
        taken = self.data[self.place : self.place + count]
        if count < 0 or len(taken) < count:
            raise EOFError
        self.place += count
        return taken

    def integer(self) -> int:
        return int(struct.unpack(f"{self.order}i", self.take(4))[0])


def decoded(text: bytes, encoding: str) -> str:
    """Text in the file's encoding; bytes that are not in it as Windows-1252 has them."""
    return _STRAY.sub(_stray, text.decode(encoding, errors="surrogateescape"))


def _stray(byte: re.Match[str]) -> str:
    return bytes([ord(byte[0]) - 0xDC00]).decode("cp1252", errors="replace")


def read_dictionary(data: bytes, name: str) -> Dictionary:
    """The dictionary in a file's bytes.

    Raises:
        UnreadableError: the file is not of SPSS, or its dictionary is damaged or cut off.
    """
    if data[:4] not in (b"$FL2", b"$FL3") or len(data) < _HEADER:
        hint = "save it in SPSS as .sav, or export the responses as CSV"
        raise UnreadableError(Problem("not an SPSS data file", name, got=repr(data[:4])[1:], hint=hint))
    try:
        return _walk(_Cursor(data, _HEADER))
    except EOFError:
        hint = "the file may be cut off: copy or export it again"
        raise UnreadableError(Problem("the dictionary of the SPSS file is damaged", name, hint=hint)) from None


def _walk(cursor: _Cursor) -> Dictionary:
    shorts: list[bytes] = []
    extensions: dict[int, bytes] = {}
    plain = bytearray(cursor.data)
    while (record := cursor.integer()) != _END:
        if record == _VARIABLE:
            shorts.append(_variable(cursor))
        elif record == _EXTENSION:
            at = cursor.place
            subtype, size, count = cursor.integer(), cursor.integer(), cursor.integer()
            extensions[subtype] = extensions.get(subtype, b"") + cursor.take(size * count)
            if subtype in _SETS:
                plain[at : at + 4] = struct.pack(f"{cursor.order}i", _UNUSED)
        else:
            _skip(cursor, record)
    sets, unread = _sets(b"\n".join(extensions.get(subtype, b"") for subtype in _SETS))
    long_names = _long_names(extensions.get(_LONG_NAMES, b""))
    cells = max(_header(cursor, _RECORDS), 0) * sum(map(bool, shorts))
    encoding = _encoding(cursor, extensions)
    return Dictionary(cells, encoding, sets, unread, long_names, _weight(cursor, shorts), bytes(plain))


def _variable(cursor: _Cursor) -> bytes:
    """A variable's short name, empty for the further parts of a long text."""
    width, has_label, missing = cursor.integer(), cursor.integer(), cursor.integer()
    cursor.take(8)
    name = cursor.take(8).rstrip()
    if has_label:
        cursor.take(_rounded(cursor.integer(), 4))
    cursor.take(8 * abs(missing))
    return name if width >= 0 else b""


def _skip(cursor: _Cursor, record: int) -> None:
    count = cursor.integer()
    if record == _LABELS:
        for _ in range(count):
            cursor.take(8)
            length = cursor.take(1)[0]
            cursor.take(_rounded(length + 1, 8) - 1)
    elif record in (_LABELLED, _DOCUMENT):
        cursor.take(count * (4 if record == _LABELLED else 80))
    else:
        raise EOFError


def _rounded(count: int, unit: int) -> int:
    return -(-count // unit) * unit


def _weight(cursor: _Cursor, shorts: list[bytes]) -> bytes:
    place = _header(cursor, _WEIGHT)
    return shorts[place - 1] if 0 < place <= len(shorts) else b""


def _header(cursor: _Cursor, offset: int) -> int:
    return int(struct.unpack_from(f"{cursor.order}i", cursor.data, offset)[0])


def _encoding(cursor: _Cursor, extensions: dict[int, bytes]) -> str:
    """The encoding named, or that of the code page numbered, where Python knows it; else Windows-1252."""
    numbered = extensions.get(_INTEGERS, b"")[_CODE_PAGE : _CODE_PAGE + 4]
    page = struct.unpack(f"{cursor.order}i", numbered)[0] if len(numbered) == 4 else 0
    for each in (extensions.get(_ENCODING, b"").decode("ascii", errors="replace").strip("\0 "), f"cp{page}"):
        try:
            b"a".decode(each)
        except (LookupError, ValueError):
            continue
        return each
    return "cp1252"


def _long_names(record: bytes) -> dict[bytes, bytes]:
    pairs = (pair.partition(b"=") for pair in record.split(b"\t"))
    return {short.upper(): long for short, _, long in pairs if long}


def _sets(record: bytes) -> tuple[tuple[MultipleSet, ...], int]:
    """The sets, and the number of those that are not in the form."""
    lines = [line for line in re.split(rb"[\r\n\0]+", record) if line]
    found = [each for each in map(_set, lines) if each is not None]
    return tuple(each for each in found if each.members), len(lines) - len(found)


def _set(line: bytes) -> MultipleSet | None:
    """`$name=C 10 my mcgroup a b c`, `$name=D3 Yes 10 mdgroup #2 h i j`, `$name=E 1 2 34 13 third mdgroup k l m`."""
    start = re.match(rb"\$([^=]+)=(?:(C)|(D)|(E) (\d+) )", line)
    if start is None:
        return None
    kind, rest = start[2] or start[3] or start[4], line[start.end() :]
    counted = (b"", rest) if kind == b"C" else _counted(rest)
    label = _counted(counted[1].lstrip(b" ")) if counted else None
    if counted is None or label is None:
        return None
    return MultipleSet(start[1], kind, counted[0].rstrip(), label[0], start[5] != b"11", tuple(label[1].split()))


def _counted(text: bytes) -> tuple[bytes, bytes] | None:
    """`3 Yes rest` into `Yes` and ` rest`: a length, a blank, as many bytes."""
    length = re.match(rb"(\d{1,6}) ", text)
    if length is None or length.end() + int(length[1]) > len(text):
        return None
    end = length.end() + int(length[1])
    return text[length.end() : end], text[end:]
