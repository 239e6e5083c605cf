"""The pages as a real browser has them: quiet, alone, accessible, whole at every width, in large text, on paper."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.browser.chromium import Tab
from tests.browser.ready import SETTLED, opened

KINDS = ("page", "words", "interactive")
WIDTHS = {"published": (320, 480, 640, 768, 1024, 1280), "gallery": (320, 1280)}
A4 = 680  # CSS pixels between margins of 1.5 cm
FINDS = """
(() => {
  const inside = (e) => e.closest('.grid, .picture, svg');
  const wide = [...document.querySelectorAll('body *')].filter((e) => !inside(e))
    .filter((e) => e.getBoundingClientRect().right > innerWidth + 1 && e.checkVisibility() && !e.closest('.skip'));
  return [document.documentElement.scrollWidth > innerWidth, wide.map((e) => e.outerHTML.slice(0, 200))];
})()
"""
# Every line of text outside pictures, as where it stands; and those that are cut by what they stand in.
LINES = """
(() => {
  const lines = [], cut = [];
  const walk = document.createTreeWalker(document.querySelector('main'), NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const node = walk.currentNode, holder = node.parentElement;
    if (!node.textContent.trim() || holder.closest('svg, script, .skip') || !holder.checkVisibility()) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    for (const box of range.getClientRects()) {
      if (box.width > 1) lines.push([box.left, box.top, box.right, box.bottom, node.textContent.trim().slice(0, 60)]);
    }
    for (let e = holder; e !== document.body; e = e.parentElement) {
      const style = getComputedStyle(e);
      const hides = [style.overflowX, style.overflowY].some((each) => ['hidden', 'clip'].includes(each));
      const more = e.scrollWidth > e.clientWidth + 1 || e.scrollHeight > e.clientHeight + 1;
      if (hides && more) cut.push(e.outerHTML.slice(0, 200));
    }
  }
  const met = [];
  lines.sort((a, b) => a[1] - b[1]);
  lines.forEach((one, at) => {
    for (let next = at + 1; next < lines.length && lines[next][1] < one[3] - 4; next += 1) {
      const other = lines[next];
      if (one[0] < other[2] - 2 && other[0] < one[2] - 2) met.push([one[4], other[4]]);
    }
  });
  return {lines: lines.length, met, cut};
})()
"""
# What could be moved sideways on a screen, and is cut on paper.
HELD = """
[...document.querySelectorAll('.grid, .picture')].filter((each) => each.scrollWidth > each.clientWidth + 1)
  .map((each) => [each.scrollWidth, each.clientWidth, each.outerHTML.slice(0, 300)])
"""
AXE = "axe.run(document, {resultTypes: ['violations'], preload: false})"
OPENED = "document.querySelectorAll('details').forEach((each) => { each.open = true; })"


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("source", ["published", "gallery"])
def test_quiet_alone_and_no_wider_than_the_window(
    source: str, kind: str, tab: Tab, request: pytest.FixtureRequest
) -> None:
    pages: dict[str, Path] = request.getfixturevalue(source)
    opened(tab, pages[kind])
    assert tab.errors == []
    assert tab.requests == []
    for unfolded in (False, True):
        for width in WIDTHS[source]:
            tab.resize(width)
            tab.run(SETTLED)
            assert tab.run(FINDS) == [False, []], width
        if not unfolded:
            tab.run(OPENED)


@pytest.mark.parametrize(("kind", "width"), [("page", 320), ("words", 1280), ("interactive", 1280)])
def test_axe_finds_nothing(kind: str, width: int, tab: Tab, axe: str, published: dict[str, Path]) -> None:
    opened(tab, published[kind], width)
    tab.run(OPENED)
    tab.run(axe)
    found = tab.run(f"{AXE}.then((found) => JSON.stringify([found.violations, found.passes.length]))")
    violations, passed = json.loads(found)
    assert [(each["id"], [node["html"][:200] for node in each["nodes"]][:3]) for each in violations] == []
    assert passed > 20


@pytest.mark.parametrize("kind", ["page", "interactive"])
def test_axe_knows_every_chart_as_an_image_with_a_name(kind: str, tab: Tab, axe: str, gallery: dict[str, Path]) -> None:
    opened(tab, gallery[kind])
    tab.run(axe)
    found = tab.run(
        "axe.run(document, {runOnly: ['svg-img-alt', 'aria-valid-attr-value', 'duplicate-id-aria']})"
        ".then(({violations, passes}) => [violations, passes].map((each) => each.map(({id, nodes}) => "
        "[id, nodes.length, nodes[0].html.slice(0, 200)])))"
    )
    assert found[0] == []
    assert found[1]


def test_axe_finds_what_is_wrong(tab: Tab, axe: str, published: dict[str, Path]) -> None:
    """The test above could fail."""
    opened(tab, published["page"])
    tab.run("document.querySelector('h1').outerHTML = '<h4>Hardly to be read</h4><img src=\"data:,\">'")
    tab.run("document.querySelector('h4').style.color = '#ccc'")
    tab.run(axe)
    found: list[str] = tab.run(f"{AXE}.then((found) => found.violations.map((each) => each.id))")
    assert {"image-alt", "color-contrast", "page-has-heading-one"} <= set(found)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("source", ["published", "gallery"])
def test_text_twice_as_large_is_neither_cut_nor_overlaps(
    source: str, kind: str, tab: Tab, request: pytest.FixtureRequest
) -> None:
    pages: dict[str, Path] = request.getfixturevalue(source)
    opened(tab, pages[kind])
    tab.run(OPENED)
    for width, size in ((1280, "100%"), (1280, "200%"), (640, "200%"), (320, "100%")):
        tab.resize(width)
        tab.run(f"document.documentElement.style.fontSize = '{size}'")
        tab.run(SETTLED)
        found: dict[str, Any] = tab.run(LINES)
        assert found["lines"] > 100
        assert (found["met"], found["cut"]) == ([], []), (width, size)
        assert tab.run(FINDS) == [False, []], (width, size)


def test_overlapping_and_cut_text_is_found(tab: Tab, published: dict[str, Path]) -> None:
    opened(tab, published["page"])
    tab.run("document.querySelector('h2').style.cssText = 'margin-top:-3rem;height:0'")
    tab.run("document.querySelector('h1').style.cssText = 'overflow:hidden;height:1rem'")
    found = tab.run(LINES)
    assert found["met"]
    assert len(found["cut"]) == 1


@pytest.mark.parametrize("kind", KINDS)
def test_printed_whole(kind: str, tab: Tab, published: dict[str, Path]) -> None:
    """On paper nothing is folded away, cut, or wider than the sheet."""
    opened(tab, published[kind], A4)
    tab.call("Emulation.setEmulatedMedia", media="print")
    try:
        tab.run(SETTLED)
        assert tab.run(FINDS) == [False, []]
        folded = tab.run("[...document.querySelectorAll('td, th')].filter((each) => !each.getClientRects().length)")
        assert folded == []
        assert tab.run(HELD) == []
        found = tab.run(LINES)
        assert (found["met"], found["cut"]) == ([], [])
    finally:
        tab.call("Emulation.setEmulatedMedia", media="")


def test_the_print_holds_every_word(tab: Tab, published: dict[str, Path], tmp_path: Path) -> None:
    reader = shutil.which("pdftotext")
    if reader is None:
        pytest.skip("pdftotext is not installed: the words of the PDF are not read")
    opened(tab, published["page"])
    said = tab.run(
        "[...document.querySelectorAll('main h1, main h2, main p, main td, main th, main li')]"
        ".filter((each) => !each.closest('nav, .strips') && !each.matches('.wide')).map((each) => each.textContent)"
    )
    text = tmp_path / "text.txt"
    subprocess.run([reader, "-raw", published["pdf"], text], check=True)
    read = re.sub(r"\s", "", text.read_text(encoding="utf-8"))
    assert [each for each in said if re.sub(r"\s", "", each) not in read] == []
    made = published["pdf"].read_bytes()
    assert b"/StructTreeRoot" in made  # tagged: a screen reader finds headings and tables
    assert b"/Outlines" in made
    assert set(re.findall(rb"\(D:(\d+)", made)) == {b"20241018000000"}  # of the last responses, so no date of today
