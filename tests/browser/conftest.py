"""The browser, and the pages it opens: of the SYNTHETIC reference case, and of every picture of the gallery."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest

from pipelines.ingest import take_in
from pipelines.places import open_desk
from pipelines.publication import publish
from pipelines.report import Wanted, make_report
from pipelines.report_exhibit import exhibit
from pipelines.responses import load_responses
from survey.charts.library import library
from survey.charts.save import spec
from survey.publish.interactive import Drawn, interactive
from survey.publish.page import page, words
from survey.publish.page_parts import Card, Page, Section
from survey.questionnaire.kinds import Question
from survey.synthetic.export import make_export
from survey.synthetic.load import load_published
from tests.browser.chromium import Chromium, Tab, chromium, program
from tests.charts.gallery import AGREE, GRID, HOSTILE, ORDER, SAFE
from tests.charts.gallery_more import all_makers

NAME = "police_crime_plan_2024"
RESPONDENTS = 8000
DRAWN = ("_hostile", "_area")  # beside each kind of chart on usual data


@pytest.fixture(scope="session")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chromium]:
    """A real Chromium."""
    if not program():
        pytest.skip("Chromium is not installed: what a browser makes of the pages is not tried")
    with chromium(program(), tmp_path_factory.mktemp("profile")) as started:
        yield started


@pytest.fixture(scope="session")
def tab(browser: Chromium) -> Tab:
    """A tab for all tests."""
    return browser.tab()


@pytest.fixture(scope="session")
def axe() -> str:
    """The script of axe-core."""
    found = find_spec("axe_playwright_python")
    if found is None or not found.submodule_search_locations:
        pytest.skip("axe-core is not installed: run make setup")
    return (Path(found.submodule_search_locations[0]) / "axe.min.js").read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The files of `survey report` by kind, on synthetic responses: `page`, `words`, `interactive`, `pdf`."""
    folder = tmp_path_factory.mktemp("outputs")
    desk = open_desk(NAME, folder)
    made = make_export(desk.consultation, load_published(desk.folder, desk.consultation), RESPONDENTS, 2024)
    export = folder / made.file_name
    export.write_bytes(made.content)
    take_in(desk, export)
    wanted = Wanted(words=True, interactive=True, browser=program())
    paths = publish(desk, load_responses(desk), lambda publication: make_report(desk, publication, wanted))
    return {
        path.stem.rpartition("report")[2].strip("_") or path.suffix[1:].replace("html", "page"): path for path in paths
    }


@pytest.fixture(scope="session")
def gallery(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The three pages of every kind of picture, on usual data and on hostile labels."""
    kinds: dict[str, Question] = {
        "scale": SAFE,
        "scale_by_area": SAFE,
        "grid": GRID,
        "ranking": ORDER,
        "single_by_area": AGREE,
    }
    drawn = {name: make() for name, make in all_makers().items() if "_" not in name or name.endswith(DRAWN)}
    made = tuple(exhibit(name, kinds.get(name, AGREE), each, each.headline) for name, each in drawn.items())
    cards = tuple(Card("100.0%", label, "base 8,000") for label in HOSTILE)
    content = Page("Gallery", HOSTILE, cards, (Section("findings", HOSTILE[-1], HOSTILE, exhibits=made),), "SYNTHETIC")
    specifications = {name: spec(each) for name, each in drawn.items()}
    files = {
        "page": page(content),
        "words": words(content),
        "interactive": interactive(content, Drawn(specifications, library())),
    }
    folder = tmp_path_factory.mktemp("gallery")
    for name, data in files.items():
        (folder / f"{name}.html").write_bytes(data)
    return {name: folder / f"{name}.html" for name in files}
