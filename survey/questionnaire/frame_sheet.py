"""A code frame as a workbook: one row a code, lists with one entry a line of the cell; and back."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import zip_longest
from typing import Any

from survey.errors import Problem, UnreadableError, nearest
from survey.questionnaire.code_frame import CodeFrame

_LISTS = ("phrases", "patterns", "denied_phrases", "not_phrases", "examples")
_COLUMNS = ("net", "code", "label", "definition", *_LISTS, "negation")
_WIDTHS = {"definition": 50, **dict.fromkeys(_LISTS, 40)}
_NETS = ("code", "label")
_SHEETS = ("Codes", "Nets", "Frame", "Migrations")
_CHANGES = ("to", "what", "old", "new")
_WHAT = "rename, merge, split, retire, add, note"
_MOST = 50_000_000  # bytes unpacked


def code_frame_xlsx(frame: CodeFrame) -> bytes:
    """The frame as a workbook of four sheets. The same frame gives the same bytes."""
    import xlsxwriter

    data = io.BytesIO()
    book = xlsxwriter.Workbook(data, {"in_memory": True})
    book.set_properties({"created": dt.datetime(2000, 1, 1)})
    codes = [[_cell(getattr(code, name)) for name in _COLUMNS] for code in frame.codes]
    nets = [[net.code, net.label] for net in frame.nets]
    head = [["version", str(frame.version)], ["note", frame.note]]
    for name, columns, rows in (
        ("Codes", _COLUMNS, codes),
        ("Nets", _NETS, nets),
        ("Frame", ("key", "value"), head),
        ("Migrations", _CHANGES, list(_changes(frame))),
    ):
        _sheet(book, name, columns, rows)
    book.close()
    return data.getvalue()


def _cell(value: object) -> str:
    return "\n".join(" ".join(each.split("\n")) for each in value) if isinstance(value, tuple) else str(value)


def _changes(frame: CodeFrame) -> Iterator[list[str]]:
    for migration in frame.migrations:
        to = str(migration.to)
        for what in ("rename", "merge"):
            yield from ([to, what, old, new] for old, new in getattr(migration, what).items())
        yield from ([to, "split", old, "\n".join(new)] for old, new in migration.split.items())
        yield from ([to, "retire", old, ""] for old in migration.retire)
        yield from ([to, "add", "", new] for new in migration.add)
        yield from ([to, "note", "", note] for note in [migration.note] if note)


def _sheet(book: Any, name: str, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    sheet = book.add_worksheet(name)
    bold, wrapped = book.add_format({"bold": True}), book.add_format({"text_wrap": True, "valign": "top"})
    for place, column in enumerate(columns):
        sheet.set_column(place, place, _WIDTHS.get(column, 24), wrapped)
        sheet.write_string(0, place, column, bold)
    for line, row in enumerate(rows, start=1):
        for place, value in enumerate(row):
            sheet.write_string(line, place, value, wrapped)
    sheet.freeze_panes(1, 0)


def read_xlsx(data: bytes, name: str) -> dict[str, Any]:
    """The frame of a workbook, in the tables that a `code_frame.toml` has. Only the sheets Codes and Nets are needed.

    Raises:
        UnreadableError: it is no workbook, or sheets or columns are missing or unknown.
    """
    import openpyxl

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if sum(each.file_size for each in archive.infolist()) > _MOST:
                raise UnreadableError(
                    Problem("too large for a code frame once unpacked", name, f"at most {_MOST:,} bytes")
                )
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    except UnreadableError:
        raise
    except Exception as error:  # openpyxl's own are of many kinds
        raise UnreadableError(Problem("not a workbook that can be read", name, got=str(error)[:200])) from None
    there = {sheet.title for sheet in book.worksheets}  # a chart may have a sheet of its own
    missing = [sheet for sheet in _SHEETS[:2] if sheet not in there]
    if missing:
        raise UnreadableError(Problem("sheets are missing", name, ", ".join(missing), ", ".join(book.sheetnames)))
    codes = [_code(row) for row in _rows(book, "Codes", _COLUMNS, name)]
    tables: dict[str, Any] = {"net": _rows(book, "Nets", _NETS, name), "code": codes}
    head = {row["key"]: row["value"] for row in _rows(book, "Frame", ("key", "value"), name)}
    if _is_number(head.get("version", "")):
        tables["code_frame"] = {"version": int(head["version"]), "note": head.get("note", "")}
    migrations = _migrations(_rows(book, "Migrations", _CHANGES, name), name)
    return tables | ({"migration": migrations} if migrations else {})


def _rows(book: Any, sheet: str, columns: Sequence[str], name: str) -> list[dict[str, str]]:
    """The rows of a sheet that hold anything; all columns but the lists have to be there."""
    if sheet not in {each.title for each in book.worksheets}:
        return []
    try:
        book[sheet].reset_dimensions()  # what the file says of its size may be a million empty rows
        lines = [["" if cell is None else str(cell).strip() for cell in line] for line in book[sheet].values]
    except Exception as error:  # openpyxl's own are of many kinds, and it reads a sheet no sooner than here
        problem = Problem("a sheet that cannot be read", f"{name}, sheet {sheet}", got=str(error)[:200])
        raise UnreadableError(problem) from None
    header = [cell.casefold() for cell in lines[0]] if lines else []
    where = f"{name}, sheet {sheet}"
    problems = [
        Problem("unknown column", where, "one of " + ", ".join(columns), repr(cell), nearest(cell, columns))
        for cell in header
        if cell and cell not in columns
    ]
    optional = (*_LISTS, "negation")
    problems += [
        Problem("column stands twice", where, "once", repr(cell))
        for cell, count in Counter(header).items()
        if cell and count > 1
    ]
    problems += [
        Problem("column is missing", where, column) for column in columns if column not in (*header, *optional)
    ]
    if problems:
        raise UnreadableError(*problems)
    return [
        {column: cell for column, cell in zip_longest(header, line[: len(header)], fillvalue="") if column}
        for line in lines[1:]
        if any(line)
    ]


def _code(row: dict[str, str]) -> dict[str, Any]:
    lists = {name: _lines(row.get(name, "")) for name in _LISTS}
    single = {name: row[name] for name in ("code", "label", "net", "definition", "negation") if row.get(name)}
    return single | {name: entries for name, entries in lists.items() if entries}


def _lines(cell: str) -> list[str]:
    return [line.strip() for line in cell.split("\n") if line.strip()]


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 10


def _migrations(rows: Sequence[dict[str, str]], name: str) -> list[dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for row in rows:
        table = found.setdefault(row["to"], {"to": int(row["to"]) if _is_number(row["to"]) else row["to"]})
        what = row["what"]
        if what in ("retire", "add"):
            table.setdefault(what, []).append(row["old"] or row["new"])
        elif what == "note":
            table[what] = row["new"]
        elif what in ("rename", "merge", "split"):
            table.setdefault(what, {})[row["old"]] = _lines(row["new"]) if what == "split" else row["new"]
        else:
            where, hint = f"{name}, sheet Migrations", nearest(what, _WHAT.split(", "))
            raise UnreadableError(Problem("no such change of a code", where, f"one of {_WHAT}", repr(what), hint))
    return list(found.values())
