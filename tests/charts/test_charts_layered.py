"""Charts put together from parts that are not copied say what altair's own say, each time they are asked."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence

import altair as alt
import polars as pl

from survey.charts.layered import layered
from survey.charts.tips import TIP


def marks() -> list[alt.Chart]:
    """Two marks of one frame, which share an axis, and one of another frame."""
    one, other = pl.DataFrame({"a": [1, 2], "b": ["x", "y"], "tip": ["1", "2"]}), pl.DataFrame({"a": [5]})
    y = alt.Y("b:N", sort=["y", "x"], axis=alt.Axis(title=None, labelExpr="split(datum.label, '\\n')"))
    rows = alt.Chart(one).encode(x=alt.X("a:Q", scale=alt.Scale(domain=[0, 5])), y=y)
    words = rows.mark_text(dx=6).encode(text=alt.Text("b:N"))
    line = alt.Chart(other).mark_rule(strokeWidth=2).encode(x=alt.X("a:Q"), y=alt.YValue(-6))
    return [rows.mark_bar(size=20).encode(**TIP), words, line]


def drawn(put: Callable[[Sequence[alt.Chart]], alt.LayerChart]) -> alt.VConcatChart:
    first, second = put(marks()), put(marks()[:2])
    first.title = "First"
    return alt.vconcat(first, alt.hconcat(second, put(marks())), spacing=4)


def test_the_specification_is_that_of_layers_that_are_copied() -> None:
    ours = drawn(lambda layer: layered(layer, width=300, height=alt.Step(20)))
    theirs = drawn(lambda layer: alt.LayerChart(layer=layer, width=300, height=alt.Step(20)))
    assert json.dumps(ours.to_dict()) == json.dumps(theirs.to_dict())


def test_a_chart_asked_twice_says_the_same() -> None:
    chart = drawn(lambda layer: layered(layer, width=300))
    first = json.dumps(chart.to_dict())
    assert json.dumps(alt.vconcat(chart, layered(marks())).to_dict()["vconcat"][0]["vconcat"][0]) in first
    assert json.dumps(chart.to_dict()) == first
