"""`survey charts`: the picture of every question, of the themes and of the weekly ranking."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from pipelines.ledger import Without
from pipelines.options import OUTPUTS, AsOf, ConsultationName, Outputs

if TYPE_CHECKING:
    from pathlib import Path

    import polars as pl

    from pipelines.places import Desk
    from survey.charts.picture import Context, Picture


def charts(consultation: ConsultationName, without: Without = "", as_of: AsOf = "", outputs: Outputs = OUTPUTS) -> None:
    """Example: survey charts police_crime_plan_2024

    Draws every question, the themes and the weekly ranking: SVG, PNG, the numbers as CSV, the words beside each.
    """
    from pipelines.ledger import counted
    from pipelines.places import open_desk

    made = draw_all(*counted(open_desk(consultation, outputs), as_of, without))
    for path in made:
        print(path)


def draw_all(desk: Desk, responses: pl.DataFrame) -> list[Path]:
    """Draws all pictures into the draft folder; gives the paths of the PNGs."""
    from pipelines.cautions import cautions, warn
    from pipelines.show import progress

    pictures = list(_pictures(desk, responses))
    known = cautions(desk)
    warn(desk, known)
    with progress("charts", len(pictures)) as step:
        return [_save(desk, name, _cautioned(desk, draw(), known), step) for name, draw in pictures]


def _cautioned(desk: Desk, picture: Picture, known: dict[str, str]) -> Picture:
    """The picture with the caution on its question among its notes, and whom it leaves out."""
    found = [f"CAUTION: {words}" for question_id, words in known.items() if question_id == picture.id.split("_by_")[0]]
    remark = [desk.remark] if desk.remark else []
    return replace(picture, notes=(*remark, *picture.notes, *found))


def _pictures(desk: Desk, responses: pl.DataFrame) -> Iterator[tuple[str, Callable[[], Picture]]]:
    """A file name and the drawing of each picture, in questionnaire order."""
    from pipelines.breakdown import make_breakdown
    from pipelines.coding import answerable
    from pipelines.show import say
    from survey.charts.banner import banner_picture
    from survey.charts.question import question_picture
    from survey.questionnaire.kinds import Scale

    context = context_of(desk, responses)
    with_codes, questions = answerable(desk, responses)
    frame = make_breakdown(desk, with_codes, questions)
    for place, question in enumerate(questions, start=1):
        rows = frame.filter(frame["question_id"] == question.id)
        if rows.is_empty():
            say(f"note: nobody answered {question.id}: no chart")
            continue
        name = f"{place:02d}_{question.id}"
        yield name, lambda q=question, r=rows: question_picture(q, r, context)  # type: ignore[misc]
        if isinstance(question, Scale) and not question.items and desk.consultation.area:
            area = desk.consultation.question(desk.consultation.area)
            by = make_breakdown(desk, responses, [question], area)
            yield f"{name}_by_{area.id}", lambda q=question, a=area, r=by: banner_picture(q, a, r, context)  # type: ignore[misc]
    yield from _weekly(desk, responses, context)


def _weekly(desk: Desk, responses: pl.DataFrame, context: Context) -> Iterator[tuple[str, Callable[[], Picture]]]:
    from pipelines.rank import make_ranking, ranked_question
    from pipelines.show import say
    from survey.charts.bump import bump_picture

    if desk.consultation.fieldwork is None or desk.consultation.priorities is None:
        return
    question = ranked_question(desk)
    frame = make_ranking(desk, responses, question)
    if frame.filter(frame["week"].is_not_null(), frame["count"] > 0).is_empty():
        say("note: no response is dated within fieldwork: no chart of the weeks")
        return
    yield f"weekly_ranking_{question.id}", lambda: bump_picture(question, frame, context)


def context_of(desk: Desk, responses: pl.DataFrame) -> Context:
    """What all pictures say: source, place, period, and whether the responses are synthetic."""
    return context_for(desk, bool(responses["synthetic"].any()))


def context_for(desk: Desk, synthetic: bool) -> Context:
    """What all pictures say, whatever the responses."""
    from survey.charts.picture import Context

    consultation, fieldwork = desk.consultation, desk.consultation.fieldwork
    period = f"{fieldwork.opened:%-d %B %Y} to {fieldwork.closed:%-d %B %Y}" if fieldwork else ""
    source = consultation.source or f"{consultation.owner}, {consultation.name}"
    if synthetic:
        source = f"SYNTHETIC responses, made to show what the toolkit does with: {consultation.name}"
    return Context(source, consultation.geography, period, synthetic)


def _save(desk: Desk, name: str, picture: Picture, step: Callable[[str], None]) -> Path:
    """SVG, PNG, numbers and words of a picture; gives the PNG's path."""
    from pipelines.files import csv_bytes, write
    from survey.charts.save import png, svg

    words = "\n\n".join([picture.headline, picture.subtitle, *picture.notes, f"Alt text: {picture.alt}"])
    write(desk.charts / f"{name}.svg", svg(picture))
    write(desk.charts / f"{name}.csv", csv_bytes(picture.frame))
    write(desk.charts / f"{name}.txt", (words + "\n").encode())
    path = write(desk.charts / f"{name}.png", png(picture))
    step(name)
    return path
