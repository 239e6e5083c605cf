"""Waiting for a page to be as a reader has it."""

from __future__ import annotations

from pathlib import Path

from tests.browser.chromium import Tab

SETTLED = "new Promise((done) => requestAnimationFrame(() => setTimeout(done, 30)))"
_DRAWN = """
new Promise((done) => {
  const look = () => document.getElementById('how')?.hidden ? setTimeout(look, 20) : done();
  look();
})
"""


def opened(tab: Tab, page: Path, width: int = 1280) -> None:
    """The page, its charts drawn where it has any."""
    tab.open(page, width)
    tab.run(_DRAWN)
    tab.run(SETTLED)
