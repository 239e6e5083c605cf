"""Figures against published ones of somebody else: another year's, another place's, the nation's."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
import polars as pl

from survey.breakdowns.compare import SHARES, blocks_of
from survey.breakdowns.compared import in_one, told
from survey.breakdowns.plan import Table
from survey.breakdowns.sides import Measure, Place, Side, side, sums_at
from survey.questionnaire.kinds import Question
from survey.statistics.compare import share_against, two_shares
from survey.statistics.corrections import Correction
from survey.statistics.variance import Sums

FIXED = "score test of a share against a fixed one, Wilson's interval"
_ENDLESS = 1e12  # respondents, of whom a share has no error


@dataclass(frozen=True, slots=True)
class Published:
    """A percentage, and of how many respondents; None: not known, it is taken to have no error of its own."""

    pct: float
    base: int | None = None


def compare_published(
    cells: pl.DataFrame, table: Table, published: Mapping[str, Published], correction: Correction = "holm"
) -> pl.DataFrame:
    """The share of respondents of options and nets less the published ones.

    Args:
        cells: of one count of this table.
        table: the question, for everyone.
        published: by the code of the option or net.
        correction: its family is all that is compared here.

    Returns:
        A frame with the schema COMPARED, by item and row; `second_base` is null where it is not known.
    """
    question = table.question
    if question.base == "picks":  # respondents are compared, whatever the percentages stand on
        table = replace(table, question=question.model_copy(update={"base": "answered"}))
    pieces: list[pl.DataFrame] = []
    for block, measured in blocks_of(cells, table):
        ours = sums_at(block, Place(""))
        for at, row in enumerate(measured.rows):
            if row.code in published and measured.share[at]:
                pieces.append(_less(table.question, measured.at([at]), ours, published[row.code]))
    return in_one(pieces, correction)


def _less(question: Question, own: Measure, sums: Sums, figure: Published) -> pl.DataFrame:
    """One row less the published figure, not yet corrected."""
    ours = side(own, sums)
    base = Sums.of([figure.base or _ENDLESS])
    inside = Sums.of(base.n * (figure.pct / 100))
    found = (
        two_shares(ours.inside, ours.base, inside, base)
        if figure.base
        else share_against(ours.inside, ours.base, [figure.pct / 100])
    )
    n, x = base.n, inside.n
    theirs = Side(np.array([n, x, n, x, n, n, x, x]), ours.centre)
    test = SHARES if figure.base else FIXED
    names: dict[str, str | list[str]] = {"by": "published", "first": "these respondents", "second": "published"}
    row = told(question, own, (ours, theirs), found, names, (test, test))
    return row if figure.base else row.with_columns(second_base=None, second_base_effective=None)
