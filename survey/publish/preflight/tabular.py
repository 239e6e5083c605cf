"""A table of texts as blocks of figures: of one column of percentages downwards, of several across."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation

from survey.publish.preflight.arithmetic import implied
from survey.publish.preflight.figures import Block, Figure, Kind
from survey.publish.preflight.numbers import bare, percentage, whole

_BASE = re.compile(r"\bbases?\b|^total (?:respondents|responses)", re.IGNORECASE)
_EITHER = re.compile(r"^\W*n\b|\b(?:respondents|responses|people|residents|participants)\b", re.IGNORECASE)  # or counts
_COUNT = re.compile(r"^\W*n\b|\b(?:number|count|frequency|respondents|responses|people|no\.)", re.IGNORECASE)
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


@dataclass(frozen=True, slots=True)
class _Table:
    """A table without its header, and what its columns are of: numbers of columns, None where there is none such."""

    where: str
    head: Sequence[str]
    body: Sequence[Sequence[str]]
    percent: Sequence[int]
    base: int | None
    count: int | None
    kind: Kind


def blocks_of_table(where: str, rows: Sequence[Sequence[str]], about: str = "") -> Iterator[Block]:
    """The blocks of a table whose first row is its header and whose first column names what the rows are of.

    Args:
        about: what stands above the table: whether several answers could be given, and that it is of percentages.
    """
    if len(rows) < 2 or len(rows) > _MOST:
        return
    table = _table(where, rows[0], [row for row in rows[1:] if any(text.strip() for text in row)], about)
    if len(table.percent) == 1:
        yield _down(table, table.percent[0])
    elif table.base is not None:
        yield from (_across(table, row, table.base) for row in table.body)
    else:
        for column in table.percent:
            name = table.head[column]
            yield replace(_down(replace(table, count=None), column), where=f"{where}, {name}", group=bare(name))


def _table(where: str, head: Sequence[str], body: Sequence[Sequence[str]], about: str) -> _Table:
    columns = range(1, len(head))
    percent = [column for column in columns if _is_percent(head[column], body, column)]
    others = [column for column in columns if column not in percent]
    base = next((column for column in others if _BASE.search(head[column])), None)
    either = next((column for column in others if _EITHER.search(head[column]) and column != base), None)
    if base is None and either is not None and not (len(percent) == 1 and _are_counts(body, either, percent[0])):
        base = either
    count = next((column for column in others if _COUNT.search(head[column]) and column != base), None)
    if not percent and base is not None and _PERCENT.search(about):
        percent = [column for column in others if column != base and _numeric(body, column)]
    kind: Kind = "multiple" if _SEVERAL.search(" ".join([about, *head])) else "unknown"
    return _Table(where, head, body, percent, base, count, kind)


def _are_counts(body: Sequence[Sequence[str]], column: int, percent: int) -> bool:
    """Whether a column "n" or "respondents" is of those who gave the answer: most rows then have a base in common."""
    found = []
    for row in body:
        number, pct = _number(row, column), pct_of(_cell(row, percent))
        known = implied(number, pct) if number and pct else None
        if number and known:
            found.append((number, known))
    if not found:
        return False
    _, (least, most) = max(found)
    shared = sum(low <= most and high >= least for _, (low, high) in found)
    return shared * 2 > len(found)


def _down(table: _Table, column: int) -> Block:
    """A column of percentages, with the counts and bases beside it."""
    figures = [
        Figure(
            row[0].strip(),
            pct_of(_cell(row, column)),
            _number(row, table.count),
            _number(row, table.base),
            net=bool(_NET.search(row[0])),
        )
        for row in table.body
        if not _TOTAL.match(row[0]) or table.base is not None
    ]
    withheld = any(_cell(row, column).strip().lower() in _WITHHELD for row in table.body)
    groups = len({figure.base for figure in figures}) > 1  # each row is of other people: nothing adds up
    kind: Kind = "multiple" if groups else table.kind
    return Block(table.where, kind, tuple(each for each in figures if each.pct is not None), withheld=withheld)


def _across(table: _Table, row: Sequence[str], base: int) -> Block:
    """A row of percentages on a base."""
    figures = tuple(
        Figure(table.head[column].strip(), pct, net=bool(_NET.search(table.head[column])))
        for column in table.percent
        if (pct := pct_of(_cell(row, column))) is not None
    )
    withheld = any(_cell(row, column).strip().lower() in _WITHHELD for column in table.percent)
    where = f"{table.where}, {row[0]}"
    return Block(where, table.kind, figures, _number(row, base), withheld=withheld, group=bare(row[0]))


def _is_percent(head: str, body: Sequence[Sequence[str]], column: int) -> bool:
    """A column of percentages by its cells' signs, or by its header."""
    cells = [_cell(row, column).strip() for row in body]
    known = [text for text in cells if text and text.lower() not in _WITHHELD]
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
