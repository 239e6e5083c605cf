"""Bytes damaged: what disks, mail, editors and malice do to a file."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from random import Random

Damage = Callable[[bytes, Random], bytes]


def _spliced(data: bytes, place: int, gone: int, put: bytes) -> bytes:
    return data[:place] + put + data[place + gone :]


def flip(data: bytes, rng: Random) -> bytes:
    """Some bytes are others."""
    changed = bytearray(data)
    for _ in range(rng.choice([1, 1, 3, 30]) if changed else 0):
        changed[rng.randrange(len(changed))] ^= 1 << rng.randrange(8)
    return bytes(changed)


def cut(data: bytes, rng: Random) -> bytes:
    """The end is gone, or the beginning."""
    place = rng.randrange(len(data) + 1)
    return data[:place] if rng.random() < 0.7 else data[place:]


def lose(data: bytes, rng: Random) -> bytes:
    """Some bytes within are gone."""
    return _spliced(data, rng.randrange(len(data) + 1), rng.choice([1, 2, 10, 500]), b"")


def insert(data: bytes, rng: Random) -> bytes:
    """Bytes that do not belong there."""
    put = rng.choice([rng.randbytes(rng.choice([1, 4, 100])), b"\0", b"\0" * 50, b"\xef\xbb\xbf", b"\xff", b"\x1a"])
    return _spliced(data, rng.randrange(len(data) + 1), 0, put)


def repeat(data: bytes, rng: Random) -> bytes:
    """A piece stands twice."""
    place = rng.randrange(len(data) + 1)
    piece = data[place : place + rng.choice([10, 300, 5000])]
    return _spliced(data, rng.randrange(len(data) + 1), 0, piece)


def trade(data: bytes, rng: Random) -> bytes:
    """Two pieces have changed places."""
    one, two, three = sorted(rng.randrange(len(data) + 1) for _ in range(3))
    return data[:one] + data[two:three] + data[one:two] + data[three:]


def signs(data: bytes, rng: Random) -> bytes:
    """Quotes, delimiters and line ends put in, taken out or changed for one another."""
    every = [b'"', b'""', b",", b";", b"\t", b"\n", b"\r", b"\r\n", b'",', b',"', b'"\r\n"', b"\\"]
    for _ in range(rng.choice([1, 1, 2, 10])):
        places = [found.start() for found in re.finditer(rb'[",;\t\r\n]', data)]
        if rng.random() < 0.5 and places:
            data = _spliced(data, rng.choice(places), 1, rng.choice([b"", *every]))
        else:
            data = _spliced(data, rng.randrange(len(data) + 1), 0, rng.choice(every))
    return data


def all_of_a_sign(data: bytes, rng: Random) -> bytes:
    """A sign is another one throughout."""
    pairs = [
        (b'"', b""),
        (b'"', b"'"),
        (b",", b";"),
        (b";", b","),
        (b"\r\n", b"\n"),
        (b"\r\n", b"\r"),
        (b"\n", b"\n\n"),
    ]
    pairs += [(b'""', b'\\"'), (b"\n", b"\r"), (b",", b", "), (b"\n", b",\n")]
    return data.replace(*rng.choice(pairs))


def recode(data: bytes, rng: Random) -> bytes:
    """The text is taken for one of another encoding, and written in a third."""
    text = data.decode(rng.choice(["utf-8", "cp1252", "latin-1", "utf-16-le", "cp437"]), errors="replace")
    return text.encode(rng.choice(["utf-8", "utf-16", "utf-16-be", "utf-32", "cp1252", "utf-7", "cp037"]), "replace")


TEXT: tuple[Damage, ...] = (flip, cut, lose, insert, repeat, trade, signs, signs, all_of_a_sign, recode)
BINARY: tuple[Damage, ...] = (flip, flip, flip, cut, lose, insert, repeat, trade)


def markup(data: bytes, rng: Random) -> bytes:
    """XML with a tag dropped or doubled, a value changed, or damage anywhere."""
    tags = [found.span() for found in re.finditer(rb"<[^>]*>", data)]
    values = [found.span(1) for found in re.finditer(rb"\"([^\"]*)\"", data)]
    kind = rng.randrange(4)
    if kind == 0 and tags:
        start, end = rng.choice(tags)
        return _spliced(data, start, end - start, rng.choice([b"", data[start:end] * 2]))
    if kind == 1 and values:
        start, end = rng.choice(values)
        others = [b"", b"0", b"-1", b"99999999999", b"1.5", b"A1:ZZZZ9", b"s", b"inlineStr", b"\xff", b"&#0;", b"&x;"]
        return _spliced(data, start, end - start, rng.choice(others))
    if kind == 2 and tags:
        (one, end), (two, last) = sorted((rng.choice(tags), rng.choice(tags)))
        return data if end > two else data[:one] + data[two:last] + data[end:two] + data[one:end] + data[last:]
    return rng.choice(BINARY)(data, rng)


def workbook(data: bytes, rng: Random) -> bytes:
    """A workbook with its bytes damaged, or one of its parts, packed again; or a part gone, doubled or another's."""
    if rng.random() < 0.3:
        return rng.choice(BINARY)(data, rng)
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as target:
        parts = {part: source.read(part) for part in source.namelist()}
        chosen, other = rng.choice(list(parts)), rng.choice(list(parts))
        kind = rng.randrange(10)
        if kind == 0:
            del parts[chosen]
        elif kind == 1:
            parts[chosen] = parts[other]
        elif kind == 2:
            parts[chosen] = b""
        else:
            parts[chosen] = markup(parts[chosen], rng)
        for part, content in parts.items():
            target.writestr(part, content)
    return packed.getvalue()
