"""What a picture is: a chart with its words and the numbers behind it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

import altair as alt
import polars as pl

from survey.charts.rows import Base
from survey.charts.size import PAGE, Size
from survey.charts.words import SUPPRESSED, capital
from survey.questionnaire.definition import AMONG
from survey.questionnaire.kinds import Question

STAMP = "SYNTHETIC DATA – not real responses"
Drawing: TypeAlias = alt.Chart | alt.LayerChart | alt.VConcatChart


@dataclass(frozen=True, slots=True)
class Context:
    """Where the numbers come from, and how large they are drawn. `place` and `period` are words for the subtitle; empty
    ones are left out. `among` follows what is said of chance: `Consultation.among`.
    """

    source: str
    place: str
    period: str
    synthetic: bool
    size: Size = PAGE
    among: str = AMONG


@dataclass(frozen=True, slots=True)
class Picture:
    """A chart with its words. Headline and subtitle are text for the page or slide, not part of the image.

    `headline` says the finding; `subtitle` the measure, place, period and base; `notes` the source, the question's
    wording, the base and what the reader must know; `alt` is the text alternative.

    `frame` holds the numbers as drawn, in the order drawn: the columns that name a row (`item_label`, `group`,
    `label`, `week_from`, ...), then of percentages `count`, `base_unweighted` and `pct` (0 to 100, unrounded), of
    statistics `value` and `base_unweighted`.
    """

    id: str
    headline: str
    subtitle: str
    notes: tuple[str, ...]
    alt: str
    frame: pl.DataFrame
    draw: Callable[[], Drawing]
    size: Size = PAGE

    @property
    def chart(self) -> Drawing:
        """The drawing, made when it is asked for: a slide or a sheet needs the words and the frame alone."""
        return self.draw()


@dataclass(frozen=True, slots=True)
class Draft:
    """What each kind of chart makes itself; `assemble` adds what all pictures have.

    `draw` gives the chart at a size, `measure` opens the subtitle, `description` is the text alternative, `remarks` are
    notes of this chart alone.
    """

    frame: pl.DataFrame
    draw: Callable[[Size], Drawing]
    headline: str
    measure: str
    description: str
    remarks: tuple[str, ...] = ()


def assemble(name: str, draft: Draft, question: Question, base: Base, context: Context) -> Picture:
    """The picture of a draft, with subtitle, notes, and the stamp on what is made of synthetic data."""
    subtitle = ", ".join(part for part in (draft.measure, context.place, context.period, base.size) if part)
    alternative = f"{draft.description} {capital(base.size)}."
    return Picture(
        id=name,
        headline=draft.headline,
        subtitle=subtitle,
        notes=_notes(draft, question, base, context),
        alt=f"{STAMP}. {alternative}" if context.synthetic else alternative,
        frame=draft.frame,
        draw=lambda: _titled(draft.draw(context.size), f"{capital(base.size)}, {base.words}", context),
        size=context.size,
    )


def _notes(draft: Draft, question: Question, base: Base, context: Context) -> tuple[str, ...]:
    withheld = "count" in draft.frame.columns and draft.frame["count"].null_count() > 0
    return (
        *([f"Source: {context.source}"] if context.source else []),
        f"Question: {question.text}",
        f"Base: {base.words}, {base.size.removeprefix('base ')}",
        *([f"{SUPPRESSED}: withheld, so that nobody can be identified"] if withheld else []),
        *draft.remarks,
        *([f"Assumed: {question.assumed}"] if question.assumed else []),
        *([f"Synthetic data: {STAMP}"] if context.synthetic else []),
    )


def _titled(chart: Drawing, base: str, context: Context) -> Drawing:
    """The chart with its base, and the stamp where it is due: a picture pasted elsewhere must not lose them."""
    if context.synthetic:
        title = alt.Title(STAMP, subtitle=base, anchor="start", color="#801650", subtitleColor="black", offset=16)
    else:
        title = alt.Title(base, anchor="start", fontWeight="normal", offset=16)
    chart.title = title  # `properties` would copy the whole chart several times over
    return chart
