"""The fields of a Triple-S variable into columns of text, by its type. What cannot be read stands as it is."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from decimal import Decimal

from survey.ingest.cells import Described
from survey.ingest.coded_columns import Part, option_columns, shared_labels
from survey.ingest.triple_s_definition import Variable

_KINDS = {"single": "single", "logical": "single", "multiple": "multiple", "quantity": "number", "date": "date"}
_LOGICAL = (("1", "Yes"), ("0", "No"))
_NUMBER = re.compile(r"([+-]?)(?=\.?\d)(\d*)\.?(\d*)", re.ASCII)
_DAY = re.compile(r"(\d{4})-?(\d\d)-?(\d\d)", re.ASCII)
_TIME = re.compile(r"([01]\d|2[0-3]):?([0-5]\d)(?::?([0-5]\d))?", re.ASCII)


def columns_of(variable: Variable, fields: Sequence[str]) -> Part:
    """A variable as columns: one, or for a multiple response one an option. `fields`: its field of each record."""
    values = tuple((_code(code, variable), label) for code, label in variable.values)
    values = _LOGICAL if variable.type == "logical" else values
    kind = _KINDS.get(variable.type, "text")
    described = Described(variable.name, kind, variable.label, (variable.name,), values, _missing(variable))
    if kind == "multiple":
        return _multiple(variable, described, fields)
    labels = dict(values)
    texts = {field: _cell(field, variable, labels) for field in set(fields)}
    notes = (*shared_labels(described), *(_bare_codes(variable, fields, labels) if kind == "single" else ()))
    return Part(described, ([texts[field] for field in fields],), notes)


def _cell(field: str, variable: Variable, labels: dict[str, str]) -> str:
    if _KINDS.get(variable.type) is None and variable.type != "time":
        return field.rstrip()
    text = field.strip()
    code = _code(text, variable)
    if code in labels:
        return labels[code]
    return {"date": _date, "time": _time}.get(variable.type, lambda _: code)(text)


def _code(text: str, variable: Variable) -> str:
    """A code without the zeros and blanks that fill its field; literal codes without the blanks."""
    return text.strip() if variable.literal else number(text)


def number(text: str) -> str:
    """A number in full without the zeros that fill it, `058` as `58`, `00.7000` as `0.7`; any other text as it is."""
    found = _NUMBER.fullmatch(text.strip())
    if found is None:
        return text.strip()
    whole, part = found[2].lstrip("0") or "0", found[3].rstrip("0")
    sign = "-" if found[1] == "-" and (whole != "0" or part) else ""
    return f"{sign}{whole}.{part}" if part else f"{sign}{whole}"


def _date(text: str) -> str:
    """`20190704` in ISO 8601; what is no such day as it is."""
    found = _DAY.fullmatch(text)
    try:
        return dt.date(*map(int, found.groups())).isoformat() if found else text
    except ValueError:
        return text


def _time(text: str) -> str:
    """`093000` and `0930` in ISO 8601; what is no such time as it is."""
    found = _TIME.fullmatch(text)
    return ":".join(part for part in found.groups() if part) if found else text


def _missing(variable: Variable) -> tuple[str, ...]:
    """Labels of the special values of a quantity, date or time: those apart from its ranges, such as 999 of 1 to 499.

    A labelled value next to the range (500 for 500 or more) goes on with the scale: it is an answer.
    """
    if variable.type not in ("quantity", "date", "time"):
        return ()
    return tuple(label for code, label in variable.values if not _in_ranges(code, variable, around=1))


def _in_ranges(code: str, variable: Variable, around: int = 0) -> bool:
    ends = [(number(low), number(high)) for low, high in variable.ranges]
    value = number(code)
    return _NUMBER.fullmatch(value) is not None and any(
        Decimal(low) - around <= Decimal(value) <= Decimal(high) + around
        for low, high in ends
        if _NUMBER.fullmatch(low) and _NUMBER.fullmatch(high)
    )


def _bare_codes(variable: Variable, fields: Sequence[str], labels: dict[str, str]) -> tuple[str, ...]:
    """A note of the codes that have neither label nor place in a range."""
    found = {_code(field, variable) for field in set(fields)} - labels.keys() - {""}
    bare = sorted((code for code in found if not _in_ranges(code, variable)), key=lambda code: (len(code), code))
    return (f"{variable.name}: no label for {', '.join(bare)[:200]}",) if bare else ()


def _multiple(variable: Variable, described: Described, fields: Sequence[str]) -> Part:
    read = _spread if variable.subfields else _bits
    codes = {field: read(field, variable) for field in set(fields)}
    unread = {place: field.strip() for place, field in enumerate(fields) if codes[field] is None}
    part = option_columns(described, [codes[field] or set() for field in fields], unread)
    none = sum(codes[field] == set() and bool(field.strip()) for field in fields)
    notes = [*part.notes, *shared_labels(described)]
    if none:
        notes.append(f"{variable.name}: {none} records pick none of its options, and stand as unanswered")
    if unread:
        notes.append(f"{variable.name}: {len(unread)} records hold no codes that can be read: see the first column")
    return Part(part.described, part.cells, tuple(notes))


def _bits(field: str, variable: Variable) -> set[str] | None:
    """The codes whose place, from 1, holds a 1; nothing where other things stand there, or places are lacking."""
    if not field.strip():
        return set()
    if set(field) - set("01 ") or len(field) < variable.width:
        return None
    return {str(place) for place, bit in enumerate(field, start=1) if bit == "1"}


def _spread(field: str, variable: Variable) -> set[str] | None:
    """The codes in the subfields, 0 and blank being none; nothing where the field does not divide into subfields."""
    width, end = variable.width, variable.subfields * variable.width
    if not field.strip():
        return set()
    if (len(field) % width and len(field) < end) or field[end:].strip(" 0"):
        return None
    codes = {_code(field[start : start + width], variable) for start in range(0, min(end, len(field)), width)}
    return codes - ({""} if variable.literal else {"", "0"})
