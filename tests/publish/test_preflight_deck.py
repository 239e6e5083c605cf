"""Decks as people leave them: one of ours is clean, and each fault that is planted is found, and nothing else."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import openpyxl
import pytest
from lxml import etree
from pptx import Presentation
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE
from pptx.enum.shapes import PROG_ID
from pptx.opc.package import Part
from pptx.opc.packuri import PackURI
from pptx.util import Inches

from survey.errors import UnreadableError
from survey.publish.deck import deck_bytes
from survey.publish.deck_parts import Chart, Deck, Lines, Series, Slide, Table
from survey.publish.preflight.deck_check import check_deck
from survey.publish.preflight.finding import Finding
from survey.publish.preflight.package import kind_of
from survey.themes.personal import find_details

BARS = Chart("bars", ("Yes", "No", "Other"), (Series("%", (68.14, 31.84, 0.02), "#12436D", "#FFFFFF"),), "Percentage")
STACK = Chart(
    "stacked",
    ("All (base 900)", "Dudley (base 90) [c]"),
    (
        Series("Safe", (34.1, None), "#12436D", "#FFFFFF"),
        Series("Unsafe", (65.9, 60.0), "#F46A25", "#000000"),
        Series("Withheld [c]", (0.0, 40.0), "#BFBFBF", "#000000"),
    ),
    "Percentage",
)
TABLE = Table(("Area", "Of those who answered", "Of the population"), (("North", "60.1%", "59.0%"),), (1, 1, 1))
SLIDES = (
    Slide("title", "A consultation", "An office\n2024", None, "", ("A consultation",)),
    Slide(
        "good",
        "68.1% say yes",
        "Percentage, base 7,920",
        BARS,
        "Bar chart: Yes 68.1%, No 31.8%, Other <0.1%. Base 7,920.",
        ("Base: all, 7,920",),
    ),
    Slide("safe", "34.1% feel safe", "Percentage, base 900", STACK, "Stacked bar: Safe 34.1%. Base 900.", ("Base",)),
    Slide("who", "North: 60.1%, 59.0% of the population", "Area, base 900", TABLE, "Table. North: 60.1%.", ("Rows",)),
    Slide("method", "How", "Method", Lines(("1,200 responses.", "Two.")), "Two lines.", ("One.",)),
)
DECK = Deck("A consultation", "An office", dt.date(2024, 10, 18), "", "Source: us.", SLIDES)


def find(text: str) -> list[tuple[str, str]]:
    return [(detail.kind, detail.words) for detail in find_details(text)]


@pytest.fixture(scope="module")
def made() -> bytes:
    return deck_bytes(DECK)


def saved(file: Any) -> bytes:
    out = io.BytesIO()
    file.save(out)
    return out.getvalue()


def changed(made: bytes, change: Callable[[Any], None]) -> tuple[Finding, ...]:
    """What is found after the change, with and without knowing what was published: the first."""
    file = Presentation(io.BytesIO(made))
    change(file)
    return check_deck(saved(file), find, DECK).findings


def told(findings: tuple[Finding, ...]) -> list[tuple[str, str, str]]:
    return [(each.check, each.problem.expected, each.problem.got) for each in findings]


def part(page: Any, name: str) -> Any:
    (found,) = [shape for shape in page.shapes if f" {name} " in shape.name]
    return found


def write(shape: Any, text: str) -> None:
    shape.text_frame.paragraphs[0].runs[0].text = text


def test_a_clean_deck_of_ours_gives_nothing(made: bytes) -> None:
    whole = check_deck(made, find, DECK)
    assert whole.findings == ()
    assert (whole.parts, whole.compared) == (5, 5)
    assert whole.figures == 3 + 3 + 2 + 2
    assert check_deck(made, find).findings == ()  # by anybody who knows nothing of it


def _headline(file: Any) -> None:
    write(file.slides[1].shapes.title, "86.1% say yes")


def _own_words(file: Any) -> None:
    write(file.slides[1].shapes.title, "A clear yes: 61.8% of all say so")


def _true_words(file: Any) -> None:
    write(file.slides[1].shapes.title, "A clear yes from 68% (of 7,920): two thirds, not 32%")


def _bars(file: Any, *values: float) -> None:
    data = CategoryChartData(number_format='0.0"%"')
    data.categories = ["Yes", "No", "Other"]
    data.add_series("%", values)
    part(file.slides[1], "chart").chart.replace_data(data)


def _bar(file: Any) -> None:
    _bars(file, 61.8, 31.8, 0.02)


def _one_rounded(file: Any) -> None:
    _bars(file, 68.0, 31.8, 0.02)


def _all_rounded(file: Any) -> None:
    _bars(file, 68.0, 32.0, 0.0)


def _withheld(file: Any) -> None:
    chart = part(file.slides[2], "chart").chart
    data = CategoryChartData(number_format='0.0"%"')
    data.categories = [each.label for each in chart.plots[0].categories]
    for name, values in (("Safe", (34.1, 40.0)), ("Unsafe", (65.9, 60.0)), ("Withheld [c]", (0.0, 0.0))):
        data.add_series(name, values)
    chart.replace_data(data)


def _cell(file: Any) -> None:
    part(file.slides[3], "table").table.cell(1, 1).text_frame.paragraphs[0].runs[0].text = "61.0%"


def _base_gone(file: Any) -> None:
    write(part(file.slides[1], "subtitle"), "Percentage")


def _base_wrong(file: Any) -> None:
    write(part(file.slides[1], "subtitle"), "Percentage, base 9,720")


def _alt_gone(file: Any) -> None:
    part(file.slides[1], "chart")._element._nvXxPr.cNvPr.set("descr", "")


def _alt_wrong(file: Any) -> None:
    element = part(file.slides[1], "chart")._element._nvXxPr.cNvPr
    element.set("descr", element.get("descr").replace("68.1", "86.1"))


def _hidden(file: Any) -> None:
    file.slides[4].element.set("show", "0")


def _details(file: Any) -> None:
    box = file.slides[4].shapes.add_textbox(Inches(1), Inches(6), Inches(3), Inches(0.4))
    box.text_frame.text = "Ask jo.bloggs@example.org of B1 1BB"


def _notes(file: Any) -> None:
    file.slides[1].notes_slide.notes_text_frame.text = "Say that the minister hates this"


def _person(file: Any) -> None:
    file.core_properties.last_modified_by = "Jo Bloggs"


def _link(file: Any) -> None:
    shape = part(file.slides[4], "lines")
    shape.text_frame.paragraphs[0].runs[0].hyperlink.address = "file:///C:/Users/jo/responses.xlsx"


def _words(file: Any) -> None:
    write(file.slides[2].shapes.title, "A majority (34.1%) feel safe")


def _picture(file: Any) -> None:
    from PIL import Image

    png = io.BytesIO()
    Image.new("RGB", (4, 4)).save(png, "PNG")
    png.seek(0)
    file.slides[4].shapes.add_picture(png, 0, 0)._element._nvXxPr.cNvPr.set("descr", "")


def _typed(file: Any) -> None:
    point = part(file.slides[1], "chart").chart.plots[0].series[0].points[0]
    point.data_label.text_frame.text = "71%"


def _comment(file: Any) -> None:
    words = b'<p:cmLst xmlns:p="p"><p:cm><p:text>is this right?</p:text></p:cm></p:cmLst>'
    _add_part(file, "comments", "application/vnd.openxmlformats-officedocument.presentationml.comments+xml", words)


def _diagram(file: Any) -> None:
    words = b'<dgm:dataModel xmlns:a="a" xmlns:dgm="d"><a:t>jo@example.org</a:t></dgm:dataModel>'
    kind = "application/vnd.openxmlformats-officedocument.drawingml.diagramData+xml"
    _add_part(file, "diagramData", kind, words)


def _add_part(file: Any, name: str, kind: str, blob: bytes) -> None:
    page = file.slides[4].part
    part = Part(PackURI(f"/ppt/{name}/{name}1.xml"), kind, page.package, blob)
    page.relate_to(part, f"http://schemas.openxmlformats.org/officeDocument/2006/relationships/{name}")


def _embedded(file: Any) -> None:
    shape = file.slides[4].shapes.add_ole_object(io.BytesIO(b"PK"), PROG_ID.XLSX, Inches(1), Inches(1))
    shape._element._nvXxPr.cNvPr.set("descr", "A workbook")


def _new_chart(file: Any) -> None:
    space = "http://schemas.openxmlformats.org/markup-compatibility/2006"
    file.slides[4].shapes._spTree.append(etree.Element(f"{{{space}}}AlternateContent"))


@pytest.mark.parametrize(
    ("plant", "found"),
    [
        (_headline, [("not_as_published", "68.1%", "86.1%")]),
        (_own_words, [("not_as_published", "a figure of this slide; the nearest is 68.1%", "61.8%")]),
        (_true_words, []),
        (_bar, [("not_as_published", "68.1", "61.8")]),
        (
            _one_rounded,
            [("not_as_published", "68.1", "68"), ("sum", "99.85% to 100.15% of 3 figures", "99.8%")],
        ),
        (_all_rounded, []),
        (_withheld, [("withheld", "[c]", "40"), ("not_as_published", "40", "0")]),
        (_cell, [("not_as_published", "60.1%", "61.0%")]),
        (_base_gone, [("no_base", "Base: who, and how many", "none")]),
        (_base_wrong, [("not_as_published", "7,920", "9,720")]),
        (_alt_gone, [("no_alt_text", "alt text", "none")]),
        (_alt_wrong, [("not_as_published", "68.1%", "86.1%")]),
        (_hidden, [("hidden_slide", "no hidden slides", "hidden")]),
        (_details, [("personal", "none", "jo.bloggs@example.org"), ("personal", "none", "B1 1BB")]),
        (_notes, [("notes", "notes that may be published", "notes")]),
        (_person, [("author", "An office", "Jo Bloggs")]),
        (_link, [("external_link", "none", "file:///C:/Users/jo/responses.xlsx")]),
        (_comment, [("comments", "none", "is this right?")]),
        (_diagram, [("personal", "none", "jo@example.org")]),
        (_embedded, [("embedded_file", "none", "/ppt/embeddings/Microsoft_Excel_Sheet3.xlsx")]),
        (_new_chart, [("not_looked_at", "", "")]),
        (_typed, [("typed_label", "68.1%", "71%")]),
        (_words, [("words", "over 50%", "34.1%")]),
        (_picture, [("no_alt_text", "alt text", "none")]),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_what_was_planted_is_found_and_nothing_else(
    made: bytes, plant: Callable[[Any], None], found: list[tuple[str, str, str]]
) -> None:
    assert told(changed(made, plant)) == found


def test_older_figures_are_told_slide_by_slide(made: bytes) -> None:
    now = replace(SLIDES[1], headline="70.3% say yes", subtitle="Percentage, base 8,100", alt="Bar chart: Yes 70.3%.")
    later = replace(DECK, slides=(SLIDES[0], now, *SLIDES[2:]))
    found = check_deck(made, find, later).findings
    assert {each.problem.what for each in found} == {"a text of older figures"}
    assert ("not_as_published", "70.3% say yes", "68.1% say yes") in told(found)


def with_workbook(made: bytes, change: Callable[[openpyxl.Workbook], None]) -> tuple[Finding, ...]:
    """What is found when the workbook behind the first chart holds something else."""
    file = Presentation(io.BytesIO(made))
    inner = part(file.slides[1], "chart").chart.part.chart_workbook
    book = openpyxl.load_workbook(io.BytesIO(inner.xlsx_part.blob))
    change(book)
    out = io.BytesIO()
    book.save(out)
    inner.update_from_xlsx_blob(out.getvalue())
    return check_deck(saved(file), find, DECK).findings


def people(book: openpyxl.Workbook, hidden: bool = False) -> None:
    sheet = book.create_sheet("Raw")
    sheet.append(["Respondent ID", "Postcode", "Agree"])
    for number in range(12):
        sheet.append([1000 + number, "withheld", "Yes"])
    sheet.sheet_state = "hidden" if hidden else "visible"


def test_respondents_behind_a_chart(made: bytes) -> None:
    (finding,) = with_workbook(made, people)
    assert (finding.severity, finding.check) == ("wrong", "raw_data")
    assert finding.problem.what == "data of single respondents, it seems, behind the chart"
    assert "39 cells in 13 rows of sheet Raw, with the columns Respondent ID, Postcode, Agree" in finding.problem.got
    checks = [each.check for each in with_workbook(made, lambda book: people(book, hidden=True))]
    assert checks == ["hidden_sheet", "raw_data"]


def test_one_more_column_than_is_drawn(made: bytes) -> None:
    def widen(book: openpyxl.Workbook) -> None:
        book.worksheets[0]["D2"] = 5394

    (finding,) = with_workbook(made, widen)
    assert (finding.severity, finding.check) == ("look", "raw_data")
    assert finding.problem.got == "1 cells in 1 rows of sheet Sheet1"


def test_a_chart_that_draws_what_its_workbook_does_not_hold(made: bytes) -> None:
    def other(book: openpyxl.Workbook) -> None:
        book.worksheets[0]["B2"] = 60.0

    assert told(with_workbook(made, other)) == [("chart_and_workbook", "60", "68.1")]


def theirs(
    values: Mapping[str, tuple[float, ...]], title: str, *texts: str, kind: Any = XL_CHART_TYPE.BAR_CLUSTERED
) -> bytes:
    """A deck that somebody else made: one chart of percentages."""
    file = Presentation()
    page = file.slides.add_slide(file.slide_layouts[5])
    page.shapes.title.text_frame.text = title
    data = CategoryChartData(number_format='0"%"')
    data.categories = ["Yes", "No", "Unsure"]
    for name, numbers in values.items():
        data.add_series(name, numbers)
    frame = page.shapes.add_chart(kind, 0, Inches(2), Inches(5), Inches(3), data)
    frame._element._nvXxPr.cNvPr.set("descr", "A chart")
    for place, text in enumerate(texts):
        page.shapes.add_textbox(0, Inches(5 + place), Inches(5), Inches(1)).text_frame.text = text
    file.core_properties.author = file.core_properties.last_modified_by = ""
    return saved(file)


def test_decks_of_others() -> None:
    sound = theirs({"%": (40, 35, 25)}, "40% say yes", "Base: 20 people")
    assert check_deck(sound, find).findings == ()
    odd = theirs({"%": (41, 36, 25)}, "14% say yes", "n = 20")
    assert told(check_deck(odd, find).findings) == [
        ("impossible_percentage", "40% (8) or 45% (9)", "41%"),
        ("impossible_percentage", "35% (7) or 40% (8)", "36%"),
        ("sum", "98.5% to 101.5% of 3 figures", "102%"),
        ("headline", "a figure that is shown; the nearest is 25%", "14%"),
    ]
    seven = {f"Area {number}": (40.0, 35.0, 25.0) for number in range(7)}
    (colours,) = check_deck(theirs(seven, "By area", "Base 700"), find).findings
    assert (colours.check, colours.problem.expected) == ("colours", "at most 4, beside greys")
    five = theirs(dict.fromkeys("abcde", (20.0, 20.0, 20.0)), "By area", "Base 700")
    assert [each.check for each in check_deck(five, find).findings] == ["colours"]
    four = theirs(dict.fromkeys("abcd", (20.0, 20.0, 20.0)), "By area", "Base 700")
    assert check_deck(four, find).findings == ()
    pie = theirs({"%": (50, 35, 25)}, "A pie", "Base 20", kind=XL_CHART_TYPE.PIE)
    assert [(each.check, each.problem.got) for each in check_deck(pie, find).findings] == [("sum", "110%")]


SCALE = ("#12436D", "#3E78AA", "#6BACE6", "#F46A25", "#BA403A", "#801650")  # of ours, from good to bad
LISTED = ("#12436D", "#28A197", "#801650", "#F46A25", "#3D3D3D", "#A285D1")  # the Analysis Function's categorical ones


@pytest.mark.parametrize(("fills", "odd"), [(SCALE, []), (LISTED, ["colours"])])
def test_a_scale_has_two_hues_and_a_list_has_as_many_as_options(fills: tuple[str, ...], odd: list[str]) -> None:
    values = (20.0, 20.0, 20.0, 20.0, 15.0, 5.0)
    series = tuple(Series(f"o{n}", (values[n],), fill, "#000000") for n, fill in enumerate(fills))
    page = replace(SLIDES[2], headline="A scale", body=Chart("stacked", ("All (base 900)",), series, "%"))
    made = replace(DECK, slides=(SLIDES[0], page))
    assert [each.check for each in check_deck(deck_bytes(made), find, made).findings] == odd


def test_a_quote_that_names_somebody_is_told_though_we_put_it_there() -> None:
    said = Table(("Feedback", "Plan content"), (("“Ring Priya Sharma on 0121 496 0000”", "More patrols"),), (1, 1))
    made = replace(DECK, slides=(SLIDES[0], Slide("changes", "What changed", "Two columns", said, "A table.", ("x",))))
    found = check_deck(deck_bytes(made), find, made).findings
    assert {each.problem.got for each in found} == {"0121 496 0000", "Priya Sharma"}


def with_part(made: bytes, name: str, change: Callable[[bytes], bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(made)) as parts, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for each in parts.namelist():
            new.writestr(each, change(parts.read(each)) if each == name else parts.read(each))
    return out.getvalue()


ENTITIES = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "cccccccc"><!ENTITY d "&b;&b;">]>'


def _entities(part: bytes) -> bytes:
    return re.sub(rb"^<\?xml[^>]*\?>", ENTITIES, part)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (lambda made: made[: len(made) // 2], "damaged"),
        (lambda _: b"PK\x03\x04 no zip", "damaged"),
        (lambda _: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "has a password"),
        (lambda made: with_part(made, "ppt/slides/slide2.xml", _entities), "declares a document type"),
        (lambda made: with_part(made, "ppt/slides/slide2.xml", lambda _: b" " * 30_000_000), "far larger"),
        (
            lambda made: with_part(made, "ppt/slides/slide2.xml", lambda part: part[:100]),
            "cannot be read as PowerPoint",
        ),
    ],
)
def test_hostile_and_damaged_decks(made: bytes, data: Callable[[bytes], bytes], words: str) -> None:
    hostile = data(made)

    def read() -> None:
        assert kind_of(hostile, "a.pptx") == "deck"
        check_deck(hostile, find)

    with pytest.raises(UnreadableError, match=words):
        read()


def test_a_bomb_behind_a_chart_is_not_opened(made: bytes) -> None:
    file = Presentation(io.BytesIO(made))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as bomb:
        bomb.writestr("xl/worksheets/sheet1.xml", b" " * 30_000_000)
    part(file.slides[1], "chart").chart.part.chart_workbook.update_from_xlsx_blob(out.getvalue())
    (finding,) = check_deck(saved(file), find, DECK).findings
    assert "far larger" in finding.problem.what
