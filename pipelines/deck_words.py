"""The slides of words: title, focus groups, what changed, method and who answered."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pipelines.places import Desk
    from pipelines.publication import Publication
    from survey.publish.deck_parts import Slide
    from survey.questionnaire.deck_file import Change, DeckWords
    from survey.questionnaire.kinds import Option
    from survey.questionnaire.population import PopulationMargin


def title_slide(desk: Desk, area: Option | None) -> Slide:
    """Whose consultation this is, and when it ran."""
    from pipelines.period import period
    from survey.publish.deck_parts import Slide

    consultation = desk.consultation
    head = consultation.name + (f": those who live in {area.label}" if area else "")
    lines = [
        consultation.owner,
        period(consultation.fieldwork, None),
        desk.stood,
        "" if consultation.random_sample else "Results among those who answered",
    ]
    subtitle = "\n".join(line for line in lines if line)
    return Slide("title", head, subtitle, None, "", (f"{head}.", *subtitle.split("\n")))


def change_slides(words: DeckWords) -> Iterator[Slide]:
    """What focus groups raised, and what changed, as deck.toml has them."""
    from survey.publish.deck_parts import Slide, Table

    if words.focus_groups:
        groups = {each.group for each in words.focus_groups}
        rows = tuple((each.group, each.question, "; ".join(each.key_areas)) for each in words.focus_groups)
        head = f"What focus groups raised ({len(groups)} groups, {len(rows)} questions)"
        about = "Key areas of what was said, by group and question; no part of the survey's figures"
        table = Table(("Group", "Question", "Key areas"), rows, (1.3, 5.0, 4.0))
        alt = "Table. " + " ".join(f"{group}, asked “{asked}”: {areas}." for group, asked, areas in rows)
        yield Slide("focus_groups", head, about, table, alt, (f"{head}. {about}.", *(" – ".join(row) for row in rows)))
    if words.changes:
        changed = tuple((_feedback(each), each.plan) for each in words.changes)
        head = f"How feedback changed the plan: {len(changed)} examples"
        about = "What was fed back in the consultation, beside what the plan now says"
        alt = "Table of two columns. " + " ".join(f"Feedback: {said}. Plan: {plan}." for said, plan in changed)
        table = Table(("Feedback", "Plan content"), changed, (1.0, 1.0))
        yield Slide("changes", head, about, table, alt, (f"{head}. {about}.", *(" – ".join(row) for row in changed)))


def method_slides(desk: Desk, publication: Publication, area: Option | None) -> Iterator[Slide]:
    """How it was done, and each margin of who answered against the population."""
    from survey.publish.deck_parts import Lines, Slide

    lines = tuple(_method(desk, publication, area))
    chosen = "" if desk.consultation.random_sample else ", from those who chose to answer"
    head = f"{publication.counted}{chosen}"
    about = "Method: who was asked, how figures are made, and what is withheld"
    yield Slide("method", head, about, Lines(lines), "Method, in " + f"{len(lines)} lines", lines)
    for margin in desk.consultation.population:
        yield from _who_answered(desk, publication, margin)


def _method(desk: Desk, publication: Publication, area: Option | None) -> Iterator[str]:
    from pipelines.period import period
    from survey.charts.findings import told
    from survey.charts.rows import options, rows_of

    consultation, rules = desk.consultation, desk.consultation.disclosure
    days = period(consultation.fieldwork, publication.made)
    yield f"{publication.accepted}." + (f" They came from {days}." if days else "")
    if publication.remark:
        yield f"{publication.remark}."
    if publication.coding:
        yield f"{publication.coding}."
    if area:
        yield f"Figures are of those who said that they live in {area.label}; each slide gives their number, the base."
    if not consultation.random_sample:
        yield "Anyone could answer. Figures hold among those who answered, not of the population."
    if consultation.channel:
        channel = consultation.question(consultation.channel)
        if not publication.figures.filter(publication.figures["question_id"] == channel.id).is_empty():
            yield f"How responses came: {told(options(rows_of(channel, publication.figures)))}."
    yield "Percentages are of the base that each slide names, not weighted, and rounded: they may not add up to 100."
    yield f"No count from 1 to {rules.threshold - 1} is published, nor what gives one away: [c] stands there."
    if rules.rounding:
        yield f"Counts and bases are rounded to {rules.rounding}."
    if publication.synthetic:
        yield "SYNTHETIC DATA: no real response is in this deck."


def _who_answered(desk: Desk, publication: Publication, margin: PopulationMargin) -> Iterator[Slide]:
    """A margin's groups: their share of those who answered with one of them, beside that of the population."""
    from pipelines.publication import compared
    from survey.charts.words import day, points
    from survey.publish.deck_parts import Slide, Table

    question = desk.consultation.question(margin.question)
    rows = compared(publication.figures, margin)
    if not rows:
        return
    base = sum(count for _, count, _, _ in rows)
    known = [(label, pct, share) for label, _, pct, share in rows]
    head = furthest(known)
    about = f"{question.title} of those who answered, beside the population: {margin.geography}, base {base:,}"
    cells = tuple((name, f"{a:.1f}%", f"{b:.1f}%", points(a - b)) for name, a, b in known)
    heads = (question.title, "Of those who answered", "Of the population", "Difference, points")
    alt = "Table. " + "; ".join(f"{name}: {a} of those who answered, {b} of the population" for name, a, b, _ in cells)
    notes = (
        f"Question: {question.text}",
        f"Base: those who answered with one of these groups, {base:,}",
        f"Population: {margin.source}, {day(margin.date)}; {margin.geography}",
        *([margin.note] if margin.note else []),
    )
    yield Slide(f"who_{question.id}", head, about, Table(heads, cells, (3.0, 2.0, 2.0, 2.0)), f"{alt}.", notes)


_NEAR = 0.5  # percentage points


def furthest(groups: Sequence[tuple[str, float, float]]) -> str:
    """Which group is furthest from its share of the population: label, percentage, and that of the population."""
    label, pct, share = max(groups, key=lambda group: abs(group[1] - group[2]))
    if abs(pct - share) < _NEAR:
        return "Those who answered are spread over the groups as the population is, to within half a point"
    return f"Furthest from the population: {label}, {pct:.1f}% of those who answered, {share:.1f}% of the population"


def _feedback(change: Change) -> str:
    return "\n".join([change.feedback, *(f"“{quote}”" for quote in change.quotes)])
