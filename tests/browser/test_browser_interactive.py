"""The second page: charts that tell their figures by pointer and key, nothing evaluated, all of it without script."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

import pytest

from tests.browser.chromium import Tab
from tests.browser.ready import SETTLED, opened

KNIFE = "Preventing knife crime: 55.3%, 4,337 of 7,840"
CHART = "#chart-top_responsibilities"
ALL = "[...document.querySelectorAll"
BOX = '(({{x, y, right}}) => [x, y, right])(document.querySelector("{}").getBoundingClientRect())'
TIP = "document.getElementById('tip').hidden ? '' : document.getElementById('tip').textContent"


@pytest.fixture
def ready(tab: Tab, published: dict[str, Path]) -> Tab:
    opened(tab, published["interactive"])
    return tab


def press(tab: Tab, key: str) -> None:
    for kind in ("keyDown", "keyUp"):
        tab.call("Input.dispatchKeyEvent", type=kind, key=key, code=key)
    tab.run(SETTLED)


def test_every_chart_is_drawn_anew_with_its_alternative(ready: Tab, published: dict[str, Path]) -> None:
    drawn = ready.run(f"{ALL}('.picture > div > svg')].map((each) => [each.getAttribute('role'), each.ariaLabel])")
    assert ready.run("document.querySelectorAll('.picture > svg').length") == 0
    described = re.findall(r"<desc>(.*?)</desc>", published["page"].read_text(encoding="utf-8"))
    assert [label for _, label in drawn] == [unescape(each) for each in described]
    assert len(drawn) > 12
    assert [role for role, _ in drawn] == ["img"] * len(drawn)


def test_a_bar_tells_its_figure_and_base(ready: Tab) -> None:
    ready.run(f"document.querySelector('{CHART}').scrollIntoView({{block: 'center'}})")
    ready.run(SETTLED)
    left, top, _ = ready.run(BOX.format(f"{CHART} [aria-label^='Preventing knife']"))
    assert ready.run(TIP) == ""
    ready.call("Input.dispatchMouseEvent", type="mouseMoved", x=left + 20, y=top + 5)
    ready.run(SETTLED)
    assert ready.run(TIP) == KNIFE
    left, _, right = ready.run(BOX.format("#tip"))
    assert 0 <= left < right <= 1280
    press(ready, "Escape")
    assert ready.run(TIP) == ""


def test_by_key(ready: Tab) -> None:
    ready.call("Emulation.setFocusEmulationEnabled", enabled=True)
    ready.run(f"document.querySelector('{CHART}').focus()")
    ready.run(SETTLED)
    press(ready, "ArrowDown")
    assert ready.run(TIP) == KNIFE
    press(ready, "ArrowDown")
    assert ready.run(TIP).startswith("Investigating crimes and bringing offenders to justice: 46.8%, ")
    press(ready, "ArrowUp")
    press(ready, "ArrowUp")
    assert ready.run(TIP).startswith("Preventing shop theft and crime against businesses: 5.2%, ")
    ready.run("document.activeElement.blur()")
    assert ready.run(TIP) == ""


def test_nothing_is_evaluated(ready: Tab, published: dict[str, Path]) -> None:
    refused = ready.call("Runtime.evaluate", expression="Function('return 1')()", allowUnsafeEvalBlockedByCSP=False)
    assert "unsafe-eval" in refused["exceptionDetails"]["exception"]["description"]
    policy = re.search(
        r'Content-Security-Policy" content="([^"]*)"', published["interactive"].read_text(encoding="utf-8")
    )
    assert policy is not None
    assert "unsafe" not in policy[1]
    assert policy[1].startswith("default-src 'none'; script-src 'sha256-")


def test_without_script_it_is_the_first_page(tab: Tab, published: dict[str, Path]) -> None:
    tab.call("Emulation.setScriptExecutionDisabled", value=True)
    try:
        tab.open(published["interactive"])
        assert tab.errors == []
    finally:
        tab.call("Emulation.setScriptExecutionDisabled", value=False)
    look = ("querySelectorAll('.picture > svg[role=img]').length", "querySelectorAll('table').length")
    count = f"[{', '.join(f'document.{each}' for each in look)}, document.querySelector('main').innerText.length]"
    charts, tables, letters = tab.run(count)
    opened(tab, published["page"])
    assert tab.run(count)[:2] == [charts, tables]
    assert abs(tab.run(count)[2] - letters) < 10


def test_only_what_passed_the_gate_and_of_a_size_to_send(published: dict[str, Path]) -> None:
    text = published["interactive"].read_text(encoding="utf-8")
    counts = [int(each.replace(",", "")) for each in re.findall(r": [<\d.]+%, ([\d,]+) of ", text)]
    assert len(counts) > 200
    assert not [each for each in counts if 0 < each < 10]
    assert len(text.encode()) < 2_500_000  # of which the library is 0.9 million
    assert published["page"].stat().st_size < 800_000
