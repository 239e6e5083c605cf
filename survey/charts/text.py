"""Breaking labels into lines that fit: no label is ever cut."""

from __future__ import annotations

import unicodedata

SIZE = 16  # pixels, 12 points
LINE = 18  # pixels from line to line

# Advance widths of Helvetica and its metric twins Arial and Liberation Sans, in thousandths of the size (Adobe AFM).
_WIDTHS = {
    191: "'",
    222: "ijl",
    260: "|",
    278: " !,./:;I[\\]ft",
    333: "()-`r",
    334: "{}",
    355: '"',
    389: "*",
    469: "^",
    500: "Jckvsxyz",
    556: "#$0123456789?L_abdeghnopqu",
    584: "+<=>~",
    611: "FTZ",
    667: "&ABEKPSVXY",
    722: "CDHNRUw",
    778: "GOQ",
    833: "Mm",
    889: "%",
    944: "W",
    1015: "@",
}
_WIDTH_OF = {letter: width for width, letters in _WIDTHS.items() for letter in letters}


def width(text: str, size: float = SIZE) -> float:
    """How wide one line of text is, in pixels. Letters that are not in the table count as wide ones."""
    return sum(_letter(letter) for letter in text) * size / 1000


def wrap(text: str, limit: float, size: float = SIZE) -> str:
    """The text in lines no wider than `limit` pixels; its own line feeds stay, and a longer word is broken."""
    return "\n".join(_wrap_line(line, limit, size) for line in text.split("\n"))


def lines(text: str) -> int:
    """How many lines a wrapped text has."""
    return text.count("\n") + 1


def _wrap_line(text: str, limit: float, size: float) -> str:
    lines = [""]
    for word in text.split():
        for piece in _pieces(word, limit, size):
            longer = f"{lines[-1]} {piece}".strip()
            if width(longer, size) <= limit:
                lines[-1] = longer
            else:
                lines.append(piece)
    return "\n".join(lines)


def _pieces(word: str, limit: float, size: float) -> list[str]:
    pieces = [""]
    for letter in word:
        if pieces[-1] and width(pieces[-1] + letter, size) > limit:
            pieces.append("")
        pieces[-1] += letter
    return pieces


def _letter(letter: str) -> int:
    wide = 1000 if unicodedata.east_asian_width(letter) in "WF" else 722
    return _WIDTH_OF.get(letter, wide)
