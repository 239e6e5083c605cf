"""Zip archives, which workbooks are too: what one holds, and that it does not swell beyond measure when unpacked."""

from __future__ import annotations

import io
import re
import zipfile

from survey.errors import Problem, UnreadableError

ZIP = b"PK\x03\x04"
_MOST_BYTES = 1_000_000_000  # unpacked, all parts together
_MOST_PARTS = 10_000
_MOST_RATIO, _SMALL = 100, 10_000_000  # unpacked to packed, of what is not small; workbooks have 5 to 30
_MOST_BESIDE = 8_000_000  # of a part that is read whole: styles, names, relations; Excel's 65,000 formats need less
_LARGE = ("xl/worksheets/", "xl/sharedStrings")  # parts that hold what is in the cells, and are read piece by piece
_MARKUP = (".xml", ".rels")
_PIECE = 1 << 20
_TAIL = 256  # bytes of a piece looked at again, so that a tag cut in two is found
stream = zipfile.ZipFile.open  # a part of what is in memory already: no file is opened
_MERGED = re.compile(rb"""<(?:\w+:)?mergeCell\s[^<>]*?\bref\s*=\s*["']([A-Z]+([0-9]{1,7}):[A-Z]+[0-9]{1,7})["']""")
_HEADER_LINES = 1_000  # among which a header stands


def open_archive(data: bytes, name: str) -> zipfile.ZipFile:
    """The archive, nothing of it unpacked yet.

    Raises:
        UnreadableError: it is damaged or encrypted, or would unpack to more than a workbook does.
    """
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError) as error:
        hint = "copy or export it again: the file may be cut off"
        raise UnreadableError(
            Problem("the workbook is damaged, or no archive that can be opened", name, got=str(error), hint=hint)
        ) from None
    parts = archive.infolist()
    size = sum(part.file_size for part in parts)
    ratio = size / max(len(data), 1)
    if size > _MOST_BYTES or len(parts) > _MOST_PARTS or (ratio > _MOST_RATIO and size > _SMALL):
        most = f"at most {_MOST_BYTES:,} bytes, {_MOST_PARTS:,} parts, {_MOST_RATIO} times the size of the file"
        raise _too_large(name, most, f"{size:,} bytes in {len(parts):,} parts, {ratio:,.0f} times the size")
    if "[Content_Types].xml" in archive.namelist():
        beside = [part for part in parts if part.filename.endswith(_MARKUP) and not part.filename.startswith(_LARGE)]
        largest = max(beside, key=lambda part: part.file_size)
        if largest.file_size > _MOST_BESIDE:
            most = f"at most {_MOST_BESIDE:,} bytes beside the cells"
            raise _too_large(name, most, f"{largest.file_size:,} bytes in {largest.filename}")
    if any(part.flag_bits & 1 for part in parts):
        raise UnreadableError(Problem("the archive has a password", name, hint="unpack it first"))
    return archive


def _too_large(name: str, most: str, got: str) -> UnreadableError:
    what = "unpacked, it would be far larger than any export: it is not opened"
    return UnreadableError(Problem(what, name, most, got, "export the responses as CSV"))


def merged_ranges(archive: zipfile.ZipFile, part: str) -> list[str]:
    """The merged cells of a sheet's first lines, such as `B1:D1`, read without its cells."""
    found: list[str] = []
    before = b""
    with stream(archive, part) as source:
        while piece := source.read(_PIECE):
            text = before + piece
            found += [each.decode() for each, line in _MERGED.findall(text) if int(line) <= _HEADER_LINES]
            before = text[-_TAIL:]
    return list(dict.fromkeys(found))
