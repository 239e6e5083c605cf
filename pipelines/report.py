"""`survey report`: one self-contained page of the findings, its words-only version, one with charts, and its print."""

from __future__ import annotations

import datetime as dt
import re
import shutil
import subprocess
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipelines.ledger import Without
from pipelines.options import OUTPUTS, AsJson, AsOf, ConsultationName, Outputs

if TYPE_CHECKING:
    from pipelines.places import Desk
    from pipelines.publication import Publication

_BROWSERS = ("chromium", "chromium-browser", "google-chrome")


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which versions beside the page. `browser`: what prints it; empty for no print."""

    words: bool = False
    interactive: bool = False
    browser: str = ""


def report(
    consultation: ConsultationName,
    words: Annotated[bool, typer.Option("--words", help="The words-only version too.")] = False,
    interactive: Annotated[
        bool, typer.Option("--interactive", help="A second page too, whose charts tell their figures.")
    ] = False,
    pdf: Annotated[bool, typer.Option("--pdf", help="Print it, through Chromium where it is installed.")] = False,
    without: Without = "",
    as_of: AsOf = "",
    outputs: Outputs = OUTPUTS,
    json: AsJson = False,
) -> None:
    """Example: survey report police_crime_plan_2024 --words

    Publishes one page that needs no network and no script: headline figures, what changed since last week and what is
    chance, every chart with its table and text alternative, who answered against the population, method.
    """
    from pipelines.ledger import counted
    from pipelines.places import open_desk
    from pipelines.publication import publish
    from pipelines.show import as_json

    desk = open_desk(consultation, outputs)
    wanted = Wanted(words, interactive, _browser() if pdf else "")
    desk, responses = counted(desk, as_of, without)
    paths = publish(desk, responses, lambda publication: make_report(desk, publication, wanted))
    if json:
        as_json([{"file": str(path)} for path in paths])
    else:
        for path in paths:
            print(path)


def make_report(desk: Desk, publication: Publication, wanted: Wanted) -> Mapping[str, bytes]:
    """The page's files by name."""
    from pipelines.report_page import report_page
    from survey.charts.library import library
    from survey.charts.save import spec
    from survey.publish.interactive import Drawn, interactive
    from survey.publish.page import page, words

    content, pictures = report_page(desk, publication)
    stem = ("SYNTHETIC_" if publication.synthetic else "") + f"{desk.consultation.id}_report{desk.mark}"
    files = {f"{stem}.html": page(content)}
    if wanted.words:
        files[f"{stem}_words.html"] = words(content)
    if wanted.interactive:
        specifications = {name: spec(picture) for name, picture in pictures.items()}
        files[f"{stem}_interactive.html"] = interactive(content, Drawn(specifications, library()))
    if wanted.browser:
        files[f"{stem}.pdf"] = _dated(_printed(wanted.browser, files[f"{stem}.html"]), publication.made)
    return files


def _browser() -> str:
    from survey.errors import Problem, UsageError

    found = next((path for name in _BROWSERS if (path := shutil.which(name))), "")
    if not found:
        hint = "install it (on Debian: apt-get install chromium), or print the page from your own browser"
        raise UsageError(Problem("no Chromium is installed to print with", "--pdf", hint=hint))
    return found


def _printed(browser: str, data: bytes) -> bytes:
    from survey.errors import Problem, UsageError

    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder) / "page.html", Path(folder) / "page.pdf"
        source.write_bytes(data)
        quiet = ("--headless", "--disable-gpu", "--no-sandbox", "--no-first-run", "--disable-background-networking")
        where = (f"--user-data-dir={folder}/profile", f"--print-to-pdf={target}")
        look = ("--no-pdf-header-footer", "--generate-pdf-document-outline")
        command = [browser, *quiet, *where, *look, source.as_uri()]
        try:
            subprocess.run(command, capture_output=True, timeout=120, check=True)  # noqa: S603 - fixed words, own file
            return target.read_bytes()
        except (OSError, subprocess.SubprocessError):
            raise UsageError(Problem("Chromium did not print the page", browser)) from None


def _dated(pdf: bytes, day: dt.date) -> bytes:
    """The print with that day for the moments it was made: the same page gives the same bytes, in the same places."""
    return re.sub(rb"\(D:\d{14}", f"(D:{day:%Y%m%d}000000".encode(), pdf)
