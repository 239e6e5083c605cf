"""What stands where in a rendered SVG: the boxes of its texts and of its filled shapes."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from dataclasses import dataclass

from survey.charts.text import width

_ABOVE, _BELOW = 0.73, 0.21  # of the size: how far letters of Helvetica reach above and below their line (Adobe AFM)
_BOLD = 1.08  # Helvetica-Bold's letters are wider than Helvetica's, by 7% in running text
_RECTANGLE = re.compile(r"M(-?[\d.e-]+),(-?[\d.e-]+)h(-?[\d.e-]+)v(-?[\d.e-]+)h(-?[\d.e-]+)Z")
_MOVED = re.compile(r"translate\((-?[\d.e-]+)(?:,\s*(-?[\d.e-]+))?\)")


@dataclass(frozen=True, slots=True)
class Box:
    """A text (`said`) or a shape: its edges in pixels of the drawing, and its colour."""

    said: str
    left: float
    top: float
    right: float
    bottom: float
    colour: str

    def apart(self, other: Box, by: float = 0.0) -> bool:
        """Whether the two do not touch."""
        return (
            self.right <= other.left + by
            or other.right <= self.left + by
            or self.bottom <= other.top + by
            or other.bottom <= self.top + by
        )

    def holds(self, other: Box) -> bool:
        """Whether the other lies inside."""
        return (
            self.left <= other.left
            and other.right <= self.right
            and self.top <= other.top
            and other.bottom <= self.bottom
        )


@dataclass(frozen=True, slots=True)
class Measured:
    """The canvas, the texts, and the shapes from the undermost to the topmost."""

    canvas: Box
    texts: tuple[Box, ...]
    shapes: tuple[Box, ...]


def measure(svg: bytes) -> Measured:
    """The boxes of a drawing."""
    root = ET.fromstring(svg)  # noqa: S314 - our own
    left, top, wide, high = map(float, root.attrib["viewBox"].split())
    found = list(_boxes(root, 0.0, 0.0))
    texts = tuple(box for box in found if box.said)
    shapes = tuple(box for box in found if not box.said)
    return Measured(Box("", left, top, left + wide, top + high, "white"), texts, shapes)


def _boxes(node: ET.Element, x: float, y: float) -> Iterator[Box]:
    moved = node.attrib.get("transform", "")
    if moved:
        found = _MOVED.fullmatch(moved)
        assert found, f"neither turned nor scaled: {moved}"
        x, y = x + float(found[1]), y + float(found[2] or 0)
    kind = node.tag.split("}")[1]
    if kind == "text":
        yield from _text(node, x, y)
    elif kind == "path" and node.attrib.get("class") not in {"background", "foreground"}:
        yield from _shape(node, x, y)
    elif kind not in {"title", "desc"}:
        for child in node:
            yield from _boxes(child, x, y)


def _text(node: ET.Element, x: float, y: float) -> Iterator[Box]:
    lines = [line.text or "" for line in node] or [node.text or ""]
    if not "".join(lines).strip():
        return
    size = float(node.attrib["font-size"].removesuffix("px"))
    wide = max(width(line, size) for line in lines) * (_BOLD if node.attrib.get("font-weight") == "bold" else 1)
    left = x - {"start": 0.0, "middle": wide / 2, "end": wide}[node.attrib.get("text-anchor", "start")]
    steps = sum(float(line.attrib.get("dy", 0)) for line in node)
    yield Box(" ".join(lines), left, y - _ABOVE * size, left + wide, y + steps + _BELOW * size, node.attrib["fill"])


def _shape(node: ET.Element, x: float, y: float) -> Iterator[Box]:
    """Filled rectangles; lines and dots are none."""
    found = _RECTANGLE.fullmatch(node.attrib.get("d", ""))
    fill = node.attrib.get("fill", "none")
    if found and fill not in {"none", "transparent"}:
        left, top, wide, high = (float(found[place]) for place in (1, 2, 3, 4))
        ends = (
            x + min(left, left + wide),
            y + min(top, top + high),
            x + max(left, left + wide),
            y + max(top, top + high),
        )
        yield Box("", *ends, fill)
