"""A code frame as a REFI-QDA codebook (.qdc), which QualCoder, NVivo, ATLAS.ti and MAXQDA read and write.

The standard has names, descriptions and a tree. What it has no place for, the phrases among it, stands at the end of
the descriptions under headings of one word and a colon, so that it comes back.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator, Mapping
from typing import Any
from xml.etree.ElementTree import Element, ParseError, SubElement, indent, tostring

import defusedxml.ElementTree  # type: ignore[import-untyped, unused-ignore]
from defusedxml.common import DefusedXmlException  # type: ignore[import-untyped, unused-ignore]

from survey.errors import Problem, UnreadableError
from survey.questionnaire.code_frame import NOTHING_SAID, NOTHING_SAID_LABEL, RESERVED_LABELS, Code, CodeFrame
from survey.questionnaire.kinds import slug

_SPACE = "urn:QDA-XML:codebook:1.0"
_GUIDS = uuid.UUID("6f1f2c1e-0e5b-5b7e-9a55-6d1f3c9f6a10")  # of our own: the same code has the same GUID every time
_DEEPEST = 20  # levels: a label names all of them
_LISTS = ("phrases", "patterns", "denied_phrases", "not_phrases", "examples")
_HEADING = re.compile(r"(code|negation|phrases|patterns|denied_phrases|not_phrases|examples):")
UNGROUPED = "ungrouped"


def code_frame_qdc(frame: CodeFrame) -> bytes:
    """The frame as a codebook: nets over codes, the reserved codes last. The same frame gives the same bytes."""
    root = Element("CodeBook", {"xmlns": _SPACE, "origin": "consultation-survey-toolkit"})
    codes = SubElement(root, "Codes")
    for net in frame.nets:
        parent = _element(codes, net.code, net.label, codable=False)
        _describe(parent, "", {"code": [net.code]})
        for code in frame.codes:
            if code.net == net.code:
                _describe(_element(parent, code.code, code.label, codable=True), code.definition, _sections(code))
    silent = _element(codes, NOTHING_SAID, NOTHING_SAID_LABEL, codable=False)
    for name, label in RESERVED_LABELS.items():
        _element(silent if frame.net_of.get(name) else codes, name, label, codable=True)
    indent(root)
    text: str = tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="utf-8"?>\n{text}\n'.encode()


def _element(parent: Element, name: str, label: str, *, codable: bool) -> Element:
    guid = str(uuid.uuid5(_GUIDS, name)).upper()
    return SubElement(parent, "Code", {"guid": guid, "name": label, "isCodable": str(codable).lower()})


def _sections(code: Code) -> dict[str, list[str]]:
    lists = {name: [" ".join(each.split("\n")) for each in getattr(code, name)] for name in _LISTS}
    negation: list[str] = [code.negation] if code.negation != "counts" else []
    return {"code": [code.code], **lists, "negation": negation}


def _describe(element: Element, definition: str, sections: Mapping[str, list[str]]) -> None:
    told = ["\n".join([f"{name}:", *entries]) for name, entries in sections.items() if entries]
    description = Element("Description")
    description.text = "\n\n".join(part for part in (definition, *told) if part)
    element.insert(0, description)


def read_qdc(data: bytes, name: str) -> dict[str, Any]:
    """The nets and codes of a codebook, in the tables that a `code_frame.toml` has (without [code_frame]).

    A code with codes under it is a net; deeper ones are named by their way. Codes under none are in the net UNGROUPED.

    Raises:
        UnreadableError: it is no XML, holds entities, or is no codebook.
    """
    try:
        root: Element = defusedxml.ElementTree.fromstring(data, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError, LookupError) as error:
        raise UnreadableError(
            Problem("not a REFI-QDA codebook: no XML that can be read", name, got=str(error))
        ) from None
    found = next((each for each in root if _tag(each) == "Codes"), None)
    if _tag(root) != "CodeBook" or found is None:
        got = f"<{_tag(root)}>"
        hint = "export the codebook alone (.qdc), not the project (.qdpx)"
        raise UnreadableError(Problem("not a REFI-QDA codebook", name, "<CodeBook> with <Codes>", got, hint))
    nets: dict[str, str] = {}
    codes: list[dict[str, Any]] = []
    taken: set[str] = set(RESERVED_LABELS) | {NOTHING_SAID}
    for top in _codes(found):
        below = list(_codes(top))
        if below:
            read = _read(top, taken)
            if read["code"] == NOTHING_SAID:
                continue
            nets[read["code"]] = read["label"]
            codes += [_read(top, taken, "") | {"net": read["code"]}] if _used(top) else []
            found_below = (deeper for each in below for deeper in _deep(each, name))
            codes += [_read(each, taken, way) | {"net": read["code"]} for each, way in found_below]
        elif top.get("name", "") not in RESERVED_LABELS.values():
            nets.setdefault(UNGROUPED, "Ungrouped")
            codes.append(_read(top, taken) | {"net": UNGROUPED})
    return {"net": [{"code": code, "label": label} for code, label in nets.items()], "code": codes}


def _tag(element: Element) -> str:
    return element.tag.rpartition("}")[2]


def _codes(element: Element) -> Iterator[Element]:
    return (each for each in element if _tag(each) == "Code")


def _used(net: Element) -> bool:
    """Whether a code with others under it is itself given to texts; where the file does not say, it is not."""
    return net.get("isCodable", "false").lower() in ("true", "1")


def _deep(code: Element, name: str, way: str = "", depth: int = 2) -> Iterator[tuple[Element, str]]:
    if depth > _DEEPEST:
        raise UnreadableError(Problem("codes stand too deep under others", name, f"{_DEEPEST} levels at most"))
    yield code, way
    for each in _codes(code):
        yield from _deep(each, name, f"{way}{code.get('name', '')} / ", depth + 1)


def _read(element: Element, taken: set[str], way: str = "") -> dict[str, Any]:
    """A code's table without its net; `taken` are the names that no further code may have."""
    label = way + " ".join(element.get("name", "").split())
    description = next((each.text or "" for each in element if _tag(each) == "Description"), "")
    definition, sections = _undescribed(description)
    wanted = (sections.pop("code", None) or [slug(label) or "code"])[0]
    if wanted == NOTHING_SAID or element.get("name") == NOTHING_SAID_LABEL:
        return {"code": NOTHING_SAID, "label": NOTHING_SAID_LABEL}
    name, number = wanted, 2
    while name in taken:
        name, number = f"{wanted}_{number}", number + 1
    taken.add(name)
    lists = {key: entries for key, entries in sections.items() if key in _LISTS}
    negation = {"negation": sections["negation"][0]} if sections.get("negation") else {}
    return {"code": name, "label": label or name, "definition": definition or label or name, **lists, **negation}


def _undescribed(description: str) -> tuple[str, dict[str, list[str]]]:
    """The definition, and the entries under each heading."""
    definition: list[str] = []
    sections: dict[str, list[str]] = {}
    here = definition
    for line in description.replace("\r\n", "\n").split("\n"):
        if _HEADING.fullmatch(line.strip()):
            here = sections.setdefault(line.strip()[:-1], [])
        elif line.strip() or here is definition:
            here.append(line.strip() if here is not definition else line)
    return "\n".join(definition).strip(), sections
