"""A table of texts as blocks of figures: of one column of percentages downwards, of several across."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal, InvalidOperation

from survey.publish.preflight.figures import Block, Figure, Kind
from survey.publish.preflight.numbers import bare, percentage, whole

_BASE = re.compile(r"\b(?:bases?|n)\b|^total (?:respondents|responses)", re.IGNORECASE)
_COUNT = re.compile(r"\b(?:number|count|frequency|respondents|responses|people|no\.)", re.IGNORECASE)
_PERCENT = re.compile(r"%|\bper ?cent|\bproportion|\bshare\b", re.IGNORECASE)
_POINTS = re.compile(r"\b(?:difference|change|points|pp)\b", re.IGNORECASE)
_SEVERAL = re.compile(
    r"\b(?:select|tick|choose|chose|pick(?:ed)?|mark) (?:all|up to|any)|multiple|more than one answer", re.I
)
_WHOLE = re.compile(r"\d{1,3}(?:,\d{3})+|\d+")
_TOTAL = re.compile(r"^\s*(?:total|all|sum|base)\b", re.IGNORECASE)
_NET = re.compile(r"^\s*(?:net\b|nett?:|top[- ]\d|bottom[- ]\d)|\(net\)", re.IGNORECASE)
_WITHHELD = ("[c]", "[x]", "*", "c")
_MOST = 5_000  # rows: a longer table is no table to be read


def blocks_of_table(where: str, rows: Sequence[Sequence[str]], about: str = "") -> Iterator[Block]:
    """The blocks of a table whose first row is its header and whose first column names what the rows are of.

    Args:
        about: what stands above the table: says whether several answers could be given.
    """
    if len(rows) < 2 or len(rows) > _MOST:
        return
    head, body = rows[0], [row for row in rows[1:] if any(text.strip() for text in row)]
    percent = [column for column in range(1, len(head)) if _is_percent(head[column], body, column)]
    base = next(
        (column for column in range(1, len(head)) if _BASE.search(head[column]) and column not in percent), None
    )
    if not percent and base is not None and _PERCENT.search(about):
        percent = [column for column in range(1, len(head)) if column != base and _numeric(body, column)]
    several = bool(_SEVERAL.search(" ".join([about, *head])))
    if len(percent) == 1:
        yield _down(where, head, body, percent[0], base, several)
    elif base is not None:
        for row in body:
            yield _across(f"{where}, {row[0]}", head, row, percent, base, several)
    else:
        for column in percent:
            yield _down(f"{where}, {head[column]}", head, body, column, None, several, counted=False)


def _down(
    where: str,
    head: Sequence[str],
    body: Sequence[Sequence[str]],
    column: int,
    base: int | None,
    several: bool,
    counted: bool = True,
) -> Block:
    """A column of percentages, counts and bases beside it. Seven parameters: a table and what its columns are."""
    count = next(
        (each for each in range(1, len(head)) if each not in (column, base) and _COUNT.search(head[each])), None
    )
    figures = [
        Figure(
            row[0].strip(),
            pct_of(_cell(row, column)),
            _number(row, count) if counted else None,
            _number(row, base),
            net=bool(_NET.search(row[0])),
        )
        for row in body
        if not _TOTAL.match(row[0]) or base is not None
    ]
    withheld = any(_cell(row, column).strip().lower() in _WITHHELD for row in body)
    kind: Kind = "multiple" if several else "unknown"
    group = "" if counted else bare(head[column])
    return Block(where, kind, tuple(each for each in figures if each.pct is not None), withheld=withheld, group=group)


def _across(
    where: str, head: Sequence[str], row: Sequence[str], percent: Sequence[int], base: int, several: bool
) -> Block:
    """A row of percentages on a base. Six parameters: a row and what its columns are."""
    figures = [
        Figure(head[column].strip(), pct, net=bool(_NET.search(head[column])))
        for column in percent
        if (pct := pct_of(_cell(row, column))) is not None
    ]
    withheld = any(_cell(row, column).strip().lower() in _WITHHELD for column in percent)
    kind: Kind = "multiple" if several else "unknown"
    return Block(where, kind, tuple(figures), _number(row, base), withheld=withheld, group=bare(row[0]))


def _is_percent(head: str, body: Sequence[Sequence[str]], column: int) -> bool:
    """A column of percentages by its cells' signs, or by its header."""
    cells = [_cell(row, column).strip() for row in body]
    known = [text for text in cells if text]
    signed = [text for text in known if percentage(text) is not None or text.startswith("<")]
    if known and len(signed) * 2 > len(known):
        return True
    numeric = [text for text in known if pct_of(text) is not None]
    return bool(_PERCENT.search(head) and not _POINTS.search(head) and len(numeric) * 2 > len(known) > 0)


def _numeric(body: Sequence[Sequence[str]], column: int) -> bool:
    return any(pct_of(_cell(row, column)) is not None for row in body)


def pct_of(text: str) -> Decimal | None:
    """The percentage in a cell, with or without its sign."""
    plain = text.strip()
    try:
        found = percentage(plain) if "%" in plain else Decimal(plain)
    except InvalidOperation:
        return None
    return found if found is not None and found.is_finite() and 0 <= found <= 1000 else None


def _number(row: Sequence[str], column: int | None) -> int | None:
    text = _cell(row, column).strip() if column is not None else ""
    return whole(text) if _WHOLE.fullmatch(text) and len(text) <= 14 else None


def _cell(row: Sequence[str], column: int) -> str:
    return row[column] if column < len(row) else ""
