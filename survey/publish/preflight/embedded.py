"""What travels inside a deck unseen: links to other files, embedded ones, comments, notes, who made it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from survey.publish.preflight.behind import check_behind
from survey.publish.preflight.deck_charts import series_of
from survey.publish.preflight.deck_pages import Page, called
from survey.publish.preflight.finding import Finding, look, short, wrong

_HYPERLINK = "/hyperlink"
_PROPERTY = 255  # characters: the deck cuts a longer name
_NO_PEOPLE = ("python-pptx", "Steve Canny", "openpyxl", "")


def check_inside(pages: Sequence[Page], file: Any) -> Iterator[Finding]:
    """Workbooks, links and comments of every slide."""
    for page in pages:
        for shape in page.shapes:
            if getattr(shape, "has_chart", False):
                yield from _workbook(f"{page.where}, {called(shape)}", shape.chart)
        yield from _relations(page.where, page.slide.part)
        yield from _comments(page)
    yield from _relations("the deck", file.part)


def check_author(file: Any, owner: str) -> Iterator[Finding]:
    """Who the document says made it."""
    properties = file.core_properties
    people = {properties.author or "", properties.last_modified_by or ""} - {owner[:_PROPERTY], *_NO_PEOPLE}
    if people:
        got = ", ".join(sorted(people))
        hint = "if no person shall be named: File, Info, Check for Issues, Inspect Document"
        yield look("author", "the document names who made it", "document properties", owner or "no person", got, hint)


def check_notes(pages: Sequence[Page], notes: Sequence[int]) -> Iterator[Finding]:
    """Speaker notes that nobody but the analyst has looked at: of these slides, by number."""
    if notes:
        where = f"slide{'s' if len(notes) > 1 else ''} {', '.join(map(str, notes))} of {len(pages)}"
        hint = "read them as if they were on the slide, or take them out"
        yield look("notes", "speaker notes go out with the file", where, "notes that may be published", "notes", hint)


def _comments(page: Page) -> Iterator[Finding]:
    for relation in page.slide.part.rels.values():
        if "comment" in relation.reltype.rsplit("/", 1)[-1].lower() and not relation.is_external:
            text = relation.target_part.blob.decode("utf-8", "replace")
            words = "; ".join(
                short(each) for each in re.findall(r"<(?:p:text|a:t)[^>]*>([^<]*)<", text) if each.strip()
            )
            hint = "delete the comments: Review, Delete, Delete All Comments in This Presentation"
            yield wrong("comments", "comments of colleagues go out with the file", page.where, "none", words, hint)


def _relations(where: str, part: Any) -> Iterator[Finding]:
    for relation in part.rels.values():
        kind = relation.reltype.rsplit("/", 1)[-1]
        if relation.is_external:
            target = relation.target_ref
            local = not re.match(r"(?:https?|mailto|tel):|#", target, re.IGNORECASE)
            if not relation.reltype.endswith(_HYPERLINK) or local:
                hint = (
                    "break the link, or put the thing itself in: others do not have that file, and its path tells where"
                )
                yield wrong(
                    "external_link", f"a link to a file outside ({kind})", where, "none", short(target, 120), hint
                )
        elif kind in ("oleObject", "package") and "chart" not in str(part.partname):
            hint = "put a picture or a table in its place: the whole file can be opened from the slide"
            got = str(relation.target_part.partname)
            yield wrong("embedded_file", "a whole file is embedded in the slide", where, "none", got, hint)


def _workbook(where: str, chart: Any) -> Iterator[Finding]:
    """The workbook behind a chart holds what is drawn and nothing else."""
    yield from _relations(where, chart.part)
    inner = chart.part.chart_workbook.xlsx_part
    if inner is None:
        return
    yield from check_behind(where, inner.blob, series_of(chart))
