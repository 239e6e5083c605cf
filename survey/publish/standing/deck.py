"""What stands on the slides of a deck."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from survey.publish.deck_marks import described, mark_of
from survey.publish.deck_package import open_file
from survey.publish.standing.parts import WITHHELD, Cell, Part, grid_cells, plain

_RESIDUE = f"Withheld {WITHHELD}"  # the segment of what is withheld


def read_deck(data: bytes) -> list[Part]:
    """The slides in order.

    Raises:
        UnreadableError: it is no PowerPoint file.
    """
    return [_slide(number, page) for number, page in enumerate(open_file(data, "deck").slides, start=1)]


def _slide(number: int, page: Any) -> Part:
    marks = [known for shape in page.shapes if (known := mark_of(shape))]
    name = marks[0].slide if marks else ""
    title = page.shapes.title.text_frame.text if page.shapes.title is not None else ""
    texts = [shape.text_frame.text for shape in page.shapes if shape.has_text_frame and shape.text_frame.text]
    texts += [described(shape).get("descr", "") for shape in page.shapes if shape.has_chart or shape.has_table]
    texts += [page.notes_slide.notes_text_frame.text] if page.has_notes_slide else []
    cells = tuple(cell for shape in page.shapes for cell in _figures(shape))
    return Part(f"slide {number}", name, title, name, cells, tuple(texts))


def _figures(shape: Any) -> Iterator[Cell]:
    if shape.has_table:
        heads, *rows = [tuple(cell.text_frame.text for cell in row.cells) for row in shape.table.rows]
        yield from grid_cells(heads, rows)
    if shape.has_chart:
        plot = shape.chart.plots[0]
        series = [each for each in plot.series if each.name != _RESIDUE]
        categories = [str(each) for each in plot.categories]
        for place, category in enumerate(categories):
            for each in series:
                value = each.values[place]
                text = WITHHELD if value is None else f"{value:.10g}%"
                if len(series) == 1:
                    yield Cell(plain(category), (), "pct", text)
                else:
                    yield Cell(plain(each.name), (plain(category),), "pct", text)
