"""The preflight of a deck: everything that is odd in it, whoever made it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from survey.publish.deck_marks import described, mark_of
from survey.publish.deck_package import open_file
from survey.publish.deck_parts import Deck, Slide
from survey.publish.preflight.alike import Published, check_alike
from survey.publish.preflight.arithmetic import check_figures
from survey.publish.preflight.deck_against import Expected, check_against, notes_by_hand
from survey.publish.preflight.deck_blocks import blocks_of
from survey.publish.preflight.deck_charts import series_of
from survey.publish.preflight.deck_pages import Page, called, drawn_text, notes_of, pages_of, texts_of
from survey.publish.preflight.deck_shapes import check_page
from survey.publish.preflight.details import Find, check_details
from survey.publish.preflight.embedded import check_author, check_inside, check_notes
from survey.publish.preflight.figures import Block, half_unit
from survey.publish.preflight.finding import Finding, look, once
from survey.publish.preflight.numbers import percentages
from survey.publish.preflight.wording import check_words


@dataclass(frozen=True, slots=True)
class Checked:
    """What was found, and how much was looked at: slides or sheets, figures in their charts and tables, and how many of
    the slides or sheets were held against published figures.
    """

    findings: tuple[Finding, ...]
    parts: int
    figures: int
    compared: int


def check_deck(data: bytes, find: Find, made: Deck | None = None, known: Sequence[Published] = ()) -> Checked:
    """Everything odd in a deck, slide by slide.

    Args:
        find: finds personal details in a text.
        made: the deck that the published figures give; None where nobody knows whose figures they are.
        known: the published figures, for slides that we did not make.

    Raises:
        UnreadableError: it is no PowerPoint file.
    """
    file = open_file(data, "deck")
    pages = pages_of(file)
    expected = Expected.of(made) if made is not None else None
    findings: list[Finding] = []
    figures, compared, notes = 0, 0, []
    for page in pages:
        blocks = blocks_of(page)
        figures += sum(len(block.figures) for block in blocks)
        slide = expected.slide(page) if expected else None
        findings += _of_page(page, blocks, slide, expected)
        around = " ".join(text for _, text in texts_of(page))
        alike = [check_alike(block, known, around) for block in blocks] if slide is None else []
        findings += [finding for _, odd in alike for finding in odd]
        compared += slide is not None or any(found for found, _ in alike)
        findings += check_details([*texts_of(page), *_unseen(page)], find)
        if notes_by_hand(page, slide):
            notes.append(page.number)
    findings += [*check_inside(pages, file), *check_notes(pages, notes)]
    ours = any(mark_of(shape) for page in pages for shape in page.shapes)
    findings += check_author(file, made.author if made else file.core_properties.author if ours else "")
    return Checked(once(findings), len(pages), figures, compared)


def title_of(data: bytes) -> str:
    """The title in the properties of a deck.

    Raises:
        UnreadableError: it is no PowerPoint file.
    """
    return str(open_file(data, "deck").core_properties.title or "")


def _of_page(page: Page, blocks: Sequence[Block], slide: Slide | None, expected: Expected | None) -> Iterator[Finding]:
    yield from check_page(page, blocks)
    differs = list(check_against(page, slide, expected)) if slide and expected else []
    yield from differs
    if slide is None or differs:
        for block in blocks:
            yield from check_figures(block)
    whole = [block for block in blocks if not block.withheld]
    around = [(figure.label, figure.pct) for block in whole for figure in block.figures if figure.pct is not None]
    for where, text in texts_of(page):
        yield from check_words(where, text, around)
    if slide is None and len(whole) == len(blocks):
        yield from _headline(page, [pct for _, pct in around])


def _headline(page: Page, shown: Sequence[Decimal]) -> Iterator[Finding]:
    """A percentage of the title that the slide's charts and tables do not have, nor some of theirs added up."""
    title = page.slide.shapes.title
    if title is None or not shown:
        return
    for words, pct in percentages(title.text_frame.text):
        if not any(abs(each - pct) <= slack + half_unit(pct) for each, slack in _sums(shown)):
            expected = f"a figure that is shown; the nearest is {min(shown, key=lambda each: abs(each - pct))}%"
            hint = "mend the one that is wrong, or show where the figure comes from"
            what = "the title's percentage is in no chart or table of the slide"
            yield look("headline", what, f"{page.where}, title", expected, words, hint)


def _sums(shown: Sequence[Decimal]) -> Iterator[tuple[Decimal, Decimal]]:
    """Each percentage, those that stand next to each other added up, and what is left of 100; with their rounding."""
    for start in range(len(shown)):
        added, slack = Decimal(), Decimal()
        for pct in shown[start : start + 12]:
            added, slack = added + pct, slack + half_unit(pct)
            yield added, slack
            yield 100 - added, slack


def _unseen(page: Page) -> Iterator[tuple[str, str]]:
    yield f"{page.where}, notes", notes_of(page)
    yield from drawn_text(page)
    for shape in page.shapes:
        if hasattr(shape._element, "_nvXxPr"):
            yield f"{page.where}, {called(shape)}, alt text", described(shape).get("descr", "") or ""
        if getattr(shape, "has_chart", False):
            where = f"{page.where}, {called(shape)}"
            yield from ((where, name) for each in series_of(shape.chart) for name in (each.name, *each.categories))
