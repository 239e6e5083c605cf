"""SVG into PNG, without the imports that drawing takes: a process beside the drawing one does it."""

from __future__ import annotations

import vl_convert

_PIXELS_OF_72 = 72 / 96  # the converter's inch has 72 pixels, a drawing's 96


def png(document: bytes, dots: float) -> bytes:
    """A PNG of a picture's SVG document, of so many dots to the inch."""
    return vl_convert.svg_to_png(document.decode(), scale=_PIXELS_OF_72, ppi=dots)
