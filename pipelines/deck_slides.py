"""The slides of the findings deck, in its order, put together from pictures of published figures."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import polars as pl

    from pipelines.places import Desk
    from pipelines.publication import Publication
    from survey.charts.picture import Context, Picture
    from survey.publish.deck_parts import Deck, Slide
    from survey.questionnaire.deck_file import DeckWords
    from survey.questionnaire.kinds import Option, Question

STAMP = "SYNTHETIC DATA – not real responses."


def assemble(desk: Desk, publication: Publication, area: Option | None) -> Deck:
    """Title, questions in questionnaire order with the weekly ranking behind its question, themes, focus groups,
    changes, method, who answered. Of an area: from the published figures of those who live there.
    """
    from pipelines.charts import context_for
    from pipelines.deck_words import change_slides, method_slides, title_slide
    from survey.publish.deck_parts import Deck
    from survey.questionnaire.deck_file import load_deck_words

    words = load_deck_words(desk.folder, desk.consultation)
    context = context_for(desk, publication.synthetic, publication.made)
    slides = [
        title_slide(desk, area),
        *_questions(desk, publication.figures, area, words, context),
        *change_slides(words),
        *method_slides(desk, publication, area),
    ]
    name = " – ".join(each for each in (desk.consultation.name, area.label if area else "", desk.stood) if each)
    stamp = STAMP if publication.synthetic else ""
    source = f"Source: {desk.consultation.source or desk.consultation.name}." + f" {desk.stood}." * bool(desk.as_of)
    return Deck(name, desk.consultation.owner, publication.made, stamp, source, tuple(slides))


def figures_of(desk: Desk, figures: pl.DataFrame, area: Option | None) -> pl.DataFrame:
    """The figures of all respondents, without banner and weeks; or those of an area, as if it were all."""
    import polars as pl

    from survey.frames import ALL

    whole = figures.filter(pl.col("week").is_null())
    if area is None:
        return whole.filter(pl.col("banner_id").is_null())
    there = whole.filter(pl.col("banner_id") == desk.consultation.area, pl.col("group") == area.label)
    return there.with_columns(pl.lit(None, pl.String).alias("banner_id"), pl.lit(ALL).alias("group"))


def _questions(
    desk: Desk, figures: pl.DataFrame, area: Option | None, words: DeckWords, context: Context
) -> Iterator[Slide]:
    from pipelines.deck_weeks import weeks_slide

    here, everywhere = figures_of(desk, figures, area), figures_of(desk, figures, None)
    for question in asked(desk):
        if area is not None and question.id != desk.consultation.area:
            if question.id in here["question_id"]:
                yield _of_area(_slide(desk, question, here, here, words, context, area), area)
        elif question.id in everywhere["question_id"]:
            yield _slide(desk, question, everywhere, figures, words, context, area)
            if area is None and question.id == desk.consultation.priorities:
                yield from weeks_slide(desk, question, figures, context)


def asked(desk: Desk) -> list[Question]:
    """The questions in order, coded free text as its themes, last. How many wrote an answer is no finding: the tables
    have it.
    """
    from pipelines.coding_rules import coded_questions
    from survey.questionnaire.frame_file import load_code_frame
    from survey.questionnaire.kinds import FreeText
    from survey.themes.question import themes_question

    themes = [themes_question(load_code_frame(desk.folder))] if coded_questions(desk) else []
    return [*(each for each in desk.consultation.questions if not isinstance(each, FreeText)), *themes]


def _slide(
    desk: Desk,
    question: Question,
    rows: pl.DataFrame,
    figures: pl.DataFrame,
    words: DeckWords,
    context: Context,
    area: Option | None,
) -> Slide:
    """A question's slide: the finding over all (or the area), its chart, and of scales the areas beside.

    Seven parameters: what is said, of what, and where.
    """
    from pipelines.deck_bodies import body, topped
    from survey.charts.headline import sentence
    from survey.charts.question import question_picture
    from survey.publish.deck_parts import Slide

    picture = question_picture(question, rows, context)
    said = words.finding(question.id)
    if area is not None and question.id == desk.consultation.area:
        said = f"{{{area.code}}} of those who answered live in {area.label}"
    headline = sentence(question, rows, said, picture.headline)
    shown = _by_area(desk, question, figures, context) or picture
    return Slide(question.id, headline, topped(question, shown), body(question, shown, area), shown.alt, shown.notes)


def _of_area(slide: Slide, area: Option) -> Slide:
    """The slide with its headline and subtitle saying whose figures these are."""
    topic, measure = slide.subtitle.split("\n", 1)
    subtitle = f"{topic}\nThose who live in {area.label}: {measure[:1].lower()}{measure[1:]}"
    notes = (f"Figures of those who said that they live in {area.label}.", *slide.notes)
    alt = f"Those who live in {area.label}. {slide.alt}"
    return replace(slide, headline=f"{area.label}: {slide.headline}", subtitle=subtitle, alt=alt, notes=notes)


def _by_area(desk: Desk, question: Question, figures: pl.DataFrame, context: Context) -> Picture | None:
    """The picture of a scale by area, all respondents first; None where there is none such."""
    import polars as pl

    from survey.charts.banner import banner_picture
    from survey.questionnaire.kinds import Scale

    area = desk.consultation.area
    if area is None or not isinstance(question, Scale) or question.items:
        return None
    if figures.filter(pl.col("question_id") == question.id, pl.col("banner_id") == area).is_empty():
        return None
    return banner_picture(question, desk.consultation.question(area), figures, context)
