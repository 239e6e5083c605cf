"""Pictures as bytes: the theme is applied here, and the SVG gets its text alternative."""

from __future__ import annotations

import re
from html import escape
from typing import Any

import altair as alt
import vl_convert

from survey.charts import theme
from survey.charts.picture import Picture
from survey.charts.size import Size

_ROOT = re.compile(r"<svg\b([^>]*)>")
# A layer without marks, which a screen reader would take for an image without a name.
_EMPTY = re.compile(r'<g class="[^"]*" role="graphics-symbol" aria-roledescription="[^"]*"/>')
_SIDES = re.compile(r'\s(width|height)="([\d.]+)"')
_BOX = re.compile(r'\sviewBox="[^"]*"')
_SHOWN = re.compile(r'width="([\d.]+)" height="[\d.]+" viewBox="[-\d.]+ [-\d.]+ ([\d.]+) ')
# One such character in a label makes the converter abort the whole process: no exception can be caught.
_NOT_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def spec(picture: Picture) -> dict[str, Any]:
    """The Vega-Lite specification with the theme, the text alternative as its description. Not checked: tests do.

    Characters that XML does not allow are replaced by the replacement character.
    """
    chart = picture.chart
    chart.description = picture.alt
    with alt.theme.enable(theme.NAME):
        drawn = chart.to_dict(validate=False)
    allowed: dict[str, Any] = _allowed(drawn)
    return allowed


def svg(picture: Picture) -> bytes:
    """An SVG document in UTF-8, whose root is an image with the headline as title and `alt` as description.

    Where the picture's size has a canvas, the document is as large as that, and the drawing stands in its middle.
    """
    title, description = escape(_allowed(picture.headline)), escape(_allowed(picture.alt))
    words = f"<title>{title}</title><desc>{description}</desc>"
    drawn = _EMPTY.sub("", vl_convert.vegalite_to_svg(spec(picture)))
    return _ROOT.sub(lambda root: f'<svg role="img"{_fitted(root[1], picture.size, words)}', drawn, count=1).encode()


def enlarged(drawn: bytes) -> float:
    """How many times as large as drawn an SVG of `svg` stands on its canvas: its text is 12 points times that."""
    found = _SHOWN.search(drawn.decode())
    return float(found[1]) / float(found[2]) if found else 1.0


def _fitted(root: str, size: Size, words: str) -> str:
    """The rest of a drawing's root and its first children, the canvas among them."""
    if size.canvas is None:
        return f"{root}>{words}"
    drawn = dict(_SIDES.findall(root))
    width, height = float(drawn["width"]), float(drawn["height"])
    wide, high, scale = _canvas(size, width, height)
    left, top = (width - wide / scale) / 2, (height - high / scale) / 2
    plain = _SIDES.sub("", _BOX.sub("", root))
    box = f"{left:.2f} {top:.2f} {wide / scale:.2f} {high / scale:.2f}"
    sides = f'width="{wide / scale:.2f}" height="{high / scale:.2f}"'
    canvas = f'<rect x="{left:.2f}" y="{top:.2f}" {sides} fill="white"/>'
    return f'{plain} width="{wide}" height="{high}" viewBox="{box}">{words}{canvas}'


def _canvas(size: Size, width: float, height: float) -> tuple[int, int, float]:
    """Width and height of the canvas, and how many times as large a drawing of that width and height stands on it."""
    if size.canvas is None:
        return round(width), round(height), 1.0
    canvases = [size.canvas, size.canvas[::-1]] if size.turned else [size.canvas]
    return max(((*each, min(each[0] / width, each[1] / height)) for each in canvases), key=lambda found: found[2])


def _allowed(node: Any) -> Any:
    """The same value, each of its texts free of what XML does not allow."""
    if isinstance(node, dict):
        return {_allowed(key): _allowed(value) for key, value in node.items()}
    if isinstance(node, list):
        return [_allowed(each) for each in node]
    return _NOT_XML.sub("\ufffd", node) if isinstance(node, str) else node
