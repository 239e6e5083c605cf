"""Decks read back by the library that reads them, and by another: structure, figures, bytes, templates, edits."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from dataclasses import replace
from typing import Any

import openpyxl
import pytest
from pptx import Presentation
from pptx.util import Inches, Pt

from survey.errors import UnreadableError
from survey.publish.deck import deck_bytes
from survey.publish.deck_parts import Chart, Deck, Lines, Series, Slide, Table
from survey.publish.deck_refresh import edited_since, refresh
from survey.publish.deck_table import lines_of

BARS = Chart("bars", ("Yes", "No", "Other"), (Series("%", (68.14, 0.02, None), "#12436D", "#FFFFFF"),), "Percentage")
STACK = Chart(
    "stacked",
    ("All", "Dudley"),
    (Series("Safe", (34.1, 40.0), "#12436D", "#FFFFFF"), Series("Unsafe", (65.9, 60.0), "#F46A25", "#000000")),
    "Percentage",
)
SLIDES = (
    Slide("title", "A consultation", "An office\n2024", None, "", ("A consultation",)),
    Slide("relations", "68.1% say yes", "Percentage, base 7,920", BARS, "Bar chart: Yes 68.1%. Base 7,920.", ("Base",)),
    Slide("safe", "34.1% feel safe", "Percentage, base 900", STACK, "Stacked bar: Safe 34.1%. Base 900.", ("Base",)),
    Slide("long", "Many rows", "A table", Table(("A", "B"), (("row", "1.0%"),) * 40, (1, 1)), "Table.", ("Rows",)),
    Slide("method", "How", "Method", Lines(("One.", "Two.")), "Two lines.", ("One.",)),
)
DECK = Deck("A consultation", "An office", dt.date(2024, 10, 18), "SYNTHETIC DATA.", "Source: us.", SLIDES)


def opened(data: bytes) -> Any:
    return Presentation(io.BytesIO(data))


def texts(page: Any) -> str:
    return " | ".join(shape.text_frame.text for shape in page.shapes if shape.has_text_frame)


def part(page: Any, name: str) -> Any:
    (found,) = [shape for shape in page.shapes if f" {name} " in shape.name]
    return found


def later() -> Deck:
    """The same consultation a week on: 68.1% of 7,920 has become 70.3% of 8,100."""
    bars = replace(BARS, series=(replace(BARS.series[0], values=(70.31, 0.02, None)),))
    now = Slide(
        "relations", "70.3% say yes", "Percentage, base 8,100", bars, "Bar chart: Yes 70.3%. Base 8,100.", ("Base",)
    )
    return replace(DECK, slides=(SLIDES[0], now, *SLIDES[2:]))


@pytest.fixture(scope="module")
def made() -> bytes:
    return deck_bytes(DECK)


def test_every_slide_says_what_it_is(made: bytes) -> None:
    file = opened(made)
    assert file.slide_width / file.slide_height == pytest.approx(16 / 9, rel=1e-3)
    heads = [page.shapes.title.text_frame.text for page in file.slides]
    assert heads[:3] == ["A consultation", "68.1% say yes", "34.1% feel safe"]
    assert heads[-1] == "How"
    assert [head for head in heads if head.startswith("Many rows (")] == heads[3:-1]  # 40 rows do not fit on one
    for page in file.slides:
        assert "SYNTHETIC DATA." in texts(page)
        assert page.notes_slide.notes_text_frame.text
        for shape in page.shapes:
            assert shape._element._nvXxPr.cNvPr.get("descr"), shape.name
            assert shape.top + shape.height <= file.slide_height
            assert shape.left + shape.width <= file.slide_width
            if shape.has_text_frame:
                sizes = [run.font.size for line in shape.text_frame.paragraphs for run in line.runs if run.font.size]
                assert all(size >= Pt(12) for size in sizes)


def test_names_longer_than_a_property_may_be() -> None:
    deck = replace(DECK, title="t" * 1_500, author="a" * 1_500, footer="f" * 1_500, slides=SLIDES[:1])
    properties = opened(deck_bytes(deck)).core_properties
    assert (properties.title, properties.author, properties.comments) == ("t" * 255, "a" * 255, "f" * 255)


def test_no_table_runs_into_the_footer(made: bytes) -> None:
    rows = 0
    for page in opened(made).slides:
        for shape in page.shapes:
            if shape.has_table:
                rows += len(shape.table.rows) - 1
                high = sum(row.height for row in shape.table.rows)
                assert shape.top + high <= part(page, "footer").top
    assert rows == 40


def test_charts_are_native_and_their_workbooks_hold_what_is_drawn(made: bytes) -> None:
    _, bars, stack, *_ = opened(made).slides
    chart = part(bars, "chart").chart
    assert list(chart.plots[0].categories) == ["Yes", "No", "Other [c]"]
    assert list(chart.plots[0].series[0].values) == [68.1, 0.02, None]
    assert chart.value_axis.minimum_scale == 0
    book = openpyxl.load_workbook(io.BytesIO(chart.part.chart_workbook.xlsx_part.blob))
    assert book.sheetnames == ["Sheet1"]
    assert [list(row) for row in book.active.values] == [  # type: ignore[union-attr]
        [None, "%"],
        ["Yes", 68.1],
        ["No", 0.02],
        ["Other [c]", None],
    ]
    whole = part(stack, "chart").chart
    assert [series.name for series in whole.plots[0].series] == ["Safe", "Unsafe"]
    assert whole.plots[0]._element.find(".//{*}grouping").get("val") == "percentStacked"
    inks = [series.data_labels.font.color.rgb for series in whole.plots[0].series]
    assert [str(ink) for ink in inks] == ["FFFFFF", "000000"]


def test_the_same_deck_gives_the_same_bytes(made: bytes) -> None:
    assert deck_bytes(DECK) == made
    with zipfile.ZipFile(io.BytesIO(made)) as parts:
        assert {each.date_time for each in parts.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        inner = [name for name in parts.namelist() if name.endswith(".xlsx")]
        assert len(inner) == 2
        for name in inner:
            properties = openpyxl.load_workbook(io.BytesIO(parts.read(name))).properties
            assert properties.created == dt.datetime(2000, 1, 1)
    assert opened(made).core_properties.modified == dt.datetime(2024, 10, 18)


def test_a_template_gives_its_master_and_size_and_none_of_its_slides() -> None:
    template = Presentation()
    template.slide_width, template.slide_height = Inches(12), Inches(6.75)
    template.slides.add_slide(template.slide_layouts[5]).shapes.title.text_frame.text = "A slide of theirs"
    template.slide_master.name = "Corporate"
    file = io.BytesIO()
    template.save(file)
    made = opened(deck_bytes(DECK, file.getvalue()))
    assert made.slide_master.name == "Corporate"
    assert made.slide_width == Inches(12)
    assert "A slide of theirs" not in " ".join(texts(page) for page in made.slides)
    assert {page.slide_layout.name for page in made.slides} == {"Title Slide", "Title Only"}


def test_bars_without_room_for_their_axis_have_none_and_every_name_its_line() -> None:
    """Twenty long names on a slide of 4:3, whose title takes a quarter: names of two lines would hide each other."""
    names = tuple(f"{place:02d} a name of some sixty letters, as options of questions have" for place in range(20))
    many = replace(BARS, categories=names, series=(replace(BARS.series[0], values=(55.0,) * 20),))
    deck = replace(DECK, slides=(SLIDES[0], replace(SLIDES[1], body=many), SLIDES[1]))
    template = io.BytesIO()
    Presentation().save(template)
    _, crowded, roomy = opened(deck_bytes(deck, template.getvalue())).slides
    tight, wide = part(crowded, "chart"), part(roomy, "chart")
    assert [each.chart.value_axis.visible for each in (tight, wide)] == [False, True]
    assert [each.chart.value_axis.has_title for each in (tight, wide)] == [False, True]
    plot = {each.tag.rpartition("}")[2]: each.get("val") for each in tight.chart._chartSpace.find(".//{*}manualLayout")}
    assert float(plot["h"]) * tight.height / 20 >= Pt(12) * 1.2
    assert float(plot["x"]) * tight.width >= 60 * Pt(12) * 0.5  # a letter of Arial is half as wide as it is high
    assert float(plot["x"]) + float(plot["w"]) <= 1


def test_lines_are_counted_as_words_break() -> None:
    """Fifty letters a line: by letters alone three lines, as 144 letters are."""
    head = (
        "Most raised of the figures shown: Answering 999 and 101, and getting to incidents, 18.9% of respondents who "
        "wrote an answer to an open question"
    )
    assert lines_of(head, Pt(24 * 0.53 * 50.5), 24) == 4


@pytest.mark.parametrize("junk", [b"", b"no zip", b"PK\x05\x06" + bytes(18)])
def test_what_is_no_template_is_told(junk: bytes) -> None:
    with pytest.raises(UnreadableError, match="template cannot be read as PowerPoint"):
        deck_bytes(DECK, junk)


def test_a_deck_that_nobody_edited_is_known(made: bytes) -> None:
    assert not edited_since(made)
    file = opened(made)
    part(file.slides[1], "subtitle").left += 1
    out = io.BytesIO()
    file.save(out)
    assert edited_since(out.getvalue())


def edited(made: bytes) -> bytes:
    file = opened(made)
    file.slides[1].shapes.title.text_frame.paragraphs[0].runs[0].text = "A clear yes: 68.1% (of 7,920) say so, not 50%"
    own = file.slides.add_slide(file.slide_layouts[5])
    own.shapes.title.text_frame.text = "A slide of mine, 68.1%"
    slides = file.slides._sldIdLst
    gone = list(slides)[2]  # "safe" is taken out
    file.part.drop_rel(gone.rId)
    slides.remove(gone)
    out = io.BytesIO()
    file.save(out)
    return out.getvalue()


def test_their_words_stay_and_the_numbers_are_refreshed(made: bytes) -> None:
    done = refresh(edited(made), later())
    pages = {page.shapes.title.text_frame.text: page for page in opened(done.data).slides}
    assert "34.1% feel safe" not in pages
    assert "A slide of mine, 68.1%" in pages
    page = pages["A clear yes: 70.3% (of 8,100) say so, not 50%"]
    assert part(page, "subtitle").text_frame.text == "Percentage, base 8,100"
    chart = part(page, "chart").chart
    assert list(chart.plots[0].series[0].values) == [70.3, 0.02, None]
    book = openpyxl.load_workbook(io.BytesIO(chart.part.chart_workbook.xlsx_part.blob))
    assert book["Sheet1"]["B2"].value == 70.3
    assert part(page, "chart")._element._nvXxPr.cNvPr.get("descr") == "Bar chart: Yes 70.3%. Base 8,100."
    told = "\n".join(done.changes)
    assert "68.1% is now 70.3%" in told
    assert [line for line in done.changes if "no figure of this slide" in line] == [
        "relations: your headline says 50%, which is no figure of this slide today: type it anew"
    ]
    assert "chart: Yes 68.1% is 70.3%" in told
    assert "safe: not in your deck: left out" in told
    assert "not one that is made: kept as it is" in told


def test_an_edited_headline_of_a_figure_that_moved_on_is_told(made: bytes) -> None:
    """The deck was made anew twice while the analyst had it: 65.2% and 7,000 are of neither of its other lives."""
    file = opened(made)
    file.slides[1].shapes.title.text_frame.paragraphs[0].runs[0].text = "Yes, say 65.2% (base 7,000) or about 68%"
    out = io.BytesIO()
    file.save(out)
    told = [line.partition(", which")[0] for line in refresh(out.getvalue(), DECK).changes if "no figure" in line]
    assert told == ["relations: your headline says 65.2%", "relations: your headline says 7,000"]


def weekly(weeks: int, base: int) -> Deck:
    """A table of so many weeks, and a scale of two areas, with notes of which one line changes."""
    rows = tuple((f"Week {week}", f"{20 + week}.0%") for week in range(1, weeks + 1))
    table = Slide("weeks", "By week", "Each week", Table(("Week", "Chosen by"), rows, (1, 1)), "Table.", ("Weeks",))
    names = (f"All (base {base})", f"Dudley (base {base // 9} (small))")
    stack = replace(STACK, categories=names, series=(replace(STACK.series[0], values=(34.1, 40.0 + weeks)),))
    notes = ("Source: us.", "Question: how safe?", f"Base: {base}")
    return replace(DECK, slides=(table, Slide("safe", "Safe", "By area", stack, "Stacked bar.", notes)))


def changed(data: bytes) -> bytes:
    file = opened(data)
    file.slides[0].shapes.title.text_frame.text = "Mine"
    out = io.BytesIO()
    file.save(out)
    return out.getvalue()


def test_a_table_that_nobody_changed_gains_the_rows_of_later_weeks() -> None:
    for first, then in ((3, 14), (14, 3)):
        done = refresh(changed(deck_bytes(weekly(first, 900))), weekly(then, 900))
        page = opened(done.data).slides[0]
        assert page.shapes.title.text_frame.text == "Mine"
        shape = part(page, "table")
        cells = [[cell.text_frame.text for cell in row.cells] for row in shape.table.rows]
        assert cells == [["Week", "Chosen by"], *map(list, weekly(then, 900).slides[0].body.rows)]  # type: ignore[union-attr]
        assert shape.top + sum(row.height for row in shape.table.rows) <= part(page, "footer").top
        assert f"weeks: table: {then} rows" in done.changes
        assert refresh(done.data, weekly(then, 900)).data == done.data
    file = opened(deck_bytes(weekly(3, 900)))
    part(file.slides[0], "table").table.cell(1, 0).text_frame.text = "The first week"
    out = io.BytesIO()
    file.save(out)
    done = refresh(out.getvalue(), weekly(14, 900))
    assert len(part(opened(done.data).slides[0], "table").table.rows) == 4
    assert any("it stays as it is" in line for line in done.changes)


def test_what_changed_is_told_though_bases_moved_and_texts_are_long() -> None:
    told = refresh(changed(deck_bytes(weekly(3, 900))), weekly(4, 990)).changes
    assert "safe: chart: Dudley 43.0% is 44.0%" in told
    assert "safe: notes was “Base: 900”, is “Base: 990”" in told


def test_refreshed_twice_it_is_the_same(made: bytes) -> None:
    first = refresh(edited(made), later())
    assert edited_since(first.data)
    second = refresh(first.data, later())
    assert second.data == first.data
    assert not [line for line in second.changes if " is now " in line or "chart:" in line]
