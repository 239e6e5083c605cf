"""Pictures as bytes: the theme is applied here, and the SVG gets its text alternative."""

from __future__ import annotations

import re
from html import escape
from typing import Any

import altair as alt
import vl_convert

from survey.charts import theme
from survey.charts.picture import Picture

_ROOT = re.compile(r"<svg\b([^>]*)>")
# One such character in a label makes the converter abort the whole process: no exception can be caught.
_NOT_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def spec(picture: Picture) -> dict[str, Any]:
    """The Vega-Lite specification with the theme, the text alternative as its description.

    Characters that XML does not allow are replaced by the replacement character.
    """
    with alt.theme.enable(theme.NAME):
        drawn = picture.chart.properties(description=picture.alt).to_dict()
    allowed: dict[str, Any] = _allowed(drawn)
    return allowed


def svg(picture: Picture) -> bytes:
    """An SVG document in UTF-8, whose root is an image with the headline as title and `alt` as description."""
    drawn = vl_convert.vegalite_to_svg(spec(picture))
    title, description = escape(_allowed(picture.headline)), escape(_allowed(picture.alt))
    words = f"<title>{title}</title><desc>{description}</desc>"
    return _ROOT.sub(lambda root: f'<svg role="img"{root[1]}>{words}', drawn, count=1).encode()


def png(picture: Picture, scale: float = 2) -> bytes:
    """A PNG, `scale` pixels for each pixel of the drawing."""
    return vl_convert.vegalite_to_png(spec(picture), scale=scale)


def _allowed(node: Any) -> Any:
    """The same value, each of its texts free of what XML does not allow."""
    if isinstance(node, dict):
        return {_allowed(key): _allowed(value) for key, value in node.items()}
    if isinstance(node, list):
        return [_allowed(each) for each in node]
    return _NOT_XML.sub("\ufffd", node) if isinstance(node, str) else node
