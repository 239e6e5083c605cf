"""One mutated export a number: made, read as the commands read it, and held to what must be true of it."""

from __future__ import annotations

import re
import struct
from dataclasses import dataclass, replace
from random import Random

from pipelines.drift import profile_of
from survey.drafting.draft import draft
from survey.drafting.source import Source
from survey.drift.drift import drift
from survey.errors import SurveyError
from survey.ingest.as_read import as_read
from survey.ingest.cells import Table
from survey.ingest.decode import decode
from survey.ingest.export import open_export
from survey.ingest.responses import read_responses
from survey.ingest.table import open_table
from tests.drafting.sources import loaded
from tests.hard import damage
from tests.hard.account import Header, lines_of, unaccounted
from tests.hard.shapes import CHANGES, Dialect, Records, Shape, any_dialect, ragged_rows, written
from tests.hard.subjects import Subject, subjects

_ROWS = 25  # of an export are mutated, of one in `_WHOLE` all
_WHOLE = 40
_LINE_ENDS = re.compile(rb"\r\n|\r|\n")
_FORMS = {"shape": 42, "text": 38, "workbook": 9, "spss": 4, "triple_s": 7}


@dataclass(frozen=True)
class Mutated:
    """`what` was done to whose export. `rows`: those that must be read, cell by cell, where that is known, or else
    the `header` of a text.
    """

    what: str
    subject: Subject
    data: bytes
    companion: bytes = b""
    rows: Records | None = None
    ragged: bool = False
    header: Header | None = None


def mutated(seed: int, number: int) -> Mutated:
    """The export of that number."""
    rng = Random(f"{seed}/{number}")  # noqa: S311 - reproducible, nothing secret
    every = subjects()
    there = {form: weight for form, weight in _FORMS.items() if any(each.form == _needs(form) for each in every)}
    form = rng.choices(list(there), list(there.values()))[0]
    subject = rng.choice([each for each in every if each.form == _needs(form)])
    match form:
        case "shape":
            return _shaped(subject, rng)
        case "text":
            return _damaged(subject, rng)
        case "workbook":
            data = subject.data if rng.random() < 0.5 else _written(rng, every)
            return Mutated("workbook damaged", subject, damage.workbook(data, rng))
        case "spss":
            how = rng.choice(damage.BINARY)
            return Mutated(how.__name__, subject, how(subject.data, rng))
        case _:
            return _triple_s(subject, rng)


def _needs(form: str) -> str:
    return "text" if form == "shape" else form


def _written(rng: Random, every: tuple[Subject, ...]) -> bytes:
    return written(_shape(rng.choice([each for each in every if each.rows]), rng), Dialect(workbook=True))


def _shape(subject: Subject, rng: Random) -> Shape:
    whole = rng.randrange(_WHOLE) == 0
    places = (
        range(len(subject.rows))
        if whole
        else sorted(rng.sample(range(len(subject.rows)), min(_ROWS, len(subject.rows))))
    )
    return Shape(list(map(list, subject.header)), [list(subject.rows[place]) for place in places])


def _shaped(subject: Subject, rng: Random) -> Mutated:
    shape = _shape(subject, rng)
    changes = sorted(rng.choices(CHANGES, k=rng.randint(0, 3)), key=lambda change: change is ragged_rows)
    for change in changes:
        shape = change(shape, rng)
    dialect = any_dialect(rng)
    what = ", ".join([*(change.__name__ for change in changes), str(dialect)])
    rows = [row for row in shape.rows if any(cell.strip() for cell in row)]
    data = written(shape, dialect)
    header = None if dialect.workbook or dialect.packed else _header(shape, dialect)
    return Mutated(what, subject, data, rows=rows, ragged=shape.ragged, header=header)


def _header(shape: Shape, dialect: Dialect, further: int = 0) -> Header:
    plain = replace(dialect, encoding="utf-8", packed=False, workbook=False)
    lines = lines_of(written(Shape(shape.header, []), plain).decode())
    return Header(len(shape.header), len(lines) + further)


def _damaged(subject: Subject, rng: Random) -> Mutated:
    shape = _shape(subject, rng)
    dialect = Dialect() if rng.random() < 0.7 else any_dialect(rng)
    dialect = replace(dialect, packed=False, workbook=False)
    data = written(shape, dialect)
    before, what = len(_LINE_ENDS.findall(data)), []
    for _ in range(rng.choice([1, 1, 2, 3])):
        how = rng.choice(damage.TEXT)
        what.append(how.__name__)
        data = how(data, rng)
    header = _header(shape, dialect, further=max(len(_LINE_ENDS.findall(data)) - before, 0))
    return Mutated(", ".join(what), subject, data, header=header)


def _triple_s(subject: Subject, rng: Random) -> Mutated:
    data, companion = subject.data, subject.companion
    how = rng.choice([*damage.TEXT, damage.markup, damage.markup, damage.markup, damage.markup])
    if how is damage.markup or rng.random() < 0.4:
        companion = how(companion, rng)
        return Mutated(f"definition: {how.__name__}", subject, data, companion)
    return Mutated(f"records: {how.__name__}", subject, how(data, rng), companion)


@dataclass(frozen=True)
class Held:
    """How it ended: `read` or `refused`, and what was wrong."""

    end: str
    faults: tuple[str, ...] = ()


def hold(case: Mutated, thorough: bool = True) -> Held:
    """Reads the export as `survey validate` and `ingest` do; `thorough`: drafts and compares it as `init` and `drift`.

    Only a SurveyError may be raised.
    """
    try:
        table = open_table(case.data, "mutated", case.subject.settings, case.companion)
    except SurveyError as error:
        return Held("refused", () if _in_words(error) else (f"refused without words: {error!r}",))
    faults = [*_sums(table), *_rows(case, table)]
    if thorough:
        _drafted(table)
    if case.subject.consultation is not None:
        faults += _responses(case, table, thorough)
    return Held("read", tuple(faults))


def _in_words(error: SurveyError) -> bool:
    return bool(error.problems) and all(problem.what and problem.where for problem in error.problems)


def _sums(table: Table) -> list[str]:
    faults = []
    if table.rows_in != table.height + table.set_aside.height:
        faults.append(f"{table.rows_in} rows in, {table.height} kept, {table.set_aside.height} set aside")
    if len({*table.names}) < len(table.names) or table.texts.width != len(table.names):
        faults.append("names that stand twice, or more or fewer than columns")
    return faults


def _rows(case: Mutated, table: Table) -> list[str]:
    """The rows are those written; where a change hid the tool, its further header rows may stand above them."""
    if case.header is not None and table.platform != "triple_s":
        faults = unaccounted(table, decode(case.data, "mutated").text, case.header)
        if faults or case.ragged or case.rows is None:
            return faults
    if case.rows is None:
        return _records(case, table)
    surplus = table.rows_in - len(case.rows)
    if not 0 <= surplus < max(len(case.subject.header), 1):
        return [f"{table.rows_in} rows in of {len(case.rows)} written"]
    if case.ragged:
        return []
    if table.set_aside.height:
        return [f"{table.set_aside.height} rows set aside of {len(case.rows)} sound ones"]
    read = table.texts.rows()[surplus:]
    wanted = [tuple(row[: len(table.names)]) for row in case.rows]
    return [] if read == wanted else [f"cells changed: {_first_difference(read, wanted)}"]


def _records(case: Mutated, table: Table) -> list[str]:
    """As many records as an SPSS file says that it has, or as a Triple-S file has lines."""
    if table.platform == "spss":
        order = "<" if case.data[64:68] in (b"\x02\0\0\0", b"\x03\0\0\0") else ">"
        there = int(struct.unpack_from(f"{order}i", case.data, 80)[0])
        return [f"{table.rows_in} records of {there}"] if there not in (-1, table.rows_in) else []
    if table.platform == "triple_s" and b"skip" not in case.companion:
        lines = lines_of(decode(case.data.removesuffix(b"\x1a"), "mutated").text)
        there = sum(bool(line.strip()) for line in lines)
        return [f"{table.rows_in} records of {there}"] if there != table.rows_in else []
    return []


def _first_difference(read: list[tuple[str, ...]], wanted: list[tuple[str, ...]]) -> str:
    for one, other in zip(read, wanted, strict=True):
        for cell, cell_wanted in zip(one, other, strict=False):
            if cell != cell_wanted:
                return f"{cell[:80]!r} for {cell_wanted[:80]!r}"
        if len(one) != len(other):
            return f"{len(one)} cells for {len(other)}"
    return ""


def _drafted(table: Table) -> None:
    source = Source(table.names, table.texts, table.platform, "mutated", table.dictionary, table.labels)
    try:
        made = draft(source, "drafted")
    except SurveyError:
        return
    loaded(made)


def _responses(case: Mutated, table: Table, thorough: bool) -> list[str]:
    assert case.subject.consultation is not None
    try:
        opened = open_export(case.data, "mutated", case.subject.consultation, case.companion)
        reading = read_responses(opened)
    except SurveyError as error:
        return [] if _in_words(error) else [f"refused without words: {error!r}"]
    as_read(opened)
    if thorough:
        drift(profile_of(opened, case.data), (), opened.consultation)
    lines = sorted([*reading.responses["line"].to_list(), *reading.set_aside["line"].to_list()])
    there = sorted([*table.lines.to_list(), *table.set_aside["line"].to_list()])
    faults = [] if lines == there else ["responses and rows set aside are not the rows of the table"]
    if reading.rows_in != len(lines):
        faults.append(f"{reading.rows_in} rows in, {len(lines)} told of")
    if reading.responses["response_id"].n_unique() != len(reading.responses):
        faults.append("a response id stands twice")
    return faults
