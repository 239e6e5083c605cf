"""The slides of a deck as the checks see them: shapes one by one, texts, charts and tables as numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from xml.sax.saxutils import unescape

from survey.errors import Problem, UnreadableError
from survey.publish.deck_marks import described, mark_of
from survey.publish.preflight.deck_charts import A, series_of
from survey.publish.preflight.finding import short


@dataclass(frozen=True, slots=True)
class Page:
    """A slide. `shapes`: all of them, those inside groups too; `where`: how a finding names it."""

    number: int
    slide: Any
    where: str
    shapes: tuple[Any, ...]

    @property
    def hidden(self) -> bool:
        """Whether it is left out when the deck is shown."""
        return bool(self.slide.element.get("show") in ("0", "false"))


def pages_of(file: Any) -> list[Page]:
    """The slides in order, everything that the checks read of them read once.

    Raises:
        UnreadableError: something inside is damaged; the reader opens parts only when they are asked for.
    """
    pages: list[Page] = []
    try:
        for number, slide in enumerate(file.slides, start=1):
            pages.append(_page(number, slide))
            _read(pages[-1])
    except Exception as error:  # a damaged part fails anywhere inside the reader
        what, hint = "the deck is damaged inside", "open it in PowerPoint, let it be repaired, and save it again"
        got = f"{type(error).__name__}: {short(str(error))}"
        raise UnreadableError(Problem(what, f"slide {len(pages) or 1}", got=got, hint=hint)) from error
    return pages


def texts_of(page: Page) -> Iterator[tuple[str, str]]:
    """What can be read on the slide: where, and the text. Of a table each cell; of a chart its title and axes."""
    for shape in page.shapes:
        yield from texts_in(page, shape)


def texts_in(page: Page, shape: Any) -> Iterator[tuple[str, str]]:
    """What can be read in one shape."""
    where = f"{page.where}, {called(shape)}"
    if shape.has_text_frame and shape.text_frame.text.strip():
        yield where, shape.text_frame.text
    if getattr(shape, "has_table", False):
        for number, row in enumerate(shape.table.rows, start=1):
            for column, cell in enumerate(row.cells, start=1):
                if cell.text_frame.text.strip():
                    yield f"{where}, row {number}, column {column}", cell.text_frame.text
    if getattr(shape, "has_chart", False):
        for text in shape.chart._chartSpace.iter(f"{A}t"):
            if text.text and text.text.strip():
                yield where, text.text


def notes_of(page: Page) -> str:
    """The speaker notes; empty without."""
    if not page.slide.has_notes_slide:
        return ""
    frame = page.slide.notes_slide.notes_text_frame
    return frame.text if frame is not None else ""


def drawn_text(page: Page) -> Iterator[tuple[str, str]]:
    """The words of diagrams (SmartArt), which stand in a part of their own."""
    for relation in page.slide.part.rels.values():
        if relation.reltype.endswith("/diagramData") and not relation.is_external:
            for text in re.findall(r"<a:t[^>]*>([^<]+)<", relation.target_part.blob.decode("utf-8", "replace")):
                yield f"{page.where}, diagram", unescape(text)


def called(shape: Any) -> str:
    """What a finding calls a shape: what it is of ours, or its own name."""
    mark = mark_of(shape)
    return mark.part if mark else f"“{short(shape.name)}”"


def _page(number: int, slide: Any) -> Page:
    title = slide.shapes.title
    head = short(title.text_frame.text) if title is not None else ""
    shapes = tuple(_flat(slide.shapes))
    return Page(number, slide, f"slide {number} “{head}”" if head else f"slide {number}", shapes)


def _read(page: Page) -> None:
    notes = page.slide.notes_slide if page.slide.has_notes_slide else None
    held = notes.notes_placeholder if notes is not None else None
    for shape in (*page.shapes, *([held] if held is not None else [])):
        list(texts_in(page, shape))
        if hasattr(shape._element, "_nvXxPr"):
            described(shape).get("descr")
        if getattr(shape, "has_chart", False):
            series_of(shape.chart)
            workbook = shape.chart.part.chart_workbook.xlsx_part
            _targets(shape.chart.part)
            len(workbook.blob if workbook is not None else b"")
    _targets(page.slide.part)


def _targets(part: Any) -> None:
    for relation in part.rels.values():
        str(relation.target_ref if relation.is_external else relation.target_part.partname)


def _flat(shapes: Any) -> Iterator[Any]:
    for shape in shapes:
        yield shape
        if hasattr(shape, "shapes"):
            yield from _flat(shape.shapes)
