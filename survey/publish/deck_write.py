"""A slide of the deck: headline, subtitle, body, footer and notes, each in its place, none running over."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from pptx.dml.color import RGBColor
from pptx.enum.lang import MSO_LANGUAGE_ID
from pptx.enum.text import MSO_ANCHOR, MSO_AUTO_SIZE
from pptx.util import Pt

from survey.publish.deck_chart import WITHHELD, add_chart
from survey.publish.deck_look import Box, Look
from survey.publish.deck_marks import mark
from survey.publish.deck_parts import SMALLEST, Chart, Deck, Lines, Slide, Table
from survey.publish.deck_table import add_table, height, lines_of

_PLUM = RGBColor(0x80, 0x16, 0x50)
_SUBTITLE, _LINES, _FOOT = 16, 20, 12  # points
_GAP, _INSET = Pt(8), Pt(7.2)
_TITLES = (28, 24, 20, 18)
_LARGEST = 32  # points: of subtitles in most templates
_TIGHT = 1.2  # height of a line, in sizes


def write_slide(look: Look, deck: Deck, slide: Slide) -> None:
    """Adds the slide; a long table goes on over more slides, each with the headline."""
    if slide.body is None:
        _opening(look, deck, slide)
        return
    for part in pages(look, deck, slide):
        page = look.file.slides.add_slide(look.plain)
        _headline(look, page, part)
        top = _subtitle(look, page, part)
        room = look.room
        foot = _footer(page, deck, part, room)
        place = Box(room.left, top, room.width, foot - top - _GAP)
        match part.body:
            case Chart():
                add_chart(page, part.id, part.body, part.alt, place)
            case Table():
                add_table(page, part.id, part.body, part.alt, place)
            case Lines():
                _lines(page, part, part.body, place)
        _finish(page, part)


def table_text(table: Table) -> str:
    """All words of a table, as its digest takes them."""
    return "\n".join("\t".join(row) for row in (table.columns, *table.rows))


def notes_text(slide: Slide) -> str:
    """The notes as they are written."""
    return "\n".join(slide.notes)


def pages(look: Look, deck: Deck, slide: Slide) -> Iterator[Slide]:
    """The slide, or as many as its table needs."""
    if not isinstance(slide.body, Table):
        yield slide
        return
    table, width = slide.body, look.room.width
    limit = (
        look.room.height
        - _high(slide.subtitle, width, _SUBTITLE)
        - _high(footer_text(deck, slide), width, _FOOT)
        - 2 * _GAP
    )
    parts: list[list[tuple[str, ...]]] = [[]]
    for row in table.rows:
        if parts[-1] and height(replace(table, rows=(*parts[-1], row)), width) > limit:
            parts.append([])
        parts[-1].append(row)
    for number, rows in enumerate(parts, start=1):
        name = slide.id if number == 1 else f"{slide.id}_{number}"
        head = f"{slide.headline} ({number} of {len(parts)})" if len(parts) > 1 else slide.headline
        yield replace(slide, id=name, headline=head, body=replace(table, rows=tuple(rows)))


def _opening(look: Look, deck: Deck, slide: Slide) -> None:
    page = look.file.slides.add_slide(look.opening)
    title, *others = sorted(page.placeholders, key=lambda each: each.element is not page.shapes.title.element)
    put(title.text_frame, slide.headline)
    mark(title, slide.id, "headline", slide.headline, "Title of the deck")
    if others and others[0].has_text_frame:
        small = lines_of(slide.subtitle, others[0].width, _LARGEST) * _LARGEST * _TIGHT > others[0].height / Pt(1)
        put(others[0].text_frame, slide.subtitle, _LINES if small else None)
        mark(others[0], slide.id, "subtitle", slide.subtitle, "Whose consultation, and when")
    _footer(page, deck, slide, look.room)
    _finish(page, slide)


def _headline(look: Look, page: Any, slide: Slide) -> None:
    shape = page.shapes.title
    box = look.title
    shape.left, shape.top, shape.width, shape.height = box.left, box.top, box.width, box.height
    put(shape.text_frame, slide.headline)
    wide, high = box.width - 2 * _INSET, box.height / Pt(1)
    fitting = next(
        (size for size in _TITLES if lines_of(slide.headline, wide, size) * size * _TIGHT <= high), _TITLES[-1]
    )
    if fitting < look.title_size:
        shape.text_frame.paragraphs[0].runs[0].font.size = Pt(fitting)
    mark(shape, slide.id, "headline", slide.headline, "Headline of the slide")


def _subtitle(look: Look, page: Any, slide: Slide) -> int:
    """Under the headline; gives where it ends."""
    room = look.room
    high = _high(slide.subtitle, room.width, _SUBTITLE)
    shape = _box(page, Box(room.left, room.top, room.width, high), slide.subtitle, _SUBTITLE)
    mark(shape, slide.id, "subtitle", slide.subtitle, "What is measured, where, when, and the base")
    return int(room.top + high + _GAP)


def _footer(page: Any, deck: Deck, slide: Slide, room: Box) -> int:
    """The stamp and the source at the foot; gives where it begins."""
    text = footer_text(deck, slide)
    high = _high(text, room.width, _FOOT)
    top = int(room.top + room.height - high)
    shape = _box(page, Box(room.left, top, room.width, high), text, _FOOT)
    if deck.stamp:
        (paragraph,) = shape.text_frame.paragraphs
        source = _source(deck, slide)
        paragraph.runs[0].text = deck.stamp + (" " if source else "")
        paragraph.runs[0].font.bold = True
        paragraph.runs[0].font.color.rgb = _PLUM
        if source:
            _run(paragraph, source, _FOOT)
    mark(shape, slide.id, "footer", text, "Source of the figures")
    return top


def footer_text(deck: Deck, slide: Slide) -> str:
    """The stamp and the source, and what the mark of a withheld figure means where there is one."""
    return " ".join(part for part in (deck.stamp, _source(deck, slide)) if part)


def _source(deck: Deck, slide: Slide) -> str:
    meaning = f"{WITHHELD} withheld, so that nobody can be identified." if WITHHELD in slide.alt else ""
    return " ".join(part for part in (deck.footer, meaning) if part)


def _high(text: str, width: int, size: int) -> int:
    """The height of a text box, in EMU."""
    return int(lines_of(text, width - 2 * _INSET, size) * Pt(size) * _TIGHT + _GAP)


def _lines(page: Any, slide: Slide, body: Lines, place: Box) -> None:
    size = next(
        (
            size
            for size in (_LINES, 18, 16, 14, SMALLEST)
            if sum(lines_of(line, place.width, size) * _TIGHT + 0.5 for line in body.lines) * Pt(size) <= place.height
        ),
        SMALLEST,
    )
    shape = _box(page, place, "\n".join(body.lines), size)
    for paragraph in shape.text_frame.paragraphs:
        paragraph.space_after = Pt(size * 0.5)
        bullet = paragraph._p.get_or_add_pPr()
        bullet.set("marL", str(Pt(18)))
        bullet.set("indent", str(-Pt(18)))
        bullet.append(
            bullet.makeelement("{http://schemas.openxmlformats.org/drawingml/2006/main}buChar", {"char": "•"})
        )
    mark(shape, slide.id, "lines", "\n".join(body.lines), slide.alt)


def _box(page: Any, place: Box, text: str, size: int) -> Any:
    shape = page.shapes.add_textbox(place.left, place.top, place.width, place.height)
    frame = shape.text_frame
    frame.word_wrap, frame.auto_size, frame.vertical_anchor = True, MSO_AUTO_SIZE.NONE, MSO_ANCHOR.TOP
    frame.margin_left = frame.margin_right = _INSET  # as titles have it
    frame.margin_top = frame.margin_bottom = 0
    put(frame, text, size)
    return shape


def put(frame: Any, text: str, size: int | None = None) -> None:
    """The text into a frame, a paragraph a line, in British English."""
    frame.text = text
    for paragraph in frame.paragraphs:
        for run in paragraph.runs:
            run.font.language_id = MSO_LANGUAGE_ID.ENGLISH_UK
            if size:
                run.font.size = Pt(size)


def _run(paragraph: Any, text: str, size: int) -> None:
    run = paragraph.add_run()
    run.text = text
    run.font.size, run.font.language_id = Pt(size), MSO_LANGUAGE_ID.ENGLISH_UK


def _finish(page: Any, slide: Slide) -> None:
    """The notes; and placeholders of the layout that nothing was put into are taken away."""
    for shape in list(page.placeholders):
        if shape.has_text_frame and not shape.text_frame.text:
            shape.element.getparent().remove(shape.element)
    notes = page.notes_slide
    put(notes.notes_text_frame, notes_text(slide))
    for shape in notes.shapes:
        if shape == notes.notes_placeholder or (shape.has_text_frame and shape.text_frame.text):
            mark(shape, slide.id, "notes", notes_text(slide), "Notes: wording of the question, base and method")
