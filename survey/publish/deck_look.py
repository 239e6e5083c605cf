"""How slides look: our own 16:9 look, or that of a corporate template; and where on a slide there is room."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from lxml.etree import SubElement
from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.util import Emu, Inches, Pt

from survey.publish.deck_package import open_file

_WIDE, _HIGH = Inches(13.333), Inches(7.5)
_MARGIN = Inches(0.6)
_TITLE_TOP, _TITLE_HIGH = Inches(0.35), Inches(1.05)
_TITLE_SIZE = 28
_ACCENTS = ("12436D", "28A197", "801650", "F46A25", "3D3D3D", "A285D1")  # the Analysis Function's, in its order
_TITLES = (PP_PLACEHOLDER.TITLE, PP_PLACEHOLDER.CENTER_TITLE)
_FEET = (PP_PLACEHOLDER.DATE, PP_PLACEHOLDER.FOOTER, PP_PLACEHOLDER.SLIDE_NUMBER)


@dataclass(frozen=True, slots=True)
class Box:
    """A place on a slide, in EMU."""

    left: int
    top: int
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Look:
    """An open presentation without slides, its two layouts, and the size of titles in points."""

    file: Any
    opening: Any
    plain: Any
    title_size: int
    title: Box
    room: Box  # under the title, above what stands at the foot


def open_look(template: bytes | None) -> Look:
    """Our own look, or the template's; slides that stand in the template are left out.

    Raises:
        UnreadableError: the template is no PowerPoint file, or no layout of it has a title.
    """
    file = _own() if template is None else open_file(template, "template")
    _drop_slides(file)
    layouts = [layout for layout in file.slide_layouts if _title_of(layout) is not None]
    if not layouts:
        from survey.errors import Problem, UnreadableError

        raise UnreadableError(Problem("no layout of the template has a title", expected="a layout such as Title Only"))
    opening = next((each for each in layouts if _kind(_title_of(each)) == PP_PLACEHOLDER.CENTER_TITLE), layouts[0])
    plain = min((each for each in layouts if each is not opening or len(layouts) == 1), key=_busy)
    title = _title_box(plain, file)
    return Look(file, opening, plain, _title_size(plain), title, _room(title, plain, file, template is not None))


def _own() -> Any:
    """The library's default deck, made wide, in Arial and the Analysis Function's colours."""
    from pptx import Presentation

    file = Presentation()
    stretch = _WIDE / file.slide_width
    for page in (file.slide_master, *file.slide_layouts):
        for shape in page.shapes:
            if shape.element.find(".//{*}xfrm") is not None:
                shape.left, shape.width = Emu(round(shape.left * stretch)), Emu(round(shape.width * stretch))
    file.slide_width, file.slide_height = _WIDE, _HIGH
    master = _title_of(file.slide_master)
    master.left, master.top, master.width, master.height = _MARGIN, _TITLE_TOP, _WIDE - 2 * _MARGIN, _TITLE_HIGH
    style = file.slide_master.element.find(".//{*}titleStyle/{*}lvl1pPr")
    style.set("algn", "l")
    style.find("{*}defRPr").set("sz", str(_TITLE_SIZE * 100))
    style.find("{*}defRPr").set("b", "1")
    master.element.find(".//{*}bodyPr").set("anchor", "b")
    _opening(file)
    _theme(file)
    return file


def _opening(file: Any) -> None:
    """The title slide: left, large, in black."""
    for shape in file.slide_layouts[0].placeholders:
        kind = _kind(shape)
        if kind in _FEET:
            continue
        title = kind == PP_PLACEHOLDER.CENTER_TITLE
        shape.left, shape.width = _MARGIN, _WIDE - 2 * _MARGIN
        shape.top, shape.height = (Inches(1.6), Inches(1.9)) if title else (Inches(3.7), Inches(2.2))
        for level in shape.element.iter("{*}lvl1pPr"):
            level.set("algn", "l")
        properties = shape.element.find(".//{*}lstStyle")
        level = properties.find("{*}lvl1pPr")
        if level is None:
            level = SubElement(properties, properties.tag.replace("lstStyle", "lvl1pPr"))
        for old in list(level.iterfind("{*}defRPr")):
            level.remove(old)
        SubElement(level, level.tag.replace("lvl1pPr", "defRPr")).set("sz", "4000" if title else "2000")


def _theme(file: Any) -> None:
    """The theme is a part that the library does not take apart: its texts are exchanged."""
    import re

    part = next(rel.target_part for rel in file.slide_master.part.rels.values() if rel.reltype.endswith("/theme"))
    text = part.blob.decode()
    for number, colour in enumerate(_ACCENTS, start=1):
        text = re.sub(rf"(<a:accent{number}>).*?(</a:accent{number}>)", rf'\1<a:srgbClr val="{colour}"/>\2', text)
    text = re.sub(r'(<a:(?:major|minor)Font>\s*<a:latin typeface=")[^"]*', r"\1Arial", text)
    part._blob = text.encode()


def _drop_slides(file: Any) -> None:
    slides = file.slides._sldIdLst
    for each in list(slides):
        file.part.drop_rel(each.rId)
        slides.remove(each)


def _kind(shape: Any) -> Any:
    return shape.placeholder_format.type


def _title_of(page: Any) -> Any:
    return next((each for each in page.placeholders if _kind(each) in _TITLES), None)


def _busy(layout: Any) -> int:
    """How many placeholders a layout has beside its title and its foot."""
    return sum(_kind(each) not in (*_TITLES, *_FEET) for each in layout.placeholders)


def _title_size(layout: Any) -> int:
    for element in (_title_of(layout).element, layout.slide_master.element.find(".//{*}titleStyle")):
        sizes = [each.get("sz") for each in element.iter("{*}defRPr") if each.get("sz")] if element is not None else []
        if sizes:
            return int(sizes[0]) // 100
    return _TITLE_SIZE


def _title_box(layout: Any, file: Any) -> Box:
    """Where the title stands; where that is not at the top, it is put there."""
    shape = _title_of(layout)
    if shape.width and shape.top + shape.height < file.slide_height * 0.4:
        return Box(shape.left, shape.top, shape.width, shape.height)
    return Box(_MARGIN, _TITLE_TOP, file.slide_width - 2 * _MARGIN, _TITLE_HIGH)


def _room(title: Box, layout: Any, file: Any, honoured: bool) -> Box:
    feet = [each.top for each in layout.placeholders if _kind(each) in _FEET and each.top]
    lowest = [foot for foot in feet if foot > file.slide_height * 0.8] if honoured else []
    bottom = min([*lowest, file.slide_height - Pt(12)])
    top = title.top + title.height
    return Box(title.left, top, min(title.width, file.slide_width - 2 * title.left), bottom - top)
