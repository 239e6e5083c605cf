"""The charts of a deck as numbers: what is drawn, how it is printed, and where it stands in the chart's workbook."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_MOST_POINTS = 5_000  # of a series: more are not drawn to be read
_QUOTED = re.compile(r'"[^"]*"|\\.')


@dataclass(frozen=True, slots=True)
class Drawn:
    """A series of a chart as it is drawn. `form`: the number format of its values, `label_form` of its labels, empty
    where none are shown; `typed`: labels that somebody wrote, by place; `cells`: where in its workbook it stands, its
    values at `value_cells`; `fills`: explicit colours; `kind`: barChart, ...
    """

    name: str
    categories: tuple[str, ...]
    values: tuple[float | None, ...]
    form: str
    label_form: str
    typed: tuple[tuple[int, str], ...]
    cells: tuple[str, ...]
    value_cells: str
    fills: tuple[str, ...]
    kind: str
    grouping: str


def series_of(chart: Any) -> list[Drawn]:
    """Every series of a chart, in order."""
    found = []
    for plot in chart._chartSpace.iter(f"{C}plotArea"):
        for kind in plot:
            grouping = _value(kind, "grouping")
            found += [_drawn(series, kind, grouping) for series in kind.findall(f"{C}ser")]
    return found


def decimals(form: str) -> int | None:
    """How many decimals a number format prints; None for one that does not say."""
    found = re.findall(r"[0#](?:\.([0#]+))?", _QUOTED.sub("", re.sub(r"\[[^\]]*\]", "", form.split(";")[-1] or form)))
    return len(found[-1]) if found and form.lower() != "general" else None


def is_percent(form: str) -> tuple[bool, bool]:
    """Whether a number format prints percentages, and whether it takes 0.5 for 50%."""
    scales = "%" in _QUOTED.sub("", form)
    return scales or "%" in form, scales


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
        tuple(_typed(series)),
        cells,
        next((each.text or "" for each in (values.iter(f"{C}f") if values is not None else ())), ""),
        fills,
        str(plot.tag).removeprefix(C),
        grouping,
    )


def _typed(series: Any) -> Iterator[tuple[int, str]]:
    for label in series.iter(f"{C}dLbl"):
        text = "".join(each.text or "" for each in label.iter(f"{A}t"))
        place = _value(label, "idx")
        if label.find(f"{C}tx") is not None and text.strip() and place.isdecimal():
            yield int(place), text


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
