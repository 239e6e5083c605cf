"""A native table on a slide, and how much room texts need."""

from __future__ import annotations

from textwrap import wrap
from typing import Any

from pptx.enum.lang import MSO_LANGUAGE_ID
from pptx.enum.text import PP_ALIGN
from pptx.util import Pt

from survey.publish.deck_look import Box
from survey.publish.deck_marks import mark
from survey.publish.deck_parts import Table

_SIZE = 13  # points: by it the rows of a slide are counted
_SIZES = (18, 16, 14, _SIZE)
_LETTER = 0.53  # the width of a letter of Arial on average, in sizes: a little more than English text has
_WIDE = 0.65  # that of a short word's letters
_TIGHT, _PADDING, _SIDES = 1.2, 6, 15
_FIGURE = "0123456789.,%+−–<[c] "


def add_table(page: Any, slide: str, table: Table, alternative: str, place: Box) -> None:
    """Adds the table; numbers stand to the right, texts to the left."""
    shape = page.shapes.add_table(len(table.rows) + 1, len(table.columns), place.left, place.top, place.width, Pt(20))
    for column, share in zip(shape.table.columns, table.widths, strict=True):
        column.width = int(place.width * share / sum(table.widths))
    for number, row in enumerate((table.columns, *table.rows)):
        for column, text in enumerate(row):
            cell = shape.table.cell(number, column)
            cell.text_frame.text = text
            cell.margin_top = cell.margin_bottom = Pt(_PADDING / 2)
    fit(shape.table, table, place)
    words = "\n".join("\t".join(row) for row in (table.columns, *table.rows))
    mark(shape, slide, "table", words, alternative)


def fit(native: Any, table: Table, place: Box) -> None:
    """Gives a table that holds these texts the largest letters with which it has room."""
    size = next((size for size in _SIZES if _fits(table, place, size)), _SIZE)
    for number, row in enumerate((table.columns, *table.rows)):
        native.rows[number].height = _row(row, table, place.width, size)
        for column in range(len(row)):
            _format(native.cell(number, column), _numeric(table, column), size)


def height(table: Table, width: int, size: int = _SIZE) -> int:
    """How high a table is that wide, in EMU, with text of that size in points."""
    return sum(_row(row, table, width, size) for row in (table.columns, *table.rows))


def lines_of(text: str, width: int, size: float) -> int:
    """How many lines a text needs in that width (EMU) at that size (points), broken between words."""
    letters = max(1, int(width / Pt(1) / (size * _LETTER)))
    return sum(max(1, len(wrap(line, letters))) for line in text.split("\n"))


def _fits(table: Table, place: Box, size: int) -> bool:
    """Whether the table has room at that size, and no word of it has to be broken."""
    words = [max(map(len, " ".join(column).split())) for column in zip(table.columns, *table.rows, strict=True)]
    rooms = [place.width * share / sum(table.widths) / Pt(1) - _SIDES for share in table.widths]
    whole = all(letters * size * _WIDE <= room for letters, room in zip(words, rooms, strict=True))
    return whole and height(table, place.width, size) <= place.height


def figure(text: str) -> bool:
    """Whether a cell holds a number, or the mark that stands for one."""
    return bool(text) and not set(text) - set(_FIGURE)


def _row(row: tuple[str, ...], table: Table, width: int, size: int) -> int:
    shares = [share / sum(table.widths) for share in table.widths]
    most = max(lines_of(text, int(width * share - Pt(_SIDES)), size) for text, share in zip(row, shares, strict=True))
    return int(most * Pt(size) * _TIGHT + Pt(_PADDING))


def _numeric(table: Table, column: int) -> bool:
    return bool(table.rows) and all(figure(row[column]) for row in table.rows)


def _format(cell: Any, numeric: bool, size: int) -> None:
    for paragraph in cell.text_frame.paragraphs:
        paragraph.alignment = PP_ALIGN.RIGHT if numeric else PP_ALIGN.LEFT
        for run in paragraph.runs:
            run.font.size, run.font.language_id = Pt(size), MSO_LANGUAGE_ID.ENGLISH_UK
