"""How a text of the definition and one of an export are held to be the same."""

from __future__ import annotations

import unicodedata

_STRAIGHT = str.maketrans({"\u2018": "'", "\u2019": "'", "\u201c": '"', "\u201d": '"', "\u2013": "-", "\u2014": "-"})


def key(text: str) -> str:
    """The text composed (NFC), without case, with single plain spaces, straight quotes and plain hyphens."""
    return " ".join(unicodedata.normalize("NFC", text).translate(_STRAIGHT).split()).casefold()
