"""What a slide has to have: a title, text alternatives, a base under percentages, few colours. None is hidden."""

from __future__ import annotations

import colorsys
import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

from survey.publish.deck_marks import described
from survey.publish.preflight.deck_charts import C, Drawn, is_percent, series_of
from survey.publish.preflight.deck_pages import Page, called, texts_of
from survey.publish.preflight.figures import Block, half_unit
from survey.publish.preflight.finding import Finding, look, wrong
from survey.publish.preflight.numbers import names_base, percentages

MOST_COLOURS = 4  # the Analysis Function's rule; greys beside them, shades of one hue, and scales count as none more
_DECORATIVE = "{http://schemas.microsoft.com/office/drawing/2017/decorative}decorative"
_GREY, _ONE_HUE = 0.12, 0.17  # saturation below which a colour is a grey; how far hues of one colour lie apart
_NO_FILL = ("lineChart", "scatterChart", "stockChart", "radarChart")
_BY_POINT = ("pieChart", "pie3DChart", "doughnutChart")


def check_page(page: Page, blocks: Sequence[Block]) -> Iterator[Finding]:
    """The checks of one slide that need no figures of the consultation."""
    if page.hidden:
        hint = "take it out: whoever has the file can see it"
        yield wrong("hidden_slide", "a hidden slide", page.where, "no hidden slides", "hidden", hint)
    title = page.slide.shapes.title
    if title is None or not title.text_frame.text.strip():
        hint = "give it a title (it may stand outside the slide): screen readers find slides by it"
        yield look("no_title", "a slide without a title", page.where, "a title that says the finding", "none", hint)
    for shape in page.shapes:
        yield from _alternative(page, shape)
        if getattr(shape, "has_chart", False):
            place, drawn = f"{page.where}, {called(shape)}", series_of(shape.chart)
            yield from _colours(place, drawn, shape.chart)
            yield from _labels(place, drawn)
    if any(str(each.tag).endswith("}AlternateContent") for each in page.slide.shapes._spTree.iter()):
        hint = "look at its figures, text alternative and data yourself"
        what = "something of a kind that is not looked into (a new chart, a model, ink)"
        yield look("not_looked_at", what, page.where, hint=hint)
    yield from _base(page, blocks)


def _alternative(page: Page, shape: Any) -> Iterator[Finding]:
    """A text alternative where there is something that text does not say."""
    element = described(shape) if hasattr(shape._element, "_nvXxPr") else None
    if element is None or (element.get("descr") or "").strip():
        return
    if any(each.get("val") in ("1", "true") for each in element.iter(_DECORATIVE)) or _in_described(shape):
        return
    words = shape.has_text_frame and shape.text_frame.text.strip()
    group = hasattr(shape, "shapes")
    empty = getattr(shape, "is_placeholder", False) and shape.has_text_frame
    line = str(shape._element.tag).endswith("cxnSp")
    if words or group or empty or line:
        return
    hint = "say in one or two sentences what it shows: the finding and its figures, or mark it as decorative"
    yield wrong("no_alt_text", "no text alternative", f"{page.where}, {called(shape)}", "alt text", "none", hint)


def _in_described(shape: Any) -> bool:
    """Whether the shape is inside a group that has a text alternative."""
    for above in shape._element.iterancestors():
        if str(above.tag).endswith("}grpSp"):
            names = [each for each in above[0] if str(each.tag).endswith("}cNvPr")] if len(above) else []
            if any((each.get("descr") or "").strip() for each in names):
                return True
    return False


def _base(page: Page, blocks: Sequence[Block]) -> Iterator[Finding]:
    """Percentages on a slide that nowhere says of how many."""
    printed = [block for block in blocks if any(figure.pct is not None for figure in block.figures)]
    if not printed or any(block.base or any(figure.base for figure in block.figures) for block in printed):
        return
    if any(names_base(text) for _, text in [*texts_of(page), *_categories(page)]):
        return
    hint = "add who was counted and how many they are, such as: Base: all who answered, 7,920"
    yield wrong("no_base", "percentages without a base", page.where, "Base: who, and how many", "none", hint)


def _categories(page: Page) -> Iterator[tuple[str, str]]:
    for shape in page.shapes:
        if getattr(shape, "has_chart", False):
            for series in series_of(shape.chart):
                yield from (("", name) for name in (*series.categories, series.name))


def _labels(where: str, drawn: Sequence[Drawn]) -> Iterator[Finding]:
    """Labels that somebody typed over, against what is drawn under them."""
    for series in drawn:
        scales = is_percent(series.form)[1] or is_percent(series.label_form)[1]
        for place, text in series.typed:
            value = series.values[place] if place < len(series.values) else None
            for words, pct in percentages(text):
                exact = Decimal(repr(value)) * (100 if scales else 1) if value is not None else None
                if exact is not None and abs(exact - pct) > half_unit(pct):
                    name = f"{where}, {series.categories[place]}"
                    hint = "reset the label text, and mend the figure in the chart's data"
                    what = "a label that was typed over"
                    yield wrong("typed_label", what, name, f"{exact.normalize():f}%", words, hint)


def _colours(where: str, drawn: Sequence[Drawn], chart: Any) -> Iterator[Finding]:
    colours = _used(drawn, chart)
    counted = [colour for colour in colours if not _grey(colour)]
    if len(counted) > MOST_COLOURS and not (
        _shades(counted) or ("stacked" in drawn[0].grouping.lower() and _scale(counted))
    ):
        hint = "draw fewer series, put the small ones together, or use small charts side by side"
        got = f"{len(counted)}: {', '.join(_name(colour) for colour in counted)}"
        yield look("colours", "too many colours in a chart", where, f"at most {MOST_COLOURS}, beside greys", got, hint)


def _used(drawn: Sequence[Drawn], chart: Any) -> list[str]:
    """The colours, each once: those that are set, and for what is left to the program one a series, or a slice."""
    found: dict[str, None] = {}
    varied = any(each.get("val", "1") in ("1", "true") for each in chart._chartSpace.iter(f"{C}varyColors"))
    for number, series in enumerate(drawn):
        if series.fills:
            found.update(dict.fromkeys(series.fills))
        elif series.kind in _BY_POINT or (varied and len(drawn) == 1 and series.kind not in _NO_FILL):
            found.update(dict.fromkeys(f"ACCENT{place % 6 + 1}.{place // 6}" for place in range(len(series.values))))
        else:
            found[f"ACCENT{number % 6 + 1}.{number // 6}"] = None
    return list(found)


def _rgb(colour: str) -> tuple[float, float, float] | None:
    if not re.fullmatch(r"[0-9A-F]{6}", colour):
        return None
    red, green, blue = (int(colour[place : place + 2], 16) / 255 for place in (0, 2, 4))
    return red, green, blue


def _grey(colour: str) -> bool:
    rgb = _rgb(colour)
    if rgb is None:
        return not colour.startswith("ACCENT")
    return max(rgb) - min(rgb) < _GREY


def _shades(colours: Sequence[str]) -> bool:
    """Whether all are lighter and darker shades of one hue."""
    known = [rgb for colour in colours if (rgb := _rgb(colour)) is not None]
    if len(known) < len(colours):
        return False
    hues = sorted(colorsys.rgb_to_hls(*rgb)[0] for rgb in known)
    gaps = [second - first for first, second in zip(hues, [*hues[1:], hues[0] + 1], strict=True)]
    return 1 - max(gaps) <= _ONE_HUE


def _scale(colours: Sequence[str]) -> bool:
    """Whether they run from shades of one hue to shades of another, as those of a scale from good to bad do."""
    return any(_shades(colours[:place]) and _shades(colours[place:]) for place in range(1, len(colours)))


def _name(colour: str) -> str:
    return f"#{colour}" if _rgb(colour) else colour.split(".")[0].lower()
