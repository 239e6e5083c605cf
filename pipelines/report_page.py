"""What the page of `survey report` says, from published figures alone."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import polars as pl

    from pipelines.places import Desk
    from pipelines.publication import Publication
    from survey.charts.picture import Context, Picture
    from survey.publish.page_parts import Card, Exhibit, Page
    from survey.questionnaire.deck_file import DeckWords
    from survey.questionnaire.definition import Consultation
    from survey.questionnaire.kinds import Question

_FIGURE = re.compile(r"(<?\d[\d.]*%) (.+)")


def report_page(desk: Desk, publication: Publication) -> tuple[Page, Mapping[str, Picture]]:
    """The page, and the picture of each of its exhibits by the exhibit's id."""
    from pipelines.charts import context_for
    from pipelines.report_changes import changes
    from pipelines.report_method import lead, method, population
    from survey.charts.picture import STAMP
    from survey.publish.page_parts import Page, Section
    from survey.questionnaire.deck_file import load_deck_words

    consultation, figures = desk.consultation, publication.figures
    words = load_deck_words(desk.folder, consultation)
    found = list(_exhibits(desk, figures, words, context_for(desk, publication.synthetic, publication.made)))
    sections = (
        *changes(consultation, figures),
        Section("findings", "What was found", exhibits=tuple(exhibit for exhibit, _ in found)),
        *population(consultation, figures),
        Section("method", "Method", method(desk, publication)),
    )
    cards = tuple(_cards(desk, publication, words))
    stamp = STAMP if publication.synthetic else ""
    made = Page(consultation.name, lead(desk), cards, sections, stamp)
    return made, {exhibit.id: picture for exhibit, picture in found}


def _exhibits(
    desk: Desk, figures: pl.DataFrame, words: DeckWords, context: Context
) -> Iterator[tuple[Exhibit, Picture]]:
    """Every question as published, the weeks behind the priorities, scales by area too, the themes last."""
    import polars as pl

    from pipelines.deck_slides import asked
    from pipelines.report_exhibit import exhibit, weekly
    from survey.charts.headline import sentence
    from survey.charts.question import question_picture
    from survey.charts.ranked import ranked_picture

    whole = figures.filter(pl.col("banner_id").is_null(), pl.col("week").is_null())
    for question in asked(desk):
        rows = whole.filter(pl.col("question_id") == question.id)
        if rows.is_empty() or rows["base_unweighted"].fill_null(0).max() == 0:
            continue
        first = question.id == desk.consultation.priorities
        picture = (ranked_picture if first else question_picture)(question, rows, context)
        said = sentence(question, rows, words.finding(question.id), picture.headline)
        yield exhibit(question.id, question, picture, said), picture
        if first:
            yield from weekly(desk.consultation, question, figures, context)
        for name, by_area in _by_area(desk.consultation, question, figures, context):
            yield exhibit(name, question, by_area, by_area.headline), by_area


def _by_area(
    consultation: Consultation, question: Question, figures: pl.DataFrame, context: Context
) -> Iterator[tuple[str, Picture]]:
    """Of a scale its areas by net balance, and its map where the definition says where each area stands."""
    import polars as pl

    from survey.charts.diverging import diverging_picture
    from survey.charts.tiles import tile_picture
    from survey.questionnaire.kinds import Scale, SingleCode

    area = consultation.question(consultation.area) if consultation.area else None
    if not isinstance(area, SingleCode) or not isinstance(question, Scale) or question.items:
        return
    by = figures.filter(pl.col("question_id") == question.id, pl.col("banner_id") == area.id)
    if by.is_empty():
        return
    yield f"{question.id}_by_area", diverging_picture(question, area, by, context)
    if consultation.tiles:
        yield f"{question.id}_map", tile_picture(question, area, consultation.tiles, by, context)


def _cards(desk: Desk, publication: Publication, words: DeckWords) -> Iterator[Card]:
    """How many responses, the priority most chosen, and the positive net of each scale."""
    import polars as pl

    from survey.charts.headline import sentence
    from survey.charts.words import percent
    from survey.publish.page_parts import Card

    yield Card(f"{publication.responses:,}", publication.accepted.split(" ", 1)[1])
    figures = publication.figures
    whole = figures.filter(pl.col("week").is_null(), pl.col("banner_id").is_null(), pl.col("item").is_null())
    for question in desk.consultation.questions:
        rows = whole.filter(pl.col("question_id") == question.id)
        nets = rows.filter(pl.col("code").is_in(_positive(question)), pl.col("is_net"), pl.col("pct").is_not_null())
        if rows.is_empty() or (question.id != desk.consultation.priorities and nets.is_empty()):
            continue
        base = rows["base_unweighted"].item(0)
        on = f"base {base:,}" if base is not None else ""
        said = _FIGURE.fullmatch(sentence(question, rows, words.finding(question.id), "").partition(";")[0])
        if said:
            yield Card(said[1], said[2], on)
        elif not nets.is_empty():
            net = nets.row(0, named=True)
            yield Card(percent(net["pct"], net["count"]), f"{question.title} – {net['label']}", on)


def _positive(question: Question) -> list[str]:
    return [net.code for net in getattr(question, "nets", ()) if net.polarity == "positive"]
