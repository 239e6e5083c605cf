"""The slides of a deck as the checks see them: shapes one by one, texts, charts and tables as numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from xml.sax.saxutils import unescape

from survey.errors import Problem, UnreadableError
from survey.publish.deck_marks import described, mark_of

C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_SHORT = 60
_MOST_POINTS = 5_000  # of a series: more are not drawn to be read
_QUOTED = re.compile(r'"[^"]*"|\\.')


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


@dataclass(frozen=True, slots=True)
class Drawn:
    """A series of a chart as it is drawn. `form`: the number format of its values, `label_form` of its labels, empty
    where none are shown; `cells`: where in its workbook it stands; `fills`: explicit colours; `kind`: barChart, ...
    """

    name: str
    categories: tuple[str, ...]
    values: tuple[float | None, ...]
    form: str
    label_form: str
    cells: tuple[str, ...]
    fills: tuple[str, ...]
    kind: str
    grouping: str


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


def short(text: str, most: int = _SHORT) -> str:
    """The beginning of a text, on one line."""
    plain = " ".join(text.split())
    return plain if len(plain) <= most else plain[: most - 1].rstrip() + "…"


def series_of(chart: Any) -> list[Drawn]:
    """Every series of a chart, in order."""
    found = []
    for plot in chart._chartSpace.iter(f"{C}plotArea"):
        for kind in plot:
            grouping = _value(kind, "grouping")
            found += [_drawn(series, kind, grouping) for series in kind.findall(f"{C}ser")]
    return found


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


def _drawn(series: Any, plot: Any, grouping: str) -> Drawn:
    values = series.find(f"{C}val")
    values = series.find(f"{C}yVal") if values is None else values
    names = series.find(f"{C}cat")
    numbers = _points(values)
    labels = _points(names)
    length = min(max([*labels, *numbers], default=-1) + 1, _MOST_POINTS)
    cells = tuple(each.text for each in series.iter(f"{C}f") if each.text)
    looks = [series.find(f"{C}spPr"), *(point.find(f"{C}spPr") for point in series.findall(f"{C}dPt"))]
    fills = tuple(fill for each in looks if each is not None and (fill := _fill(each)))
    return Drawn(
        " ".join(text for _, text in sorted(_points(series.find(f"{C}tx")).items())),
        tuple(labels.get(place, "") for place in range(length)),
        tuple(_number(numbers.get(place)) for place in range(length)),
        next((each.text or "" for each in (values.iter(f"{C}formatCode") if values is not None else ())), ""),
        _label_form(series) or _label_form(plot),
        cells,
        fills,
        str(plot.tag).removeprefix(C),
        grouping,
    )


def _points(element: Any) -> dict[int, str]:
    if element is None:
        return {}
    found: dict[int, str] = {}
    for point in element.iter(f"{C}pt"):
        place = int(point.get("idx", "0"))
        text = point.findtext(f"{C}v") or ""
        found[place] = f"{found[place]} {text}" if place in found else text
    return found


def _label_form(element: Any) -> str:
    labels = element.find(f"{C}dLbls")
    if labels is None or _value(labels, "showVal") != "1":
        return ""
    form = labels.find(f"{C}numFmt")
    return str(form.get("formatCode", "")) if form is not None else ""


def _fill(properties: Any) -> str:
    """The solid fill of a series or point; of lines, the line's."""
    solid = properties.find(f"{A}solidFill")
    if solid is None:
        line = properties.find(f"{A}ln")
        is_line = any(str(each.tag).endswith("lineChart") for each in properties.iterancestors())
        solid = line.find(f"{A}solidFill") if line is not None and is_line else None
    return str(solid[0].get("val", "")).upper() if solid is not None and len(solid) else ""


def _value(element: Any, name: str) -> str:
    found = element.find(f"{C}{name}")
    return str(found.get("val", "1")) if found is not None else ""


def _number(text: str | None) -> float | None:
    try:
        return None if text is None else float(text)
    except ValueError:
        return None


def decimals(form: str) -> int | None:
    """How many decimals a number format prints; None for one that does not say."""
    found = re.findall(r"[0#](?:\.([0#]+))?", _QUOTED.sub("", re.sub(r"\[[^\]]*\]", "", form.split(";")[-1] or form)))
    return len(found[-1]) if found and form.lower() != "general" else None


def is_percent(form: str) -> tuple[bool, bool]:
    """Whether a number format prints percentages, and whether it takes 0.5 for 50%."""
    scales = "%" in _QUOTED.sub("", form)
    return scales or "%" in form, scales
