"""One self-contained page: no script, no network, every figure with its table, headings in order, words escaped."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable, Sequence
from html import escape

from survey.publish.page_look import LOOK, PLAIN
from survey.publish.page_parts import Card, Cell, Exhibit, Grid, Page, Section, Strip

_WITHHELD = "[c]"


def page(content: Page) -> bytes:
    """The page as HTML, in UTF-8."""
    return document(content, LOOK, body(content))


def body(content: Page, hint: str = "") -> str:
    """What stands within the page. `hint`: markup of ours that is put before the sections."""
    parts = [*_top(content), _contents(content.sections), hint, *map(_section, content.sections)]
    return "\n".join(part for part in parts if part)


def words(content: Page) -> bytes:
    """The same in words only: no picture, every finding with its text alternative and its table; plain, printable."""
    sections = [_section(each, pictures=False) for each in content.sections]
    return document(content, PLAIN, "\n".join([*_top(content), *sections]))


def document(content: Page, look: str, inside: str, scripts: Sequence[str] = ()) -> bytes:
    """The HTML document, whose policy allows this style and these scripts of ours and nothing else."""
    allowed = f"script-src {' '.join(map(_source, scripts))}; " if scripts else ""
    policy = f"default-src 'none'; {allowed}style-src {_source(look)}; base-uri 'none'; form-action 'none'"
    code = "".join(f"<script>{script}</script>\n" for script in scripts)
    return (
        f'<!DOCTYPE html>\n<html lang="{escape(content.language)}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(content.title)}</title>\n<style>{look}</style>\n</head>\n<body>\n"
        '<a class="skip" href="#main">Skip to the findings</a>\n'
        f'<main id="main">\n{inside}\n</main>\n{code}</body>\n</html>\n'
    ).encode()


def _source(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def _top(content: Page) -> Iterable[str]:
    yield f"<h1>{escape(content.title)}</h1>"
    if content.stamp:
        yield f'<p class="stamp">{escape(content.stamp)}</p>'
    yield from (f"<p>{escape(line)}</p>" for line in content.lead)
    if content.cards:
        yield f'<ul class="cards">{"".join(map(_card, content.cards))}</ul>'


def _card(card: Card) -> str:
    base = f' <span class="base">({escape(card.base)})</span>' if card.base else ""
    return f'<li><strong class="figure">{escape(card.figure)}</strong> <span>{escape(card.what)}</span>{base}</li>'


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
    topic = f'<span class="topic">{escape(exhibit.topic)}</span> '
    head = f'<h3>{topic}{escape(exhibit.headline)}</h3><p class="sub">{escape(exhibit.subtitle)}</p>'
    if not pictures:
        return f"<article>{head}<p>{escape(exhibit.alt)}</p>{_grid(exhibit.grid)}<ul>{notes}</ul></article>"
    table = f"<details><summary>The figures as a table</summary>{_grid(exhibit.grid)}</details>"
    name = f"Chart: {exhibit.headline}"
    kind = "picture striped" if exhibit.strips else "picture"
    place = f'id="chart-{escape(exhibit.id)}" class="{kind}" role="group" tabindex="0" aria-label="{escape(name)}"'
    hint = "" if exhibit.strips else '<p class="wide">Move the chart sideways to see all of it.</p>'
    picture = f"{hint}<div {place}>{exhibit.svg}</div>{_strips(exhibit.strips)}"
    return f'<article>{head}{picture}{table}<ul class="notes">{notes}</ul></article>'


def _strips(strips: Sequence[Strip]) -> str:
    """The picture for narrow screens, where its letters would be too small to read."""
    return f'<ul class="strips">{"".join(map(_strip, strips))}</ul>' if strips else ""


def _strip(strip: Strip) -> str:
    bars, place = [], 0.0
    for _, width, fill in strip.parts:
        if width:
            bars.append(f'<rect x="{place:.2f}%" width="{width:.2f}%" height="100%" fill="{escape(fill)}"/>')
            place += width
    many = len(strip.parts) > 1
    texts = "".join(f"<span>{_key(fill) if many else ''}{escape(text)}</span> " for text, _, fill in strip.parts)
    name = f"<{'b' if many else 'span'}>{escape(strip.name)}</{'b' if many else 'span'}> " if strip.name else ""
    return f'<li>{name}{texts}<svg aria-hidden="true">{"".join(bars)}</svg></li>'


def _key(fill: str) -> str:
    square = f'<rect width="100%" height="100%" fill="{escape(fill)}" stroke="#3D3D3D"/>'
    return f'<svg class="key" aria-hidden="true">{square}</svg>'


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
