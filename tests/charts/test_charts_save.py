"""Bytes: the font that is not installed, the theme that stays in its place, text that is not XML."""

from __future__ import annotations

import struct
import xml.etree.ElementTree as ET
import zlib
from dataclasses import replace
from typing import Any

import altair as alt
import pytest
import vl_convert

from survey.charts.picture import Context, Picture
from survey.charts.question import question_picture
from survey.charts.raster import png
from survey.charts.save import enlarged, spec, svg
from survey.charts.size import SIZES
from tests.charts.gallery import AGREE, CONTEXT, REAL, coded, frame, multi


def picture(context: Context = REAL) -> Picture:
    return question_picture(AGREE, frame(coded(AGREE, [50, 30, 20], 100)[:1]), context)


def size(image: bytes) -> tuple[int, int]:
    return struct.unpack(">II", image[16:24])


def black_dots(image: bytes) -> int:
    """How many pixels are nearly black: text, since bars are blue. Decoded by hand: 8 bits RGBA, any filter."""
    width, height = size(image)
    assert image[24:26] == b"\x08\x06"
    data, place = b"", 8
    while place < len(image):
        length, kind = struct.unpack(">I4s", image[place : place + 8])
        data += image[place + 8 : place + 8 + length] if kind == b"IDAT" else b""
        place += 12 + length
    raw, above, count = zlib.decompress(data), bytes(4 * width), 0
    for line in range(height):
        start = line * (4 * width + 1)
        above = unfiltered(raw[start], bytearray(raw[start + 1 : start + 1 + 4 * width]), above)
        count += sum(max(above[dot : dot + 3]) < 60 for dot in range(0, 4 * width, 4))
    return count


def unfiltered(kind: int, line: bytearray, above: bytes) -> bytes:
    """PNG specification, section 9."""
    for place in range(len(line)):
        left = line[place - 4] if place >= 4 else 0
        corner = above[place - 4] if place >= 4 else 0
        up = above[place]
        near = min((left, up, corner), key=lambda value: abs(left + up - corner - value))
        line[place] = (line[place] + (0, left, up, (left + up) // 2, near)[kind]) % 256
    return bytes(line)


def with_font(font: str) -> dict[str, Any]:
    """The specification with another font wherever it names one."""

    def changed(node: Any) -> Any:
        if isinstance(node, dict):
            return {key: font if "font" in key.lower() and node[key] == FONT else changed(node[key]) for key in node}
        return [changed(each) for each in node] if isinstance(node, list) else node

    return dict(changed(spec(picture())))


FONT = spec(picture())["config"]["font"]


def test_labels_are_in_the_image_though_the_first_font_does_not_exist() -> None:
    assert FONT.split(", ")[-1] == "sans-serif"
    lost = with_font(FONT.replace("Arial", "No Such Font At All").replace("Helvetica", "Nor This One"))
    found, expected = (
        black_dots(vl_convert.vegalite_to_png(lost, scale=2)),
        black_dots(png(svg(picture()), picture().size.dots)),
    )
    assert expected > 500
    assert found == expected
    unlabelled = with_font(FONT)
    for part in ("axis", "text", "title"):
        for key in ("color", "labelColor", "titleColor"):
            unlabelled["config"][part][key] = "white"
    assert black_dots(vl_convert.vegalite_to_png(unlabelled)) == 0


def test_each_size_has_its_canvas_and_its_dots_to_the_inch() -> None:
    """A slide is 13.33 by 7.5 inches at 192 dots, an A4 sheet less margins of 20 mm 257 by 170 mm at 300."""
    drawn = {name: png(svg(picture(context=replace(REAL, size=each))), each.dots) for name, each in SIZES.items()}
    assert {name: size(image) for name, image in drawn.items() if name != "page"} == {
        "slide": (2560, 1440),
        "print": (pytest.approx(257 / 25.4 * 300, abs=2), pytest.approx(170 / 25.4 * 300, abs=2)),
    }
    for name, image in drawn.items():
        place = image.index(b"pHYs") + 4
        across, down, unit = struct.unpack(">IIB", image[place : place + 9])  # dots to the metre
        assert (across, down, unit) == (pytest.approx(SIZES[name].dots / 0.0254, abs=1),) * 2 + (1,)
    root = ET.fromstring(svg(picture()))  # noqa: S314 - our own
    assert size(drawn["page"]) == (2 * int(root.attrib["width"]), 2 * int(root.attrib["height"]))


def test_a_drawing_stands_whole_in_the_middle_of_its_canvas() -> None:
    slide = picture(context=replace(REAL, size=SIZES["slide"]))
    root = ET.fromstring(svg(slide))  # noqa: S314 - our own
    drawn = ET.fromstring(vl_convert.vegalite_to_svg(spec(slide)))  # noqa: S314 - our own
    wide, high = float(drawn.attrib["width"]), float(drawn.attrib["height"])
    left, top, across, down = map(float, root.attrib["viewBox"].split())
    assert (root.attrib["width"], root.attrib["height"]) == ("1280", "720")
    assert across / down == pytest.approx(1280 / 720, abs=1e-3)
    assert left + across / 2 == pytest.approx(wide / 2, abs=0.01)
    assert top + down / 2 == pytest.approx(high / 2, abs=0.01)
    assert left <= 0.01
    assert top <= 0.01
    assert enlarged(svg(slide)) == pytest.approx(1280 / across, abs=1e-3)
    assert enlarged(svg(picture())) == 1.0


def test_the_theme_is_on_only_while_saving() -> None:
    before = alt.theme.active
    config = spec(picture())["config"]
    assert config["axis"]["labelFontSize"] == 16
    assert alt.theme.active == before
    assert "axis" not in picture().chart.to_dict()["config"]


def test_the_description_is_the_text_alternative() -> None:
    assert spec(picture())["description"] == picture().alt


def test_characters_that_would_abort_the_process_are_replaced() -> None:
    question = multi("m", ["bell \x07 and <b>bold</b> & \ufffe", "other"])
    drawn = svg(question_picture(question, frame(coded(question, [3, 1], 4)), CONTEXT))
    root = ET.fromstring(drawn)  # noqa: S314 - our own
    assert "bell \ufffd and <b>bold</b> & \ufffd, 75.0%" in (root[0].text or "")
    assert "other" in "".join(root.itertext())
    assert not root.findall(".//{http://www.w3.org/2000/svg}b")
