"""A deck against the one that the published figures give: charts, tables, headlines, notes, text alternatives."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from survey.publish.deck_chart import chart_data
from survey.publish.deck_look import open_look
from survey.publish.deck_marks import Mark, described, digest, mark_of
from survey.publish.deck_parts import Chart, Deck, Slide, Table
from survey.publish.deck_table import figure
from survey.publish.deck_write import footer_text, notes_text, pages
from survey.publish.preflight.deck_charts import Drawn, series_of
from survey.publish.preflight.deck_pages import Page
from survey.publish.preflight.finding import Finding, look, short, wrong
from survey.publish.preflight.numbers import percentage
from survey.publish.preflight.published import Known, check_text, check_value, known_of

_BODIES = ("chart", "table", "lines")


@dataclass(frozen=True, slots=True)
class Expected:
    """The deck that the published figures give, its slides by id, and the figures that its words may use."""

    deck: Deck
    slides: Mapping[str, Slide]

    @classmethod
    def of(cls, deck: Deck) -> Expected:
        """With long tables on as many slides as our own look gives them."""
        look_of_ours = open_look(None)
        return cls(deck, {part.id: part for slide in deck.slides for part in pages(look_of_ours, deck, slide)})

    def slide(self, page: Page) -> Slide | None:
        """Which of its slides a page is; None for none."""
        marks = [known for shape in page.shapes if (known := mark_of(shape))]
        if not marks:
            return None
        return self.slides.get(marks[0].slide) or self.slides.get(re.sub(r"_\d+$", "", marks[0].slide))


def check_against(page: Page, slide: Slide, expected: Expected) -> Iterator[Finding]:
    """Every part of a page that we made, against today's."""
    known = known_on(slide)
    for shape in page.shapes:
        mark = mark_of(shape) or _as_title(page, shape, slide)
        if mark is None:
            continue
        where = f"{page.where}, {mark.part}"
        if mark.part in _BODIES:
            yield from _alternative(where, shape, mark, slide, known)
        if isinstance(slide.body, Chart) and getattr(shape, "has_chart", False):
            yield from _chart(where, shape.chart, slide.body)
        elif isinstance(slide.body, Table) and getattr(shape, "has_table", False):
            yield from _table(where, shape.table, slide.body)
        elif shape.has_text_frame and mark.part != "notes":
            now = shape.text_frame.text
            made = _made(expected.deck, slide, mark.part)
            yield from check_text(where, now, made, known, not mark.holds(now))
    yield from _notes(page, slide, known)


def notes_by_hand(page: Page, slide: Slide | None) -> bool:
    """Whether there are notes in other words than we made, or make today."""
    shape = page.slide.notes_slide.notes_placeholder if page.slide.has_notes_slide else None
    if shape is None or not shape.text_frame.text.strip():
        return False
    mark, now = mark_of(shape), shape.text_frame.text
    return not (mark and mark.holds(now)) and not (slide and digest(now) == digest(notes_text(slide)))


def _as_title(page: Page, shape: Any, slide: Slide) -> Mark | None:
    """A slide's title is its headline, whatever another program calls it."""
    title = page.slide.shapes.title
    is_title = title is not None and title._element is shape._element
    return Mark(slide.id, "headline", "") if is_title else None


def _notes(page: Page, slide: Slide, known: Known) -> Iterator[Finding]:
    shape = page.slide.notes_slide.notes_placeholder if page.slide.has_notes_slide else None
    if shape is not None and shape.text_frame.text.strip():
        mark, now = mark_of(shape), shape.text_frame.text
        edited = mark is None or not mark.holds(now)
        yield from check_text(f"{page.where}, notes", now, notes_text(slide), known, edited)


def _alternative(where: str, shape: Any, mark: Mark, slide: Slide, known: Known) -> Iterator[Finding]:
    now = described(shape).get("descr", "")
    if now.strip():
        edited = mark.part != "chart" or not mark.holds(now)  # of a table the digest is of its words
        yield from check_text(f"{where}, alt text", now, slide.alt, known, edited)


def _made(deck: Deck, slide: Slide, part: str) -> str:
    body = "\n".join(getattr(slide.body, "lines", ()))
    texts = {"headline": slide.headline, "subtitle": slide.subtitle, "footer": footer_text(deck, slide), "lines": body}
    return texts.get(part, "")


def known_on(slide: Slide) -> Known:
    """What the words of a slide may say: all that it shows, and options added up."""
    texts = [slide.headline, slide.subtitle, slide.alt, *slide.notes, *getattr(slide.body, "lines", ())]
    parts: tuple[Decimal, ...] = ()
    if isinstance(slide.body, Table):
        texts += [text for row in (slide.body.columns, *slide.body.rows) for text in row]
    elif isinstance(slide.body, Chart):
        first = [series.values[0] for series in slide.body.series] if slide.body.kind == "stacked" else None
        values = first if first is not None else slide.body.series[0].values
        parts = tuple(Decimal(f"{value:.1f}") for value in values if value is not None)
        texts += list(slide.body.categories)
    return known_of(texts, parts)


def _chart(where: str, chart: Any, made: Chart) -> Iterator[Finding]:
    """Each bar or segment, by its names; where they were renamed, by its place."""
    data = chart_data(made)
    names = [str(each.label) for each in data.categories]
    wanted = [(series.name, list(series.values)) for series in data]
    drawn = series_of(chart)
    if len(drawn) != len(wanted) or any(len(each.categories) != len(names) for each in drawn):
        yield from _by_name(where, drawn, names, wanted)
        return
    rounded = all(value is None or value == round(value) for each in drawn for value in each.values)
    for now, (name, values) in zip(drawn, wanted, strict=True):
        places = _places(now.categories, names)
        for place, value in enumerate(now.values):
            label = now.categories[place] or names[places[place]]
            whose = f"{label}, {now.name or name}" if len(wanted) > 1 else label
            yield from check_value(f"{where}, {whose}", value, values[places[place]], rounded)


def _places(now: Sequence[str], names: Sequence[str]) -> list[int]:
    """Where each category stands among ours: by name if they are the same ones in another order."""
    if sorted(now) == sorted(names) and len(set(names)) == len(names):
        return [names.index(each) for each in now]
    return list(range(len(names)))


def _by_name(
    where: str, drawn: Sequence[Drawn], names: Sequence[str], wanted: Sequence[tuple[str, list[float | None]]]
) -> Iterator[Finding]:
    """Of a chart that lost or gained bars: those that ours has too."""
    known = {(name, series): value for series, values in wanted for name, value in zip(names, values, strict=True)}
    found = 0
    for now in drawn:
        for label, value in zip(now.categories, now.values, strict=True):
            if (label, now.name) in known:
                found += 1
                yield from check_value(f"{where}, {label}", value, known[label, now.name])
    if not found:
        hint = "compare it by hand with the tables, or make the deck again"
        yield look(
            "not_compared", "a chart of other options than the published one", where, ", ".join(names[:5]), hint=hint
        )


def _table(where: str, table: Any, made: Table) -> Iterator[Finding]:
    """Each figure, in the row that begins with the same words and the column of the same place."""
    rows = {row[0]: row for row in made.rows}
    heads = [cell.text_frame.text for cell in table.rows[0].cells]
    if len(heads) != len(made.columns):
        hint = "compare it by hand with the tables, or make the deck again"
        got = f"{len(heads)} columns"
        yield look("not_compared", "a table of other columns", where, f"{len(made.columns)} columns", got, hint)
        return
    for number, row in enumerate(list(table.rows)[1:], start=2):
        texts = [cell.text_frame.text for cell in row.cells]
        wanted = rows.get(texts[0])
        for column, now in enumerate(texts):
            if wanted is None or now == wanted[column] or not (figure(now) or figure(wanted[column])):
                continue
            old, new = percentage(wanted[column]), percentage(now)
            if old is not None and new is not None and "." not in now and abs(old - new) * 2 <= 1:
                continue  # rounded by hand
            place = f"{where}, row {number} ({short(texts[0])}), {short(heads[column])}"
            hint = "type the published figure, or make the deck again"
            yield wrong(
                "not_as_published", "a figure is not as published", place, wanted[column], now or "nothing", hint
            )
