"""A Triple-S definition (.sss, .xml; versions 1.1 to 2.0) into its variables.

Rules: "Triple-S XML version 2.0" (Association for Survey Computing, 2011), by way of the manuals of UNICOM
Intelligence and Forsta, and of the example that IBM's STATS GET TRIPLES carries.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from survey.errors import Problem, UnreadableError
from survey.ingest.triple_s_xml import Language, parse, spoken, text_of

TYPES = ("single", "multiple", "quantity", "character", "logical", "date", "time")
_LONGEST = 1_000_000  # places in a record


@dataclass(frozen=True, slots=True)
class Variable:
    """A variable of the definition. `start` and `finish`: places in the record, or cells of a CSV row, from 1.

    `values`: codes and labels in order. `ranges`: codes from, to. `subfields`: the number of codes a multiple
    response holds, each `width` long; 0 where it is a string of bits, which has `width` of them. `filtered`: not
    everybody was asked.
    """

    name: str
    type: str
    label: str
    start: int
    finish: int
    values: tuple[tuple[str, str], ...]
    ranges: tuple[tuple[str, str], ...]
    literal: bool
    subfields: int
    width: int
    use: str
    filtered: bool


@dataclass(frozen=True, slots=True)
class Definition:
    """The variables in order; whether the records are CSV; `skip` lines before the first; what is to be known."""

    variables: tuple[Variable, ...]
    csv: bool
    skip: int
    notes: tuple[str, ...]


def read_definition(data: bytes, name: str) -> Definition:
    """The definition in a file's bytes.

    Raises:
        UnreadableError: the file is not a Triple-S definition in XML, holds entities, describes no record or several
            (a hierarchy), or says what cannot be: all such places are told at once.
    """
    root, notes = parse(data, name)
    record = _record(root, name)
    language, languages = spoken(root)
    reader = _Reader(name, language, csv=record.get("format", "fixed").strip().lower() == "csv")
    variables = tuple(reader.variable(element, place) for place, element in enumerate(record.iter("variable"), start=1))
    skip = reader.count(record, "skip", name, default=0, least=0)
    if not variables:
        reader.problems.append(Problem("the definition has no variables", name))
    if reader.problems:
        raise UnreadableError(*reader.problems)
    return Definition(variables, reader.csv, skip, (*notes, *languages, *_notes(root, variables)))


def _record(root: Element, name: str) -> Element:
    records = list(root.iter("record"))
    if root.tag != "sss" or len(records) != 1:
        got = f"<{root.tag}> with {len(records)} of <record>"
        hint = "a hierarchy of several records is not read: export one flat record"
        raise UnreadableError(Problem("not the definition of one record", name, "<sss> with one <record>", got, hint))
    return records[0]


def _notes(root: Element, variables: tuple[Variable, ...]) -> Iterator[str]:
    version = root.get("version", "")
    if not version.startswith(("1.", "2.")):
        yield f"Triple-S version {version!r}: read by the rules of 2.0"
    for variable in variables:
        if variable.use == "serial":
            yield f"{variable.name} is the serial number of the records"
        if variable.use == "weight":
            yield f"the file weights its records by {variable.name}: no weights are applied"
        if variable.type not in TYPES:
            yield f"{variable.name}: type {variable.type!r} is not of Triple-S: read as text"


class _Reader:
    """Reads variables, keeping account of every problem."""

    def __init__(self, name: str, language: Language, csv: bool) -> None:
        self.name = name
        self.language = language
        self.csv = csv
        self.problems: list[Problem] = []

    def variable(self, element: Element, place: int) -> Variable:
        name = self.text(element.find("name")) or element.get("ident", "").strip() or f"variable {place}"
        where = f"{self.name}, variable {name}"
        position = element.find("position")
        start = self.count(position, "start", where)
        finish = self.count(position, "finish", where, default=start, least=start)
        values = tuple((code, self.text(value) or code) for value in element.iter("value") if (code := _code(value)))
        ranges = tuple((each.get("from", "").strip(), each.get("to", "").strip()) for each in element.iter("range"))
        codes = [*(code for code, _ in values), *(end for ends in ranges for end in ends)]
        subfields, width = self.spread(element.find("spread"), codes, where)
        kind = element.get("type", "")
        if kind == "multiple" and not self.csv and (subfields or 1) * width > finish - start + 1:
            needed, room = f"{(subfields or 1) * width} places", f"{finish - start + 1}"
            self.problems.append(Problem("the position has no room for all codes", where, needed, room))
        return Variable(
            name,
            kind,
            self.text(element.find("label")),
            start,
            finish,
            values,
            ranges,
            element.get("format") == "literal",
            subfields,
            width,
            element.get("use", ""),
            element.find("filter") is not None,
        )

    def text(self, element: Element | None) -> str:
        return "" if element is None else text_of(element, self.language)

    def count(
        self, element: Element | None, attribute: str, where: str, default: int | None = None, least: int = 1
    ) -> int:
        """A whole number in an attribute; the least there may be, and a problem, where there is no such number."""
        text = element.get(attribute) if element is not None else None
        if text is None and default is not None:
            return default
        digits = (text or "").strip()
        if is_count(digits) and least <= int(digits) <= _LONGEST:
            return int(digits)
        what = f"no {attribute} that can be read" if element is not None else "no <position>"
        if what not in (problem.what for problem in self.problems if problem.where == where):
            self.problems.append(Problem(what, where, f"a whole number from {least} to {_LONGEST}", repr(text)))
        return least

    def spread(self, element: Element | None, codes: list[str], where: str) -> tuple[int, int]:
        """Subfields and their width, which is that of the longest code where not given; or 0 and the highest code."""
        if element is None:
            return 0, max((int(code) for code in codes if is_count(code)), default=0)
        subfields = self.count(element, "subfields", where)
        return subfields, self.count(element, "width", where, default=max(map(len, codes), default=1))


def is_count(text: str) -> bool:
    """The text is a whole number of at most nine digits."""
    return text.isascii() and text.isdigit() and len(text) < 10


def _code(value: Element) -> str:
    return value.get("code", "").strip()
