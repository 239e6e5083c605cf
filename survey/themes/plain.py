"""Texts as the matcher reads them, with the way back to the characters of what was written."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from survey.questionnaire.code_frame import UNSEEN

Places: TypeAlias = NDArray[np.int64]
Flags: TypeAlias = NDArray[np.bool_]
Letters: TypeAlias = NDArray[np.uint32] | NDArray[np.uint8]

# Accents written as marks of their own belong to the letter before them, which \w does not know.
_WORD = re.compile(r"[\w\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff]")
_GAP = re.compile(r"[\s\-\u2010-\u2015\u2212]")
_APOSTROPHES = frozenset("\u2018\u2019\u02bc\u2032\u00b4`")
_ASCII, _BREAK, _SPACE = 128, ord("\n"), ord(" ")  # a break stands between texts: within one it is a gap
_SOME_LETTER, _SOME_MARK, _NOTHING = "\x01", "\x02", "\x03"  # characters that no phrase has, by their kind


@dataclass(frozen=True, slots=True)
class Plain:
    """Several texts as one: small letters, straight apostrophes, one space for each run of spaces and hyphens,
    without what has no width.

    `text` has the texts in order with a line break between them, `letters` the same as numbers. `starts`: where each
    begins in the texts as written, joined by one character. `passed`: the places of `text` where a character of
    theirs was left out before it.
    """

    text: str
    letters: Letters
    starts: Places
    passed: Places

    def written(self, places: Places) -> Places:
        """Places of `text` as places in the texts as written, joined by one character."""
        return places + np.searchsorted(self.passed, places, side="right")

    def rows(self, written: Places) -> Places:
        """Which text each of these places, as `written` gives them, is in."""
        return np.searchsorted(self.starts, written, side="right") - 1

    def within_word(self, places: Places) -> Flags:
        """Whether the character at each place and the one before it are both of words: so no word begins there."""
        after = np.minimum(places, len(self.letters) - 1)
        inside = (places > 0) & (places < len(self.letters))
        return inside & _of_words(self.letters[after]) & _of_words(self.letters[np.maximum(places - 1, 0)])


def plain(texts: Sequence[str], alphabet: frozenset[str] = frozenset()) -> Plain:
    """The texts as the matcher reads them. Of letters beyond ASCII only those of the `alphabet`, the phrases', stay."""
    lengths = np.fromiter((len(text) + 1 for text in texts), np.int64, len(texts))
    starts = np.cumsum(lengths) - lengths
    read = _read(np.frombuffer("\n".join(texts).encode("utf-32-le"), np.uint32), alphabet)
    read[starts[1:] - 1] = _BREAK
    kept = read != ord(_NOTHING)
    if kept.all():
        gap = read == _SPACE
        kept[1:] = ~(gap[1:] & gap[:-1])
    else:
        seen = np.flatnonzero(kept)
        gap = read[seen] == _SPACE
        kept[seen[1:][gap[1:] & gap[:-1]]] = False
    left_out = np.flatnonzero(~kept)
    letters = read[kept]
    text = letters.tobytes().decode("ascii" if letters.dtype == np.uint8 else "utf-32-le")
    return Plain(text, letters, starts, left_out - np.arange(len(left_out)))


def _read(written: NDArray[np.uint32], alphabet: frozenset[str]) -> Letters:
    """Each character as it is read: ASCII by a table, of the others each kind once. One byte each if that will do."""
    others = np.flatnonzero(written >= _ASCII)
    kinds, kind = np.unique(written[others], return_inverse=True)
    known = np.array([_number(chr(number), alphabet) for number in kinds], np.uint32)
    table = np.array([_number(chr(number), alphabet) for number in range(256)], np.uint32)
    table[_ASCII:] = 0
    if (known < _ASCII).all():
        bytewise = table.astype(np.uint8)[written.astype(np.uint8)]
        bytewise[others] = known[kind]
        return bytewise
    read = table[np.minimum(written, 255)]
    read[others] = known[kind]
    return read


def _number(letter: str, alphabet: frozenset[str]) -> int:
    if letter in _APOSTROPHES:
        return ord("'")
    if UNSEEN.match(letter):
        return ord(_NOTHING)
    if _GAP.match(letter):
        return _SPACE
    small = letter.lower() if len(letter.lower()) == 1 else letter
    if small in alphabet or (small.isascii() and small.isprintable()):
        return ord(small)
    return ord(_SOME_LETTER if _WORD.match(letter) else _SOME_MARK)


def _of_words(letters: Letters) -> Flags:
    """Which letters are of words."""
    known = [chr(number) == _SOME_LETTER or _WORD.match(chr(number)) is not None for number in range(_ASCII)]
    of_words = np.array(known, np.bool_)[np.minimum(letters, _ASCII - 1)]
    others = np.flatnonzero(letters >= _ASCII)
    of_words[others] = [_WORD.match(chr(number)) is not None for number in letters[others]]
    return of_words
