"""The XML of a Triple-S definition: parsed without a look outside the file, its texts in the default language.

The DOCTYPE that the standard asks for names a DTD on the network: it is never fetched, and nothing in it is needed.
Entities of the file's own, the door to reading other files and to filling memory, are refused.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from xml.etree.ElementTree import Element, ParseError

import defusedxml.ElementTree  # type: ignore[import-untyped, unused-ignore]
from defusedxml.common import DefusedXmlException  # type: ignore[import-untyped, unused-ignore]

from survey.errors import Problem, UnreadableError

_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_ENCODINGS = ("utf-8-sig", "utf-16", "cp1252")  # in which definitions are found, whatever they declare
_DECLARATION = re.compile(r"\s*<\?xml[^>]*\?>")


@dataclass(frozen=True, slots=True)
class Language:
    """The language whose texts are wanted, such as `en-GB`; empty for any."""

    tag: str

    def distance(self, other: str) -> int:
        """0 for the language itself, 1 for another variant of it, 2 for a text of no stated language, 3 for others."""
        wanted, given = self.tag.casefold(), other.casefold()
        if wanted == given:
            return 0
        if not given:
            return 2
        return 1 if wanted.partition("-")[0] == given.partition("-")[0] else 3


def parse(data: bytes, name: str) -> tuple[Element, tuple[str, ...]]:
    """The root of the definition, and a note where it is not in the encoding it declares.

    Raises:
        UnreadableError: the file is not XML, or holds entities.
    """
    if data.lstrip()[:3].upper() == b"SSS":
        hint = "export it once more, as Triple-S XML 1.1 or later"
        raise UnreadableError(Problem("a definition in the form Triple-S had before XML", name, hint=hint))
    try:
        return _parse(data, name), ()
    except (ParseError, LookupError, ValueError) as error:
        for encoding in _ENCODINGS:
            try:
                text = _DECLARATION.sub("", data.decode(encoding), count=1)
                root = _parse(text.encode(), name)
            except (ParseError, LookupError, ValueError):
                continue
            return root, (f"{name}: the definition is in {encoding}, not in the encoding it declares",)
        hint = "export it again, and do not edit it by hand"
        raise UnreadableError(Problem("the definition is not XML", name, got=str(error), hint=hint)) from None


def _parse(data: bytes, name: str) -> Element:
    try:
        root: Element = defusedxml.ElementTree.fromstring(
            data, forbid_dtd=False, forbid_entities=True, forbid_external=True
        )
    except DefusedXmlException as error:
        hint = "Triple-S needs none: export it again, or take the <!ENTITY ...> out"
        raise UnreadableError(Problem("the definition holds entities", name, got=str(error)[:200], hint=hint)) from None
    return root


def spoken(root: Element) -> tuple[Language, tuple[str, ...]]:
    """The default language, which `languages` of <sss> names first, and a note where there are several."""
    declared = root.get("languages", "").split()
    used = [text.get(_LANG, "") for variable in root.iter("variable") for text in variable.iter("text")]
    tags = {tag.casefold(): tag for tag in reversed([*declared, *used]) if tag}
    first = (declared or [tag for tag in used if tag] or [""])[0]
    if len(tags) < 2:
        return Language(first), ()
    return Language(first), (f"texts in {', '.join(sorted(tags.values()))}: those in {first} are read",)


def text_of(element: Element, language: Language) -> str:
    """The element's own text, which is the default; else its <text> nearest to the language, as put in interviews."""
    own = _bare(element)
    if own:
        return own
    texts = [(language.distance(each.get(_LANG, "")), each.get("mode", "") != "interview", _bare(each))
             for each in element.iter("text")]  # fmt: skip
    return min((each for each in texts if each[2]), default=(0, False, ""), key=lambda each: each[:2])[2]


def _bare(element: Element) -> str:
    """The text of an element and of its mark-up such as <br/>, without its <text> elements, in single blanks."""
    pieces = [element.text or ""]
    for child in element:
        pieces += [" " if child.tag in ("br", "text") else " ".join(child.itertext()), child.tail or ""]
    return " ".join("".join(pieces).split())
