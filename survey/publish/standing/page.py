"""What stands in the tables of a page."""

from __future__ import annotations

from html.parser import HTMLParser

from survey.publish.standing.parts import Part, grid_cells

_HEADS, _TEXTS = ("h2", "h3"), ("p", "li", "dt", "dd")
_ASKED = "Question: "


def read_page(data: bytes) -> list[Part]:
    """The tables in order, each under the heading it stands under."""
    reader = _Reader()
    reader.feed(data.decode("utf-8", errors="replace"))
    return [
        Part(f"table {number}", f"{number}", each.title, each.asked, grid_cells(each.heads, each.rows), (*each.texts,))
        for number, each in enumerate((each for each in reader.parts if each.rows), start=1)
    ]


class _Table:
    """A part while it is read."""

    def __init__(self, title: str) -> None:
        self.title, self.asked = title, ""
        self.heads: tuple[str, ...] = ()
        self.rows: list[tuple[str, ...]] = []
        self.texts: list[str] = [title]


class _Reader(HTMLParser):
    """Headings begin a part, tables and texts are put into it; what is drawn is passed over."""

    def __init__(self) -> None:
        super().__init__()
        self.parts: list[_Table] = []
        self._words: list[str] = []
        self._row: list[str] = []
        self._drawn = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        del attrs
        self._drawn += tag == "svg"
        if tag in (*_HEADS, *_TEXTS, "th", "td", "caption"):
            self._words = []
        if tag == "tr":
            self._row = []
        if tag == "table" and self.parts and self.parts[-1].rows:
            self.parts.append(_Table(self.parts[-1].title))

    def handle_data(self, data: str) -> None:
        if not self._drawn:
            self._words.append(data)

    def handle_endtag(self, tag: str) -> None:
        self._drawn -= tag == "svg"
        text = " ".join("".join(self._words).split())
        if tag in _HEADS:
            self.parts.append(_Table(text))
        elif not self.parts:
            return
        elif tag in ("th", "td"):
            self._row.append(text)
        elif tag == "tr":
            self._end_row(self.parts[-1])
        elif tag in (*_TEXTS, "caption"):
            self.parts[-1].texts.append(text)
            if text.startswith(_ASKED):
                self.parts[-1].asked = text.removeprefix(_ASKED)

    def _end_row(self, part: _Table) -> None:
        if part.heads:
            part.rows.append(tuple(self._row))
        else:
            part.heads = tuple(self._row)
