"""From cells to figures: every row, group and time of a table, with its count, its base and its percentage."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import Any

import numpy as np
import polars as pl
import polars.selectors as cs

from survey.breakdowns.base import base_of, base_words
from survey.breakdowns.blocks import Block, Blocks, Time
from survey.breakdowns.figures import Figures, in_order, number_figures, score_figures, share_figures
from survey.breakdowns.marks import marks
from survey.breakdowns.plan import Table
from survey.breakdowns.rows import Row, rows
from survey.frames import NOT_STATED, RESULTS, SMALL_BASE, conform, empty
from survey.questionnaire.kinds import DateAnswer, MultiCode, Number
from survey.statistics.corrections import Correction


def tabulate(
    cells: pl.DataFrame,
    tables: Sequence[Table],
    weeks: Sequence[int] | None = None,
    measures: bool = False,
    correction: Correction | None = None,
) -> pl.DataFrame:
    """The figures of tables, for the whole of fieldwork, for each wave and each week: schema RESULTS.

    Sorted by table and item, then time (the whole first), then group (all, the banner's in order, not stated), then
    row. A group or time without a base has count and base 0, and no percentage.

    Args:
        cells: of one count of these tables.
        tables: wanted.
        weeks: wanted, also those that no cell is of; by default those that the cells of a question hold.
        measures: whether there are rows of what all answers make together; see `rows.rows`.
        correction: under which groups are tested against each other and the rest; without it they are not tested.
    """
    blocks = Blocks(cells)
    pieces: list[dict[str, Any]] = []
    for table in tables:
        times = _times(table, blocks.weeks(table) if weeks is None else weeks)
        months = blocks.months(table) if isinstance(table.question, DateAnswer) else []
        stub = rows(table.question, months, measures)
        for item, found in groupby(stub, lambda row: row.item):
            pieces.append(_piece(table, list(found), blocks.block(table, item), times, correction))
    if not pieces:
        return empty(RESULTS)
    columns = {name: np.concatenate([piece[name] for piece in pieces]) for name in RESULTS}
    frame = pl.DataFrame(
        {name: each.tolist() if each.dtype == object else each for name, each in columns.items()},
        schema_overrides=pl.Schema(RESULTS),
        strict=False,
    )
    return conform(frame.with_columns(cs.float().fill_nan(None)), RESULTS)


def _times(table: Table, weeks: Sequence[int]) -> list[Time]:
    return [(None, None), *((None, wave.id) for wave in table.waves), *((week, None) for week in weeks)]


def _piece(
    table: Table, stub: list[Row], block: Block, times: list[Time], correction: Correction | None
) -> dict[str, Any]:
    """One answer's rows, as the columns of RESULTS."""
    question = table.question
    picks = base_of(question) == "picks"
    figures = _figures(table, stub, block, times)
    shape = figures.n.shape
    share = np.broadcast_to([bool(row.members) for row in stub], shape)
    unit = np.where(share, 100.0, 1.0)
    labels = {wave.id: wave.label for wave in table.waves}
    letters = rest = np.full(shape, None, object)
    if correction and table.levels:
        tested = len(block.groups) - 1 - (block.groups[-1] == NOT_STATED)
        apart = not any(isinstance(level, MultiCode) for level in table.levels)
        letters, rest = marks(stub, figures, tested, correction, picks, apart)
    columns = {
        "question_id": _spread([question.id], shape, 0),
        **{name: _spread([getattr(row, name) for row in stub], shape, 2) for name in _STUB},
        "banner_id": _spread([table.banner_id], shape, 0),
        "group": _spread(block.groups, shape, 1),
        "week": _spread([week for week, _ in times], shape, 0),
        "wave": _spread([wave and labels.get(wave, wave) for _, wave in times], shape, 0),
        "count": figures.n,
        "pct": np.where(share & (figures.base_n > 0), 100 * figures.n / np.maximum(figures.base_n, 1), np.nan),
        "weighted_count": figures.w,
        "weighted_pct": np.where(share, 100 * figures.weighted, np.nan),
        "base": _spread([base_words(question)], shape, 0),
        "base_unweighted": figures.base_n,
        "base_weighted": figures.base_w,
        "base_effective": figures.effective,
        "value": np.where(share, np.nan, figures.plain),
        "weighted_value": np.where(share, np.nan, figures.weighted),
        "se": np.where(figures.respondents > 1, unit * np.sqrt(figures.variance), np.nan),
        "ci_lower": unit * figures.lower,
        "ci_upper": unit * figures.upper,
        "letters": letters,
        "rest": rest,
        "small_base": figures.respondents < SMALL_BASE,
        "suppressed": np.zeros(shape, np.bool_),
    }
    return {name: each.ravel() for name, each in columns.items()}


_STUB = ("item", "item_label", "code", "label", "is_net")


def _spread(values: Sequence[Any], shape: tuple[int, ...], axis: int) -> Any:
    """Values along one axis, the same along the others."""
    along = [1, 1, 1]
    along[axis] = len(values)
    return np.broadcast_to(np.array([*values, None], object)[:-1].reshape(along), shape)


def _figures(table: Table, stub: list[Row], block: Block, times: list[Time]) -> Figures:
    if isinstance(table.question, Number):
        return number_figures(stub, block, times)
    sums = block.sums(times)
    shares, scored = [row for row in stub if row.members], [row for row in stub if not row.members]
    parts = [share_figures(shares, block.answers, sums, base_of(table.question) == "picks")]
    parts += [score_figures(scored, block.answers, sums)] if scored else []
    order = [*(row for row in shares), *scored]
    return in_order(parts, [order.index(row) for row in stub])
