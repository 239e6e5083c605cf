"""Week against week, wave against wave, group against group or the rest, option against option: each with a test."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby

import numpy as np
import polars as pl

from survey.breakdowns.blocks import Block, Blocks
from survey.breakdowns.compared import in_one, told
from survey.breakdowns.plan import Table
from survey.breakdowns.rows import rows
from survey.breakdowns.sides import Measure, Place, Side, measure, side, sums_at
from survey.statistics.compare import Difference, paired, two_means, two_shares
from survey.statistics.corrections import Correction
from survey.statistics.variance import Sums

SHARES, MEANS = "pooled z of two shares, Newcombe's interval", "Welch's t"
SAME = "McNemar's z, same respondents"
Pair = tuple[Place, Place]


def compare(
    cells: pl.DataFrame, table: Table, by: str, pairs: Sequence[Pair], correction: Correction = "holm"
) -> pl.DataFrame:
    """Every share, net, net balance and mean of a question in one place less that in another.

    Args:
        cells: of one count of this table.
        table: the question, with the banner whose groups are compared, or with the weeks or waves that are.
        by: week, wave, or the banner's id.
        pairs: of places without respondents in common.
        correction: its family is all that is compared here.

    Returns:
        A frame with the schema COMPARED, by item, pair and row. Where a side has no base there is no difference;
        where one has an effective base under 30 it is not tested.
    """
    pieces: list[pl.DataFrame] = []
    for block, measured in blocks_of(cells, table):
        for first, second in pairs:
            a, b = (side(measured, sums_at(block, place)) for place in (first, second))
            found = _difference(measured, a, b)
            names = {"by": by, "first": first.label, "second": second.label}
            pieces.append(told(table.question, measured, (a, b), found, names, (SHARES, MEANS)))
    return in_one(pieces, correction)


def compare_options(
    cells: pl.DataFrame, table: Table, pairs: Sequence[tuple[str, str]], correction: Correction = "holm"
) -> pl.DataFrame:
    """One option's (or net's) share of respondents less another's, by their codes, among the same respondents.

    Arguments and frame as of `compare`; a row is named by the first of the two.
    """
    question = table.question
    if question.base == "picks":  # respondents are compared, whatever the percentages stand on
        table = replace(table, question=question.model_copy(update={"base": "answered"}))
    pieces: list[pl.DataFrame] = []
    for block, measured in blocks_of(cells, table):
        sums = sums_at(block, Place(""))
        place = {row.code: at for at, row in enumerate(measured.rows)}
        one, other = (measured.at([place[pair[k]] for pair in pairs]) for k in (0, 1))
        gave, gave_other = one.counts.T > 0, other.counts.T > 0
        only_one, only_other = (
            Sums(sums.n @ held, sums.w @ held, sums.w2 @ held) for held in (gave & ~gave_other, gave_other & ~gave)
        )
        found = paired(only_one, only_other, sums.sum())
        first, second = ([row.label for row in each.rows] for each in (one, other))
        named: dict[str, str | list[str]] = {"by": "option", "first": first, "second": second}
        sides = side(one, sums), side(other, sums)
        pieces.append(told(table.question, one, sides, found, named, (SAME, SAME)))
    return in_one(pieces, correction)


def blocks_of(cells: pl.DataFrame, table: Table) -> Iterator[tuple[Block, Measure]]:
    """The cells of each answer of the table's question (of a grid, of each item), and the rows that can be compared."""
    blocks = Blocks(cells)
    stub = rows(table.question, blocks.months(table), measures=True)
    for item, found in groupby(stub, lambda row: row.item):
        block = blocks.block(table, item)
        times = block.sums([(None, None)]).n[0, 0]
        measured = measure(table.question, list(found), block.answers, times)
        if measured.rows:
            yield block, measured


def _difference(measured: Measure, a: Side, b: Side) -> Difference:
    """Shares by the pooled test; means, balances and shares of picks by their variances."""
    by_share = two_shares(a.inside, a.base, b.inside, b.base)
    by_mean = two_means(a.estimate, a.base.effective, b.estimate, b.base.effective)
    names = Difference.__slots__
    return Difference(*(np.where(measured.share, getattr(by_share, n), getattr(by_mean, n)) for n in names))
