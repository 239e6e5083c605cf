"""Text that was UTF-8 and was once read as Windows-1252, such as `â€™` for `’`: noticed and named, never mended.

An export may bring it along from an earlier copy. To mend it would be to guess at what respondents wrote.
"""

from __future__ import annotations

import re
from collections import Counter

_NAMED = 3  # so many kinds are shown
_PIECE = 1 << 16  # read at a time, and the bytes that the longest damage may reach beyond
_LONGEST = 16


def _as_1252(byte: int) -> str:
    """A byte as Windows-1252 reads it; the five it leaves open as the control characters of Latin-1."""
    try:
        return bytes([byte]).decode("cp1252")
    except UnicodeDecodeError:
        return chr(byte)


def _alternatives(letters: list[str]) -> str:
    return "|".join(map(re.escape, letters))


_ANY = [_as_1252(byte) for byte in range(0x80, 0xC0)]
_SIGNS = [_as_1252(byte) for byte in range(0xA0, 0xC0)]  # before these, Latin-1 has control characters only
# What western text is damaged into: signs (Â£), accents (Ã©), punctuation, euro and trade mark (â€™), emoji (ðŸ˜€).
_DAMAGED = re.compile(
    "|".join(
        (
            f"Â(?:{_alternatives(_SIGNS)})",
            f"Ã(?:{_alternatives(_ANY)})",
            f"â(?:€|‚|„)(?:{_alternatives(_ANY)})",
            f"ðŸ(?:{_alternatives(_ANY)}){{2}}",
        )
    ).encode()
)
SUSPECTS = "ÃÂâð"  # a text without these holds none of it


def mojibake(data: bytes) -> str:
    """A note that names the damage in UTF-8 text, with how often and where it first stands; empty without any."""
    found = Counter[bytes]()
    first = -1
    for place in range(0, len(data), _PIECE):
        piece = data[place : place + _PIECE + _LONGEST]
        if any(letter.encode() in piece for letter in SUSPECTS):
            for each in _DAMAGED.finditer(piece):
                if each.start() < _PIECE:
                    first = place + each.start() if first < 0 else first
                    found[each[0]] += 1
    if not found:
        return ""
    named = ", ".join(f"{damaged.decode()!r} for {_meant(damaged)!r}" for damaged, _ in found.most_common(_NAMED))
    line = data.count(b"\n", 0, first) + 1
    return (
        f"{found.total():,} places look like UTF-8 read as Windows-1252 before this file was made"
        f" (the first on line {line}): {named}; left as they stand: export again, choosing UTF-8"
    )


def _meant(damaged: bytes) -> str:
    back = {_as_1252(byte): byte for byte in range(256)}
    return bytes(back[letter] for letter in damaged.decode()).decode(errors="replace")
