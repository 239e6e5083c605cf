"""Which format a file is in, by its content, and zips that hold an export."""

from __future__ import annotations

import zipfile
import zlib

from survey.errors import Problem, UnreadableError
from survey.ingest.archive import ZIP, open_archive

SPSS = (b"$FL2", b"$FL3")
_DATA = (".csv", ".tsv", ".txt", ".xlsx", ".sav", ".zsav")
_DEFINITION, _RECORDS = (".sss", ".xml"), (".asc", ".dat", ".csv", ".txt")
_WORKBOOKS = ("xl/", "content.xml", "[Content_Types].xml")


def is_triple_s(data: bytes) -> bool:
    """Whether this is the definition of a Triple-S survey."""
    return b"<sss" in data[:4000].replace(b"\0", b"").lower()


def unpacked(data: bytes, companion: bytes, name: str) -> tuple[bytes, bytes, str]:
    """File, companion and name: those given, or what a zip holds, if it is no workbook.

    Raises:
        UnreadableError: the zip holds no export or several, or is a bomb; or a Triple-S survey lacks a file.
    """
    if data.startswith(ZIP):
        with open_archive(data, name) as archive:
            parts = [part for part in archive.namelist() if not part.endswith("/") and "__MACOSX" not in part]
            if not any(part.startswith(_WORKBOOKS) for part in parts):
                data, companion, name = _from_zip(archive, parts, name)
    if is_triple_s(data) and not companion:
        hint = "name the file of records too (.asc, .dat or .csv), or zip the two together"
        raise UnreadableError(Problem("a Triple-S definition without its records", name, hint=hint))
    if name.casefold().endswith(".asc") and not is_triple_s(data) and not is_triple_s(companion):
        hint = "put the definition (.sss or .xml) beside it under the same name, or zip the two together"
        raise UnreadableError(Problem("records of a Triple-S survey without their definition", name, hint=hint))
    return data, companion, name


def _from_zip(archive: zipfile.ZipFile, parts: list[str], name: str) -> tuple[bytes, bytes, str]:
    ends = {part: part.casefold() for part in parts}
    definitions = [part for part in parts if ends[part].endswith(_DEFINITION)]
    records = [part for part in parts if ends[part].endswith(_RECORDS)]
    if len(definitions) == len(records) == 1:
        definition, found = (_content(archive, part, name) for part in (definitions[0], records[0]))
        return definition, found, f"{name}, {records[0]}"
    exports = [part for part in parts if ends[part].endswith(_DATA)]
    if len(exports) != 1:
        got = ", ".join(parts[:5]) or "nothing"
        raise UnreadableError(Problem("a zip without one export in it", name, "one CSV, XLSX or SPSS file", got))
    return _content(archive, exports[0], name), b"", f"{name}, {exports[0]}"


def _content(archive: zipfile.ZipFile, part: str, name: str) -> bytes:
    try:
        return archive.read(part)
    except (zipfile.BadZipFile, NotImplementedError, OSError, EOFError, zlib.error) as error:
        raise UnreadableError(Problem("the zip is damaged", f"{name}, {part}", got=str(error))) from None
