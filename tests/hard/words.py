"""Mutated inputs of the analyst's own: `deck.toml`, and code frames as a workbook or a codebook."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from random import Random

from pipelines.theme_frame import bring_in
from survey.errors import DefinitionError, UnreadableError, UsageError
from survey.questionnaire.deck_file import load_deck_words
from survey.questionnaire.frame_file import load_code_frame
from survey.questionnaire.frame_qdc import code_frame_qdc
from survey.questionnaire.frame_sheet import code_frame_xlsx
from survey.questionnaire.load import load_consultation

_ODD = (
    *("", " ", "\x00", "\x0b", "\ufeff", "\u2028", "²", "٣", "9" * 5000, "{", "}", "{}", "{0}", "{top!z}", "{top:d}"),
    *("[[", "]]", "=", '"', "'", "\n", "<", ">", "&", "&#0;", "&#x1;", "<!DOCTYPE x>", "<![CDATA[", "rename", "to"),
    *("other", "nothing_said", "-1", "1e999", "NaN", "true", "None", "é", "\U0001f600", "*", "(", "\\"),
)
_PLACE = re.compile(r"[\w.-]+|[^\w\s]|\s+")


def text(said: str, rng: Random) -> str:
    """A text with a word or mark of it left out, given twice, exchanged for another, or for something odd."""
    for _ in range(rng.choice([1, 1, 2, 4])):
        found = [each.span() for each in _PLACE.finditer(said)] or [(0, len(said))]
        start, end = rng.choice(found)
        other = said[slice(*rng.choice(found))]
        new = rng.choice(["", said[start:end] * 2, other, rng.choice(_ODD), said[start:end] + rng.choice(_ODD)])
        said = said[:start] + new + said[end:]
        if rng.random() < 0.05:
            said = said[: rng.randrange(len(said) + 1)]
    return said


def bytes_(data: bytes, rng: Random) -> bytes:
    """Bytes of which some are others, or the end is missing."""
    if rng.random() < 0.3:
        return data[: rng.randrange(len(data) + 1)]
    damaged = bytearray(data)
    for _ in range(rng.choice([1, 3, 20])):
        damaged[rng.randrange(len(damaged))] = rng.randrange(256)
    return bytes(damaged)


def packed(data: bytes, rng: Random) -> bytes:
    """A workbook one part of which is another text, or missing; sound as an archive."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    name = rng.choice([each for each in parts if each.endswith((".xml", ".rels"))])
    if rng.random() < 0.1:
        del parts[name]
    else:
        parts[name] = text(parts[name].decode(), rng).encode("utf-8", "surrogatepass")
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for each, content in parts.items():
            archive.writestr(each, content)
    return made.getvalue()


def cells(data: bytes, rng: Random) -> bytes:
    """A workbook with other cells: emptied, exchanged, odd, of other types; or without a column, a row or a sheet."""
    import openpyxl
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE as ILLEGAL

    book = openpyxl.load_workbook(io.BytesIO(data))
    for _ in range(rng.choice([1, 1, 2, 5])):
        sheet = rng.choice(book.worksheets)
        place = [rng.choice([1, 2, rng.randint(1, sheet.max_row + 1)]), rng.randint(1, sheet.max_column + 1)]
        odd: list[object] = [None, 3, 2.5, True, dt.datetime(2024, 7, 1), "#REF!", "=1+1", sheet.cell(1, 1).value]
        odd += [ILLEGAL.sub("", each)[:30_000] for each in _ODD]
        match rng.randrange(8):
            case 0:
                sheet.delete_cols(place[1])
            case 1:
                sheet.delete_rows(place[0])
            case 2:
                sheet.title = rng.choice(["Codes", "Sheet1", "codes"])
            case 3:
                sheet.insert_rows(place[0], rng.choice([1, 3]))
            case _:
                sheet.cell(*place).value = rng.choice(odd)  # type: ignore[assignment]
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def fault(act: Callable[[], object]) -> str:
    """What is wrong with how it ends; empty where it ends well, or in words that say what and where."""
    try:
        act()
    except (UsageError, DefinitionError, UnreadableError) as error:  # exit codes 2 and 3
        untold = [str(each) for each in error.problems if not each.what or not each.where]
        return f"told without what or where: {untold}" if untold or not error.problems else ""
    except Exception as error:
        return f"{type(error).__name__}: {error}"
    return ""


def deck_words(folder: Path, rng: Random) -> str:
    """What is wrong with how a mutated `deck.toml` is read, from a folder that holds a sound one."""
    path = folder / "deck.toml"
    sound = path.read_text(encoding="utf-8")
    try:
        mutated = text(sound, rng).encode("utf-8", "surrogatepass")
        path.write_bytes(bytes_(mutated, rng) if rng.random() < 0.1 else mutated)
        return fault(lambda: load_deck_words(folder, load_consultation(folder)))
    finally:
        path.write_text(sound, encoding="utf-8")


def code_frame(folder: Path, rng: Random) -> str:
    """What is wrong with how a mutated code frame is taken in: it is, whole, or the one there stays."""
    own = folder / "code_frame.toml"
    sound, frame = own.read_bytes(), load_code_frame(folder)
    path = folder / rng.choice(["frame.qdc", "frame.xlsx"])
    if path.suffix == ".qdc":
        whole = code_frame_qdc(frame)
        data = bytes_(whole, rng) if rng.random() < 0.2 else text(whole.decode(), rng).encode("utf-8", "surrogatepass")
    else:
        data = rng.choice([bytes_, packed, cells, cells])(code_frame_xlsx(frame), rng)
    path.write_bytes(data)
    try:
        wrong = fault(lambda: bring_in(folder, path))
        return wrong or fault(lambda: load_code_frame(folder)) or _left(folder, path)
    finally:
        own.write_bytes(sound)


def _left(folder: Path, path: Path) -> str:
    path.unlink()
    for kept in folder.glob("code_frame.v*.toml"):
        kept.unlink()
    return ""
