"""The charts and tables of a slide as blocks of figures, each with the base that is printed for it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from survey.publish.preflight.deck_pages import Drawn, Page, called, decimals, is_percent, series_of, texts_in
from survey.publish.preflight.figures import Block, Figure, Kind, bases
from survey.publish.preflight.tabular import blocks_of_table

_WITHHELD = "[c]"
_PERCENT_WORDS = re.compile(r"%|per ?cent", re.IGNORECASE)
_WHOLES = ("pieChart", "doughnutChart", "pie3DChart")


def blocks_of(page: Page) -> list[Block]:
    """Every chart and table of the slide that holds figures. A base that the slide names once is that of its figures
    where they are of one chart or column: which of several it is of, nobody can tell.
    """
    found = [block for shape in page.shapes for block in _of_shape(page, shape)]
    named = {
        base
        for shape in page.shapes
        if not (getattr(shape, "has_chart", False) or getattr(shape, "has_table", False))
        for _, text in texts_in(page, shape)
        for base in bases(text)
    }
    if len(found) == 1 and len(named) == 1 and not any(figure.base for figure in found[0].figures):
        found = [replace(found[0], base=found[0].base or named.pop())]
    return found


def _of_shape(page: Page, shape: Any) -> Iterator[Block]:
    where = f"{page.where}, {called(shape)}"
    if getattr(shape, "has_table", False):
        rows = [[cell.text_frame.text for cell in row.cells] for row in shape.table.rows]
        yield from blocks_of_table(where, rows)
    elif getattr(shape, "has_chart", False):
        said = " ".join(text for _, text in texts_in(page, shape))
        yield from _of_chart(where, series_of(shape.chart), bool(_PERCENT_WORDS.search(said)))


def _of_chart(where: str, drawn: Sequence[Drawn], said_percent: bool) -> Iterator[Block]:
    if not drawn:
        return
    form = drawn[0].form or drawn[0].label_form
    percent, scales = is_percent(form) if drawn[0].form else is_percent(drawn[0].label_form)
    percent = percent or is_percent(drawn[0].label_form)[0]
    scales = scales or is_percent(drawn[0].label_form)[1]
    values = [value for series in drawn for value in series.values if value is not None]
    in_range = bool(values) and all(0 <= value <= (1.0001 if scales else 100.5) for value in values)
    if not in_range or not (percent or (said_percent and any(value % 1 for value in values))):
        return
    places = decimals(drawn[0].label_form) if drawn[0].label_form else decimals(form)
    if "stacked" in drawn[0].grouping.lower():
        for number, category in enumerate(drawn[0].categories):
            row = [(series.name, series.values[number] if number < len(series.values) else None) for series in drawn]
            base = bases(category)
            whole: Kind = "single" if drawn[0].grouping == "percentStacked" else "unknown"
            yield _block(f"{where}, {category}", whole, row, places, scales, base[0] if base else None)
        return
    for series in drawn:
        pairs = list(zip(series.categories, series.values, strict=False))
        place = f"{where}, {series.name}" if len(drawn) > 1 else where
        kind: Kind = "single" if series.kind in _WHOLES else "unknown"
        base = bases(series.name)
        yield _block(place, kind, pairs, places, scales, base[0] if base else None)


def _block(
    where: str,
    kind: Kind,
    pairs: Sequence[tuple[str, float | None]],
    places: int | None,
    scales: bool,
    base: int | None,
) -> Block:
    """Six parameters: a row of figures, and how it is printed."""
    figures = tuple(Figure(label, _printed(value, places, scales)) for label, value in pairs if value is not None)
    hidden = any(value is None or _WITHHELD in label for label, value in pairs if value is None or value > 0)
    return Block(where, kind, figures, base, withheld=hidden)


def _printed(value: float, places: int | None, scales: bool) -> Decimal:
    """As it is printed: by the format of the labels; where that does not say, to the decimals it has, two at most."""
    exact = Decimal(repr(value)) * (100 if scales else 1)
    if places is None:
        exponent = exact.normalize().as_tuple().exponent
        places = min(2, max(0, -exponent if isinstance(exponent, int) else 0))
    return exact.quantize(Decimal(1).scaleb(-places))
