"""One self-contained page: no script, no network, every figure with its table, headings in order, words escaped."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from html import escape
from typing import TypeAlias

Cell: TypeAlias = str | int | float | None
_WITHHELD = "[c]"


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: `caption`, headers, rows whose first cell names them. None is withheld; decimals are percentages."""

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, slots=True)
class Exhibit:
    """One finding: what it says, what it measures, its picture (SVG with title and description), and its table."""

    id: str
    headline: str
    subtitle: str
    svg: str
    grid: Grid
    notes: tuple[str, ...]
    alt: str


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the page under a heading of its own."""

    id: str
    heading: str
    lines: tuple[str, ...] = ()
    grids: tuple[Grid, ...] = ()
    exhibits: tuple[Exhibit, ...] = ()


@dataclass(frozen=True, slots=True)
class Page:
    """`cards`: a figure and what it is, for the top. `stamp`: said above all where the data are not real."""

    title: str
    lead: tuple[str, ...]
    cards: tuple[tuple[str, str], ...]
    sections: tuple[Section, ...]
    stamp: str = ""
    language: str = field(default="en-GB")


def page(content: Page) -> bytes:
    """The page as HTML, in UTF-8."""
    body = [*_top(content), _contents(content.sections), *map(_section, content.sections)]
    return _document(content, _LOOK, "\n".join(body))


def words(content: Page) -> bytes:
    """The same in words only: no picture, every finding with its text alternative and its table; plain, printable."""
    sections = [_section(each, pictures=False) for each in content.sections]
    return _document(content, _PLAIN, "\n".join([*_top(content), *sections]))


def _document(content: Page, look: str, body: str) -> bytes:
    digest = base64.b64encode(hashlib.sha256(look.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    return (
        f'<!DOCTYPE html>\n<html lang="{escape(content.language)}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(content.title)}</title>\n<style>{look}</style>\n</head>\n<body>\n"
        '<a class="skip" href="#main">Skip to the findings</a>\n'
        f'<main id="main">\n{body}\n</main>\n</body>\n</html>\n'
    ).encode()


def _top(content: Page) -> Iterable[str]:
    yield f"<h1>{escape(content.title)}</h1>"
    if content.stamp:
        yield f'<p class="stamp">{escape(content.stamp)}</p>'
    yield from (f"<p>{escape(line)}</p>" for line in content.lead)
    if content.cards:
        cards = "".join(
            f"<div><dt>{escape(what)}</dt><dd>{escape(figure)}</dd></div>" for figure, what in content.cards
        )
        yield f'<dl class="cards">{cards}</dl>'


def _contents(sections: Sequence[Section]) -> str:
    links = "".join(f'<li><a href="#{escape(each.id)}">{escape(each.heading)}</a></li>' for each in sections)
    return f'<nav aria-label="On this page"><ul>{links}</ul></nav>'


def _section(section: Section, pictures: bool = True) -> str:
    lines = "".join(f"<p>{escape(line)}</p>" for line in section.lines)
    grids = "".join(_grid(each) for each in section.grids)
    exhibits = "".join(_exhibit(each, pictures) for each in section.exhibits)
    name = escape(section.id)
    head = f'<h2 id="h-{name}">{escape(section.heading)}</h2>'
    return f'<section id="{name}" aria-labelledby="h-{name}">{head}{lines}{grids}{exhibits}</section>'


def _exhibit(exhibit: Exhibit, pictures: bool) -> str:
    notes = "".join(f"<li>{escape(note)}</li>" for note in exhibit.notes)
    head = f'<h3>{escape(exhibit.headline)}</h3><p class="sub">{escape(exhibit.subtitle)}</p>'
    if not pictures:
        return f"<article>{head}<p>{escape(exhibit.alt)}</p>{_grid(exhibit.grid)}<ul>{notes}</ul></article>"
    table = f"<details><summary>The figures as a table</summary>{_grid(exhibit.grid)}</details>"
    name = f"Chart: {exhibit.headline}"
    picture = f'<div class="picture" role="group" tabindex="0" aria-label="{escape(name)}">{exhibit.svg}</div>'
    return f'<article>{head}{picture}{table}<ul class="notes">{notes}</ul></article>'


def _grid(grid: Grid) -> str:
    heads = "".join(f'<th scope="col">{escape(name)}</th>' for name in grid.columns)
    rows = "".join(
        f'<tr><th scope="row">{escape(_text(row[0]))}</th>'
        + "".join(f"<td>{escape(_text(value))}</td>" for value in row[1:])
        + "</tr>"
        for row in grid.rows
    )
    label = escape(grid.caption)
    return (
        f'<div class="grid" role="region" tabindex="0" aria-label="{label}"><table><caption>{label}</caption>'
        f"<thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table></div>"
    )


def _text(value: Cell) -> str:
    match value:
        case None:
            return _WITHHELD
        case str():
            return value
        case int():
            return f"{value:,}"
        case float():
            return f"{value:.1f}%"


_PLAIN = """
body{font:1rem/1.5 Arial,sans-serif;color:#000;background:#fff;margin:0 auto;max-width:60rem;padding:1rem}
h1,h2,h3{line-height:1.25}a{color:#12436D}.skip{position:absolute;left:-999rem}.skip:focus{position:static}
table{border-collapse:collapse}caption{text-align:left;font-weight:bold;padding:.25rem 0}
th,td{text-align:left;padding:.25rem .75rem .25rem 0;border-bottom:1px solid #BFBFBF;vertical-align:top}
td{text-align:right;font-variant-numeric:tabular-nums}.grid{overflow-x:auto}
.stamp{border:2px solid #801650;color:#801650;font-weight:bold;padding:.5rem}
dl.cards div{margin:.5rem 0}dt{display:inline}dd{display:inline;font-weight:bold;margin-left:.5rem}
@media print{.skip{display:none}article,tr{break-inside:avoid}.grid{overflow:visible}}
"""
_LOOK = (
    _PLAIN
    + """
dl.cards{display:grid;grid-template-columns:repeat(auto-fit,minmax(12rem,1fr));gap:1rem;margin:1.5rem 0}
dl.cards div{border-left:.375rem solid #12436D;padding:.25rem .75rem;margin:0}dt,dd{display:block;margin:0}
dd{font-size:1.75rem;line-height:1.2;overflow-wrap:anywhere}.sub{color:#3D3D3D}.picture{overflow-x:auto}
.picture svg{max-width:100%;height:auto}article{border-top:1px solid #BFBFBF;margin-top:1.5rem}
summary{cursor:pointer;padding:.5rem 0;min-height:1.5rem}.notes{color:#3D3D3D;padding-left:1.25rem}
nav ul{padding-left:1.25rem}nav li{padding:.125rem 0}
@media (max-width:40rem){.picture svg{max-width:none}}
"""
)
