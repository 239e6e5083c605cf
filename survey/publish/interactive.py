"""The second page: the first one, whose pictures become charts that tell their figures where they are pointed at."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

from survey.publish.page import body, document
from survey.publish.page_look import LOOK
from survey.publish.page_parts import Page

_LOOK = (
    LOOK
    + """
#tip{position:fixed;z-index:1;max-width:18rem;padding:.375rem .625rem;background:#fff;border:2px solid #12436D}
#tip[hidden]{display:none}.picture svg path.read,.picture svg [role=graphics-symbol]:hover{stroke:#000;stroke-width:2}
@media print{#tip,#how{display:none}}
"""
)
_HOW = (
    '<p id="how" hidden>Point at a bar, a dot or a cell to read its figure and base; or go to a chart with the Tab key '
    "and through it with the arrow keys. The table under each chart has every figure.</p>"
)
_TIP = '<div id="tip" role="status" hidden></div>'


@dataclass(frozen=True, slots=True)
class Drawn:
    """What the second page draws: a Vega-Lite specification for each exhibit's id, by a library as one script."""

    specifications: Mapping[str, Mapping[str, Any]]
    library: str


def interactive(content: Page, drawn: Drawn) -> bytes:
    """The page as HTML, in UTF-8. Without script it is the first page: pictures, tables and all words are in it.

    Scripts are allowed by their hash alone, none may evaluate text, and nothing can be fetched or sent.
    """
    data = f'<script type="application/json" id="drawings">{_data(drawn.specifications)}</script>'
    ours = files("survey.publish").joinpath("interactive.js").read_text(encoding="utf-8")
    scripts = (_inside_script(drawn.library), ours)
    return document(content, _LOOK, "\n".join([_TIP, body(content, _HOW), data]), scripts)


def _data(value: Any) -> str:
    """JSON within which no markup can begin or end."""
    text = json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    for sign in "<>&\u2028\u2029":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return text


def _inside_script(code: str) -> str:
    if "</script" in code.lower() or "<!--" in code:
        raise ValueError("a script that would end its own element")
    return code
