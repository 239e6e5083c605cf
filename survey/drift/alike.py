"""How alike two texts are, two columns' contents, and which of several go together."""

from __future__ import annotations

import re
from collections.abc import Mapping
from difflib import SequenceMatcher

from survey.drift.values import Column
from survey.questionnaire.matching import key

_NOT = frozenset({"not", "no", "never", "non", "dont", "isnt", "without", "none"})
_OPPOSED = 0.4  # of the likeness is left where one text denies what the other says
_DENYING = ("un", "dis", "in", "non", "im")


def text_alikeness(one: str, other: str) -> float:
    """0 to 1: the better of shared letters in order (Ratcliff and Obershelp) and shared words, no punctuation.

    Texts of which one denies what the other says ("Safe", "Unsafe"; "agree", "do not agree") keep two fifths of it.
    """
    first, second = _words(one), _words(other)
    if first == second:
        return 1.0
    letters = SequenceMatcher(None, " ".join(first), " ".join(second), autojunk=False).ratio()
    shared = set(first) & set(second)
    words = 2 * len(shared) / (len(set(first)) + len(set(second))) if first and second else 0.0
    return max(letters, words) * (_OPPOSED if _opposed(first, second) else 1.0)


def _words(text: str) -> list[str]:
    plain = re.sub(r"['\u200b\u00ad]", "", key(text)).replace("&", " and ")
    return re.findall(r"\w+", plain)


def _opposed(first: list[str], second: list[str]) -> bool:
    one, other = set(first) - set(second), set(second) - set(first)
    if bool(one & _NOT) != bool(other & _NOT):
        return True
    return any(a == prefix + b or b == prefix + a for a in one for b in other for prefix in _DENYING)


def content_alikeness(before: Column, now: Column) -> float:
    """0 to 1: seven tenths for what filled cells hold, three for how many are filled.

    What they hold: 1 less the total variation distance between the shares of known texts (all others are one). Nothing
    is alike where one holds numbers or dates and the other does not; ids or dates of another form, and texts of very
    different length, count half.
    """
    if "blank" in (before.kind, now.kind):
        return 0.5 if before.kind == now.kind else 0.0
    if before.kind != now.kind:
        return 0.0
    one, other = _shares(before), _shares(now)
    distance = sum(abs(one.get(text, 0.0) - other.get(text, 0.0)) for text in one.keys() | other.keys()) / 2
    short, long = sorted((before.length, now.length))
    odd = (before.shape and now.shape and before.shape != now.shape) or short < long / 2
    return (0.3 * (1 - abs(_filled(before) - _filled(now))) + 0.7 * (1 - distance)) * (0.5 if odd else 1.0)


def _filled(column: Column) -> float:
    return column.filled / max(column.filled + column.blank, 1)


def _shares(column: Column) -> Mapping[str, float]:
    known = {text: count / max(column.filled, 1) for text, count in column.known}
    return {**known, "\0other": max(1 - sum(known.values()), 0.0)}


def neighbour_alikeness(before: list[str], now: list[str], old: str, new: str) -> float:
    """0, 0.5 or 1: how many of the columns on either side of the old name (as keys) stand beside the new one."""
    sides = (_sides(before, old), _sides(now, new))
    return sum(one == other for one, other in zip(*sides, strict=True)) / 2


def _sides(names: list[str], name: str) -> tuple[str, str]:
    framed = ["\0start", *names, "\0end"]
    place = framed.index(name)
    return framed[place - 1], framed[place + 1]


def in_order(before: list[str], now: list[str]) -> set[str]:
    """The longest list of names that stand in the same order in both: all others have moved."""
    rank = {name: place for place, name in enumerate(before)}
    names = [name for name in now if name in rank]
    best: list[list[str]] = []
    for name in names:  # patience: best[k] is the run of k + 1 names that ends earliest in `before`
        length = next((size for size, run in enumerate(best) if rank[run[-1]] >= rank[name]), len(best))
        run = [*(best[length - 1] if length else []), name]
        best[length : length + 1] = [run]
    return set(best[-1]) if best else set()


def pair_best(scores: Mapping[tuple[str, str], float], least: float) -> dict[str, tuple[str, float]]:
    """Each left one's right one, the surest pair first; no pair under `least`, nobody in two pairs."""
    pairs: dict[str, tuple[str, float]] = {}
    taken: set[str] = set()
    for (left, right), score in sorted(scores.items(), key=lambda each: (-each[1], each[0])):
        if score >= least and left not in pairs and right not in taken:
            pairs[left] = (right, score)
            taken.add(right)
    return pairs
