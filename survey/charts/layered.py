"""Marks drawn over one another."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import altair as alt


def layered(layer: Sequence[alt.Chart], **properties: Any) -> alt.LayerChart:
    """The charts over one another, the last on top; `properties` as of `alt.LayerChart`.

    Whenever altair puts charts together, or tells them as a specification, it copies all that is in them, several times
    over. What a mark shows and how is not changed any more: it stays the same object in every copy.
    """
    for chart in layer:
        for part in (chart.encoding, chart.mark):
            if isinstance(part, alt.SchemaBase):
                object.__setattr__(part, "__deepcopy__", lambda _memo, part=part: part)
    return alt.LayerChart(layer=layer, **properties)
