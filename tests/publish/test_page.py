"""The page: nothing runs, nothing is fetched, words are escaped, headings are in order, every picture has its table."""

from __future__ import annotations

import re
from collections.abc import Callable
from html.parser import HTMLParser

import pytest

from survey.publish.page import page, words
from survey.publish.page_parts import Card, Exhibit, Grid, Page, Section, Strip

HOSTILE = (
    "</script><script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '" onmouseover="alert(1)',
    "javascript:alert(1)",
    "</style><svg onload=alert(1)>",
    "&lt;script&gt;",
    "<!--",
)


def content(text: str) -> Page:
    grid = Grid(text, ("Answer", text), ((text, 12, 34.56), ("B", None, None)))
    strips = (Strip(text, ((text, 34.56, text), (text, None, text))),)
    drawn = '<svg role="img"><title>t</title></svg>'
    exhibit = Exhibit("a", text, text, text, drawn, grid, (text,), text, strips)
    sections = (Section("s", text, (text,), (grid,), (exhibit,)),)
    return Page(text, (text,), (Card(text, text, text),), sections, stamp=text)


class Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.text: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs

    def handle_data(self, data: str) -> None:
        self.text.append(data)


def read(data: bytes) -> Reader:
    reader = Reader()
    reader.feed(data.decode())
    return reader


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("make", [page, words])
def test_words_stay_words(text: str, make: Callable[[Page], bytes]) -> None:
    harmless, hostile = read(make(content("plain"))), read(make(content(text)))
    assert hostile.tags == harmless.tags
    assert [name for name, _ in hostile.attributes] == [name for name, _ in harmless.attributes]
    assert hostile.text.count(text) == harmless.text.count("plain") > 5


def test_nothing_runs_and_nothing_is_fetched() -> None:
    data = page(content("x")).decode()
    reader = read(data.encode())
    assert not {"script", "link", "img", "iframe", "object", "embed"} & set(reader.tags)
    assert not [name for name, _ in reader.attributes if name.startswith("on") or name in ("src", "style")]
    assert all((value or "").startswith("#") for name, value in reader.attributes if name == "href")
    assert "default-src 'none'" in data
    assert "unsafe" not in data


def test_headings_tables_and_figures() -> None:
    data = page(content("x")).decode()
    assert re.findall(r"<h(\d)", data) == ["1", "2", "3"]
    reader = read(data.encode())
    assert reader.tags.count("h1") == 1
    assert dict(reader.attributes)["lang"] == "en-GB"
    assert "<td>12</td><td>34.6%</td>" in data
    assert data.count("<td>[c]</td>") == 4
    assert "<svg" not in words(content("x")).decode()
