"""The page's words on how the figures came about, and who answered against the population."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import polars as pl

    from pipelines.places import Desk
    from pipelines.publication import Publication
    from survey.publish.page_parts import Section
    from survey.questionnaire.definition import Consultation


def lead(desk: Desk) -> tuple[str, ...]:
    """What stands under the title."""
    consultation, fieldwork = desk.consultation, desk.consultation.fieldwork
    when = f", open from {fieldwork.opened:%-d %B %Y} to {fieldwork.closed:%-d %B %Y}" if fieldwork else ""
    chosen = "Anyone could answer: the figures hold among those who chose to, not of the population."
    stood = f"{desk.stood}: figures of the responses as they stood at the end of that day."
    return (
        f"A consultation by {consultation.owner}{when}.",
        *([stood] if desk.as_of else []),
        *([] if consultation.random_sample else [chosen]),
    )


def method(desk: Desk, publication: Publication) -> tuple[str, ...]:
    """How it was done."""
    from survey.frames import SMALL_BASE

    rules = desk.consultation.disclosure
    return (
        f"{publication.accepted}; duplicates and campaigns are counted, and flagged.",
        *([f"{publication.remark}."] if publication.remark else []),
        *([f"{publication.coding}."] if publication.coding else []),
        "Percentages are of the base that each figure names, not weighted, and rounded: they may not add up to 100.",
        f"Bases under {SMALL_BASE} are called small: their percentages change much with every answer.",
        "“Beyond chance” compares those who answered in two weeks; it says nothing of people who did not answer.",
        f"No count from 1 to {rules.threshold - 1} is published, nor what gives one away: [c] stands there. "
        f"{publication.hidden:,} figures are withheld.",
        *([f"Counts and bases are rounded to {rules.rounding}."] if rules.rounding else []),
        "Every figure is also in the published tables, beside the wording of its question.",
    )


def population(consultation: Consultation, figures: pl.DataFrame) -> Iterator[Section]:
    """Who answered against the population, of published figures: margins none of whose groups is withheld."""
    from pipelines.deck_words import furthest
    from pipelines.publication import compared
    from survey.charts.words import day, points
    from survey.publish.page_parts import Grid, Section

    grids, lines = [], []
    for margin in consultation.population:
        title = consultation.question(margin.question).title
        found = compared(figures, margin)
        if not found:
            lines.append(f"{title} – withheld, because groups are small.")
            continue
        rows = tuple((label, count, pct, share, points(pct - share)) for label, count, pct, share in found)
        caption = f"{title} – the {sum(count for _, count, _, _ in found):,} who answered with one of these groups"
        heads = ("Group", "Responses", "Of those who answered", "Of the population", "Difference, points")
        grids.append(Grid(caption, heads, rows))
        finding = furthest([(label, pct, share) for label, _, pct, share in found])
        lines.append(f"{title} – {finding[:1].lower()}{finding[1:]}.")
        lines.append(f"Population: {margin.geography}, {margin.source}, {day(margin.date)}.")
    if lines:
        yield Section("who", "Who answered, against the population", tuple(lines), tuple(grids))
