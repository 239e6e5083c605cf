"""Native charts on slides: bars and stacked bars from nought, in the Analysis Function's look, with their workbook."""

from __future__ import annotations

import io
import math
from typing import Any

from pptx.chart.data import CategoryChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import (
    XL_CHART_TYPE,
    XL_LABEL_POSITION,
    XL_LEGEND_POSITION,
    XL_TICK_LABEL_POSITION,
    XL_TICK_MARK,
)
from pptx.util import Pt

from survey.publish.deck_look import Box
from survey.publish.deck_marks import mark
from survey.publish.deck_parts import SMALLEST, Chart, Series

WITHHELD = "[c]"
_GRID, _OUTLINE = RGBColor(0xD9, 0xD9, 0xD9), RGBColor(0x3D, 0x3D, 0x3D)
_BAR_LABEL = '[=0]0.0"%";[<0.05]"<0.1%";0.0"%"'
_STACK_LABEL = '[<5]"";0.0"%"'  # a percentage is printed in every segment of 5% or more
_WITHHELD_LABEL = '[<5]"";"[c]"'
_LETTER = 6.4  # points: the width of a letter of 12 points on average
_MOST_LABELS, _ONE_LINE = 0.6, 0.75  # of the width: where a bar has room for two lines, and where for one only
_LEAST, _TWO_LINES = 1.3 * SMALLEST, 2.4 * SMALLEST  # points from bar to bar, for names of one line and of two
_BOTTOM = 0.85  # of the height: where the plot ends
_KEY, _LINE = 30, 18  # points: beside a name of the legend, and the height of its lines
_FEW = 4  # bars


def add_chart(page: Any, slide: str, chart: Chart, alternative: str, place: Box) -> None:
    """Adds the chart with its workbook, which holds what is drawn and nothing else."""
    frame = page.shapes.add_chart(_kind(chart), place.left, place.top, place.width, place.height, chart_data(chart))
    drawn = frame.chart
    drawn.font.size, drawn.font.color.rgb = Pt(SMALLEST), RGBColor(0, 0, 0)
    drawn.has_title = False
    drawn.has_legend = chart.kind == "stacked"
    if drawn.has_legend:
        drawn.legend.position, drawn.legend.include_in_layout = XL_LEGEND_POSITION.TOP, False
    _axes(drawn, chart, place)
    plot = drawn.plots[0]
    plot.gap_width = 40 if len(chart.categories) > _FEW else 100
    plot.overlap = 100 if chart.kind == "stacked" else 0
    for native, series in zip(plot.series, chart.series, strict=True):
        _series(native, series, chart)
    drawn.part.chart_workbook.update_from_xlsx_blob(chart_workbook(chart))
    mark(frame, slide, "chart", alternative, alternative)


def chart_data(chart: Chart) -> Any:
    """What the library takes; a category without a figure says so in its name."""
    data = CategoryChartData(number_format='0.0"%"')
    data.categories = _categories(chart)
    for series in chart.series:
        data.add_series(series.name, [_rounded(value) for value in series.values])
    return data


def chart_workbook(chart: Chart) -> bytes:
    """The numbers of the chart as XLSX, laid out as the chart's references want them; no date of today in it."""
    import datetime as dt

    from xlsxwriter import Workbook

    file = io.BytesIO()
    book = Workbook(file, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"title": chart.axis, "created": dt.datetime(2000, 1, 1)})
    page = book.add_worksheet("Sheet1")
    form = book.add_format({"num_format": '0.0"%"'})
    for row, category in enumerate(_categories(chart), start=1):
        page.write_string(row, 0, category)
    for column, series in enumerate(chart.series, start=1):
        page.write_string(0, column, series.name)
        for row, value in enumerate(series.values, start=1):
            if value is not None:
                page.write_number(row, column, _rounded(value), form)
    book.close()
    return file.getvalue()


def _kind(chart: Chart) -> Any:
    return XL_CHART_TYPE.BAR_STACKED_100 if chart.kind == "stacked" else XL_CHART_TYPE.BAR_CLUSTERED


def _categories(chart: Chart) -> list[str]:
    gone = [any(series.values[place] is None for series in chart.series) for place in range(len(chart.categories))]
    return [f"{name} {WITHHELD}" if hidden else name for name, hidden in zip(chart.categories, gone, strict=True)]


def _rounded(value: float | None) -> float | None:
    """As printed; what is not nought stays so."""
    return value if value is None or 0 < value < 0.05 else round(value, 1)


def _axes(drawn: Any, chart: Chart, place: Box) -> None:
    names, values = drawn.category_axis, drawn.value_axis
    names.reverse_order = True  # the first category on top
    names.has_major_gridlines, names.major_tick_mark = False, XL_TICK_MARK.NONE
    names.format.line.color.rgb = _GRID
    values.tick_label_position = XL_TICK_LABEL_POSITION.HIGH  # at the bottom all the same
    values.has_major_gridlines, values.major_tick_mark = True, XL_TICK_MARK.NONE
    values.major_gridlines.format.line.color.rgb = _GRID
    values.format.line.fill.background()
    stacked = chart.kind == "stacked"
    values.minimum_scale, values.maximum_scale = 0, 1 if stacked else _end(chart)
    values.tick_labels.number_format = "0%" if stacked else '0"%"'
    values.tick_labels.number_format_is_linked = False
    values.axis_title.text_frame.text = chart.axis
    values.axis_title.text_frame.paragraphs[0].runs[0].font.size = Pt(SMALLEST)
    values.axis_title.text_frame.paragraphs[0].runs[0].font.bold = False
    longest = max(len(name) for name in _categories(chart)) * _LETTER / (place.width / Pt(1))
    top = _legend(chart, place) if stacked else 0.01
    bar = (_BOTTOM - top) * (place.height / Pt(1)) / len(chart.categories)
    crowded = bar < _LEAST and not stacked  # every bar has its figure, and the subtitle says of what it is
    values.visible = values.has_title = not crowded
    labels = min(longest + 0.01, _MOST_LABELS if bar >= _TWO_LINES else _ONE_LINE)
    _lay_out(drawn, labels, top, 0.99 if crowded else _BOTTOM)


def _legend(chart: Chart, place: Box) -> float:
    """The share of the height that the legend takes."""
    wide = sum(len(series.name) * _LETTER + _KEY for series in chart.series)
    lines = math.ceil(wide / (0.8 * place.width / Pt(1)))
    return (lines + 1) * _LINE / (place.height / Pt(1))


def _end(chart: Chart) -> float:
    largest = max((value for series in chart.series for value in series.values if value is not None), default=0.0)
    return min(100.0, max(10.0, math.ceil(largest / 10) * 10.0))


def _lay_out(drawn: Any, labels: float, top: float, bottom: float) -> None:
    """The plot's own place, so that long names of categories have room and none is left out."""
    from lxml import etree

    space = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
    area = drawn._chartSpace.find(f".//{space}plotArea")
    old = area.find(f"{space}layout")
    layout = etree.Element(f"{space}layout") if old is None else old
    layout.clear()
    manual = etree.SubElement(layout, f"{space}manualLayout")
    sizes = {"x": labels, "y": top, "w": 0.93 - labels, "h": bottom - top}
    for name, value in (("layoutTarget", "inner"), ("xMode", "edge"), ("yMode", "edge"), *sizes.items()):
        etree.SubElement(manual, f"{space}{name}").set("val", value if isinstance(value, str) else f"{value:.4f}")
    if old is None:
        area.insert(0, layout)
    axis = drawn.category_axis._element
    skip = axis.find(f"{space}tickLblSkip")
    if skip is None:
        skip = etree.Element(f"{space}tickLblSkip")
        axis.find(f"{space}noMultiLvlLbl").addprevious(skip)
    skip.set("val", "1")


def _series(native: Any, series: Series, chart: Chart) -> None:
    native.format.fill.solid()
    native.format.fill.fore_color.rgb = _rgb(series.fill)
    native.invert_if_negative = False
    labels = native.data_labels
    labels.show_value, labels.number_format_is_linked = True, False
    labels.font.size = Pt(SMALLEST)
    if chart.kind == "bars":
        labels.number_format, labels.position = _BAR_LABEL, XL_LABEL_POSITION.OUTSIDE_END
        return
    native.format.line.color.rgb, native.format.line.width = _OUTLINE, Pt(0.75)
    form = _WITHHELD_LABEL if WITHHELD in series.name else _STACK_LABEL
    labels.number_format, labels.position = form, XL_LABEL_POSITION.CENTER
    labels.font.color.rgb = _rgb(series.ink)


def _rgb(colour: str) -> RGBColor:
    return RGBColor(*bytes.fromhex(colour.removeprefix("#")))
