"""XML that asks for files and addresses outside of itself: in Triple-S definitions and in the parts of workbooks.

That nothing is read is told from outside: by a file whose words must not come back, by a pipe that would notice being
opened, by whatever program, and by a server that would notice being called.
"""

from __future__ import annotations

import os
import re
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from survey.errors import UnreadableError
from survey.ingest.table import open_table
from survey.questionnaire.definition import Export
from tests.hard.bombs import MAIN, ROW, part_of, sheet, with_parts

WORDS = "words-that-stand-outside"
# Each is put before the root, and the text where the document has one: {0} is the root's name, {1} an address.
_DOCTYPES = {
    "a DTD": ('<!DOCTYPE {0} SYSTEM "{1}">', "x"),
    "a public DTD": ('<!DOCTYPE {0} PUBLIC "-//x//y" "{1}">', "x"),
    "an entity": ('<!DOCTYPE {0} [<!ENTITY leak SYSTEM "{1}">]>', "&leak;"),
    "a public entity": ('<!DOCTYPE {0} [<!ENTITY leak PUBLIC "x" "{1}">]>', "&leak;"),
    "a parameter entity": ('<!DOCTYPE {0} [<!ENTITY % more SYSTEM "{1}"> %more;]>', "x"),
    "an entity of an entity": ('<!DOCTYPE {0} [<!ENTITY one SYSTEM "{1}"><!ENTITY two "&one;">]>', "&two;"),
    "an entity of an unread DTD": ('<!DOCTYPE {0} SYSTEM "{1}">', "&leak;"),
    "an unparsed entity": ('<!DOCTYPE {0} [<!NOTATION n SYSTEM "{1}"><!ENTITY leak SYSTEM "{1}" NDATA n>]>', "x"),
    "an attribute's default": ('<!DOCTYPE {0} [<!ENTITY e SYSTEM "{1}"><!ATTLIST {0} version CDATA "&e;">]>', "x"),
    "a style sheet": ('<?xml-stylesheet type="text/xsl" href="{1}"?>', "x"),
    "an inclusion": ("", '<i:include xmlns:i="http://www.w3.org/2001/XInclude" href="{1}" parse="text"/>'),
    "a schema": ("", '<s xmlns:z="http://www.w3.org/2001/XMLSchema-instance" z:noNamespaceSchemaLocation="{1}"/>'),
    "a laugh": ('<!DOCTYPE {0} [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;"><!ENTITY leak "&b;&b;&b;">]>', "&leak;"),
}
_RECORDS = b"1\n2\n"


@dataclass(frozen=True)
class Attack:
    """A file, and the definition beside it where there are two."""

    name: str
    data: bytes
    companion: bytes = b""


class Outside:
    """What stands outside: addresses of a file, a pipe and a server, and whether pipe or server were asked."""

    def __init__(self, folder: Path, port: int) -> None:
        self.file, self.pipe = folder / "outside.txt", folder / "pipe"
        self.file.write_text(WORDS)
        os.mkfifo(self.pipe)
        self.addresses = (self.file.as_uri(), str(self.file), self.pipe.as_uri(), f"http://127.0.0.1:{port}/x.dtd")
        self.asked: list[str] = []


@contextmanager
def outside(folder: Path) -> Iterator[Outside]:
    """Waits for who asks, until the end."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        there = Outside(folder, server.getsockname()[1])
        watching = threading.Event()
        watching.set()

        def serve() -> None:
            while watching.is_set():
                server.accept()[0].close()
                if watching.is_set():
                    there.asked.append("the server")

        def feed() -> None:
            while watching.is_set():
                with there.pipe.open("w") as pipe:  # waits until somebody opens the other end
                    if watching.is_set():
                        there.asked.append("the pipe")
                        pipe.write(WORDS)
                time.sleep(0.1)  # so that who has opened it once is told of once

        threads = [threading.Thread(target=each, daemon=True) for each in (serve, feed)]
        for thread in threads:
            thread.start()
        yield there
        watching.clear()
        socket.create_connection(server.getsockname()).close()
        os.close(os.open(there.pipe, os.O_RDONLY | os.O_NONBLOCK))
        for thread in threads:
            thread.join(timeout=5)


def attacks(there: Outside) -> Iterator[Attack]:
    """Every way, at every address, in every place."""
    for address in there.addresses:
        for way, (before, text) in _DOCTYPES.items():
            name = f"{way} at {address.partition(':')[0]}"
            said = text.format("", address)
            for encoding in ("utf-8", "utf-16"):
                yield Attack(f"{name}, Triple-S in {encoding}", _RECORDS, _definition(before, said, address, encoding))
            yield from _in_workbook(name, before, said, address)
        yield Attack(f"a sheet elsewhere at {address}", _elsewhere(address))


def _definition(before: str, text: str, address: str, encoding: str) -> bytes:
    declared = f'<?xml version="1.0" encoding="{encoding}"?>{before.format("sss", address)}'
    variable = (
        f'<variable ident="1" type="character"><name>q</name><label>{text}</label><position start="1"/></variable>'
    )
    return f'{declared}<sss version="2.0"><survey><record ident="A">{variable}</record></survey></sss>'.encode(encoding)


def _in_workbook(name: str, before: str, text: str, address: str) -> Iterator[Attack]:
    head = '<?xml version="1.0" encoding="UTF-8"?>'
    cell = f'<row r="2"><c r="A2" t="inlineStr"><is><t>{text}</t></is></c></row>'
    yield Attack(
        f"{name}, a sheet",
        with_parts(sheet=sheet(ROW.format(1) + cell, before=head + before.format("worksheet", address))),
    )
    shared = f'<sst xmlns="{MAIN}"><si><t>ID</t></si><si><t>{text}</t></si></sst>'
    yield Attack(f"{name}, shared texts", with_parts(shared=f"{head}{before.format('sst', address)}{shared}"))
    for part, root in (
        ("book", "workbook"),
        ("styles", "styleSheet"),
        ("types", "Types"),
        ("relations", "Relationships"),
    ):
        content = _rooted(part, before.format(root, address), text)
        yield Attack(f"{name}, {part}", with_parts(**{part: content}))


def _rooted(part: str, before: str, text: str) -> str:
    """The part of a sound workbook with the declaration before its root, and the text within its root."""
    head, _, body = part_of(part).partition("?>")
    start = re.search(r"<[^>]*>", body)
    assert start is not None
    return f"{head}?>{before}{body[: start.end()]}{text}{body[start.end() :]}"


def _elsewhere(address: str) -> bytes:
    relations = re.sub(
        r'Target="worksheets/sheet1.xml"', f'Target="{address}" TargetMode="External"', part_of("relations")
    )
    return with_parts(relations=relations)


def leaked(attack: Attack, there: Outside) -> str:
    """What was read from outside, or nothing."""
    before = len(there.asked)
    try:
        table = open_table(attack.data, "hostile", Export(response_id="auto"), attack.companion)
        said = f"{table.names} {table.texts.rows()} {table.notes} {table.dictionary}"
    except UnreadableError as error:
        said = str(error)
    if WORDS in said:
        return f"{attack.name}: the file outside was read"
    return f"{attack.name}: {', '.join(there.asked[before:])} was asked" if there.asked[before:] else ""
