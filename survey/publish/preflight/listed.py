"""A list of figures as somebody typed it from a deck, a report or a board paper: TOML or CSV.

TOML: a table a question, with `kind` (single, multiple, scale), `base`, `published` (percentages by answer),
`published_nets` (of several answers together), `published_counts` (people), `options`, `claims`; or, as `published`, a
sentence with its figures in it. CSV: a row a figure, with the columns question, answer, and of kind, percentage, count,
base, options, net (yes) and claim those that are known.
"""

from __future__ import annotations

import csv
import io
import re
import tomllib
from collections.abc import Iterator, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from survey.errors import Problem, UnreadableError
from survey.publish.preflight.figures import Block, Figure, Kind
from survey.publish.preflight.numbers import NUMBER, PEOPLE, totals, whole

_KINDS: Mapping[str, Kind] = {"single": "single", "single_code": "single", "scale": "single"}
_SEVERAL = ("multiple", "multi", "multi_code")
_LISTS = ("published", "published_nets", "published_counts")
_PAIR = re.compile(
    rf"(?:(?P<label>[^\d.,;:()]{{1,80}}):?\s+)?(?<![\d.,]){NUMBER}(?:\s+(?:{PEOPLE}))?\s*[,(:–-]\s*\(?"
    r"(?P<pct>\d{1,3}(?:\.\d+)?)\s?%"
)
_BESIDE = re.compile(rf"(?:{PEOPLE})\s*\([^()\d]*\d{{4}}:\s*{NUMBER}\)")
_COLUMNS = ("question", "answer", "kind", "percentage", "count", "base", "options", "net", "claim")


def read_figures(data: bytes, name: str) -> tuple[Block, ...]:
    """The figures of a file, a block a question.

    Raises:
        UnreadableError: it is no TOML or CSV, a number in it is none, or there are no figures in it.
    """
    try:
        text = data.decode("utf-8-sig")
        if name.lower().endswith(".csv"):
            blocks = list(_of_csv(text, name))
        else:
            blocks = list(_of_table(tomllib.loads(text, parse_float=Decimal), ""))
    except (ValueError, csv.Error, RecursionError) as error:
        hint = "save it as UTF-8; the layout is explained in docs/checking.md"
        raise UnreadableError(Problem("the list of figures cannot be read", name, got=str(error), hint=hint)) from None
    if not blocks:
        hint = "the layout is explained in docs/checking.md"
        raise UnreadableError(Problem("no figures are in this file", name, "published figures by question", hint=hint))
    return tuple(blocks)


def _of_table(table: Mapping[str, Any], path: str) -> Iterator[Block]:
    """Every table in it that lists figures, however deep."""
    if isinstance(table.get("published"), str):
        yield _of_sentence(path or "published", table["published"])
    elif any(table.get(key) and isinstance(table[key], dict | list) for key in (*_LISTS, "claims")):
        yield _of_question(table, path)
    for key, value in table.items():
        if isinstance(value, dict) and key not in _LISTS:
            yield from _of_table(value, key)
        elif isinstance(value, list):
            for number, each in enumerate(value, start=1):
                if isinstance(each, dict):
                    yield from _of_table(each, f"{key} {each.get('number', number)}")


def _of_question(table: Mapping[str, Any], path: str) -> Block:
    text = table.get("text") or table.get("question")
    where = f"{path}, “{text}”" if text else path
    figures = [
        *(Figure(label, pct=_decimal(value, where)) for label, value in _pairs(table, "published", where)),
        *(
            Figure(label, pct=_decimal(value, where), net=True)
            for label, value in _pairs(table, "published_nets", where)
        ),
        *(Figure(label, count=_whole(value, where)) for label, value in _pairs(table, "published_counts", where)),
    ]
    together: dict[str, Figure] = {}
    for figure in figures:  # a percentage and a count of the same answer are one figure
        known = together.get(figure.label)
        joined = known and Figure(figure.label, known.pct, figure.count, net=known.net)
        together[figure.label] = joined or figure
    options = table.get("options") or table.get("options_assumed") or ()
    base = _whole(table["base"], where) if "base" in table else None
    claims = tuple(str(each) for each in _list(table.get("claims", ()), where))
    return Block(where, _kind(table.get("kind")), tuple(together.values()), base, len(options), claims=claims)


def _pairs(table: Mapping[str, Any], key: str, where: str) -> Iterator[tuple[str, Any]]:
    found = table.get(key, {})
    pairs = list(found.items()) if isinstance(found, dict) else found
    if not isinstance(pairs, list):
        return  # a day of publication, say
    if not all(isinstance(each, list | tuple) and len(each) == 2 for each in pairs):
        raise UnreadableError(Problem("no list of answers and figures", f"{where}, {key}", '{ "Yes" = 68.1 }'))
    for label, value in pairs:
        yield str(label), value


def _of_sentence(where: str, text: str) -> Block:
    """Counts with their percentages in running words, and the numbers of people that may be their base."""
    pairs = list(_PAIR.finditer(text))
    figures = tuple(
        Figure((match["label"] or "").strip(" :"), Decimal(match["pct"]), whole(match["number"])) for match in pairs
    )
    counted = {figure.count for figure in figures}
    beside = [whole(match["number"]) for match in _BESIDE.finditer(text)]
    stated = tuple(each for each in [*totals(text), *beside] if each not in counted)
    return Block(where, "unknown", figures, claims=(text,), stated=stated)


def _of_csv(text: str, name: str) -> Iterator[Block]:
    reader = csv.DictReader(io.StringIO(text), strict=True)
    heads = [head.strip().lower() for head in reader.fieldnames or ()]
    if not {"question", "answer"} <= set(heads):
        expected, got = "the columns " + ", ".join(_COLUMNS), ", ".join(heads)
        raise UnreadableError(Problem("no list of figures", name, expected, got, "see docs/checking.md"))
    rows: dict[str, list[dict[str, str]]] = {}
    for row in reader:
        plain = {head: (value or "").strip() for head, value in zip(heads, row.values(), strict=False) if head}
        rows.setdefault(plain["question"], []).append(plain)
    for question, listed in rows.items():
        where = f"“{question}”"
        figures = tuple(
            Figure(
                row["answer"],
                _decimal(row["percentage"], where) if row.get("percentage") else None,
                _whole(row["count"], where) if row.get("count") else None,
                _whole(row["base"], where) if row.get("base") else None,
                row.get("net", "").lower() in ("yes", "true", "1"),
            )
            for row in listed
            if row["answer"]
        )
        kind = next((row["kind"] for row in listed if row.get("kind")), None)
        options = next((_whole(row["options"], where) for row in listed if row.get("options")), 0)
        claims = tuple(dict.fromkeys(row["claim"] for row in listed if row.get("claim")))
        yield Block(where, _kind(kind), figures, options=options, claims=claims)


def _kind(word: object) -> Kind:
    name = str(word or "").lower()
    return "multiple" if name in _SEVERAL else _KINDS.get(name, "unknown")


def _list(value: Any, where: str) -> list[Any]:
    if isinstance(value, list | tuple):
        return list(value)
    raise UnreadableError(Problem("claims are a list of sentences", where, '["One third feel safe"]', repr(value)))


def _decimal(value: Any, where: str) -> Decimal:
    text = str(value).strip().removesuffix("%").strip()
    try:
        found = Decimal(text)
    except InvalidOperation:
        found = Decimal(-1)
    if not found.is_finite() or not 0 <= found <= 1000:
        raise UnreadableError(Problem("no percentage", where, "a number such as 68.1", repr(value)[:80]))
    return found


def _whole(value: Any, where: str) -> int:
    text = str(value).strip().replace(",", "")
    if not text.isdecimal() or len(text) > 12:
        raise UnreadableError(Problem("no number of people", where, "a whole number such as 2152", repr(value)[:80]))
    return int(text)
