"""An edited deck with the figures of today: what the analyst wrote stays, figures are refreshed, changes are told."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from survey.publish.deck_chart import WITHHELD, chart_data, chart_workbook
from survey.publish.deck_figures import exchange, figures, moved
from survey.publish.deck_look import Box, open_look
from survey.publish.deck_marks import Mark, described, digest, mark, mark_of
from survey.publish.deck_package import open_file, pack, set_properties
from survey.publish.deck_parts import Chart, Deck, Slide, Table
from survey.publish.deck_table import figure, fit
from survey.publish.deck_write import footer_text, notes_text, pages, table_text
from survey.publish.preflight.deck_against import known_on
from survey.publish.preflight.published import Known, check_numbers
from survey.publish.standing.parts import plain

_OURS = "made by hand from here on"  # a deck that was edited stays the analyst's, however often it is refreshed


@dataclass(frozen=True, slots=True)
class Refreshed:
    """The deck, and in words what changed in it and what did not."""

    data: bytes
    changes: tuple[str, ...]


def edited_since(data: bytes) -> bool:
    """Whether someone changed the deck since it was made: a text, a slide, or where things stand.

    Raises:
        UnreadableError: it is no PowerPoint file.
    """
    file = open_file(data, "edited deck")
    properties = file.core_properties
    return bool(properties.content_status == _OURS or properties.keywords != fingerprint(file))


def fingerprint(file: Any) -> str:
    """A digest of all slides with their notes and charts, as they stand."""
    from lxml import etree

    elements = []
    for slide in file.slides:
        elements += [slide.element, *([slide.notes_slide.element] if slide.has_notes_slide else [])]
        elements += [shape.chart._chartSpace for shape in slide.shapes if shape.has_chart]
    return digest("\n".join(etree.tostring(element, encoding="unicode") for element in elements))


def refresh(edited: bytes, deck: Deck) -> Refreshed:
    """The edited deck with the figures of `deck`.

    A text that is still as it was made is made anew. A text that the analyst changed stays, and a percentage or base in
    it that stood in the slide's figures is exchanged for today's; one that is none of today's is told. Charts and the
    figures in tables are always refreshed. Slides that were taken out stay out, those that were added stay.

    Raises:
        UnreadableError: the edited deck is no PowerPoint file.
    """
    file = open_file(edited, "edited deck")
    look = open_look(None)
    wanted = {part.id: part for slide in deck.slides for part in pages(look, deck, slide)}
    told: list[str] = []
    found: set[str] = set()
    for number, page in enumerate(file.slides, start=1):
        marks = [(shape, known) for shape in page.shapes if (known := mark_of(shape))]
        slide = wanted.get(marks[0][1].slide) if marks else None
        if slide is None:
            told.append(f"slide {number}: not one that is made: kept as it is, its figures too")
            continue
        found.add(slide.id)
        told += [f"{slide.id}: {words}" for words in _slide(page, marks, deck, slide)]
    told += [f"{name}: not in your deck: left out" for name in wanted if name not in found]
    set_properties(file, deck)
    file.core_properties.content_status = _OURS
    return Refreshed(pack(file), tuple(told))


def _slide(page: Any, marks: list[tuple[Any, Mark]], deck: Deck, slide: Slide) -> Iterator[str]:
    body = next((shape for shape, known in marks if known.part in ("chart", "table", "lines")), None)
    before = described(body).get("descr", "") if body is not None else ""
    now, today = moved(figures(before), figures(slide.alt)), known_on(slide)
    for shape, known in marks:
        match known.part:
            case "chart" if isinstance(slide.body, Chart) and shape.has_chart:
                yield from _chart(shape, known, slide, slide.body)
            case "table" if isinstance(slide.body, Table) and shape.has_table:
                foot = next((other.top for other, of in marks if of.part == "footer"), shape.top + shape.height)
                yield from _table(shape, known, slide, slide.body, foot)
            case "headline" | "subtitle" | "footer" | "lines":
                yield from _text(shape.text_frame, shape, known, _new(deck, slide, known.part), now, today)
    if page.has_notes_slide:
        for shape in page.notes_slide.shapes:
            known_notes = mark_of(shape)
            if known_notes:
                yield from _text(shape.text_frame, shape, known_notes, notes_text(slide), now, today)


def _new(deck: Deck, slide: Slide, part: str) -> str:
    body = "\n".join(getattr(slide.body, "lines", ()))
    texts = {"headline": slide.headline, "subtitle": slide.subtitle, "footer": footer_text(deck, slide), "lines": body}
    return texts[part]


def _text(frame: Any, shape: Any, known: Mark, new: str, now: dict[str, str], today: Known) -> Iterator[str]:
    """A text as made is made anew, in the look it has; one that was changed keeps its words.

    `now`: what figures of before are today; `today`: all that the slide may say.
    """
    current = frame.text
    if known.holds(current):
        if digest(new) != known.digest:
            _replace(frame, new)
            mark(shape, known.slide, known.part, new)
            yield f"{known.part} {_exchanged_lines(current, new)}"
        return
    exchanged = [change for paragraph in frame.paragraphs for change in _exchanged(paragraph, now)]
    yield f"your {known.part} stays: “{_short(frame.text)}”" + (f"; in it {', '.join(exchanged)}" if exchanged else "")
    for odd in (each.problem for each in check_numbers("", frame.text, today)):
        yield f"your {known.part} says {odd.got}, which is no figure of this slide today: type it anew"
    if digest(new) != known.digest:
        yield f"ours would be “{_short(new)}”: check the figures in yours"


def _exchanged_lines(current: str, new: str) -> str:
    """Which lines a text made anew had, and which it has instead."""
    was, now = (text.splitlines() for text in (current, new))
    gone, come = ([line for line in one if line not in other] for one, other in ((was, now), (now, was)))
    told = [f"{verb} “{_short(' '.join(lines))}”" for verb, lines in (("was", gone), ("is", come)) if lines]
    return ", ".join(told) or "has its lines in another order"


def _exchanged(paragraph: Any, now: dict[str, str]) -> list[str]:
    changes = []
    for run in paragraph.runs:
        text, made = exchange(run.text, now)
        if made:
            run.text = text
            changes += made
    return changes


def _replace(frame: Any, text: str) -> None:
    """New text, a paragraph a line, each in the look of the paragraph that stood there."""
    lines = text.split("\n")
    paragraphs = list(frame.paragraphs)
    for paragraph in paragraphs[len(lines) :]:
        paragraph._p.getparent().remove(paragraph._p)
    for number, line in enumerate(lines):
        paragraph = paragraphs[number] if number < len(paragraphs) else frame.add_paragraph()
        first, *others = paragraph.runs or [paragraph.add_run()]
        if "".join(run.text for run in (first, *others)) == line:
            continue
        first.text = line
        for run in others:
            run._r.getparent().remove(run._r)


def _chart(shape: Any, known: Mark, slide: Slide, chart: Chart) -> Iterator[str]:
    before = _values(shape.chart)
    shape.chart.replace_data(chart_data(chart))
    shape.chart.part.chart_workbook.update_from_xlsx_blob(chart_workbook(chart))
    after = _values(shape.chart)
    changed = [f"{name} {before[name]} is {value}" for name, value in after.items() if before.get(name, value) != value]
    changed += [f"{name} is new, {value}" for name, value in after.items() if name not in before]
    changed += [f"{name} is gone" for name in before if name not in after]
    if changed:
        more = f", and {len(changed) - _MOST:,} more" if len(changed) > _MOST else ""
        yield f"chart: {', '.join(changed[:_MOST])}{more}"
    yield from _alternative(shape, known, slide, slide.alt)


def _alternative(shape: Any, known: Mark, slide: Slide, text: str) -> Iterator[str]:
    """The text alternative is made anew, unless the analyst wrote another."""
    if known.holds(described(shape).get("descr", "")):
        mark(shape, slide.id, known.part, text, text)
    else:
        yield f"your alt text of the {known.part} stays: check its figures"


def _values(chart: Any) -> dict[str, str]:
    """What is drawn, by category (whose base may have moved) and, of several, series; what is withheld is no figure."""
    plot = chart.plots[0]
    series = [each for each in plot.series if WITHHELD not in each.name]
    categories = [plain(str(each)) for each in plot.categories]
    return {
        f"{category}, {each.name}" if len(series) > 1 else category: "withheld" if value is None else f"{value:.1f}%"
        for each in series
        for category, value in zip(categories, each.values, strict=True)
    }


def _table(shape: Any, known: Mark, slide: Slide, table: Table, foot: int) -> Iterator[str]:
    """Figures are refreshed; a table that nobody changed has the rows of today, down to the `foot` of the slide."""
    rows = (table.columns, *table.rows)
    cells = [list(row.cells) for row in shape.table.rows]
    current = "\n".join("\t".join(cell.text_frame.text for cell in row) for row in cells)
    ours = known.holds(current)
    grown = ours and 0 < len(cells) != len(rows) and len(cells[0]) == len(table.columns)
    if grown:
        cells = _of_as_many_rows(shape.table, len(rows))
        yield f"table: {len(table.rows):,} rows"
    if [len(row) for row in cells] != [len(row) for row in rows]:
        yield "your table has other rows or columns than ours: it stays as it is, check its figures"
        return
    for row, texts in zip(cells, rows, strict=True):
        for cell, text in zip(row, texts, strict=True):
            was = cell.text_frame.text
            if was != text and (ours or figure(text)):
                _replace(cell.text_frame, text)
                if not grown:
                    yield f"table, {texts[0]}: {_short(was)} is {_short(text)}"
    if grown:
        fit(shape.table, table, Box(shape.left, shape.top, shape.width, foot - shape.top))
    if ours:
        mark(shape, slide.id, "table", table_text(table), slide.alt)
    else:
        described(shape).set("descr", slide.alt)
        yield "your words in the table stay"


def _of_as_many_rows(table: Any, wanted: int) -> list[list[Any]]:
    """The cells of a table that has lost its last rows, or gained some like its last one."""
    rows = [row._tr for row in table.rows]
    for gone in rows[wanted:]:
        gone.getparent().remove(gone)
    for _ in range(wanted - len(rows)):
        more = deepcopy(rows[-1])
        for own in more.findall("{*}extLst"):  # PowerPoint's name for the row, which none may share
            more.remove(own)
        table._tbl.append(more)
    return [list(row.cells) for row in table.rows]


def _short(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= _LONG else words[:_LONG].rstrip() + "…"


_LONG = 160
_MOST = 12  # figures of a chart that are told one by one
