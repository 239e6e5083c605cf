"""The regular expressions of a code frame, and where texts match them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

import polars as pl

from survey.questionnaire.code_frame import Code

Patterns: TypeAlias = tuple[tuple[int, str], ...]  # rank of the code, pattern

# Characters that stand for nothing and no text should hold; where one does, it is read as the third.
_OPEN, _CLOSE, _STRAY = "\ufdd0", "\ufdd1", "\ufdd2"
_STRAIGHT = dict.fromkeys("\u2018\u2019\u02bc\u2032\u00b4`", "'") | {_OPEN: _STRAY, _CLOSE: _STRAY}

# One row a match: `row` of the text, `rule` the place of the pattern; `start`, `end` count the text's characters.
_MATCHES = dict.fromkeys(("row", "rank", "rule", "start", "end"), pl.Int64)


def compile_patterns(codes: Sequence[Code]) -> Patterns:
    """The patterns of all codes, ready for `matches`."""
    return tuple((rank, pattern) for rank, code in enumerate(codes) for pattern in code.patterns)


def matches(texts: pl.Series, patterns: Patterns) -> pl.DataFrame:
    """Every match of every pattern: row, rank, rule, start, end. Any case, apostrophes straight; leftmost.

    The engine takes time in proportion to the text, whatever the pattern.
    """
    straight = texts.str.replace_many(list(_STRAIGHT), list(_STRAIGHT.values())) if patterns else texts
    found = [
        (row, rank, rule, start, end)
        for rule, (rank, pattern) in enumerate(patterns)
        for row, start, end in _matches(straight, pattern)
    ]
    return pl.DataFrame(found, schema=_MATCHES, orient="row")


def _matches(texts: pl.Series, pattern: str) -> list[tuple[int, int, int]]:
    # polars tells where the first match stands but not the others: they are marked, and the marks are counted away.
    rows = texts.str.contains(f"(?i){pattern}").arg_true()
    marked = texts.gather(rows).str.replace_all(f"(?i)({pattern})", f"{_OPEN}${{1}}{_CLOSE}")
    found = []
    for row, text in zip(rows, marked, strict=True):
        place = 0
        for part in text.replace(_OPEN, _CLOSE + _OPEN).split(_CLOSE):
            length = len(part.removeprefix(_OPEN))
            if part.startswith(_OPEN) and length:
                found.append((row, place, place + length))
            place += length
    return found
