"""The look of every chart, after the UK Government Analysis Function's guidance. Applied where a chart is saved."""

from __future__ import annotations

from typing import cast

import altair as alt

from survey.charts.text import LINE, SIZE

NAME = "analysis_function"
# A list, never one name: if a single font is not installed, every label silently vanishes from PNG and PDF.
FONT = "Arial, Helvetica, sans-serif"
GRID = "#D9D9D9"
OUTLINE = "#3D3D3D"


@alt.theme.register(NAME, enable=False)
def theme() -> alt.theme.ThemeConfig:
    """Black sans-serif text of 12 points, light grid lines, no frame."""
    words = {"font": FONT, "fontSize": SIZE, "fontWeight": "normal", "color": "black"}
    axis = {f"{part}{key[:1].upper()}{key[1:]}": value for part in ("label", "title") for key, value in words.items()}
    config = {
        "background": "white",
        "font": FONT,
        "padding": 12,
        "view": {"stroke": None},
        "text": {**words, "lineBreak": "\n", "lineHeight": LINE, "limit": 0},
        "title": {**words, "fontWeight": "bold", "limit": 0, "subtitleFont": FONT, "subtitleFontSize": SIZE},
        "axis": {
            **axis,
            "labelLimit": 0,
            "labelPadding": 8,
            "labelFlush": False,
            "labelLineHeight": LINE,
            "titleLimit": 0,
            "titlePadding": 12,
            "gridColor": GRID,
            "domain": False,
            "ticks": False,
        },
        "concat": {"spacing": 16},
    }
    return cast(alt.theme.ThemeConfig, {"config": config})


def centred(text: str) -> alt.ExprRef:
    """The offset that centres a text of several lines where Vega would centre its first line.

    Args:
        text: a Vega expression for the text, its lines joined by line feeds.
    """
    return alt.ExprRef(f"{-LINE / 2} * (length(split({text}, '\\n')) - 1)")
