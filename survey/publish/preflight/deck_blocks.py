"""The charts and tables of a slide as blocks of figures, each with the base that is printed for it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from survey.publish.preflight.deck_charts import Drawn, decimals, is_percent, series_of
from survey.publish.preflight.deck_pages import Page, called, texts_in
from survey.publish.preflight.figures import Block, Figure, Kind
from survey.publish.preflight.numbers import bare, bases
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


@dataclass(frozen=True, slots=True)
class _Form:
    """How a chart prints its values: decimals, if that is known, and whether 0.5 stands for 50%."""

    places: int | None
    scales: bool


def _of_chart(where: str, drawn: Sequence[Drawn], said_percent: bool) -> Iterator[Block]:
    form = _form(drawn, said_percent) if drawn else None
    if form is None:
        return
    if "stacked" in drawn[0].grouping.lower():
        whole: Kind = "single" if drawn[0].grouping == "percentStacked" else "unknown"
        for number, category in enumerate(drawn[0].categories):
            row = [(series.name, series.values[number] if number < len(series.values) else None) for series in drawn]
            yield _block(f"{where}, {category}", whole, row, form, category)
        return
    for series in drawn:
        pairs = list(zip(series.categories, series.values, strict=False))
        kind: Kind = "single" if series.kind in _WHOLES else "unknown"
        several = len(drawn) > 1
        yield _block(f"{where}, {series.name}" if several else where, kind, pairs, form, series.name if several else "")


def _form(drawn: Sequence[Drawn], said_percent: bool) -> _Form | None:
    """How a chart of percentages prints them; None for a chart of something else."""
    first = drawn[0]
    told = [is_percent(form) for form in (first.form, first.label_form) if form]
    percent, scales = any(each for each, _ in told), any(each for _, each in told)
    values = [value for series in drawn for value in series.values if value is not None]
    within = bool(values) and all(0 <= value <= (1.0001 if scales else 100.5) for value in values)
    if not within or not (percent or (said_percent and any(value % 1 for value in values))):
        return None
    return _Form(decimals(first.label_form or first.form), scales)


def _block(where: str, kind: Kind, pairs: Sequence[tuple[str, float | None]], form: _Form, group: str) -> Block:
    figures = tuple(Figure(label, _printed(value, form)) for label, value in pairs if value is not None)
    hidden = any(value is None or (_WITHHELD in label and value > 0) for label, value in pairs)
    base = bases(group)
    return Block(where, kind, figures, base[0] if base else None, withheld=hidden, group=bare(group))


def _printed(value: float, form: _Form) -> Decimal:
    """As it is printed: by the format of the labels; where that does not say, to the decimals it has, two at most."""
    exact, places = Decimal(repr(value)) * (100 if form.scales else 1), form.places
    if places is None:
        exponent = exact.normalize().as_tuple().exponent
        places = min(2, max(0, -exponent if isinstance(exponent, int) else 0))
    return exact.quantize(Decimal(1).scaleb(-places))
