"""`code_frame.toml` into a code frame, with every mistake told in one go; and a code frame as such a file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Any, TypeVar

from pydantic import Field

from survey.errors import DefinitionError, Problem, nearest
from survey.questionnaire.code_frame import NOTHING_SAID, RESERVED_LABELS, Code, CodeFrame, Net
from survey.questionnaire.kinds import Frozen
from survey.questionnaire.migration import Migration, check_migrations
from survey.questionnaire.toml import build, read_toml, unknown_keys

FILE = "code_frame.toml"
_RESERVED = (*RESERVED_LABELS, NOTHING_SAID)
_TABLES = ("code_frame", "net", "code", "migration")


class _Head(Frozen):
    """The [code_frame] table."""

    version: Annotated[int, Field(ge=1)]
    note: str = ""


Table = TypeVar("Table", _Head, Net, Code, Migration)


def load_code_frame(folder: Path) -> CodeFrame:
    """The code frame of a consultation's folder.

    Raises:
        DefinitionError: with every mistake: file, key, expected, got, the nearest valid name.
    """
    path = folder / FILE
    return _loaded(path, path.read_bytes() if path.is_file() else b"")


@lru_cache(maxsize=1)
def _loaded(path: Path, content: bytes) -> CodeFrame:
    """Each step of a run asks for the code frame again: while the file holds the same, it is not checked again."""
    del content
    return build_code_frame(read_toml(path), str(path))


def build_code_frame(data: dict[str, Any], where: str) -> CodeFrame:
    """The code frame of tables as they stand in `code_frame.toml`; `where` names the file in every mistake.

    Raises:
        DefinitionError: as load_code_frame.
    """
    problems = unknown_keys(data, _TABLES, where)
    head, found = build(_Head, data.get("code_frame", {}), f"{where}, [code_frame]")
    problems += found
    nets, found = _tables(Net, data.get("net"), "net", where)
    problems += found
    codes, found = _tables(Code, data.get("code"), "code", where)
    problems += found + _check(data, nets, codes, where)
    migrations: tuple[Migration, ...] = ()
    if "migration" in data:
        migrations, found = _tables(Migration, data["migration"], "migration", where)
        problems += found
    if head is not None:
        problems += check_migrations(migrations, _names(data.get("code"), "code"), head.version, where)
    if problems or head is None:
        raise DefinitionError(*problems)
    return CodeFrame(version=head.version, note=head.note, nets=nets, codes=codes, migrations=migrations)


def code_frame_toml(frame: CodeFrame) -> str:
    """The frame as the text of a `code_frame.toml` that loads as the same frame; remarks of an older file are lost."""
    import tomlkit

    document = tomlkit.document()
    head = tomlkit.table()
    head["version"] = frame.version
    if frame.note:
        head["note"] = frame.note
    document["code_frame"] = head
    for name, parts in (("net", frame.nets), ("code", frame.codes), ("migration", frame.migrations)):
        if parts:
            tables = tomlkit.aot()
            for part in parts:
                tables.append(_table(part))
            document[name] = tables
    return tomlkit.dumps(document)


def _table(part: Net | Code | Migration) -> Any:
    import tomlkit

    table = tomlkit.table()
    for key, value in part.model_dump(exclude_defaults=True).items():
        if isinstance(value, tuple):
            array = tomlkit.array()
            array.extend(value)
            table[key] = array.multiline(multiline=len(value) > 1)
        elif isinstance(value, dict):
            inline = tomlkit.inline_table()
            inline.update({old: list(new) if isinstance(new, tuple) else new for old, new in value.items()})
            table[key] = inline
        else:
            table[key] = value
    return table


def _tables(model: type[Table], tables: Any, name: str, where: str) -> tuple[tuple[Table, ...], list[Problem]]:
    if not isinstance(tables, list) or not tables:
        return (), [Problem(f"no {name}s", where, expected=f"one [[{name}]] table for each {name}")]
    built: list[Table] = []
    problems: list[Problem] = []
    for place, table in enumerate(tables, start=1):
        code = table.get("code", "") if isinstance(table, dict) else ""
        value, found = build(model, table, f"{where}, {name} {place}" + (f" ({code})" if code else ""))
        built += [value] if value else []
        problems += found
    return tuple(built), problems


def _check(data: dict[str, Any], nets: tuple[Net, ...], codes: tuple[Code, ...], where: str) -> list[Problem]:
    """What no single table can see. Names are those of all tables, so that one mistake is not told twice."""
    net_names, code_names = _names(data.get("net"), "code"), _names(data.get("code"), "code")
    problems = _repeated([*net_names, *code_names], "code", where)
    problems += _repeated((net.label for net in nets), "label of a net", where)
    problems += _repeated([*(code.label for code in codes), *RESERVED_LABELS.values()], "label of a code", where)
    problems += [
        Problem("this code is reserved: every code frame has it", where, got=repr(name), hint="leave it out")
        for name in dict.fromkeys([*net_names, *code_names])
        if name in _RESERVED
    ]
    used = set(_names(data.get("code"), "net"))
    if used <= set(net_names):  # else a misspelt net would be told twice
        problems += [Problem("net has no codes", f"{where}, net {net.code}") for net in nets if net.code not in used]
    expected = "one of " + ", ".join(net_names)
    return problems + [
        Problem(
            "no such net", f"{where}, code {code.code}, net", expected, repr(code.net), nearest(code.net, net_names)
        )
        for code in codes
        if code.net not in net_names
    ]


def _names(tables: Any, key: str) -> list[str]:
    if not isinstance(tables, list):
        return []
    return [str(table[key]) for table in tables if isinstance(table, dict) and key in table]


def _repeated(names: Iterable[str], what: str, where: str) -> list[Problem]:
    return [
        Problem(f"{what} stands {count} times", where, expected="once", got=repr(name))
        for name, count in Counter(names).items()
        if count > 1
    ]
