"""`survey charts`: the picture of every question, of the themes and of the weekly ranking."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from dataclasses import replace
from multiprocessing import get_context
from typing import TYPE_CHECKING, Annotated

import typer

from pipelines.ledger import Without
from pipelines.options import OUTPUTS, AsOf, ConsultationName, Outputs

if TYPE_CHECKING:
    from pathlib import Path

    import polars as pl

    from pipelines.chart_list import Sheet
    from pipelines.places import Desk
    from survey.charts.picture import Context, Picture
    from survey.charts.size import Size

_POINTS, _FEWEST = 12, 9  # of text as drawn, and the smallest that can be read on a slide or in print


def charts(
    consultation: ConsultationName,
    size: Annotated[str, typer.Option("--size", metavar="SIZE", help="page, slide or print.")] = "page",
    without: Without = "",
    as_of: AsOf = "",
    outputs: Outputs = OUTPUTS,
) -> None:
    """Example: survey charts police_crime_plan_2024

    Draws every question (free text as its themes), scales by area and by week, the ranking, and the quotes that
    `survey quotes` gave: SVG, PNG, the numbers as CSV, the words beside each. --size slide and print: in other folders.
    """
    from pipelines.ledger import counted
    from pipelines.places import open_desk

    wanted = _size(size)
    made = draw_all(*counted(open_desk(consultation, outputs), as_of, without), wanted)
    for path in made:
        print(path)


def draw_all(desk: Desk, responses: pl.DataFrame, size: Size | None = None) -> list[Path]:
    """Draws all pictures into the draft folder, those of another size than the page into one beside it; gives the paths
    of the PNGs.
    """
    from pipelines.cautions import cautions, warn
    from pipelines.chart_list import sheets
    from survey.charts.size import PAGE

    size = size or PAGE
    context = replace(context_of(desk, responses), size=size)
    folder = desk.charts if size is PAGE else desk.charts.with_name(f"charts_{size.name}")
    pictures = list(sheets(desk, responses, context))
    warn(desk, cautions(desk))
    return draw_sheets(desk, pictures, folder)


def draw_sheets(desk: Desk, pictures: Sequence[Sheet], folder: Path) -> list[Path]:
    """Draws pictures into a folder; gives the paths of the PNGs."""
    from pipelines.cautions import cautions
    from pipelines.files import write
    from pipelines.show import progress

    known = cautions(desk)
    with progress("charts", len(pictures)) as step, ProcessPoolExecutor(1, get_context("spawn")) as beside:
        made = [_draw(desk, folder, sheet, known.get(sheet.question, ""), beside, step) for sheet in pictures]
        return [write(path, image.result()) for path, image in made]


def _size(name: str) -> Size:
    from survey.charts.size import SIZES
    from survey.errors import Problem, UsageError, nearest

    if name not in SIZES:
        raise UsageError(Problem("no such size", "--size", ", ".join(SIZES), repr(name), nearest(name, SIZES)))
    return SIZES[name]


def _draw(
    desk: Desk, folder: Path, sheet: Sheet, caution: str, beside: Executor, step: Callable[[str], None]
) -> tuple[Path, Future[bytes]]:
    """Draws and saves a picture, with the caution on its question among its notes, and whom it leaves out. Gives the
    path of its PNG, which is made beside.
    """
    picture = sheet.draw()
    remark = [desk.remark] if desk.remark else []
    found = [f"CAUTION: {caution}"] if caution else []
    saved = _save(folder, sheet.name, replace(picture, notes=(*remark, *picture.notes, *found)), beside)
    step(sheet.name)
    return saved


def context_of(desk: Desk, responses: pl.DataFrame) -> Context:
    """What all pictures say: source, place, period, and whether the responses are synthetic."""
    return context_for(desk, bool(responses["synthetic"].any()), responses["date"].max())


def context_for(desk: Desk, synthetic: bool, last: object) -> Context:
    """What all pictures say, whatever the responses; `last`: the day of the last one, if it has one."""
    from pipelines.period import period
    from survey.charts.picture import Context

    consultation = desk.consultation
    source = consultation.source or f"{consultation.owner}, {consultation.name}"
    if synthetic:
        source = f"SYNTHETIC responses, made to show what the toolkit does with: {consultation.name}"
    days = period(consultation.fieldwork, last)
    return Context(source, consultation.geography, days, synthetic, among=consultation.among)


def _save(folder: Path, name: str, picture: Picture, beside: Executor) -> tuple[Path, Future[bytes]]:
    """SVG, numbers and words of a picture; gives the path of its PNG, and the PNG to come."""
    from pipelines.files import csv_bytes, write
    from pipelines.show import say
    from survey.charts.raster import png
    from survey.charts.save import enlarged, svg

    words = "\n\n".join([picture.headline, picture.subtitle, *picture.notes, f"Alt text: {picture.alt}"])
    document = svg(picture)
    image = beside.submit(png, document, picture.size.dots)
    points = _POINTS * enlarged(document)
    if points < _FEWEST:
        say(f"note: {name} has much in it: of the size {picture.size.name} its text has {points:.1f} points only")
    write(folder / f"{name}.svg", document)
    write(folder / f"{name}.csv", csv_bytes(picture.frame))
    write(folder / f"{name}.txt", (words + "\n").encode())
    return folder / f"{name}.png", image
