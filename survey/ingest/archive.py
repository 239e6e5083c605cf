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
_PIECE = 1 << 20
_TAIL = 256  # bytes of a piece looked at again, so that a tag cut in two is found
_FAR_COLUMN = re.compile(rb"""<(?:\w+:)?c\s[^<>]*?\br\s*=\s*["'][A-Za-z]{4,}[0-9]""")  # Excel ends at XFD
stream = zipfile.ZipFile.open  # a part of what is in memory already: no file is opened
_MERGED = re.compile(rb"""<(?:\w+:)?mergeCell\s[^<>]*?\bref\s*=\s*["']([A-Z]+[0-9]+:[A-Z]+[0-9]+)["']""")


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
        raise UnreadableError(
            Problem(
                "unpacked, it would be far larger than any export: it is not opened",
                name,
                f"at most {_MOST_BYTES:,} bytes, {_MOST_PARTS:,} parts, {_MOST_RATIO} times the size of the file",
                f"{size:,} bytes in {len(parts):,} parts, {ratio:,.0f} times the size",
                "export the responses as CSV",
            )
        )
    if any(part.flag_bits & 1 for part in parts):
        raise UnreadableError(Problem("the archive has a password", name, hint="unpack it first"))
    return archive


def merged_ranges(archive: zipfile.ZipFile, part: str, name: str) -> list[str]:
    """The merged cells of a sheet, such as `B1:D1`, read without its cells.

    Raises:
        UnreadableError: a cell lies beyond the last column a sheet has: the file was made to do harm, or is damaged.
    """
    found: list[str] = []
    before = b""
    with stream(archive, part) as source:
        while piece := source.read(_PIECE):
            text = before + piece
            if _FAR_COLUMN.search(text):
                raise UnreadableError(Problem("a cell beyond the last column of a sheet", f"{name}, {part}"))
            found += [each.decode() for each in _MERGED.findall(text)]
            before = text[-_TAIL:]
    return list(dict.fromkeys(found))
