"""Text that was UTF-8 and was once read as Windows-1252, such as `â€™` for `’`: noticed and named, never mended.

An export may bring it along from an earlier copy. To mend it would be to guess at what respondents wrote.
"""

from __future__ import annotations

import re
from collections import Counter

_NAMED = 3  # so many kinds are shown


def _as_1252(byte: int) -> str:
    """A byte as Windows-1252 reads it; the five it leaves open as the control characters of Latin-1."""
    try:
        return bytes([byte]).decode("cp1252")
    except UnicodeDecodeError:
        return chr(byte)


def _alternatives(texts: list[str]) -> bytes:
    return b"|".join(re.escape(text.encode()) for text in texts)


_FOLLOWING = [_as_1252(byte) for byte in range(0x80, 0xC0)]
# What western text is damaged into: accents and signs (Ã©, Â£), punctuation (â€™), euro and trade mark, emoji (ðŸ˜€).
_DAMAGED = re.compile(
    b"(?:%(accents)s)(?:%(any)s)|(?:%(signs)s)(?:%(any)s)|(?:%(emoji)s)(?:%(any)s){2}"
    % {
        b"accents": _alternatives(["Ã", "Â"]),
        b"signs": _alternatives(["â€", "â‚", "â„"]),
        b"emoji": _alternatives(["ðŸ"]),
        b"any": _alternatives(_FOLLOWING),
    }
)
SUSPECTS = "ÃÂâð"  # a text without these holds none of it


def mojibake(data: bytes) -> str:
    """A note that names the damage in UTF-8 text, with how often and where it first stands; empty without any."""
    found = Counter[bytes]()
    first = -1
    for each in _DAMAGED.finditer(data):
        first = each.start() if first < 0 else first
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
