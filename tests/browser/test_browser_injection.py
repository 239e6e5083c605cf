"""300 texts that would be script, as verbatim, header, option and area name: on no page does one run in the browser.

The pages' policy would stop them too, so they are tried again with the policy taken out: escaping alone must hold.
"""

from __future__ import annotations

import datetime as dt
import re
from html import escape
from pathlib import Path

import polars as pl
import pytest
import tomlkit

from pipelines.places import open_desk
from pipelines.publication import Publication
from pipelines.report import Wanted, make_report
from pipelines.report_exhibit import exhibit
from survey.charts.library import library
from survey.charts.question import question_picture
from survey.charts.save import spec
from survey.publish.interactive import Drawn, interactive
from survey.publish.page import page, words
from survey.publish.page_parts import Card, Exhibit, Grid, Page, Section
from survey.questionnaire.kinds import Closed, MultiCode
from tests.browser.chromium import Chromium, Tab
from tests.browser.injections import PLACES, VECTORS, payloads, unheld
from tests.browser.ready import opened
from tests.charts.gallery import REAL, coded, frame, multi, row

LISTENS = """
window.fired = [];
window.ran = (number) => { top.fired.push(number); };
for (const name of ['alert', 'confirm', 'prompt', 'print']) window[name] = () => { top.fired.push(name); };
"""
# Everything is pointed at, entered, focused, clicked and gone through by key.
POKES = """
(async () => {
  const kinds = ['mouseover', 'mouseenter', 'mousemove', 'pointerover', 'click', 'focus', 'focusin', 'load', 'error',
    'toggle', 'animationstart', 'beginEvent', 'pageshow'];
  const documents = [document, ...[...document.querySelectorAll('iframe')].map((each) => each.contentDocument)];
  for (const each of documents.filter(Boolean)) {
    for (const element of each.querySelectorAll('*')) {
      for (const kind of kinds) element.dispatchEvent(new MouseEvent(kind, {clientX: 9, clientY: 9}));
    }
    for (const element of each.querySelectorAll('a:not([href^="#"]), button')) {
      (element.click ?? (() => element.dispatchEvent(new MouseEvent('click', {bubbles: true})))).call(element);
    }
    for (const element of each.querySelectorAll('.picture')) {
      for (let step = 0; step < 100; step += 1) element.dispatchEvent(new KeyboardEvent('keydown', {key: 'ArrowDown'}));
    }
  }
  await new Promise((done) => setTimeout(done, 500));
  return [...new Set(window.fired)];
})()
"""


@pytest.fixture(scope="module")
def watched(browser: Chromium) -> Tab:
    """A tab that keeps what ran."""
    tab = browser.tab()
    tab.call("Page.addScriptToEvaluateOnNewDocument", source=LISTENS)
    return tab


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The pages whose questions, options and areas are hostile, and those whose every text is a hostile verbatim."""
    asked = _asked(tmp_path_factory.mktemp("asked"))
    return {**{re.sub(r"asked_report_?|\.html", "", name) or "page": data for name, data in asked.items()}, **_said()}


def _asked(folder: Path) -> dict[str, bytes]:
    (folder / "asked").mkdir()
    (folder / "asked" / "questionnaire.toml").write_text(tomlkit.dumps(_questionnaire()), encoding="utf-8")
    desk = open_desk(str(folder / "asked"), folder)
    figures = _figures({each.id: each for each in desk.consultation.questions if isinstance(each, Closed | MultiCode)})
    publication = Publication(figures, 8000, False, dt.date(2024, 7, 14), 0)
    return dict(make_report(desk, publication, Wanted(words=True, interactive=True)))


def _questionnaire() -> dict[str, object]:
    heads, area = payloads("header"), {"id": "area", "kind": "single_code", "text": "Where do you live?"}
    questions = [
        {
            "id": f"h{place}",
            "kind": "single_code",
            "text": heads[place],
            "short": heads[place + 1],
            "base_label": heads[place + 2],
            "column": f"Column {place}",
            "options": ["Yes", "No"],
        }
        for place in range(0, len(heads), 3)
    ]
    options = [{"code": f"o{place}", "label": label} for place, label in enumerate(payloads("option"))]
    areas = [{"code": f"a{place}", "label": label} for place, label in enumerate(payloads("area"))]
    picked = {"id": "picked", "kind": "multi_code", "text": "Which?", "column": "Picked", "delimiter": "|"}
    safe = {"id": "safe", "kind": "scale", "polarity": "positive_first", "text": "How safe?", "column": "Safe"}
    head = {"name": heads[0], "owner": heads[1], "geography": heads[2], "area": "area", "priorities": "picked"}
    return {
        "consultation": head,
        "fieldwork": {"opened": dt.date(2024, 7, 1), "closed": dt.date(2024, 7, 14)},
        "export": {"response_id": "ID", "started": {"column": "Started", "format": "%Y-%m-%d"}},
        "question": [
            *questions,
            {**picked, "options": options},
            {**area, "column": "Area", "options": areas},
            {**safe, "options": ["Safe", "Unsafe"], "nets": [{"code": "n", "label": heads[3], "codes": ["safe"]}]},
        ],
    }


def _figures(questions: dict[str, Closed | MultiCode]) -> pl.DataFrame:
    """RESULTS as if they had passed the gate: no count is small."""
    rows = []
    for name, question in questions.items():
        counts = [100 + 7 * place for place in range(len(question.options))]
        base = sum(counts)
        whole = coded(question, counts, base)
        rows += [{**each, "base": question.base_label or each["base"]} for each in whole]
        if name == "picked":
            rows += [each for week in (1, 2) for each in coded(question, [n * week for n in counts], 5000, week=week)]
        if name == "safe":
            groups = ["All", *(option.label for option in questions["area"].options)]
            rows += [each for group in groups for each in coded(question, counts, base, banner_id="area", group=group)]
    return frame([{"group": "All", **each} for each in rows])


def _said() -> dict[str, bytes]:
    """Pages on which each verbatim stands wherever a text can stand, and in a chart."""
    texts = payloads("verbatim")
    question = multi("said", texts)
    picture = question_picture(
        question, frame([row(question, f"o{n}", each, 90 - n, 900) for n, each in enumerate(texts)]), REAL
    )
    chart = exhibit("said", question, picture, picture.headline)
    sections = [
        Section(f"s{number}", text, (text,), (_grid(text),), (_exhibit(number, text),))
        for number, text in enumerate(texts)
    ]
    cards = tuple(Card(text, text, text) for text in texts)
    content = Page(texts[0], tuple(texts), cards, (Section("chart", "Chart", exhibits=(chart,)), *sections), texts[1])
    still = {"verbatim": page(content), "verbatim_words": words(content)}
    return still | {"verbatim_interactive": interactive(content, Drawn({"said": spec(picture)}, library()))}


def _grid(text: str) -> Grid:
    return Grid(text, ("Answer", text), ((text, 12), (text, text)))


def _exhibit(number: int, text: str) -> Exhibit:
    still = '<svg role="img" aria-label="still"></svg>'
    return Exhibit(f"e{number}", text, text, text, still, _grid(text), (text,), text)


def without_policy(data: bytes) -> bytes:
    stripped, times = re.subn(rb"<meta http-equiv=\"Content-Security-Policy\"[^>]*>", b"", data)
    assert times == 1
    return stripped


def test_no_payload_runs(
    watched: Tab, hostile: dict[str, bytes], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert len(hostile) == 6
    every = {each for place in PLACES for each in payloads(place)}
    tried: set[str] = set()
    fired: dict[str, list[object]] = {}
    for name, data in hostile.items():
        for policy, shown in (("policy", data), ("no policy", without_policy(data))):
            path = tmp_path / f"{name} {policy}.html"
            path.write_bytes(shown)
            opened(watched, path)
            said = watched.run("document.querySelector('main').textContent")
            tried |= {each for each in every if each in said}
            ran = watched.run(POKES if policy == "no policy" else "window.fired")
            if ran:
                fired[path.name] = ran
            assert watched.errors == []  # the policy had nothing to refuse
            assert watched.requests == []
    with capsys.disabled():
        print(f"\n{len(tried)} tried, {len({number for ran in fired.values() for number in ran})} ran")
    assert len(every) == 300
    assert tried == every
    assert fired == {}


def test_they_would_run(watched: Tab, tmp_path: Path) -> None:
    """The same texts where nothing holds them: what the test above could have found."""
    frames = "".join(f'<iframe srcdoc="{escape(each)}"></iframe>' for each in unheld())
    path = tmp_path / "unheld.html"
    path.write_text(f"<!DOCTYPE html><meta charset=utf-8><title>x</title>{frames}", encoding="utf-8")
    watched.open(path)
    ran = watched.run(POKES)
    assert len(ran) >= 60, [each for number, each in enumerate(VECTORS) if number not in ran]
