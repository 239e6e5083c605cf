"""Whether the answers to a question differ between a banner's groups at all: a test of each table as a whole."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import polars as pl
import polars.selectors as cs

from survey.breakdowns.blocks import Blocks
from survey.breakdowns.plan import Tab, Table, tables
from survey.breakdowns.sides import enough
from survey.frames import NOT_STATED, Schema
from survey.questionnaire.kinds import Closed, MultiCode
from survey.statistics.rao_scott import rao_scott
from survey.statistics.variance import Sums

ASSOCIATIONS: Schema = {
    "question_id": pl.String,
    "item": pl.String,
    "banner_id": pl.String,
    "respondents": pl.Int64,  # who gave an answer and stated their group
    "f": pl.Float64,  # Rao and Scott's second-order correction: the one to quote; null too where it is infinite
    "f_degrees": pl.Float64,
    "f_degrees_within": pl.Float64,
    "p": pl.Float64,
    "chisq": pl.Float64,  # Pearson's, on the shares of the weights; its p by the first-order correction
    "chisq_degrees": pl.Int64,
    "chisq_p": pl.Float64,
}


def associations(cells: pl.DataFrame, tabs: Sequence[Tab]) -> pl.DataFrame:
    """Rao and Scott's test of every table of the tabs, for the whole of fieldwork.

    Tested are single-code questions and scales (of a grid each item) by banners in which nobody is in two groups, where
    those who gave an answer and stated their group are an effective base of 30 or more. Of multi-code answers and
    banners there is no row: their respondents are in several cells. Each p stands by itself.

    Args:
        cells: of one call of `count_tabs` with these tabs.

    Returns:
        A frame with the schema ASSOCIATIONS; figures are null where there is nothing to test (one answer or group).
    """
    blocks = Blocks(cells)
    rows = [row for table in tables(tabs) for row in _of_table(blocks, table)]
    return pl.DataFrame(rows, schema=dict(ASSOCIATIONS), orient="row").with_columns(cs.float().fill_nan(None))


def _of_table(blocks: Blocks, table: Table) -> Iterator[dict[str, Any]]:
    question = table.question
    apart = table.levels and not any(isinstance(level, MultiCode) for level in table.levels)
    if not isinstance(question, Closed) or not apart:
        return
    for item in question.items or [None]:
        code = item.code if item else None
        block = blocks.block(table, code)
        given = np.array([bool(answer) for answer in block.answers], np.bool_)
        stated = slice(1, len(block.groups) - (block.groups[-1] == NOT_STATED))
        every = block.sums([(None, None)])
        sums = Sums(*(each[0, stated][:, given].T for each in (every.n, every.w, every.w2)))
        if not enough(sums.sum().sum()):
            continue
        found = rao_scott(sums, weighing=float(block.weighing([(None, None)])[0, stated][:, given].sum()))
        f = found.f if np.isfinite(found.f) else None
        named = (question.id, code, table.banner_id, int(sums.n.sum()), f, *found.f_degrees, found.p)
        yield dict(zip(ASSOCIATIONS, (*named, found.chisq, found.degrees, found.p_chisq), strict=True))
